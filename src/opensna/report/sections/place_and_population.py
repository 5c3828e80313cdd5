"""Who lives here: residents, how their number has moved, how young they are, and their ethnic groups."""

from __future__ import annotations

from typing import Any

from opensna.core.block import Block, Callout, Chart, Table
from opensna.report.cells import records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._published import figure_chart, figures_held, figures_table, say_figure

PEOPLE = ("residents", "residents_under_25", "residents_10_to_24", "median_age")
ETHNIC_GROUPS = "census_ethnic_group"
COUNTED = "census_residents_by_ethnic_group"


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = figures_held(context, PEOPLE)
    blocks: list[Block] = [say_figure(context, id) for id in held]
    chart = figure_chart(context, held[0]) if held else None
    blocks += [chart] if chart else []
    if held:
        blocks.append(figures_table(context, f"Residents, {context.area.name}", held))
    blocks += _ethnic_groups(context)
    blocks.append(Callout("Who is here by day", "Residents are not everybody: people come to work, study and go out, and others sleep here "
                          "and are counted elsewhere. Rates for places with many visitors are too high, and no count of people present by "
                          "hour is loaded [x]. Population density and sexual orientation are not loaded [x]."))  # fmt: skip
    return tuple(blocks)


def _ethnic_groups(context: SectionContext) -> list[Block]:
    """Shares of residents by ethnic group, highest first, as bars with their table."""
    if ETHNIC_GROUPS not in context.edited.figures:
        return [
            Callout(
                "Ethnic groups of residents: not available [x]",
                "No release of the census is loaded (census_ethnicity).",
            )
        ]
    found = context.rows(ETHNIC_GROUPS, "share", breakdown="ethnic_group")
    newest = found[found["period_start"] == found["period_start"].max()]
    shown = sorted((r for r in records(newest) if r["value"]), key=lambda r: -r["value"]) or _of_whole(context)
    if not shown:
        return [
            Callout(
                "Ethnic groups of residents: not available [x]",
                f"The release of the census has none for {context.area.name} (census_ethnicity).",
            )
        ]
    title = f"Residents by ethnic group, {context.area.name}, census of March 2021"
    rows = tuple((r["group"], f"{r['value'] * 100:.1f}") for r in shown)
    table = Table(
        title, ("Ethnic group", "Per cent of residents"), rows, numeric=("Per cent of residents",),
        note="As the census asked people. Police records use other groups, and who says which group differs.",
        source=context.source_line(ETHNIC_GROUPS), is_synthetic=context.is_synthetic(ETHNIC_GROUPS),
    )  # fmt: skip
    most = shown[0]
    bars = tuple(
        {"label": r["group"], "value": r["value"] * 100, "lower": None, "upper": None, "mark": ""} for r in shown
    )
    alt = f"The largest group is {most['group']} ({most['value'] * 100:.1f}% of residents)."
    return [Chart("bar", title, alt, "Per cent of residents", "", bars, table, table.source, table.is_synthetic)]


def _of_whole(context: SectionContext) -> list[dict[str, Any]]:
    """Shares of the whole, for which none is published: the counts of its areas added up, where every one of them has its own."""
    rows = context.rows_everywhere(COUNTED, "count", breakdown="ethnic_group")
    areas = context.edited.partnership.areas
    mine = rows[rows["area_code"].isin(areas)]
    if not context.area.is_whole or mine.empty or mine["value"].isna().any() or set(mine["area_code"]) != set(areas):
        return []
    sums = mine.groupby("group")["value"].sum().sort_values(ascending=False)
    return [{"group": str(group), "value": float(n / sums.sum())} for group, n in sums.items() if n]


SECTION = Section(
    id="place_and_population",
    title="Place and population",
    needs=(*PEOPLE, ETHNIC_GROUPS, COUNTED),
    build=_build,
)
