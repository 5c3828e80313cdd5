"""The map's page: whole without JavaScript and from nowhere else; in a browser it filters, and axe finds nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from opensna.alignment.map_page import _range, map_page
from opensna.alignment.provision_map import build_map


@pytest.fixture(scope="module")
def text(wood) -> str:
    assets = pd.DataFrame([(wood.ash, "after_school", 3)], columns=["area_code", "band", "services"])
    bad = wood.programme("bad", areas=[wood.birch], tier="mixed", description="x", cohort="<b>People</b>", age_from=30)
    return map_page(
        build_map(wood.inputs(wood.club, wood.gym, wood.line, bad, assets=assets)), notes=("A & B",), is_synthetic=True
    )


@pytest.fixture(scope="module")
def address(text: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page lies."""
    file: Path = tmp_path_factory.mktemp("page") / "commissioning-map.html"
    file.write_text(text, "utf-8")
    return file.as_uri()


def test_the_page_holds_every_cell_and_gap_and_loads_nothing(text: str) -> None:
    assert (text.count('data-kind="cells"'), text.count('data-kind="programmes"'), text.count('data-kind="reach"')) == (
        45,
        4,
        3,
    )
    assert "SYNTHETIC" in text
    assert "A &amp; B" in text
    assert "&lt;b&gt;People&lt;/b&gt;" in text
    assert not re.search(r'(src|href)="(?!#)', text)


def test_the_page_says_what_the_numbers_are(text: str) -> None:
    assert "[c] 1 to 7" in text  # hidden need, with what it may be
    assert "33.3 to 100.0%" in text  # Ash's share of places after school
    assert "30 to 90" in text
    assert "In all, between 80 and 130 different people" in text
    assert "30 June" in text or "2025-06-30" in text


def test_without_synthetic_data_services_or_gaps_the_page_says_less(wood) -> None:
    plain = map_page(build_map(wood.inputs(rules={})), notes=(), is_synthetic=False)
    assert "SYNTHETIC" not in plain
    assert "not for release until a second person has reviewed it" in plain
    assert "Free services" not in plain
    assert "No rule finds a gap." in plain


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3, 3, "3"),
        (0, math.inf, "not stated"),
        (30, math.inf, "30 or more"),
        (math.nan, 1, "cannot tell"),
        (1, 2.4, "1 to 2"),
    ],
)
def test_a_range_is_said_in_words(low: float, high: float, said: str) -> None:
    assert _range(low, high) == said


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_has_no_axe_violation_and_does_not_scroll_sideways(
    require_accessible: Callable[[str, int], None], address: str, width: int
) -> None:
    require_accessible(address, width)


def test_filters_narrow_what_they_speak_of_and_leave_the_rest(browser: Any, address: str) -> None:
    shown = browser.new_page()
    shown.goto(address)
    shown.select_option("select[name=area]", label="Cedar")
    said = shown.inner_text("#count")
    assert "15 of 45 cells, 4 of 4 programmes" in said
    assert "1 of 3 reach" in said
    shown.select_option("select[name=band]", "after_school")
    assert "3 of 45 cells" in shown.inner_text("#count")
    shown.fill("input[name=words]", "focused deterrence")
    assert "1 of " in shown.inner_text("#count").split(",")[0]
    shown.click("button[type=reset]")
    shown.wait_for_function("document.getElementById('count').textContent.includes('45 of 45 cells')")
    shown.close()


def test_without_javascript_everything_is_there_and_no_filter(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(address)
    assert shown.locator("[data-kind=cells]:visible").count() == 45
    assert shown.locator("#filters:visible").count() == 0
    context.close()
