from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from opensna.core.errors import DocumentError
from opensna.measures.load import document_schema, load_measures

MEASURES = load_measures(resources.files("opensna.measures"))
ONE = """
id: m
title: A title
question: How many?
source: police_offences
unit: offence
where: {in_definition: true}
denominator: {population: residents}
direction: lower_is_better
"""
SHARE = "denominator: {records: {in_definition: true}}\nmethod: wilson\nper: 1\n"


def test_every_shipped_measure_asks_a_question_and_is_marked_unreviewed_or_reviewed() -> None:
    assert all(measure.question.endswith("?") for measure in MEASURES.values())
    assert {measure.reviewed_by for measure in MEASURES.values()} == {"unreviewed"}


def test_every_shipped_measure_has_caveats_in_whole_sentences() -> None:
    assert all(m.caveats and all(c.endswith(".") for c in m.caveats) for m in MEASURES.values())


@pytest.mark.parametrize(
    "wanted",
    ["mps_personal_robbery", "mps_robbery", "mps_violence_with_injury", "mps_rape", "mps_ward_homicide", "sv_all", "sv_under25",
     "sv_threats_to_kill", "sv_under25_personal_robbery", "sv_under25_knife", "sv_domestic_abuse", "sv_sexual_violence",
     "sv_domestic_abuse_in_definition", "victims_under25", "suspects_10_24", "ambulance_assaults", "ambulance_assaults_under25"],
)  # fmt: skip
def test_a_measure_is_there(wanted: str) -> None:
    assert wanted in MEASURES


def test_for_each_gives_a_measure_a_value_with_its_words_filled_in(tmp_path: Path) -> None:
    each = "for_each: {column: offence_subgroup, values: {rape: Rape, both: [Rape, Arson]}, names: {both: rape or arson}}\n"
    (tmp_path / "m_each.yaml").write_text(ONE.replace("A title", '"{value}, all ages"') + each)
    found = load_measures(tmp_path)
    assert list(found) == ["m_rape", "m_both"]
    assert found["m_rape"].title == "Rape, all ages"
    assert found["m_both"].title == "Rape or arson, all ages"
    assert found["m_both"].where == {"in_definition": True, "offence_subgroup": ("Rape", "Arson")}


def test_for_each_of_a_share_chooses_the_records_it_is_a_share_of(tmp_path: Path) -> None:
    each = "for_each: {column: offence_subgroup, values: {rape: Rape}}\n"
    text = ONE.replace("denominator: {population: residents}\n", SHARE).replace(
        "in_definition: true}\nden", "flag_knife: true}\nden"
    )
    (tmp_path / "m_each.yaml").write_text(text + each)
    measure = load_measures(tmp_path)["m_rape"]
    assert measure.where == {"flag_knife": True}
    assert measure.model_dump()["denominator"] == {"records": {"in_definition": True, "offence_subgroup": "Rape"}}


def test_the_mapping_is_read_only() -> None:
    with pytest.raises(TypeError):
        MEASURES["x"] = MEASURES["sv_all"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        (("id: m", "id: other"), "rename the file or correct the id"),
        (("title: A title", "title: n/a"), "write the value, or remove the field"),
        (("question: How many?", "question: ''"), "write the value, or remove the field"),
        (("unit: offence", "unit: crime"), "correct, add or remove the fields"),
        (("direction: lower_is_better\n", ""), "correct, add or remove the fields"),
        (
            ("denominator: {population: residents}\n", "denominator: {records: {in_definition: true}}\n"),
            "correct method or",
        ),
        (("denominator: {population: residents}\n", SHARE.replace("per: 1", "per: 100")), "write per: 1"),
        (("unit: offence", "unit: offence\nsum: a\ndistinct: b"), "keep one of them"),
        (("A title", '"{value}"'), "write the words, or add for_each"),
        (("unit: offence", "unit: offence\nreviewed_by: A Person"), "give both, or neither"),
        (("unit: offence", "unit: offence\nfor_each: {column: a, values: {b: c}}"), "with for_each the file is"),
    ],
)
def test_a_measure_that_does_not_fit_says_what_to_do(tmp_path: Path, change: tuple[str, str], remedy: str) -> None:
    (tmp_path / "m.yaml").write_text(ONE.replace(*change))
    with pytest.raises(DocumentError, match=remedy) as error:
        load_measures(tmp_path)
    assert "m.yaml" in str(error.value)


def test_an_id_made_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m_a.yaml").write_text(ONE.replace("id: m", "id: m_a"))
    (tmp_path / "m_each.yaml").write_text(ONE + "for_each: {column: x, values: {a: b}}\n")
    with pytest.raises(DocumentError, match="another file name or suffix"):
        load_measures(tmp_path)


def test_the_schema_names_every_field_and_for_each() -> None:
    schema = document_schema()
    assert {"id", "where", "denominator", "for_each"} <= set(schema["properties"])
