from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from opensna.core.errors import UnreadableFileError
from opensna.synthetic.fit import COLUMNS, fit
from opensna.synthetic.synthesise import synthesise


@pytest.fixture(scope="module")
def fitted(small_london: dict[str, tuple[Path, ...]]) -> pd.DataFrame:
    return fit(small_london["police_offences"][0].parent)


def test_the_fit_names_target_source_wanted_got_and_difference(fitted: pd.DataFrame) -> None:
    assert list(fitted.columns) == COLUMNS
    assert fitted["target"].is_unique
    assert fitted["source"].str.len().gt(0).all()


@pytest.mark.parametrize(
    "target",
    [
        "under-25: Homicide, 2023",
        "under-25: Violence with injury, 2023",
        "under-25: Threats to kill, 2023",
        "under-25: Robbery of personal property, 2023",
        "under-25: Violence with injury, 2019",
        "domestic abuse offences, 2023",
        "no non-fatal strangulation before 7 June 2022 (1: none)",
    ],
)
def test_printed_totals_are_met_exactly_at_any_scale(fitted: pd.DataFrame, target: str) -> None:
    row = fitted.set_index("target").loc[target]
    assert row["got"] == row["wanted"]


def test_volumes_by_subgroup_are_met_within_the_rounding_of_five_years(fitted: pd.DataFrame) -> None:
    rows = fitted[fitted["target"].str.endswith(", all years")]
    assert len(rows) == 13
    assert (rows["wanted"] - rows["got"]).abs().max() <= 3


def test_changes_and_shares_of_the_report_are_near_at_a_fiftieth_of_the_size(fitted: pd.DataFrame) -> None:
    near = fitted[fitted["target"].str.contains("under-25 violence|under-25 robbery, 2019|knife, % of")]
    assert len(near) == 6
    assert (near["wanted"] - near["got"]).abs().max() < 1.5


def test_boroughs_stand_nearly_in_the_order_of_table_12(fitted: pd.DataFrame) -> None:
    rows = fitted[fitted["target"].str.contains("rank correlation")].set_index("target")["got"]
    assert len(rows) == 6
    assert rows.filter(like="domestic abuse").min() > 90
    assert rows.filter(like="knife").min() > 85


def test_years_that_were_not_made_have_no_target(tmp_path: Path) -> None:
    synthesise(tmp_path, years=(2020,), scale=0.002)
    assert not fit(tmp_path)["target"].str.contains("2019|2023|Table 12").any()


def test_a_folder_without_a_synthetic_london_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="opensna synthesise"):
        fit(tmp_path)
