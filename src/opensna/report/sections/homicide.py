"""Killings and shots fired: few, so years are pooled and compared exactly, and the words say when they are too few to tell."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from opensna.assessment.claims import number, percent
from opensna.core.block import Block, Prose, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import circumstances
from opensna.report.sections._figures import most_rounded, of_length, rounding_note, time_chart
from opensna.report.sections._published import figures_held, figures_table

MEASURES = {
    "homicide_victims": "Homicide victims",
    "homicide_victims_under25": "Homicide victims under 25",
    "sv_lethal_barrel": "Discharges of a lethal barrelled weapon",
}
SPAN = 3
"""Years in a pool; the later pool ends with the assessed period."""
OF_FORCES = ("homicide_rate_force",)
FEWEST = 20
"""Victims in a pool below which they are not divided into groups: each would be a person."""
GROUPS = {"sex": "sex", "age_band": "age", "method_of_killing": "method"}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in MEASURES if context.has(measure)]
    forces = figures_held(context, OF_FORCES)
    if not held and not forces:
        return context.nothing("homicide victims (mps_homicide_victims) or the police extracts (police_offences)")
    blocks: list[Block] = []
    for measure in held:
        blocks += _pooled(context, measure)
    chart = time_chart(context, held[0]) if held else None
    blocks += [chart, *circumstances(context, held[:1])] if chart else []
    if "homicide_victims" in held:
        blocks += [t for column, word in GROUPS.items() if (t := _of_pool(context, column, word))]
    if forces:
        blocks.append(figures_table(context, "Homicides of three years together, police force areas", forces))
    if held:
        blocks.append(context.caveats(held[0]))
    return tuple(blocks)


def _pooled(context: SectionContext, measure: str) -> list[Block]:
    """One sentence that compares two pools, or why there is none."""
    spans = [_span(context, back) for back in (SPAN, 0)]
    keys = [context.key(measure, "rate", period=year) for span in spans for year in span]
    lacking = [key for key in keys if (row := context.row(key)) is None or row.numerator != row.numerator]
    if lacking:
        row = context.row(keys[-1])
        mark = (row.mark if row else "") or str(Mark.NOT_AVAILABLE)
        return [
            Prose(
                f"{MEASURES[measure]} in {context.area.name} cannot be pooled over six years {mark}: not every year can be shown."
            )
        ]
    return [
        context.say(
            "pooled", *keys, what=MEASURES[measure], where=context.area.name, split=str(SPAN), rounded=str(most_rounded(context, measure)),
            earlier=_words(spans[0]), later=_words(spans[1]),
        )
    ]  # fmt: skip


def _of_pool(context: SectionContext, column: str, word: str) -> Table | None:
    """Victims of the later pool by one grouping, with the rate where residents of the group are known."""
    years = _span(context, 0)
    frame = context.rows("homicide_victims", "count", breakdown=column)
    inside = frame["period_start"].isin([year.start for year in years])
    chosen = of_length(frame[inside], years[0].months)
    if chosen.empty or chosen["value"].isna().any():
        return None
    sums = chosen.groupby("group", sort=False)["value"].sum()
    total = sums.sum()
    if total < FEWEST:
        return None
    rows = tuple(
        (str(group), number(n), percent(n / total).removesuffix("%"))
        for group, n in _in_order(sums, column).items()
        if n
    )
    columns = (word.capitalize(), "Victims", "Per cent")
    return Table(
        f"Homicide victims by {word}, {context.area.name}, {_words(years)}", columns, rows, numeric=columns[1:],
        note=f"{rounding_note(context, 'homicide_victims')} {number(total)} victims in all: a share of few people moves with each of them.",
        source=context.source_line("homicide_victims"), is_synthetic=context.is_synthetic("homicide_victims"),
    )  # fmt: skip


def _in_order(sums: pd.Series, column: str) -> pd.Series:
    """Ages from the youngest, which their first number tells; other groups from the largest."""
    if column != "age_band":
        return sums.sort_values(ascending=False)
    ages = {name: int(str(name).split()[0]) if str(name)[:1].isdigit() else 999 for name in sums.index}
    return sums.reindex(sorted(sums.index, key=lambda name: ages[name]))


def _span(context: SectionContext, back: int) -> list[Period]:
    """The years of a pool, earliest first; `back` years before the pool that ends with the assessed period."""
    return [context.period.shift(-12 * (back + i)) for i in reversed(range(SPAN))]


def _words(years: Sequence[Period]) -> str:
    return f"{years[0].label} to {years[-1].label}"


SECTION = Section(id="homicide", title="Homicide and shootings", needs=tuple(MEASURES), build=_build)
