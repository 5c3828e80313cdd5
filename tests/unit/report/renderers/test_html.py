from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from opensna.core.block import Callout, Prose, SectionBlocks
from opensna.report.renderers import html
from opensna.report.renderers._base import SYNTHETIC, Download, shown_of
from opensna.report.renderers.html import in_bytes, render_index

FILES = (
    Download("hackney/index.html", "Web page", 900),
    Download("hackney/hackney.ods", "OpenDocument spreadsheet", 250_000),
)


@pytest.fixture(scope="module")
def page(shown, hackney):
    return html.render(shown, hackney).decode()


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_markup_in_data_is_escaped(page):
    assert "<b>&" not in page
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in page
    assert "<script" not in page


def test_the_page_is_marked_synthetic_and_for_authors_only(page):
    assert "SYNTHETIC DATA - these are not real figures" in page
    assert "Authors&#39; working copy - not for release" in page
    assert re.search(rf"<caption[^>]*>Figures <strong[^>]*>{SYNTHETIC}", page)
    assert '<td class="kind">synthetic</td>' in page


def test_a_page_of_real_figures_bears_no_mark(two, hackney):
    def real(block):
        if block.type == "chart":
            return replace(block, is_synthetic=False, table=real(block.table))
        return replace(block, is_synthetic=False) if block.type == "table" else block

    sections = tuple(replace(s, blocks=tuple(map(real, s.blocks))) for s in two.blocks[hackney.code])
    manifest = {**two.manifest, "is_synthetic": False, "releases": []}
    told = shown_of(replace(two, manifest=manifest, blocks={hackney.code: sections}))
    assert "synthetic" not in html.render(told, hackney).decode().casefold()


def test_a_published_page_names_author_reviewer_and_entry_and_is_no_working_copy(public, hackney):
    text = html.render(public, hackney).decode()
    assert "working copy" not in text
    assert all(words in text for words in ("Ada", "Grace", public.published.entry))


def test_headings_are_in_order_and_ids_unique(page):
    tags = Tags(page).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len(ids) == len(set(ids))


def test_references_lead_somewhere_on_the_page(page):
    tags = Tags(page).tags
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    wanted = {i for _, attrs in tags for i in attrs.get("aria-labelledby", "").split()}
    wanted |= {attrs["href"][1:] for tag, attrs in tags if tag == "a" and attrs["href"].startswith("#")}
    assert wanted <= ids


def test_a_page_asks_for_nothing_and_runs_nothing(page):
    tags = Tags(page).tags
    assert not [
        attrs for _, attrs in tags if any(re.match("(https?:)?//", attrs.get(n) or "") for n in ("src", "href"))
    ]
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in tags}
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_landmarks_language_and_skip_link(page):
    tags = Tags(page).tags
    names = [tag for tag, _ in tags]
    assert ("html", {"lang": "en-GB"}) in tags
    assert all(names.count(tag) == 1 for tag in ("main", "nav", "h1", "header", "footer"))
    assert next(attrs for tag, attrs in tags if tag == "a")["href"] == "#main"


def test_tables_scroll_by_keyboard_and_name_their_headers(page):
    tags = Tags(page).tags
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    regions = [attrs for _, attrs in tags if attrs.get("class") == "scroll"]
    assert len(regions) == [tag for tag, _ in tags].count("table")
    assert all(r["tabindex"] == "0" and r["role"] == "group" and r["aria-labelledby"] for r in regions)
    assert page.count("Show the figures as a table") == 2
    assert "<details open" not in page


def test_a_page_leads_to_the_files_beside_it(shown, hackney):
    text = html.render(replace(shown, downloads=FILES[1:]), hackney).decode()
    assert 'href="hackney/hackney.ods">OpenDocument spreadsheet</a> (250\N{NO-BREAK SPACE}KB)' in text
    assert "Also as" not in html.render(shown, hackney).decode()


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (1500, "2 KB"), (999_999, "1,000 KB"), (2_250_000, "2.2 MB")])
def test_sizes_are_said_in_round_numbers(size, words):
    assert in_bytes(size) == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_the_index_leads_to_what_was_drawn_and_says_what_was_not(shown, hackney):
    text = render_index(
        shown, files={hackney.code: FILES}, failures={}, whole=(Download("data/a.csv", "All", 5000),)
    ).decode()
    assert '<a href="hackney/index.html">Hackney</a>' in text
    assert "hackney/hackney.ods" not in text  # the area's page leads there
    assert 'href="data/a.csv">All</a> (5\N{NO-BREAK SPACE}KB)' in text
    assert "not drawn yet" in text
    assert "could not be drawn" not in text


def test_the_index_leads_to_the_files_of_an_area_without_a_page(shown, hackney):
    text = render_index(shown, files={hackney.code: FILES[1:]}, failures={}).decode()
    assert '<a href="hackney/hackney.ods"><span class="hidden">Hackney: </span>OpenDocument spreadsheet</a>' in text


def test_the_index_tells_why_an_area_could_not_be_drawn(shown, hackney):
    text = render_index(shown, files={}, failures={hackney.code: "PDF: no room; free some"}).decode()
    assert "Areas that could not be drawn in full" in text
    assert "Hackney: PDF: no room; free some" in text


def test_the_index_counts_what_is_shown_hidden_and_absent(shown, hackney, two):
    start, end = two.period.start, two.period.end
    held = two.estimates.table.iloc[:4].assign(
        area_code=hackney.code, statistic="count", breakdown="none", period_start=start, period_end=end,
        value=[1.0, float("nan"), float("nan"), float("nan")], mark=["", "[c]", "[c]", "[x]"],
    )  # fmt: skip
    told = shown_of(replace(two, estimates=replace(two.estimates, table=held)))
    text = render_index(told, files={hackney.code: FILES}, failures={}).decode()
    assert "1 count shown, 2 hidden [c], 1 not available [x]" in text


def test_a_section_with_markup_in_its_title_is_a_heading_with_text(shown, hackney, two):
    blocks = {hackney.code: (SectionBlocks("s", "<i>x</i>", ()),)}
    text = html.render(shown_of(replace(two, blocks=blocks)), hackney).decode()
    assert '<h2 id="s">&lt;i&gt;x&lt;/i&gt;</h2>' in text


def test_a_title_of_another_section_in_quotation_marks_leads_to_it(full):
    first = SectionBlocks("headline", "Headline", (Prose("One."),))
    second = SectionBlocks("two", "Two", (Callout("Care", "The same as under “Headline” & “Elsewhere” <b>."),))
    page = html.render(
        shown_of(replace(full, blocks={a.code: (first, second) for a in full.areas})), full.areas[0]
    ).decode()
    assert 'under “<a href="#headline">Headline</a>” &amp; “Elsewhere” &lt;b&gt;.' in page
