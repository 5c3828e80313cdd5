from __future__ import annotations

import math

import pandas as pd
import pytest

from opensna.core.errors import DisclosureError, InputError
from opensna.costs.volumes import read_volumes


def test_a_count_beside_itself_in_other_ages_is_refused_unless_acknowledged(volumes) -> None:
    frame = volumes({"offence": "rape", "value": 5}, {"offence": "rape", "value": 2, "ages": "under_25"})
    with pytest.raises(InputError, match="--acknowledge ages"):
        read_volumes(frame)
    assert "counts some acts twice" in read_volumes(frame, acknowledged=["ages"]).notes[0]


def test_domestic_abuse_beside_violence_is_refused_unless_acknowledged(volumes) -> None:
    frame = volumes(
        {"offence": "violence_with_injury", "value": 5}, {"offence": "domestic_abuse", "value": 2, "counted": "victims"}
    )
    with pytest.raises(InputError, match="--acknowledge domestic_abuse"):
        read_volumes(frame)
    assert read_volumes(frame, acknowledged=["domestic_abuse"]).notes


def test_the_same_count_twice_can_never_be_acknowledged(volumes) -> None:
    frame = volumes({"offence": "rape", "value": 5}, {"offence": "rape", "value": 5, "period": "2023-06/2024-05"})
    with pytest.raises(InputError, match="keep one of the two rows"):
        read_volumes(frame, acknowledged=["ages", "rape"])


def test_other_areas_and_other_periods_do_not_overlap(volumes) -> None:
    frame = volumes(
        {"offence": "rape", "value": 5}, {"offence": "rape", "value": 5, "area_code": "E2"},
        {"offence": "rape", "value": 5, "period": "2022"},
    )  # fmt: skip
    assert len(read_volumes(frame).table) == 3


def test_under_25_violence_and_all_age_sexual_violence_do_not_overlap(volumes) -> None:
    frame = volumes({"offence": "homicide", "value": 5, "ages": "under_25"}, {"offence": "rape", "value": 5})
    assert read_volumes(frame).notes == ()


def test_a_hidden_count_is_marked_and_keeps_its_range(volumes) -> None:
    row = read_volumes(volumes({"offence": "rape", "value": math.nan, "low": 1, "high": 7})).table.iloc[0]
    assert (row["mark"], row["low"], row["high"]) == ("[c]", 1, 7)


def test_a_count_with_no_range_is_refused(volumes) -> None:
    with pytest.raises(DisclosureError, match="take the rows from disclosed counts"):
        read_volumes(volumes({"offence": "rape", "value": math.nan}))


@pytest.mark.parametrize(
    "row", [{"value": 5, "low": 6, "high": 7}, {"value": -1}, {"value": 1, "counted": "incidents"}]
)
def test_a_count_outside_its_range_or_of_something_else_is_refused(volumes, row) -> None:
    with pytest.raises(InputError, match="one and the same disclosed count"):
        read_volumes(volumes({"offence": "rape"} | row))


def test_lacking_columns_are_named() -> None:
    with pytest.raises(InputError, match="hand in disclosed counts"):
        read_volumes(pd.DataFrame({"offence": ["rape"], "value": [1]}))


def test_multipliers_make_estimated_volumes_and_carry_their_source(volumes) -> None:
    multipliers = pd.DataFrame(
        {"offence": ["rape"], "multiplier": [4.0], "low": [3.0], "high": [6.0], "source": ["a survey"]}
    )
    table = read_volumes(
        volumes({"offence": "rape", "value": 5}, {"offence": "homicide", "value": 1}), multipliers=multipliers
    ).table
    assert table["kind"].tolist() == ["estimated", "recorded"]
    assert table["multiplier_source"].tolist() == ["a survey", ""]


@pytest.mark.parametrize(
    "columns",
    [
        {"source": [""]}, {"multiplier": [-1.0]}, {"low": [5.0]}, {"multiplier": ["many"]},
    ],
)  # fmt: skip
def test_a_multiplier_without_a_source_or_out_of_range_is_refused(volumes, columns) -> None:
    base = {"offence": ["rape"], "multiplier": [4.0], "source": ["a survey"]}
    with pytest.raises(InputError, match="a multiplier without a source is not used"):
        read_volumes(volumes({"offence": "rape", "value": 5}), multipliers=pd.DataFrame(base | columns))


def test_multipliers_that_lack_columns_or_stand_twice_are_refused(volumes) -> None:
    frame = volumes({"offence": "rape", "value": 5})
    with pytest.raises(InputError, match="lacks source"):
        read_volumes(frame, multipliers=pd.DataFrame({"offence": ["rape"], "multiplier": [2.0]}))
    twice = pd.DataFrame({"offence": ["rape"] * 2, "multiplier": [2.0, 3.0], "source": ["a", "b"]})
    with pytest.raises(InputError, match="rape twice"):
        read_volumes(frame, multipliers=twice)
