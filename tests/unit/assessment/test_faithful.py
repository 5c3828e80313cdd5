"""Blocks print what the ledger holds, word for word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opensna.assessment.edition import Edition, write_edition
from opensna.assessment.faithful import refuse_unfaithful, unfaithful
from opensna.core.block import Prose, SectionBlocks
from opensna.core.errors import ClaimError


def changed(edition: Edition, old: str, new: str) -> Edition:
    (section,) = edition.blocks["E09000012"]
    first, *rest = section.blocks
    assert isinstance(first, Prose)
    prose = replace(first, text=first.text.replace(old, new))
    return replace(edition, blocks={"E09000012": (SectionBlocks(section.id, section.title, (prose, *rest)),)})


def test_an_edition_as_it_was_made_is_faithful(edition: Edition) -> None:
    assert list(unfaithful(edition.blocks, edition.ledger)) == []


def test_a_number_changed_in_a_block_is_refused_before_it_is_stored(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="assess again") as caught:
        write_edition(changed(edition, "2,634", "2,643"), tmp_path)
    assert "2,643" in caught.value.found
    assert "2,634" in caught.value.expected
    assert not list(tmp_path.rglob("*"))


def test_a_claim_that_the_ledger_does_not_hold_is_told(edition: Edition) -> None:
    (section,) = edition.blocks["E09000012"]
    lost = SectionBlocks("one", "One", (Prose("2,634", ("c99999",)), *section.blocks))
    (only,) = unfaithful({"E09000012": [lost]}, edition.ledger)
    assert (only.claim, only.held) == ("c99999", "no such claim")
    with pytest.raises(ClaimError, match="no such claim"):
        refuse_unfaithful({"E09000012": [lost]}, edition.ledger)
