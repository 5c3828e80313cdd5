from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.target import mix_of_workspace, packaged_mix, target
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect
from opensna.core.errors import DocumentError, InputError, UnknownIdError

MEASURE = "mps_personal_robbery"
MIX = """contributions:
  - id: mentors
    title: Mentors
    effect: A/knife
    share: {value: 0.2, low: 0.1, high: 0.3, origin: ours, source: ours}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("target")
    made = init("london", folder / "w")
    months = [f"{year}{month:02d}" for year in range(2019, 2024) for month in range(1, 13)]
    draws = np.random.default_rng(1).poisson(100, (2, len(months)))
    lines = [",".join(["MajorText", "MinorText", "BoroughName", *months])]
    for borough, counts in zip(("Camden", "Barnet"), draws, strict=True):
        lines.append(",".join(["ROBBERY", "ROBBERY OF PERSONAL PROPERTY", borough, *map(str, counts)]))
    path = folder / "borough.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    ingest(made, "mps_borough_crime", [path], released="2024-03")
    return made


def test_a_break_inside_the_series_is_refused_with_its_remedy(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="--across pandemic_2020"):
        target(workspace, measure_id=MEASURE)


def test_the_whole_and_every_area_have_a_path_and_crossed_breaks_are_said(workspace: Workspace) -> None:
    made = target(workspace, measure_id=MEASURE, across=("pandemic_2020",))
    assert made.target.baseline.area_name == "London"
    assert {"London", "Camden", "Barnet"} <= set(made.steps["area_name"])
    assert "City of London" not in set(made.steps["area_name"])
    assert any("pandemic" in warning for warning in made.warnings)
    assert any("scenarios, not promises" in warning for warning in made.warnings)
    assert made.target.chance is None
    assert len(made.tasks)


def test_a_mix_of_the_records_is_added(workspace: Workspace) -> None:
    (workspace.root / "records/target_mix.yaml").write_text(MIX, "utf-8")
    effect = Effect("A/knife", "knife crime", -0.3, -0.5, -0.1, "a trial")
    made = target(workspace, measure_id=MEASURE, area="Camden", across=("pandemic_2020",), effects={effect.id: effect})
    assert set(made.target.scenarios["scenario"]) == {"nothing changes", "with the mix"}
    (workspace.root / "records/target_mix.yaml").unlink()


def test_a_measure_that_has_no_months_or_an_area_without_figures_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="choose one of: "):
        target(workspace, measure_id="homicide_victims_under25")
    with pytest.raises(InputError, match="choose an area that it covers"):
        target(workspace, measure_id=MEASURE, area="City of London", across=("pandemic_2020",))
    with pytest.raises(UnknownIdError, match="no measure has this id"):
        target(workspace, measure_id="mps_personal_robery")


def _months(path: Path, codes: tuple[str, ...] = ("E12000007",)) -> Path:
    counts = np.random.default_rng(2).poisson(120, 48)
    lines = [
        f"{code},{year}-{month:02d},{counts[12 * (year - 2022) + month - 1]}"
        for code in codes
        for year in range(2022, 2026)
        for month in range(1, 13)
    ]
    path.write_text("\n".join(["area_code,month,value", *lines]) + "\n", "utf-8")
    return path


def test_a_published_monthly_series_may_be_scoped_from_a_file(workspace: Workspace, tmp_path: Path) -> None:
    made = target(workspace, counts=_months(tmp_path / "published.csv"))
    assert str(made.target.baseline.period) == "2025-01/2025-12"
    assert made.target.baseline.lower < made.target.baseline.value < made.target.baseline.upper
    assert made.target.scenarios["period"].iloc[-1] == "2035-01/2035-12"
    assert list(made.steps["area_code"]) == ["E12000007"]


def test_a_file_without_the_area_or_with_words_for_numbers_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="E12000007"):
        target(workspace, counts=_months(tmp_path / "a.csv"), area="E09000001")
    (tmp_path / "b.csv").write_text("area_code,month,value\nE1,2023-01,many\n", "utf-8")
    with pytest.raises(DocumentError, match="write a number, or leave the cell empty"):
        target(workspace, counts=tmp_path / "b.csv")


def test_londons_own_mix_names_effects_of_the_index_and_counts_nothing_that_has_no_source(workspace: Workspace) -> None:
    assert mix_of_workspace(workspace) == packaged_mix("london")
    made = target(workspace, measure_id=MEASURE, across=("pandemic_2020",)).target
    assert len(made.mix.parts) == len(packaged_mix("london").contributions) > 3
    assert made.mix.is_empty
    assert all("no sourced link from" in part.reason for part in made.mix.parts)
    assert all(part.evidence and part.source for part in made.mix.parts)
    assert packaged_mix("west-midlands").contributions == ()
