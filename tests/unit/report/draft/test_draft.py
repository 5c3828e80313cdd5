"""A narrative goes to Word, somebody edits the document, and it comes back."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from opensna.assessment.narrative.rich import read_rich, to_markdown
from opensna.assessment.template.model import template
from opensna.core.errors import UnreadableFileError
from opensna.report.draft.read import Returned, open_draft, read_draft
from opensna.report.draft.write import QUESTION, write_draft

TEXT = """## Robbery

It **fell** by {{ number: robbery change_since=2019 }} {==over four years==}{>>Asha Rao, 2024-05-01: is this the whole borough?<<}.

- {{ local: waiting }} wait; see [the page](https://a.org/x)
- two

1. first
2. second

> We do not feel safe.

| What | Number |
|---|---|
| Robberies | {{ number: robbery count }} |
"""
LONG = '{{ claim: robbery change_since=2019 expect=lower at_least=10% called="street robberies in all of the borough\'s wards" }}'
WORDED = {0: "12.4% (95% confidence interval −17.0% to −8.0%)", 1: "35 young people", 2: "2,634"}


def sent(text: str = TEXT, worded: dict[int, str] | None = None) -> bytes:
    return write_draft(
        template(), area="E09000012", name="Hackney", edition="2023", written={"S5": read_rich(text, "S5.md")},
        worded={"S5": WORDED if worded is None else worded}, files={"S5": text},
    )  # fmt: skip


def back(content: bytes) -> Returned:
    document, record = open_draft(content, "hackney.docx")
    return read_draft(document, record, template(), on="2024-06-01")


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    document = docx.Document(io.BytesIO(content))
    change(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def paragraph_with(document: Any, text: str) -> Any:
    return next(one for one in document.paragraphs if text in one._p.xpath("string(.)"))


def test_a_draft_that_nobody_touched_comes_back_as_it_went() -> None:
    returned = back(sent())
    assert returned.sections["S5"] == to_markdown(read_rich(TEXT, "S5.md"))
    assert {id for id, text in returned.sections.items() if text} == {"S5"}
    assert set(returned.sections) == {section.id for section in template().sections}
    assert (returned.changed, returned.gone, returned.stray, returned.dropped) == ((), (), (), ())
    assert returned.comments == 1


def test_the_same_narrative_gives_the_same_bytes() -> None:
    assert sent() == sent()


def test_every_section_goes_out_with_its_questions_and_none_of_them_comes_back() -> None:
    document = docx.Document(io.BytesIO(sent()))
    asked = [one.text for one in document.paragraphs if one.style.name == QUESTION]
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    for section in template().sections:
        assert f"{section.id} {section.title}" in headings
        assert set(section.questions) <= set(asked)
    assert "V7 Personal robbery, collected once for London" in asked
    assert not any(question in text for text in back(sent()).sections.values() for question in asked)


def test_claims_are_controls_that_say_what_they_are() -> None:
    document = docx.Document(io.BytesIO(sent()))
    controls = list(document.element.body.iter(qn("w:sdt")))
    titles = [one.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val")) for one in controls]
    assert titles == ["1 number: robbery change_since=2019", "2 local: waiting", "3 number: robbery count"]
    assert ["".join(t.text for t in one.iter(qn("w:t"))) for one in controls] == list(WORDED.values())


def test_a_long_reference_comes_back_whole() -> None:
    returned = back(sent(f"{LONG}\n", {0: "It was lower."}))
    assert returned.sections["S5"] == f"{LONG}\n"


def test_a_generated_number_changed_by_hand_is_flagged_by_name_with_what_it_was() -> None:
    def change(document: Any) -> None:
        next(t for t in document.element.body.iter(qn("w:t")) if t.text == "2,634").text = "2,700"

    returned = back(edited(sent(), change))
    (one,) = returned.changed
    assert (one.sent.section, one.sent.name) == ("S5", "number: robbery count")
    assert (one.sent.text, one.now) == ("2,634", "2,700")
    flagged = "{{ number: robbery count }}{>>OpenSNA, 2024-06-01: “2,634” was changed by hand to “2,700”<<}"
    assert flagged in returned.sections["S5"]


def test_every_digit_of_every_number_is_watched() -> None:
    for number, text in WORDED.items():
        for place in [i for i, c in enumerate(text) if c.isdigit()]:
            wrong = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]

            def change(document: Any, text: str = text, wrong: str = wrong) -> None:
                next(t for t in document.element.body.iter(qn("w:t")) if t.text == text).text = wrong

            (one,) = back(edited(sent(), change)).changed
            assert one.now == wrong
            assert one.sent.text == WORDED[number]


def test_what_people_write_around_claims_comes_back() -> None:
    def change(document: Any) -> None:
        paragraph = paragraph_with(document, "It fell by")
        paragraph.runs[0].text = "We think it "
        paragraph.add_run(" So we believe, and * is a star.")
        new = document.add_paragraph("New on the end, with {{ number: robbery rate }}.", style="List Bullet")
        paragraph_with(document, "We do not feel safe")._p.addnext(new._p)
        quote = paragraph_with(document, "S6 Domestic abuse")
        quote._p.addnext(document.add_paragraph("About domestic abuse.")._p)

    returned = back(edited(sent(), change))
    assert "We think it **fell** by {{ number: robbery change_since=2019 }}" in returned.sections["S5"]
    assert "So we believe, and \\* is a star." in returned.sections["S5"]
    assert "- New on the end, with {{ number: robbery rate }}." in returned.sections["S5"]
    assert returned.sections["S6"] == "About domestic abuse.\n"
    assert returned.changed == ()


def test_an_answer_typed_behind_a_question_is_kept() -> None:
    def change(document: Any) -> None:
        question = template().section("S7").questions[0]
        paragraph_with(document, question).add_run(" We know of few.")

    assert back(edited(sent(), change)).sections["S7"] == "We know of few.\n"


def test_a_comment_made_in_word_comes_back_with_its_author_and_day_and_goes_out_again() -> None:
    def change(document: Any) -> None:
        run = paragraph_with(document, "We do not feel safe").runs[0]
        made = document.add_comment(runs=run, text="Who said so: and when?", author="Ben Ode", initials="BO")
        made._comment_elm.set(qn("w:date"), "2024-05-20T10:00:00Z")

    returned = back(edited(sent(), change))
    assert "> {==We do not feel safe.==}{>>Ben Ode, 2024-05-20: Who said so: and when?<<}" in returned.sections["S5"]
    assert "{==over four years==}{>>Asha Rao, 2024-05-01: is this the whole borough?<<}" in returned.sections["S5"]
    again = back(sent(returned.sections["S5"]))
    assert again.sections["S5"] == returned.sections["S5"]
    assert again.comments == 2


def test_a_claim_that_was_taken_out_is_told() -> None:
    def change(document: Any) -> None:
        control = next(document.element.body.iter(qn("w:sdt")))
        control.getparent().remove(control)

    returned = back(edited(sent(), change))
    assert [one.name for one in returned.gone] == ["number: robbery change_since=2019"]


def test_tracked_changes_are_taken_as_accepted_and_counted() -> None:
    def change(document: Any) -> None:
        paragraph = paragraph_with(document, "We do not feel safe")._p
        (run,) = paragraph.findall(qn("w:r"))
        for tag, name, text in (("w:del", "w:delText", "gone"), ("w:ins", "w:t", " At night.")):
            mark = docx.oxml.OxmlElement(tag)
            inner, words = docx.oxml.OxmlElement("w:r"), docx.oxml.OxmlElement(name)
            words.text = text
            inner.append(words)
            mark.append(inner)
            run.addnext(mark)

    returned = back(edited(sent(), change))
    assert "> We do not feel safe. At night." in returned.sections["S5"]
    assert "gone" not in returned.sections["S5"]
    assert returned.tracked == 2


def test_what_stands_nowhere_and_what_has_no_place_is_told(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.paragraphs[0]._p.addnext(document.add_paragraph("Before everything.")._p)
        heading = paragraph_with(document, "S9 Places and times")
        heading.runs[0].text = "Somewhere else"
        drawn = docx.oxml.OxmlElement("w:drawing")
        paragraph_with(document, "We do not feel safe").runs[0]._r.append(drawn)

    returned = back(edited(sent(), change))
    assert returned.stray[:2] == ("Before everything.", "Somewhere else")
    assert returned.dropped == ("a picture",)
    assert "S9" not in returned.sections


def test_claims_go_out_by_name_where_no_edition_words_them() -> None:
    returned = back(sent(worded={}))
    assert returned.changed == ()
    assert returned.sections["S5"] == to_markdown(read_rich(TEXT, "S5.md"))


@pytest.mark.parametrize(
    ("content", "remedy"),
    [(b"", "save it as .docx"), (b"PK nothing", "save it as .docx"), (b"%PDF-1.7", "save it as .docx")],
)
def test_what_is_no_word_document_is_told(content: bytes, remedy: str) -> None:
    with pytest.raises(UnreadableFileError, match=remedy):
        open_draft(content, "x.docx")


def test_somebody_elses_document_is_told(tmp_path: Path) -> None:
    held = io.BytesIO()
    docx.Document().save(held)
    with pytest.raises(UnreadableFileError, match="export the narrative again"):
        open_draft(held.getvalue(), "x.docx")


@pytest.mark.parametrize("damage", [(b'"claims"', b'"clams"'), (b'{"area"', b"{area"), (b"<draft", b"<dra ft")])
def test_a_damaged_record_is_told(damage: tuple[bytes, bytes]) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent())) as before, zipfile.ZipFile(held, "w") as after:
        for name in before.namelist():
            after.writestr(
                name, before.read(name).replace(*damage) if b"narrative" in before.read(name) else before.read(name)
            )
    with pytest.raises(UnreadableFileError, match="export the narrative again"):
        open_draft(held.getvalue(), "x.docx")


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Opens a document in LibreOffice and saves it as a person would."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        reason = "LibreOffice is not here: install it (Debian: apt-get install libreoffice-writer) to open drafts in it"
        if os.environ.get("OPENSNA_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("libreoffice")

    def save(content: bytes) -> bytes:
        given, out = home / "draft.docx", home / "out"
        given.write_bytes(content)
        subprocess.run(
            [soffice, "--headless", f"-env:UserInstallation={home.as_uri()}/user", "--convert-to", "docx:MS Word 2007 XML",
             "--outdir", str(out), str(given)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (out / "draft.docx").read_bytes()

    return save


def test_a_draft_saved_by_libreoffice_comes_back_with_claims_and_comments(resaved: Callable[[bytes], bytes]) -> None:
    returned = back(resaved(sent()))
    assert returned.sections["S5"] == to_markdown(read_rich(TEXT, "S5.md"))
    assert {id for id, text in returned.sections.items() if text} == {"S5"}
    assert (returned.changed, returned.gone, returned.stray) == ((), (), ())


def test_a_number_changed_by_hand_is_found_after_libreoffice_too(resaved: Callable[[bytes], bytes]) -> None:
    def change(document: Any) -> None:
        next(t for t in document.element.body.iter(qn("w:t")) if t.text == "2,634").text = "2,700"

    (one,) = back(resaved(edited(sent(), change))).changed
    assert (one.sent.name, one.sent.text, one.now) == ("number: robbery count", "2,634", "2,700")


def test_the_document_holds_no_text_that_word_would_not_open() -> None:
    names = zipfile.ZipFile(io.BytesIO(sent())).namelist()
    assert len(names) == len(set(names))
    controls = docx.Document(io.BytesIO(sent(f"{LONG}\n", {}))).element.body.iter(qn("w:alias"))
    assert all(len(one.get(qn("w:val"))) <= 64 for one in controls)
