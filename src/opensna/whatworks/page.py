"""The index as one page that needs no server: a list that reads without JavaScript, and filters where there is some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from importlib import resources
from string import Template

from opensna.reference.logic_model import priority_areas
from opensna.reference.outcomes import outcomes
from opensna.reference.tiers import tiers
from opensna.whatworks.approach import GOALS, GROUPS, SETTINGS, Approach
from opensna.whatworks.crosswalk import grades, sentence, shown, verdict
from opensna.whatworks.rating import Rating
from opensna.whatworks.registries import registries
from opensna.whatworks.select import DIRECTIONS

_INTRO = (
    "What each registry says about approaches to violence, as of {on}. Every rating is the registry's own, in its own words, with "
    "its address. The registries rate different things on different scales, which are never merged: where they point different "
    "ways, the page says so. Approaches that did harm or made no difference are listed like any other. A rating was right when "
    "it was read; follow its address before you rely on it."
)
_FACTS = (
    ("impact", "Impact"), ("evidence", "Evidence"), ("cost", "Cost"), ("effects", "Effect"), ("studies", "Studies"),
    ("uk_evidence", "UK evidence"), ("rated_on", "Rated"), ("read_on", "Read"),
)  # fmt: skip


def page(approaches: Iterable[Approach], *, on: date, title: str = "What Works index") -> str:
    """The page's HTML; nothing in it is loaded from elsewhere."""
    chosen = tuple(approaches)
    template = Template((resources.files("opensna.whatworks") / "page.html").read_text("utf-8"))
    return template.substitute(
        title=escape(title),
        intro=escape(_INTRO.format(on=f"{on.day} {on:%B %Y}")),
        filters="\n".join(_select(name, label, values) for name, label, values in _filters(chosen)),
        count=f"{len(chosen)} of {len(chosen)} approaches shown",
        approaches="\n".join(_item(approach) for approach in chosen),
    )


def _filters(chosen: tuple[Approach, ...]) -> list[tuple[str, str, Mapping[str, str]]]:
    keys = [_keys(approach) for approach in chosen]
    said = sorted({word for key in keys for word in key["says"]})
    known: list[tuple[str, str, Mapping[str, str]]] = [
        ("goal", "Goal", GOALS),
        ("area", "Priority area", {area.id: area.name for area in priority_areas().values()}),
        ("tier", "Tier of prevention", {tier.id: tier.name for tier in tiers().values()}),
        ("group", "Group", GROUPS),
        ("setting", "Setting", SETTINGS),
        ("outcome", "Outcome", {outcome.id: outcome.name for outcome in outcomes().values()}),
        ("direction", "Direction of the evidence", {d: d.capitalize() for d in DIRECTIONS}),
        ("says", "A registry's own rating", {word: word for word in said}),
        (
            "verdict",
            "Do the registries agree?",
            {v: v.capitalize() for v in sorted({key["verdict"][0] for key in keys})},
        ),
    ]
    return [
        (n, label, {k: v for k, v in values.items() if any(k in key[n] for key in keys)}) for n, label, values in known
    ]


def _keys(approach: Approach) -> dict[str, tuple[str, ...]]:
    return {
        "goal": approach.goals,
        "area": approach.priority_areas,
        "tier": approach.tiers,
        "group": approach.groups,
        "setting": approach.settings,
        "outcome": approach.outcomes,
        "direction": tuple(dict.fromkeys(rating.direction for rating in approach.ratings)),
        "says": tuple(dict.fromkeys(text for rating in approach.ratings for text in _says(rating))),
        "verdict": (verdict(approach),),
    }


def _says(rating: Rating) -> list[str]:
    short = registries()[rating.registry].short
    words = [(what, getattr(rating, what)) for what in ("impact", "evidence")]
    return [f"{short} {what}: {said.word.lower()}" for what, said in words if said and said.word]


def _select(name: str, label: str, values: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in values.items())
    return f'<label>{escape(label)}<select name="{name}"><option value="">Any</option>{options}</select></label>'


def _item(approach: Approach) -> str:
    data = " ".join(f'data-{name}="{escape("|".join(values))}"' for name, values in _keys(approach).items())
    names = [priority_areas()[area].name for area in approach.priority_areas]
    keys = [*names, *(tiers()[tier].name for tier in approach.tiers), *(GROUPS[group] for group in approach.groups)]
    ratings = "".join(_rating(rating) for rating in approach.ratings)
    return (
        f'<li {data}><h2 id="{approach.id}">{escape(approach.name)}</h2><p>{escape(approach.description)}</p>'
        f'<p class="keys">{escape(" · ".join(keys))}</p><p class="verdict">{escape(sentence(approach))}</p>'
        f"<details><summary>Ratings of {escape(approach.name)} ({len(approach.ratings)})</summary>{ratings}</details></li>"
    )


def _rating(rating: Rating) -> str:
    registry = registries()[rating.registry]
    facts = [(label, shown(rating, what)) for what, label in _FACTS]
    if rating.emmie:
        facts.insert(2, ("Grades (EMMIE)", grades(rating)))
    pairs = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in facts)
    address = shown(rating, "address")
    link = f'<a href="{escape(address)}">{escape(address)}</a>' if address.startswith("http") else escape(address)
    statement = f"<p>{escape(rating.statement)}</p>" if rating.statement else ""
    return (
        f"<h3>{escape(registry.name)}: {escape(rating.calls_it)} ({escape(rating.direction)})</h3>"
        f'<p class="why">It rates {escape(registry.rates)}.</p>{statement}<dl>{pairs}<dt>Address</dt><dd>{link}</dd>'
        f"<dt>Its words</dt><dd><q>{escape(rating.quote)}</q></dd></dl>"
    )
