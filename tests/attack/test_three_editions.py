"""An attacker who holds three editions recovers nothing that is hidden; under a weakened policy the same attacker does."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.attack.attacker import Cell, Recovered, attack, read_tables
from tests.attack.world import CODES, PARTS, World, as_published, cells_of, make_world, publish

from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.published import Published
from opensna.disclosure.together import refuse_together
from opensna.stats.rounding import round_half_up_to

WIDTH = 6
WORLDS = [(seed, mean) for seed in range(3) for mean in (0.15, 0.6, 2.0)]
EDITIONS = [
    ("2023 for public", ["all", "young"], ["2022", "2023"]),
    ("2024 for public", ["all", "young", "knife"], ["2023", "2024"]),
    ("financial year for public", ["all", "young", "young_knife", "no_knife"], ["fy2023-24"]),
]


@pytest.fixture(params=WORLDS, ids=str)
def world(request: pytest.FixtureRequest) -> World:
    return make_world(*request.param)


def small(world: World, found: list[Recovered]) -> list[Recovered]:
    """Of what was attacked, the cells that the policy means to protect; only the test knows which."""
    periods = {cell.cell.months: period_of(cell.cell) for cell in found}
    return [r for r in found if 1 <= world.count(r.cell.area, periods[r.cell.months], dict(r.cell.what)) <= 7]


def period_of(cell: Cell) -> Period:
    first, last = cell.months
    return Period.of_months((first - 1) // 12, (first - 1) % 12 + 1, last - first + 1)


def test_three_editions_together_give_no_hidden_cell_away(world: World, tmp_path: Path) -> None:
    made = []
    for name, measures, periods in EDITIONS:
        try:
            made.append(publish(world.counts(measures, [Period.parse(p) for p in periods]), name, made))
        except DisclosureError:  # blocked: its readers never hold it
            continue
    for number, published in enumerate(made):
        (tmp_path / f"{number}.json").write_text(json.dumps([asdict(cell) for cell in cells_of(published)]), "utf-8")
    recovered = attack(read_tables(sorted(tmp_path.glob("*.json"))), PARTS, CODES)
    protected = small(world, recovered)
    assert protected
    narrowed = [r for r in protected if r.high - r.low < WIDTH]
    assert not narrowed


def test_the_attacker_is_never_wrong(world: World) -> None:
    made = publish(world.counts(["all", "young"], [Period.parse("2022"), Period.parse("2023")]), "one", [])
    for r in attack(cells_of(made), PARTS, CODES):
        assert r.low <= world.count(r.cell.area, period_of(r.cell), dict(r.cell.what)) <= r.high


def weakly(world: World, round_to: int) -> list[Cell]:
    """1 to 7 hidden and no more: no secondary suppression."""
    table = world.counts(["all", "young"], [Period.parse("2022"), Period.parse("2023")]).table
    true = table["numerator"].to_numpy(np.float64)
    shown = np.where((true >= 1) & (true <= 7), np.nan, round_half_up_to(true, round_to))
    published = as_published(table.assign(numerator=shown, mark=np.where(np.isnan(shown), "[c]", "")), "weak")
    return cells_of(published, round_to=round_to)


@pytest.mark.parametrize("round_to", [1, 5])
def test_the_same_attacker_breaks_a_policy_without_secondary_suppression(round_to: int) -> None:
    world = make_world(0, 0.6)
    protected = small(world, attack(weakly(world, round_to), PARTS, CODES))
    assert any(r.high - r.low < WIDTH for r in protected)


def test_editions_that_are_not_kept_in_step_are_blocked_with_the_names_of_the_figures() -> None:
    world = make_world(1, 0.6)
    first = publish(world.counts(["all"], [Period.parse("2023")]), "first for public", [])
    other = (
        first.table.copy()
    )  # the same figures with other ones hidden, as an edition made without the register would have them
    other["edition"] = "second for public"
    true = world.counts(["all"], [Period.parse("2023")]).table["numerator"].to_numpy(np.float64)
    shown = other["value"].isna() & (true > 7)
    assert shown.any()
    other.loc[shown, "value"] = round_half_up_to(true[shown], 5)
    other["mark"] = np.where(other["value"].isna(), "[c]", "")
    with pytest.raises(DisclosureError, match="leave these measures, areas or periods out") as caught:
        refuse_together(first, Published(pd.DataFrame(other)))
    assert "second for public" in caught.value.found
