"""A narrative goes through its rich form and back without losing anything that counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.assessment.narrative.comments import without_comments
from opensna.assessment.narrative.passages import read_passages
from opensna.assessment.narrative.rich import Rich, RichPassage, Words, read_rich, to_markdown

TEXT = """## Robbery and *more*

It **fell** by {{ number: robbery change_since=2019 }}; see [the page](https://a.org/x_y).
A second line.

- one {==two==}{>>Asha Rao, 2024-05-01: sure?<<}
- three {{ local: waiting }}

1. first
2. second

> We feel safe{>>who said it<<}.

| a | b |
|---|---|
| 1 \\| 2 | {{ number: robbery }} |
"""


def plain(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.kind, one.texts) for one in read_passages(without_comments(text), "x").passages]


def test_what_comes_back_reads_the_same_and_comes_back_the_same_again() -> None:
    rich = read_rich(TEXT, "x")
    back = to_markdown(rich)
    assert plain(back) == plain(TEXT)
    again = read_rich(back, "x")
    assert [reference.raw for reference in again.references] == [reference.raw for reference in rich.references]
    assert again.comments == rich.comments
    assert to_markdown(again) == back
    assert "{==two==}{>>Asha Rao, 2024-05-01: sure?<<}" in back
    assert "**fell** by {{ number: robbery change_since=2019 }}" in back
    assert "[the page](https://a.org/x_y)" in back


@pytest.mark.parametrize(
    "text",
    ["# not a heading", "- not an item", "1. not an item", "> not said", "a * b * c", "[x](y)", "<b>x</b>", "under_score _x_",
     "`a`", "back\\slash", "AT&amp;T", "--- rule", "12) twelve", "+ more", "snake_case_id"],
)  # fmt: skip
def test_text_that_looks_like_markdown_stays_text(text: str) -> None:
    back = to_markdown(Rich((RichPassage("paragraph", ((Words(text),),)),)))
    assert plain(back) == [("paragraph", (text,))]


def test_a_reference_typed_as_text_is_a_reference() -> None:
    back = to_markdown(Rich((RichPassage("paragraph", ((Words("now {{ number: a_b }} *"),),)),)))
    assert back == "now {{ number: a_b }} \\*\n"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1),
        max_size=4,
    )
)
def test_any_words_come_back_as_they_were(texts: list[str]) -> None:
    held = [" ".join(text.split()) for text in texts if text.split() and "{" not in text and "}" not in text]
    back = to_markdown(Rich(tuple(RichPassage("paragraph", ((Words(text),),)) for text in held)))
    assert plain(back) == [("paragraph", (text,)) for text in held]
