"""Witnesses of the same thing on one page: those held are drawn, the others say why they are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opensna.assessment.edition import Edition
from opensna.core.block import Block, Callout, Chart, Table
from opensna.reference.areas import LONDON

HACKNEY = "E09000012"
POLICE = ("mps_violence_with_injury", "ambulance_assaults")
ATTENDANCES = ("ecds_assault", "ecds_assault_knife")
DEPARTMENTS = "Hospital: emergency attendances after an assault"


def blocks(edition: Edition, area: str = HACKNEY) -> tuple[Block, ...]:
    return next(section.blocks for section in edition.blocks[area] if section.id == "witnesses_compared")


def held(edition: Edition, area: str = HACKNEY) -> dict[str, str]:
    table = next(b for b in blocks(edition, area) if isinstance(b, Table) and b.columns[0] == "Witness")
    return {row[0]: row[1] for row in table.rows}


def chart(edition: Edition) -> Chart:
    return next(block for block in blocks(edition) if isinstance(block, Chart))


@pytest.fixture(scope="module")
def with_departments(make: Callable[..., Edition]) -> Edition:
    return make(wanted=(*POLICE, *ATTENDANCES), audience="authors")


def test_emergency_departments_stand_beside_police_and_ambulance_and_are_tested_with_them(
    with_departments: Edition,
) -> None:
    drawn = chart(with_departments)
    assert {record["panel"] for record in drawn.data} >= {"Police: violence with injury", DEPARTMENTS}
    shown = {str(record["x"])[:4]: record["y"] for record in drawn.data if record["panel"] == DEPARTMENTS}
    counts = with_departments.estimates.table.query(
        "measure == 'ecds_assault' and area_code == @HACKNEY and statistic == 'count' and breakdown == 'none'"
    )
    first = counts.sort_values("period_start")["value"].iloc[0]
    assert shown == {str(row.period_start.year): pytest.approx(100 * row.value / first) for row in counts.itertuples()}
    assert "Never added." in drawn.table.note
    assert "23 March 2020" in drawn.table.note
    test = next(
        b for b in blocks(with_departments) if isinstance(b, Callout) and b.title == "Assault: do the series agree?"
    )
    assert DEPARTMENTS in test.text


def test_each_witness_says_what_is_held_or_why_it_is_not(with_departments: Edition) -> None:
    told = held(with_departments)
    assert told[DEPARTMENTS] == "5 years to 2023"
    assert told["Police: knife violence"] == "[x] no release is loaded that holds it"
    assert told["Survey: adults who were victims of personal crime"] == "one year, for the police force area"


def test_hidden_attendances_are_drawn_nowhere(make: Callable[..., Edition]) -> None:
    hidden = make(wanted=(*POLICE, *ATTENDANCES), level=0.002)
    rows = hidden.estimates.table.query("measure == 'ecds_assault' and area_code == @HACKNEY and statistic == 'count'")
    assert set(rows["mark"]) == {"[c]"}
    assert DEPARTMENTS not in {record["panel"] for record in chart(hidden).data}
    assert held(hidden)[DEPARTMENTS] == "[x] the release has no whole year of Hackney that is shown"


def test_the_survey_is_said_for_the_whole_and_is_in_no_test(with_departments: Edition) -> None:
    said = " ".join(str(getattr(block, "text", "")) for block in blocks(with_departments, LONDON))
    assert "Adults who were victims of personal crime in a year, Crime Survey" in said
    titles = [getattr(block, "title", "") for block in blocks(with_departments, LONDON)]
    assert "The Crime Survey is in no test of direction" in titles
