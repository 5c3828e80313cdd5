"""What a browser and axe-core make of the pages, at desktop and phone width."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from opensna.report.renderers import html
from opensna.report.renderers._base import Download, shown_of
from opensna.report.renderers.html import render_index

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
def site(full, tmp_path_factory) -> dict[str, Path]:
    """The index and the page of one borough of a full edition."""
    told = shown_of(full)
    area = next(area for area in full.areas if area.name == "Hackney")
    folder = tmp_path_factory.mktemp("site")
    files = (
        Download("hackney.html", "Web page", 900_000),
        Download("hackney/hackney.ods", "OpenDocument spreadsheet", 250_000),
    )
    pages = {
        "index": render_index(
            told, files={area.code: (replace(files[0], path="hackney/index.html"), files[1])},
            failures={full.areas[1].code: "PDF: no room; free some"}, whole=files[1:],
        ),
        "area": html.render(replace(told, downloads=files[1:]), area),
    }  # fmt: skip
    for name, content in pages.items():
        (folder / f"{name}.html").write_bytes(content)
    return {name: folder / f"{name}.html" for name in pages}


@pytest.mark.parametrize("width", [1280, 375, 320])
@pytest.mark.parametrize("name", ["index", "area"])
def test_a_page_has_no_axe_violation_and_does_not_scroll_sideways(browser, site, name, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(site[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_page_asks_for_nothing_when_it_is_opened(browser, site):
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site["area"].as_uri())
    assert asked == [site["area"].as_uri()]
    page.close()
