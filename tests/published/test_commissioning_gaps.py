"""The gaps that the rules find in the register, against those that a reader of the report noted: checked, never an input."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from opensna.actions.init import init
from opensna.actions.map_provision import map_provision


def test_every_approach_that_the_report_names_as_a_gap_comes_out_by_rule(real_data: Path, tmp_path: Path) -> None:
    """Source: Recommendation 5 and chapter 3 of the report of April 2025, as noted in evidence/programme_interventions.csv."""
    with (real_data / "evidence" / "programme_interventions.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    named = {row["intervention_key"].replace("-", "_") for row in rows if row["relation"].startswith("gap")}
    linked = {
        row["intervention_key"].replace("-", "_") for row in rows if row["relation"] in ("is", "element", "funds")
    }
    gaps = map_provision(init("london", tmp_path / "w"), on=date(2025, 4, 1)).map.gaps
    found = {gap.id.partition("/")[2] for gap in gaps}
    assert len(named) == 3
    assert named <= found
    assert not linked & found
