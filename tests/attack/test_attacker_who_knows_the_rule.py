"""An attacker who knows the programme tries every table, and keeps those that print as the published one does."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.disclosure.disclose import disclose


def printed(cases: list[tuple[int, ...]], shares: bool = False) -> np.ndarray:
    """(n_cases, n_figures) what is printed, -1 where hidden. Each case is a measure of its own."""
    rows = []
    for i, case in enumerate(cases):
        if shares:
            rows.append((f"m{i}", "E09000002", float(case[0]), float(sum(case))))
            continue
        rows += [(f"m{i}", f"E09{j + 2:06d}", float(value), np.nan) for j, value in enumerate(case)]
        rows.append((f"m{i}", "E12000007", float(sum(case)), np.nan))
    table = pd.DataFrame(rows, columns=["measure", "area_code", "numerator", "denominator"]).assign(
        period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), breakdown="none", group="", unit="victim", source="s",
        denominator_kind="records" if shares else "none", access="restricted", kind="measured", release="2024-03", mark="",
    )  # fmt: skip
    shown = disclose(Counts(table[list(COUNT_COLUMNS)]), audience="public").table
    figures = shown[["numerator", "denominator"]] if shares else shown["numerator"]
    return np.nan_to_num(figures.to_numpy(), nan=-1).reshape(len(cases), -1)


@pytest.mark.parametrize(("boroughs", "highest", "shares"), [(2, 26, False), (3, 14, False), (2, 40, True)])
def test_every_hidden_part_may_still_be_any_of_seven_counts(boroughs: int, highest: int, shares: bool) -> None:
    cases = list(itertools.product(range(highest + 1), repeat=boroughs))
    alike: dict[tuple[float, ...], list[tuple[int, ...]]] = defaultdict(list)
    for case, figures in zip(cases, printed(cases, shares), strict=True):
        alike[tuple(figures)].append(case)
    for figures, same in alike.items():
        possible = np.array(same)
        if possible.max() > highest - 5:
            continue  # tables with larger counts, which were not tried, print alike
        for part in range(boroughs):
            is_small = (possible[:, part] >= 1) & (possible[:, part] <= 7)
            if is_small.any():
                assert np.ptp(possible[:, part]) >= 6, figures
