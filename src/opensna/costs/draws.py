"""Seeded draws: the same seed and key give the same numbers, whatever else is drawn and in whatever order."""

from __future__ import annotations

import math
import zlib

import numpy as np

from opensna.stats.rates import Floats

SEED = 20250401
DRAWS = 4000
LEVEL = 0.95


def generator(seed: int, key: str) -> np.random.Generator:
    """The stream that belongs to a key."""
    return np.random.default_rng([seed, zlib.crc32(key.encode())])


def draw_count(low: float, value: float, high: float, *, seed: int, key: str, draws: int) -> Floats:
    """Whole numbers, each of those from low to high as likely as the next; the value itself where there is no range (draws,).

    A disclosed count says no more than its range: none of the counts that it may stand for is likelier.
    NaN throughout where the range has no upper end.
    """
    if low == high or math.isnan(low):
        return np.full(draws, value if math.isnan(low) else low)
    if not math.isfinite(high):
        return np.full(draws, np.nan)
    first, last = math.ceil(low), math.floor(high)
    if first > last:
        return generator(seed, key).uniform(low, high, draws)
    return generator(seed, key).integers(first, last + 1, draws).astype(np.float64)


def draw_stated_range(low: float, value: float, high: float, *, seed: int, key: str, draws: int) -> Floats:
    """From the triangle of a stated range, highest at the value; the value itself where there is no range (draws,)."""
    if low == high:
        return np.full(draws, value)
    return generator(seed, key).triangular(low, value, high, draws)


def interval(draws: Floats, *, level: float = LEVEL) -> tuple[float, float]:
    """The middle `level` of the draws; NaN, NaN where nothing varies or something has no upper end."""
    if np.isnan(draws).any() or np.ptp(draws) == 0:
        return math.nan, math.nan
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)
