"""What a browser and axe-core make of the index's page, and that its filters filter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opensna.whatworks.index import approaches
from opensna.whatworks.page import page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page lies."""
    file: Path = tmp_path_factory.mktemp("page") / "what-works.html"
    file.write_text(page(approaches().values(), on=date(2025, 4, 1)), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_has_no_axe_violation_and_does_not_scroll_sideways(
    require_accessible: Callable[[str, int], None], address: str, width: int
) -> None:
    require_accessible(address, width)


def test_filters_narrow_the_list_say_so_and_are_lifted_again(browser: Any, address: str) -> None:
    shown = browser.new_page()
    shown.goto(address)
    shown.select_option("select[name=direction]", "harmful")
    assert shown.inner_text("#count") == "2 of 43 approaches shown"
    shown.select_option("select[name=direction]", "")
    shown.select_option("select[name=printed]", "yes")
    assert shown.inner_text("#count") == "9 of 43 approaches shown"
    shown.select_option("select[name=printed]", "")
    shown.select_option("select[name=direction]", "harmful")
    shown.fill("input[name=words]", "boot camps")
    assert shown.inner_text("#count") == "1 of 43 approaches shown"
    shown.keyboard.press("Enter")
    assert shown.inner_text("#count") == "1 of 43 approaches shown"
    shown.click("button[type=reset]")
    shown.wait_for_function("document.getElementById('count').textContent.startsWith('43 of 43')")
    shown.close()


def test_without_javascript_the_whole_list_is_there_and_no_filter(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(address)
    assert shown.locator("[data-kind=approaches]:visible").count() == 43
    assert shown.locator("#filters:visible").count() == 0
    context.close()
