"""One estimate by its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from opensna.core.claim import EstimateKey
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates

_FIELDS = (
    "measure", "area_code", "period_start", "period_end", "statistic", "breakdown", "group", "baseline_start", "comparator",
)  # fmt: skip
_key = attrgetter(*_FIELDS)


@dataclass(frozen=True)
class EstimateRow:
    """One row of Estimates.table. A number that is absent is NaN, a baseline that is absent None."""

    measure: str
    area_code: str
    period_start: date
    period_end: date
    breakdown: str
    group: str
    area_name: str
    area_type: str
    statistic: str
    value: float
    ci_lower: float
    ci_upper: float
    ci_level: float
    method: str
    numerator: float
    denominator: float
    per: float
    unit: str
    rank: float
    rank_high: float
    rank_n: float
    comparator: str
    comparison: str
    mark: str
    source: str
    release: str
    kind: str
    baseline_start: date | None
    baseline_end: date | None

    @property
    def is_absent(self) -> bool:
        """Whether there is no value, for the reason that `mark` gives."""
        return self.value != self.value


@dataclass(frozen=True)
class EstimateIndex:
    """Finds rows of `estimates` by key, each in one step; the index is built once."""

    estimates: Estimates

    @cached_property
    def _positions(self) -> Mapping[tuple[str, ...], int]:
        columns = [_as_text(self.estimates.table[field]) for field in _FIELDS]
        return {key: i for i, key in enumerate(zip(*columns, strict=True))}

    @cached_property
    def _columns(self) -> tuple[Any, ...]:
        table = self.estimates.table
        return tuple(table[column].astype(object).to_numpy() for column in ESTIMATE_COLUMNS)

    @cached_property
    def _made(self) -> dict[int, EstimateRow]:
        return {}

    def one(self, key: EstimateKey) -> EstimateRow | None:
        """The estimate with every field of the key, or None if there is none."""
        at = self._positions.get(_key(key))
        if at is None:
            return None
        if at not in self._made:
            self._made[at] = EstimateRow(*(column[at] for column in self._columns))
        return self._made[at]

    def __contains__(self, key: object) -> bool:
        """Whether there is an estimate with this key."""
        return isinstance(key, EstimateKey) and _key(key) in self._positions


def _as_text(column: pd.Series[Any]) -> list[str]:
    """Text; a date as ISO text; "" for what is absent."""
    codes, values = pd.factorize(column, use_na_sentinel=False)
    texts = np.array([_one_text(value) for value in values], dtype=object)
    return list(texts[codes])


def _one_text(value: Any) -> str:
    if value is None or value != value or value is pd.NaT:
        return ""
    return value if isinstance(value, str) else pd.Timestamp(value).date().isoformat()
