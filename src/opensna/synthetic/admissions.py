"""Synthetic hospital admissions for assault by sharp object, in the shape of the contract: rounded, small counts hidden."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from opensna.synthetic.draw import generator

SOURCE = "nhs_sharp_object"
_PLACES = {"E12000007": ("London", 75.0), "E92000001": ("England", 330.0)}
_SEXES = {"Male": 0.92, "Female": 0.08}
_AGES = {"10 to 19": 0.27, "20 to 29": 0.4, "30 to 39": 0.2, "40 to 49": 0.1, "50 to 59": 0.03}


def write_admissions(into: Path, *, years: Sequence[int], seed: int) -> Path:
    """One CSV: months and financial years by sex and age for London and England; England's counts are not rounded."""
    rng = generator(seed, SOURCE)
    rows: list[dict[str, object]] = []
    for code, (name, monthly) in _PLACES.items():
        for year in years:
            totals = {"all": 0, **dict.fromkeys((*_SEXES, *_AGES), 0)}
            for month in range(12):
                start = f"{year + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}-01"
                drawn = {"all": int(rng.poisson(monthly))}
                for shares in (_SEXES, _AGES):
                    drawn |= dict(
                        zip(shares, map(int, rng.multinomial(drawn["all"], list(shares.values()))), strict=True)
                    )
                for group, n in drawn.items():
                    totals[group] += n
                    rows.append(_row("month", start, year, code, name, group, n))
            rows += [_row("financial year", f"{year}-04-01", year, code, name, group, n) for group, n in totals.items()]
            rows.append(
                _row("financial year", f"{year}-04-01", year, code, name, "all", totals["all"], breakdown="age")
            )
    path = into / f"synthetic_{SOURCE}.csv"
    pd.DataFrame(rows).astype({"value": "Int64"}).to_csv(path, index=False, lineterminator="\n")
    return path


def _row(
    period: str, start: str, year: int, code: str, name: str, group: str, n: int, *, breakdown: str = ""
) -> dict[str, object]:
    is_exact = code == "E92000001"
    value = n if is_exact else 5 * round(n / 5)
    is_hidden = not is_exact and 1 <= n <= 7
    low, high = (1, 7) if is_hidden else (value, value) if is_exact or n == 0 else (max(value - 2, 8), value + 2)
    return {
        "period": period, "month": start, "financial_year": f"{year}-{(year + 1) % 100:02d}", "area_code": code, "area_name": name,
        "breakdown": breakdown or ("all" if group == "all" else "sex" if group in _SEXES else "age"), "group": group,
        "value": None if is_hidden else value, "low": low, "high": high, "mark": "[c]" if is_hidden else None,
        "parts_low": None, "parts_high": None, "is_provisional": False,
    }  # fmt: skip
