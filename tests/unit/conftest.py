"""What tests of pages share: a browser, and what makes a page accessible."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium that asks nothing of the network."""
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
        made = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-background-networking"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def require_accessible(browser: Any) -> Callable[[str, int], None]:
    """Fail if a page (address, width in pixels), all its parts open, has an axe violation or scrolls sideways."""

    def look(address: str, width: int) -> None:
        from axe_playwright_python.sync_playwright import Axe

        shown = browser.new_page(viewport={"width": width, "height": 800})
        shown.goto(address)
        shown.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        found = Axe().run(shown)
        assert found.violations_count == 0, found.generate_report()
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        shown.close()

    return look
