"""Weights of offences by the harm they do: the Crime Severity Score's, or a partnership's own file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from opensna.core.errors import InputError
from opensna.reference._data import table
from opensna.stats.harm import HarmWeights

NAME, VINTAGE = "Crime Severity Score", "about 2017/18"
COLUMNS = ("code", "weight", "name", "vintage")


@cache
def severity_weights() -> HarmWeights:
    """Weight by Home Office class, in days of sentence, of the offences whose weight we could name.

    The status of each (confirmed or inferred) is in the table; a newer edition is loaded with `weights_of`.
    """
    rows = table("crime_severity_weights.csv")
    weights = {str(code): float(weight) for code, weight in zip(rows["code"], rows["weight"], strict=True)}
    return HarmWeights(NAME, VINTAGE, weights)


def weights_of(path: Path) -> HarmWeights:
    """A partnership's own weights, such as the Cambridge Crime Harm Index: a CSV of code, weight, name, vintage.

    Raises
    ------
    InputError : columns are missing, a code is given twice, a weight is no number of zero or more, or the file has two names.
    """
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    weights = pd.to_numeric(rows["weight"], errors="coerce") if "weight" in rows else pd.Series(dtype=float)
    wrong = _wrong(rows, weights)
    if wrong:
        raise InputError(
            "the harm weights cannot be used",
            where=path.name,
            found=wrong,
            expected="one row an offence: " + ", ".join(COLUMNS),
            do_this="correct the file; every offence of the definition needs a weight, or it is left out and named",
        )
    return HarmWeights(
        rows["name"].iloc[0], rows["vintage"].iloc[0], dict(zip(rows["code"], weights.astype(float), strict=True))
    )


def _wrong(rows: pd.DataFrame, weights: pd.Series) -> str:
    """What is wrong with a file of weights; "" if nothing is."""
    lacking = [column for column in COLUMNS if column not in rows]
    if lacking or rows.empty:
        return f"lacks {', '.join(lacking)}" if lacking else "no rows"
    twice = sorted(set(rows.loc[rows["code"].duplicated(), "code"]))
    if twice:
        return f"codes given twice: {', '.join(twice)}"
    bad = int((~(weights >= 0)).sum())
    if bad:
        return f"{bad} weights that are no number of zero or more"
    return "more than one name or vintage" if len(rows[["name", "vintage"]].drop_duplicates()) > 1 else ""
