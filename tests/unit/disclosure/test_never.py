"""What is never published, whatever its size."""

from __future__ import annotations

import pandas as pd
import pytest

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.disclosure.never import leave_out_never

YEAR, MARCH = ("2023-01-01", "2023-12-31"), ("2023-03-01", "2023-03-31")


def counts(*rows: tuple[str, str, tuple[str, str]]) -> Counts:
    """Rows of (measure, access, period), large enough for any rule."""
    made = [
        {"measure": measure, "access": access, "period_start": pd.Timestamp(first), "period_end": pd.Timestamp(last),
         "unit": "offence", "breakdown": "none", "area_code": "E12000007", "numerator": 500.0}
        for measure, access, (first, last) in rows
    ]  # fmt: skip
    return Counts(pd.DataFrame(made).reindex(columns=list(COUNT_COLUMNS)))


@pytest.mark.parametrize("audience", ["public", "partnership"])
def test_restricted_months_of_what_is_counted_for_longer_stay_with_the_authors(audience: str) -> None:
    held = counts(("sv_knife", "restricted", YEAR), ("sv_knife", "restricted", MARCH), ("mps_knife", "open", MARCH))
    kept = leave_out_never(held, audience=audience).table
    assert kept[["measure", "period_start"]].to_numpy().tolist() == [
        ["sv_knife", pd.Timestamp("2023-01-01")],
        ["mps_knife", pd.Timestamp("2023-03-01")],
    ]
    assert len(leave_out_never(held, audience="authors").table) == 3


def test_a_release_of_one_month_is_still_shown() -> None:
    held = counts(("ambulance_assaults", "restricted", MARCH))
    assert len(leave_out_never(held, audience="public").table) == 1
