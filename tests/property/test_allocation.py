"""Allocation against a slow reference, and what must hold whatever the need."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from opensna.commissioning.allocation import allocate, grant_shares
from opensna.commissioning.edges import swap_of_counts
from opensna.commissioning.need import check_need
from opensna.commissioning.rule import AllocationRule

NEEDS = st.lists(st.integers(0, 12), min_size=1, max_size=12)
TIES = st.sampled_from(["include", "exclude", "share"])
SMALL = settings(max_examples=50)


def _table(values: list[int]) -> pd.DataFrame:
    codes = [f"{i:02d}" for i in range(len(values))]
    return pd.DataFrame({"area_code": codes, "area_name": codes, "value": values})


def _slow_shares(values: list[float], n: int, ties: str) -> list[Fraction]:
    """Each area's share of a grant, from how many areas have more need and how many the same."""
    made = []
    for value in values:
        more = sum(other > value for other in values)
        same = sum(other == value for other in values)
        if more + same <= n:
            made.append(Fraction(1))
        elif more >= n:
            made.append(Fraction(0))
        else:
            made.append({"include": Fraction(1), "exclude": Fraction(0), "share": Fraction(n - more, same)}[ties])
    return made


@given(NEEDS, st.integers(1, 14), TIES)
@SMALL
def test_shares_of_a_top_n_are_those_of_counting_who_has_more(values: list[int], n: int, ties: str) -> None:
    rule = AllocationRule(method="top_n", n=n, ties=ties)  # type: ignore[arg-type]  # one of the three words
    need = check_need(_table(values))
    found = grant_shares(need["value"].to_numpy(float), rule)
    assert found.tolist() == pytest.approx([float(s) for s in _slow_shares(need["value"].tolist(), n, ties)])


@given(NEEDS, st.integers(1, 14), st.integers(1, 5000), st.integers(0, 50), st.none() | st.integers(50, 500))
@SMALL
def test_the_money_adds_up_and_stays_between_floor_and_cap(
    values: list[int], n: int, pounds: int, floor: int, cap: int | None
) -> None:
    assume(pounds >= floor * len(values))
    for rule in (
        AllocationRule(method="top_n", n=n, floor=floor, cap=cap),
        AllocationRule(method="formula", floor=floor, cap=cap),
    ):
        if rule.method == "formula" and not any(values):
            continue
        made = allocate(_table(values), rule, budget=pounds, draws=2)
        amounts = made.table["amount"]
        assert math.isclose(amounts.sum() + made.unspent, pounds, abs_tol=0.005)
        assert amounts.min() >= floor - 0.01
        assert amounts.max() <= (pounds if cap is None else cap) + 0.01


@given(NEEDS, st.randoms(use_true_random=False))
@SMALL
def test_the_order_of_the_rows_is_irrelevant(values: list[int], random: object) -> None:
    assume(any(values))
    table = _table(values)
    shuffled = table.sample(frac=1, random_state=random.randint(0, 2**31))  # type: ignore[attr-defined]  # a Random
    rule = AllocationRule(method="formula")
    first, second = (allocate(t, rule, budget=1000, draws=2).table for t in (table, shuffled))
    pd.testing.assert_frame_equal(first, second)


@given(st.lists(st.integers(1, 12), min_size=2, max_size=10), st.integers(1, 5))
@SMALL
def test_more_need_never_means_less_money(values: list[int], n: int) -> None:
    for rule in (AllocationRule(method="top_n", n=n), AllocationRule(method="formula", floor=3, cap=700)):
        table = allocate(_table(values), rule, budget=1000, draws=2).table
        assert all(a >= b - 0.011 for a, b in zip(table["amount"], table["amount"][1:], strict=False))


@given(st.integers(0, 400), st.integers(0, 400))
@SMALL
def test_chances_of_a_swap_are_chances_and_at_most_an_even_one(first: int, second: int) -> None:
    found = swap_of_counts(max(first, second), min(first, second))
    assert 0 <= found.level <= 0.5 + 1e-12
    assert 0 <= found.again <= 0.5
    assert 0 <= found.again + found.tied_again <= 1 + 1e-9


@given(st.integers(0, 40), st.integers(0, 40))
@SMALL
def test_the_chance_of_counting_more_again_is_the_sum_over_both_counts(first: int, second: int) -> None:
    high, low = max(first, second), min(first, second)
    assume(low > 0)

    def poisson(k: int, mean: int) -> float:
        return math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))

    top = high + 12 * math.isqrt(high + 1) + 30
    of_high, of_low = ([poisson(k, mean) for k in range(top)] for mean in (high, low))
    cumulated, slow = 0.0, 0.0
    for k in range(top):
        slow += of_low[k] * cumulated
        cumulated += of_high[k]
    assert swap_of_counts(high, low).again == pytest.approx(slow, abs=1e-9)
