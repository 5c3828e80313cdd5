"""Atoms of a few columns at a time say as much as atoms of all columns at once."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from opensna.core.period import Period
from opensna.disclosure import atoms
from opensna.disclosure.atoms import Figured, atoms_of
from opensna.disclosure.cliques import cliques_of, tree_of
from opensna.disclosure.columns import column_of_areas, column_of_time, columns_of
from opensna.disclosure.kinds import Kind
from opensna.disclosure.parts import parts_of
from opensna.measures.measure import Range

YEAR = Period.parse("2023")
CODES = {"sex": "FM", "age": "abc", "knife": (True, False), "place": "xyz"}


def kind(**conditions: object) -> Kind:
    held = {
        name: value if isinstance(value, (frozenset, Range)) else frozenset({value})
        for name, value in conditions.items()
    }
    return Kind(("s", "r", "d"), tuple(sorted(held.items())))  # type: ignore[arg-type]  # conditions of every type


def figured(*kinds: Kind, derived: dict[str, dict[str, object]] | None = None) -> Figured:
    n = len(kinds)
    return Figured(kinds, np.arange(n), ["E09000002"] * n, [YEAR] * n, {}, derived or {})  # type: ignore[arg-type]


def all_at_once(kinds: list[Kind]) -> np.ndarray:
    """(n_kinds, n_atoms) which atoms of every column each kind holds, written anew."""
    every = [dict(zip(CODES, values, strict=True)) for values in product(*([*codes, None] for codes in CODES.values()))]
    return np.array([[all(atom[c] in allowed for c, allowed in k.conditions) for atom in every] for k in kinds], float)  # type: ignore[operator]  # sets


def ends(matrix: np.ndarray, low: np.ndarray, high: np.ndarray, cell: int) -> list[float]:
    """The least and most of a cell where matrix @ (cells, atoms) = 0."""
    cost = np.zeros(matrix.shape[1])
    bounds = [*zip(low, high, strict=True), *[(0, None)] * (matrix.shape[1] - len(low))]
    found = []
    for sign in (1, -1):
        cost[cell] = sign
        result = linprog(cost, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=bounds, method="highs")
        found.append(sign * result.fun if result.status == 0 else -sign * np.inf)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_few_columns_at_a_time_give_the_intervals_of_all_at_once(seed: int) -> None:
    random = np.random.default_rng(seed)
    kinds = [kind()]
    while len(kinds) < 14:
        names = random.choice(list(CODES), random.integers(1, 4), replace=False)
        one = kind(**{name: CODES[name][random.integers(len(CODES[name]))] for name in names})
        kinds += [one] if one not in kinds else []
    held = all_at_once(kinds)
    true = held @ random.poisson(0.6, held.shape[1])
    is_hidden = random.random(len(kinds)) < 0.6
    low, high = np.where(is_hidden, 0, true), np.where(is_hidden, 60, true)
    mine = atoms_of(figured(*kinds)).matrix.toarray()
    whole = np.hstack([np.eye(len(kinds)), -held])
    for cell in np.flatnonzero(is_hidden):
        np.testing.assert_allclose(ends(mine, low, high, cell), ends(whole, low, high, cell), atol=1e-6)


def test_figures_of_two_columns_need_no_crossing_of_them() -> None:
    scopes = [frozenset({"sex"}), frozenset({"age"}), frozenset({"sex", "knife"})]
    cliques = cliques_of(scopes, {"sex": 2, "age": 3, "knife": 2})
    assert sorted(cliques) == [("age",), ("knife", "sex")]
    assert [shared for _, _, shared in tree_of(sorted(cliques))] == [()]


def test_columns_that_figures_cross_in_a_ring_are_looked_at_three_at_a_time() -> None:
    ring = [frozenset(pair) for pair in ("ab", "bc", "cd", "da")]
    cliques = cliques_of(ring, dict.fromkeys("abcd", 2))
    assert [len(clique) for clique in cliques] == [3, 3]
    assert len(tree_of(cliques)[0][2]) == 2


def test_of_figures_in_no_column_there_is_one_clique() -> None:
    assert cliques_of([frozenset()], {}) == [()]
    assert atoms_of(figured(kind())).count == 1


def test_values_that_no_figure_tells_apart_are_one_class() -> None:
    column = columns_of(
        [kind(age=Range(minimum=0, maximum=24)), kind(age=Range(minimum=18)), kind(age=frozenset({"x"}))], {}
    )["age"]
    assert column.size == 5  # to 17, 18 to 24, from 25, x, and all else
    assert column.other.sum() == 1


def test_of_one_flagged_value_nobody_guesses_that_it_is_all() -> None:
    assert not columns_of([kind(knife=True)], {})["knife"].other.any()
    assert columns_of([kind(knife=True), kind(knife=False)], {})["knife"].other.sum() == 1


def test_areas_lie_in_the_areas_that_they_are_parts_of() -> None:
    column = column_of_areas(["w1", "w2", "b1", "b2", "l"], {"w1": "b1", "w2": "b1", "b1": "l", "b2": "l", "l": "l"})
    assert column.of["l"].all()
    assert column.of["b1"].tolist() == [True, True, True, False, False]
    assert column.other.tolist() == [False, False, True, False, True]


def test_time_is_cut_where_a_period_begins_or_has_ended() -> None:
    column = column_of_time([Period.parse("2023"), Period.parse("2024"), Period.parse("fy2023-24")])
    assert {str(p): held.tolist() for p, held in column.of.items()}["2023-04/2024-03"] == [False, True, True, False]


def test_a_flag_that_is_short_for_conditions_has_no_atoms_that_contradict_it() -> None:
    derived = {"sexual": {"group": ("rape",)}}
    kinds = (kind(), kind(group="rape", sexual=True), kind(sexual=False), kind(group="theft", sexual=False))
    found = atoms_of(figured(*kinds, derived=derived))
    low, high = np.array([9.0, 0, 0, 0]), np.array([9.0, 60, 5, 60])
    assert ends(found.matrix.toarray(), low, high, 1) == [4, 9]


def test_a_table_too_large_is_looked_at_as_the_figures_cross_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atoms, "MOST", 1)
    kinds = [kind(), kind(sex="F"), kind(sex="F", age="a"), kind(age="a")]
    found = atoms_of(figured(*kinds)).matrix.toarray()
    assert ends(found, np.array([9.0, 0, 0, 3]), np.array([9.0, 4, 60, 60]), 2) == [0, 4]


def test_of_distinct_persons_there_are_no_atoms() -> None:
    persons = Kind(("s", "r", "d"), (), "person", True)
    assert atoms_of(figured(persons)).count == 0


def test_figures_fall_into_parts_whose_periods_do_not_overlap() -> None:
    periods = [Period.parse(p) for p in ("2024", "2022", "2022-06/2023-02", "2023")] * 150
    found = parts_of(periods)
    assert [len(part) for part in found] == [450, 150]
    assert set(found[1]) == {i for i, p in enumerate(periods) if p == Period.parse("2024")}
