"""Whether the blocks of an edition print what its ledger holds: not one number of a sentence may differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opensna.assessment.ledger import Ledger
from opensna.core.block import Block, Chart, Listing, SectionBlocks, Table
from opensna.core.claim import Claim
from opensna.core.errors import ClaimError

PASSAGE = "passage"
"""Kind of claim that holds the whole text of a block, an item or a cell."""


@dataclass(frozen=True)
class Unfaithful:
    """A claim that a block names and does not print as the ledger has it."""

    area: str
    section: str
    claim: str
    printed: str
    held: str


def unfaithful(blocks: Mapping[str, Sequence[SectionBlocks]], ledger: Ledger) -> Iterator[Unfaithful]:
    """Every claim of every block that is not printed word for word, in the order in which the block names its claims."""
    for area, sections in blocks.items():
        for section in sections:
            for block in section.blocks:
                for claim, held in _wrong(block, ledger):
                    yield Unfaithful(area, section.id, claim, " | ".join(texts_of(block)), held)


def refuse_unfaithful(blocks: Mapping[str, Sequence[SectionBlocks]], ledger: Ledger) -> None:
    """Raise ClaimError for blocks that print another sentence than their claim."""
    wrong = list(unfaithful(blocks, ledger))
    if wrong:
        first = wrong[0]
        raise ClaimError(
            f"{len(wrong)} sentences are printed otherwise than the ledger has them",
            where=f"{first.area}, section {first.section}, {first.claim}", found=first.printed[:300],
            expected=first.held[:300], do_this="assess again; a generated sentence is never edited by hand",
        )  # fmt: skip


def texts_of(block: Block) -> tuple[str, ...]:
    """The texts of a block that claims may stand in: one, an item's each, or a cell's each."""
    if isinstance(block, Listing):
        return block.items
    if isinstance(block, Table):
        return (*block.columns, *(cell for row in block.rows for cell in row))
    return (block.alt,) if isinstance(block, Chart) else (block.text,)


def _wrong(block: Block, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Ids and texts of claims that are not where they should be; of those of a passage the passage is compared whole."""
    ids = getattr(block, "claim_ids", ())
    held = [(id, ledger.claims.get(id)) for id in ids]
    yield from ((id, "no such claim") for id, claim in held if claim is None)
    known = [claim for _, claim in held if claim is not None]
    whole = [claim for claim in known if claim.kind == PASSAGE]
    if whole:
        yield from _passages(texts_of(block), whole)
    else:
        yield from _in_order(" ".join(texts_of(block)), known)


def _passages(texts: Sequence[str], claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    for text, claim in zip(texts, claims, strict=False):
        if claim.text != text:
            yield claim.id, claim.text
    if len(texts) != len(claims):
        yield claims[-1].id, f"{len(claims)} passages for {len(texts)} texts"


def _in_order(text: str, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    at = 0
    for claim in claims:
        found = text.find(claim.text, at)
        if found < 0:
            yield claim.id, claim.text
        else:
            at = found + len(claim.text)
