from __future__ import annotations

import pytest

from opensna.definition.load import load
from opensna.reference.mps_totals import yearly_totals
from opensna.sources._police import GROUPS
from opensna.synthetic.names import all_names, in_definition
from opensna.synthetic.parameters import between, classes, in_year, parameters


def test_every_block_of_numbers_names_its_source() -> None:
    blocks = [getattr(parameters(), name) for name in type(parameters()).model_fields]
    assert all(block.source.strip() for block in [*blocks, *classes()])


def test_every_offence_of_the_definition_is_made() -> None:
    made = {offence.name.strip().lower() for offence in all_names()}
    assert set(load("london").names) <= made


def test_names_outside_the_definition_are_made_too() -> None:
    assert in_definition()[:-1].any()
    assert not in_definition()[:-1].all()


def test_classes_are_stored_under_subgroups_of_the_contract_and_of_the_published_totals() -> None:
    published = set(yearly_totals()["offence_subgroup"])
    for item in classes():
        assert item.stored_subgroup in GROUPS[item.group]
        assert item.stored_subgroup in published


def test_under_25_totals_add_up_to_the_printed_changes() -> None:
    by_year = {year: sum(t[year] for t in parameters().under_25.totals.values()) for year in range(2019, 2024)}
    assert by_year[2023] == 52_091
    assert round(by_year[2022] / by_year[2021], 2) == 1.12
    assert round(by_year[2023] / by_year[2022], 2) == 1.08
    assert round(by_year[2023] / by_year[2019], 2) == 0.89


@pytest.mark.parametrize(("year", "figure"), [(2018, 1.0), (2019, 1.0), (2021, 2.0), (2023, 3.0), (2030, 3.0)])
def test_a_year_between_two_is_on_the_line_and_flat_outside(year: int, figure: float) -> None:
    assert in_year({2019: 1.0, 2023: 3.0}, year) == figure
    assert between((1.0, 3.0), year) == figure
