"""Whatever the figures, the parts of a change add up to the change, and what disclosure leaves open covers the truth."""

from __future__ import annotations

from math import nan
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from opensna.assessment.compare import PARTS, Steps, split

A, D = ("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31")
COUNT = st.integers(min_value=0, max_value=9999)
SHOWN = st.one_of(st.none(), st.none(), COUNT, COUNT, COUNT)


def figure(value: int | None, when: tuple[str, str], release: str, *, width: int = 0) -> pd.DataFrame:
    shown = nan if value is None else float(value)
    row: dict[str, Any] = {
        "measure": "m", "area_code": "E09000012", "breakdown": "none", "group": "", "statistic": "count", "period_start": when[0],
        "period_end": when[1], "value": shown, "low": max(shown - width, 0), "high": shown + width, "numerator": shown,
        "numerator_low": max(shown - width, 0), "numerator_high": shown + width, "mark": "[c]" if value is None else "",
        "release": release, "area_name": "Hackney", "kind": "measured", "source": "s", "is_counted": True,
    }  # fmt: skip
    return pd.DataFrame([row])


@given(
    a=SHOWN, b=SHOWN, c=SHOWN, d=SHOWN, releases=st.sampled_from([("1", "1"), ("1", "2")]), concerned=st.booleans(),
    same=st.booleans(),
    width=st.integers(min_value=0, max_value=2), held=st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip
def test_the_parts_of_a_change_add_up_to_it_exactly(
    a: int | None, b: int | None, c: int | None, d: int | None, releases: tuple[str, str], concerned: bool, same: bool, width: int,
    held: tuple[bool, bool],
) -> None:  # fmt: skip
    again, old = figure(c, A, releases[1], width=width), figure(b, A, releases[1], width=width)
    table = split(
        figure(a, A, releases[0], width=width), figure(d, D, releases[1], width=width),
        Steps(again if held[0] else again.iloc[:0], old if held[1] else old.iloc[:0]),
        moved_by_definition=frozenset({"m"} if concerned else ()), same_definition=same,
    )  # fmt: skip
    row = table.iloc[0]
    if a is None or d is None:
        assert row["mark"] == "[c]"
        assert row["change"] != row["change"]
        return
    told = [row[part] for part in PARTS if row[part] == row[part]]
    assert sum(told) == d - a == row["change"]
    assert row["why"] or row["untold"] == 0
    if (not concerned or same) and row["definition"] == row["definition"]:
        assert row["definition"] == 0
    if (
        releases[0] == releases[1]
        and row["data"] == row["data"]
        and width == 0
        and (not concerned or same)
        and not held[0]
    ):
        assert row["data"] == 0


@given(truth=st.lists(st.integers(min_value=10, max_value=500), min_size=4, max_size=4))
def test_what_rounding_leaves_open_covers_the_true_parts(truth: list[int]) -> None:
    shown = [5 * round(n / 5 + 1e-9) for n in truth]
    a, b, c, d = (figure(n, D if i == 3 else A, str(min(i, 1)), width=2) for i, n in enumerate(shown))
    row = split(a, d, Steps(c, b), moved_by_definition=frozenset({"m"}), same_definition=False).iloc[0]
    for part, (first, second) in {"data": (0, 1), "definition": (1, 2), "world": (2, 3)}.items():
        assert row[f"{part}_low"] <= truth[second] - truth[first] <= row[f"{part}_high"]
    assert row["ratio_lower"] <= truth[3] / truth[2] - 1 <= row["ratio_upper"]
