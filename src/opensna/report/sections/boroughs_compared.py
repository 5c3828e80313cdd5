"""Areas compared with the whole, by rate with its interval: not a league table."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.reference.partnership import WHOLE
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._compared import changes, funnel, multiples
from opensna.report.sections._figures import rounding_note

MEASURES = ("sv_under25", "mps_violence_with_injury", "mps_personal_robbery", "sv_domestic_abuse", "mps_rape")
BANDS = {
    "higher": ("higher than {whole}", "▲", "high"),
    "similar": ("similar to {whole}", "=", "middle"),
    "lower": ("lower than {whole}", "▼", "low"),
    "cannot tell": ("cannot tell", "?", "unclear"),
    Mark.SUPPRESSED: (f"{Mark.SUPPRESSED} hidden", "c", "hidden"),
    Mark.NOT_AVAILABLE: (f"{Mark.NOT_AVAILABLE} not available", "x", "absent"),
}
"""How a comparison is said, its symbol on the map and its tone."""


def _bands(context: SectionContext) -> dict[str, tuple[str, str, str]]:
    return {
        said: (words.format(whole=context.whole.name), symbol, tone) for said, (words, symbol, tone) in BANDS.items()
    }


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    if not held:
        return context.nothing("police figures (mps_borough_crime or the police extracts)")
    blocks: list[Block] = [
        Prose(f"Each dot is the rate of one {context.area_word} and each line its 95% confidence interval, in order of name. The words compare "
              f"each with {context.whole.name} as a whole, and say when the figures cannot tell."),
        Callout("This is not a league table", "Where intervals overlap, an order among those areas says little. Rates divide by "
                "residents, and areas with many visitors, workers or students record offences against people who live elsewhere. "
                "A high rate is a reason to look closer, not a verdict on a place or its partnership."),
    ]  # fmt: skip
    for i, measure in enumerate(held):
        blocks += _of_measure(context, measure, with_map=i == 0)
    if context.area.is_whole:
        drawn = (draw(context, held[0]) for draw in (funnel, changes, multiples))
        blocks += [chart for chart in drawn if chart]
    blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _of_measure(context: SectionContext, measure: str, *, with_map: bool) -> list[Block]:
    found = _rates(context, measure)
    title = context.edited.measures[measure].title
    if not any(r["value"] is not None for r in found):
        said = Mark(found[0]["mark"]) if found and found[0]["mark"] else Mark.NOT_AVAILABLE
        return [
            Callout(f"{title}: no rates {said}", f"No rate of any {context.area_word} can be shown: {said.meaning}.")
        ]
    bands = _bands(context)
    against = {r["area_code"]: bands[_verdict(context, measure, r["area_code"])][0] for r in found}
    table = _table(context, measure, found, against)
    finding = f"{_own(context, measure, against)}{_tally(bands, against)}."
    blocks: list[Block] = [Prose(f"{title}. {finding}"), _dots(context, measure, found, table, finding)]
    if with_map:
        shades = tuple(
            {"area_code": r["area_code"], "area_name": r["area_name"], "value": r["value"], "band": against[r["area_code"]],
             "highlight": r["area_code"] == context.area.code}
            for r in found
        )  # fmt: skip
        shown = [list(said) for said in bands.values() if said[0] in against.values()]
        blocks.append(Chart("map", f"{title}: {context.area_words} compared with {context.whole.name}, map", finding, "", "", shades, table, table.source,
                            table.is_synthetic, {"bands": shown, "is_table_closed": True}))  # fmt: skip
    return blocks


def _rates(context: SectionContext, measure: str) -> list[dict[str, Any]]:
    """Rates of boroughs in the assessed period, in order of name: an order by rate would be read as a league table."""
    rates = context.rows_everywhere(measure, "rate")
    now = rates[
        (rates["period_start"] == context.period.start)
        & (rates["period_end"] == context.period.end)
        & (rates["area_type"] == "lad")
    ]
    return sorted(records(now), key=lambda r: str(r["area_name"]))


def _table(context: SectionContext, measure: str, found: list[dict[str, Any]], against: dict[str, str]) -> Table:
    rows = tuple(
        (r["area_name"], count_cell(r["numerator"], r["mark"]), rate_cell(r["value"], r["mark"]),
         interval_cell(r["ci_lower"], r["ci_upper"], r["mark"]), against[r["area_code"]])
        for r in found
    )  # fmt: skip
    columns = (
        context.area_word.capitalize(),
        "Count",
        "Rate per 1,000",
        "95% interval",
        f"Against {context.whole.name}",
    )
    return Table(
        f"{context.edited.measures[measure].title}, {context.period.label}, {context.area_words} in order of name", columns, rows,
        numeric=columns[1:4], note=rounding_note(context, measure), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip


def _dots(context: SectionContext, measure: str, found: list[dict[str, Any]], table: Table, finding: str) -> Chart:
    dots = tuple(
        {"label": r["area_name"], "value": r["value"], "lower": r["ci_lower"], "upper": r["ci_upper"], "mark": r["mark"],
         "highlight": r["area_code"] == context.area.code}
        for r in found
    )  # fmt: skip
    everywhere = context.rows_everywhere(measure, "rate")
    of_whole = everywhere[(everywhere["area_code"] == context.whole.code) & (everywhere["period_start"] == context.period.start)
                    & (everywhere["period_end"] == context.period.end) & everywhere["value"].notna()]  # fmt: skip
    whole = [{"value": float(v), "label": context.whole.name} for v in of_whole["value"].head(1)]
    options: dict[str, Any] = {"is_table_closed": True} | ({"reference": whole} if whole else {})
    title = (
        f"{context.edited.measures[measure].title}, {context.period.label}, by {context.area_word}, in order of name"
    )
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
    row = context.row(context.key(measure, "difference_from", area=code, comparator=WHOLE))
    if row is None or row.mark or not row.comparison:
        return Mark.SUPPRESSED if row and row.mark == Mark.SUPPRESSED else Mark.NOT_AVAILABLE
    return row.comparison


def _own(context: SectionContext, measure: str, against: dict[str, str]) -> str:
    """What the comparison says of this area, if it is one of those compared."""
    said = against.get(context.area.code)
    if said is None:
        return ""
    row = context.row(context.key(measure, "difference_from", comparator=WHOLE))
    if row is None or row.mark or not row.comparison:
        return f"{context.area.name}: {said}. Of all {context.area_words}: "
    if row.comparison == "cannot tell":
        return f"The figures cannot tell whether {context.area.name}'s rate differs from {context.whole.name}'s. Of all {context.area_words}: "
    return f"{context.area.name}'s rate is {said}'s. Of all {context.area_words}: "


def _tally(bands: dict[str, tuple[str, str, str]], against: dict[str, str]) -> str:
    counts = [(sum(v == band for v in against.values()), band) for band, *_ in bands.values()]
    return "; ".join(f"{n} {band}" for n, band in counts if n)


SECTION = Section(id="boroughs_compared", title="Areas compared", needs=MEASURES, build=_build)
