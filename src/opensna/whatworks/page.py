"""The index as one page that needs no server: a list that reads without JavaScript, and filters where there is some."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from opensna.reference.logic_model import priority_areas
from opensna.reference.outcomes import outcomes
from opensna.reference.tiers import tiers
from opensna.whatworks.approach import GOALS, GROUPS, SETTINGS, Approach, Told
from opensna.whatworks.crosswalk import grades, sentence, shown, verdict
from opensna.whatworks.gap_map import SYMBOLS, gap_map
from opensna.whatworks.history import MONTHS, stale_ratings
from opensna.whatworks.rating import Rating
from opensna.whatworks.registries import registries
from opensna.whatworks.select import DIRECTIONS
from opensna.whatworks.shell import Filter, Row, attributes, draw, listed, table

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
    day = f"{on.day} {on:%B %Y}"
    items = "\n".join(_item(approach) for approach in chosen)
    return draw(
        title, _INTRO.format(on=day), f'<h2 id="list">Approaches</h2><ul class="items">{items}</ul>{_map(chosen)}',
        notes=_notes(chosen, on), contents={"list": "Approaches", "map": "Evidence and gap map"}, filters=_filters(chosen),
        counted={"approaches": len(chosen)},
    )  # fmt: skip


def _notes(chosen: tuple[Approach, ...], on: date) -> tuple[str, ...]:
    """How old the readings are, and what nobody has transcribed yet."""
    every, stale = sum(len(a.ratings) for a in chosen), stale_ratings(chosen, on=on)
    undated = sum(rating.months is None for rating in stale)
    lacking = sum(not any(told.text for _, told in _accounts(a)) for a in chosen)
    return (
        f"Of {every} ratings {undated} have no date of reading, and {len(stale) - undated} are {MONTHS} months old or older.",
        f"How it works, for whom, how it is done and what it costs: not transcribed of {lacking} of {len(chosen)} approaches.",
    )


def _map(chosen: tuple[Approach, ...]) -> str:
    """Approaches by the outcomes that any of them is rated for: symbol and number of ratings; a gap is empty."""
    made = gap_map(chosen, of=[name for name in outcomes() if any(name in a.outcomes for a in chosen)])
    symbols = dict(SYMBOLS)
    cells = {(c["row"], c["column"]): f"{symbols[c['rating']]} {c['value']}" if c["value"] else "" for c in made.cells}
    rows: list[Row] = [
        ({}, [(name, False), *((cells[name, column], False) for column in made.columns)]) for name in made.rows
    ]
    legend = "; ".join(f"{symbol} {direction}" for direction, symbol in SYMBOLS)
    note = (
        f"Which way ratings point ({legend}), and how many there are. An empty cell is a gap of this index: no registry was read "
        "that rates the approach for that outcome. It is no evidence that it does not work."
    )
    return table("map", "Evidence and gap map", note, ["Approach", *made.columns], rows)


def _filters(chosen: tuple[Approach, ...]) -> list[Filter]:
    keys = [_keys(approach) for approach in chosen]
    said = sorted({word for key in keys for word in key["says"]})
    known: list[Filter] = [
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
        ("printed", "In Table 16 of the 2025 report", {"yes": "Yes"}),
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
        "printed": ("yes",) if approach.table16 else (),
    }


def _says(rating: Rating) -> list[str]:
    short = registries()[rating.registry].short
    words = [(what, getattr(rating, what)) for what in ("impact", "evidence")]
    return [f"{short} {what}: {said.word.lower()}" for what, said in words if said and said.word]


def _item(approach: Approach) -> str:
    data = {"kind": "approaches", **{name: "|".join(values) for name, values in _keys(approach).items()}}
    names = [priority_areas()[area].name for area in approach.priority_areas]
    printed = [f"Table 16: {approach.table16.label.lower()}"] if approach.table16 else []
    hub = [f"Evidence Hub {k.replace('_', ' ')}: {v}" for k, v in approach.hub.model_dump(exclude_none=True).items()]
    keys = [
        *names, *(tiers()[tier].name for tier in approach.tiers), *(GROUPS[group] for group in approach.groups), *printed, *hub,
    ]  # fmt: skip
    ratings = "".join(_rating(rating) for rating in approach.ratings)
    accounts = "".join(
        f"<h4>{label}</h4><p>{escape(told.text)} ({escape(told.source or '')})</p>"
        for label, told in _accounts(approach)
        if told.text
    )
    return (
        f'<li{attributes(data)}><h3 id="{approach.id}">{escape(approach.name)}</h3><p>{escape(approach.description)}</p>'
        f'<p class="soft">{escape(" · ".join(keys))}</p><p class="said">{escape(sentence(approach))}</p>'
        f"<details><summary>Ratings of {escape(approach.name)} ({len(approach.ratings)})</summary>{ratings}{accounts}</details>"
        "</li>"
    )


def _accounts(approach: Approach) -> tuple[tuple[str, Told], ...]:
    return (
        ("How it works", approach.mechanism), ("For whom and when", approach.moderators),
        ("How it is done", approach.implementation), ("What it costs", approach.economics),
    )  # fmt: skip


def _rating(rating: Rating) -> str:
    registry = registries()[rating.registry]
    facts = [(label, shown(rating, what)) for what, label in _FACTS]
    if rating.emmie:
        facts.insert(2, ("Grades (EMMIE)", grades(rating)))
    pairs = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in facts)
    address = shown(rating, "address")
    link = f'<a href="{escape(address)}">{escape(address)}</a>' if address.startswith("http") else escape(address)
    before = [f"until {r.until or 'a day not kept'}: {r.said}" for r in rating.history]
    history = f"<p>It said before</p>{listed(before)}" if before else ""
    statement = f"<p>{escape(rating.statement)}</p>" if rating.statement else ""
    return (
        f"<h4>{escape(registry.name)}: {escape(rating.calls_it)} ({escape(rating.direction)})</h4>"
        f'<p class="soft">It rates {escape(registry.rates)}.</p>{statement}<dl>{pairs}<dt>Address</dt><dd>{link}</dd>'
        f"<dt>Its words</dt><dd><q>{escape(rating.quote)}</q></dd></dl>{history}"
    )
