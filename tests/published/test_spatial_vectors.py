"""Published values of a linear regression (Columbus), Moran's I (North Carolina) and a negative-binomial fit."""

from __future__ import annotations

import json
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.stats.lagrange import lagrange_tests
from opensna.stats.linear import linear_regression
from opensna.stats.moran import moran
from opensna.stats.regression import negative_binomial_regression, poisson_regression

pytestmark = pytest.mark.real_data


def _vector(folder: Path, name: str) -> dict[str, Any]:
    return next(v for v in json.loads((folder / "vectors/vectors.json").read_text("utf-8")) if v["id"] == name)


def _read_dbf(path: Path) -> pd.DataFrame:
    """The table of a dBase III file: a header, 32 bytes a field, then rows of fixed width."""
    data = path.read_bytes()
    rows, start, width = struct.unpack("<IHH", data[4:12])
    fields = [data[at : at + 32] for at in range(32, start - 1, 32)]
    names = [field[:11].split(b"\0")[0].decode() for field in fields]
    edges = np.cumsum([1, *(field[16] for field in fields)])
    lines = [data[start + i * width : start + (i + 1) * width] for i in range(rows)]
    cells = [[line[a:b].decode("latin-1").strip() for a, b in pairwise(edges)] for line in lines]
    return pd.DataFrame(cells, columns=names)


def _read_gal(path: Path, ids: list[str]) -> np.ndarray:
    """Neighbours as a matrix in the order of the ids: a header line, then two lines for each area."""
    lines = path.read_text().splitlines()[1:]
    weights = np.zeros((len(ids), len(ids)))
    for head, neighbours in zip(lines[::2], lines[1::2], strict=True):
        for other in neighbours.split():
            weights[ids.index(head.split()[0]), ids.index(other)] = 1
    return weights


def test_linear_regression_gives_the_published_fit_and_diagnostics(real_data: Path) -> None:
    vector = _vector(real_data, "columbus_ols")
    rows = _read_dbf(real_data / "vectors" / vector["inputs"]["dbf"])
    model = linear_regression(rows["CRIME"].astype(float), rows[["INC", "HOVAL"]].astype(float))
    expected = vector["expected"]
    found = {
        "r2": model.r2, "ar2": model.adjusted_r2, "llf": model.log_likelihood, "aic": model.aic, "sc": model.schwarz,
        "F": model.f.statistic, "jb": model.jarque_bera.statistic, "bp": model.breusch_pagan_squares.statistic,
        "white": model.white.statistic, "condition": model.condition,
    }  # fmt: skip
    for name, value in found.items():
        assert value == pytest.approx(expected[name], rel=1e-9), name
    np.testing.assert_allclose(model.standard_errors, expected["se"], rtol=1e-7)  # printed to 8 decimals
    np.testing.assert_allclose(model.t, expected["t"], rtol=1e-9)
    assert set(found) | {"se", "t"} == set(expected)


def test_lagrange_multiplier_tests_are_those_that_spreg_prints(real_data: Path) -> None:
    """Values of the docstring and tests of spreg's LMtests: HOVAL on INC and CRIME, rows standardised."""
    path = real_data / "vectors/hotspots/columbus/columbus.dbf"
    rows = _read_dbf(path)
    weights = _read_gal(path.with_suffix(".gal"), [str(int(float(one))) for one in rows["POLYID"]])
    found = lagrange_tests(rows["HOVAL"].astype(float), rows[["INC", "CRIME"]].astype(float), weights)
    tests = (found.error, found.lag, found.robust_error, found.robust_lag)
    expected = [(3.097094, 0.078432), (0.981552, 0.321816), (3.209187, 0.073226), (1.093645, 0.295665)]
    np.testing.assert_allclose([(one.statistic, one.p_value) for one in tests], expected, atol=6e-7)
    assert found.advice == "neither"


def test_morans_i_of_sudden_infant_deaths_is_the_published_one(real_data: Path) -> None:
    vector = _vector(real_data, "moran_sids")
    path = real_data / "vectors" / vector["inputs"]["dbf"]
    rows = _read_dbf(path)
    weights = _read_gal(path.with_suffix(".gal"), rows["FIPSNO"].tolist())
    found = moran(rows["SIDR74"].astype(float), weights, permutations=999)
    assert found.value == pytest.approx(vector["expected"]["I"], rel=1e-9)
    assert found.p_normal == pytest.approx(vector["expected"]["p_norm_one_sided"], rel=1e-9)
    assert found.p_permutation <= 0.005


def test_negative_binomial_fit_is_that_of_the_full_likelihood(real_data: Path) -> None:
    from statsmodels.discrete.discrete_model import NegativeBinomial

    rows = pd.read_csv(real_data / "vectors/regression/randhie.csv")
    columns = rows.drop(columns="mdvis").assign(const=1.0)
    model = negative_binomial_regression(rows["mdvis"], columns)
    start = np.append(model.coefficients, model.alpha)
    whole = NegativeBinomial(rows["mdvis"], columns).fit(start_params=start, method="newton", disp=0)
    np.testing.assert_allclose(model.coefficients, whole.params[:-1], rtol=1e-4)
    assert model.alpha == pytest.approx(whole.params.iloc[-1], rel=1e-4)
    assert model.log_likelihood == pytest.approx(whole.llf, rel=1e-9)
    assert model.aic == pytest.approx(whole.aic, rel=1e-9)
    # Expected against observed information: alike, not equal.
    np.testing.assert_allclose(model.standard_errors, whole.bse[:-1], rtol=0.05)
    assert poisson_regression(rows["mdvis"], columns).dispersion > 5
