"""Worked examples: a small table in text, one measure, the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from opensna.core.area import Area
from opensna.core.period import Period
from opensna.measures.count import count
from opensna.measures.measure import Measure
from opensna.reference.areas import LONDON, area, boroughs, covered_by

NAMES = {place.name: place.code for place in (*boroughs(), area(LONDON))}


def _typed(name: str, text: str) -> Any:
    if text in ("", "null"):
        return None
    if name in ("date", "month"):
        return date.fromisoformat(text)
    if text in ("yes", "no"):
        return text == "yes"
    if text.isdecimal() and not name.endswith(("_id", "_code")):
        return int(text)
    return NAMES.get(text, text)


def read_table(text: str) -> pa.Table:
    """Columns by `|`; yes and no are flags, ISO days are dates, boroughs may be named."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    head, rows = lines[0], lines[1:]
    columns = {name: [_typed(name, row[i]) for row in rows] for i, name in enumerate(head)}
    return pa.table({name: pa.array(values) for name, values in columns.items()})


@pytest.fixture
def engine() -> Iterator[Any]:
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


@pytest.fixture
def table(engine: Any) -> Callable[[str, str], ibis.Table]:
    """Make a table of the engine from text."""

    def make(name: str, text: str) -> ibis.Table:
        return engine.create_table(name, read_table(text))

    return make


@pytest.fixture
def answer(table: Callable[[str, str], ibis.Table]) -> Callable[..., pd.DataFrame]:
    """Count one measure in a table of text; the answer is indexed by area name, and group if it has a breakdown."""

    def ask(
        text: str,
        measure: Measure,
        *,
        period: str = "2023",
        areas: tuple[str, ...] = ("London", "Barnet", "Camden"),
        places: tuple[Area, ...] | None = None,
        coverage: str | None = None,
        breakdown: str = "none",
    ) -> pd.DataFrame:
        source = measure.source
        counts = count(
            {source: table(source, text)}, [measure], periods=[Period.parse(period)],
            areas=places or tuple(area(NAMES[name]) for name in areas), covers={source: covered_by("met_police")},
            access={source: "restricted"}, kinds={source: "synthetic"}, releases={source: "2024-01"},
            coverage={source: Period.parse(coverage or period)},
        ).table  # fmt: skip
        codes = {code: name for name, code in NAMES.items()}
        rows = counts[counts["breakdown"] == breakdown]
        rows = rows.assign(area=[codes.get(code, code) for code in rows["area_code"]])
        return rows.set_index("area" if breakdown == "none" else ["area", "group"])

    return ask
