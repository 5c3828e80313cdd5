"""An attacker with a linear programme sees only the public table, and knows which cells add up."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.disclosure.disclose import disclose

BOROUGHS = [f"E09{i:06d}" for i in range(2, 8)]
GROUPS = ["Female", "Male"]
AGES = ["under 10", "10-17", "18-24"]
LONDON = "E12000007"
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
MAIN_PATTERNS = 12


def table_of(cube: np.ndarray, crossed: bool) -> pd.DataFrame:
    """Every margin of boroughs by sex by age, London's included."""
    places = [*((code, [i]) for i, code in enumerate(BOROUGHS)), (LONDON, list(range(len(BOROUGHS))))]
    rows = []
    for (code, at), (sex, j), (age, k) in itertools.product(
        places,
        [("", slice(None)), *((g, [i]) for i, g in enumerate(GROUPS))],
        [("", slice(None)), *((g, [i]) for i, g in enumerate(AGES))],
    ):
        if sex and age and not crossed:
            continue
        breakdown = "*".join(n for n, v in (("sex", sex), ("age_band", age)) if v) or "none"
        group = "*".join(v for v in (sex, age) if v)
        rows.append(("sv", code, *YEAR, breakdown, group, float(cube[at][:, j][:, :, k].sum())))
    table = pd.DataFrame(
        rows, columns=["measure", "area_code", "period_start", "period_end", "breakdown", "group", "numerator"]
    )
    return table.assign(
        denominator=np.nan, denominator_kind="none", unit="offence", source="police_offences", access="restricted",
        kind="measured", release="2024-03", mark="",
    )[list(COUNT_COLUMNS)]  # fmt: skip


def equations(table: pd.DataFrame) -> csr_matrix:
    """A @ counts = 0, written anew here: one line for each margin that is a sum of cells at the finest grain."""
    index = {(r.area_code, r.breakdown, r.group): i for i, r in enumerate(table.itertuples())}
    lines = []
    for (area, breakdown, group), whole in index.items():
        options = []
        if area == LONDON:
            options.append([(b, breakdown, group) for b in BOROUGHS])
        if breakdown == "none":
            options += [[(area, "sex", g) for g in GROUPS], [(area, "age_band", a) for a in AGES]]
        if breakdown == "sex":
            options.append([(area, "sex*age_band", f"{group}*{a}") for a in AGES])
        if breakdown == "age_band":
            options.append([(area, "sex*age_band", f"{g}*{group}") for g in GROUPS])
        for parts in options:
            if all(p in index for p in parts):
                line = np.zeros(len(table))
                line[whole] = -1
                line[[index[p] for p in parts]] = 1
                lines.append(csr_matrix(line))
    return vstack(lines)


def known(disclosed: pd.DataFrame, wholes: set[int]) -> list[tuple[float, float | None]]:
    """What each printed figure alone tells: nothing but the text of the policy is used, no column of bounds."""
    bounds: list[tuple[float, float | None]] = []
    for i, value in enumerate(disclosed["numerator"]):
        if np.isnan(value):
            bounds.append((1, None) if i in wholes else (1, 7))
        else:
            bounds.append((0, 0) if value == 0 else (max(8, value - 2), value + 2))
    return bounds


def narrowed(cube: np.ndarray, crossed: bool) -> tuple[int, int, int]:
    """(small cells, of them narrowed by the linear programme, cells hidden that are not small)."""
    table = table_of(cube, crossed)
    shown = disclose(Counts(table), audience="public").table
    matrix = equations(table)
    true = table["numerator"].to_numpy()
    assert np.abs(matrix @ true).max() == 0
    hidden = np.isnan(shown["numerator"].to_numpy())
    small = (true >= 1) & (true <= 7)
    assert (hidden | ~small).all()
    bounds = known(shown, {int(line.indices[line.data < 0][0]) for line in (matrix[i] for i in range(matrix.shape[0]))})
    bounds = [(0, None) if h and (t > 7 or t == 0) else b for b, h, t in zip(bounds, hidden, true, strict=True)]
    failures = 0
    for i in np.flatnonzero(small):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(true))
            cost[i] = sign
            found = linprog(cost, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=bounds, method="highs")
            ends.append(sign * found.fun if found.status == 0 else (-np.inf if sign == 1 else np.inf))
        failures += (np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6)) < 6
    return int(small.sum()), failures, int((hidden & ~small).sum())


@pytest.mark.parametrize("seed", range(MAIN_PATTERNS))
@pytest.mark.parametrize("mean", [0.3, 2, 6, 15])
def test_no_hidden_count_of_boroughs_and_one_way_breakdowns_is_narrowed(seed: int, mean: float) -> None:
    cube = np.random.default_rng(seed).poisson(mean, (len(BOROUGHS), len(GROUPS), len(AGES)))
    small, failures, _ = narrowed(cube, crossed=False)
    assert failures == 0, f"{failures} of {small}"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mean", [0.3, 2, 6])
def test_no_hidden_count_of_a_crossing_is_narrowed_although_bounds_alone_are_not_exact_there(
    seed: int, mean: float
) -> None:
    cube = np.random.default_rng(seed).poisson(mean, (len(BOROUGHS), len(GROUPS), len(AGES)))
    small, failures, _ = narrowed(cube, crossed=True)
    assert failures == 0, f"{failures} of {small}"


def test_figures_of_a_large_table_are_not_hidden_for_nothing() -> None:
    cube = np.random.default_rng(1).poisson(15, (len(BOROUGHS), len(GROUPS), len(AGES)))
    assert narrowed(cube, crossed=False) == (0, 0, 0)
