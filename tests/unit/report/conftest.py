"""A small edition: London, the City and three boroughs, from made-up counts through disclosure and derivation."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import nan
from typing import Any

import pandas as pd
import pytest

from opensna.actions._rooms import build_rooms
from opensna.assessment.broken_series import kept_in_manifest
from opensna.assessment.edition import Edition, build_manifest
from opensna.assessment.reconcile import reconcile
from opensna.catalogue import DEFINITIONS, FIGURES, MEASURES, SECTIONS, SOURCES
from opensna.core.area import Area
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.period import Period
from opensna.core.provenance import DeliveredFile, ReleaseRecord
from opensna.core.published import PUBLISHED_COLUMNS, PublishedFigures
from opensna.definition.breaks import series_breaks
from opensna.definition.scope import WEEKDAYS, WINDOWS
from opensna.disclosure.disclose import disclose
from opensna.disclosure.never import leave_out_never
from opensna.estimates.derive import derive
from opensna.estimates.lookup import EstimateIndex
from opensna.estimates.published import with_published
from opensna.estimates.switches import with_switches
from opensna.measures.broken import breaks_of
from opensna.measures.figure import Figure
from opensna.measures.measure import Measure
from opensna.measures.under import Compared, compare
from opensna.measures.unplaced import unplaced_of
from opensna.reference.areas import CITY, LONDON, area
from opensna.reference.partnership import partnerships
from opensna.reference.population import residents
from opensna.reference.wards import wards_of
from opensna.report.outline import build_sections
from opensna.report.rooms import Rooms
from opensna.report.section import Edited

FEW = tuple(area(code) for code in (LONDON, CITY, "E09000012", "E09000022", "E09000028"))
PERIOD = Period.parse("2023")
DAY = date(2025, 4, 1)
BASELINES = {"2019": Period.parse("2019")}
WANTED = (
    "mps_violence_with_injury", "mps_personal_robbery", "mps_rape", "mps_homicide", "sv_all", "sv_under25", "sv_under25_knife",
    "sv_under25_personal_robbery", "sv_under25_homicide", "sv_under25_knife_share", "sv_domestic_abuse", "sv_sexual_violence",
    "victims_under25", "suspects_10_24", "ambulance_assaults", "sv_knife", "homicide_victims", "homicide_victims_under25",
    "sv_lethal_barrel", "sv_offence_codes", "sv_by_time_under25", "sv_under25_by_window", "victims_violence_with_injury",
    "suspects_violence_with_injury", "victims_under25_domestic_abuse", "suspects_10_24_domestic_abuse", "victims_under25_rape",
    "mps_ward_group_violence", "sv_scope", "sv_violence",
)  # fmt: skip
WARDS = tuple(ward for ward in wards_of(partnerships()["london"]) if ward.parent in ("E09000012", "E09000022"))
OTHERS = tuple(DEFINITIONS[id] for id in ("enfield", "kent", "richmond"))
PER_1000 = {"mps_homicide": 0.012, "sv_under25_homicide": 0.01, "mps_rape": 0.9, "mps_personal_robbery": 3.0}
GROUPS = {
    "sex": ("Female", "Male", "Unknown"),
    "age_band": ("1 to 9", "10 to 14", "15 to 17", "18 to 24"),
    "ethnicity": ("Asian", "Black", "Mixed", "White", "Other", "Unknown"),
    "sex*age_band": tuple(
        f"{sex}*{band}" for sex in ("Female", "Male", "Unknown") for band in ("1-9", "10-14", "15-19", "65+", "Unknown")
    ),
    "weekday*hour": tuple(f"{day}*{hour}" for day in WEEKDAYS for hour in (*range(0, 24, 5), "Unknown")),
    "month_of_year": tuple(f"{month:02d}" for month in range(1, 13)),
    "window": WINDOWS,
    "offence_code": ("1", "8N", "34B", "19C", "99Z"),
    "method_of_killing": ("Shooting", "Knife or Sharp Implement"),
    "domestic_abuse": ("true", "false"),
    "domestic_abuse*sex": ("true*Female", "false*Male"),
}


def counts_of(
    measures: Sequence[Measure], areas: Sequence[Area], periods: Sequence[Period], level: float, kind: str
) -> Counts:
    """Counts that follow the residents, `level` times an ordinary one; the City is [x] where the source leaves it out."""
    people = residents(year=2023)
    rows = []
    for measure in measures:
        source = SOURCES[measure.source]
        for breakdown, groups in {"none": ("",), **{b: GROUPS[b] for b in measure.breakdowns if b in GROUPS}}.items():
            for period in periods:
                places = (area(LONDON), *WARDS) if measure.level == "ward" else areas
                for group in groups:
                    if measure.level == "ward":
                        rows += [_row(measure, source, w.code, period, breakdown, group, float(i * 7 + 3), nan, False, kind)
                                 for i, w in enumerate(places)]  # fmt: skip
                        continue
                    rows += _cells(measure, source, areas, period, breakdown, group, people, level / len(groups), kind)
    return Counts(pd.DataFrame(rows, columns=list(COUNT_COLUMNS)))


def _between(*words: str) -> float:
    """A number from 0 to 1 that these words always give, on every machine."""
    return zlib.crc32(" ".join(words).encode()) / 2**32


def _cells(
    measure: Measure,
    source: Any,
    areas: Sequence[Area],
    period: Period,
    breakdown: str,
    group: str,
    people: pd.Series,
    level: float,
    kind: str,
) -> list[dict[str, Any]]:  # one row of a table of test cells
    total, total_people, rows = 0.0, 0.0, []
    has_share = measure.method == "wilson"
    for place in [a for a in areas if a.type == "lad"]:
        level_of_place = 0.6 + 0.9 * _between(measure.id, place.code)
        of_period = 0.93 + 0.14 * _between(measure.id, place.code, str(period), group)
        is_covered = source.covers != "met_police" or place.code != CITY
        mean = people[place.code] / 1000 * PER_1000.get(measure.id, 5.0) * level_of_place * level * period.months / 12
        count = float(round(mean * of_period)) if is_covered else float("nan")
        total, total_people = (
            total + (count if is_covered else 0),
            total_people + (people[place.code] if is_covered else 0),
        )
        rows.append(
            _row(measure, source, place.code, period, breakdown, group, count, people[place.code], has_share, kind)
        )
    rows.append(_row(measure, source, LONDON, period, breakdown, group, total, total_people, has_share, kind))
    return rows


def _row(
    measure: Measure,
    source: Any,
    code: str,
    period: Period,
    breakdown: str,
    group: str,
    count: float,
    people: float,
    has_share: bool,
    kind: str,
) -> dict[str, Any]:  # one row of a table of test cells
    return {
        "measure": measure.id, "area_code": code, "period_start": period.start, "period_end": period.end, "breakdown": breakdown,
        "group": group, "numerator": count, "denominator": count * 3 if has_share else people,
        "denominator_kind": "records" if has_share else "none" if breakdown == "ethnicity" else "population", "unit": measure.unit,
        "source": source.id, "access": source.access, "kind": kind, "release": "2024-03", "mark": "[x]" if count != count else "",
    }  # fmt: skip


def figures_of(figures: Sequence[Figure], areas: Sequence[Area]) -> PublishedFigures:
    """Made-up published figures of five years, in the middle of their usual range; one area in five is hidden."""
    rows = []
    for figure in figures:
        low, high = figure.typical
        for place in (*areas, Area("E92000001", "England", "country")):
            for year in range(2018, 2024):
                for breakdown, group in (
                    ("none", ""),
                    *((b, name) for b in figure.breakdowns for name in FIGURE_GROUPS.get(b, ())),
                ):
                    is_hidden = _between(figure.id, place.code, str(year), group) < 0.1
                    value = nan if is_hidden else low + (high - low) * _between(figure.id, place.code, group)
                    rows.append((figure.id, place.code, date(year, 4, 1), date(year + 1, 3, 31), breakdown, group, place.name, place.type,
                                 value, nan, nan, "[c]" if is_hidden else "", figure.source, "2024-03", "open",
                                 "synthetic"))  # fmt: skip
    return PublishedFigures(pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS)))


FIGURE_GROUPS = {"ethnic_group": ("Asian", "Black", "Mixed", "White", "Other"), "sex": ("Female", "Male")}


def releases_of(measures: Sequence[Measure | Figure], *, is_synthetic: bool) -> tuple[ReleaseRecord, ...]:
    return tuple(
        ReleaseRecord(
            source, "2024-03", (DeliveredFile(f"{source}.csv", "ab" * 32, 1024),), "1.0.0", 1003, 998, 5, {"unknown_value": 5},
            0.014, "2019-01-01", "2023-12-31", is_synthetic, "2024-03-20T10:00:00+00:00", "0.1.0", ("March 2020 holds 40% fewer rows.",),
        )
        for source in dict.fromkeys(m.source for m in measures)
    )  # fmt: skip


def make_edition(
    *, areas: Sequence[Area] = FEW, audience: str = "public", level: float = 1.0, is_synthetic: bool = True,
    wanted: Sequence[str] = WANTED, months: bool = False, with_figures: bool = True, years: Sequence[int] = (2019, 2020, 2021, 2022, 2023), rooms: Rooms | None = None,
) -> Edition:  # fmt: skip
    """An edition as actions.assess makes it, from made-up counts."""
    measures: Mapping[str, Measure] = {name: MEASURES[name] for name in wanted if name in MEASURES}
    kind = "synthetic" if is_synthetic else "measured"
    periods = [Period.parse(str(year)) for year in years]
    made = counts_of(list(measures.values()), areas, periods, level, kind)
    if months:
        opened = [
            m.model_copy(update={"breakdowns": ()}) for m in measures.values() if SOURCES[m.source].access == "open"
        ]
        monthly = counts_of(opened, areas, [month for p in periods for month in p.each_month()], level, kind)
        made = Counts(pd.concat([made.table, monthly.table], ignore_index=True))
    further, answers = compare(
        [m for m in measures.values() if m.id in SECTIONS["definitions_compared"].needs], DEFINITIONS["london"], OTHERS
    )
    two_years = [PERIOD.shift(-12), PERIOD]
    again = counts_of(list(further.values()), areas, two_years, level, kind)
    made = Counts(pd.concat([part.table for part in (made, again) if len(part.table)], ignore_index=True))
    shown = disclose(leave_out_never(made, audience=audience), audience=audience)
    derived = derive(
        shown,
        measures={**measures, **further},
        areas=(*areas, *WARDS),
        comparators=partnerships()["london"].groups,
        baselines=BASELINES,
        current=PERIOD,
    )
    derived = with_switches(
        derived, shown, answers, measures={**measures, **further}, areas=(*areas, *WARDS), periods=two_years
    )
    figures = FIGURES if with_figures else {}
    estimates = with_published(derived, figures_of(list(figures.values()), areas), figures)
    releases = releases_of([*measures.values(), *figures.values()], is_synthetic=is_synthetic)
    breaks = {m.id: breaks_of(m, DEFINITIONS["london"], series_breaks(), release="2024-03") for m in measures.values()}
    edited = Edited(
        EstimateIndex(estimates), tuple(areas), PERIOD, BASELINES, measures, releases,
        {m.source: SOURCES[m.source] for m in (*measures.values(), *figures.values())}, DEFINITIONS["london"], partnerships()["london"], breaks=breaks,
        figures=figures, wards=WARDS, drawn=frozenset(id for section in SECTIONS.values() for id in section.needs),
        reconciled=reconcile(shown, measures={**measures, **further}, whole=areas[0], parts=[*areas[1:], unplaced_of(areas[0])]),
        compared=Compared({one.id: one for one in OTHERS}, answers),
        rooms=rooms or build_rooms(None, shown, areas=areas, period=PERIOD, partnership="london", on=DAY),
    )  # fmt: skip
    blocks = build_sections(SECTIONS, edited)
    named = {f.id: tuple(one for one in series_breaks() if one.id in f.breaks) for f in figures.values()}
    manifest = {
        **build_manifest(releases, definition="london 1", settings={}), **kept_in_manifest({**breaks, **named}),
        "is_synthetic": is_synthetic, "seed": 1,
    }  # fmt: skip
    return Edition("test", audience, PERIOD, tuple(areas), blocks, estimates, edited.ledger, manifest)


@pytest.fixture(scope="session")
def make() -> Callable[..., Edition]:
    """Makes an edition."""
    return make_edition


@pytest.fixture(scope="session")
def full() -> Edition:
    """Every measure, for the authors, synthetic."""
    return make_edition(audience="authors", months=True)


@pytest.fixture(scope="session")
def suppressed() -> Edition:
    """A public edition whose restricted counts are all so small that they are hidden."""
    return make_edition(level=0.002)


@pytest.fixture(scope="session")
def empty() -> Edition:
    """No measure at all; open series only by name."""
    return make_edition(wanted=("ambulance_assaults",), with_figures=False)
