"""Boroughs compared with London, by rate with its interval: not a league table."""

from __future__ import annotations

from opensna.core.block import Block, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

MEASURES = ("sv_under25", "mps_violence_with_injury", "mps_personal_robbery", "sv_domestic_abuse", "mps_rape")
BANDS = {
    "higher": "higher than London",
    "lower": "lower than London",
    "similar": "similar to London",
    "cannot tell": "cannot tell",
}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("police figures (mps_borough_crime or the police extracts)")
    blocks: list[Block] = [
        Prose("Each dot is a borough's rate and each line its 95% confidence interval. Where intervals overlap, an order among those "
              "boroughs says little. The words compare each borough with London as a whole.")
    ]  # fmt: skip
    for i, measure in enumerate(held):
        blocks += _of_measure(context, measure, with_map=i == 0)
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _of_measure(context: SectionContext, measure: str, *, with_map: bool) -> list[Block]:
    rates = context.rows_everywhere(measure, "rate")
    now = rates[
        (rates["period_start"] == context.period.start)
        & (rates["period_end"] == context.period.end)
        & (rates["area_type"] == "lad")
    ]
    found = sorted(records(now), key=lambda r: (r["value"] is None, -(r["value"] or 0), r["area_name"]))
    against = {r["area_code"]: _verdict(context, measure, r["area_code"]) for r in found}
    title = f"{context.edited.measures[measure].title}, {context.period.label}, by borough"
    rows = tuple(
        (r["area_name"], count_cell(r["numerator"], r["mark"]), rate_cell(r["value"], r["mark"]),
         interval_cell(r["ci_lower"], r["ci_upper"], r["mark"]), against[r["area_code"]])
        for r in found
    )  # fmt: skip
    columns = ("Borough", "Count", "Rate per 1,000", "95% interval", "Against London")
    table = Table(
        title, columns, rows, numeric=columns[1:4], note=rounding_note(context), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    dots = tuple(
        {"label": r["area_name"], "value": r["value"], "lower": r["ci_lower"], "upper": r["ci_upper"],
         "highlight": r["area_code"] == context.area.code}
        for r in found
    )  # fmt: skip
    alt = f"{title}: {_tally(against)}."
    blocks: list[Block] = [Prose(f"{context.edited.measures[measure].title}: {_tally(against)}."),
                           Chart("dot_interval", title, alt, "Rate per 1,000 residents", "", dots, table, table.source, table.is_synthetic)]  # fmt: skip
    if with_map:
        shades = tuple(
            {"area_code": r["area_code"], "value": r["value"], "band": against[r["area_code"]]} for r in found
        )
        blocks.append(
            Chart("map", f"{title}: compared with London", alt, "", "", shades, table, table.source, table.is_synthetic)
        )
    return blocks


def _verdict(context: SectionContext, measure: str, code: str) -> str:
    row = context.row(context.key(measure, "difference_from", area=code, comparator="london"))
    if row is None or not row.comparison:
        return row.mark if row and row.mark else Mark.NOT_AVAILABLE
    return BANDS[row.comparison]


def _tally(against: dict[str, str]) -> str:
    counts = {band: sum(v == band for v in against.values()) for band in BANDS.values()}
    said = [f"{n} {'borough' if n == 1 else 'boroughs'} {band}" for band, n in counts.items() if n]
    return "; ".join(said) or "no borough has a figure"


SECTION = Section(id="boroughs_compared", title="Boroughs compared", needs=MEASURES[:1], build=_build)
