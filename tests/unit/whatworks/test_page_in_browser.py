"""What a browser and axe-core make of the index's page, and that its filters filter."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opensna.whatworks.index import approaches
from opensna.whatworks.page import page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        reason = "no Chromium is here: install it with apt-get install chromium"
        if os.environ.get("OPENSNA_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    api = pytest.importorskip(
        "playwright.sync_api", reason="install it with: pip install playwright axe-playwright-python"
    )
    with api.sync_playwright() as play:
        made = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page lies."""
    file: Path = tmp_path_factory.mktemp("page") / "what-works.html"
    file.write_text(page(approaches().values(), on=date(2025, 4, 1)), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_has_no_axe_violation_and_does_not_scroll_sideways(browser: Any, address: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = browser.new_page(viewport={"width": width, "height": 800})
    shown.goto(address)
    shown.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(shown)
    assert found.violations_count == 0, found.generate_report()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.close()


def test_filters_narrow_the_list_say_so_and_are_lifted_again(browser: Any, address: str) -> None:
    shown = browser.new_page()
    shown.goto(address)
    shown.select_option("select[name=direction]", "harmful")
    assert shown.inner_text("#count") == "2 of 43 approaches shown"
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
    assert shown.locator("#approaches > li:visible").count() == 43
    assert shown.locator("#filters:visible").count() == 0
    context.close()
