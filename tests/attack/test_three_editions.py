"""An attacker who holds the files of three editions recovers nothing hidden; under a weakened policy the same attacker does.

The editions go the program's whole way: counts, control, estimates, the register, the attack on all together, and the
spreadsheets and JSON documents of every area. Their readers see those files and the catalogue of measures, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.attack.attacker import Cell, Recovered, attack, read_tables
from tests.attack.world import (
    BOROUGHS,
    CODES,
    LONDON,
    MEANINGS,
    PARTS,
    Publisher,
    World,
    as_published,
    edition_of,
    make_world,
)  # fmt: skip

from opensna.core.counts import DISCLOSED_COLUMNS, DisclosedCounts
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.protect import Protection
from opensna.disclosure.published import Published
from opensna.disclosure.together import refuse_together
from opensna.stats.rounding import round_half_up_to

WIDTH = 6
WORLDS = [(0, 0.15, 0.0), (0, 2.0, 2.0), (1, 0.6, 2.0), (2, 0.6, 0.0), (5, 2.0, 0.0), (10, 2.0, 2.0)]
"""Seed, mean records a cell, and seconds for the mixed-integer program (0: the heuristic answers)."""
EDITIONS = [
    ("2023", ["all", "young"], ["2022", "2023"]),
    ("2024", ["all", "young", "knife"], ["2023", "2024"]),
    ("financial year", ["all", "young", "young_knife", "no_knife"], ["fy2023-24"]),
]


def small(world: World, found: list[Recovered]) -> list[Recovered]:
    """Of what was attacked, the cells that the policy means to protect; only the test knows which."""
    periods = {cell.cell.months: period_of(cell.cell) for cell in found}
    return [r for r in found if 1 <= world.count(r.cell.area, periods[r.cell.months], dict(r.cell.what)) <= 7]


def period_of(cell: Cell) -> Period:
    first, last = cell.months
    return Period.of_months((first - 1) // 12, (first - 1) % 12 + 1, last - first + 1)


def recovered(paths: list[Path], **rule: int) -> list[Recovered]:
    """What the attacker works out from files."""
    return attack(read_tables(paths, MEANINGS, **rule), PARTS, CODES)


def written(
    world: World, folder: Path, *, editions: Sequence[tuple[str, list[str], list[str]]] = EDITIONS, seconds: float = 2.0
) -> dict[str, list[Path]]:
    """The files of editions by name; one that the program refuses to publish has none."""
    publisher, found = Publisher(folder), {}
    for name, measures, periods in editions:
        counts = world.counts(measures, [Period.parse(p) for p in periods])
        try:
            found[name] = publisher.write(publisher.publish(counts, name, seconds=seconds))
        except DisclosureError:  # blocked: its readers never hold it
            continue
    return found


@pytest.mark.parametrize(("seed", "mean", "seconds"), WORLDS)
def test_files_of_three_editions_together_give_no_hidden_cell_away(
    seed: int, mean: float, seconds: float, tmp_path: Path
) -> None:
    world = make_world(seed, mean)
    files = written(world, tmp_path, seconds=seconds)
    assert len(files) >= 2
    protected = small(world, recovered([path for paths in files.values() for path in paths]))
    assert len(protected) > 20
    assert not [r for r in protected if r.high - r.low < WIDTH]


def test_spreadsheets_and_documents_say_the_same(tmp_path: Path) -> None:
    paths = written(make_world(0, 0.6), tmp_path, editions=EDITIONS[:1])["2023"]
    told = [read_tables([p for p in paths if p.suffix == suffix], MEANINGS) for suffix in (".ods", ".json")]
    assert set(told[0]) == set(told[1])
    assert len(told[0]) == 2 * 2 * 4 * 3  # measures, years, areas, both sexes and all
    assert {cell.shown is None for cell in told[0]} == {True, False}


@pytest.mark.parametrize("mean", [0.15, 2.0])
def test_the_attacker_is_never_wrong(mean: float, tmp_path: Path) -> None:
    world = make_world(0, mean)
    for r in recovered(written(world, tmp_path, editions=EDITIONS[:1])["2023"]):
        assert r.low <= world.count(r.cell.area, period_of(r.cell), dict(r.cell.what)) <= r.high


def weakly(world: World, round_to: int, folder: Path) -> list[Path]:
    """Files in which 1 to 7 is hidden and no more: no secondary suppression."""
    table = world.counts(["all", "young"], [Period.parse("2022"), Period.parse("2023")]).table
    true = table["numerator"].to_numpy(np.float64)
    shown = np.where((true >= 1) & (true <= 7), np.nan, round_half_up_to(true, round_to))
    bounds = {f"{name}_{end}": shown for name in ("numerator", "denominator") for end in ("low", "high")}
    weak = table.assign(numerator=shown, mark=np.where(np.isnan(shown), "[c]", ""), **bounds)
    counts = DisclosedCounts(weak[list(DISCLOSED_COLUMNS)], audience="public", policy="nhs_england")
    publisher = Publisher(folder)
    return publisher.write(publisher.enter(edition_of(counts, "weak", Protection())))


@pytest.mark.parametrize("round_to", [1, 5])
def test_the_same_attacker_breaks_a_policy_without_secondary_suppression(round_to: int, tmp_path: Path) -> None:
    world = make_world(0, 0.6)
    protected = small(world, recovered(weakly(world, round_to, tmp_path), round_to=round_to))
    assert any(r.high - r.low < WIDTH for r in protected)


def edition_with(name: str, shown: dict[str, float]) -> Published:
    """Victims of 2023 by area; NaN is printed as [c]."""
    table = make_world(0, 0.6).counts(["all"], [Period.parse("2023")], sexes=False).table
    table = table[table["area_code"].isin(shown)]
    value = table["area_code"].map(shown)
    return as_published(table.assign(numerator=value, mark=np.where(value.isna(), "[c]", "")), name)


def test_editions_that_are_not_kept_in_step_are_blocked_with_the_names_of_the_figures() -> None:
    small, large = BOROUGHS[:2]  # 2 and 20 of 22: each edition hides something else to protect the 2
    first = edition_with("first for public", {small: np.nan, large: 20, LONDON: np.nan})
    second = edition_with("second for public", {small: np.nan, large: np.nan, LONDON: 20})
    with pytest.raises(DisclosureError, match="leave these measures, areas or periods out") as caught:
        refuse_together(first, second)
    assert f"all {small} 2023-01/2023-12" in caught.value.found
    assert "second for public" in caught.value.found
    refuse_together(first, edition_with("the same again", {small: np.nan, large: 20, LONDON: np.nan}))


def test_what_is_hidden_does_not_depend_on_the_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on a machine where every look at the clock takes a minute."""

    def told(folder: str) -> dict[str, list[Cell]]:
        made = written(make_world(0, 2.0), tmp_path / folder, editions=EDITIONS[2:])
        return {name: read_tables(paths, MEANINGS) for name, paths in made.items()}

    usual = told("usual")
    ticks = iter(range(0, 10**9, 60))
    for clock in ("monotonic", "perf_counter", "time", "process_time"):
        monkeypatch.setattr(f"time.{clock}", lambda: float(next(ticks)))
    assert told("slow") == usual
