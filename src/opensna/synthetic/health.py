"""Synthetic rows of published health figures: Fingertips' admissions for violence, and call-outs of 2009 to 2011 by ward."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from opensna.reference.areas import LONDON, boroughs, codes_before_2011

_ENGLAND = "E92000001"
_NUMBER, _NAME = 11201, "Violence - hospital admissions for violence (including sexual violence)"
_SEXES = {"Persons": 1.0, "Male": 1.6, "Female": 0.4}
_WIDTHS = {_ENGLAND: 0.01, LONDON: 0.03}
_WIDTH = 0.12
"""Half of an interval, as a share of the rate: of a borough, and above of what is larger."""
_OLD_WARDS = 20


def public_health(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """The rate of three financial years together, by sex, of London, its boroughs and England."""
    places = [(_ENGLAND, "England", 40.0), (LONDON, "London", 42.0)]
    places += [(place.code, place.name, float(rng.uniform(25, 70))) for place in boroughs()]
    rows = []
    for code, name, level in places:
        for year in years:
            when = (f"{_financial(year - 3)} - {_financial(year - 1)[2:]}", f"{year - 3}-04-01", f"{year}-03-31")
            for sex, share in _SEXES.items():
                value = level * share * float(rng.normal(1, 0.04))
                half = value * _WIDTHS.get(code, _WIDTH)
                limits = (round(limit, 3) for limit in (value, value - half, value + half))
                rows.append((code, name, sex, *when, *limits))
    columns = ["area_code", "area_name", "sex", "time_period", "period_start", "period_end", "value", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns).assign(
        indicator_id=_NUMBER, indicator=_NAME, area_type="Made up", age="All ages", is_split="false"
    )


def old_callouts(years: Sequence[int], rng: np.random.Generator) -> pd.DataFrame:
    """Call-outs of made-up wards of each borough in 2009 to 2011, whatever the years."""
    before = {now: old for old, now in codes_before_2011().items()}
    rows = [
        (f"{before[place.code]}G{chr(ord('A') + i)}", f"Old ward {i + 1:02d}", place.code, int(rng.lognormal(5, 0.7)))
        for place in boroughs() for i in range(_OLD_WARDS)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["ward_code", "ward_name", "borough_code", "callouts"])


def _financial(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
