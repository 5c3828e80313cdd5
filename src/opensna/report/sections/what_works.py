"""What works: each registry's own rating of every approach, where registries disagree, and what nobody has rated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.reference.outcomes import outcomes
from opensna.report.section import Section, SectionContext
from opensna.whatworks.approach import GOALS, Approach
from opensna.whatworks.crosswalk import crosswalk, disagreements, sentence
from opensna.whatworks.gap_map import SYMBOLS, gap_map
from opensna.whatworks.history import MONTHS, stale_ratings
from opensna.whatworks.registries import registries

MEANINGS = {
    "harmful": "More violence or offending, not less",
    "no clear effect": "Studied, and no difference found",
    "mixed": "Some outcomes or places better, others not",
    "insufficient evidence": "Too few or too weak studies to tell",
    "beneficial": "Less violence or offending",
    "not stated": "What was read states no direction",
}
"""Which way a registry's text points, in the order of the table: what does harm and what does nothing come first."""
NOT_FOUND = "not found"


def _build(context: SectionContext) -> tuple[Block, ...]:
    approaches = context.edited.rooms.approaches
    if not approaches:
        return (
            Callout(
                f"No index: not available {Mark.NOT_AVAILABLE}",
                "This edition was built without the What Works index. Assess again.",
            ),
        )
    if not context.area.is_whole:
        return (
            Prose(
                f"What is known to work is the same for every {context.area_word}: it stands in the assessment of {context.whole.name}."
            ),
        )
    blocks: list[Block] = [
        Prose(
            "Each registry rates other things on another scale, so no scale is turned into another and no score is made of them: only the direction "
            "in which a registry's own text points is compared. This index was made for this assessment; the one behind the report of April 2025 was "
            "not published, and the nine approaches of its Table 16 are marked."
        ),
        _by_direction(approaches),
        _table16(approaches),
        *_disagreements(approaches),
        _map(approaches),
        *_ratings(approaches),
        _age(approaches, context.edited.rooms.on),
    ]  # fmt: skip
    return tuple(blocks)


def _by_direction(approaches: Sequence[Approach]) -> Table:
    rows = []
    for direction, meaning in MEANINGS.items():
        names = [a.name for a in approaches if any(r.direction == direction for r in a.ratings)]
        rows.append(
            (dict(SYMBOLS)[direction], direction.capitalize(), meaning, str(len(names)), "; ".join(names) or "none")
        )
    return Table(
        "Which way the ratings point, harm and no effect first", ("Symbol", "Direction", "What that means", "Approaches", "Which"), tuple(rows),
        numeric=("Approaches",),
        note="An approach stands in every row in which at least one registry puts it, so the rows add up to more than the index.",
    )  # fmt: skip


def _table16(approaches: Sequence[Approach]) -> Table:
    rows = [
        (GOALS[a.table16.goal], a.name, a.table16.label, sentence(a))
        for goal in GOALS for a in approaches if a.table16 and a.table16.goal == goal
    ]  # fmt: skip
    return Table(
        "The approaches of the report's Table 16, and what registries say of them",
        ("Goal", "Approach", "As printed", "What was read"),
        tuple(rows),
    )


def _disagreements(approaches: Sequence[Approach]) -> list[Block]:
    names = {a.id: a.name for a in approaches}
    rows = tuple((names[id], said) for id, said in disagreements(approaches).items())
    if not rows:
        return [Prose("Where two registries state a direction, they agree.")]
    return [Table("Where registries disagree", ("Approach", "Who says what"), rows)]


def _map(approaches: Sequence[Approach]) -> Chart:
    """Approaches by outcomes that any of them is rated for; outcomes without a rating are named beneath."""
    rated = [id for id in outcomes() if any(id in a.outcomes for a in approaches)]
    made = gap_map(approaches, of=rated)
    symbols = dict(SYMBOLS)
    cells = {(c["row"], c["column"]): f"{c['value']} {symbols[c['rating']]}" if c["value"] else "0" for c in made.cells}
    title = "Evidence and gap map: approaches by outcomes"
    missing = [outcome.name for id, outcome in outcomes().items() if id not in rated]
    none = (
        f"No approach is rated for: {'; '.join(missing)}."
        if missing
        else "Every outcome has an approach that is rated for it."
    )
    columns = ("Approach", *made.columns)
    table = Table(
        title, columns, tuple((row, *(cells[row, column] for column in made.columns)) for row in made.rows), numeric=made.columns,
        note=f"Ratings in the cell, and which way they point: {', '.join(f'{s} {d}' for d, s in SYMBOLS)}. 0 is a gap of this index, "
        f"not evidence that it does not work. {none}",
    )  # fmt: skip
    filled = {column: sum(1 for c in made.cells if c["column"] == column and c["value"]) for column in made.columns}
    most = max(filled, key=lambda column: filled[column])
    options: dict[str, Any] = {**made.options, "is_table_closed": True}
    alt = f"More approaches are rated for {most.lower()} than for any other outcome; most cells are gaps. {none}"
    return Chart("gap_map", title, alt, "", "the number of ratings", made.cells, table, options=options)


def _ratings(approaches: Sequence[Approach]) -> list[Block]:
    """One row a rating: whose, in its own words, and which way; then where and when each was read."""
    short = {registry.name: registry.short for registry in registries().values()}
    marked = {a.id for a in approaches if a.table16}
    said, read = [], []
    for r in crosswalk(approaches).to_dict("records"):
        whose = (f"{r['name']} (Table 16)" if r["approach"] in marked else r["name"], short[r["registry"]])
        said.append((*whose, _says(r), r["direction"]))
        read.append((*whose, _given(r["rated_on"]), _given(r["read_on"]), _given(r["address"])))
    rates = "; ".join(f"{registry.short} rates {registry.rates}" for registry in registries().values())
    return [
        Table("What each registry says, in its own words", ("Approach", "Registry", "Its rating", "Direction"), tuple(said), note=f"{rates}."),
        Table(
            "Where each rating can be read", ("Approach", "Registry", "Rated on", "Read on", "Address"), tuple(read),
            note="Why something was not found stands in the exported index (opensna whatworks export).",
        ),
    ]  # fmt: skip


def _says(row: Mapping[Any, Any]) -> str:
    """The rating as printed: impact, evidence, grades and statement, without what is not known."""
    parts = [
        f"impact: {row['impact']}" if _is_known(row["impact"]) else "",
        f"evidence: {row['evidence']}" if _is_known(row["evidence"]) and not row["emmie"] else "",
        f"EMMIE: {row['emmie']}" if row["emmie"] else "",
        str(row["statement"]),
    ]
    return "; ".join(part.rstrip(".") for part in parts if part) or NOT_FOUND


def _is_known(cell: str) -> bool:
    return not cell.startswith("[not known")


def _given(cell: str) -> str:
    return cell if _is_known(cell) else NOT_FOUND


def _age(approaches: Sequence[Approach], on: date | None) -> Table:
    """How old the readings are on the day of the edition."""
    day = on or date.today()
    every = sum(len(a.ratings) for a in approaches)
    stale = stale_ratings(approaches, on=day)
    undated = sum(rating.months is None for rating in stale)
    rows = (
        ("No date of reading was kept", str(undated), "Read the page again and record it: opensna whatworks read APPROACH RATING"),
        (f"Read {MONTHS} months ago or earlier", str(len(stale) - undated), "The same"),
        (f"Read within {MONTHS} months", str(every - len(stale)), "Nothing"),
    )  # fmt: skip
    return Table(
        f"How old the readings are on {day.day} {day:%B %Y}", ("Reading", "Ratings", "What to do"), rows, numeric=("Ratings",),
        note="A registry may have changed its rating since it was read.",
    )  # fmt: skip


SECTION = Section(id="what_works", title="What works", needs=(), build=_build)
