"""Estimates as table cells: text as shown, with the mark of an absent value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from opensna.assessment.claims import number, rate
from opensna.core.missing import Mark


def count_cell(value: Any, mark: str = "") -> str:
    """A count, or its mark."""
    return _absent(value, mark) or number(float(value))


def rate_cell(value: Any, mark: str = "") -> str:
    """A rate, or its mark."""
    return _absent(value, mark) or rate(float(value))


def interval_cell(lower: Any, upper: Any, mark: str = "") -> str:
    """Both limits of a rate, or the mark."""
    return _absent(lower, mark) or f"{rate(float(lower))} to {rate(float(upper))}"


def records(frame: pd.DataFrame) -> Iterable[dict[str, Any]]:
    """Rows as dictionaries with NaN as None."""
    names = [str(name) for name in frame.columns]
    columns = [_values(frame[name]) for name in frame.columns]
    for row in zip(*columns, strict=True):
        yield dict(zip(names, row, strict=True))


def _values(column: pd.Series[Any]) -> list[Any]:
    values = column.tolist()
    return (
        values
        if column.dtype == object and not column.isna().any()
        else [None if _is_nan(value) else value for value in values]
    )


def _is_nan(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _absent(value: Any, mark: str) -> str:
    return (mark or Mark.NOT_AVAILABLE) if _is_nan(value) else ""
