"""Boroughs compared with London, by rate with its interval: not a league table."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

MEASURES = ("sv_under25", "mps_violence_with_injury", "mps_personal_robbery", "sv_domestic_abuse", "mps_rape")
BANDS = {
    "higher": ("higher than London", "▲", "high"),
    "similar": ("similar to London", "=", "middle"),
    "lower": ("lower than London", "▼", "low"),
    "cannot tell": ("cannot tell", "?", "unclear"),
    Mark.SUPPRESSED: (f"{Mark.SUPPRESSED} hidden", "c", "hidden"),
    Mark.NOT_AVAILABLE: (f"{Mark.NOT_AVAILABLE} not available", "x", "absent"),
}
"""How a comparison is said, its symbol on the map and its tone."""


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("police figures (mps_borough_crime or the police extracts)")
    blocks: list[Block] = [
        Prose("Each dot is a borough's rate and each line its 95% confidence interval. The words compare each borough with London as "
              "a whole, and say when the figures cannot tell."),
        Callout("This is not a league table", "Where intervals overlap, an order among those boroughs says little. Rates divide by "
                "residents, and boroughs with many visitors, workers or students record offences against people who live elsewhere. "
                "A high rate is a reason to look closer, not a verdict on a place or its partnership."),
    ]  # fmt: skip
    for i, measure in enumerate(held):
        blocks += _of_measure(context, measure, with_map=i == 0)
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _of_measure(context: SectionContext, measure: str, *, with_map: bool) -> list[Block]:
    found = _rates(context, measure)
    title = context.edited.measures[measure].title
    if not any(r["value"] is not None for r in found):
        said = Mark(found[0]["mark"]) if found and found[0]["mark"] else Mark.NOT_AVAILABLE
        return [Callout(f"{title}: no rates {said}", f"No borough's rate can be shown: {said.meaning}.")]
    against = {r["area_code"]: BANDS[_verdict(context, measure, r["area_code"])][0] for r in found}
    table = _table(context, measure, found, against)
    finding = f"{_own(context, measure, against)}{_tally(against)}."
    blocks: list[Block] = [Prose(f"{title}. {finding}"), _dots(context, measure, found, table, finding)]
    if with_map:
        shades = tuple(
            {"area_code": r["area_code"], "area_name": r["area_name"], "value": r["value"], "band": against[r["area_code"]],
             "highlight": r["area_code"] == context.area.code}
            for r in found
        )  # fmt: skip
        bands = [list(said) for said in BANDS.values() if said[0] in against.values()]
        blocks.append(Chart("map", f"{title}: boroughs compared with London, map", finding, "", "", shades, table, table.source,
                            table.is_synthetic, {"bands": bands, "is_table_closed": True}))  # fmt: skip
    return blocks


def _rates(context: SectionContext, measure: str) -> list[dict[str, Any]]:
    """Rates of boroughs in the assessed period, highest first, absent ones last in order of name."""
    rates = context.rows_everywhere(measure, "rate")
    now = rates[
        (rates["period_start"] == context.period.start)
        & (rates["period_end"] == context.period.end)
        & (rates["area_type"] == "lad")
    ]
    return sorted(records(now), key=lambda r: (r["value"] is None, -(r["value"] or 0), r["area_name"]))


def _table(context: SectionContext, measure: str, found: list[dict[str, Any]], against: dict[str, str]) -> Table:
    rows = tuple(
        (r["area_name"], count_cell(r["numerator"], r["mark"]), rate_cell(r["value"], r["mark"]),
         interval_cell(r["ci_lower"], r["ci_upper"], r["mark"]), against[r["area_code"]])
        for r in sorted(found, key=lambda r: r["area_name"])
    )  # fmt: skip
    columns = ("Borough", "Count", "Rate per 1,000", "95% interval", "Against London")
    return Table(
        f"{context.edited.measures[measure].title}, {context.period.label}, boroughs in order of name", columns, rows,
        numeric=columns[1:4], note=rounding_note(context, measure), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip


def _dots(context: SectionContext, measure: str, found: list[dict[str, Any]], table: Table, finding: str) -> Chart:
    dots = tuple(
        {"label": r["area_name"], "value": r["value"], "lower": r["ci_lower"], "upper": r["ci_upper"], "mark": r["mark"],
         "highlight": r["area_code"] == context.area.code}
        for r in found
    )  # fmt: skip
    london = context.rows_everywhere(measure, "rate")
    london = london[(london["area_type"] == "region") & (london["period_start"] == context.period.start)
                    & (london["period_end"] == context.period.end) & london["value"].notna()]  # fmt: skip
    whole = [{"value": float(v), "label": "London"} for v in london["value"].head(1)]
    options: dict[str, Any] = {"is_table_closed": True} | ({"reference": whole} if whole else {})
    title = f"{context.edited.measures[measure].title}, {context.period.label}, by borough"
    return Chart(
        "dot_interval",
        title,
        finding,
        "Rate per 1,000 residents",
        "",
        dots,
        table,
        table.source,
        table.is_synthetic,
        options,
    )


def _verdict(context: SectionContext, measure: str, code: str) -> str:
    row = context.row(context.key(measure, "difference_from", area=code, comparator="london"))
    if row is None or row.mark or not row.comparison:
        return Mark.SUPPRESSED if row and row.mark == Mark.SUPPRESSED else Mark.NOT_AVAILABLE
    return row.comparison


def _own(context: SectionContext, measure: str, against: dict[str, str]) -> str:
    """What the comparison says of this area, if it is one of those compared."""
    said = against.get(context.area.code)
    if said is None:
        return ""
    row = context.row(context.key(measure, "difference_from", comparator="london"))
    if row is None or row.mark or not row.comparison:
        return f"{context.area.name}: {said}. Of all boroughs: "
    if row.comparison == "cannot tell":
        return f"The figures cannot tell whether {context.area.name}'s rate differs from London's. Of all boroughs: "
    return f"{context.area.name}'s rate is {said}'s. Of all boroughs: "


def _tally(against: dict[str, str]) -> str:
    counts = [(sum(v == band for v in against.values()), band) for band, *_ in BANDS.values()]
    return "; ".join(f"{n} {band}" for n, band in counts if n)


SECTION = Section(id="boroughs_compared", title="Boroughs compared", needs=MEASURES[:1], build=_build)
