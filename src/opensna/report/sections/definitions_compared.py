"""What other definitions of serious violence would make of the same offences."""

from __future__ import annotations

from opensna.assessment.claims import percent
from opensna.core.block import Block, Callout, Prose, Table
from opensna.core.missing import Mark
from opensna.definition.definition import Definition
from opensna.estimates.lookup import EstimateRow
from opensna.estimates.switches import SWITCH
from opensna.report.cells import count_cell, interval_cell, rate_cell
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

WHOLE = "sv_scope"
STRANDS = ("sv_violence", "sv_domestic_abuse", "sv_sexual_violence")


def _build(context: SectionContext) -> tuple[Block, ...]:
    compared = context.edited.compared
    if not context.has(WHOLE) or not compared.definitions:
        return context.nothing("case-level police offences (police_offences)")
    blocks: list[Block] = [
        context.say_level(WHOLE, "offences that count as serious violence under this edition's definition"),
        Prose("Partnerships define serious violence in different ways, so their figures cannot be set side by side as they are. Here the "
              "same offences of the same release are counted under each definition. A difference between two rows of a table is a "
              "difference of definition and of nothing else."),
        _levels(context),
        _effects(context),
        Callout("Read this with care", "Most definitions are read from a published page, and some from a second hand. What a text leaves open is "
                f"listed in the assessment of {context.whole.name} and was settled in one way for counting. An area's own definition is its "
                "partners' choice: that more is counted under one does not make it better, or its area more violent."),
    ]  # fmt: skip
    if context.area.is_whole:
        blocks += [_readings(context), _left_open(context), _not_counted(context)]
    return tuple(blocks)


def _definitions(context: SectionContext) -> tuple[Definition, ...]:
    """This edition's definition, and then the others in order of id."""
    return (context.edited.definition, *context.edited.compared.definitions.values())


def _levels(context: SectionContext) -> Table:
    area_words = context.area_words
    columns: tuple[str, ...] = (
        "Definition",
        "Offences",
        "Rate per 1,000",
        "95% interval",
        f"Rank among {area_words}",
        "On the year before",
    )
    if context.area.is_whole:
        columns = tuple(column for column in columns if not column.startswith("Rank"))
    rows = [_level(context, one) for one in _definitions(context)]
    return Table(
        f"Serious violence in {context.area.name} under each definition, {context.period.label}",
        columns,
        tuple(row if not context.area.is_whole else (*row[:4], row[5]) for row in rows),
        numeric=columns[1:],
        note=f"{rounding_note(context, WHOLE)} An offence counts once, in whichever strand. 'As {context.edited.definition.id}': the two "
        "definitions say the same of police rows.",
        source=context.source_line(WHOLE),
        is_synthetic=context.is_synthetic(WHOLE),
    )


def _level(context: SectionContext, definition: Definition) -> tuple[str, ...]:
    own = context.edited.definition
    answer = context.edited.compared.answer(WHOLE, definition.id)
    measure = WHOLE if definition.id == own.id else answer.counted if answer else ""
    count, rate = context.row(context.key(measure, "count")), context.row(context.key(measure, "rate"))
    mark = count.mark if count else (answer.mark if answer else "") or str(Mark.NOT_AVAILABLE)
    name = definition.title + (f" (as {own.id})" if measure == WHOLE and definition.id != own.id else "")
    return (
        name,
        count_cell(count and count.value, mark),
        rate_cell(rate and rate.value, rate.mark if rate else mark),
        interval_cell(rate and rate.ci_lower, rate and rate.ci_upper, rate.mark if rate else mark),
        _rank(count, mark),
        _change(context.row(context.key(measure, "change", baseline=context.period.shift(-12)))),
    )


def _rank(count: EstimateRow | None, mark: str) -> str:
    if count is None or count.rank != count.rank:
        return mark or str(Mark.NOT_APPLICABLE)
    first, last = int(count.rank), int(count.rank_high)
    return f"{first} of {int(count.rank_n)}" if first == last else f"{first} to {last} of {int(count.rank_n)}"


def _change(row: EstimateRow | None) -> str:
    if row is None or row.is_absent:
        return (row.mark if row else "") or str(Mark.NOT_AVAILABLE)
    bounds = f"{percent(row.ci_lower, signed=True)} to {percent(row.ci_upper, signed=True)}"
    return f"{percent(row.value, signed=True)} ({bounds}): {row.comparison}"


def _effects(context: SectionContext) -> Table:
    """The change of each figure that switching to a definition makes, one row a definition."""
    measures = [m for m in (WHOLE, *STRANDS) if context.has(m)]
    columns = ("Switching to", *(context.edited.measures[m].title for m in measures))
    rows = tuple(
        (one.title, *(_effect(context, measure, one.id) for measure in measures))
        for one in context.edited.compared.definitions.values()
    )
    exact = context.edited.audience == "authors"
    return Table(
        f"Effect on the count in {context.area.name} of switching from {context.edited.definition.id} to another definition, {context.period.label}",
        columns,
        rows,
        numeric=columns[1:],
        note="Change of the count, all else being the same. "
        + ("Exact: the same rows are counted twice, and nothing is left to chance."
           if exact else "In brackets, what the rounding of both counts allows; nothing else is uncertain, because the same rows are counted twice."),
        source=context.source_line(WHOLE),
        is_synthetic=context.is_synthetic(WHOLE),
    )  # fmt: skip


def _effect(context: SectionContext, measure: str, definition: str) -> str:
    row = context.row(context.key(measure, SWITCH, comparator=definition))
    if row is None or row.is_absent:
        return (row.mark if row else "") or str(Mark.NOT_AVAILABLE)
    if row.ci_lower == row.ci_upper == 0:
        return "unchanged"
    value, low, high = (percent(number, signed=True) for number in (row.value, row.ci_lower, row.ci_upper))
    return value if low == high else f"{value} ({low} to {high})"


def _readings(context: SectionContext) -> Table:
    return Table(
        "What each definition says, and how it is counted here",
        ("Definition", "What is read in the text", "How it is counted", "Confidence"),
        tuple((one.title, r.says, r.counted, r.confidence) for one in _definitions(context) for r in one.readings),
        note="Sources: " + " ".join(f"{one.title}: {one.source}." for one in _definitions(context)),
    )


def _left_open(context: SectionContext) -> Table:
    return Table(
        "What the texts leave open",
        ("Definition", "Left open"),
        tuple((one.title, text) for one in _definitions(context) for text in one.left_open),
    )


def _not_counted(context: SectionContext) -> Table:
    return Table(
        f"What definitions name and police rows cannot tell {Mark.NOT_AVAILABLE}",
        ("Definition", "What it names", "Why it is not counted"),
        tuple((one.title, item.what, item.reason) for one in _definitions(context) for item in one.not_counted),
    )


SECTION = Section(
    id="definitions_compared", title="Other definitions, the same offences", needs=(WHOLE, *STRANDS), build=_build
)
