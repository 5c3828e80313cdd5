"""The printed tables of the April 2025 report, from the real Met Police files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.measure import measure
from opensna.actions.workspace import Workspace

pytestmark = pytest.mark.real_data
YEAR = "2022-10/2023-09"


@pytest.fixture(scope="module")
def workspace(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = init("london", tmp_path_factory.mktemp("published") / "london")
    for release in ("2024-03", "2024-11"):
        files = sorted((real_data / "crime/mps-borough").glob(f"*vint{release}.csv"))
        ingest(made, "mps_borough_crime", files, released=release)
    return made


@pytest.fixture(scope="module")
def printed_ranks(real_data: Path) -> dict[str, dict[str, int]]:
    path = real_data.parent / "report/tables/table12_borough_rankings_ye_sep_2023.csv"
    with path.open(encoding="utf-8") as rows:
        return {row["borough"]: {k: int(v) for k, v in row.items() if k != "borough"} for row in csv.DictReader(rows)}


def _ranks(workspace: Workspace, measure_id: str, release: str) -> dict[str, int]:
    answer = measure(workspace, measure_id, period=YEAR, by="borough", release=release).table
    ranked = answer[answer["rank"].notna()]
    return dict(zip(ranked["area_name"], ranked["rank"].astype(int), strict=True))


@pytest.mark.parametrize(
    ("measure_id", "column", "release", "agreeing"),
    [
        ("mps_personal_robbery", "personal_robbery", "2024-03", 32),
        ("mps_violence_with_injury", "violence_with_injury", "2024-03", 29),
        ("mps_rape", "rape", "2024-03", 23),
        ("mps_other_sexual_offences", "other_sexual_offences", "2024-03", 22),
        ("mps_rape", "rape", "2024-11", 6),
    ],
)
def test_table_12_ranks_agree_for_the_stated_number_of_boroughs(
    workspace: Workspace,
    printed_ranks: dict[str, dict[str, int]],
    measure_id: str,
    column: str,
    release: str,
    agreeing: int,
) -> None:
    ours = _ranks(workspace, measure_id, release)
    names = {name.replace(" and ", " & "): name for name in ours} | {name: name for name in ours}
    assert sum(ours[names[b]] == ranks[column] for b, ranks in printed_ranks.items()) == agreeing


def test_later_release_warns_that_a_tenth_of_rapes_have_no_known_borough(workspace: Workspace) -> None:
    answer = measure(workspace, "mps_rape", period=YEAR, by="borough", release="2024-11")
    assert any("10.8%" in warning for warning in answer.warnings)


@pytest.mark.parametrize(
    ("measure_id", "count", "rate", "digits"),
    [("mps_violence_with_injury", 17_195, 1.93, 2), ("mps_homicide", 25, 0.0028, 4), ("mps_robbery", 8_860, 0.99, 2)],
)
def test_tables_4_5_and_7_are_reproduced_for_london(
    workspace: Workspace, measure_id: str, count: int, rate: float, digits: int
) -> None:
    row = measure(workspace, measure_id, period="2024-04/2024-06", release="2024-11", population=2023).table.iloc[0]
    assert row["numerator"] == count
    assert round(row["value"], digits) == rate
    assert row["ci_lower"] < row["value"] < row["ci_upper"]


def test_city_of_london_is_not_available_in_met_police_figures(workspace: Workspace) -> None:
    answer = measure(workspace, "mps_personal_robbery", period=YEAR, by="borough", release="2024-03").table
    city = answer[answer["area_code"] == "E09000001"].iloc[0]
    assert city["mark"] == "[x]"
    assert city["value"] != city["value"]
