"""The index as a table, references of studies, and the page."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from opensna.core.errors import DocumentError, UnreadableFileError
from opensna.whatworks.exchange import effects_table, ratings_table, read_ratings, with_ratings, write_dated
from opensna.whatworks.index import approaches
from opensna.whatworks.page import page
from opensna.whatworks.studies import matched, read_studies

INDEX = approaches()
DAY = date(2025, 4, 1)


def test_a_dated_export_reads_back_as_the_same_ratings(tmp_path: Path) -> None:
    table, whole = write_dated(INDEX.values(), tmp_path, on=DAY)
    assert (table.name, whole.name) == ("what-works-2025-04-01.csv", "what-works-2025-04-01.json")
    expected = [(a.id, rating) for a in INDEX.values() for rating in a.ratings]
    assert list(read_ratings(table)) == expected
    assert json.loads(whole.read_text())["as_of"] == "2025-04-01"


def test_effects_are_handed_over_as_printed() -> None:
    rows = effects_table(INDEX.values()).set_index("id")["effect_size_headline"]
    assert rows["YEF-07"] == "-21% violence; -14% offending (YEF evaluation page)"
    assert len(rows) == 57


def test_imported_ratings_replace_their_own_and_keep_the_others(tmp_path: Path) -> None:
    table = ratings_table([INDEX["cctv"]])
    table.loc[0, ["impact", "impact_word"]] = ["MODERATE", "MODERATE"]
    table.iloc[:1].to_csv(tmp_path / "one.csv", index=False)
    changed = with_ratings(INDEX, read_ratings(tmp_path / "one.csv"))
    assert list(changed) == ["cctv"]
    assert {r.id: r.impact.word if r.impact else None for r in changed["cctv"].ratings} == {
        "COP-11": None,
        "YEF-22": "MODERATE",
    }


def test_lines_that_do_not_fit_are_named_and_nothing_is_taken(tmp_path: Path) -> None:
    table = ratings_table(INDEX.values())
    table.loc[3, "direction"] = "great"
    table.loc[5, "studies_number"] = "six"
    table.to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(DocumentError, match=r"2 of 57 ratings do not fit; none was taken(.|\n)*line 5 .*line 7 "):
        read_ratings(tmp_path / "bad.csv")


def test_effects_whose_parts_do_not_match_are_refused(tmp_path: Path) -> None:
    table = ratings_table([INDEX["mentoring"]])
    table["effect_outcomes"] = "violence"
    table.to_csv(tmp_path / "bad.csv", index=False)
    with pytest.raises(DocumentError, match="2 effects but 1 outcomes"):
        read_ratings(tmp_path / "bad.csv")


def test_a_rating_of_no_approach_or_of_another_ones_id_has_no_place(tmp_path: Path) -> None:
    (rating,) = INDEX["boot_camps"].ratings
    with pytest.raises(DocumentError, match="add the approach as a file first"):
        with_ratings(INDEX, [("nothing", rating)])
    with pytest.raises(DocumentError, match="correct the ids"):
        with_ratings(INDEX, [("cctv", rating)])


@pytest.mark.parametrize("content", [b"\xff\xfe", b"approach,id\n", b'approach,id\n"x'])
def test_a_file_that_is_no_table_of_ratings_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"(import it again|opensna whatworks export)"):
        read_ratings(file)


RIS = "TY  - JOUR\nTI  - A trial of mentors\nAU  - Doe, J\nPY  - 2020\nDO  - 10.1/x\nKW  - Mentoring\nER  - \nTY  - JOUR\nER  - \n"
INNER = {"AttributesList": [{"AttributeId": 2, "AttributeName": "cctv"}]}
EPPI = {
    "CodeSets": [{"Attributes": {"AttributesList": [
        {"AttributeId": 1, "AttributeName": "Approach", "Attributes": INNER},
    ]}}],
    "References": [{"ItemId": 7, "Title": "Cameras", "Authors": "Roe, R ; Poe, P", "Year": "1999", "URL": "https://e.org",
                    "Codes": [{"AttributeId": 2}, {"AttributeId": 9}]}],
}  # fmt: skip


def test_references_of_both_kinds_are_read_and_matched_by_their_codes(tmp_path: Path) -> None:
    ris, eppi = tmp_path / "a.ris", tmp_path / "a.json"
    ris.write_text(RIS)
    eppi.write_text(json.dumps(EPPI))
    first, second = read_studies(ris), read_studies(eppi)
    assert (first.without_title, first.studies[0].year, first.studies[0].address) == (1, 2020, "https://doi.org/10.1/x")
    assert second.studies[0].authors == ("Roe, R", "Poe, P")
    assert matched((*first.studies, *second.studies), INDEX) == {"10.1/x": ("mentoring",), "7": ("cctv",)}


@pytest.mark.parametrize(("name", "text"), [("a.ris", "hello"), ("a.json", "[]"), ("a.json", "{"), ("a.txt", "x")])
def test_a_file_without_references_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(UnreadableFileError, match="export the references again"):
        read_studies(tmp_path / name)


class _Reader(HTMLParser):
    """Collects what a reader without JavaScript and a person with a keyboard would need."""

    def __init__(self) -> None:
        super().__init__()
        self.items, self.live, self.named, self.controls, self.addresses = 0, [], 0, 0, []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.items += tag == "li" and "data-goal" in given
        self.depth += tag == "label"
        if tag in ("select", "input"):
            self.controls += 1
            self.named += self.depth > 0
        if "aria-live" in given:
            self.live.append(given["aria-live"])
        if tag in ("script", "link", "img", "iframe") or given.get("src"):
            self.addresses.append((tag, given.get("src") or given.get("href")))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "label"


def test_the_page_lists_every_approach_and_names_every_control() -> None:
    reader = _Reader()
    reader.feed(page(INDEX.values(), on=DAY))
    assert reader.items == 43
    assert reader.named == reader.controls == 11
    assert reader.live == ["polite"]
    assert reader.addresses == [("script", None)]


def test_the_page_says_when_it_was_made_where_registries_disagree_and_escapes_what_it_prints() -> None:
    text = page(INDEX.values(), on=DAY)
    assert "as of 1 April 2025" in text
    assert text.count("The registries disagree") == 4
    assert "A&amp;E navigators" in text
    assert "$" not in text
