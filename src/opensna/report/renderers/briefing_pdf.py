"""Two pages for members: key figures with their intervals, the headline charts, what to read with care, where it is from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opensna.core.area import Area
from opensna.core.block import Table
from opensna.report.renderers._base import Renderer, Shown
from opensna.report.renderers._briefing import Fit, Page, briefing
from opensna.report.renderers._printed import printed
from opensna.report.renderers._typst import typeset
from opensna.report.renderers.pdf import chart_data, front

FIT = Fit(page=250, title=26, each_figure=11, figures=18, line=4.5, characters=104, foot=20)


def render(shown: Shown, area: Area) -> bytes:
    """The briefing of one area as a tagged PDF."""
    said = briefing(shown, area, FIT)
    document = replace(printed(shown, area), title=said.title)
    data = {
        **front(document), "cards": _cards(said.figures) if said.figures else [],
        "figures_note": said.figures.note if said.figures else "", "pages": [_page(page) for page in said.pages],
        "care": [{"title": c.title, "text": c.text} for c in said.care], "sources": said.sources,
    }  # fmt: skip
    return typeset("briefing.typ", data, made=document.made)


RENDERER = Renderer(
    "briefing_pdf", "Members' briefing, PDF", "-briefing.pdf", render, needs=("typst", "font_source_sans_pro")
)


def _page(page: Page) -> dict[str, Any]:
    charts = [{**chart_data(p.chart), "finding": p.chart.alt} for p in page.pictures]
    return {"words": page.words, "charts": charts}


def _cards(table: Table) -> list[dict[str, Any]]:
    """A row of the key figures as a card: what, the first figure, and the others with their names."""
    return [
        {
            "label": row[0],
            "value": row[1] if len(row) > 1 else "",
            "of": table.columns[1] if len(row) > 1 else "",
            "more": [f"{name}: {cell}" for name, cell in zip(table.columns[2:], row[2:], strict=True)],
        }
        for row in table.rows
    ]
