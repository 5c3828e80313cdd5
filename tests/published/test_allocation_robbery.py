"""The Robbery Fund's fifteen boroughs from the real Met Police files, as Table 12 of the April 2025 report ranks them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opensna.actions.allocate import allocate, allocate_fund, compare_allocations, need_of
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.workspace import Workspace
from opensna.commissioning.edges import swap
from opensna.commissioning.rule import AllocationRule
from opensna.core.errors import InputError

pytestmark = pytest.mark.real_data
YEAR = "2022-10/2023-09"
ROBBERY_FUND = AllocationRule(method="top_n", n=15)


@pytest.fixture(scope="module")
def workspace(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = init("london", tmp_path_factory.mktemp("robbery") / "london")
    for release in ("2024-03", "2024-11"):
        files = sorted((real_data / "crime/mps-borough").glob(f"*vint{release}.csv"))
        ingest(made, "mps_borough_crime", files, released=release)
    return made


def test_fifteen_boroughs_are_those_of_table_12(workspace: Workspace, real_data: Path) -> None:
    path = real_data.parent / "report/tables/table12_borough_rankings_ye_sep_2023.csv"
    with path.open(encoding="utf-8") as rows:
        printed = {row["borough"] for row in csv.DictReader(rows) if int(row["personal_robbery"]) <= 15}
    made = allocate(
        workspace, "mps_personal_robbery", ROBBERY_FUND, budget=1_500_000, period=YEAR, release="2024-03"
    ).allocation
    assert set(made.table.loc[made.table["gets"], "area_name"]) == printed
    assert (made.table.loc[made.table["gets"], "amount"] == 100_000).all()


def test_the_robbery_fund_of_the_register_divides_itself_by_its_own_rule(workspace: Workspace) -> None:
    by_fund = allocate_fund(workspace, "robbery", budget=1_500_000, period=YEAR, release="2024-03")
    by_hand = allocate(
        workspace, "mps_personal_robbery", ROBBERY_FUND, budget=1_500_000, period=YEAR, release="2024-03"
    )
    assert by_fund.allocation.winners == by_hand.allocation.winners
    with pytest.raises(InputError, match="give the budget with --budget"):
        allocate_fund(workspace, "robbery")


def test_harm_weighs_a_rape_as_more_than_a_robbery(workspace: Workspace, tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("measure,weight\nmps_personal_robbery,1\nmps_rape,5\n")
    need, _ = need_of(workspace, "mps_rape", basis="harm", period=YEAR, release="2024-03", weights=weights)
    parts = [need_of(workspace, m, period=YEAR, release="2024-03")[0] for m in ("mps_personal_robbery", "mps_rape")]
    robberies, rapes = (part.set_index("area_code")["value"] for part in parts)
    held = need.set_index("area_code").reindex(rapes.index)
    assert held["value"].fillna(-1).to_dict() == (robberies + 5 * rapes).fillna(-1).to_dict()
    assert (held["low"].dropna() < held["value"].dropna()).all()


def test_ealing_and_wandsworth_change_places_in_about_a_quarter_of_cases(workspace: Workspace) -> None:
    divided = allocate(
        workspace, "mps_personal_robbery", ROBBERY_FUND, budget=1_500_000, period=YEAR, release="2024-03"
    )
    edge = divided.edge
    assert edge is not None
    assert (edge.last_in, edge.value_in, edge.first_out, edge.value_out) == ("Ealing", 760, "Wandsworth", 736)
    assert edge.swap.level == pytest.approx(0.267, abs=0.001)
    assert edge.swap.again == pytest.approx(0.263, abs=0.001)
    chances = divided.allocation.table.set_index("area_name")["chance"]
    assert chances["Westminster"] > 0.999
    assert chances["Ealing"] > 0.5 > chances["Wandsworth"] > 0.15
    assert swap(divided.allocation.table, "E09000009", "E09000032").level == edge.swap.level


def test_ranking_by_rate_or_by_another_release_moves_boroughs_across_the_line(workspace: Workspace) -> None:
    made = compare_allocations(
        workspace,
        "mps_personal_robbery",
        ROBBERY_FUND,
        budget=1_500_000,
        choices={
            "by count": {"period": YEAR, "release": "2024-03"},
            "by rate": {"period": YEAR, "release": "2024-03", "basis": "rate"},
            "later release": {"period": YEAR, "release": "2024-11"},
        },
    )
    changes = made.changes.set_index("to_label")
    assert changes.loc["by rate", "stayed"] < 15
    assert len(changes.loc["by rate", "entered"]) == len(changes.loc["by rate", "left"])
    assert changes.loc["by rate", "moved"] == 100_000 * len(changes.loc["by rate", "entered"])


def test_five_years_of_top_fifteen_count_each_boroughs_times(workspace: Workspace) -> None:
    years = {str(year): {"period": str(year), "release": "2024-03"} for year in range(2019, 2024)}
    made = compare_allocations(workspace, "mps_personal_robbery", ROBBERY_FUND, budget=1_500_000, choices=years)
    assert made.table["times"].sum() == 5 * 15
    assert len(made.changes) == 4
