"""Need by area, cohort and hours: bands share out the week, small cells are pooled, and what is wrong is told."""

from __future__ import annotations

import math
from datetime import date, time
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pytest
import yaml

from opensna.alignment.need import COLUMNS, check_need, close_upper_bounds, need_measures, need_of, with_bands
from opensna.alignment.need_plan import WEEK, NeedPlan, need_plan, read_need_plan, slots_of
from opensna.commissioning.programme import Hours
from opensna.core.counts import DISCLOSED_COLUMNS, DisclosedCounts
from opensna.core.errors import DocumentError, InputError
from opensna.core.period import Period

PLAN = need_plan().all_year()
NAMES = {"A": "Ash", "B": "Birch", "W": "Wood"}
ONE, THREE = Period.parse("2023"), Period.parse("2021-01/2023-12")
TERM = ((date(2023, 1, 4), date(2023, 2, 10)),)


def disclosed(*rows: tuple[str, Period, str, float, float, float, str]) -> DisclosedCounts:
    """Rows of area, period, band ("" for all), value, low, high and mark, of young people."""
    made = [
        {
            "measure": "need_young_people", "area_code": area, "period_start": when.start, "period_end": when.end,
            "breakdown": "need_band" if band else "none", "group": band, "numerator": value, "mark": mark,
            "numerator_low": low, "numerator_high": high,
        }
        for area, when, band, value, low, high, mark in rows
    ]  # fmt: skip
    return DisclosedCounts(
        pd.DataFrame(made).reindex(columns=list(DISCLOSED_COLUMNS)), audience="public", policy="test"
    )


def frame(**changes: Any) -> pd.DataFrame:
    row: dict[str, Any] = {
        "area_code": "A",
        "cohort": "young_people",
        "band": "night",
        "value": 5.0,
        "low": 4.0,
        "high": 6.0,
        "mark": "",
    }
    return pd.DataFrame([{**row, **changes}])


def banded(plan: NeedPlan, terms: Any = ()) -> list[str]:
    """Bands of: a Friday at 3pm in term and in the holidays, a Friday at 9pm, a Saturday at 4am, at noon, and an unknown hour."""
    rows = pa.table({
        "n": range(6),
        "date": [date(2023, 1, 6), date(2023, 2, 17), date(2023, 1, 6), date(2023, 1, 7), date(2023, 1, 7), date(2023, 1, 7)],
        "hour": [15, 15, 21, 4, 12, None],
    })  # fmt: skip
    found = with_bands(ibis.memtable(rows), plan, terms).order_by("n").to_pyarrow()
    return found["need_band"].to_pylist()


def test_the_bands_share_out_the_week() -> None:
    slots = [slot for band in need_plan().bands for slot in band.slots]
    assert len(slots) == len(set(slots)) == len(WEEK) == 7 * 24 * 2


def test_an_offence_is_in_the_band_of_its_hour_or_in_none() -> None:
    assert banded(PLAN) == ["after_school", "after_school", "night", "night", "weekend_day", "unknown"]


def test_with_school_terms_the_holidays_are_a_band_of_their_own() -> None:
    assert banded(need_plan(), TERM)[:2] == ["after_school", "after_school_holidays"]
    assert "school holidays included" in PLAN.band_names["after_school"]
    assert need_plan().band_names["after_school"] == "School days 3pm to 9pm"


def test_a_programme_in_term_only_is_not_there_in_the_holidays() -> None:
    hours = Hours(days=("MO",), opens=time(15, 30), closes=time(17), in_term_only=True)
    assert slots_of([hours]) == {("MO", 15, "term"), ("MO", 16, "term")}
    all_day = Hours(days=("MO",), opens=time(9), closes=time(9))
    assert len(slots_of([all_day])) == 48


def test_every_cohort_is_counted_once_by_band_and_none_by_ethnicity() -> None:
    measures = need_measures(PLAN)
    assert [m.id for m in measures] == ["need_young_people", "need_domestic_abuse", "need_sexual_violence"]
    assert all(m.breakdowns == ("need_band",) for m in measures)
    assert all("ethnic" not in column for m in measures for column in m.where)


def test_a_band_of_which_one_year_would_hide_an_area_is_pooled_for_all_areas_alike() -> None:
    counts = disclosed(
        ("A", ONE, "night", math.nan, 1, 7, "[c]"), ("B", ONE, "night", 20, 18, 22, ""),
        ("A", THREE, "night", 15, 13, 17, ""), ("B", THREE, "night", 60, 58, 62, ""),
        ("A", ONE, "", 30, 28, 32, ""), ("A", THREE, "", 90, 88, 92, ""),
    )  # fmt: skip
    made, said = need_of(counts, PLAN, periods=(ONE, THREE), whole="W")
    table = made.set_index(["area_code", "band"])[["value", "years"]]
    assert table.loc[("A", "night")].tolist() == [15, 3]
    assert table.loc[("B", "night")].tolist() == [60, 3]
    assert table.loc[("A", "any")].tolist() == [30, 1]
    assert said == (
        "Violence affecting under-25s, any day 9pm to 5am: pooled over January 2021 to December 2023, because 2023 hides 1 of the "
        "areas",
    )  # fmt: skip


def test_what_pooling_still_hides_is_for_the_partnership_audience() -> None:
    counts = disclosed(("A", ONE, "night", math.nan, 1, 7, "[c]"))
    made, said = need_of(counts, PLAN, periods=(ONE,), whole="W")
    assert (made["mark"][0], made["low"][0], made["high"][0]) == ("[c]", 1, 7)
    assert said == (
        "Violence affecting under-25s, any day 9pm to 5am: 1 of the areas stay hidden [c]; their counts are for the partnership "
        "audience only",
    )  # fmt: skip


def test_an_endless_bound_is_closed_by_what_the_whole_leaves() -> None:
    rows = [("W", 98, 102), ("A", 1, math.inf), ("B", 60, 64), ("C", math.nan, math.nan)]
    need = pd.DataFrame([(a, "c", "b", 0.0, low, high, "", 1.0) for a, low, high in rows], columns=list(COLUMNS))
    # At most 102 in all, of which B has 60 or more: A has 42 at most.
    assert close_upper_bounds(need, "W")["high"].tolist()[:3] == [102, 42, 64]
    assert math.isinf(close_upper_bounds(need[need["area_code"] != "W"], "W")["high"][0])


def test_need_is_one_year_unless_it_says_more() -> None:
    assert check_need(frame(), PLAN, NAMES)["years"].tolist() == [1.0]


@pytest.mark.parametrize(
    ("need", "remedy"),
    [
        (frame().drop(columns="mark"), "hand in one row an area, cohort and band"),
        (frame(ethnicity="any"), "ethnicity is no input to prioritisation"),
        (frame(area_code="Z"), "use one of: A, B, W"),
        (frame(cohort="everybody"), "use one of: "),
        (frame(band="dawn"), "use one of: any, after_school"),
        (pd.concat([frame(), frame()]), "hand in one row for each"),
        (frame(low=5.5), "give each value bounds"),
        (frame(low=-1.0), "give each value bounds"),
        (frame(high=math.nan), "give each value bounds"),
        (frame(value=math.nan, low=math.nan, high=math.nan), "each absent one a mark"),
        (frame(years=0.0), "years above 0"),
    ],
)
def test_need_that_cannot_be_mapped_is_refused(need: pd.DataFrame, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        check_need(need, PLAN, NAMES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plan: plan["bands"].pop(), "MO 0:00 in holidays is in no band"),
        (lambda plan: plan["bands"][2].update(ends=16), "MO 15:00 in holidays is in two bands"),
        (lambda plan: plan["bands"][0].update(id="night"), "an id is given twice"),
        (lambda plan: plan["cohorts"][0].update(id="any"), "which stand for no hours"),
        (lambda plan: plan["bands"][0].update(starts=24), "starts"),
    ],
)
def test_a_plan_that_does_not_share_out_the_week_is_told_where(change: Any, said: str, tmp_path: Path) -> None:
    content = need_plan().model_dump(mode="json", exclude_defaults=True)
    change(content)
    (tmp_path / "need_plan.yaml").write_text(yaml.safe_dump(content))
    with pytest.raises(DocumentError, match=said):
        read_need_plan(tmp_path / "need_plan.yaml")
