"""Single steps of control and attack at their edges, where whole editions seldom take them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from opensna.core.area import Area
from opensna.core.errors import DisclosureError
from opensna.disclosure.attack import Held, push
from opensna.disclosure.cliques import tree_of
from opensna.disclosure.columns import columns_of
from opensna.disclosure.crossings import Crossing
from opensna.disclosure.figures import Linked
from opensna.disclosure.kinds import Kind, Meaning, kind_of
from opensna.disclosure.lattice import relate
from opensna.disclosure.primary import is_dominated, is_guessable, is_too_few
from opensna.disclosure.rows import Rows, wholes_of
from opensna.disclosure.suppress import _cheapest

ONE = np.ones(1, bool)


def test_counts_that_contradict_what_is_held_stay_where_they_are() -> None:
    rows = Rows(csr_matrix([[1.0, -1.0]]), ONE, ONE)
    held = Held(np.array([1.0, 9.0]), np.array([1.0, 8.0]), np.array([2.0, 9.0]), rows, np.zeros(2), np.zeros(1))
    assert push(held, np.array([1.0, 0.0]), np.array([True, True])).tolist() == [1.0, 9.0]


def test_cliques_in_a_ring_are_laid_out_as_a_tree() -> None:
    ring = [("a", "b"), ("b", "c"), ("a", "c")]
    assert [(i, j) for i, j, _ in tree_of(ring)] == [(0, 1), (0, 2)]


def test_without_columns_there_is_one_atom_and_a_flag_of_other_columns_rules_none_out() -> None:
    everything = Crossing((), {}, {})
    assert everything.inside({}).tolist() == [0]
    held = columns_of([Kind(("s",), (("sex", frozenset({"F"})),))], {})
    assert Crossing(("sex",), held, {"sexual": {"group": "rape"}}).is_possible.all()


def test_a_remainder_that_cannot_be_helped_is_named_by_the_figures_it_lies_between() -> None:
    rows = Rows(csr_matrix([[1.0, -1.0]]), ONE, ONE)
    linked = Linked(*(np.zeros(2, np.int64),) * 2, np.zeros(2), ("London", "Camden"), rows, ("", ""), None, None)  # type: ignore[arg-type]
    linked.refuse_unproved(np.zeros(2, bool), np.zeros(1, bool))
    with pytest.raises(DisclosureError, match="London against Camden"):
        linked.refuse_unproved(np.zeros(2, bool), ONE)


def test_a_measure_of_unknown_meaning_is_only_itself() -> None:
    one = kind_of("m", "none", "", "denominator", base=("s",), meaning=None, is_share=True, derived={})
    assert dict(one.conditions) == {"measure": frozenset({"m"})}


def test_a_flag_leaves_a_narrower_condition_as_it_is_and_says_nothing_where_it_is_not_set() -> None:
    derived: dict[str, dict[str, object]] = {"sexual": {"group": ("rape", "other")}}

    def told(**where: object) -> dict[str, object]:
        meaning = Meaning(where, {})  # type: ignore[arg-type]
        made = kind_of("m", "none", "", "numerator", base=("s",), meaning=meaning, is_share=False, derived=derived)  # type: ignore[arg-type]
        return dict(made.conditions)

    assert told(sexual=True, group="rape")["group"] == frozenset({"rape"})
    assert "group" not in told(sexual=False)


def test_of_parts_that_overlap_what_is_in_neither_is_related_where_their_meeting_is_counted() -> None:
    def of(**conditions: str) -> Kind:
        return Kind(("s",), tuple((name, frozenset({value})) for name, value in sorted(conditions.items())))

    kinds = [of(), of(sex="F"), of(age="young"), of(age="young", sex="F"), of(weapon="knife")]
    squares = [(r.plus, r.minus) for r in relate(kinds) if r.needs_all]
    assert squares == [((0, 3), (1, 2))]
    assert relate([of()]) == []


def test_parts_of_a_whole_are_those_that_say_so() -> None:
    assert wholes_of([Area("W", "Whole", "region"), Area("A", "A", "lad", 2024, "W")]) == {"A": "W"}


def test_a_demand_that_no_choice_meets_has_no_cheapest_choice() -> None:
    assert _cheapest([(np.array([0]), np.array([1.0]), 5.0)], np.ones(1)) is None


@pytest.mark.parametrize(
    ("amounts", "dominated", "guessable"),
    [([50.0, 30.0, 10.0, 10.0], False, False), ([90.0, 5.0, 5.0], True, True), ([40.0, 30.0, 30.0], False, False),
     ([], False, False)],
)  # fmt: skip
def test_a_sum_is_sensitive_where_one_or_two_make_it_up(amounts: list[float], dominated: bool, guessable: bool) -> None:
    assert is_dominated(amounts, largest=1, percent=75) == dominated
    assert is_guessable(amounts, percent=10) == guessable
    assert is_too_few(amounts, most=3) == (0 < len(amounts) <= 3)
