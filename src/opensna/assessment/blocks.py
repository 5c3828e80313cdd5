"""Blocks to JSON and back, so that what was reviewed is what is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import is_dataclass
from typing import Any

from opensna.core.block import Block, Callout, Chart, Listing, Prose, SectionBlocks, Subheading, Table


def to_json(sections: Sequence[SectionBlocks]) -> str:
    """The sections of one area."""
    return json.dumps(list(sections), ensure_ascii=False, default=_plain)


def from_json(text: str) -> tuple[SectionBlocks, ...]:
    """Read what `to_json` wrote."""
    return tuple(
        SectionBlocks(section["id"], section["title"], tuple(_block(block) for block in section["blocks"]))
        for section in json.loads(text)
    )


def _plain(value: Any) -> Any:
    """A block by its fields, which are not copied; a date as text."""
    return vars(value) if is_dataclass(value) else str(value)


def _block(raw: dict[str, Any]) -> Block:
    match raw["type"]:
        case "prose":
            return Prose(raw["text"], tuple(raw["claim_ids"]))
        case "subheading":
            return Subheading(raw["text"], tuple(raw["claim_ids"]))
        case "listing":
            return Listing(tuple(raw["items"]), raw["is_numbered"], tuple(raw["claim_ids"]))
        case "callout":
            return Callout(raw["title"], raw["text"])
        case "table":
            return _table(raw)
        case _:
            return Chart(**{**raw, "data": tuple(raw["data"]), "table": _table(raw["table"])})


def _table(raw: dict[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in raw["rows"])
    lists = {name: tuple(raw.get(name, ())) for name in ("columns", "numeric", "claim_ids")}
    return Table(**{**raw, **lists, "rows": rows})
