"""A narrative is stored with an edition, comes back as it was, and is not stored with a number that is not its claim's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opensna.assessment.edition import Edition, build_manifest, read_edition, write_edition
from opensna.core.block import Listing, Prose, SectionBlocks, Subheading, Table
from opensna.core.errors import ClaimError
from opensna.core.period import Period

TEXT = """## Robbery of {{ number: robbery }}

{{ claim: robbery }} It fell by {{ number: robbery change_since=2019 }}.

- {{ local: waiting }} wait
- {{ number: robbery rate }}

1. {{ claim: robbery rank }}

| what | number |
|---|---|
| robbery | {{ number: robbery }} |
"""


@pytest.fixture
def edition(write) -> Edition:
    made, ledger, against = write(TEXT)
    index = against.library.index
    areas = against.library.areas
    return Edition(
        "2023", "authors", Period.parse("2023"), areas, {"E12000007": (), "E09000012": (made.sections["S5"],)},
        index.estimates, ledger, build_manifest((), definition="london 1", settings={}),
    )  # fmt: skip


def test_a_narrative_reads_back_as_it_was_written(edition: Edition, tmp_path: Path) -> None:
    write_edition(edition, tmp_path)
    read = read_edition(tmp_path, "2023", "authors")
    (section,) = read.blocks["E09000012"]
    assert [type(block) for block in section.blocks] == [Subheading, Prose, Listing, Listing, Table, Table]
    assert section == edition.blocks["E09000012"][0]
    assert read.ledger == edition.ledger


def _changed(block: object) -> object:
    if isinstance(block, Listing):
        return replace(block, items=(*block.items[:-1], block.items[-1].translate(_DIGITS)))
    if isinstance(block, Table):
        last = block.rows[-1]
        return replace(block, rows=(*block.rows[:-1], (*last[:-1], last[-1].translate(_DIGITS))))
    assert isinstance(block, Prose | Subheading)
    return replace(block, text=block.text.translate(_DIGITS))


_DIGITS = str.maketrans("0123456789", "1234567890")


@pytest.mark.parametrize("place", range(5))
def test_a_number_changed_in_any_kind_of_block_is_refused(edition: Edition, tmp_path: Path, place: int) -> None:
    (section,) = edition.blocks["E09000012"]
    blocks = tuple(_changed(block) if i == place else block for i, block in enumerate(section.blocks))
    assert blocks != section.blocks
    changed = SectionBlocks(section.id, section.title, blocks)  # type: ignore[arg-type]  # the same kinds
    with pytest.raises(ClaimError, match="assess again"):
        write_edition(replace(edition, blocks={**edition.blocks, "E09000012": (changed,)}), tmp_path)
    assert not list(tmp_path.rglob("*"))
