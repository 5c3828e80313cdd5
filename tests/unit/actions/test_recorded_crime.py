"""Recorded crime of an authority outside London, from the Home Office's table by community safety partnership."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.assessment.edition import Edition
from opensna.core.block import Block, Callout, Chart, Table
from opensna.reference.lookups import authorities_of_partnerships, safety_partnerships
from opensna.reference.population import LATEST_YEAR, residents
from opensna.stats.rates import rate_with_interval

BIRMINGHAM, COVENTRY, DUDLEY, WHOLE = "E08000025", "E08000026", "E08000027", "E23000014"
HEADER = ",".join((
    "Financial Year", "Financial Quarter", "Force Name", "CSP Name", "ONS Code", "Offence Description", "Offence Group",
    "Offence Subgroup", "Offence Code", "Number of Offences",
))  # fmt: skip
INJURY = "Assault with injury,Violence against the person,Violence with injury,8N"
RAPE = "Rape of a female aged 16 and over,Sexual offences,Rape offences,19C"


def delivery(path: Path) -> Path:
    """Made-up counts: Birmingham in two calendar years, Coventry in one, Dudley in three quarters."""
    quarters = [(f"{year - (first == 4)}/{(year - (first == 4) + 1) % 100:02d}", first)
                for year in (2022, 2023) for first in (4, 1, 2, 3)]  # fmt: skip
    lines = [HEADER]
    for at, (year, quarter) in enumerate(quarters):
        lines.append(f"{year},{quarter},West Midlands Police,Birmingham,E22000335,{INJURY},{1000 + at}")
        lines.append(f"{year},{quarter},West Midlands Police,Birmingham,E22000335,{RAPE},{10}")
        if at >= 4:
            lines.append(f"{year},{quarter},West Midlands Police,Coventry,E22000336,{INJURY},300")
        if at >= 5:
            lines.append(f"{year},{quarter},West Midlands Police,Dudley,E22000337,{INJURY},200")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("recorded")
    workspace = init("west-midlands", folder / "w")
    ingest(workspace, "home_office_recorded_crime_csp", [delivery(folder / "csp.csv")], released="2024-07")
    return assess(workspace)


def blocks(edition: Edition, area: str) -> tuple[Block, ...]:
    return next(section.blocks for section in edition.blocks[area] if section.id == "trends")


def test_an_authoritys_offences_stand_with_their_rates_and_the_year_before(edition: Edition) -> None:
    table = next(b for b in blocks(edition, BIRMINGHAM) if isinstance(b, Table))
    injury, rape = table.rows
    after, before = sum(range(1004, 1008)), sum(range(1000, 1004))
    rate = rate_with_interval([after], [residents(year=LATEST_YEAR)[BIRMINGHAM]], per=1000)
    assert injury[0] == "Violence with injury"
    assert (injury[2], injury[5]) == (f"{after:,}", f"{before:,}")
    assert float(injury[3]) == pytest.approx(rate.value[0], abs=0.005)
    assert (rape[0], rape[2]) == ("Rape", "40")
    assert "7 June 2022" in table.note


def test_the_first_offence_is_drawn_over_the_years_with_its_breaks_marked(edition: Edition) -> None:
    drawn = next(b for b in blocks(edition, BIRMINGHAM) if isinstance(b, Chart))
    assert [row[1] for row in drawn.table.rows] == ["4,006", "4,022"]
    assert {mark["x"] for mark in drawn.options["breaks"]} == {"2022-06-07"}


def test_one_year_is_no_chart_and_three_quarters_are_no_year(edition: Edition) -> None:
    assert not any(isinstance(b, Chart) for b in blocks(edition, COVENTRY))
    assert next(b for b in blocks(edition, COVENTRY) if isinstance(b, Table)).rows[0][2] == "1,200"
    (absent,) = (b for b in blocks(edition, DUDLEY) if isinstance(b, Callout) and b.title.startswith("Dudley"))
    assert absent.title == "Dudley: not available [x]"


def test_the_whole_shows_its_authorities_and_adds_nothing_up(edition: Edition) -> None:
    table = next(b for b in blocks(edition, WHOLE) if isinstance(b, Table))
    assert [(row[0], row[1]) for row in table.rows] == [("Birmingham", "4,022"), ("Coventry", "1,200")]
    assert table.rows[1][2] == "[x]"


def test_a_partnership_is_an_authority_only_where_each_has_no_other() -> None:
    own, rows = authorities_of_partnerships(), safety_partnerships()
    assert own["E22000335"] == BIRMINGHAM
    several = rows[rows["csp_code"].duplicated(keep=False) | rows["area_code"].duplicated(keep=False)]
    assert len(several) > 0
    assert not set(several["csp_code"]) & set(own)
    assert len(set(own.values())) == len(own)
