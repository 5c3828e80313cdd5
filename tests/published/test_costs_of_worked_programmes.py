"""Three programmes of the report, valued with the effects of the index of evidence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opensna.actions.value import worked_examples
from opensna.alignment.effects import effects_of_index
from opensna.alignment.value import Value, value_programme, without_effect
from opensna.alignment.value_spec import join_effects, read_value_spec
from opensna.alignment.value_words import chance_in_words
from opensna.costs.catalogue import build_catalogue
from opensna.reference.unit_costs import unit_costs
from opensna.whatworks.index import approaches

TITLES = {"divert": "DIVERT", "stronger_futures": "Stronger Futures", "your_choice_cbt": "Your Choice"}
PROGRAMMES = tuple(TITLES)
DOCS = Path(__file__).parents[2] / "docs" / "costs.md"


@pytest.fixture(scope="module")
def effects():
    return effects_of_index(approaches().values())


def _value(name: str, effects, *, is_without_effect: bool = False) -> Value:
    programme = join_effects(read_value_spec(worked_examples()[name]), effects)
    return value_programme(without_effect(programme) if is_without_effect else programme, build_catalogue(unit_costs()))


def test_the_worked_examples_are_programmes_of_the_report_whose_evidence_has_an_effect(
    real_data: Path, effects
) -> None:
    with (real_data / "evidence/programmes.csv").open(encoding="utf-8") as rows:
        known = {row["id"]: row["name"] for row in csv.DictReader(rows)}
    assert set(worked_examples()) == set(PROGRAMMES)
    for document in worked_examples().values():
        spec = read_value_spec(document)
        number, name = spec.programme.split(" ", 1)
        assert known[number] == name
        assert all(outcome.effect in effects for outcome in spec.outcomes)


@pytest.mark.parametrize("name", PROGRAMMES)
def test_each_number_is_traced_and_what_is_ours_is_marked_and_varied(name: str, effects) -> None:
    made = _value(name, effects)
    assumptions = made.assumptions
    assert (assumptions["source"] != "").all()
    ours = assumptions[(assumptions["origin"] == "ours") & ~assumptions["name"].str.startswith("unit_cost")]
    assert len(ours) >= 4
    assert (ours["low"] < ours["high"]).all()
    assert set(ours["name"]) <= set(made.tornado["parameter"])
    assert (made.unit_costs["source"] != "").all()


@pytest.mark.parametrize("name", PROGRAMMES)
def test_an_effect_of_zero_has_no_benefit(name: str, effects) -> None:
    made = _value(name, effects, is_without_effect=True)
    assert sum(made.gainers.values()) == 0
    assert made.bcr == 0
    assert made.chance == 0
    assert made.payback is None
    assert made.npv == pytest.approx(-sum(made.payers.values()))


def test_the_effects_used_are_those_that_the_published_index_states(real_data: Path, effects) -> None:
    with (real_data / "evidence/interventions.csv").open(encoding="utf-8") as rows:
        printed = {row["id"]: row["effect_size_headline"] for row in csv.DictReader(rows)}
    used = {outcome.effect for document in worked_examples().values() for outcome in read_value_spec(document).outcomes}
    for name in used:
        assert effects[name].wording in printed[name.split("/")[0]]
        assert f"{effects[name].change:+.0%}" in effects[name].wording


@pytest.mark.parametrize("name", PROGRAMMES)
def test_the_documentation_prints_what_the_worked_example_comes_to(name: str, effects) -> None:
    made = _value(name, effects)
    (row,) = (line for line in DOCS.read_text("utf-8").splitlines() if line.startswith(f"| {TITLES[name]} |"))
    for pounds in (sum(made.payers.values()), sum(made.gainers.values()), made.npv, *made.npv_interval):
        assert f"{'−' if pounds < 0 else ''}£{abs(pounds) / 1e6:.2f}m" in row
    assert f"| {made.bcr:.2f} | {chance_in_words(made.chance)} |" in row
    assert ("not possible" in row) != made.break_even.is_possible
