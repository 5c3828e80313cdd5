"""A programme's parameters in words, for a page or a screen: ids stay in the model."""

from __future__ import annotations

from collections.abc import Mapping

from opensna.alignment.value_model import Parameter
from opensna.alignment.value_spec import Programme
from opensna.reference.bearers import payers

_ORIGINS: Mapping[str, str] = {"published": "published", "evidence": "the evidence", "ours": "ours: an assumption"}
_PLAIN: Mapping[str, str] = {
    "reach": "People who take part", "drop_off": "Share of the effect lost each year",
    "deadweight": "Share that would have come anyway",
    "attribution": "Share that is due to this programme", "optimism_costs": "Costs above budget (optimism bias)",
    "optimism_benefits": "Benefits below expectation (optimism bias)",
}  # fmt: skip


def in_words(name: str, programme: Programme) -> str:
    """What a parameter is, such as "Effect on reoffending (YEF-08)" for effect:YEF-08/reoffending."""
    kind, _, about = name.partition(":")
    if kind == "cost":
        number, _, payer = about.partition(":")
        line = f", line {int(number) + 1}" if len(programme.spec.costs) > 1 else ""
        return f"Cost to {short_payer(payer)}{line}"
    if kind == "effect":
        return f"Effect on {programme.effects[about].outcome} ({about.split('/')[0]})"
    if kind == "baseline":
        return f"{offence_in_words(about)} by each person and year without it"
    if kind == "unit_cost":
        return f"Unit cost of {about.replace('_', ' ')}"
    return _PLAIN[kind]


def amount_in_words(parameter: Parameter, value: float, programme: Programme) -> str:
    """A value of a parameter with its unit: people, per cent, or times what the document states."""
    if parameter.name == "reach":
        return f"{sum(programme.spec.reach.by_year) * value:,.0f}"
    if parameter.name.startswith("cost:"):
        line = programme.spec.costs[int(parameter.name.split(":")[1])]
        return f"£{sum(line.by_year) * value / 1000:,.0f}k"
    if parameter.unit == "factor":
        return f"{value:g} times"
    if parameter.name.startswith("baseline:"):
        return f"{value:g}"
    return signed(value) if parameter.name.startswith("effect:") else f"{value:.0%}"


def signed(change: float) -> str:
    """A relative change in per cent with a true minus sign, and none on what rounds to zero."""
    text = f"{change * 100:+.1f}%".replace("-", "−")
    return "0.0%" if text in ("+0.0%", "−0.0%") else text


def whose_word(parameter: Parameter) -> str:
    """Who says so; an effect comes from the evidence even where its range is ours."""
    if parameter.name.startswith("effect:") and parameter.origin == "ours":
        return "the evidence; its range is ours"
    return _ORIGINS[parameter.origin]


def chance_in_words(chance: float) -> str:
    """A share of draws in per cent; draws never show that something cannot be, or must."""
    return "under 1%" if chance < 0.01 else "over 99%" if chance > 0.99 else f"{chance:.0%}"


def offence_in_words(offence: str) -> str:
    """An offence's id as it begins a cell."""
    text = offence.replace("_", " ")
    return text[:1].upper() + text[1:]


def short_payer(payer: str) -> str:
    """A payer without what stands in brackets or behind a colon."""
    return payers()[payer].title.split(" (")[0].split(":")[0]
