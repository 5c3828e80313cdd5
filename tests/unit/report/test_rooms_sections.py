"""What violence costs, what works, what is commissioned: pages from made-up counts and the packaged registers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from opensna.assessment.edition import Edition
from opensna.commissioning.programme import Funding
from opensna.commissioning.register import programmes
from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.reference.areas import CITY, LONDON
from opensna.reference.partnership import partnerships
from opensna.report.rooms import Rooms
from opensna.report.sections.commissioning import _cliffs
from opensna.report.sections.cost_of_violence import money, span
from opensna.whatworks.index import approaches

HACKNEY = "E09000012"
INFINITE = float("inf")


@pytest.fixture(scope="module")
def fifteen(make: Callable[..., Edition]) -> Edition:
    """All of London, by robbery alone, so that the line of the fund lies between two boroughs."""
    every = partnerships()["london"].every_area
    return make(areas=every, wanted=("mps_personal_robbery",), with_figures=False, audience="authors")


def section(edition: Edition, id_: str, area: str = HACKNEY) -> SectionBlocks:
    return next(s for s in edition.blocks[area] if s.id == id_)


def said(edition: Edition, id_: str, area: str = HACKNEY) -> str:
    """The paragraphs and callouts of a section."""
    blocks = section(edition, id_, area).blocks
    return "\n".join(b.text for b in blocks if isinstance(b, Prose | Callout))


def tables(edition: Edition, id_: str, area: str) -> dict[str, Table]:
    """Tables of a section, those of its charts too, by title."""
    blocks = [b.table if isinstance(b, Chart) else b for b in section(edition, id_, area).blocks]
    return {b.title: b for b in blocks if isinstance(b, Table)}


def starting(found: dict[str, Table], start: str) -> Table:
    return next(table for title, table in found.items() if title.startswith(start))


def amount(cell: str) -> float:
    return float(cell.replace(",", "").replace("−", "-"))


def test_each_cost_is_the_count_times_the_unit_cost(full: Edition) -> None:
    table = starting(tables(full, "cost_of_violence", HACKNEY), "Violence at all ages, as the police publish it: cost")
    for row in table.rows[:-2]:
        assert amount(row[3]) == pytest.approx(amount(row[1]) * amount(row[2]) / 1000, abs=1 + 0.001 * amount(row[1]))
    assert amount(table.rows[-2][3]) == pytest.approx(sum(amount(row[3]) for row in table.rows[:-2]), abs=4)


def test_uprating_standing_and_releases_are_printed_beside_the_costs(full: Edition) -> None:
    table = starting(tables(full, "cost_of_violence", HACKNEY), "Violence at all ages, as the police publish it: cost")
    assert "Prices of 2023 (calendar year)" in table.note
    assert "factor 1.28" in table.note
    assert not any("unverified" in column for column in table.columns)
    assert "Every unit cost was set against its source." in table.note
    shared = starting(
        tables(full, "cost_of_violence", HACKNEY), "Violence at all ages, as the police publish it: who bears"
    )
    assert "no column of this table was checked" in shared.note
    assert shared.rows[-1][0] == "Of it, divided by unverified shares"
    assert "release 2024-03" in table.source
    assert "Home Office Research Report 99" in table.source


def test_exact_open_counts_have_no_columns_of_ranges(full: Edition) -> None:
    table = starting(tables(full, "cost_of_violence", HACKNEY), "Violence at all ages, as the police publish it: cost")
    assert not any("Range" in column for column in table.columns)


def test_hidden_counts_have_ranges_and_no_cost_for_the_public(suppressed: Edition) -> None:
    table = starting(tables(suppressed, "cost_of_violence", HACKNEY), "Violence against people under 25")
    hidden = [row for row in table.rows[:-2] if row[1] == "[c]"]
    assert hidden
    for row in hidden:
        assert row[3] == "[c]"
        assert re.fullmatch(r"[\d,]+ to [\d,]+", row[5]), row
    assert table.rows[-2][3] == "[c]"


def test_who_bears_most_is_said_only_where_hidden_counts_cannot_change_it(full: Edition, suppressed: Edition) -> None:
    def alts(edition: Edition) -> list[str]:
        return [b.alt for b in section(edition, "cost_of_violence").blocks if isinstance(b, Chart)]

    assert all("Most of the cost falls on: victims and society." in alt for alt in alts(full))
    assert not any("not attributed" in alt for alt in [*alts(full), *alts(suppressed)])


def test_flows_hold_no_negative_amount_and_the_table_keeps_what_rounding_leaves(full: Edition) -> None:
    chart = next(b for b in section(full, "cost_of_violence", LONDON).blocks if isinstance(b, Chart))
    assert chart.form == "flow"
    assert {record["target"] for record in chart.data} == set(chart.table.columns[1:]) - {"Not attributed"}


def test_the_city_is_said_to_be_uncounted(full: Edition) -> None:
    assert "nobody counted these offences in City of London [x]" in said(full, "cost_of_violence", CITY)


def test_without_counts_the_page_says_what_is_needed_and_still_what_unit_costs_are(empty: Edition) -> None:
    first, second, *_ = section(empty, "cost_of_violence").blocks
    assert isinstance(first, Callout)
    assert "mps_borough_crime" in first.text
    assert isinstance(second, Callout)
    assert "never multiplied by offences" in second.text


def test_the_printed_report_stands_on_the_page_of_the_whole_alone(full: Edition) -> None:
    found = tables(full, "cost_of_violence", LONDON)
    assert all(row[5] in ("0", "[z]") for row in found["The printed Tables 13 and 15, made again"].rows)
    assert "1,715,990,944" in found["Which price index the printed tables used"].rows[-1]
    assert "£237,799,386 more than Table 13" in said(full, "cost_of_violence", LONDON)
    compared = {row[0].split(" (")[0] for row in found["Which price index the printed tables used"].rows}
    assert "GDP deflator at market prices" in compared
    assert sum(name.startswith("Consumer Prices Index") for name in compared) == 3
    assert not any("printed" in title for title in tables(full, "cost_of_violence", HACKNEY))


@pytest.mark.parametrize(
    ("value", "mark", "shown"),
    [
        (None, "[c]", "[c]"),
        (None, "", "[x]"),
        (0.0, "", "0"),
        (499.0, "", "under 1"),
        (1_234_600.0, "", "1,235"),
        (-7_000.0, "", "−7"),
    ],
)
def test_pounds_are_shown_in_thousands(value: float | None, mark: str, shown: str) -> None:
    assert money(value, mark) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (None, None, "[z]"),
        (1_000.0, 1_000.0, "[z]"),
        (1_000.0, 9_000.0, "1 to 9"),
        (1_000.0, INFINITE, "1 or more"),
        (9_010.0, 9_020.0, "9"),
    ],
)
def test_a_range_is_shown_unless_nothing_varies(low: float | None, high: float | None, shown: str) -> None:
    assert span(low, high, 1.0) == shown


def test_harmful_approaches_and_those_without_effect_come_first(full: Edition) -> None:
    table = starting(tables(full, "what_works", LONDON), "Which way the ratings point")
    assert [row[1] for row in table.rows[:2]] == ["Harmful", "No clear effect"]
    assert "Boot camps" in table.rows[0][4]
    assert all(row[3] != "0" for row in table.rows)


def test_the_nine_approaches_of_table_16_are_recognisable(full: Edition) -> None:
    found = tables(full, "what_works", LONDON)
    assert len(starting(found, "The approaches of the report's Table 16").rows) == 9
    marked = {row[0] for row in found["What each registry says, in its own words"].rows if "(Table 16)" in row[0]}
    assert len(marked) == 9


def test_every_rating_says_its_registry_address_and_dates_or_that_they_were_not_found(full: Edition) -> None:
    found = tables(full, "what_works", LONDON)
    ratings, places = found["What each registry says, in its own words"], found["Where each rating can be read"]
    assert len(ratings.rows) == len(places.rows) == sum(len(a.ratings) for a in approaches().values())
    for said_there, read_there in zip(ratings.rows, places.rows, strict=True):
        assert said_there[:2] == read_there[:2]
        assert all(said_there + read_there)
        assert read_there[4].startswith("http") or read_there[4] == "not found"
        assert "[not known" not in " ".join(said_there + read_there)


def test_disagreements_name_who_says_what(full: Edition) -> None:
    table = tables(full, "what_works", LONDON)["Where registries disagree"]
    assert "CCTV" in {row[0] for row in table.rows}
    assert all("The registries disagree:" in row[1] for row in table.rows)


def test_the_gap_map_names_outcomes_that_nothing_is_rated_for(full: Edition) -> None:
    (chart,) = [b for b in section(full, "what_works", LONDON).blocks if isinstance(b, Chart)]
    assert chart.form == "gap_map"
    assert "A trusted adult" in chart.alt
    assert {c["column"] for c in chart.data if c["value"]} == set(chart.table.columns[1:])


def test_readings_without_a_date_are_counted_as_such(full: Edition) -> None:
    table = starting(tables(full, "what_works", LONDON), "How old the readings are on 1 April 2025")
    assert sum(int(row[1]) for row in table.rows) == sum(len(a.ratings) for a in approaches().values())


def test_an_area_is_pointed_to_the_whole(full: Edition) -> None:
    for id_ in ("what_works", "commissioning"):
        assert "it stands in the assessment of London" in said(full, id_)


def test_table_3_is_drawn_from_the_register(full: Edition) -> None:
    table = tables(full, "commissioning", LONDON)["Programmes by priority area and tier"]
    assert len(table.rows) == 6
    assert "DIVERT" in table.rows[0][3]


def test_programmes_are_with_or_without_an_evaluation_and_none_is_lost(full: Edition) -> None:
    found = tables(full, "commissioning", LONDON)
    with_one, without = found["Programmes with an evaluation"], found["Programmes without an evaluation [x]"]
    assert len(with_one.rows) + len(without.rows) == 43


def test_reach_is_bounded_and_never_added_up(full: Edition) -> None:
    table = tables(full, "commissioning", LONDON)["Whom the programmes reached"]
    assert [row[1] for row in table.rows[:2]] == ["20,000", "21,700"]


def test_funding_that_ends_soon_is_named_with_its_pounds() -> None:
    ending = programmes()["divert"].model_copy(
        update={"budget": (Funding(funder="MOPAC", amount=1500.0, ends=date(2025, 9, 30)),), "unknown": {}}
    )
    summary, named = _cliffs([ending, programmes()["engage"]], date(2025, 4, 1))
    assert isinstance(summary, Table)
    assert [row[1] for row in summary.rows] == ["1", "0", "1"]
    assert isinstance(named, Table)
    assert named.rows == (("DIVERT", "30 September 2025", "1,500"),)


def test_the_fund_example_keeps_ethnicity_out_and_shows_the_chance_of_belonging(full: Edition) -> None:
    text = said(full, "commissioning", LONDON)
    assert "Ethnicity, and any other group of people, is never an input" in text
    table = starting(tables(full, "commissioning", LONDON), "What the rule of the Robbery Fund")
    assert "Chance of belonging" in table.columns
    assert "Pounds" not in table.columns
    (row,) = starting(tables(full, "commissioning", HACKNEY), "What the rule of the Robbery Fund").rows
    assert row in table.rows
    assert row[-1] in ("would", "would share", "would not")
    assert "not an award" in table.note


def test_the_line_of_a_fund_is_told_with_both_areas(fifteen: Edition) -> None:
    table = tables(fifteen, "commissioning", LONDON)["The two at the line"]
    assert table.rows[0][0] == "Last in"
    assert amount(table.rows[0][2]) >= amount(table.rows[1][2])
    assert f"The line runs between {table.rows[0][1]} and {table.rows[1][1]}" in said(fifteen, "commissioning", LONDON)


def test_without_counts_no_fund_is_divided_and_the_page_says_what_is_needed(empty: Edition) -> None:
    assert "recorded robbery by borough (mps_borough_crime)" in said(empty, "commissioning", LONDON)


def test_an_edition_without_rooms_says_so(make: Callable[..., Edition]) -> None:
    edition = make(wanted=("ambulance_assaults",), with_figures=False, rooms=Rooms())
    for id_ in ("cost_of_violence", "what_works", "commissioning"):
        first = section(edition, id_, LONDON).blocks[0]
        assert isinstance(first, Callout)
        assert "[x]" in first.title
    assert "Assess again" in said(edition, "what_works", LONDON)
    assert "opensna programmes add programmes FILE" in said(edition, "commissioning", LONDON)
