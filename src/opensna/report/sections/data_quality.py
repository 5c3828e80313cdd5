"""Release dates, months held, rows without a known area, rows quarantined."""

from __future__ import annotations

from opensna.assessment.claims import number, percent
from opensna.core.block import Block, Prose, Table
from opensna.core.missing import Mark
from opensna.core.provenance import ReleaseRecord
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._reconciled import reconciliation
from opensna.stats.rounding import round_half_up_to

LEFT_OUT = "victims_age_zero_left_out"
SMALLEST, BASE = 8, 5


def _build(context: SectionContext) -> tuple[Block, ...]:
    releases = context.edited.releases
    columns = ("Source", "Release", "Months held", "Rows read", "Accepted", "Quarantined", "Without a known area")
    table = Table(
        "What was delivered and what was set aside",
        columns,
        tuple(_row(context, record) for record in releases),
        numeric=columns[3:],
        note="Rows read are rows accepted plus rows quarantined. Counts without a known area are in "
        f"{context.whole.name}'s figures and in no {context.area_word}'s, so an area's figure may be too low."
        + _rounding(context),
    )
    reasons = tuple((_title(context, r), r.release, reason.replace("_", " "), _rows(context, r, n))
                    for r in releases for reason, n in r.reasons.items())  # fmt: skip
    drift = tuple(
        (_title(context, r), r.release, sentence)
        for r in releases
        if not _is_controlled(context, r)
        for sentence in r.drift
    )
    blocks: list[Block] = [
        Prose("Every figure names the release it comes from. Police figures change between releases, so two releases are never joined "
              "and no trend is read across them."),
        table,
    ]  # fmt: skip
    if reasons:
        blocks.append(
            Table("Why rows were set aside", ("Source", "Release", "Reason", "Rows"), reasons, numeric=("Rows",))
        )
    if drift:
        blocks.append(Table("What changed since the release before", ("Source", "Release", "Change"), drift))
    if context.has(LEFT_OUT):
        blocks.append(context.say("level", context.key(LEFT_OUT, "count"), what="victims of recorded age 0, left out of the under-25 figures",
                                  where=context.area.name, when=in_words(context.period)))  # fmt: skip
    return (*blocks, *reconciliation(context))


def _row(context: SectionContext, record: ReleaseRecord) -> tuple[str, ...]:
    share = record.unknown_geography_share
    return (
        _title(context, record), record.release, f"{record.period_start} to {record.period_end}" if record.period_start else str(Mark.NOT_APPLICABLE),
        *(_rows(context, record, n) for n in (record.rows_read, record.rows_accepted, record.rows_quarantined)),
        percent(share) if share is not None else Mark.NOT_APPLICABLE,
    )  # fmt: skip


def _title(context: SectionContext, record: ReleaseRecord) -> str:
    source = context.edited.sources.get(record.source)
    return f"{source.title if source else record.source}{' (SYNTHETIC)' if record.is_synthetic else ''}"


def _is_controlled(context: SectionContext, record: ReleaseRecord) -> bool:
    """Whether numbers of this release's rows are numbers of people that readers may not learn exactly."""
    source = context.edited.sources.get(record.source)
    return context.edited.audience != "authors" and (source is None or source.access == "restricted")


def _rows(context: SectionContext, record: ReleaseRecord, n: int) -> str:
    if not _is_controlled(context, record) or n == 0:
        return number(n)
    return str(Mark.SUPPRESSED) if n < SMALLEST else number(float(round_half_up_to([n], BASE)[0]))


def _rounding(context: SectionContext) -> str:
    if context.edited.audience == "authors":
        return ""
    return " Rows of restricted sources: 1 to 7 hidden [c], others rounded to the nearest 5, so they may not add up."


SECTION = Section(id="data_quality", title="Data quality", needs=(), build=_build)
