"""The same rule on several tables of need: other years (churn), another release, another definition, a rate instead of a count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from opensna.commissioning.allocation import Allocation, allocate
from opensna.commissioning.rule import AllocationRule
from opensna.core.errors import InputError


@dataclass(frozen=True)
class Comparison:
    """One allocation for each label, in the order given."""

    allocations: Mapping[str, Allocation]

    @property
    def table(self) -> pd.DataFrame:
        """One row an area: area_code, area_name, a column of amounts for each label, times (how often it gets a grant)."""
        parts = [
            a.table.set_index(["area_code", "area_name"])["amount"].rename(label)
            for label, a in self.allocations.items()
        ]
        times = [a.table.set_index(["area_code", "area_name"])["gets"] for a in self.allocations.values()]
        joined = pd.concat(parts, axis=1)
        joined["times"] = pd.concat(times, axis=1).fillna(False).sum(axis=1).astype(int)
        return joined.reset_index().sort_values(["times", "area_name"], ascending=[False, True], ignore_index=True)

    @property
    def changes(self) -> pd.DataFrame:
        """One row a label after the first: from_label, to_label, entered, left (names), stayed (how many), moved (pounds).

        Each label is set against the one before it, so that years read as churn from year to year.
        """
        pairs = pairwise(self.allocations)
        return pd.DataFrame(
            [self._change(before, after) for before, after in pairs],
            columns=["from_label", "to_label", "entered", "left", "stayed", "moved"],
        )

    def _change(self, before: str, after: str) -> dict[str, object]:
        old, new = self.allocations[before], self.allocations[after]
        names = {**_names(old), **_names(new)}
        was, now = set(old.winners), set(new.winners)
        amounts = [a.table.set_index("area_code")["amount"] for a in (old, new)]
        difference = amounts[1].sub(amounts[0], fill_value=0.0)
        return {
            "from_label": before,
            "to_label": after,
            "entered": tuple(sorted(names[code] for code in now - was)),
            "left": tuple(sorted(names[code] for code in was - now)),
            "stayed": len(was & now),
            "moved": float(difference.clip(lower=0).sum()),
        }


def compare(
    needs: Mapping[str, pd.DataFrame], rule: AllocationRule, *, budget: float, draws: int = 2_000
) -> Comparison:
    """Allocate the same budget by the same rule on each table of need.

    Raises
    ------
    InputError : fewer than two tables, or one that cannot be allocated by.
    """
    if len(needs) < 2:
        raise InputError(
            "there is nothing to compare with", where="compare", found=f"{len(needs)} table", expected="two or more",
            do_this="add another year, release, definition or measure",
        )  # fmt: skip
    return Comparison({label: allocate(need, rule, budget=budget, draws=draws) for label, need in needs.items()})


def _names(allocation: Allocation) -> dict[str, str]:
    return dict(zip(allocation.table["area_code"], allocation.table["area_name"], strict=True))
