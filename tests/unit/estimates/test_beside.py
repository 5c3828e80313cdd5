"""Published figures beside the areas that a comparison set lists: rates of forces, plain means, what is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.published import PUBLISHED_COLUMNS, PublishedFigures
from opensna.estimates.beside import LEVEL_OF_SET
from opensna.estimates.published import with_published
from opensna.measures.figure import Figure
from opensna.reference.comparison import ComparisonSet
from opensna.stats.comparisons import verdict
from opensna.stats.rates import rate_ratio_exact, rate_with_interval

MET, WM, GMP, KENT = "E23000001", "E23000014", "E23000005", "E23000032"
PEOPLE = {MET: 9_000_000.0, WM: 3_000_000.0, GMP: 2_000_000.0, KENT: 1_000_000.0}
COUNT = Figure(
    id="ho", title="H", question="How many?", source="s", indicator="H", value_is="count", unit="offences", typical=(0, 1),
    direction="lower_is_better", rate_per=1000,
)  # fmt: skip
SHARE = COUNT.model_copy(update={"id": "neet", "value_is": "share", "unit": "share", "rate_per": None})
EMPTY = Estimates(pd.DataFrame(columns=list(ESTIMATE_COLUMNS)), "authors", "none")


def listed(**more: Any) -> ComparisonSet:
    usual = {"id": "similar", "name": "Similar", "source": "Somebody", "version": "2024", "of": {MET: (WM, GMP)}}
    return ComparisonSet.model_validate(usual | more)


def figures(measure: str, values: dict[str, float], marks: dict[str, str] | None = None) -> PublishedFigures:
    rows = [
        (measure, code, date(2024, 4, 1), date(2024, 6, 30), "none", "", code, "pfa", value, np.nan, np.nan,
         (marks or {}).get(code, ""), "s", "2024-10", "open", "published")
        for code, value in values.items()
    ]  # fmt: skip
    return PublishedFigures(pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS)))


def made(
    values: dict[str, float], *sets: ComparisonSet, figure: Figure = COUNT, marks: dict[str, str] | None = None
) -> pd.DataFrame:
    known = {figure.id: figure}
    return with_published(EMPTY, figures(figure.id, values, marks), known, sets=sets, residents=PEOPLE).table


def only(table: pd.DataFrame, statistic: str, comparator: str = "", area: str = MET) -> pd.Series:
    rows = table[(table["statistic"] == statistic) & (table["comparator"] == comparator) & (table["area_code"] == area)]
    assert len(rows) == 1
    return rows.iloc[0]


VALUES = {MET: 17_000.0, WM: 9_000.0, GMP: 5_000.0, KENT: 1_000.0}


def test_a_forces_count_is_also_given_as_a_rate_with_its_interval() -> None:
    row = only(made(VALUES), "rate")
    slow = rate_with_interval([17_000], [9_000_000], per=1000)
    assert (row["value"], row["ci_lower"], row["ci_upper"]) == (slow.value[0], slow.ci_lower[0], slow.ci_upper[0])
    assert (row["per"], row["kind"], row["release"], row["area_type"]) == (1000, "published", "2024-10", "pfa")


def test_an_unweighted_set_is_the_plain_mean_of_rates_with_or_without_the_area() -> None:
    table = made(VALUES, listed(includes_self="both"))
    rates = {code: VALUES[code] / PEOPLE[code] * 1000 for code in VALUES}
    without, within = only(table, LEVEL_OF_SET, "similar"), only(table, LEVEL_OF_SET, "similar_with_self")
    assert without["value"] == pytest.approx((rates[WM] + rates[GMP]) / 2)
    assert within["value"] == pytest.approx((rates[MET] + rates[WM] + rates[GMP]) / 3)
    assert (without["method"], within["method"]) == ("plain mean, 2 of 2 areas", "plain mean, 3 of 3 areas")
    assert without["ci_lower"] < without["value"] < without["ci_upper"]
    gap = only(table, "difference_from", "similar")
    assert gap["value"] == pytest.approx(rates[MET] / without["value"] - 1)
    assert gap["comparison"] == "lower"


def test_a_weighted_set_is_all_records_over_all_residents() -> None:
    table = made(VALUES, listed(weighted=True, of={MET: (WM, GMP, KENT)}))
    level, gap = only(table, LEVEL_OF_SET, "similar"), only(table, "difference_from", "similar")
    assert level["value"] == pytest.approx(15_000 / 6_000_000 * 1000)
    ratio, low, high = rate_ratio_exact([17_000], [9_000_000], [15_000], [6_000_000])
    assert (gap["value"], gap["ci_lower"], gap["ci_upper"]) == (
        pytest.approx(ratio[0] - 1), pytest.approx(low[0] - 1), pytest.approx(high[0] - 1)
    )  # fmt: skip
    assert gap["comparison"] == verdict(low, high)[0] == "lower"


def test_homicides_of_a_quarter_are_too_few_to_tell() -> None:
    table = made({MET: 25.0, WM: 6.0, GMP: 4.0}, listed())
    gap = only(table, "difference_from", "similar")
    assert gap["comparison"] == "cannot tell"
    assert gap["ci_lower"] < 0 < gap["ci_upper"]


def test_a_member_without_a_value_is_left_out_and_the_method_says_so() -> None:
    table = made({MET: 17_000.0, WM: np.nan, GMP: 5_000.0}, listed(), marks={WM: "[x]"})
    level = only(table, LEVEL_OF_SET, "similar")
    assert level["value"] == pytest.approx(2.5)
    assert level["method"] == "plain mean, 1 of 2 areas"


def test_a_set_of_which_nobody_has_a_value_and_an_area_without_one_are_compared_with_nothing() -> None:
    assert LEVEL_OF_SET not in set(made({MET: 17_000.0, KENT: 5.0}, listed())["statistic"])
    assert LEVEL_OF_SET not in set(made({WM: 9_000.0, GMP: 5_000.0}, listed())["statistic"])


def test_a_correction_below_zero_and_an_area_without_residents_have_no_rate() -> None:
    table = made({MET: -1.0, "E23000099": 5.0, GMP: 5_000.0}, listed())
    assert set(table.loc[table["statistic"] == "rate", "area_code"]) == {GMP}
    assert set(table.loc[table["statistic"] == "count", "area_code"]) == {MET, "E23000099", GMP}


def test_a_published_share_has_the_plain_mean_beside_it_and_no_words() -> None:
    table = made({MET: 0.04, WM: 0.02, GMP: 0.03}, listed(), figure=SHARE)
    level = only(table, LEVEL_OF_SET, "similar")
    assert (level["value"], level["unit"], level["method"]) == (
        pytest.approx(0.025),
        "share",
        "plain mean, 2 of 2 areas",
    )
    assert np.isnan(level["ci_lower"])
    assert set(table["statistic"]) == {"share", LEVEL_OF_SET}


def test_a_weighted_set_of_shares_is_not_made_for_nobody_publishes_its_weights() -> None:
    assert set(made({MET: 0.04, WM: 0.02}, listed(weighted=True), figure=SHARE)["statistic"]) == {"share"}


def test_no_figures_change_nothing() -> None:
    none = PublishedFigures(pd.DataFrame(columns=list(PUBLISHED_COLUMNS)))
    assert with_published(EMPTY, none, {}, sets=[listed()], residents=PEOPLE) is EMPTY
