from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions.init import init
from opensna.actions.workspace import Workspace
from opensna.core.errors import DocumentError, InputError, UnknownIdError


def test_a_new_workspace_opens_with_the_settings_it_was_made_with(tmp_path: Path) -> None:
    init("london", tmp_path / "w", is_demo=True)
    settings = Workspace.open(tmp_path / "w").settings
    assert settings.is_demo
    assert settings.edition.baselines["calendar 2019"] == "2019"


def test_a_workspace_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    made = init("london", tmp_path / "w")
    assert Workspace.find(made.inbox).root == made.root


def test_a_folder_without_settings_says_how_to_make_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="make one with: opensna init london"):
        Workspace.open(tmp_path)


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    made = init("london", tmp_path / "w")
    before = (made.root / "opensna.toml").read_bytes()
    with pytest.raises(InputError, match="choose another folder"):
        init("london", tmp_path / "w")
    assert (made.root / "opensna.toml").read_bytes() == before


def test_an_unknown_preset_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="use a preset"):
        init("lodnon", tmp_path / "w")


@pytest.mark.parametrize("text", ["is_demo = 'perhaps'", "partnership = ", "colour = 'red'"])
def test_settings_that_cannot_be_read_name_the_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "opensna.toml").write_text(text, "utf-8")
    with pytest.raises(DocumentError, match="do this: mend"):
        Workspace.open(tmp_path)
