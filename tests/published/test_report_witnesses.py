"""Chapter 2 of the April 2025 report: its hospital admissions and surveys, from the real workbooks and files."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.real_data

LONDON = "E12000007"


def test_chart_3_admissions_are_given_for_ten_of_its_twelve_years(london: Any) -> None:
    assert london.says(
        "Number of hospital admissions for assault by knife or sharp objects in London, 2012/13 - 2023/24"
    )
    years = london.figure("nhs_sharp_object", months=12)
    assert list(years) == [930, 905, 925, 1015, 1090, 1200, 1155, 1100, 940, 845]
    assert list(years.index) == [f"{year}-03-31" for year in range(2013, 2023)]


def test_admissions_are_below_their_level_before_the_pandemic(london: Any) -> None:
    assert london.says("by a knife or sharp object are lower than they were before the pandemic")
    years = london.figure("nhs_sharp_object", months=12)
    assert years["2022-03-31"] < years["2021-03-31"] < years["2020-03-31"]


def _bounds(london: Any, ages: str, year: int) -> tuple[float, float]:
    """Least and most admissions of an age band in a financial year: its twelve rounded or hidden months added up."""
    ((low, high),) = london.rows(
        "nhs_sharp_object",
        f"""SELECT sum(low), sum(high) FROM stored WHERE area_code = '{LONDON}' AND breakdown = 'age' AND "group" = '{ages}'
        AND period = 'month' AND financial_year[:4] = '{year}'""",
    )
    return low, high


def test_admissions_fell_for_three_age_bands_and_the_rounding_hides_what_the_others_did(london: Any) -> None:
    assert london.says("admissions for assault by sharp objects have been falling across all age groups")
    ages = ("10 to 19", "20 to 29", "30 to 39", "40 to 49", "50 to 59")
    spans = {band: (_bounds(london, band, 2019), _bounds(london, band, 2021)) for band in ages}
    fell = [band for band, ((low, _), (_, high)) in spans.items() if high < low]
    assert fell == ["10 to 19", "20 to 29", "30 to 39"]
    assert spans["40 to 49"] == ((54, 114), (59, 119))


@pytest.mark.parametrize(("table", "printed"), [(8, 9.63), (10, 14.16)])
def test_tables_8_and_10_are_of_ten_months_that_the_workbook_does_not_hold(
    london: Any, table: int, printed: float
) -> None:
    tables = london.printed("table08_10").set_index("table")
    assert tables["london"][table] == printed
    ((last, bands),) = london.rows(
        "nhs_sharp_object",
        """SELECT max(month), list(DISTINCT "group") FILTER (breakdown = 'age') FROM stored WHERE period = 'month'""",
    )
    assert f"{last:%Y-%m}" == "2022-03"
    assert {"20 to 29"} <= set(bands)  # no band ends at 24, so there are no under-25s in it


def test_a_year_of_admissions_is_9_6_per_100_000_where_ten_months_of_table_8_are_9_63(london: Any) -> None:
    admissions = london.figure("nhs_sharp_object", months=12)["2022-03-31"]
    assert round(100_000 * admissions / london.figure("residents")["2021-12-31"], 1) == 9.6


def test_trust_fell_by_15_points_in_five_years_to_2023_and_the_report_says_10_to_46_per_cent(london: Any) -> None:
    assert london.says("just 46 percent of Londoners believe the police do a good job in their local area")
    assert london.says("This is 10 percent below where it was 5 years ago")
    series = london.figure("pas_good_job", "E23000001")
    assert (series["2018-12-31"], series["2023-12-31"]) == (0.62, 0.47)
    assert (series["2019-06-30"], series.index[-1]) == (0.59, "2023-12-31")


def test_londons_police_do_as_good_a_job_as_elsewhere_in_the_crime_survey(london: Any) -> None:
    assert london.says("this is in line with the England and Wales average and higher than similar force areas")
    rows = london.rows(
        "csew_police_areas",
        """SELECT area_name, value, lower, upper FROM stored
        WHERE indicator = 'Percentage who say the police are doing an excellent or good job in their local area'""",
    )
    of = {name: limits for name, *limits in rows}
    here = of["City of London / Metropolitan Police"]
    assert [round(number, 1) for number in here] == [50.6, 47.6, 53.5]
    assert here[1] < of["England and Wales"][0] < here[2]
    similar = {name: of[name] for name in ("Greater Manchester", "West Midlands", "West Yorkshire")}
    assert all(value < here[0] for value, _, _ in similar.values())
    assert [name for name, (_, _, upper) in similar.items() if upper > here[1]] == ["West Yorkshire"]


def test_the_crime_survey_by_police_area_asks_about_neither_violence_nor_domestic_abuse(london: Any) -> None:
    rows = london.rows("csew_police_areas", "SELECT DISTINCT indicator, period_end FROM stored")
    assert {f"{end:%Y-%m}" for _, end in rows} == {"2022-09"}
    assert not [name for name, _ in rows if "violence" in name.casefold() or "domestic" in name.casefold()]
