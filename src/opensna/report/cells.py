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
    """Rows as dictionaries with NaN as None; the frame is turned as a whole, not column by column."""
    names = [str(name) for name in frame.columns]
    values = frame.to_numpy(dtype=object, copy=True)
    values[pd.isna(values)] = None
    for row in values.tolist():
        yield dict(zip(names, row, strict=True))


def _is_nan(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def _absent(value: Any, mark: str) -> str:
    return (mark or Mark.NOT_AVAILABLE) if _is_nan(value) else ""
