"""Columns found by any name that a publisher has given them."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.core.errors import HeaderError
from opensna.sources._headers import ABSENT, engine_columns
from opensna.sources._text import TextTable

NAMES = {"group": ("Offence Group", "MajorText"), "count": ("Count",), "made": ("Refresh Date",)}


def found(*header: str) -> dict[str, str]:
    table = TextTable("t", header)
    return engine_columns(Path("f.csv"), table, NAMES, may_lack=("made",), what="the long file", do_this="ask again")


@pytest.mark.parametrize(
    "header",
    [("COUNT", "offence_group"), ("Count", "Offence  Group"), ("count", "majortext")],
    ids=["case", "blanks", "older"],
)
def test_a_column_is_found_by_any_of_its_names(header: tuple[str, ...]) -> None:
    assert found(*header) == {"group": "c1", "count": "c0", "made": ABSENT}


def test_the_first_of_two_names_stands() -> None:
    assert found("MajorText", "Offence Group", "Count")["group"] == "c1"


def test_what_is_lacking_is_said_with_all_its_names_and_no_header_is_quoted() -> None:
    with pytest.raises(HeaderError, match=r"(?s)lacks Offence Group or MajorText; Count.*do this: ask again") as caught:
        found("Jane Doe", "1990-01-01")
    assert "Jane" not in str(caught.value)
