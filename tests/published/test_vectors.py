"""Values that others published, one test each: rates, standardisation, inequality, concentration, rounding, ranks."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.stats.concentration import gini
from opensna.stats.inequality import slope_index, standard_errors_of
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
from opensna.stats.standardise import ESP2013, StandardisedArrays, direct_rate, direct_rate_of_repeats

pytestmark = pytest.mark.real_data
Vector = dict[str, Any]

BYAR = ["65_0.95", "1045_0.95", "1_0.95", "65_0.998", "10_0.998", "1_0.998"]
WILSON = ["65_100_0.95", "1045_5000_0.95", "0.445_1_0.95", "65_100_0.998", "1_100_0.95"]
RATES = ["1_100", "5_100", "20_100"]
GINI = ["gini_20_10", "gini_10_10", "gini_10_100"]
ELSEWHERE = {"poisson_cpunish", "columbus_ols"}
"""Tested in test_regression_and_hes.py and test_spatial_vectors.py."""
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


def test_every_vector_of_these_topics_is_tested(vectors: dict[str, Vector]) -> None:
    tested = {f"byar_{i}" for i in BYAR} | {f"wilson_{i}" for i in WILSON} | {f"rate_{i}" for i in RATES}
    tested |= {f"poisson_15_400_{name}" for name in POISSON} | {"rate_ratio_exact_R", "quantiles", "sii_area1", *GINI}
    tested |= {"dsr_big", "dsr_tiny", "dsr_nonind_big"} | ELSEWHERE
    topics = {"rates", "regression", "concentration"}
    assert tested == {id for id, one in vectors.items() if one["topic"] in topics}


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


@cache
def _area(folder: Path, csv: str, area: str) -> pd.DataFrame:
    """The bands of one area; a blank cell of these files is a count of nothing."""
    rows = pd.read_csv(folder / "vectors" / csv)
    return rows[rows["area"] == area].fillna(0)


MULTIAREA = "rates/testdata_DSR_ISR__testdata_multiarea.csv"
REPEATS = "rates/testdata_DSR_ISR__testdata_nonindepe.csv"


def _standardised(folder: Path, area: str, level: float) -> StandardisedArrays:
    if "nonind" in area:
        rows = _area(folder, REPEATS, area)
        return direct_rate_of_repeats(rows[["f1", "f2", "f3", "f4"]], rows["pop"], level=level)
    rows = _area(folder, MULTIAREA, area)
    return direct_rate(rows["count"], rows["pop"], level=level)


@pytest.mark.parametrize("id", ["dsr_big", "dsr_nonind_big"])
def test_standardised_rates_are_those_published_at_both_levels(
    real_data: Path, vectors: dict[str, Vector], id: str
) -> None:
    given, expected = vectors[id]["inputs"], vectors[id]["expected"]
    for level, name in ((0.95, "95"), (0.998, "998")):
        found = _standardised(real_data, given["area"], level)
        assert found.value[0] == _near(expected["value"])
        assert found.ci_lower[0] == _near(expected[f"lower{name}"])
        assert found.ci_upper[0] == _near(expected[f"upper{name}"])
        assert found.events[0] == expected.get("total_count", 895)


def test_a_standardised_rate_of_nine_events_is_suppressed(real_data: Path, vectors: dict[str, Vector]) -> None:
    one = vectors["dsr_tiny"]
    found = _standardised(real_data, one["inputs"]["area"], 0.95)
    assert (found.events[0], found.is_suppressed[0]) == (one["expected"]["total_count"], True)
    assert np.isnan(found.value[0])
    assert one["expected"]["value"] is None


def test_every_published_standardised_rate_is_ours(real_data: Path) -> None:
    results = pd.read_csv(real_data / "vectors/rates/testdata_DSR_ISR__testresults_DSR.csv")
    # The 1976 area has a standard of its own that was not published with it.
    results = results[(results["area"] != "testdata_1976") & ~results["statistic"].str.contains("per 10000$")]
    assert len(results) >= 7
    for one in results.itertuples():
        for level, low, high in ((0.95, one.lower95_0cl, one.upper95_0cl), (0.998, one.lower99_8cl, one.upper99_8cl)):
            found = _standardised(real_data, one.area, level)
            assert (found.value[0], found.ci_lower[0], found.ci_upper[0]) == (_near(one.value), _near(low), _near(high))


def test_the_european_standard_population_is_a_hundred_thousand_in_nineteen_bands() -> None:
    assert (sum(ESP2013), len(ESP2013)) == (100_000, 19)


def test_the_slope_index_is_the_published_one_and_its_simulated_limits_lie_near(
    real_data: Path, vectors: dict[str, Vector]
) -> None:
    one = vectors["sii_area1"]
    first, last = map(int, one["inputs"]["records"].split("-"))
    rows = pd.read_csv(real_data / "vectors" / one["inputs"]["csv"])
    rows = rows[rows["RecordNo"].between(first, last)]
    found = slope_index(rows["Value"], rows["Population"], rows["StandardError"])
    expected = one["expected"]
    assert found.slope.value[0] == _near(expected["sii"])
    assert found.relative.value[0] == _near(expected["rii"])
    assert found.slope.ci_lower[0] == _near(expected["sii_lower_sim"], rel=0.05)
    assert found.slope.ci_upper[0] == _near(expected["sii_upper_sim"], rel=0.05)


def test_every_published_slope_index_is_ours_for_values_rates_and_proportions(real_data: Path) -> None:
    rows = pd.read_csv(real_data / "vectors/rates/testdata_SII__testdata_SII.csv")
    rows = rows[~rows["TestDescription"].str.contains("handling")]
    compared = 0
    for (test, _), group in rows.groupby(["TestDescription", "Area"]):
        one = group.iloc[0]
        kind = ("value", "rate", "proportion")[int(one["ValueType"])]
        errors = (
            group["StandardError"]
            if kind == "value"
            else standard_errors_of(group["LowerCL"], group["UpperCL"], kind=kind)
        )
        found = slope_index(
            group["Value"], group["Population"], errors,
            kind=kind, transform="transform" in test, reverse="negative" in test or "-100" in test,
            per=100 if "100)" in test else 1, draws=4000,
        )  # fmt: skip
        assert found.slope.value[0] == _near(one["sii"]), test
        if not np.isnan(one["rii"]):
            assert found.relative.value[0] == _near(one["rii"]), test
        if not np.isnan(one["Intercept"]):
            assert found.intercept[0] == _near(one["Intercept"]), test
        if one["Confidence"] == "95" and "98%" not in test and not np.isnan(one["sii_lowercl_1"]):
            width = one["sii_uppercl_1"] - one["sii_lowercl_1"]
            assert found.slope.ci_lower[0] == pytest.approx(one["sii_lowercl_1"], abs=width * 0.05), test
            assert found.slope.ci_upper[0] == pytest.approx(one["sii_uppercl_1"], abs=width * 0.05), test
        compared += 1
    assert compared >= 38


@pytest.mark.parametrize("id", GINI)
def test_gini_coefficients_are_those_published(vectors: dict[str, Vector], id: str) -> None:
    found = gini(vectors[id]["inputs"]["counts"])
    for name, value in vectors[id]["expected"].items():
        assert getattr(found, name) == _near(value)


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
