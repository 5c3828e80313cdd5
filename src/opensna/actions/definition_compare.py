"""What switching definition does to every figure: count, rate, rank and trend, from one scan. An author's working figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from opensna.actions._definitions import find_definition, others_of
from opensna.actions._tables import POLICE, OpenTables, open_tables
from opensna.actions.workspace import Workspace
from opensna.catalogue import MEASURES, SOURCES, find
from opensna.core.area import Area
from opensna.core.errors import InputError, PeriodError, UnknownIdError
from opensna.core.estimate import Estimates
from opensna.core.period import Period
from opensna.definition.columns import Columns
from opensna.definition.definition import Definition
from opensna.disclosure.disclose import disclose
from opensna.estimates.derive import derive
from opensna.estimates.switches import SWITCH, with_switches
from opensna.measures.measure import Measure
from opensna.measures.under import Counted, compare, depends, under

_WHERE = ["measure", "area_code"]
_LEVEL = {"value": "rate", "ci_lower": "rate_lower", "ci_upper": "rate_upper", "per": "per"}
_COUNT = {"value": "count", "rank": "rank", "rank_high": "rank_high", "rank_n": "rank_n", "mark": "mark"}
_TREND = {
    "value": "trend",
    "ci_lower": "trend_lower",
    "ci_upper": "trend_upper",
    "comparison": "trend_says",
    "mark": "trend_mark",
}
OF_EACH = (
    "count", "rate", "rate_lower", "rate_upper", "rank", "rank_high", "trend", "trend_lower", "trend_upper", "trend_says",
    "trend_mark", "mark",
)  # fmt: skip
"""What is said of a figure under each of the two definitions; `_of_other` is set after it for the second."""


@dataclass(frozen=True)
class Switched:
    """One row a figure (measure, area) and other definition; columns as `comparison_columns` names them. `periods`: before, now."""

    table: pd.DataFrame
    definition: Definition
    others: tuple[Definition, ...]
    periods: tuple[Period, Period]
    warnings: tuple[str, ...]


def compare_definitions(
    workspace: Workspace, definition: str | None = None, others: Sequence[str] = (), *, period: str | None = None,
    measures: Sequence[str] = (), areas: Sequence[str] = (), release: str | None = None,
) -> Switched:  # fmt: skip
    """Count every measure that rests on the definition under it and under others.

    Parameters
    ----------
    definition : the one switched from; without it, the workspace's. others : those switched to; without any, all others.
    period : twelve months or any other; without it, the newest twelve that the release holds. The trend is on the year before.
    measures : without any, all of those that a definition has a say in. areas : names or codes; without any, all.

    Returns
    -------
    Switched : with value_of_switch the ratio of the two counts minus 1, exact because the same rows are counted twice. A figure
        that a definition does not have carries its mark and the reason.

    Raises
    ------
    UnknownIdError : no such definition, measure or area. InputError : a measure that no definition has a say in, or one definition
        alone. PeriodError : months that the release does not hold. WarehouseError : no case-level police release.
    """
    own = find_definition(workspace, definition)
    switched_to = tuple(find_definition(workspace, one) for one in others) or others_of(workspace, own)
    _refuse_one(own, switched_to)
    asked = _measures(measures)
    opened = open_tables(
        workspace,
        POLICE,
        releases=dict.fromkeys(POLICE, release) if release else {},
        definition=own.id,
        also=switched_to,
    )
    now = _period(period, opened)
    before = now.shift(-12)
    further, answers = compare(asked, own, switched_to)
    counted = {m.id: under(m, Columns(own, own)) for m in asked} | further
    everywhere = workspace.partnership.every_area
    held = [p for p in (before, now) if p.start >= opened.coverage[POLICE[0]].start]
    counts = disclose(opened.count_under(list(counted.values()), periods=held, areas=everywhere), audience="authors")
    breaks = {**opened.breaks, **opened.breaks_under(asked, switched_to)}
    estimates = derive(
        counts, measures=counted, areas=everywhere, comparators={}, baselines={}, current=now, breaks=breaks
    )
    estimates = with_switches(estimates, counts, answers, measures=counted, areas=everywhere, periods=[now])
    table = _wide(estimates, answers, asked, now)
    wanted = _areas(workspace, areas)
    shown = table[table["area_code"].isin([area.code for area in wanted])].reset_index(drop=True)
    return Switched(shown, own, switched_to, (before, now), _warnings(opened))


def _refuse_one(own: Definition, others: Sequence[Definition]) -> None:
    if own.id in [one.id for one in others] or not others:
        raise InputError(
            "a definition is compared with itself"
            if others
            else "there is one definition and nothing to compare it with",
            where="opensna definition compare",
            found=own.id,
            do_this="name another one: opensna definition list shows them, and records/definitions holds your own",
        )


def _measures(ids: Sequence[str]) -> list[Measure]:
    """Measures that a definition has a say in, without their breakdowns."""
    known = [m for m in MEASURES.values() if m.source in POLICE and depends(m) and m.level == "borough"]
    wanted = [find("measure", MEASURES, id) for id in ids]
    stranger = next((m for m in wanted if m.id not in {one.id for one in known}), None)
    if stranger is not None:
        raise InputError(
            "no definition has a say in this measure",
            where=f"--measure {stranger.id}",
            found=f"a measure of {stranger.source} by {stranger.level}",
            expected=f"one of {', '.join(m.id for m in known)}",
            do_this="leave it out, or name one that is expected",
        )
    return [m.model_copy(update={"breakdowns": ()}) for m in wanted or known]


def _period(text: str | None, opened: OpenTables) -> Period:
    held = opened.coverage[POLICE[0]]
    now = Period.parse(text) if text else Period.of_months(held.end.year, held.end.month - 11, 12)
    lacking = [gap.label for gap in opened.gaps[POLICE[0]] if now.start <= gap.start and gap.end <= now.end]
    if now.start < held.start or now.end > held.end or lacking:
        raise PeriodError(
            "the release does not hold all months of the period",
            where=f"{POLICE[0]} {opened.releases[POLICE[0]]}",
            found=f"{now}" + (f", without {', '.join(lacking[:6])}" if lacking else ""),
            expected=f"within {held}",
            do_this="choose a period inside it, or ingest the release that holds these months",
        )
    return now


def _areas(workspace: Workspace, wanted: Sequence[str]) -> tuple[Area, ...]:
    places = workspace.partnership.every_area
    found = {place.code.casefold(): place for place in places} | {place.name.casefold(): place for place in places}
    missing = [text for text in wanted if text.casefold() not in found]
    if missing:
        raise UnknownIdError.of("area", missing[0], [p.name for p in places], do_this="give an area's name or code")
    return tuple(found[text.casefold()] for text in wanted) or places


def _wide(estimates: Estimates, answers: Sequence[Counted], asked: Sequence[Measure], now: Period) -> pd.DataFrame:
    """A row a measure, area and definition switched to: OF_EACH under both, and the effect."""
    table = estimates.table
    table = table[(table["period_start"] == now.start) & (table["period_end"] == now.end)]
    figures = _columns(table, ("count",), _COUNT)
    for statistics, said in ((("rate", "share"), _LEVEL), (("change",), _TREND)):
        figures = figures.merge(_columns(table, statistics, said), on=_WHERE, how="left")
    titles = {m.id: m.title for m in asked}
    pairs = pd.DataFrame([asdict(answer) for answer in answers]).rename(columns={"mark": "no_figure"})
    ours = figures[figures["measure"].isin(titles)]
    theirs = figures.drop(columns=["rank_n", "per"]).rename(
        columns={"measure": "counted", **{name: f"{name}_of_other" for name in OF_EACH}}
    )
    effect = table.loc[table["statistic"] == SWITCH, [*_WHERE, "comparator", "value", "mark"]].rename(
        columns={"comparator": "definition", "value": "value_of_switch", "mark": "mark_of_switch"}
    )
    places = table[["area_code", "area_name", "period_start", "period_end", "release", "kind"]].drop_duplicates(
        "area_code"
    )
    rows = (
        ours.merge(pairs, on="measure").merge(theirs, on=["counted", "area_code"], how="left")
        .merge(effect, on=[*_WHERE, "definition"], how="left").merge(places, on="area_code")
    )  # fmt: skip
    rows["mark_of_other"] = rows["no_figure"].where(rows["no_figure"] != "", rows["mark_of_other"].fillna(""))
    return rows.assign(title=rows["measure"].map(titles))[comparison_columns()]


def comparison_columns() -> list[str]:
    """Columns of Switched.table."""
    return [
        "measure", "title", "definition", "area_code", "area_name", "period_start", "period_end", "value_of_switch",
        *(name for each in OF_EACH for name in (each, f"{each}_of_other")), "rank_n", "per", "mark_of_switch", "reason", "release",
        "kind",
    ]  # fmt: skip


def _columns(table: pd.DataFrame, statistics: tuple[str, ...], names: Mapping[str, str]) -> pd.DataFrame:
    rows = table[table["statistic"].isin(statistics) & (table["breakdown"] == "none")]
    return rows[[*_WHERE, *names]].rename(columns=dict(names))


def _warnings(opened: OpenTables) -> tuple[str, ...]:
    releases = ", ".join(f"{SOURCES[source].id} {opened.releases[source]}" for source in POLICE)
    found = [f"authors' working figures from {releases}: not for release"]
    if "synthetic" in {opened.kinds[source] for source in POLICE}:
        found.append("SYNTHETIC data: these are not real figures")
    return tuple(found)
