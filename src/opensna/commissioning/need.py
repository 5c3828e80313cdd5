"""Need of areas as an allocation takes it: one value an area, with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opensna.core.errors import InputError

COLUMNS = ("area_code", "area_name", "value", "low", "high")
LEVEL_Z = 1.959963984540054
"""Half of a 95 per cent interval in standard deviations."""


def check_need(need: pd.DataFrame) -> pd.DataFrame:
    """The table with COLUMNS in order of need, highest first and then by name; areas without a value come last.

    Parameters
    ----------
    need : area_code, area_name, value; low and high (a 95 per cent interval) may be left out, and then a value of whole numbers
        is taken as a count of independent events. One row an area.

    Raises
    ------
    InputError : lacking columns, an area twice, a negative value, an interval that does not hold its value, or a table that is
        broken down by group: money goes to areas, and never by the ethnicity of those who live there.
    """
    lacking = [name for name in COLUMNS[:3] if name not in need.columns]
    if lacking:
        raise _refused(f"lacks {', '.join(lacking)}", "hand in one row an area with these columns")
    if "group" in need.columns and (need["group"].fillna("") != "").any():
        raise _refused("values by group of people", "hand in one value an area, of everybody")
    made = need.assign(**{name: np.nan for name in COLUMNS[3:] if name not in need.columns})[list(COLUMNS)].reset_index(
        drop=True
    )
    made[["value", "low", "high"]] = made[["value", "low", "high"]].astype("float64")
    twice = sorted(set(made.loc[made["area_code"].duplicated(), "area_code"]))
    if twice:
        raise _refused(f"{', '.join(twice)} twice", "hand in one row an area")
    outside = (
        made["low"].gt(made["value"]) | made["high"].lt(made["value"]) | (made["low"].isna() != made["high"].isna())
    )
    wrong = made.loc[made["value"].lt(0) | np.isinf(made["value"]) | outside, "area_name"]
    if len(wrong):
        raise _refused(f"{', '.join(map(str, wrong))}", "values from 0 up, each inside its interval")
    if made["value"].notna().sum() == 0:
        raise _refused("no area has a value", "choose a measure and period that the data holds")
    return made.sort_values(["value", "area_name"], ascending=[False, True], na_position="last", ignore_index=True)


def is_count(need: pd.DataFrame) -> bool:
    """Whether the values are whole numbers without an interval of their own, and so counts of events."""
    values = need["value"].dropna()
    return bool(need["low"].isna().all() and (values % 1 == 0).all())


def draw_levels(need: pd.DataFrame, *, draws: int, seed: int) -> np.ndarray:
    """Levels that each area may truly have, (draws, n_areas); NaN for an area without a value.

    A count k of independent events is drawn from Gamma(k + 1/2, 1), the level's distribution under Jeffreys' prior. A value with an
    interval is drawn from a normal curve whose two halves have the widths of the interval's two sides, and not below zero.
    """
    random = np.random.default_rng(seed)
    value = need["value"].to_numpy(float)
    if is_count(need):
        shape = np.where(np.isnan(value), 1.0, value + 0.5)
        drawn = random.gamma(shape, size=(draws, len(value)))
    else:
        low, high = (need[name].fillna(need["value"]).to_numpy(float) for name in ("low", "high"))
        z = random.standard_normal((draws, len(value)))
        drawn = np.maximum(value + z * np.where(z < 0, value - low, high - value) / LEVEL_Z, 0.0)
    return np.where(np.isnan(value), np.nan, drawn)


def _refused(found: str, remedy: str) -> InputError:
    return InputError(
        "this need cannot be allocated by", where="need", found=found, expected=", ".join(COLUMNS), do_this=remedy
    )
