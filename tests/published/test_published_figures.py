"""Surveys, context and deprivation: the publishers' real files read whole, and the known answers that they give."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

import opensna.sources
from opensna.core.discover import discover
from opensna.reference.deprivation import contains_crime
from opensna.sources._base import Source
from opensna.warehouse.warehouse import Warehouse

pytestmark = pytest.mark.real_data

SOURCES = discover(opensna.sources, "SOURCE", Source)
FILES: dict[str, tuple[str, ...]] = {
    "mopac_pas": ("crime/mopac-pas/PAS_boroughs.csv", "crime/mopac-pas/PAS_Total.csv"),
    "gla_state_of_london": ("crime/gla-state-of-london/state_of_london_chart_series.csv",),
    "dfe_lait": ("reference/risk-factors/bds_long_0.parquet",),
    "ons_explore_local_statistics": tuple(
        f"reference/risk-factors/{name}.csv"
        for name in (
            "children-in-relative-poverty",
            "claimant-count",
            "homicide-offences",
            "modelled-unemployment",
            "persistent-absences-for-all-pupils",
        )
    ),
    "ons_drug_poisoning": ("reference/risk-factors/drug_poisoning_registrations_by_LA_1993_2020.csv",),
    "csew_police_areas": ("crime/ons-csew/crime_survey_sept_2022.xlsx",),
    "census_ethnicity": ("reference/census-2021/ethnicity21_ltla21_ew.csv",),
    "census_overcrowding": ("reference/census-2021/london_household_overcrowding21_lsoa21.csv",),
    "safelives_marac": ("partner/marac/safelives-marac-uk-published.csv",),
    "london_ambulance_wards": ("crime/london-ambulance/ambulance_assault_2009-11_wards.csv",),
    "imd_2019": (
        "reference/deprivation/imd2019_england_ltla19.csv",
        "reference/deprivation/mysociety_imd2019_england_lsoa11_scores.csv",
    ),
    "imd_2025": (
        "reference/deprivation/imd2025_england_ltla24.csv",
        "reference/deprivation/imd2025_england_lsoa21.csv.gz",
    ),
}
ROWS = {  # accepted, quarantined
    "mopac_pas": (8 * 37 * 33 - 5 * 33, 0),  # trust is asked from the sixth quarter on
    "gla_state_of_london": (1_388, 0),
    "dfe_lait": (640_900, 170),  # one indicator's year "0"
    "ons_explore_local_statistics": (23_790, 0),
    "ons_drug_poisoning": (375 * 28, 0),
    "csew_police_areas": (34 * 43, 0),
    "census_ethnicity": (331 * 19 * 2, 0),
    "census_overcrowding": (4_994 * 6, 0),
    "safelives_marac": (6 * 14, 0),
    "london_ambulance_wards": (649, 0),
    "imd_2019": (317 * 17 + 32_844 * 4, 0),
    "imd_2025": (296 * 52 + 33_755 * 24, 0),
}


@pytest.fixture(scope="module")
def warehouse(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Every source's real files, each ingested once, when it is asked for."""
    return Warehouse(tmp_path_factory.mktemp("published"))


@contextmanager
def table(warehouse: Warehouse, real_data: Path, source_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which `figures` is the source's stored rows."""
    warehouse.ingest(SOURCES[source_id], [real_data / name for name in FILES[source_id]], released="2026-01")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW figures AS FROM '{warehouse.path(source_id, '2026-01')}'")
        yield connection


@pytest.fixture
def ask(warehouse: Warehouse, real_data: Path) -> Any:
    """The rows that a question about one source's figures gives."""

    def run(source_id: str, query: str) -> list[tuple[Any, ...]]:
        with table(warehouse, real_data, source_id) as connection:
            return connection.execute(query).fetchall()

    return run


@pytest.mark.parametrize("source_id", FILES)
def test_the_real_file_is_read_whole(source_id: str, warehouse: Warehouse, real_data: Path) -> None:
    files = [real_data / name for name in FILES[source_id]]
    record = warehouse.ingest(SOURCES[source_id], files, released="2026-01")
    assert (record.rows_accepted, record.rows_quarantined) == ROWS[source_id]


def test_trust_in_the_police_fell_in_every_borough(ask: Any) -> None:
    rows = ask(
        "mopac_pas",
        """SELECT area_code, max(value) FILTER (period_end = '2016-03-31'), max(value) FILTER (period_end = '2023-12-31')
        FROM figures WHERE indicator = 'Trust MPS' GROUP BY 1""",
    )
    force = {code: (then, now) for code, then, now in rows}.pop("E23000001")
    assert force == (0.86, 0.69)
    assert len(rows) == 33
    assert all(now < then for _, then, now in rows)


def test_survey_figures_behave_as_rolling_years(ask: Any) -> None:
    """A change over n quarters grows as the square root of n up to four, and not beyond."""
    rows = ask(
        "mopac_pas",
        """WITH own AS (SELECT period_end, area_code, indicator, value - avg(value) OVER (PARTITION BY period_end, indicator) AS v
                FROM figures WHERE area_type = 'lad'),
            lags AS (SELECT unnest([1, 4, 8]) AS n)
        SELECT n, stddev(later.v - own.v) FROM own, lags JOIN own AS later
        ON later.area_code = own.area_code AND later.indicator = own.indicator
            AND later.period_end = last_day(own.period_end + to_months(3 * n)) GROUP BY 1""",
    )
    spread = dict(rows)
    assert spread[4] / spread[1] == pytest.approx(2, abs=0.35)
    assert spread[8] / spread[4] < 1.4


def test_fair_treatment_is_the_same_in_both_sources(ask: Any) -> None:
    question = "SELECT period_start, period_end, value FROM figures WHERE indicator = {} AND area_type = {} ORDER BY 1"
    london = ask("gla_state_of_london", question.format("'Police treat everyone fairly'", "'region'"))
    force = ask("mopac_pas", question.format("'Treat everyone fairly'", "'pfa'"))
    assert len(london) == 36
    assert london == force[:36]


def test_rape_rose_by_14_per_cent_since_the_year_to_september_2019(ask: Any) -> None:
    ((then, now),) = ask("gla_state_of_london", _two_years("Rape offences", "2018-10-01", "2022-10-01"))
    assert (then, now) == (7_907, 8_975)
    assert now / then - 1 == pytest.approx(0.14, abs=0.005)


def test_domestic_abuse_rose_by_6_or_by_8_per_cent_as_the_base_year_says(ask: Any) -> None:
    ((calendar, latest),) = ask(
        "gla_state_of_london", _two_years("Domestic abuse offences", "2019-01-01", "2022-04-01")
    )
    ((financial, _),) = ask("gla_state_of_london", _two_years("Domestic abuse offences", "2018-04-01", "2022-04-01"))
    assert latest / calendar - 1 == pytest.approx(0.064, abs=0.0005)
    assert latest / financial - 1 == pytest.approx(0.079, abs=0.0005)


def _two_years(indicator: str, first: str, second: str) -> str:
    years = ", ".join(
        f"sum(value) FILTER (period_start >= DATE '{start}' AND period_start < DATE '{start}' + INTERVAL 1 YEAR)"
        for start in (first, second)
    )
    return f"SELECT {years} FROM figures WHERE indicator = '{indicator}'"


def test_neet_does_not_fall_consistently_in_london(ask: Any) -> None:
    rows = ask("dfe_lait", _london("16-17 NEET"))
    assert [round(value, 1) for _, value in rows] == [1.8, 1.7, 1.8, 1.8, 1.5, 1.6, 1.8, 1.9]
    changes = [later - earlier for (_, earlier), (_, later) in itertools.pairwise(rows)]
    assert any(change > 0 for change in changes)
    assert rows[-1][1] > rows[0][1]


def _london(indicator: str) -> str:
    return (
        f"SELECT period_end, value FROM figures WHERE indicator = '{indicator}' AND area_code = 'E12000007' "
        "AND value IS NOT NULL ORDER BY 1"
    )


def test_first_time_entrants_of_england_are_on_another_scale(ask: Any) -> None:
    rows = ask(
        "dfe_lait",
        "SELECT max(value) FILTER (area_type = 'lad'), max(value) FILTER (area_type = 'country') FROM figures "
        "WHERE indicator = 'FirstYJS' AND period_start = '2024-01-01'",
    )
    ((highest_authority, england),) = rows
    assert england > 2 * highest_authority


def test_a_dash_is_a_figure_that_is_not_available(ask: Any) -> None:
    ((marks, marked, other),) = ask(
        "dfe_lait",
        "SELECT count(DISTINCT mark), count(mark), count(*) FILTER (mark IS NULL AND value IS NULL) FROM figures",
    )
    assert (marks, marked, other) == (1, 93_713, 0)


def test_west_midlands_authorities_have_context_figures(ask: Any) -> None:
    rows = ask(
        "ons_explore_local_statistics",
        """SELECT indicator, count(DISTINCT area_code) FROM figures WHERE area_code BETWEEN 'E08000025' AND 'E08000031'
        GROUP BY 1 ORDER BY 1""",
    )
    assert {count for _, count in rows} == {7}
    assert len(rows) == 5


def test_homicide_rates_of_forces_are_of_three_years_and_few_are_marked(ask: Any) -> None:
    rows = ask(
        "ons_explore_local_statistics",
        """SELECT DISTINCT datediff('month', period_start, period_end + 1), mark FROM figures
        WHERE indicator = 'Homicide Offences' ORDER BY 2""",
    )
    assert rows == [(36, "[u]"), (36, None)]


def test_london_is_53_8_per_cent_white(ask: Any) -> None:
    ((share,),) = ask(
        "census_ethnicity",
        """SELECT sum(value) FILTER ("group" LIKE 'ethnic_group=White:%') / sum(value) FROM figures
        WHERE indicator = 'Residents' AND area_code LIKE 'E09%'""",
    )
    assert round(100 * share, 1) == 53.8


def test_one_household_in_nine_is_overcrowded_in_london(ask: Any) -> None:
    ((overcrowded, parts, whole),) = ask(
        "census_overcrowding",
        """SELECT sum(value) FILTER ("group" LIKE '%(overcrowded)'), sum(value) FILTER ("group" IS NOT NULL),
            sum(value) FILTER ("group" IS NULL) FROM figures""",
    )
    assert parts == whole == 3_423_801
    assert overcrowded / whole == pytest.approx(0.111, abs=0.0005)


def test_marac_years_overlap(ask: Any) -> None:
    ((overlapping,),) = ask(
        "safelives_marac",
        """SELECT count(*) FROM figures AS a JOIN figures AS b ON a.indicator = b.indicator AND a.indicator = 'Cases discussed'
            AND a.period_start < b.period_start AND b.period_start <= a.period_end""",
    )
    assert overlapping == 3


def test_the_survey_of_2022_has_london_once_with_its_limits(ask: Any) -> None:
    rows = ask(
        "csew_police_areas",
        "SELECT area_name, value, lower, upper, unit FROM figures WHERE area_code = 'E12000007' AND indicator LIKE 'Overall%'",
    )
    assert len(rows) == 1
    name, value, lower, upper, unit = rows[0]
    assert (name, unit) == ("City of London / Metropolitan Police", "per cent")
    assert lower < value < upper


def test_ambulance_callouts_lie_in_33_authorities(ask: Any) -> None:
    rows = ask("london_ambulance_wards", "SELECT sum(callouts), count(DISTINCT borough_code) FROM figures")
    assert rows == [(112_580, 33)]


def test_most_small_area_indices_are_free_of_crime(ask: Any) -> None:
    indicators = [row[0] for row in ask("imd_2025", "SELECT DISTINCT indicator FROM figures WHERE area_type = 'lsoa'")]
    assert len(indicators) == 24
    assert sum(map(contains_crime, indicators)) == 6
