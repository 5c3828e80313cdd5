"""Sections drawn from figures of police forces and of people present: other forces, stop and search, wards, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from opensna.catalogue import DEFINITIONS, FIGURES, MEASURES, SECTIONS, SOURCES
from opensna.core.area import Area
from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period
from opensna.core.published import PUBLISHED_COLUMNS, PublishedFigures
from opensna.estimates.lookup import EstimateIndex
from opensna.estimates.published import with_published
from opensna.reference.comparison import ComparisonSet, comparison_sets
from opensna.reference.partnership import partnerships
from opensna.reference.police_forces import residents_of_forces
from opensna.report.section import Edited, SectionContext
from opensna.report.sections._present import present
from opensna.report.sections._published import figure_chart, figures_table
from opensna.report.sections._searched import searched

MET = "E23000001"
WEST_END, WARDS = "E05013808", "mps_ward_group_violence"
LONDON = partnerships()["london"].whole_area
CAMDEN = Area("E09000007", "Camden", "lad", 2024, LONDON.code)
PERIOD = Period.parse("2023")
Row = tuple[str, str, date, date, str, str, float]


def context(
    rows: Sequence[Row], *, area: Area = LONDON, sets: dict[str, ComparisonSet] | None = None
) -> SectionContext:
    """What a section is given of an edition that holds these figures: id, area, first and last day, breakdown, group, value."""
    held = [
        (*row[:6], row[1], "pfa", row[6], float("nan"), float("nan"), "", FIGURES[row[0]].source, "2024-10", "open", "published")
        for row in rows
    ]  # fmt: skip
    known = {id: FIGURES[id] for id in {row[0] for row in rows}}
    chosen = comparison_sets() if sets is None else sets
    empty = Estimates(pd.DataFrame(columns=list(ESTIMATE_COLUMNS)), "public", "none")
    figures = PublishedFigures(pd.DataFrame(held, columns=list(PUBLISHED_COLUMNS)))
    estimates = with_published(empty, figures, known, sets=chosen.values(), residents=residents_of_forces())
    edited = Edited(
        EstimateIndex(estimates), (LONDON, CAMDEN), PERIOD, {}, {WARDS: MEASURES[WARDS]}, (), SOURCES, DEFINITIONS["london"],
        partnerships()["london"], figures=known, sets=chosen,
    )  # fmt: skip
    return SectionContext(edited, area)


def crime(years: Sequence[int] = (2021, 2022, 2023), **counts: int) -> list[Row]:
    """Offences of violence with injury a year by force, those named by their code."""
    usual = {MET: 80_000, "E23000005": 40_000, "E23000010": 35_000, "E23000014": 45_000, "E23000032": 20_000} | counts
    return [
        ("ho_violence_with_injury", code, date(year, 1, 1), date(year, 12, 31), "none", "", float(n))
        for code, n in usual.items() for year in years
    ]  # fmt: skip


def words(blocks: Sequence[Block]) -> str:
    return " ".join(f"{getattr(b, 'title', '')} {getattr(b, 'text', '')}" for b in blocks)


def built(made: SectionContext) -> tuple[Block, ...]:
    return SECTIONS["forces_compared"].build(made)


def test_a_force_stands_beside_similar_ones_with_and_without_it_and_the_rest_of_the_country() -> None:
    blocks = built(context(crime()))
    (table,) = (b for b in blocks if isinstance(b, Table))
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["Offences"], row["Rate per 1,000"]) == ("80,000", "8.82")
    assert row["Most similar forces, without itself"] == "14.16"  # the plain mean of 13.29, 14.37 and 14.82
    assert row["Most similar forces, with itself"] == "12.82"
    assert row["Metropolitan Police area against: Most similar forces, without itself"] == "lower"
    assert "mid-2024" in table.note
    assert "note 69" in words(blocks)
    assert "The rate is lower than Most similar forces, without itself's" in words(blocks)


def test_the_chart_of_forces_marks_the_break_of_2022_and_says_it_beside_and_in_the_table() -> None:
    blocks = built(context(crime()))
    (chart,) = (b for b in blocks if isinstance(b, Chart))
    assert [mark["x"] for mark in chart.options["breaks"]] == ["2022-06-07"]
    assert "Non-fatal strangulation" in chart.table.note
    assert any(isinstance(b, Callout) and "Non-fatal strangulation" in b.text for b in blocks)
    assert {record["series"] for record in chart.data} >= {
        "Metropolitan Police area",
        "Most similar forces, with itself",
    }


def test_a_force_without_a_list_is_shown_alone_and_told_where_the_list_goes() -> None:
    blocks = built(context(crime(), sets={}))
    assert "records/comparators" in words(blocks)
    (table,) = (b for b in blocks if isinstance(b, Table))
    assert table.columns == ("Offence", "Offences", "Rate per 1,000", "95% interval")


def test_a_borough_is_not_compared_with_forces_and_without_the_source_there_is_nothing() -> None:
    assert "[z]" in words(built(context(crime(), area=CAMDEN)))
    assert "[x]" in words(built(context([])))


def test_a_force_that_the_release_lacks_has_no_figures() -> None:
    rows = [row for row in crime() if row[1] != MET]
    assert "recorded crime of the police force of London" in words(built(context(rows)))


def searches(group: str, value: float, *, id: str = "stop_searches", year: int = 2023) -> Row:
    breakdown = "ethnicity_officer_defined" if group else "none"
    return (id, MET, date(year, 1, 1), date(year, 12, 31), breakdown, group, value)


def test_searches_are_given_with_what_followed_and_by_group_without_a_rate_by_group() -> None:
    rows = [
        searches("", 1000),
        searches("", 300, id="stop_searches_with_outcome"),
        searches("Black", 400),
        searches("White", 600),
    ]
    tables = [b for b in searched(context(rows)) if isinstance(b, Table)]
    assert tables[0].rows[0][:2] == ("2023", "1,000")
    assert tables[0].rows[0][3] == "30.0 (27.2 to 32.9)"
    assert {row[0]: row[2].split()[0] for row in tables[1].rows} == {"Black": "40.0", "White": "60.0"}
    assert not any("residents" in column for column in tables[1].columns)


@pytest.mark.parametrize("area", [LONDON, CAMDEN])
def test_without_searches_and_in_a_borough_it_says_why(area: Area) -> None:
    (block,) = searched(context([] if area is LONDON else [searches("", 1000)], area=area))
    assert "[x]" in words([block])


def ward(value: float | None = 2500.0) -> dict[str, Any]:
    return {"area_code": WEST_END, "area_name": "West End", "value": value, "mark": ""}


def people(id: str, value: float) -> Row:
    return (id, WEST_END, date(2023, 1, 1), date(2023, 12, 31), "none", "", value)


def test_the_west_ends_offences_are_over_three_counts_of_people_side_by_side() -> None:
    rows = [people("people_resident", 10_000), people("people_workday", 100_000)]
    table = present(context(rows), WARDS, [ward()])[0]
    assert isinstance(table, Table)
    assert table.rows[0][:8] == (
        "West End",
        "2,500",
        "10,000",
        "250.00",
        "240.30 to 260.00",
        "100,000",
        "25.00",
        "24.03 to 26.00",
    )
    assert table.rows[0][8:] == ("[x]", "[x]", "[x]")
    assert "none of the three is the number at risk" in table.note


def test_without_a_table_of_people_it_says_who_counts_them_and_nobody_by_day_has_no_rate() -> None:
    (block,) = present(context([]), WARDS, [ward()])
    assert "people_present" in words([block])
    table = present(context([people("people_footfall", 0.0)]), WARDS, [ward()])[0]
    assert isinstance(table, Table)
    assert table.rows[0][8:] == ("0", "[z]", "[z]")


def test_statistical_neighbours_are_a_column_of_the_table_of_figures() -> None:
    own = ComparisonSet(
        id="neighbours", name="Neighbours", source="DfE", version="2024", of={CAMDEN.code: ("E09000013", "E09000020")}
    )
    values = {CAMDEN.code: 0.04, "E09000013": 0.02, "E09000020": 0.03}
    rows: list[Row] = [
        ("neet", code, date(2023, 4, 1), date(2024, 3, 31), "none", "", value) for code, value in values.items()
    ]
    table = figures_table(context(rows, area=CAMDEN, sets={"neighbours": own}), "Education", ["neet"])
    assert dict(zip(table.columns, table.rows[0], strict=True))["Neighbours"] == "2.5%"
    assert "plain mean" in table.note
    plain = figures_table(context(rows, area=CAMDEN, sets={}), "Education", ["neet"])
    assert "Neighbours" not in plain.columns


def test_breaks_of_a_figure_are_in_its_chart_its_note_and_words_beside_it() -> None:
    rows: list[Row] = [
        ("gla_domestic_abuse", LONDON.code, date(year, 1, 1), date(year, 12, 31), "none", "", 90_000.0 + year)
        for year in range(2019, 2024)
    ]  # fmt: skip
    blocks = SECTIONS["domestic_and_sexual"].build(context(rows))
    (chart,) = (b for b in blocks if isinstance(b, Chart))
    assert [mark["x"] for mark in chart.options["breaks"]] == ["2020-03-23", "2021-04-29", "2023-04-01"]
    said = words(blocks)
    for name in ("Domestic Abuse Act 2021", "new method", "Restrictions during the pandemic"):
        assert name in chart.table.note
        assert name in said
    assert all(isinstance(b, Prose | Callout | Chart | Table) for b in blocks)


def test_a_count_is_drawn_without_the_whole_which_would_flatten_it() -> None:
    rows: list[Row] = [
        ("drug_deaths", code, date(year, 1, 1), date(year, 12, 31), "none", "", value + year)
        for code, value in ((CAMDEN.code, 20.0), (LONDON.code, 400.0)) for year in (2020, 2021)
    ]  # fmt: skip
    chart = figure_chart(context(rows, area=CAMDEN), "drug_deaths")
    assert chart is not None
    assert {record["series"] for record in chart.data} == {"Camden"}


def test_a_whole_that_nothing_is_published_for_gives_its_column_to_its_force() -> None:
    rows: list[Row] = [("pas_trust", MET, date(2023, 1, 1), date(2023, 12, 31), "none", "", 0.69)]
    columns = figures_table(context(rows), "Survey", ["pas_trust"]).columns
    assert "Metropolitan Police area" in columns
    assert "London" not in columns
    assert "Camden" in figures_table(context(rows, area=CAMDEN), "Survey", ["pas_trust"]).columns


def test_trust_in_institutions_is_a_table_by_institution_highest_first() -> None:
    rows: list[Row] = [
        ("gla_trust_in_institutions", LONDON.code, date(2023, 9, 1), date(2023, 11, 30), "institution", name, share)
        for name, share in (("Local media", 0.18), ("Your own GP", 0.48))
    ]  # fmt: skip
    blocks = SECTIONS["trust_and_safety"].build(context(rows))
    (table,) = (b for b in blocks if isinstance(b, Table))
    assert table.rows == (("Your own GP", "48.0"), ("Local media", "18.0"))


def test_victims_are_given_by_how_they_reported_where_no_figure_is_of_all() -> None:
    rows: list[Row] = [
        ("gla_victims_satisfied", LONDON.code, date(2023, 7, 1), date(2023, 9, 30), "reported", name, share)
        for name, share in (("Online", 0.4), ("In person", 0.65))
    ]  # fmt: skip
    blocks = SECTIONS["trust_and_safety"].build(context(rows))
    (table,) = (b for b in blocks if isinstance(b, Table))
    assert table.rows == (("In person", "65.0"), ("Online", "40.0"))
    assert "Satisfaction of victims: not available" not in words(blocks)


def test_ethnic_groups_of_the_whole_are_its_areas_counts_added_up_or_not_available() -> None:
    day = date(2021, 3, 21)
    codes = list(partnerships()["london"].areas)
    rows: list[Row] = [
        (id, code, day, day, "ethnic_group", name, value)
        for code in codes
        for id, name, value in (
            ("census_residents_by_ethnic_group", "White", 540.0), ("census_residents_by_ethnic_group", "Asian", 460.0),
            ("census_ethnic_group", "White", 0.54),
        )
    ]  # fmt: skip
    blocks = SECTIONS["place_and_population"].build(context(rows))
    (chart,) = (b for b in blocks if isinstance(b, Chart))
    assert [(record["label"], record["value"]) for record in chart.data] == [("White", 54.0), ("Asian", 46.0)]
    lacking = SECTIONS["place_and_population"].build(context([row for row in rows if row[1] != codes[0]]))
    assert "Ethnic groups of residents: not available [x]" in words(lacking)
