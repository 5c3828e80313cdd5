"""One area as JSON: what was reviewed, its estimates, and every mark, rule and release that belongs to them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from opensna.assessment.broken_series import breaks_told
from opensna.core.area import Area
from opensna.core.block import Block, Table
from opensna.core.missing import Mark
from opensna.report.renderers._base import TITLE, Renderer, Shown
from opensna.report.renderers._exported import COLUMNS, NUMBERS, STATUS, estimates_of, row_status

SCHEMA = {"name": "opensna-area", "version": "1.1"}
"""The version's first number changes when a reader of the old one would break."""


def render(shown: Shown, area: Area) -> bytes:
    """The area's document, UTF-8, keys in a fixed order. Absent numbers are null; `mark` of their row says why."""
    edition, told, entry = shown.edition, shown.manifest, shown.published
    document = {
        "schema": SCHEMA,
        "title": f"{TITLE}, {area.name}, {shown.period}",
        "marks": list(shown.marks),
        "is_synthetic": edition.is_synthetic,
        "area": asdict(area),
        "period": {
            "start": edition.period.start.isoformat(),
            "end": edition.period.end.isoformat(),
            "label": shown.period,
        },
        "edition": {
            "name": edition.name,
            "audience": edition.audience,
            "made": told["made"],
            "opensna": told["opensna"],
        },
        "published": {"author": entry.author, "reviewer": entry.reviewer, "entry": entry.entry} if entry else None,
        "publisher": shown.setting("publisher"),
        "contact": shown.setting("contact"),
        "licence": shown.setting("licence"),
        "policy": {"id": edition.estimates.policy, "sentences": list(shown.policy_sentences)},
        "definition": told["definition"],
        "releases": list(told["releases"]),
        "series_breaks": [one.model_dump(mode="json") for one in breaks_told(told)],
        "shorthand": {str(mark): mark.meaning for mark in Mark},
        "estimates": _estimates(shown, area),
        "sections": [
            {"id": section.id, "title": section.title, "blocks": [_block(shown, block) for block in section.blocks]}
            for section in shown.sections(area)
        ],
    }
    return json.dumps(document, ensure_ascii=False, default=str, separators=(",", ":")).encode()


RENDERER = Renderer("json", "JSON", ".json", render)


def _estimates(shown: Shown, area: Area) -> dict[str, Any]:
    frame = estimates_of(shown, area)
    series = [[_plain(value) for value in frame[name]] if name in NUMBERS else list(frame[name]) for name in frame]
    return {
        "columns": [{"name": name, "description": meaning} for name, meaning in COLUMNS.items()],
        "rows": list(zip(*series, strict=True)),
    }


def _plain(value: Any) -> float | int | None:
    """A number as JSON has it: whole numbers without a point, absence as null."""
    if not isinstance(value, float):
        return None
    return int(value) if value.is_integer() else value


def _block(shown: Shown, block: Block) -> dict[str, Any]:
    """A block; rows of tables and of charts carry their marks."""
    told = asdict(block)
    table = getattr(block, "table", None)
    if isinstance(block, Table):
        return told | _marked(shown, block)
    if isinstance(table, Table):
        told["table"] |= _marked(shown, table)
        status = row_status(shown, is_synthetic=table.is_synthetic)
        told["data"] = [{**record, STATUS: status} if status else record for record in told["data"]]
    return told


def _marked(shown: Shown, table: Table) -> dict[str, Any]:
    status = row_status(shown, is_synthetic=table.is_synthetic)
    return {
        "columns": [*table.columns, STATUS] if status else list(table.columns),
        "rows": [[*row, status] if status else list(row) for row in table.rows],
    }
