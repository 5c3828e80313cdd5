"""A measure's answer: as CSV or JSON with its own columns, or as a table whose headings cannot be misread."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd

from opensna.actions.measure import Answer
from opensna.cli import _show

BASE = {"rate": "population", "share": "of"}
"""The heading of what a rate or a share is of."""


def print_answer(answer: Answer, form: str) -> None:
    """A measure's answer in the form asked for; ranks are of counts, and say so."""
    if form == "csv":
        answer.table.to_csv(sys.stdout, index=False, lineterminator="\n")
    elif form == "json":
        sys.stdout.write(answer.table.to_json(orient="records", date_format="iso", indent=2) + "\n")
    else:
        rows = [_shown(row, answer.value_is) for row in answer.table.to_dict("records")]
        filled = [name for name in rows[0] if any(row[name] for row in rows)] if rows else []
        _show.print_rows(answer.title, tuple(filled), [[row[name] for name in filled] for row in rows])


def _shown(row: dict[Any, Any], value_is: str) -> dict[str, str]:
    """Cells by heading. A row that has a count and nothing to divide it by has no rate, whatever its value is."""
    is_count = value_is == "count" or pd.isna(row["denominator"])
    value, lower, upper = ("", "", "") if is_count else (_show.cell(row[n]) for n in ("value", "ci_lower", "ci_upper"))
    base = {} if value_is == "count" else {
        value_is: value, "95% interval": f"{lower} to {upper}" if lower and upper else "",
    }  # fmt: skip
    return {
        "area": _show.cell(row["area_name"]),
        "group": _show.cell(row["group"]),
        **base,
        "count": _whole(row["numerator"]),
        **({} if value_is == "count" else {BASE[value_is]: _whole(row["denominator"])}),
        "rank by count": _show.cell(row["rank"]),
        "v the whole": _show.cell(row["comparison"]),
        "mark": _show.cell(row["mark"]),
    }


def _whole(value: Any) -> str:
    return "" if pd.isna(value) else f"{int(value):,}" if value == int(value) else _show.cell(float(value))
