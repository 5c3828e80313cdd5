"""What sections say, kept as text: a change of wording shows in review. OPENSNA_UPDATE_GOLDEN=1 writes the files anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from opensna.assessment.edition import Edition
from opensna.core.block import Block, Callout, Prose, Table
from opensna.reference.areas import CITY, LONDON

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def lines(block: Block) -> list[str]:
    match block:
        case Prose(text=text):
            return [text, ""]
        case Callout(title=title, text=text):
            return [f"! {title}: {text}", ""]
        case Table():
            rows = [" | ".join(row) for row in (block.columns, *block.rows)]
            return [f"# {block.title}", *rows, *(t for t in (block.note, block.source) if t), ""]
        case _:
            return [f"[{block.form}] {block.title}: {block.alt}", *lines(block.table)]


@pytest.mark.parametrize(
    ("scene", "section", "area"),
    [
        ("full", "headline", "E09000012"),
        ("full", "headline", LONDON),
        ("full", "headline", CITY),
        ("full", "boroughs_compared", "E09000012"),
        ("suppressed", "headline", "E09000012"),
        ("suppressed", "who_is_affected", "E09000012"),
        ("empty", "headline", "E09000012"),
    ],
)
def test_section_reads_as_agreed(scene: str, section: str, area: str, request: pytest.FixtureRequest) -> None:
    edition: Edition = request.getfixturevalue(scene)
    found = next(s for s in edition.blocks[area] if s.id == section)
    text = "\n".join(line for block in found.blocks for line in lines(block))
    path = GOLDEN / f"{section}-{scene}-{area}.txt"
    if os.environ.get("OPENSNA_UPDATE_GOLDEN") == "1":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8"), (
        "if the new wording is meant, run again with OPENSNA_UPDATE_GOLDEN=1 and commit"
    )
