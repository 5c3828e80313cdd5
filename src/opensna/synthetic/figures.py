"""Synthetic published figures: made-up values in the usual range of each, in the shape of the contract, for a demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from opensna.core.area import Area
from opensna.measures.figure import Figure
from opensna.sources._base import Source
from opensna.synthetic.draw import generator

ENGLAND = Area("E92000001", "England", "country")
_DRIFT = 0.02


def write_figures(
    into: Path, source: Source, figures: Sequence[Figure], *, areas: Sequence[Area], years: Sequence[int], seed: int
) -> Path:
    """One CSV of a source's contract: each figure by calendar year for each area and England, SYNTHETIC in its name.

    An area keeps its place in the range from year to year, with a little drift; a whole lies in the middle. Nothing may be
    concluded from them.
    """
    rng = generator(seed, "figures", source.id)
    rows = [row for figure in figures for row in _rows(figure, (*areas, ENGLAND), years, rng)]
    path = into / f"synthetic_{source.id}.csv"
    pd.DataFrame(rows).reindex(columns=list(source.contract.names)).to_csv(path, index=False, lineterminator="\n")
    return path


def _rows(
    figure: Figure, areas: Sequence[Area], years: Sequence[int], rng: np.random.Generator
) -> list[Mapping[str, object]]:
    low, high = (limit / figure.scale for limit in figure.typical)
    places = np.array([0.5 if area.is_whole else rng.uniform() for area in areas])
    made: list[Mapping[str, object]] = []
    for i, year in enumerate(years):
        moved = np.clip(places + rng.normal(0, _DRIFT, len(areas)) + _DRIFT * i, 0, 1)
        values = low + moved * (high - low)
        for area, value in zip(areas, values, strict=True):
            made.append(
                {
                    "indicator": figure.indicator, "area_code": area.code, "area_name": area.name, "area_type": area.type,
                    "period_start": f"{year}-01-01", "period_end": f"{year}-12-31",
                    "value": float(f"{value:.4g}"), "unit": figure.unit,
                }
            )  # fmt: skip
    return made
