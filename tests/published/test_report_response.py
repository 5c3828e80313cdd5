"""The definition (Figure 3) and chapter 1 and 3's tables of the response (Tables 3 and 16) of the April 2025 report."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from opensna.commissioning.portfolio import table3
from opensna.commissioning.register import programmes
from opensna.definition.load import definitions
from opensna.whatworks.index import approaches

pytestmark = pytest.mark.real_data


def test_the_definition_has_the_offences_of_the_annex_and_no_violence_against_property(london: Any) -> None:
    assert london.says(
        "threats to kill and violence against property caused during the commission of one of these offences"
    )
    annex = london.printed("annex_offences_in_scope")
    ours = definitions()["london"].offences
    assert len(ours) == len(annex) == 34
    assert {(o.group, o.subgroup, o.name.casefold().rstrip(".")) for o in ours} == {
        (row.offence_group, row.offence_subgroup, row.offence.casefold().rstrip(".")) for row in annex.itertuples()
    }
    assert not [
        o.name for o in ours if "damage" in o.name.casefold() or "property" in o.name.casefold().split("personal")[0]
    ]


def test_table_3_is_drawn_from_the_register_of_programmes(london: Any) -> None:
    register = pd.read_csv(london.data / "evidence/programmes.csv").dropna(subset="name_in_table3")
    tiers = register["prevention_tier"].replace({"not stated": "not tiered"})
    printed = set(zip(register["name_in_table3"], tiers, strict=True))
    rows = table3(programmes().values())
    drawn = {(name, tier) for row in rows for tier, names in row.by_tier.items() for name in names}
    assert len(rows) == 6
    assert drawn == {(name, tier) for name, tier in printed if tier in rows[0].by_tier}
    assert all(london.says(name) for name, _ in drawn)


def test_the_nine_approaches_of_table_16_are_in_the_index_under_their_two_goals(london: Any) -> None:
    marked = [approach for approach in approaches().values() if approach.table16 is not None]
    goals = [approach.table16.goal for approach in marked if approach.table16]
    assert (len(marked), goals.count("young_people")) == (9, 3)
    assert {approach.table16.label for approach in marked if approach.table16} == {"Strong estimate of impact"}
    interventions = pd.read_csv(london.data / "evidence/interventions.csv")
    confirmed = interventions[interventions["index_membership"].str.contains("Table 16")]["intervention_key"]
    assert set(confirmed.str.replace("-", "_")) == {approach.id for approach in marked}
