"""What a browser and axe-core make of the pages, at desktop and phone width."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opensna.report.renderers import html
from opensna.report.renderers._base import Download, shown_of
from opensna.report.renderers.html import render_index


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
def test_a_page_has_no_axe_violation_and_does_not_scroll_sideways(require_accessible, site, name, width):
    require_accessible(site[name].as_uri(), width)


def test_a_page_asks_for_nothing_when_it_is_opened(browser, site):
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site["area"].as_uri())
    assert asked == [site["area"].as_uri()]
    page.close()
