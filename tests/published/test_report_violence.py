"""Chapter 2 of the April 2025 report, sections 3 and 4: police figures, from the real files of the police and the GLA."""

from __future__ import annotations

from typing import Any

import pytest

from opensna.stats.ranks import ranking_defects

pytestmark = pytest.mark.real_data

QUARTER = "2024-04/2024-06"
BEFORE_PANDEMIC, LAST = "fy2019-20", "fy2023-24"
JUNE_2023, JUNE_2024 = "2022-07/2023-06", "2023-07/2024-06"
WESTMINSTER_WARDS = {"St James's": (2_573, 2_575), "West End": (2_544, 2_453)}
"""Violence against the person in the year to March 2023: in the file, and as printed."""


@pytest.mark.parametrize(
    ("table", "measure_id", "digits"),
    [(4, "mps_violence_with_injury", 1), (5, "mps_homicide", 3), (7, "mps_robbery", 1)],
)
@pytest.mark.parametrize("population", [2022, 2023])
def test_london_in_tables_4_5_and_7_is_as_printed(
    london: Any, table: int, measure_id: str, digits: int, population: int
) -> None:
    printed = london.printed("table04_05_07").set_index("table")["london"][table]
    assert round(london.rate(measure_id, QUARTER, "2024-11", population=population), digits) == printed


def test_table_7_is_all_robbery_though_its_text_says_personal(london: Any) -> None:
    assert london.says("Rates of personal robbery (robbery of an individual rather than a business)")
    printed = london.printed("table04_05_07").set_index("table")["london"][7]
    rates = [london.rate(m, QUARTER, "2024-11", population=2023) for m in ("mps_robbery", "mps_personal_robbery")]
    assert [round(rate, 1) for rate in rates] == [printed, 0.8] == [1.0, 0.8]


def test_homicides_of_2021_are_1_5_per_100_000_where_table_6_has_1_4(london: Any) -> None:
    printed = london.printed("table06").set_index("city")["homicides_per_100000"]["London"]
    row = london.answer("homicide_victims", "2021").query("breakdown == 'none'").iloc[0]
    assert row["numerator"] == 134
    per_100_000 = row[["value", "ci_lower", "ci_upper"]].astype(float) / 10
    assert (round(per_100_000["value"], 1), printed) == (1.5, 1.4)
    assert per_100_000["ci_lower"] < printed < per_100_000["ci_upper"]


def test_violence_with_injury_is_a_little_above_its_level_before_the_pandemic_and_fell_in_the_last_year(
    london: Any,
) -> None:
    assert london.says("Violence with injury offences are marginally higher than pre-pandemic levels")
    assert round(london.change("mps_violence_with_injury", BEFORE_PANDEMIC, LAST, "2024-11"), 3) == 0.043
    assert round(london.change("mps_violence_with_injury", JUNE_2023, JUNE_2024, "2024-11"), 3) == -0.041
    assert round(london.change("mps_violence_with_injury", BEFORE_PANDEMIC, JUNE_2024, "2024-11"), 3) == -0.010


def test_violence_without_injury_rose_by_18_and_3_per_cent_not_22_and_8(london: Any) -> None:
    assert london.says(
        "Violence without injury is 22 percent higher than before the pandemic and has increased by 8 percent"
    )
    assert round(london.change("mps_violence_without_injury", BEFORE_PANDEMIC, LAST, "2024-11"), 3) == 0.181
    assert round(london.change("mps_violence_without_injury", JUNE_2023, JUNE_2024, "2024-11"), 3) == 0.029


def test_homicide_fell_below_its_level_before_the_pandemic(london: Any) -> None:
    assert london.says("The rate of homicides has fallen in London below pre-Pandemic levels (year end March 2020)")
    counts = [london.count("mps_homicide", year, "2024-11") for year in (BEFORE_PANDEMIC, LAST)]
    assert counts == [152, 111]


def test_personal_robbery_is_below_its_level_before_the_pandemic_and_rose_in_the_last_year(london: Any) -> None:
    assert london.says("Personal robbery remains below pre-pandemic levels, but recent increases continue")
    assert round(london.change("mps_personal_robbery", BEFORE_PANDEMIC, LAST, "2024-11"), 3) == -0.197
    assert round(london.change("mps_personal_robbery", JUNE_2023, JUNE_2024, "2024-11"), 3) == 0.054


def test_business_robbery_rose_by_73_or_78_per_cent_as_the_year_ends_in_june_or_september(london: Any) -> None:
    assert london.says("with a 78.5 percent increase")
    assert round(100 * london.change("mps_business_robbery", JUNE_2023, JUNE_2024, "2024-11"), 1) == 73.5
    september = ("2022-10/2023-09", "2023-10/2024-09")
    assert round(100 * london.change("mps_business_robbery", *september, "2024-11"), 1) == 77.8
    assert london.change("mps_business_robbery", BEFORE_PANDEMIC, LAST, "2024-11") > 0


def test_homicides_fell_by_46_and_robbery_by_13_per_cent_between_two_releases_not_48_and_12(london: Any) -> None:
    assert london.says("48 fewer homicides")
    assert london.says("A 12 percent reduction in robbery")
    ends = (("2019", "2024-11"), ("2024", "2026-01"))
    homicides, robberies = ([london.count(m, *end) for end in ends] for m in ("mps_homicide", "mps_robbery"))
    assert homicides == [153, 107]
    assert homicides[0] - homicides[1] == 46
    assert round(100 * (robberies[1] / robberies[0] - 1), 1) == -12.6


def test_rape_rose_by_14_per_cent_and_other_sexual_offences_more_and_both_fell_in_the_last_year(london: Any) -> None:
    assert london.says("(year ending September 2019), the number of rape offences have increased by 14 percent")
    years = ("2018-10/2019-09", "2022-10/2023-09")
    rape, other = (london.change(m, *years, "2024-03") for m in ("mps_rape", "mps_other_sexual_offences"))
    assert [round(100 * change) for change in (rape, other)] == [13, 27]
    gla = london.figure("gla_rape")
    then, now = gla["2018-10-31":"2019-09-30"].sum(), gla["2022-10-31":"2023-09-30"].sum()
    assert (then, now, round(100 * (now / then - 1))) == (7_907, 8_975, 14)
    last = ("2021-10/2022-09", "2022-10/2023-09")
    assert all(london.change(m, *last, "2024-03") < 0 for m in ("mps_rape", "mps_other_sexual_offences"))


def test_sexual_offences_of_the_year_to_march_2023_are_2_8_per_1000_but_not_the_most_in_five_years(london: Any) -> None:
    assert london.says(
        "a total of 24,776 cases of sexual violence were recorded in London, equivalent to a rate of 2.8"
    )
    assert london.says("making it the highest level recorded in the past five years")
    for release, this_year, year_before in (("2024-03", 24_823, 25_162), ("2024-11", 24_856, 25_175)):
        assert london.count("mps_sexual_offences", "fy2022-23", release) == this_year
        assert london.count("mps_sexual_offences", "fy2021-22", release) == year_before > this_year
        assert round(london.rate("mps_sexual_offences", "fy2022-23", release), 1) == 2.8
        assert abs(this_year / 24_776 - 1) < 0.004


def test_domestic_abuse_is_11_per_1000_in_table_9_and_in_the_last_year_that_the_series_holds(london: Any) -> None:
    printed = london.printed("table09").set_index("area")["domestic_abuse_crimes_per_1000"]["London"]
    assert london.says("there were 94,609 domestic abuse offences within London, equivalent to 11 offences per 1,000")
    people = london.figure("residents")["2023-12-31"]
    last = london.figure("gla_domestic_abuse")["2022-11-30":"2023-10-31"]
    assert (len(last), last.sum()) == (12, 96_885)
    assert round(1000 * last.sum() / people) == round(1000 * 94_609 / people) == printed == 11


def test_table_11_homicide_victims_are_exact_and_100_per_cent_female_rests_on_three_people(london: Any) -> None:
    printed = london.printed("table11").query("offence == 'Homicide'").set_index("flag")
    counts = london.groups("homicide_victims_under25", "2023", "domestic_abuse*sex")
    assert counts == {"true*female": 3, "false*female": 3, "false*male": 42}
    assert printed["female_victim_pct"].to_dict() == {"domestic abuse": 100, "not domestic abuse": round(100 * 3 / 45)}
    assert printed["male_victim_pct"].to_dict() == {"domestic abuse": 0, "not domestic abuse": round(100 * 42 / 45)}


def test_table_12_ranks_of_rape_are_no_ranking_and_those_of_the_other_columns_are(london: Any) -> None:
    printed = london.printed("table12").set_index("borough")
    defects = {column: ranking_defects(printed[column]) for column in printed}
    assert [column for column, found in defects.items() if not found.is_valid] == ["rape"]
    assert (defects["rape"].duplicates, defects["rape"].missing) == ((7, 27), (12, 29))


def test_westminster_is_first_in_violence_with_injury_personal_robbery_and_other_sexual_offences(london: Any) -> None:
    assert london.says("Westminster ranks the highest for a number of offence types")
    for measure_id in ("mps_violence_with_injury", "mps_personal_robbery", "mps_other_sexual_offences"):
        table = london.answer(measure_id, "2022-10/2023-09", "2024-03", by="borough")
        assert table[table["rank"] == 1]["area_name"].tolist() == ["Westminster"]


def _wards(london: Any, measure_id: str) -> Any:
    table = london.answer(measure_id, "2022-04/2023-03", "2023-10", by="ward")
    return table.set_index("area_name")["value"].sort_values(ascending=False)


def test_st_jamess_and_the_west_end_have_2573_and_2544_offences_not_2575_and_2453(london: Any) -> None:
    assert london.says("highest number of violence against the person offences (2,575 offences)")
    assert london.says("the West End recorded 2,453 offences")
    wards = _wards(london, "mps_ward_group_violence")
    assert list(wards.index[:2]) == list(WESTMINSTER_WARDS)
    assert [int(wards[name]) for name in WESTMINSTER_WARDS] == [ours for ours, _ in WESTMINSTER_WARDS.values()]


def test_the_same_two_wards_have_most_sexual_offences(london: Any) -> None:
    assert london.says("also the wards with the highest volume of sexual violence offences in London")
    wards = _wards(london, "mps_ward_group_sexual_offences")
    assert wards[:2].to_dict() == {"St James's": 471, "West End": 330}


def test_recorded_violence_rose_between_2013_14_and_2018_19(london: Any) -> None:
    assert london.says("police recorded crime shows increases in police recorded violence between 2013/14 and 2018/19")
    rates = [london.rate("mps_violence_against_the_person", year, "2024-11") for year in ("fy2013-14", "fy2018-19")]
    assert [round(rate, 1) for rate in rates] == [15.1, 24.5]


def test_violence_with_injury_is_highest_in_june_and_july(london: Any) -> None:
    assert london.says("violence with injury offences increase in the summer months")
    rows = london.rows(
        "mps_borough_crime",
        """SELECT month(month) FROM stored WHERE offence_subgroup = 'Violence with injury' AND year(month) BETWEEN 2011 AND 2019
        GROUP BY 1 ORDER BY sum(count / day(last_day(month))) DESC""",
        "2024-11",
    )
    months = [month for (month,) in rows]
    assert set(months[:2]) == {6, 7}
    assert set(months[-2:]) == {1, 2}


def test_injuries_by_knife_of_under_25s_rose_since_the_pandemic_and_are_below_2019(london: Any) -> None:
    assert london.says("Knife crime affecting young people has been increasing since the pandemic, but has not yet")
    series = london.figure("gla_knife_injury_under25")
    years = [int(series[f"{year}-01-31" : f"{year}-12-31"].sum()) for year in (2019, 2020, 2021, 2022)]
    assert years == [1_661, 1_209, 1_217, 1_281]


def test_injuries_by_knife_of_under_25s_fell_by_19_per_cent_to_october_2023_and_by_26_in_the_foreword(
    london: Any,
) -> None:
    assert london.says("A 26 percent fall in knife crime with injury involving those aged under 25")
    series = london.figure("gla_knife_injury_under25")
    before, last = series["2019-01-31":"2019-12-31"].sum(), series["2022-11-30":"2023-10-31"].sum()
    assert round(100 * (last / before - 1)) == -19


@pytest.mark.parametrize(
    ("measure_id", "offence", "ours"),
    [("mps_rape", "Rape", (8_849, 8_873)), ("mps_other_sexual_offences", "Other sexual offences", (15_556, 15_512))],
)
def test_volumes_of_table_15_agree_within_3_in_1000(
    london: Any, measure_id: str, offence: str, ours: tuple[int, int]
) -> None:
    printed = london.printed("table13_15").set_index("offence")["volume_2023"][offence]
    counts = tuple(london.count(measure_id, "2023", release) for release in ("2024-03", "2024-11"))
    assert counts == ours
    assert all(abs(count / printed - 1) < 0.003 for count in counts)
