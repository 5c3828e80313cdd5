"""Sections drawn from rows and figures of data.police.uk, Fingertips and the ambulance service's old wards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from opensna.catalogue import DEFINITIONS, FIGURES, SECTIONS, SOURCES
from opensna.core.area import Area
from opensna.core.block import Block, Callout, Chart, Table
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period
from opensna.core.published import PUBLISHED_COLUMNS, PublishedFigures
from opensna.estimates.lookup import EstimateIndex
from opensna.estimates.published import with_published
from opensna.reference.partnership import partnerships
from opensna.report.section import Edited, SectionContext

LONDON = partnerships()["london"].whole_area
MET = "E23000001"
CAMDEN = Area("E09000007", "Camden", "lad", 2024, LONDON.code)
BARNET = Area("E09000003", "Barnet", "lad", 2024, LONDON.code)
VIOLENCE, ALL, OUTCOMES = "street_violence_and_sexual_offences", "street_offences", "outcomes_of_offences"
ADMISSIONS, CALLOUTS = "admissions_for_violence", "ambulance_callouts_2009_2011"
LOST = "last_outcome=Investigation complete; no suspect identified"


def row(
    id: str, value: float, *, area: str = CAMDEN.code, year: int = 2023, group: str = "", **other: Any
) -> dict[str, Any]:
    """One figure of a calendar year, or of the days in `other`."""
    breakdown, _, name = group.partition("=")
    return {
        "measure": id, "area_code": area, "period_start": date(year, 1, 1), "period_end": date(year, 12, 31),
        "breakdown": breakdown or "none", "group": name, "area_name": area, "area_type": "lad", "value": value,
        "lower": float("nan"), "upper": float("nan"), "mark": "", "source": FIGURES[id].source, "release": "2024-03",
        "access": "open", "kind": "published",
    } | other  # fmt: skip


def built(section: str, rows: Sequence[dict[str, Any]], *, area: Area = CAMDEN) -> tuple[Block, ...]:
    known = {id: FIGURES[id] for id in {one["measure"] for one in rows}}
    figures = PublishedFigures(pd.DataFrame(list(rows), columns=list(PUBLISHED_COLUMNS)))
    empty = Estimates(pd.DataFrame(columns=list(ESTIMATE_COLUMNS)), "public", "none")
    estimates = with_published(empty, figures, known, residents={CAMDEN.code: 200_000.0, MET: 9_000_000.0})
    edited = Edited(
        EstimateIndex(estimates), (LONDON, CAMDEN, BARNET), Period.parse("2023"), {}, {}, (), SOURCES, DEFINITIONS["london"],
        partnerships()["london"], figures=known,
    )  # fmt: skip
    return SECTIONS[section].build(SectionContext(edited, area))


def words(blocks: Sequence[Block]) -> str:
    return " ".join(f"{getattr(b, 'title', '')} {getattr(b, 'text', '')}" for b in blocks)


def tables(blocks: Sequence[Block]) -> list[Table]:
    return [b for b in blocks if isinstance(b, Table)]


def test_types_stand_by_year_with_the_newest_years_rate_and_are_said_to_be_no_serious_violence() -> None:
    blocks = built("street_crime", [row(VIOLENCE, 5_000, year=2022), row(VIOLENCE, 6_000)])
    (table,) = tables(blocks)
    assert table.columns == ("Type", "2022", "2023", "Rate per 1,000", "95% interval")
    assert table.rows[0][:4] == ("Violence and sexual offences", "5,000", "6,000", "30.00")
    assert "non-fatal strangulation" in table.note.lower()
    assert isinstance(blocks[0], Callout)
    assert "it is not serious violence" in blocks[0].text


def test_years_are_those_that_end_as_the_newest_and_none_after_the_assessed_period() -> None:
    span = {"period_start": date(2022, 10, 1), "period_end": date(2023, 9, 30)}
    later = row(VIOLENCE, 7_000, year=2024)
    (table,) = tables(built("street_crime", [row(VIOLENCE, 5_900, **span), row(VIOLENCE, 6_000), later]))
    assert table.columns[1:-2] == ("2023",)


def test_outcomes_are_shares_of_their_own_kind_with_intervals_and_what_they_are_of() -> None:
    rows = [
        row(VIOLENCE, 60),
        row(ALL, 1_000),
        row(ALL, 600, group=LOST),
        row(ALL, 400, group="last_outcome=None given"),
    ]
    rows += [row(OUTCOMES, 500), row(OUTCOMES, 50, group="outcome=Suspect charged")]
    _, last, given = tables(built("street_crime", rows))
    assert last.rows[0] == (LOST.partition("=")[2], "600", "60.0 (56.9 to 63.0)")
    assert "Of 1,000 offences" in last.note
    assert given.rows == (("Suspect charged", "50", "10.0 (7.7 to 12.9)"),)
    assert "Of 500 outcomes" in given.note
    assert given.columns[2] == "Per cent of outcomes (95% interval)"


def test_the_whole_stands_by_its_force_where_not_all_forces_are_held_and_its_areas_in_order() -> None:
    rows = [row(VIOLENCE, 9_000, area=MET), row(VIOLENCE, 60)]
    first, by_area = tables(built("street_crime", rows, area=LONDON))
    assert first.title == "Recorded crime by type, Metropolitan Police area"
    assert first.rows[0][2] == "1.00"
    assert "residents of mid-2024" in first.note  # those of force areas are held of one year
    assert [r[:2] for r in by_area.rows] == [("Camden", "60"), ("Barnet", "[x]")]


def test_london_itself_has_numbers_and_no_rate_for_its_residents_are_not_handed_to_it() -> None:
    first, _ = tables(built("street_crime", [row(VIOLENCE, 9_000, area=LONDON.code), row(VIOLENCE, 60)], area=LONDON))
    assert first.columns == ("Type", "2023")


def test_an_area_whose_own_force_was_not_delivered_has_no_zero_but_a_reason() -> None:
    blocks = built("street_crime", [row(VIOLENCE, 60)], area=BARNET)
    assert not tables(blocks)
    assert "Barnet: not available [x]" in words(blocks)
    assert "not delivered, and is not zero" in words(blocks)


@pytest.mark.parametrize("area", [LONDON, CAMDEN])
def test_without_rows_of_police_uk_the_section_says_what_it_needs(area: Area) -> None:
    said = words(built("street_crime", [], area=area))
    assert "police_uk_street" in said
    assert "police_uk_outcomes" in said


def admissions(value: float, year: int, group: str = "") -> dict[str, Any]:
    span = {"period_start": date(year - 3, 4, 1), "period_end": date(year, 3, 31)}
    return row(ADMISSIONS, value, group=group, lower=value - 4, upper=value + 4, **span)


def test_an_areas_admissions_for_violence_are_given_as_published_with_interval_and_by_sex() -> None:
    rows = [admissions(44.0, 2021), admissions(41.5, 2022), admissions(60.0, 2022, "sex=Male")]
    blocks = built("hospital_admissions", rows)
    assert "41.5" in words(blocks)
    assert any(isinstance(b, Chart) and "Emergency hospital admissions for violence" in b.title for b in blocks)
    (by_sex,) = tables(blocks)
    assert by_sex.rows == (("Male", "60.00", "56.00 to 64.00"),)
    assert "counts the City of London's residents with Hackney's" in words(blocks)


def test_without_them_the_admissions_of_residents_are_not_available() -> None:
    assert "Admissions for violence: not available [x]" in words(built("hospital_admissions", []))


def callouts(area: Area, ward: str, value: float) -> dict[str, Any]:
    span = {"period_start": date(2009, 1, 1), "period_end": date(2011, 12, 31)}
    return row(CALLOUTS, value, area=area.code, group=f"ward={ward}", **span)


def test_old_call_outs_are_dated_and_stand_by_the_wards_of_then_in_order_of_name() -> None:
    rows = [callouts(CAMDEN, "Highgate", 117), callouts(CAMDEN, "Bloomsbury", 315), callouts(BARNET, "Hale", 109)]
    blocks = built("where_it_happens", rows)
    (table,) = tables(blocks)
    assert [r[:2] for r in table.rows] == [("Bloomsbury", "315"), ("Highgate", "117")]
    assert "January 2009 to December 2011" in table.title
    assert "An old series: January 2009 to December 2011" in words(blocks)
    assert "half of the 432 call-outs" in words(blocks)


def test_of_the_whole_old_call_outs_are_said_without_naming_wards() -> None:
    blocks = built("where_it_happens", [callouts(CAMDEN, "Highgate", 117), callouts(BARNET, "Hale", 109)], area=LONDON)
    assert not tables(blocks)
    assert "half of the 226 call-outs" in words(blocks)


def test_a_month_is_never_drawn_beside_the_twelve_months_that_end_with_it() -> None:
    id = "flagged_knife_crime"
    months = [row(id, 40.0, period_start=date(2023, m, 1), period_end=date(2023, m, 28)) for m in range(1, 13)]
    years = [row(id, 480.0 + year, year=year) for year in (2021, 2022, 2023)]
    (chart,) = [b for b in built("trends", [*months, *years]) if isinstance(b, Chart) and "Knife" in b.title]
    assert [point["y"] for point in chart.data] == [2501.0, 2502.0, 2503.0]
    assert len(chart.table.rows) == 3
