from __future__ import annotations

from pathlib import Path

import pytest

from opensna.core.errors import DocumentError, UnknownIdError
from opensna.definition.load import definitions, document_schema, load, load_definitions

LONDON = load("london")
ABOUT = "title: T\npartnership: P\nversion: '1'\nsource: S\n"


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.yaml").write_text(f"id: {name}\n{ABOUT}{text}", "utf-8")


def test_a_definition_based_on_another_has_all_that_it_does_not_say_itself(tmp_path: Path) -> None:
    write(tmp_path, "ours", "based_on: london\nunder_25: {applies: focus, note: All ages.}\n")
    ours = load_definitions(tmp_path, definitions())["ours"]
    assert ours.offences == LONDON.offences
    assert ours.domestic_abuse == LONDON.domestic_abuse
    assert ours.under_25.applies == "focus"
    assert ours.under_25.victims == LONDON.under_25.victims


def test_offences_are_added_and_left_out_by_name(tmp_path: Path) -> None:
    added = "{name: Violent disorder, codes: [62A], group: Public order offences, subgroup: Violent disorder, confidence: high}"
    write(tmp_path, "ours", f"based_on: london\nadd_offences: [{added}]\nleave_out_offences: [THREATS to kill]\n")
    names = load_definitions(tmp_path, definitions())["ours"].names
    assert "violent disorder" in names
    assert "threats to kill" not in names
    assert len(names) == len(LONDON.names)


def test_a_chain_of_definitions_is_followed_whatever_their_names(tmp_path: Path) -> None:
    write(tmp_path, "a", "based_on: b\n")
    write(tmp_path, "b", "based_on: london\ndomestic_abuse: {only_defined_offences: true}\n")
    assert load_definitions(tmp_path, definitions())["a"].domestic_abuse.only_defined_offences


def test_a_folder_that_is_not_there_has_no_definitions(tmp_path: Path) -> None:
    assert dict(load_definitions(tmp_path / "nowhere")) == {}


@pytest.mark.parametrize(
    ("texts", "error", "remedy"),
    [
        ({"a": "based_on: lodnon\n"}, UnknownIdError, "correct based_on in a.yaml"),
        ({"a": "based_on: b\n", "b": "based_on: a\n"}, DocumentError, "give one of them in full"),
        ({"a": "based_on: london\nleave_out_offences: [Affray]\n"}, DocumentError, "copy the name from there"),
        ({"a": "based_on: london\noffences: []\nleave_out_offences: [Murder]\n"}, DocumentError, "keep offences, or"),
        ({"london": "based_on: richmond\n"}, DocumentError, "give yours another id"),
        ({"a": "based_on: london\nunder_25: {applies: never}\n"}, DocumentError, "correct, add or remove the fields"),
        ({"a": "based_on: london\ncolour: red\n"}, DocumentError, "correct, add or remove the fields"),
        ({"a": "under_25: {applies: focus}\n"}, DocumentError, "correct, add or remove the fields"),
    ],
)
def test_a_document_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, texts: dict[str, str], error: type[Exception], remedy: str
) -> None:
    for name, text in texts.items():
        write(tmp_path, name, text)
    with pytest.raises(error, match=remedy):
        load_definitions(tmp_path, definitions())


def test_the_schema_lets_a_document_leave_out_what_its_base_says() -> None:
    schema = document_schema()
    assert {"id", "title", "version", "source", "partnership"} == set(schema["required"])
    assert {"required": ["based_on"]} in schema["anyOf"]
    assert "add_offences" in schema["properties"]
