"""Who gets what: worked by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from opensna.commissioning.allocation import allocate, chance_of_belonging
from opensna.commissioning.compare import compare
from opensna.commissioning.edges import cliff_edge, swap, swap_of_counts
from opensna.commissioning.need import check_need
from opensna.commissioning.rule import AllocationRule
from opensna.core.document import fit
from opensna.core.errors import DocumentError, InputError


def _need(*values: float | None, **more: list[float]) -> pd.DataFrame:
    names = [chr(ord("A") + i) for i in range(len(values))]
    return pd.DataFrame({"area_code": [n.lower() for n in names], "area_name": names, "value": values, **more})


def _amounts(need: pd.DataFrame, budget: float, **rule: object) -> dict[str, float]:
    made = allocate(need, fit(dict(rule), AllocationRule, where="rule"), budget=budget, draws=50)
    return dict(zip(made.table["area_name"], made.table["amount"], strict=True))


def test_top_n_gives_equal_grants_to_those_with_most() -> None:
    assert _amounts(_need(10, 30, 20), 1000, method="top_n", n=2) == {"B": 500, "C": 500, "A": 0}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("include", {"A": 300, "B": 300, "C": 300}),
        ("exclude", {"A": 900, "B": 0, "C": 0}),
        ("share", {"A": 450, "B": 225, "C": 225}),
    ],
)
def test_a_tie_on_the_line_is_settled_as_the_rule_says(ties: str, expected: dict[str, float]) -> None:
    assert _amounts(_need(30, 20, 20), 900, method="top_n", n=2, ties=ties) == expected


def test_a_tie_above_the_line_changes_nothing() -> None:
    assert _amounts(_need(20, 20, 5), 900, method="top_n", n=2, ties="exclude") == {"A": 450, "B": 450, "C": 0}


def test_a_formula_follows_need_between_floor_and_cap() -> None:
    assert _amounts(_need(60, 30, 10), 1000, method="formula") == {"A": 600, "B": 300, "C": 100}
    assert _amounts(_need(60, 30, 10), 1000, method="formula", cap=500) == {"A": 500, "B": 375, "C": 125}
    assert _amounts(_need(90, 10, 0), 1000, method="formula", floor=100) == {"A": 800, "B": 100, "C": 100}


def test_a_threshold_gives_equal_grants_to_all_at_or_above_it() -> None:
    assert _amounts(_need(9, 10, 30), 1000, method="threshold", threshold=10) == {"C": 500, "B": 500, "A": 0}


def test_a_floor_is_paid_to_every_area_first() -> None:
    assert _amounts(_need(3, 2, 1, None), 1000, method="top_n", n=2, floor=100) == {
        "A": 400,
        "B": 400,
        "C": 100,
        "D": 100,
    }


def test_what_a_cap_leaves_over_is_said() -> None:
    made = allocate(_need(3, 2, 1), AllocationRule(method="top_n", n=2, cap=300), budget=1000, draws=50)
    assert made.unspent == 400
    assert "£400.00 cannot be spent under the cap" in made.notes


def test_pennies_add_up_to_the_budget() -> None:
    made = allocate(_need(3, 2, 1), AllocationRule(method="top_n", n=3), budget=100, draws=50)
    assert made.table["amount"].tolist() == [33.34, 33.33, 33.33]
    assert made.unspent == 0


def test_an_area_without_a_value_is_not_ranked_and_is_named() -> None:
    made = allocate(_need(3, None, 1), AllocationRule(method="top_n", n=3), budget=100, draws=50)
    assert made.notes == (
        "B: no value, so not ranked",
        "2 areas instead of 3: a tie on the line, or fewer areas with a value",
    )
    assert math.isnan(made.table.set_index("area_name").loc["B", "chance"])
    assert made.winners == ("a", "c")


def test_ranks_of_ties_are_given_with_both_ends() -> None:
    table = allocate(_need(9, 5, 5, 1), AllocationRule(method="top_n", n=1), budget=1, draws=50).table
    assert list(zip(table["rank"], table["rank_high"], strict=True)) == [(1, 1), (2, 3), (2, 3), (4, 4)]


def test_two_areas_with_the_same_count_have_the_same_chance() -> None:
    table = check_need(_need(50, 50))
    chances = chance_of_belonging(table, AllocationRule(method="top_n", n=1), draws=20_000)
    assert chances == pytest.approx([0.5, 0.5], abs=0.015)


def test_the_chance_of_two_areas_is_the_exact_chance_that_they_change_places() -> None:
    table = check_need(_need(760, 736))
    drawn = chance_of_belonging(table, AllocationRule(method="top_n", n=1), draws=40_000)
    assert drawn[1] == pytest.approx(swap_of_counts(760, 736).level, abs=0.01)
    assert swap_of_counts(760, 736).level == pytest.approx(0.2675, abs=0.0001)


def test_the_same_seed_gives_the_same_chances() -> None:
    rule = AllocationRule(method="top_n", n=1)
    tables = [allocate(_need(5, 4, 3), rule, budget=1, draws=500, seed=3).table for _ in range(2)]
    pd.testing.assert_frame_equal(*tables)


def test_an_interval_that_is_wide_makes_the_place_unsure() -> None:
    narrow = check_need(_need(10.0, 8.0, low=[9.9, 7.9], high=[10.1, 8.1]))
    wide = check_need(_need(10.0, 8.0, low=[5.0, 4.0], high=[15.0, 12.0]))
    assert swap(narrow, "a", "b").level == 0
    assert 0.1 < swap(wide, "a", "b").level < 0.4
    assert math.isnan(swap(wide, "a", "b").again)


def test_a_count_of_nothing_can_only_be_tied_again() -> None:
    found = swap_of_counts(3, 0)
    assert (found.again, round(found.tied_again, 4)) == (0.0, 0.0498)


def test_the_edge_is_between_the_last_in_and_the_first_out() -> None:
    made = allocate(_need(30, 20, 10, None), AllocationRule(method="top_n", n=2, floor=50), budget=1000, draws=50)
    edge = cliff_edge(made)
    assert edge is not None
    assert (edge.last_in, edge.first_out, edge.gap, edge.at_stake) == ("B", "C", 10, 400)


def test_a_formula_and_a_rule_that_takes_all_have_no_edge() -> None:
    for rule in (AllocationRule(method="formula"), AllocationRule(method="top_n", n=9)):
        assert cliff_edge(allocate(_need(3, 2), rule, budget=10, draws=50)) is None


def test_churn_names_who_entered_and_who_left() -> None:
    years = {"2022": _need(9, 5, 1), "2023": _need(9, 1, 5), "2024": _need(9, 1, 5)}
    made = compare(years, AllocationRule(method="top_n", n=2), budget=100, draws=50)
    assert made.changes.to_dict("records") == [
        {"from_label": "2022", "to_label": "2023", "entered": ("C",), "left": ("B",), "stayed": 1, "moved": 50.0},
        {"from_label": "2023", "to_label": "2024", "entered": (), "left": (), "stayed": 2, "moved": 0.0},
    ]
    assert made.table[["area_name", "times"]].to_numpy().tolist() == [["A", 3], ["C", 2], ["B", 1]]


@pytest.mark.parametrize(
    ("need", "remedy"),
    [
        (_need(1, 2).drop(columns="value"), "one row an area with these columns"),
        (_need(1, 2).assign(group=["White", "Black"]), "one value an area, of everybody"),
        (_need(1, 2).assign(area_code="a"), "one row an area"),
        (_need(-1, 2), "values from 0 up"),
        (_need(1.0, 2.0, low=[2.0, 1.0], high=[3.0, 3.0]), "each inside its interval"),
        (_need(None, None), "a measure and period that the data holds"),
    ],
)
def test_need_that_cannot_be_ranked_is_refused(need: pd.DataFrame, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        allocate(need, AllocationRule(method="top_n", n=1), budget=10)


@pytest.mark.parametrize(
    ("rule", "budget", "remedy"),
    [
        ({"method": "top_n", "n": 1}, 0, "raise the budget"),
        ({"method": "top_n", "n": 1, "floor": 60}, 100, "lower the floor"),
        ({"method": "threshold", "threshold": 99}, 100, "lower the threshold"),
        ({"method": "top_n", "n": 1, "ties": "exclude"}, 100, "another way with ties"),
    ],
)
def test_a_rule_that_cannot_be_paid_or_met_is_refused(rule: dict[str, object], budget: float, remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        allocate(_need(2, 2), fit(rule, AllocationRule, where="rule"), budget=budget)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"method": "top_n"}, "n belongs to top_n"),
        ({"method": "formula", "n": 3}, "n belongs to top_n"),
        ({"method": "threshold"}, "threshold belongs to the method threshold"),
        ({"method": "formula", "floor": 10, "cap": 5}, "the cap of 5 is below the floor of 10"),
        ({"method": "lottery"}, "method: found 'lottery'"),
    ],
)
def test_a_rule_that_does_not_hold_together_is_refused(rule: dict[str, object], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        fit(rule, AllocationRule, where="rule")


def test_a_rule_says_itself_in_words() -> None:
    assert AllocationRule(method="top_n", n=15).wording == "equal grants to the 15 areas with most"
    assert AllocationRule(method="formula", floor=100, cap=900).wording == (
        "in proportion to need; at least £100 to every area; at most £900 to any area"
    )
    assert AllocationRule(method="threshold", threshold=10).wording == "equal grants to every area with 10 or more"


def test_counts_in_the_wrong_order_areas_without_values_and_one_table_alone_are_refused() -> None:
    with pytest.raises(InputError, match="give the higher count first"):
        swap_of_counts(1, 2)
    with pytest.raises(InputError, match="areas that the measure covers"):
        swap(check_need(_need(1, None)), "a", "b")
    with pytest.raises(InputError, match="add another year, release"):
        compare({"one": _need(1, 2)}, AllocationRule(method="top_n", n=1), budget=1)
