"""How the commands about money print their answers: for a person what fits a screen, as JSON everything."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from opensna.actions.costs import CostAnswer
from opensna.actions.target import TargetAnswer
from opensna.actions.unit_costs import PrintedTables
from opensna.alignment.value import SAID_OF_CASH, Value
from opensna.alignment.value_words import chance_in_words, in_words
from opensna.cli import _show
from opensna.costs.cost import By


def show_costs(answer: CostAnswer, split: By) -> None:
    """The sums by what was asked, the whole and the whole a day, with the step of prices."""
    found, total = answer.costs.by(split), answer.costs.by()
    for uprated in dict.fromkeys(found["uprating"]):
        _note(str(uprated))
    names = [split, "value", "low", "high", "ci_lower", "ci_upper", "unverified_share", "mark"]
    places = ["area_name"] if total["area_code"].nunique() > 1 else []
    where = ", ".join(dict.fromkeys(total["area_name"])) if not places else "by area"
    _show.print_table(f"Costs in pounds, {where}, {total['period'].iloc[0]}", found[places + names], as_json=False)
    for row, day in zip(total.to_dict("records"), answer.costs.a_day.to_dict("records"), strict=True):
        said = (
            f"{row['value']:,.0f} ({day['value']:,.0f} a day)"
            if pd.notna(row["value"])
            else f"{row['mark']}, a range alone"
        )
        _note(f"{row['area_name']}, all of these: {said}; from {row['low']:,.0f} to {row['high']:,.0f}")


def show_printed(found: PrintedTables) -> None:
    """The cost tables of the 2025 report made again, and what does not reconcile."""
    made = found.reproduction
    _show.print_table("Tables 13 and 15, made again, pounds", made.rows, as_json=False)
    low, high = made.factor
    _note(f"one factor for all unit costs: {low:.8f} to {high:.8f}; " + _sums(made.totals, made.a_day))
    for near in made.nearest[:3]:
        _note(
            f"index: {near.title}, {near.base} to {near.target} {near.mark}: {near.factor:.5f} ({near.distance:+.5f})"
        )
    _note(f"by the GDP deflator to 2023 instead: {made.deflated.by()['value'].sum():,.0f}")
    for difference in found.bearers.differences:
        _note(difference.text)
    _note(
        f"no volumes of the four offences explain Table 14 better than to {found.bearers.fit.worst_misfit:.1%} a line"
    )
    abuse = found.domestic_abuse
    _note(
        f"domestic abuse, {abuse.total:,}: likeliest {abuse.pairs[0].text}; {len(abuse.pairs)} pairs in all. {abuse.warning}"
    )
    _note(f"with the offences that the chapter prints: {abuse.with_printed_offences:,.0f}")


def show_value(found: Value) -> None:
    """Value, chance, break-even and payback in words; partners, what moves it most, and assumptions as tables."""
    low, high = found.npv_interval
    programme = found.model.programme
    _note(f"{programme.spec.title}, pounds of {programme.spec.price_year}")
    _note(
        f"net present value {found.npv:,.0f} pounds ({low:,.0f} to {high:,.0f}); benefits per pound {found.bcr:.2f}; "
        f"chance that benefits exceed costs {chance_in_words(found.chance)}; "
        f"paid back: {found.payback or 'not in the years counted'}"
    )
    needed = "; ".join(f"{change:+.1%} ({name})" for name, change in found.break_even.effects.items())
    impossible = "" if found.break_even.is_possible else ", which is more than all of it"
    _note(
        f"break-even effect: {needed}{impossible}; {found.break_even.offences_a_year:,.0f} offences a year to be avoided"
    )
    _note(SAID_OF_CASH)
    _show.print_table("Who pays and who gains, pounds", found.partners, as_json=False)
    moves = found.tornado.head(8).assign(parameter=[in_words(n, programme) for n in found.tornado["parameter"].head(8)])
    names = ["parameter", "low", "high", "npv_low", "npv_high", "origin"]
    _show.print_table("What moves it most", moves[names], as_json=False)
    numbers = found.assumptions.assign(name=[in_words(n, programme) for n in found.assumptions["name"]])
    _show.print_table("What it rests on (sources: --json)", numbers.drop(columns=["source"]), as_json=False)


def value_as_plain(found: Value) -> dict[str, Any]:
    """Everything of a value: results, by year, and every number with its source."""
    spec = found.model.programme.spec
    tables = ("partners", "by_year", "tornado", "assumptions", "unit_costs")
    plain = ("npv", "npv_interval", "bcr", "chance", "payback", "seed")
    return {
        **{name: getattr(spec, name) for name in ("programme", "title", "price_year")},
        **{name: getattr(found, name) for name in plain},
        **{name: dict(getattr(found, name)) for name in ("payers", "gainers", "offences_avoided")},
        "break_even": _show.as_plain(found.break_even),
        **{name: _rows(getattr(found, name)) for name in tables},
    }


def show_target(found: TargetAnswer) -> None:
    """The baseline, what the path asks, the forecast of doing nothing and its test, the mix, each area, and who would do what."""
    made = found.target
    base, last = made.baseline, made.path.iloc[-1]
    _note(
        f"{base.area_name}, {base.period}: {base.value:,.0f} offences (95% limits {base.lower:,.0f} to {base.upper:,.0f})"
    )
    _note(f"{made.yearly_reduction:.1%} fewer each year: at most {last['offences']:,.0f} in {last['period']}")
    _note(f"forecast: {made.nothing.model}. {made.said_of_chance}")
    for name, chance in (made.chance or {}).items():
        _note(f"chance of being at the target in the last year, {name}: {chance_in_words(chance)}")
    for name, gap in made.gap.items():
        _note(f"offences of the last year still to be prevented, {name}: {gap:,.0f}")
    names = ["scenario", "period", "value", "inner_lower", "inner_upper", "lower", "upper", "mark"]
    _show.print_table("What would come (80 and 95 in 100 draws)", made.scenarios[names], as_json=False)
    parts = [(p.title, p.evidence, "[x]" if p.change is None else f"{p.change:+.1%}", p.reason) for p in made.mix.parts]
    if parts:
        _show.print_rows(
            "What the mix contributes", ("approach", "evidence", "knife offences", "what is lacking"), parts
        )
    steps = ["area_name", "baseline", "lower", "upper", "first_fall", "goal", "mark"]
    _show.print_table("What is asked of each area", found.steps[steps], as_json=False)
    _show.print_table("Who would have to do what", found.tasks[["actor", "task", "measured_by"]], as_json=False)


def target_as_plain(found: TargetAnswer) -> dict[str, Any]:
    """Everything of a target but the draws."""
    made = found.target
    return {
        "baseline": {**_show.as_plain(made.baseline), "period": str(made.baseline.period)},
        **{name: getattr(made, name) for name in ("yearly_reduction", "said_of_chance", "chance", "gap", "crossed", "seed")},
        "model": made.nothing.model,
        "back_test": [_show.as_plain(horizon) for horizon in made.tested.horizons],
        "mix": [_show.as_plain(part) for part in made.mix.parts],
        "warnings": list(found.warnings),
        **{name: _rows(frame) for name, frame in (
            ("path", made.path), ("scenarios", made.scenarios), ("areas", found.steps), ("tasks", found.tasks))},
    }  # fmt: skip


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Records with null for what is absent."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso"))
    return rows


def _sums(totals: Any, a_day: Any) -> str:
    return "; ".join(f"{name} {total:,.0f} ({a_day[name]:,.0f} a day)" for name, total in totals.items())


def _note(text: str) -> None:
    _show.notes.print(text, markup=False, soft_wrap=True)
