"""One area as a tagged PDF (PDF/UA-1) with cover, contents, running heads, bookmarks and alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from opensna.core.area import Area
from opensna.core.block import Block, Chart, Listing, Table
from opensna.report.renderers._base import Renderer, Shown
from opensna.report.renderers._layout import layout
from opensna.report.renderers._printed import Printed, alternative, beneath, finding, notes, printed
from opensna.report.renderers._typst import size_of, typeset
from opensna.report.renderers.charts import svg


def render(shown: Shown, area: Area) -> bytes:
    """The PDF of one area."""
    document = printed(shown, area)
    sections = [{"title": s.title, "blocks": blocks_data(s.blocks)} for s in document.sections]
    return typeset("report.typ", {**front(document), "sections": sections}, made=document.made)


RENDERER = Renderer("pdf", "PDF", ".pdf", render, needs=("typst", "font_source_sans_pro"))


def front(document: Printed) -> dict[str, Any]:
    """What the templates say of a document beside its sections."""
    return {
        "area": document.area, "title": document.title, "name": document.name, "facts": document.facts,
        "marks": document.marks, "imprint": document.imprint,
    }  # fmt: skip


def blocks_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as the templates draw them: strings, numbers and lists.

    One that `leads` keeps to the page of the next: a paragraph before a low chart, a short table before its caveat.
    """
    drawn = [_data(block) for block in blocks]
    for one, after in pairwise(drawn):
        is_before_chart = one["type"] == "prose" and after["type"] == "chart" and after["is_low"]
        one["leads"] = is_before_chart or (one["type"] == "table" and one["whole"] and after["type"] == "callout")
    return [{"leads": False, **data} for data in drawn]


def _data(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return table_data(block)
    if isinstance(block, Chart):
        table = beneath(block)
        return {
            "type": block.type, **chart_data(block), "finding": finding(block), "table": table_data(table) if table else None,
        }  # fmt: skip
    if isinstance(block, Listing):
        return {"type": block.type, "items": block.items, "numbered": block.is_numbered}
    return {"type": block.type, "text": block.text, "title": getattr(block, "title", "")}


def chart_data(chart: Chart) -> dict[str, Any]:
    """A picture, what stands for it, and whether it leaves room for text on a page."""
    drawing = str(svg(chart, ident="chart"))
    width, height = size_of(drawing)
    return {"svg": drawing, "alt": alternative(chart), "is_low": height < width}


def table_data(table: Table) -> dict[str, Any]:
    """A table with its layout."""
    laid = layout(table)
    return {
        "type": table.type, "title": table.title, "columns": table.columns, "rows": table.rows,
        "numeric": [column in table.numeric for column in table.columns], "notes": notes(table),
        "shares": laid.shares, "size": laid.size, "across": laid.lies_across, "whole": laid.is_kept_together,
        "inset": laid.inset, "synthetic": table.is_synthetic,
    }  # fmt: skip
