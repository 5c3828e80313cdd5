from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from opensna.actions.init import init
from opensna.actions.value import value, worked_examples
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect
from opensna.core.errors import UnknownIdError


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init("london", tmp_path / "w")


def test_a_worked_example_is_valued_with_the_effect_of_the_index(workspace: Workspace, tmp_path: Path) -> None:
    made = value(workspace, "stronger_futures", workbook=tmp_path / "value.xlsx")
    assert made.model.programme.effects["YEF-16/crime_overall"].change == -0.08
    assert (tmp_path / "value.xlsx").is_file()


def test_an_evaluations_effect_may_be_handed_over_instead(workspace: Workspace) -> None:
    ours = Effect("YEF-16/crime_overall", "crime overall", -0.5, -0.6, -0.4, "our evaluation")
    made = value(workspace, "stronger_futures", effects={ours.id: ours})
    assert not made.model.programme.is_assumed
    assert made.assumptions.set_index("name").loc["effect:YEF-16/crime_overall", "origin"] == "evidence"


def test_an_approach_of_the_records_replaces_the_indexs_own(workspace: Workspace) -> None:
    packaged = resources.files("opensna.whatworks") / "approaches" / "after_school_programmes.yaml"
    folder = workspace.root / "records/approaches"
    folder.mkdir()
    text = packaged.read_text("utf-8").replace("change: -0.08", "change: -0.05")
    (folder / "after_school_programmes.yaml").write_text(text, "utf-8")
    made = value(workspace, "stronger_futures")
    assert made.model.programme.effects["YEF-16/crime_overall"].change == -0.05


def test_a_document_of_the_records_or_a_path_is_found(workspace: Workspace, tmp_path: Path) -> None:
    text = worked_examples()["stronger_futures"].read_text("utf-8")
    (workspace.root / "records/values").mkdir()
    (workspace.root / "records/values/mine.yaml").write_text(text.replace("id: stronger_futures", "id: mine"), "utf-8")
    assert value(workspace, "mine").model.programme.spec.id == "mine"
    assert value(workspace, str(workspace.root / "records/values/mine.yaml")).model.programme.spec.id == "mine"


def test_an_unknown_programme_names_those_there_are(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError, match=r"write records/values/mentors.yaml, or use one of: divert"):
        value(workspace, "mentors")
