"""Two editions of which neither prints a small group, and whose difference is one: it is found, named and blocked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from tests.attack.world import BOROUGHS, LONDON, MEASURES, as_published, measure

from opensna.core.counts import COUNT_COLUMNS
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.published import Published, joined
from opensna.disclosure.together import find_together, refuse_together

BOROUGH = BOROUGHS[0]


@dataclass(frozen=True)
class Figure:
    """A printed count; NaN for [c]."""

    shown: float
    measure: str = "all"
    area: str = BOROUGH
    period: str = "2023"
    definition: str = "A 1"
    release: str = "2025-03"


def edition(name: str, *figures: Figure, policy: str = "nhs_england") -> Published:
    rows = []
    for one in figures:
        period = Period.parse(one.period)
        rows.append((one.measure, one.area, period.start, period.end, one.shown, one.release))
    table = pd.DataFrame(
        rows, columns=["measure", "area_code", "period_start", "period_end", "numerator", "release"]
    ).assign(
        breakdown="none", group="", denominator=np.nan, denominator_kind="none", unit="victim", source="police",
        access="restricted", kind="measured",
    )  # fmt: skip
    table["mark"] = np.where(table["numerator"].isna(), "[c]", "")
    made = as_published(table[list(COUNT_COLUMNS)], name, policy).table
    return Published(made.assign(definition=[one.definition for one in figures]))


CASES = {
    "boroughs against London": (
        [Figure(20, area=BOROUGHS[1]), Figure(np.nan), Figure(np.nan, area=LONDON)],
        [Figure(20, area=LONDON), Figure(np.nan)],
        "nhs_england",
    ),
    "this year against last, by a longer period": ([Figure(20)], [Figure(20, period="2023-01/2024-03")], "nhs_england"),
    "all ages against under 25": ([Figure(20)], [Figure(20, "young")], "nhs_england"),
    "with a knife against all": ([Figure(20)], [Figure(20, "knife")], "nhs_england"),
    "without a knife against those that affect under-25s with one": (
        [Figure(20), Figure(np.nan, "no_knife")],
        [Figure(20, "young_knife")],
        "nhs_england",
    ),
    "definition A against B": ([Figure(20)], [Figure(22, definition="B 1")], "threshold_5"),
    "a release against its correction": ([Figure(20)], [Figure(21, release="2025-06")], "threshold_5"),
    "calendar years against the financial year between": (
        [Figure(10), Figure(10, period="2024")], [Figure(18, period="fy2023-24")], "threshold_5",
    ),
    "rolling twelve months against thirteen": (
        [Figure(30), Figure(30, period="2023-02/2024-01")], [Figure(30, period="2023-01/2024-01")], "nhs_england",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_difference_that_isolates_a_small_group_is_found_named_and_blocked(
    case: tuple[list[Figure], list[Figure], str],
) -> None:
    first, second = (
        edition(name, *figures, policy=case[2]) for name, figures in zip(("first", "second"), case, strict=False)
    )
    with pytest.raises(DisclosureError, match="leave these measures, areas or periods out") as caught:
        refuse_together(first, second)
    assert BOROUGH in caught.value.found
    assert "first" in caught.value.found or "second" in caught.value.found
    refuse_together(first, edition("first again", *case[0], policy=case[2]))


@pytest.mark.parametrize("more", [8, 40])
def test_a_difference_of_many_is_published(more: int) -> None:
    first = edition("first", Figure(20))
    for second in (Figure(20 + more, period="2023-01/2024-03"), Figure(20 + more, definition="B 1")):
        assert not find_together(joined([first, edition("second", second)]))


def test_what_is_counted_by_no_common_measure_is_left_alone() -> None:
    other = measure("other", offence="Robbery")  # type: ignore[arg-type]  # a code, not a flag
    assert other.id not in MEASURES
    assert not find_together(joined([edition("first", Figure(20)), edition("second", Figure(20, area=BOROUGHS[1]))]))


def test_a_source_that_one_edition_alone_prints_has_no_differences_between_editions() -> None:
    both = [edition("first", Figure(20)), edition("second", Figure(20))]
    alone = Published(edition("second", Figure(1)).table.assign(source="ambulance"))
    assert not find_together(joined([*both, alone]))
