"""Markdown as passages of plain text; HTML stays text, pictures are refused, comments are not printed."""

from __future__ import annotations

from opensna.assessment.narrative.comments import Comment, Stretch, stretches, without_comments
from opensna.assessment.narrative.passages import read_passages

TEXT = """# Robbery

It **fell**, we _think_; see [the page](https://a.org/x).
<script>alert(1)</script> &amp; more

- one
- two
  goes on

> We feel safe.

1. first

| a | b |
|---|---|
| 1 | 2 |

```
x = 1
```
"""


def test_every_kind_of_passage_is_plain_text() -> None:
    read = [(one.kind, one.texts, one.line) for one in read_passages(TEXT, "S5.md").passages]
    assert read == [
        ("heading", ("Robbery",), 1),
        ("paragraph",
         ("It fell, we think; see the page (https://a.org/x). <script>alert(1)</script> & more",), 3),
        ("bullets", ("one", "two goes on"), 6),
        ("quotation", ("We feel safe.",), 10),
        ("numbered", ("first",), 12),
        ("table", ("a", "b", "1", "2"), 14),
        ("paragraph", ("x = 1",), 18),
    ]  # fmt: skip


def test_a_block_of_html_is_text_too() -> None:
    (only,) = read_passages("<div onclick='x()'>\nhello\n</div>", "S5.md").passages
    assert only.texts == ("<div onclick='x()'> hello </div>",)


def test_a_picture_is_refused_with_its_line() -> None:
    (problem,) = read_passages("a\n\n![a map](map.png)\n", "S5.md").problems
    assert problem.where == "S5.md, line 3"
    assert "say in words what it shows" in problem.do_this


def test_comments_are_read_and_not_printed() -> None:
    text = "Robbery {==fell==}{>>Asha Rao, 2024-05-01: sure?<<} here{>>why<<}."
    assert without_comments(text) == "Robbery fell here."
    assert list(stretches(text)) == [
        Stretch("Robbery "),
        Stretch("fell", (Comment("Asha Rao", "2024-05-01", "sure?"),)),
        Stretch(" here"),
        Stretch("", (Comment("", "", "why"),)),
        Stretch("."),
    ]
    assert str(Comment("Asha Rao", "2024-05-01", "sure?")) == "{>>Asha Rao, 2024-05-01: sure?<<}"


def test_lines_keep_their_numbers_under_a_long_comment() -> None:
    read = read_passages(without_comments("a{>>one\ntwo<<}\n\nb\n"), "S5.md")
    assert [one.line for one in read.passages] == [1, 4]
