"""Counts by area know what the area is to the record, and keep their sum when they are carried over."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.core.errors import InputError
from opensna.reference.located import Located
from opensna.reference.lookups import small_area_changes, small_areas

OLD = sorted(small_area_changes().query("change != 'U'")["lsoa_code_2011"].unique())[:400]


def counts(values: dict[str, float]) -> pd.Series:
    return pd.Series(values, dtype=float)


def test_a_split_area_is_shared_by_the_households_of_its_parts() -> None:
    new = Located("place of offence", counts({"E01000010": 100})).of_2021().counts
    assert new.to_dict() == pytest.approx({"E01034473": 32.9713, "E01034474": 67.0287})


def test_an_unchanged_area_keeps_its_count_and_a_merged_one_takes_both() -> None:
    same = Located("place of offence", counts({"E01000001": 7})).of_2021()
    assert same.counts.to_dict() == {"E01000001": 7}
    merged = small_area_changes().query("change == 'M'").groupby("lsoa_code_2021")["lsoa_code_2011"].apply(list)
    new, (first, second, *_) = next((code, old) for code, old in merged.items() if len(old) > 1)
    assert Located("place of offence", counts({first: 3, second: 4})).of_2021().counts.to_dict() == {new: 7}


@given(st.dictionaries(st.sampled_from(OLD), st.integers(0, 1000), min_size=1, max_size=30))
@settings(max_examples=30)
def test_no_record_is_lost_or_made_on_the_way_to_wards_and_authorities(values: dict[str, int]) -> None:
    new = Located("residence of the victim", counts(values)).of_2021()
    for level in (new, new.by("ward"), new.by("lad")):
        assert level.counts.sum() == pytest.approx(sum(values.values()))
        assert level.basis == "residence of the victim"


def test_wards_of_an_authority_add_up_to_it() -> None:
    rows = small_areas().query("area_code == 'E09000007'")
    rng = np.random.default_rng(1)
    located = Located("place of offence", pd.Series(rng.integers(0, 50, len(rows)), index=rows["lsoa_code"].to_numpy()))
    assert located.by("ward").counts.sum() == located.by("lad").counts["E09000007"] == located.counts.sum()


def test_offences_and_residents_are_not_added() -> None:
    here = Located("place of offence", counts({"E09000007": 1}))
    both = here.plus(Located("place of offence", counts({"E09000007": 2, "E09000001": 5})))
    assert both.counts.to_dict() == {"E09000007": 3, "E09000001": 5}
    with pytest.raises(InputError, match="do this: count both by the place of the offence, or both by where"):
        here.plus(Located("residence of the victim", counts({"E09000007": 1})))


def test_codes_of_another_year_or_kind_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"(?s)1 of 2 codes are not a small area \(LSOA\) of 2011.*do this: say which year"
    ):
        Located("place of offence", counts({"E01000001": 1, "E09000007": 1})).of_2021()
    with pytest.raises(InputError, match=r"(?s)of 2021.*do this: say which year"):
        Located("place of offence", counts({"E01000010": 1})).by("ward")
