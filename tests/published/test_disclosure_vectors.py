"""Published cases of statistical disclosure control: a 4 by 4 table, the primary rules of sdcTable's example, the hospital rule."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from opensna.disclosure.attack import Held, interval
from opensna.disclosure.policy import policies
from opensna.disclosure.primary import is_dominated, is_guessable, is_too_few
from opensna.disclosure.rows import Rows
from opensna.disclosure.suppress import choose, hide
from opensna.stats.rounding import round_half_up_to

pytestmark = pytest.mark.real_data
Vector = dict[str, Any]
LINES = "wxyz"
COLUMNS = "abcd"


@cache
def _read(folder: Path) -> dict[str, Vector]:
    return {one["id"]: one for one in json.loads((folder / "vectors/vectors.json").read_text("utf-8"))}


@pytest.fixture
def vectors(real_data: Path) -> dict[str, Vector]:
    return {id: one for id, one in _read(real_data).items() if one["topic"] == "sdc"}


def test_every_vector_of_this_topic_is_tested_here(vectors: dict[str, Vector]) -> None:
    assert set(vectors) == {"sdc_attack", "sdc_primary", "hes_rounding"}


def four_by_four(vector: Vector) -> tuple[Held, np.ndarray]:
    """The table with its margins, all shown; and which of its 24 figures are suppressed."""
    body = np.array([vector["inputs"][line] for line in LINES], np.float64)
    figures = np.concatenate([body.ravel(), body.sum(1), body.sum(0)])
    matrix = np.zeros((8, 24))
    for i in range(4):
        matrix[i, [16 + i, *range(4 * i, 4 * i + 4)]] = [1, -1, -1, -1, -1]
        matrix[4 + i, [20 + i, *range(i, 16, 4)]] = [1, -1, -1, -1, -1]
    rows = Rows(csr_matrix(matrix), np.ones(8, bool), np.ones(8, bool))
    suppressed = np.zeros(24, bool)
    suppressed[[cell(name) for name in vector["inputs"]["suppressed"]]] = True
    shown = Held(figures, figures, figures, rows, np.zeros(24), np.zeros(8))
    return shown, suppressed


def cell(name: str) -> int:
    return LINES.index(name[0]) * 4 + COLUMNS.index(name[1])


def attacked(held: Held, hidden: np.ndarray, name: str) -> list[float]:
    low, high = np.where(hidden, 0, held.low), np.where(hidden, np.inf, held.high)
    known = Held(held.point, low, high, held.rows, held.cell_width, held.row_width)
    return [round(end) for end in interval(known, np.eye(24)[cell(name)])]


def test_a_cell_of_the_4_by_4_table_is_recovered_in_spite_of_two_suppressions_a_line(
    vectors: dict[str, Vector],
) -> None:
    held, suppressed = four_by_four(vectors["sdc_attack"])
    assert attacked(held, suppressed, "wb") == vectors["sdc_attack"]["expected"]["bounds_wb_primary_only"]


def test_one_more_suppression_protects_it(vectors: dict[str, Vector]) -> None:
    held, suppressed = four_by_four(vectors["sdc_attack"])
    suppressed[cell("xd")] = True
    assert attacked(held, suppressed, "wb") == vectors["sdc_attack"]["expected"]["after_adding_xd"]


@pytest.mark.parametrize("seconds", [0.0, 10.0])
def test_as_many_secondary_suppressions_are_found_as_are_needed(vectors: dict[str, Vector], seconds: float) -> None:
    held, suppressed = four_by_four(vectors["sdc_attack"])
    width = policies()["nhs_england"].protected_width
    open_ = Held(
        held.point, np.where(suppressed, 0, held.low), np.where(suppressed, np.inf, held.high), held.rows,
        np.where(suppressed, width, 0.0), held.row_width,
    )  # fmt: skip
    inside = np.arange(24) < 16
    chosen = choose(open_, inside & ~suppressed, np.ones(24), seconds=seconds)
    assert chosen.which.sum() == vectors["sdc_attack"]["expected"]["secondary_needed"]
    assert chosen.bound == pytest.approx(1 if seconds else 0)
    assert not chosen.unproved.any()
    safe = hide(open_, chosen.which)
    for name in vectors["sdc_attack"]["inputs"]["suppressed"]:
        low, high = interval(safe, np.eye(24)[cell(name)])
        assert high - low >= width


def test_primary_rules_find_the_published_cells(real_data: Path, vectors: dict[str, Vector]) -> None:
    vector = vectors["sdc_primary"]
    csv = next(real_data.rglob(Path(vector["inputs"]["csv"]).name))
    cells = {
        f"{region},{sex}": group["val"].tolist()
        for (region, sex), group in pd.read_csv(csv).groupby(["region", "gender"])
    }
    expected = vector["expected"]
    assert sorted(name for name, values in cells.items() if is_too_few(values, most=2)) == expected["freq_le_2"]
    dominated = sorted(name for name, values in cells.items() if is_dominated(values, largest=2, percent=75))
    assert dominated == expected["nk_2_75"]
    assert sorted(name for name, values in cells.items() if is_guessable(values, percent=70)) == expected["p70"]
    for name, (records, total) in expected["cells"].items():
        values = cells[name.replace("_", ",")]
        assert (len(values), sum(values)) == (records, total)


def test_the_hospital_rule_shows_its_published_examples(vectors: dict[str, Vector]) -> None:
    vector, rule = vectors["hes_rounding"], policies()["nhs_england"]
    counts = vector["inputs"]["counts"]
    shown = ["*" if rule.hide_from <= n <= rule.hide_to else round_half_up_to([n], rule.round_to)[0] for n in counts]
    assert shown == vector["expected"]["shown"]
