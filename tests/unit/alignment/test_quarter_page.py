"""The quarterly report's page: what is stated, what is not, and that it can be used by anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from opensna.alignment.quarter_page import quarter_page
from opensna.commissioning.programme import Programme
from opensna.commissioning.register import programmes
from opensna.core.document import fit
from opensna.core.period import Period
from opensna.evaluation.evaluation import Evaluation

QUARTER = Period.parse("2025-01/2025-03")
WALKS: dict[str, Any] = yaml.safe_load("""
id: night_walks
name: Night <walks>
description: Volunteers walk at night.
kind: delivery programme
priority_area: communities
tier: primary
cohort: Residents
settings: Streets
provider: {name: Group}
areas: [E09000002]
budget: [{funder: VRU, amount: 30000, ends: 2025-06-30}]
reach: [{starts: 2025-01-01, ends: 2025-03-31, number: 40, of: people, source: monitoring}]
indicators:
  - {id: attendance, name: Sessions attended, outcome: engagement, unit: per cent, target: 60, is_invisible: true,
     readings: [{ends: 2025-03-31, value: 71}],
     rebaselined: [{changed_on: 2024-12-01, was: 80, now: 60, reason: winter, agreed_by: the board}]}
  - {id: safer, name: Feels safe, outcome: feels_safe, unit: per cent, target: 50}
evaluations: [walk_study]
no_approach: not in the index
source: test
unknown: {places: open to all, hours: x, starts: x, ends: x}
""")
STUDY: dict[str, Any] = yaml.safe_load("""
id: walk_study
title: Study of night walks
programme: night_walks
evaluator: University
design: matched comparison
status: closed
protocol: {written_on: 2023-01-01, question: q, sample: s, analysis: a}
measured: [{outcome: feels_safe, measure: survey, primary: true}]
results: [{outcome: feels_safe, statistic: difference, value: 0.02, lower: -0.03, upper: 0.07, better: higher, read_at: page 3}]
costs: [{partner: VRU, amount: 12000, price_year: "2024", what: fee}]
source: test
""")


@pytest.fixture(scope="module")
def text() -> str:
    listed = (fit(WALKS, Programme, where="walks"), *programmes().values())
    study = fit(STUDY, Evaluation, where="study")
    return quarter_page(listed, QUARTER, evaluations={"walk_study": study}, months=12, whole="London")


def test_targets_changes_early_signs_reach_results_and_money_are_on_the_page(text: str) -> None:
    for said in (
        "40 to 40", "Sessions attended: 71 against 60 per cent (target first 80; changed on 2024-12-01: winter)",
        "Feels safe: [x] against 50 per cent", "no clear difference", "difference 0.02 (-0.03 to 0.07)", "£12,000", "£30,000",
        "30 June 2025", "Night &lt;walks&gt;",
    ):  # fmt: skip
        assert said in text
    assert text.count('data-kind="programmes"') == 44
    assert text.count('data-reported="yes"') == 1


def test_without_any_programme_the_page_says_so() -> None:
    empty = quarter_page((), QUARTER, evaluations={}, months=12, whole="West Midlands")
    assert "West Midlands" in empty
    assert empty.count("There is none.") == 3


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_has_no_axe_violation_and_does_not_scroll_sideways(
    require_accessible: Callable[[str, int], None], text: str, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "quarter.html"
    file.write_text(text, "utf-8")
    require_accessible(file.as_uri(), width)


def test_its_filters_narrow_by_what_is_reported(browser: Any, text: str, tmp_path: Path) -> None:
    file = tmp_path / "quarter.html"
    file.write_text(text, "utf-8")
    shown = browser.new_page()
    shown.goto(file.as_uri())
    shown.select_option("select[name=reported]", "yes")
    assert shown.inner_text("#count") == "1 of 44 programmes shown"
    shown.close()
