"""What holds for every table, whatever its counts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.core.area import Area, Comparator
from opensna.core.counts import COUNT_COLUMNS, KEY, Counts
from opensna.disclosure.disclose import disclose
from opensna.estimates.derive import derive
from opensna.measures.measure import Measure
from opensna.stats.rates import rate_with_interval

LONDON = "E12000007"
SEXES = ("Female", "Male")
MEASURE = Measure(
    id="m", title="M", question="How many?", source="s", unit="victim", direction="neither", breakdowns=("sex",)
)
small_counts = st.integers(0, 30)
few = settings(max_examples=20)
tables = st.lists(st.tuples(small_counts, small_counts, st.integers(0, 2)), min_size=1, max_size=6)


def count(numbers: list[tuple[int, int, int]], *, unknown: int = 0, first: int = 2) -> pd.DataFrame:
    """Boroughs by sex (with some of no known sex, who are in no group), and London with `unknown` of no known borough."""
    cells = np.array(numbers)
    both = [
        *((f"E09{i + first:06d}", row) for i, row in enumerate(cells)),
        (LONDON, cells.sum(0) + np.array([0, 0, unknown])),
    ]
    rows = [
        ("m", code, date(2023, 1, 1), date(2023, 12, 31), breakdown, group, float(value))
        for code, (female, male, neither) in both
        for breakdown, group, value in (
            ("none", "", female + male + neither), ("sex", "Female", female), ("sex", "Male", male),
        )
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*KEY, "numerator"]).assign(
        denominator=50_000.0, denominator_kind="population", unit="victim", source="s", access="restricted",
        kind="measured", release="2024-03", mark="",
    )[list(COUNT_COLUMNS)]  # fmt: skip


def public(table: pd.DataFrame) -> pd.DataFrame:
    return disclose(Counts(table), audience="public").table


def estimates(table: pd.DataFrame, members: tuple[str, ...]) -> pd.DataFrame:
    areas = [Area(code, code, "region" if code == LONDON else "lad") for code in table["area_code"].unique()]
    comparators = {"london": Comparator("london", "London", members)}
    return derive(
        disclose(Counts(table), audience="public"),
        measures={"m": MEASURE},
        areas=areas,
        comparators=comparators,
        baselines={},
    ).table


@given(tables, st.integers(0, 12))
@few
def test_what_a_figure_may_stand_for_contains_the_truth(numbers: list[tuple[int, int, int]], unknown: int) -> None:
    table = count(numbers, unknown=unknown)
    shown, true = public(table), table["numerator"]
    assert (shown["numerator_low"] <= true).all()
    assert (true <= shown["numerator_high"]).all()


@given(tables, st.integers(0, 12))
@few
def test_every_count_of_one_to_seven_is_hidden_and_may_be_any_of_seven(
    numbers: list[tuple[int, int, int]], unknown: int
) -> None:
    table = count(numbers, unknown=unknown)
    shown = public(table)
    small = table["numerator"].between(1, 7)
    assert (shown.loc[small, "mark"] == "[c]").all()
    assert (shown.loc[small, "numerator_high"] - shown.loc[small, "numerator_low"] >= 6).all()


@given(tables, st.integers(0, 12))
@few
def test_suppression_cannot_be_undone_by_subtracting_from_totals(
    numbers: list[tuple[int, int, int]], unknown: int
) -> None:
    table = count(numbers, unknown=unknown)
    shown = public(table)
    low, high = (shown["numerator"] + side * 2 for side in (-2, 2))
    low, high = low.where(shown["numerator"] != 0, 0).clip(lower=0), high.where(shown["numerator"] != 0, 0)
    is_small, is_whole = table["numerator"].between(1, 7), table["area_code"] == LONDON
    for group in ("", *SEXES):
        whole = np.flatnonzero(is_whole & (table["group"] == group))[0]
        parts = np.flatnonzero(~is_whole & (table["group"] == group))
        hidden = [i for i in parts if np.isnan(shown["numerator"].iloc[i])]
        if len(hidden) != 1 or np.isnan(shown["numerator"].iloc[whole]) or not is_small.iloc[hidden[0]]:
            continue
        others = [i for i in parts if i != hidden[0]]
        assert high.iloc[whole] - low.iloc[others].clip(lower=0).sum() >= 7  # at least 1 to 7 remains above
        if table["numerator"].iloc[parts].sum() == table["numerator"].iloc[whole]:
            assert low.iloc[whole] - high.iloc[others].sum() <= 1


@given(tables, st.randoms(use_true_random=False))
@few
def test_order_of_rows_is_irrelevant(numbers: list[tuple[int, int, int]], random: np.random.Generator) -> None:
    table = count(numbers)
    mixed = list(range(len(table)))
    random.shuffle(mixed)
    members = tuple(code for code in table["area_code"].unique() if code != LONDON)
    pd.testing.assert_frame_equal(estimates(table, members), estimates(table.iloc[mixed], members))


@given(tables)
@few
def test_adding_an_area_of_zeros_changes_nothing_but_how_many_are_ranked(numbers: list[tuple[int, int, int]]) -> None:
    table, larger = count(numbers), count([*numbers, (0, 0, 0)])
    members = tuple(code for code in table["area_code"].unique() if code != LONDON)
    before, after = estimates(table, members), estimates(larger, members)
    after = after[after["area_code"].isin(before["area_code"])].reset_index(drop=True)
    ranked = ["rank_n", "rank_high"]  # a zero ties with other zeros
    pd.testing.assert_frame_equal(before.drop(columns=ranked), after.drop(columns=ranked))
    assert (after["rank_n"].dropna() == before["rank_n"].dropna() + 1).all()


@given(st.integers(0, 200), st.integers(1_000, 400_000))
@few
def test_interval_of_a_shown_rate_contains_that_of_the_true_count(n: int, people: int) -> None:
    table = count([(n, 0, 0)]).assign(denominator=float(people))
    row = estimates(table, ()).query("statistic == 'rate' and breakdown == 'none' and area_type == 'lad'").iloc[0]
    if row["mark"] == "":
        true = rate_with_interval([n], [people], per=1000)
        assert row["ci_lower"] <= true.ci_lower[0] * (1 + 1e-12)
        assert row["ci_upper"] >= true.ci_upper[0] * (1 - 1e-12)


@given(tables)
@few
def test_ranks_of_shown_areas_cover_the_true_rank(numbers: list[tuple[int, int, int]]) -> None:
    table = count(numbers)
    made = estimates(table, ()).query("statistic == 'count' and breakdown == 'none' and area_type == 'lad'")
    true = table.query("breakdown == 'none' and area_code != @LONDON").set_index("area_code")["numerator"]
    for row in made[made["rank"].notna()].itertuples():
        assert row.rank <= 1 + (true > true[row.area_code]).sum()
        assert row.rank_high >= len(true) - (true < true[row.area_code]).sum()
