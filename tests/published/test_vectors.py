"""Values that others published, one test each: rates, intervals, quantiles, rounding and the report's own ranks."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.stats.ranks import competition_rank, quantiles, ranking_defects
from opensna.stats.rates import (
    byar_half_limits,
    byar_limits,
    exact_poisson_limits,
    jeffreys_poisson_limits,
    rate_ratio_exact,
    rate_with_interval,
    score_poisson_limits,
    wilson_interval,
)
from opensna.stats.rounding import round_half_up_to

pytestmark = pytest.mark.real_data
Vector = dict[str, Any]

BYAR = ["65_0.95", "1045_0.95", "1_0.95", "65_0.998", "10_0.998", "1_0.998"]
WILSON = ["65_100_0.95", "1045_5000_0.95", "0.445_1_0.95", "65_100_0.998", "1_100_0.95"]
RATES = ["1_100", "5_100", "20_100"]
POISSON: dict[str, Callable[..., Any]] = {
    "exact": exact_poisson_limits,
    "score": score_poisson_limits,
    "jeffreys": jeffreys_poisson_limits,
    "desctools_byar": byar_half_limits,
}


@cache
def _read(folder: Path) -> dict[str, Vector]:
    return {one["id"]: one for one in json.loads((folder / "vectors/vectors.json").read_text("utf-8"))}


@pytest.fixture
def vectors(real_data: Path) -> dict[str, Vector]:
    return _read(real_data)


def _near(expected: float | None, *, rel: float = 1e-9) -> Any:
    return pytest.approx(np.nan if expected is None else expected, rel=rel, abs=0, nan_ok=True)


def test_every_vector_of_these_kinds_is_tested_here(vectors: dict[str, Vector]) -> None:
    tested = {f"byar_{i}" for i in BYAR} | {f"wilson_{i}" for i in WILSON} | {f"rate_{i}" for i in RATES}
    tested |= {f"poisson_15_400_{name}" for name in POISSON} | {"rate_ratio_exact_R"}
    published = {
        id
        for id, one in vectors.items()
        if id.split("_")[0] in {"byar", "wilson", "rate", "poisson"} and one["topic"] == "rates"
    }
    assert tested == published


@pytest.mark.parametrize("id", BYAR)
def test_byar_limits_are_those_published(vectors: dict[str, Vector], id: str) -> None:
    given, expected = vectors[f"byar_{id}"]["inputs"], vectors[f"byar_{id}"]["expected"]
    lower, upper = byar_limits(given["x"], level=given["confidence"])
    assert (lower[0], upper[0]) == (_near(expected["lower"]), _near(expected["upper"]))


@pytest.mark.parametrize("id", WILSON)
def test_wilson_limits_are_those_published(vectors: dict[str, Vector], id: str) -> None:
    given, expected = vectors[f"wilson_{id}"]["inputs"], vectors[f"wilson_{id}"]["expected"]
    lower, upper = wilson_interval(given["x"], given["n"], level=given["confidence"])
    assert (lower[0], upper[0]) == (_near(expected["lower"]), _near(expected["upper"]))


@pytest.mark.parametrize("id", RATES)
def test_crude_rates_are_those_published_at_both_levels(vectors: dict[str, Vector], id: str) -> None:
    given, expected = vectors[f"rate_{id}"]["inputs"], vectors[f"rate_{id}"]["expected"]
    for level, name in ((0.95, "95"), (0.998, "998")):
        rate = rate_with_interval(given["x"], given["n"], per=given["multiplier"], level=level)
        assert rate.value[0] == _near(expected["value"])
        assert rate.ci_lower[0] == _near(expected[f"lower{name}"])
        assert rate.ci_upper[0] == _near(expected[f"upper{name}"])
        assert rate.method[0] == expected["method"]


@pytest.mark.parametrize("name", POISSON)
def test_poisson_limits_of_each_method_are_those_published(vectors: dict[str, Vector], name: str) -> None:
    one = vectors[f"poisson_15_400_{name}"]
    lower, upper = POISSON[name](one["inputs"]["x"])
    people = one["inputs"]["n"]
    assert lower[0] / people == _near(one["expected"]["lower"])
    assert upper[0] / people == _near(one["expected"]["upper"])


def test_the_ratio_of_two_rates_is_that_of_poisson_test_in_r(vectors: dict[str, Vector]) -> None:
    one = vectors["rate_ratio_exact_R"]
    found = rate_ratio_exact(**{{"x2": "x0", "t2": "t0"}.get(k, k): v for k, v in one["inputs"].items()})
    expected = one["expected"]
    for value, name in zip(found, ("ratio", "lower", "upper"), strict=True):
        assert value[0] == _near(expected[name], rel=1e-6)


def test_every_row_of_the_published_quantiles_falls_in_its_group(real_data: Path, vectors: dict[str, Vector]) -> None:
    one = vectors["quantiles"]
    rows = pd.read_csv(real_data / "vectors" / one["inputs"]["csv"])
    rows = rows[(rows["Test"] == "Gooddata") & (rows["GroupSet"] == "IndSexReg")]
    agreeing = 0
    for (_, _, polarity), group in rows.groupby(["IndSexRef", "ParentCode", "Polarity"]):
        ours = quantiles(group["Value"], 10, invert=polarity == "RAG - Low is good")
        theirs = group["QuantileInGrp"].to_numpy()
        assert not (np.isnan(theirs) & ~np.isnan(ours)).any()
        agreeing += int((ours == theirs).sum())
    assert (agreeing, int(rows["QuantileInGrp"].notna().sum())) == (
        one["expected"]["rows_matching"],
        one["expected"]["of"],
    )


def test_counts_shown_under_the_hospital_rule_are_rounded_to_five_halves_upwards(vectors: dict[str, Vector]) -> None:
    one = vectors["hes_rounding"]
    shown = {n: text for n, text in zip(one["inputs"]["counts"], one["expected"]["shown"], strict=True) if text != "*"}
    assert round_half_up_to(list(shown), 5).tolist() == list(shown.values())


def test_the_rank_check_finds_the_columns_of_table_12_that_are_no_ranking(
    real_data: Path, vectors: dict[str, Vector]
) -> None:
    one = vectors["report_table12"]
    printed = pd.read_csv(real_data / "vectors" / one["inputs"]["csv"])
    found = {column: ranking_defects(printed[column]) for column in printed.columns if column != "borough"}
    rape = found["rape"]
    assert list(rape.duplicates) == one["expected"]["rape_duplicates"]
    assert list(rape.missing) == one["expected"]["rape_missing"]
    for name, is_valid in one["expected"]["valid_competition_ranking"].items():
        column = name.lower().replace(" ", "_")
        assert found[column].is_valid is is_valid
        assert (competition_rank(-printed[column]).tolist() == printed[column].tolist()) is is_valid
