"""Figures typed from somebody else's document, with publisher, page and period; no interval is invented for them."""

from __future__ import annotations

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.sources._base import NOT_DRAWN, Source
from opensna.sources._mapping import record_reader

_CONTRACT = TableContract(
    id="quoted_figures",
    version="1.0.0",
    columns=(
        Column("measure", "string", "What the figure is, in the document's words."),
        Column("area_code", "string", "GSS code of its area.", pattern=r"[A-Z]\d{8}"),
        Column("period_start", "date", "First day of its period."),
        Column("period_end", "date", "Last day of its period."),
        Column("value", "string", "The figure as printed, without thousands separators.", pattern=r"-?\d+(\.\d+)?"),
        Column("unit", "string", "Its unit: per 1,000 residents, per cent, offences."),
        Column("publisher", "string", "Who published the document."),
        Column("document", "string", "Title and date of the document."),
        Column("page", "string", "Page, table or footnote."),
    ),
    key=("measure", "area_code", "period_start", "period_end", "document", "page"),
    rules=(Rule("period_order", "period_start <= period_end", "a period never ends before it starts"),),
    area_column="area_code",
    max_quarantined_share=0.0,
    notes=(
        f"{NOT_DRAWN}a figure that a report quotes is written in figures.yaml, beside the narrative that says it; from there its "
        "sentence carries publisher, document and page.",
    ),
)

SOURCE = Source(
    id="quoted_figures",
    title="Figures quoted from documents",
    publisher="as each row names",
    licence="as each document states",
    access="open",
    row_means="figure printed in a document",
    covers="england",
    contract=_CONTRACT,
    read=record_reader(_CONTRACT),
    caveats=("Quoted as printed, not measured here; a public edition may quote only what was already public.",),
)
