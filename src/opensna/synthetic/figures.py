"""Synthetic published figures: made-up values in the usual range of each, in the shape of the contract, for a demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from opensna.core.area import Area
from opensna.sources._base import Source
from opensna.synthetic.draw import generator

ENGLAND = Area("E92000001", "England", "country")
_DRIFT = 0.02


@dataclass(frozen=True)
class MadeUp:
    """A figure to make up: its indicator, unit and usual range as its publisher writes them; `groups` beside everybody, each
    with what it is multiplied by.
    """

    indicator: str
    unit: str
    low: float
    high: float
    groups: Mapping[str, float] = field(default_factory=dict)
    is_count: bool = False


def write_figures(
    into: Path, source: Source, figures: Sequence[MadeUp], *, areas: Sequence[Area], years: Sequence[int], seed: int
) -> Path:
    """One CSV of a source's contract: each figure by calendar year for each area and England that the contract admits.

    An area keeps its place in the range from year to year, with a little drift; a whole lies in the middle. Nothing may be
    concluded from them.
    """
    rng = generator(seed, "figures", source.id)
    codes = {column.name: column.codes for column in source.contract.columns}
    admitted = [area for area in (*areas, ENGLAND) if not codes["area_type"] or area.type in codes["area_type"]]
    rows = [
        row | {"unit": codes["unit"][0] if codes["unit"] else figure.unit}
        for figure in figures
        for group, share in (*figure.groups.items(), (None, 1.0))
        for row in _rows(figure, group, share, admitted, years, rng)
    ]
    path = into / f"synthetic_{source.id}.csv"
    pd.DataFrame(rows).reindex(columns=list(source.contract.names)).to_csv(path, index=False, lineterminator="\n")
    return path


def _rows(
    figure: MadeUp,
    group: str | None,
    share: float,
    areas: Sequence[Area],
    years: Sequence[int],
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    places = np.array([0.5 if area.is_whole else rng.uniform() for area in areas])
    made: list[dict[str, object]] = []
    for i, year in enumerate(years):
        moved = np.clip(places + rng.normal(0, _DRIFT, len(areas)) + _DRIFT * i, 0, 1)
        values = share * (figure.low + moved * (figure.high - figure.low))
        for area, value in zip(areas, values, strict=True):
            made.append(
                {
                    "indicator": figure.indicator, "area_code": area.code, "area_name": area.name, "area_type": area.type,
                    "period_start": f"{year}-01-01", "period_end": f"{year}-12-31",
                    "group": group, "value": round(value) if figure.is_count else float(f"{value:.4g}"),
                }
            )  # fmt: skip
    return made
