"""Boroughs against London: exactly, within the rounding, as hidden figures allow, or refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.assessment.reconcile import ABSENT, BROKEN, EXACT, HIDDEN, PERSONS, ROUNDED, reconcile, refuse_unreconciled
from opensna.core.area import Area
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import ClaimError
from opensna.core.period import Period
from opensna.disclosure.disclose import disclose
from opensna.measures.measure import Measure
from opensna.measures.unplaced import unplaced_of

YEAR = Period.parse("2023")
LONDON = Area("E12000007", "London", "region")
PARTS = (*(Area(f"E0900000{i}", f"Borough {i}", "lad", parent=LONDON.code) for i in (1, 2, 3)), unplaced_of(LONDON))
RATE = Measure(id="m", title="M", question="How many?", source="s", unit="offence", direction="neither")


def counts(whole: float, *parts: float) -> Counts:
    usual: dict[str, Any] = {
        "measure": "m", "period_start": YEAR.start, "period_end": YEAR.end, "breakdown": "none", "group": "", "denominator": 1000.0,
        "denominator_kind": "population", "unit": "offence", "source": "s", "access": "restricted", "kind": "measured",
        "release": "2024-03",
    }  # fmt: skip
    places = zip((LONDON, *PARTS), (whole, *parts), strict=True)
    rows = [{**usual, "area_code": place.code, "numerator": n, "mark": "[x]" if n != n else ""} for place, n in places]
    return Counts(pd.DataFrame(rows)[list(COUNT_COLUMNS)])


def found(made: Counts, *, audience: str = "authors", measure: Measure = RATE) -> dict[str, Any]:
    shown = disclose(
        made, audience=audience, wholes={part.code: LONDON.code for part in PARTS}, measures={"m": measure}
    )
    return reconcile(shown, measures={"m": measure}, whole=LONDON, parts=PARTS).iloc[0].to_dict()


def test_areas_and_the_unplaced_add_up_to_the_whole_exactly() -> None:
    row = found(counts(100, 50, 30, 15, 5))
    assert (row["verdict"], row["areas"], row["unplaced"]) == (EXACT, 100, 5)


def test_one_record_too_many_or_too_few_is_refused_and_named() -> None:
    for whole in (99, 101):
        shown = disclose(counts(whole, 50, 30, 15, 5), audience="authors")
        rows = reconcile(shown, measures={"m": RATE}, whole=LONDON, parts=PARTS)
        assert rows.iloc[0]["verdict"] == BROKEN
        with pytest.raises(ClaimError, match="count again") as error:
            refuse_unreconciled(rows, audience="authors")
        assert "m 2023-01/2023-12" in str(error.value)


def test_without_the_unplaced_a_total_does_not_add_up() -> None:
    shown = disclose(counts(100, 50, 30, 15, 5), audience="authors")
    rows = reconcile(shown, measures={"m": RATE}, whole=LONDON, parts=PARTS[:-1])
    assert rows.iloc[0]["verdict"] == BROKEN


def test_rounded_figures_add_up_within_the_rounding() -> None:
    row = found(counts(101, 51, 33, 17, 0), audience="public")
    assert row["verdict"] == ROUNDED
    assert row["areas_low"] <= 101 <= row["areas_high"]


def test_a_hidden_part_counts_as_its_interval_and_is_not_given_away() -> None:
    row = found(counts(100, 50, 30, 17, 3), audience="public")
    assert row["verdict"] == HIDDEN
    assert row["unplaced_mark"] == "[c]"
    assert row["areas_high"] - row["areas_low"] >= 6


def test_an_area_that_the_source_leaves_out_is_no_part() -> None:
    row = found(counts(85, 50, 30, float("nan"), 5))
    assert (row["verdict"], row["left_out"]) == (EXACT, 1)


def test_persons_and_totals_without_parts_say_why_they_are_not_added() -> None:
    assert (
        found(counts(90, 50, 30, 15, 5), measure=RATE.model_copy(update={"distinct": "person_id"}))["why_not"]
        == PERSONS
    )
    nothing = float("nan")
    assert found(counts(100, nothing, nothing, nothing, nothing))["why_not"] == ABSENT


@given(parts=st.lists(st.integers(min_value=0, max_value=60), min_size=4, max_size=4))
def test_whatever_is_hidden_or_rounded_what_is_shown_never_contradicts_the_truth(parts: list[int]) -> None:
    row = found(counts(sum(parts), *parts), audience="public")
    assert row["verdict"] in (EXACT, ROUNDED, HIDDEN)
    assert row["areas_low"] <= sum(parts) <= row["areas_high"]
    assert row["whole_low"] <= sum(parts) <= row["whole_high"]
