"""Release dates, months held, rows without a known area, rows quarantined."""

from __future__ import annotations

from opensna.assessment.wording import number, percent
from opensna.core.block import Block, Prose, Table
from opensna.core.provenance import ReleaseRecord
from opensna.report.section import Section, SectionContext


def _build(context: SectionContext) -> tuple[Block, ...]:
    records = context.edited.releases
    columns = ("Source", "Release", "Months held", "Rows read", "Accepted", "Quarantined", "Without a known area")
    table = Table(
        "What was delivered and what was set aside",
        columns,
        tuple(_row(record) for record in records),
        numeric=columns[3:],
        note="Rows read are rows accepted plus rows quarantined. Counts without a known area are in London's figures and in no borough's.",
    )
    reasons = tuple((r.source, r.release, reason, number(n)) for r in records for reason, n in r.reasons.items())
    drift = tuple((r.source, r.release, sentence) for r in records for sentence in r.drift)
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
    return tuple(blocks)


def _row(record: ReleaseRecord) -> tuple[str, ...]:
    share = record.unknown_geography_share
    return (
        record.source + (" (SYNTHETIC)" if record.is_synthetic else ""), record.release,
        f"{record.period_start or '[x]'} to {record.period_end or '[x]'}", number(record.rows_read), number(record.rows_accepted),
        number(record.rows_quarantined), percent(share) if share is not None else "[z]",
    )  # fmt: skip


SECTION = Section(id="data_quality", title="Data quality", needs=(), build=_build)
