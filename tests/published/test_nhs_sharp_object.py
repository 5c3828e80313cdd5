"""NHS Digital's real workbook of admissions for assault by sharp object, 2012-13 to 2021-22 (provisional)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from opensna.sources.nhs_sharp_object import SOURCE
from opensna.warehouse.engine import connect, open_table
from opensna.warehouse.warehouse import Warehouse


@pytest.fixture(scope="module")
def folder(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stored release."""
    path = real_data / "crime/nhs-sharp-object/UK_Knife_Crime_Workbook.xlsx"
    warehouse = Warehouse(tmp_path_factory.mktemp("warehouse"))
    warehouse.ingest(SOURCE, [path], released="2022-08")
    return warehouse.path(SOURCE.id, "2022-08").parent


@pytest.fixture
def connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Views `accepted` and `quarantined`."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW accepted AS FROM '{folder}/data.parquet'")
        connection.execute(f"CREATE VIEW quarantined AS FROM '{folder}/quarantine.parquet'")
        yield connection


def test_every_count_is_accepted_or_has_a_reason(connection: duckdb.DuckDBPyConnection) -> None:
    counts = "(SELECT count(*) FROM accepted), (SELECT count(*) FROM quarantined)"
    assert connection.execute(f"SELECT {counts}").fetchall() == [(32_548, 16)]
    reasons = connection.execute("SELECT reasons[1], count(*) FROM quarantined GROUP BY 1 ORDER BY 1").fetchall()
    assert reasons == [("mislabelled_total", 14), ("not_the_sum", 2)]


def test_the_total_of_2021_22_is_labelled_2020_21_in_the_first_table(connection: duckdb.DuckDBPyConnection) -> None:
    england = connection.execute(
        """SELECT financial_year, month, value, parts_low FROM quarantined
        WHERE area_code = 'E92000001' AND list_contains(reasons, 'mislabelled_total')"""
    ).fetchall()
    assert england == [("2020-21", "2021-04-01", "4049", "4049")]


def test_two_hidden_admissions_in_england_have_no_region(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        """SELECT month, "group", parts_high FROM quarantined WHERE list_contains(reasons, 'not_the_sum') ORDER BY month"""
    ).fetchall()
    assert rows == [("2013-03-01", "70 to 79", "0"), ("2019-11-01", "70 to 79", "0")]


@pytest.mark.parametrize(
    ("year", "admissions"),
    [(2012, 3849), (2019, 4674), (2020, 4014)],
)
def test_the_years_of_england_are_those_printed(
    connection: duckdb.DuckDBPyConnection, year: int, admissions: int
) -> None:
    where = f"area_code = 'E92000001' AND breakdown = 'all' AND financial_year[:4] = '{year}'"
    totals = connection.execute(f"SELECT period, sum(value) FROM accepted WHERE {where} GROUP BY 1").fetchall()
    assert dict(totals) == {"month": admissions, "financial year": admissions}


def test_london_and_its_sexes_ages_and_ethnic_groups(connection: duckdb.DuckDBPyConnection) -> None:
    london = "area_code = 'E12000007'"
    years = connection.execute(
        f"""SELECT breakdown, "group", value, low, high FROM accepted
        WHERE {london} AND period = 'financial year' AND month = DATE '2021-04-01' ORDER BY breakdown, "group" """
    ).fetchall()
    assert years == [
        ("age", "all", 845, 843, 847),
        ("ethnicity", "all", 845, 843, 847),
        ("sex", "Female", 55, 53, 57),
        ("sex", "Male", 790, 788, 792),
    ]
    teenagers = connection.execute(
        f"""SELECT value, low, high FROM accepted
        WHERE {london} AND breakdown = 'age' AND "group" = '10 to 19' AND month = DATE '2012-06-01'"""
    ).fetchall()
    assert teenagers == [(30, 28, 32)]


def test_each_breakdown_has_every_month(connection: duckdb.DuckDBPyConnection) -> None:
    months = connection.execute(
        """SELECT breakdown, count(DISTINCT month), count(DISTINCT "group") FROM accepted
        WHERE period = 'month' GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    assert months == [("age", 120, 10), ("all", 120, 1), ("ethnicity", 120, 7), ("sex", 120, 2)]


def test_a_blank_is_not_a_zero(connection: duckdb.DuckDBPyConnection) -> None:
    marks = connection.execute(
        "SELECT mark, min(low), max(high), count(value) FROM accepted WHERE mark IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert marks == [("[c]", 1, 7, 0), ("[x]", 0, 7, 0)]


def test_the_published_figures_give_each_year_and_month_once(folder: Path) -> None:
    assert SOURCE.figures is not None
    figures = SOURCE.figures(open_table(connect(), folder / "data.parquet")).to_pyarrow().to_pandas()
    keys = ["area_code", "period_start", "period_end", "group"]
    assert not figures.duplicated(keys).any()
    london = figures[(figures["area_code"] == "E12000007") & (figures["period_start"].astype(str) == "2021-04-01")]
    year = london[london["period_end"].astype(str) == "2022-03-31"]
    found = dict(
        zip(year["group"].fillna("all"), zip(year["value"], year["lower"], year["upper"], strict=True), strict=True)
    )
    assert found == {"all": (845, 843, 847), "sex=Female": (55, 53, 57), "sex=Male": (790, 788, 792)}
    month = london[london["group"].isna() & (london["period_end"].astype(str) == "2021-04-30")]
    assert list(month["value"]) == [80]
