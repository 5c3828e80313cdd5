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
    lacking = [column for column in COLUMNS if column not in rows]
    weights = pd.to_numeric(rows["weight"], errors="coerce") if "weight" in rows else pd.Series(dtype=float)
    wrong = (
        f"lacks {', '.join(lacking)}" if lacking
        else "no rows" if rows.empty
        else f"codes given twice: {', '.join(sorted(set(rows.loc[rows['code'].duplicated(), 'code'])))}" if rows["code"].duplicated().any()
        else f"{int((~(weights >= 0)).sum())} weights that are no number of zero or more" if (~(weights >= 0)).any()
        else "more than one name or vintage" if rows[["name", "vintage"]].drop_duplicates().shape[0] > 1
        else ""
    )  # fmt: skip
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
