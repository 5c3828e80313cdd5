"""Published values of a Poisson regression, and NHS England's rule for sub-national counts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.disclosure.disclose import disclose
from opensna.stats.regression import poisson_regression


def _vector(folder: Path, name: str) -> dict[str, Any]:
    return next(v for v in json.loads((folder / "vectors/vectors.json").read_text("utf-8")) if v["id"] == name)


@pytest.mark.real_data
def test_poisson_regression_gives_the_published_fit(real_data: Path) -> None:
    vector = _vector(real_data, "poisson_cpunish")
    rows = pd.read_csv(real_data / "vectors" / vector["inputs"]["csv"])
    rows["log_vc"], rows["const"] = np.log(rows["VC100k96"]), 1.0
    model = poisson_regression(
        rows["EXECUTIONS"], rows[["INCOME", "PERPOVERTY", "PERBLACK", "log_vc", "SOUTH", "DEGREE", "const"]]
    )
    expected = vector["expected"]
    np.testing.assert_allclose(model.coefficients, expected["params"], rtol=1e-5)
    np.testing.assert_allclose(model.standard_errors, expected["bse"], rtol=1e-4)
    assert model.deviance == pytest.approx(expected["deviance"], rel=1e-5)
    assert model.null_deviance == pytest.approx(expected["null_deviance"], rel=1e-5)
    assert model.log_likelihood == pytest.approx(expected["llf"], rel=1e-5)
    assert model.aic == pytest.approx(expected["aic"], rel=1e-5)
    assert model.pearson_chi2 == pytest.approx(expected["pearson_chi2"], rel=1e-5)
    assert model.dispersion > 1


@pytest.mark.real_data
def test_restricted_counts_in_public_follow_the_hes_rule(real_data: Path) -> None:
    vector = _vector(real_data, "hes_rounding")
    counts = vector["inputs"]["counts"]
    rows = [
        dict.fromkeys(COUNT_COLUMNS, "")
        | {
            "measure": f"m{i}", "area_code": "E12000007", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
            "breakdown": "none", "numerator": float(n), "denominator": np.nan, "denominator_kind": "none", "access": "restricted",
        }
        for i, n in enumerate(counts)
    ]  # fmt: skip
    shown = disclose(Counts(pd.DataFrame(rows)), audience="public").table.sort_values("measure")
    printed = ["*" if r.mark == "[c]" else int(r.numerator) for r in shown.itertuples()]
    assert printed == vector["expected"]["shown"]
