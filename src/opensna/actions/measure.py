"""Answer one measure: count, disclose (authors), derive. An author's working figure, marked not for release."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from opensna.actions._tables import POLICE, OpenTables, open_tables
from opensna.actions.workspace import Workspace
from opensna.catalogue import MEASURES, SOURCES, find
from opensna.core.area import Area
from opensna.core.errors import InputError, PeriodError, UnknownIdError
from opensna.core.period import Period
from opensna.definition.columns import Columns
from opensna.definition.definition import Definition
from opensna.disclosure.disclose import disclose
from opensna.estimates.derive import derive
from opensna.measures.count import unknown_area_share
from opensna.measures.measure import Measure
from opensna.measures.under import under, why_none
from opensna.reference.partnership import WHOLE, Partnership
from opensna.reference.population import nearest_year
from opensna.reference.wards import wards_of

COLUMNS = (
    "area_code", "area_name", "period_start", "period_end", "measure", "value", "ci_lower", "ci_upper", "numerator",
    "denominator",
    "rank", "release", "kind", "rank_n", "per", "unit", "method", "comparator", "comparison", "mark", "breakdown", "group",
    "source",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """A table of COLUMNS, one row an area and group, and the warnings that go with it.

    `title` says what, per what, when, from which release and of which population; `value_is` is rate, share or count.
    """

    table: pd.DataFrame
    warnings: tuple[str, ...]
    title: str
    value_is: str


def measure(
    workspace: Workspace,
    measure_id: str,
    *,
    period: str | None = None,
    by: str = WHOLE,
    areas: tuple[str, ...] = (),
    release: str | None = None,
    population: int | None = None,
    definition: str | None = None,
) -> Answer:
    """One measure for some areas and one period, for the audience "authors". Ranks and comparisons are among all boroughs.

    Raises
    ------
    UnknownIdError, InputError, PeriodError, WarehouseError.
    """
    wanted = find("measure", MEASURES, measure_id)
    together = POLICE if wanted.source in POLICE else (wanted.source,)  # an offence's people are of its own release
    pins = dict.fromkeys(together, release) if release else {}
    opened = open_tables(workspace, [wanted.source], releases=pins, definition=definition)
    wanted = _under(wanted, opened.definition)
    when = _period(period, opened, wanted)
    _refuse_gaps(opened, wanted, when)
    partnership = workspace.partnership
    places = _areas(wanted, partnership, by, areas)
    whole, *authorities = partnership.every_area
    everywhere = (whole, *(wards_of(partnership) if wanted.level == "ward" else authorities))
    counts = opened.count([wanted], periods=[when], areas=everywhere, population_year=population)
    estimates = derive(
        disclose(counts, audience="authors"),
        measures={wanted.id: wanted},
        areas=everywhere,
        comparators=partnership.groups,
        baselines={},
        current=when,
    ).table
    asked = estimates[estimates["area_code"].isin([place.code for place in places])]
    title = _title(wanted, when, opened.releases[wanted.source], population or when.mid_year)
    return Answer(_tidy(asked, wanted), _warnings(opened, wanted, when), title, _value_is(wanted))


def _value_is(wanted: Measure) -> str:
    statistic = {"byar_or_exact": "rate", "wilson": "share", "count": "count"}[wanted.method]
    return "count" if (statistic == "rate" and wanted.denominator is None) or wanted.level == "ward" else statistic


def _title(wanted: Measure, when: Period, release: str, population: int) -> str:
    """Such as "Personal robbery, per 1,000 residents, 2023-02 to 2024-01, release 2024-03, population mid-2023"."""
    kind = _value_is(wanted)
    span = " to ".join(dict.fromkeys((f"{when.start:%Y-%m}", f"{when.end:%Y-%m}")))
    people = f"per {wanted.per:,} residents{' and year' if wanted.annualised else ''}"
    what = {"rate": people, "share": f"share of {wanted.unit}s, 0 to 1", "count": f"{wanted.unit}s counted"}[kind]
    of_whom = f", population mid-{nearest_year(population)}" if kind == "rate" else ""
    return f"{wanted.title}, {what}, {span}, release {release}{of_whom}"


def _under(wanted: Measure, definition: Definition) -> Measure:
    mark, reason = why_none(wanted, definition)
    if mark:
        raise InputError(
            f"the definition has no such figure {mark}",
            where=f"measure {wanted.id}, definition {definition.id}",
            found=reason,
            do_this="ask for it under another definition: opensna definition list shows them",
        )
    return under(wanted, Columns(definition, definition))


def _period(text: str | None, opened: OpenTables, wanted: Measure) -> Period:
    held = opened.coverage[wanted.source]
    when = Period.parse(text) if text else Period.of_months(held.end.year, held.end.month - 11, 12)
    if when.start < held.start or when.end > held.end:
        raise PeriodError(
            "the release does not hold all months of the period",
            where=f"{wanted.source} {opened.releases[wanted.source]}",
            found=str(when),
            expected=f"within {held}",
            do_this="choose a period inside it, or ingest the release that holds these months",
        )
    return when


def _refuse_gaps(opened: OpenTables, wanted: Measure, when: Period) -> None:
    lacking = [gap for gap in opened.gaps[wanted.source] if when.start <= gap.start and gap.end <= when.end]
    if lacking:
        raise PeriodError(
            "the release lacks months of the period",
            where=f"{wanted.source} {opened.releases[wanted.source]}",
            found=f"no rows for {', '.join(gap.label for gap in lacking[:6])}",
            expected="every month",
            do_this="ask the supplier for the missing months and ingest them as a new release, or choose a period without them",
        )


def _areas(wanted: Measure, partnership: Partnership, by: str, codes: tuple[str, ...]) -> tuple[Area, ...]:
    if codes:
        known = {place.code: place for place in partnership.every_area}
        names = {place.name.casefold(): place for place in known.values()}
        missing = [code for code in codes if code not in known and code.casefold() not in names]
        if missing:
            raise UnknownIdError.of(
                "area", missing[0], [place.name for place in known.values()], do_this="give an area's name or code"
            )
        return tuple(known.get(code) or names[code.casefold()] for code in codes)
    whole, *authorities = partnership.every_area
    of_whole, of_each = (WHOLE, partnership.id), (partnership.area_word, "borough", "authority")
    levels = (
        ("ward",) if wanted.level == "ward" else (WHOLE,) if wanted.level == "whole" else (WHOLE, partnership.area_word)
    )
    accepted = {"ward": levels, "whole": of_whole, "borough": (*of_whole, *of_each)}[wanted.level]
    if by not in accepted:
        raise InputError(
            "this measure is not given by such areas",
            where=f"--by {by}",
            expected=" or ".join(levels),
            do_this="use what is expected",
        )
    if by == "ward":
        return wards_of(partnership)
    return (whole,) if by in of_whole else tuple(authorities)


def _tidy(estimates: pd.DataFrame, wanted: Measure) -> pd.DataFrame:
    statistic = _value_is(wanted)
    compared = estimates[(estimates["statistic"] == "difference_from") & (estimates["comparator"] == WHOLE)]
    key = ["area_code", "breakdown", "group"]
    of_statistic = estimates[estimates["statistic"] == statistic]
    counts = estimates[estimates["statistic"] == "count"]
    without = counts.merge(of_statistic[key], on=key, how="left", indicator=True).query("_merge == 'left_only'")
    both = pd.concat([of_statistic, without.drop(columns="_merge")]) if len(without) else of_statistic
    chosen = both.drop(columns=["comparison", "comparator"])
    joined = chosen.merge(compared[[*key, "comparator", "comparison"]], on=key, how="left")
    counted = ("rank", "rank_n", "per", "numerator", "denominator")
    whole = dict.fromkeys((name for name in counted if (joined[name].dropna() % 1 == 0).all()), "Int64")
    order = ["rank", "area_code", "breakdown", "group"]
    return joined.reindex(columns=list(COLUMNS)).astype(whole).sort_values(order, na_position="last", ignore_index=True)


def _warnings(opened: OpenTables, wanted: Measure, when: Period) -> tuple[str, ...]:
    share = unknown_area_share(opened.tables[wanted.source], wanted, SOURCES[wanted.source].contract, when)
    release = opened.releases[wanted.source]
    found = [f"authors' working figures from {wanted.source} {release}: not for release"]
    if share:
        found.append(
            f"{share:.1%} of these {wanted.unit}s have no known {wanted.level} in release {release}: "
            "they count for London but for none of the areas, so every area's figure and rank may be too low"
        )
    if opened.kinds[wanted.source] == "synthetic":
        found.append("SYNTHETIC data: these are not real figures")
    return tuple(found)
