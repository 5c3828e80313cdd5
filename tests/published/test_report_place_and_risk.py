"""Chapter 2 of the April 2025 report, sections 1 and 2: who lives in London, and the risk and protective factors.

Every test works our figure out of the publisher's real file and holds it against the report's words.
"""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest

from opensna.reference.areas import boroughs
from opensna.reference.lookups import small_area_changes, small_areas
from opensna.reference.population import population

CITY, TOWER_HAMLETS, ENFIELD = "E09000001", "E09000030", "E09000010"
LONDON, ENGLAND = "E12000007", "E92000001"
NAMES = {place.code: place.name for place in boroughs()}

pytestmark = pytest.mark.real_data


def _growth(london: Any, area: str) -> float:
    people = london.figure("residents", area)
    return people["2023-12-31"] / people["2011-12-31"] - 1


def test_london_has_8_9_million_residents_with_the_city_or_without(london: Any) -> None:
    assert london.says("In 2023, London had an estimated population of 8.9 million spread across 32 boroughs")
    people = london.figure("residents")["2023-12-31"]
    city = london.figure("residents", CITY)["2023-12-31"]
    assert (people, people - city) == (8_945_310, 8_931_848)
    assert round(people / 1e6, 1) == round((people - city) / 1e6, 1) == 8.9


@pytest.mark.parametrize(
    ("area", "printed", "words"),
    [
        ("E12000007", 9, "The capital experienced a 9 percent growth between 2011 and 2023"),
        (CITY, 82, "population increased by 82 percent and 28 percent"),
        (TOWER_HAMLETS, 28, "population increased by 82 percent and 28 percent"),
        ("E09000033", -4, "Westminster and Kensington & Chelsea showing decreases of 4 percent and 7 percent"),
        ("E09000020", -7, "Westminster and Kensington & Chelsea showing decreases of 4 percent and 7 percent"),
    ],
)
def test_population_growth_is_as_printed(london: Any, area: str, printed: int, words: str) -> None:
    assert london.says(words)
    assert round(100 * _growth(london, area)) == printed


def test_barking_and_newham_grew_most_after_the_city_and_tower_hamlets(london: Any) -> None:
    assert london.says("Barking & Dagenham and Newham also had high rates of growth")
    fastest = sorted(NAMES, key=lambda code: -_growth(london, code))[:4]
    assert [NAMES[code] for code in fastest] == ["City of London", "Tower Hamlets", "Barking and Dagenham", "Newham"]


def _median_age(area: str) -> int:
    people = population([area], year=2021).groupby("age")["population"].sum().cumsum()
    return int((people >= people.iloc[-1] / 2).idxmax())


def test_median_ages_agree_but_14_other_boroughs_not_15_are_at_35_or_below(london: Any) -> None:
    assert london.says("in London, the median age was 35")
    assert london.says("Tower Hamlets has the lowest median age of any local authority - 30 years. 15 other boroughs")
    ages = {code: _median_age(code) for code in NAMES}
    assert (_median_age("E12000007"), ages[TOWER_HAMLETS], min(ages.values())) == (35, 30, 30)
    assert sum(age <= 35 for age in ages.values()) - 1 == 14


def test_54_per_cent_of_londoners_and_82_of_england_and_wales_are_white(london: Any) -> None:
    assert london.says(
        "82 percent of the population identify as White in England and Wales compared to 54 percent in London"
    )
    ((in_london, everywhere),) = london.rows(
        "census_ethnicity",
        """SELECT sum(value) FILTER (white AND area_code LIKE 'E09%') / sum(value) FILTER (area_code LIKE 'E09%'),
            sum(value) FILTER (white) / sum(value)
        FROM (SELECT *, "group" LIKE 'ethnic_group=White:%' AS white FROM stored WHERE indicator = 'Residents')""",
    )
    assert (round(100 * in_london), round(100 * everywhere)) == (54, 82)


@pytest.mark.parametrize(
    "diversity",
    [
        """-sum(value) FILTER ("group" LIKE 'ethnic_group=White:%') / sum(value)""",  # share who are not White
        "1 - sum(value * value) / (sum(value) * sum(value))",  # Simpson: two residents of different groups
    ],
)
def test_eight_of_the_ten_most_diverse_authorities_are_in_london(london: Any, diversity: str) -> None:
    assert london.says("Eight of the top ten most diverse local authorities are in London")
    rows = london.rows(
        "census_ethnicity",
        f"SELECT area_code FROM stored WHERE indicator = 'Residents' GROUP BY 1 ORDER BY {diversity} DESC LIMIT 10",
    )
    assert sum(code.startswith("E09") for (code,) in rows) == 8


def test_five_boroughs_not_eleven_are_among_the_fifty_most_deprived_by_the_score_that_chart_1_draws(
    london: Any,
) -> None:
    assert london.says("London has eleven boroughs that fall within the top fifty most deprived")
    assert london.says("Chart 1: Average Index of Multiple Deprivation (IMD) score by borough, 2019")
    rows = london.rows(
        "imd_2019",
        """SELECT area_code FROM (SELECT area_code, rank() OVER (ORDER BY value DESC) AS place FROM stored
        WHERE area_type = 'lad' AND indicator = 'Multiple deprivation: average score') WHERE place <= 50""",
    )
    among = {code for (code,) in rows if code.startswith("E09")}
    assert len(among) == 5
    drawn = {code: london.figure("imd_2019_score", code).iloc[0] for code in NAMES}
    assert set(sorted(drawn, key=lambda code: -drawn[code])[:5]) == among
    assert NAMES[max(drawn, key=lambda code: drawn[code])] == "Barking and Dagenham"


def test_by_the_average_rank_of_small_areas_ten_boroughs_are_and_the_eleventh_is_next(london: Any) -> None:
    became = small_area_changes().sort_values("weight").drop_duplicates("lsoa_code_2011", keep="last")
    lies = became.merge(small_areas(), left_on="lsoa_code_2021", right_on="lsoa_code")
    rows = london.rows(
        "imd_2019",
        """WITH ranked AS (SELECT area_code AS small, rank() OVER (ORDER BY value) AS place FROM stored
                WHERE area_type = 'lsoa' AND indicator = 'Multiple deprivation: score')
        SELECT area_code, rank() OVER (ORDER BY avg(place) DESC) AS place FROM ranked JOIN lies ON small = lsoa_code_2011
        GROUP BY 1 ORDER BY 2""",
        lies=pd.DataFrame(lies[["lsoa_code_2011", "area_code"]]),
    )
    places = [place for code, place in rows if code.startswith("E09")]
    assert sum(place <= 50 for place in places) == 10
    assert places[10] == 51


def test_one_child_in_four_may_have_free_school_meals(london: Any) -> None:
    assert london.says("one in four children in London are eligible for free school meals")
    ((primary,),) = london.rows(
        "dfe_lait",
        f"SELECT value FROM stored WHERE indicator = 'PriFSM' AND area_code = '{LONDON}' AND year(period_start) = 2024",
    )
    assert primary == 24.9
    assert round(london.figure("free_school_meals").filter(like="2024-").iloc[0], 3) == 0.277


def test_unemployment_is_higher_in_london_than_in_england(london: Any) -> None:
    assert london.says("shows an unemployment rate of 5 percent")
    here, england = (london.figure("unemployment", area)["2023-12-31"] for area in (LONDON, ENGLAND))
    assert (round(here, 3), round(england, 3)) == (0.05, 0.037)


def _overcrowded(london: Any) -> dict[str, float]:
    lies = pd.DataFrame(small_areas()[["lsoa_code", "area_code"]]).rename(columns={"area_code": "borough"})
    rows = london.rows(
        "census_overcrowding",
        """SELECT borough, sum(value) FILTER ("group" LIKE '%(overcrowded)'), sum(value) FILTER ("group" IS NULL)
        FROM stored JOIN lies ON area_code = lsoa_code GROUP BY 1""",
        lies=lies,
    )
    counts = {code: (some, every) for code, some, every in rows}
    whole = tuple(sum(column) for column in zip(*counts.values(), strict=True))
    return {code: some / every for code, (some, every) in {**counts, LONDON: whole}.items()}


def test_overcrowding_is_11_per_cent_in_london_and_13_in_enfield(london: Any) -> None:
    assert london.says("13 percent of households are overcrowded in Enfield, above the London average of 11 percent")
    shares = _overcrowded(london)
    assert (round(100 * shares[LONDON]), round(100 * shares[ENFIELD])) == (11, 13)
    shown = {
        code: float(london.figure("overcrowded_households", code).iloc[-1]) for code in (LONDON, ENFIELD, TOWER_HAMLETS)
    }
    assert shown == pytest.approx({code: shares[code] for code in shown})  # as the section prints it


def test_tower_hamlets_is_fourth_in_overcrowding_and_newham_first(london: Any) -> None:
    assert london.says("Tower Hamlets reported the highest rate of overcrowding at 15.8 percent")
    shares = _overcrowded(london)
    assert round(100 * shares[TOWER_HAMLETS], 1) == 15.9
    highest = sorted(NAMES, key=lambda code: -shares[code])[:4]
    assert [NAMES[code] for code in highest] == ["Newham", "Barking and Dagenham", "Brent", "Tower Hamlets"]
    assert round(100 * shares[highest[0]], 1) == 21.5


def test_seven_of_the_ten_highest_attainment_scores_are_in_london(london: Any) -> None:
    assert london.says("Seven of the top ten local authorities with the highest attainment 8 score")
    rows = london.rows(
        "dfe_lait",
        """SELECT period_end, count(*) FILTER (area_code LIKE 'E09%') FROM (
            SELECT *, rank() OVER (PARTITION BY period_end ORDER BY value DESC) AS place FROM stored
            WHERE indicator = 'AVG_Attain8_Score' AND area_type IN ('lad', 'county') AND value IS NOT NULL)
        WHERE place <= 10 GROUP BY 1 ORDER BY 1""",
    )
    by_year = {f"{end:%Y}": count for end, count in rows}
    assert by_year["2023"] == 7
    assert by_year["2024"] == 8


def _inner_outer_england(london: Any, indicator: str) -> dict[str, tuple[float, float]]:
    """By area: rates per 100 pupils of 2015/16 and 2021/22, the last year with Inner and Outer London."""
    rows = london.rows(
        "dfe_lait",
        f"""SELECT area_code, max(value) FILTER (year(period_end) = 2016), max(value) FILTER (year(period_end) = 2022)
        FROM stored WHERE indicator = '{indicator}' AND area_code IN ('E13000001', 'E13000002', '{ENGLAND}') GROUP BY 1""",
    )
    return {code: (before, after) for code, before, after in rows}


def test_permanent_exclusions_fell_in_inner_london(london: Any) -> None:
    assert london.says("the number of permanent exclusions in Inner London has decreased whilst increasing nationally")
    rates = _inner_outer_england(london, "TotPermEx")
    assert tuple(round(rate, 3) for rate in rates["E13000001"]) == (0.083, 0.034)
    assert tuple(round(rate, 3) for rate in rates[ENGLAND]) == (0.084, 0.078)
    ((year_after,),) = london.rows(
        "dfe_lait",
        f"SELECT value FROM stored WHERE indicator = 'TotPermEx' AND area_code = '{ENGLAND}' AND year(period_end) = 2023",
    )
    assert round(year_after, 3) == 0.111


def test_suspension_rates_rose_by_28_and_30_per_cent_to_2021_22_not_45_and_59(london: Any) -> None:
    assert london.says(
        "suspensions has increased across both Inner and Outer London (45 percent and 59 percent, respectively)"
    )
    rates = _inner_outer_england(london, "TotFixedEx")
    changes = {code: after / before - 1 for code, (before, after) in rates.items()}
    assert (round(100 * changes["E13000001"]), round(100 * changes["E13000002"])) == (28, 30)


def test_neet_did_not_fall_consistently_but_is_below_england_each_year(london: Any) -> None:
    assert london.says("(NEET) in London has fallen consistently over the last five years")
    assert london.says("Rates in London are consistently lower than the average across England")
    here, england = london.figure("neet"), london.figure("neet", ENGLAND)
    assert list((100 * here).round(1)) == [1.8, 1.7, 1.8, 1.8, 1.5, 1.6, 1.8, 1.9]
    assert any(later > earlier for earlier, later in itertools.pairwise(here))
    assert (here < england).all()


def test_drug_deaths_rose_over_ten_years_but_not_steadily_and_are_fewer_per_resident_than_in_england(
    london: Any,
) -> None:
    assert london.says("Over the past decade, drug-related misuse deaths in London have steadily increased")
    deaths, england = (london.figure("drug_deaths", area)["2010-12-31":"2020-12-31"] for area in (LONDON, ENGLAND))
    assert (deaths["2010-12-31"], deaths["2020-12-31"]) == (356, 432)
    assert sum(later < earlier for earlier, later in itertools.pairwise(deaths)) == 5
    per_100_000 = [
        100_000 * of["2020-12-31"] / london.figure("residents", area)["2020-12-31"]
        for of, area in ((deaths, LONDON), (england, ENGLAND))
    ]
    assert [round(rate, 1) for rate in per_100_000] == [4.9, 7.7]


def test_westminster_is_the_sixth_least_populated_borough_and_records_a_tenth_of_all_offences(london: Any) -> None:
    assert london.says("a disproportionate volume of all crime in London (10 percent)")
    assert london.says("despite being the sixth least populated borough")
    people = {NAMES[code]: london.figure("residents", code)["2023-12-31"] for code in NAMES if code != CITY}
    assert sorted(people, key=lambda name: people[name]).index("Westminster") + 1 == 6
    ((share,),) = london.rows(
        "mps_borough_crime",
        """SELECT sum(count) FILTER (borough_code = 'E09000033') / sum(count) FROM stored WHERE year(month) = 2023""",
        "2024-03",
    )
    assert round(100 * share) == 10
