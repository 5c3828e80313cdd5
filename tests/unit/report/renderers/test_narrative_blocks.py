"""Headings, lists and tables that a borough wrote, as a web page and as a Word document."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from opensna.core.block import Listing, Prose, SectionBlocks, Subheading, Table
from opensna.report.renderers import html, pdf, word
from opensna.report.renderers._base import Shown, shown_of

EVIL = "<b>robbery</b>"
BLOCKS = (
    Subheading(EVIL, ("c00001",)),
    Prose("It fell by 12.4%.", ("c00002",)),
    Listing((EVIL, "two"), claim_ids=("c00003", "c00004")),
    Listing(("first", "second"), is_numbered=True),
    Listing(("first again",), is_numbered=True),
    Table("As the account gives it", ("a",), (("1",),), claim_ids=("c00005",)),
)


@pytest.fixture(scope="module")
def written(two) -> Shown:
    sections = (SectionBlocks("narrative_s5", "The account of Hackney", BLOCKS),)
    return shown_of(replace(two, blocks={area.code: sections for area in two.areas}))


def test_the_web_page_shows_them_as_text_with_their_claims(written, hackney) -> None:
    page = html.render(written, hackney).decode()
    assert '<h3 data-claims="c00001">&lt;b&gt;robbery&lt;/b&gt;</h3>' in page
    assert '<p data-claims="c00002">It fell by 12.4%.</p>' in page
    assert '<ul class="listing" data-claims="c00003 c00004"><li>&lt;b&gt;robbery' in " ".join(page.split()).replace(
        "> <", "><"
    )
    assert '<ol class="listing">' in page
    assert EVIL not in page


def test_word_has_real_headings_and_lists_and_each_numbered_list_begins_at_one(written, hackney) -> None:
    document = Document(io.BytesIO(word.render(written, hackney)))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles[EVIL] == "List Bullet"
    assert [p.style.name for p in document.paragraphs if p.text == EVIL] == ["Heading 2", "List Bullet"]
    assert styles["It fell by 12.4%."] == "Normal"
    numbers = {
        p.text: p._p.find(f".//{qn('w:numId')}").get(qn("w:val"))
        for p in document.paragraphs
        if p.style.name == "List Number"
    }
    assert numbers["first"] == numbers["second"] != numbers["first again"]
    held = document.part.numbering_part.element
    starts = {
        one.get(qn("w:numId")): [start.get(qn("w:val")) for start in one.iter(qn("w:startOverride"))]
        for one in held.findall(qn("w:num"))
    }
    assert starts[numbers["first"]] == starts[numbers["first again"]] == ["1"]


def test_the_pdf_is_drawn_from_the_same_words(written, hackney) -> None:
    from pypdf import PdfReader

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(written, hackney))).pages)
    assert EVIL in text
    assert "second" in text
