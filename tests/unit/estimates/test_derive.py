from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.core.area import Area, Comparator
from opensna.core.claim import EstimateKey
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import ClaimError, UnknownIdError
from opensna.core.estimate import ESTIMATE_COLUMNS
from opensna.core.period import Period
from opensna.disclosure.disclose import disclose
from opensna.estimates.derive import derive
from opensna.estimates.lookup import EstimateIndex
from opensna.estimates.ranks import check_ranks
from opensna.measures.measure import Measure
from opensna.stats.rates import rate_with_interval, wilson_interval

NAN = float("nan")
YEAR, BEFORE = Period.parse("2023"), Period.parse("2022")
AREAS = (Area("E12000007", "London", "region"), *(Area(f"E09{i:06d}", f"Borough {i}", "lad") for i in range(1, 6)))
CODES = [area.code for area in AREAS[1:]]
EVERY = {"london": Comparator("london", "London", tuple(CODES))}
RATE = Measure(
    id="m", title="M", question="How many?", source="s", unit="offence", direction="lower_is_better", annualised=True,
    comparators=("london", "others"),
)  # fmt: skip
SHARE = RATE.model_copy(update={"id": "share", "method": "wilson"})


def counts(numbers: list[float], *, period: Period = YEAR, people: float = 100_000, **more: Any) -> pd.DataFrame:
    """One row a borough."""
    usual = {
        "measure": "m", "period_start": period.start, "period_end": period.end, "breakdown": "none", "group": "",
        "denominator": people, "denominator_kind": "population", "unit": "offence", "source": "s", "access": "open",
        "kind": "measured", "release": "2024-03",
    }  # fmt: skip
    rows = [
        {**usual, "area_code": code, "numerator": n, "mark": "[x]" if n != n else "", **more}
        for code, n in zip(CODES, numbers, strict=False)
    ]
    return pd.DataFrame(rows)[list(COUNT_COLUMNS)]


def estimates(*tables: pd.DataFrame, audience: str = "authors", **options: Any) -> pd.DataFrame:
    handed: dict[str, Any] = {
        "measures": {"m": RATE, "share": SHARE}, "areas": AREAS, "comparators": EVERY, "baselines": {}, "current": None, **options,
    }  # fmt: skip
    return derive(disclose(Counts(pd.concat(tables, ignore_index=True)), audience=audience), **handed).table


def of(table: pd.DataFrame, statistic: str, **values: Any) -> pd.DataFrame:
    found = table[table["statistic"] == statistic]
    for column, value in values.items():
        found = found[found[column] == value]
    return found.set_index("area_code")


def restricted(numbers: list[float], **more: Any) -> pd.DataFrame:
    return counts(numbers, access="restricted", **more)


def test_every_row_has_the_columns_of_an_estimate_and_carries_its_origin() -> None:
    table = estimates(counts([1, 2, 3, 4, 5]))
    assert tuple(table.columns) == ESTIMATE_COLUMNS
    assert set(table["release"]) == {"2024-03"}
    assert set(table["kind"]) == {"measured"}
    assert table["area_name"].notna().all()
    assert {type(day) for day in table["period_start"]} == {date}


def test_timestamps_are_taken_as_dates() -> None:
    made = counts([1])
    made["period_start"] = pd.to_datetime(made["period_start"])
    assert estimates(made, comparators={})["period_start"].tolist()[0] == YEAR.start


def test_open_rate_is_that_of_the_count() -> None:
    row = of(estimates(counts([65], people=312_000)), "rate").loc[CODES[0]]
    assert (round(row["value"], 4), row["method"], row["per"]) == (0.2083, "byar", 1000)
    assert (round(row["ci_lower"], 4), round(row["ci_upper"], 4)) == (0.1608, 0.2655)


def test_rate_of_a_rounded_count_has_the_hull_of_all_it_may_stand_for() -> None:
    row = of(estimates(restricted([11]), audience="public"), "rate").loc[CODES[0]]
    assert row["value"] == pytest.approx(0.1)
    assert row["ci_lower"] == pytest.approx(rate_with_interval([8], [100_000], per=1000).ci_lower[0])
    assert row["ci_upper"] == pytest.approx(rate_with_interval([12], [100_000], per=1000).ci_upper[0])


def test_hidden_count_gives_no_value_no_interval_and_no_rank() -> None:
    table = estimates(restricted([3, 50, 60, 70, 80]), restricted([40] * 5, period=BEFORE), audience="public")
    hidden = table[(table["area_code"] == CODES[0]) & (table["period_start"] == YEAR.start)]
    assert set(hidden["statistic"]) == {"count", "rate", "change", "difference_from"}
    assert set(hidden["mark"]) == {"[c]"}
    assert hidden[["value", "ci_lower", "ci_upper", "rank", "rank_high"]].isna().all(axis=None)
    assert set(hidden["comparison"]) <= {"", "cannot tell"}


def test_area_without_residents_has_a_count_and_no_rate() -> None:
    table = estimates(counts([4], people=0))
    assert of(table, "count").loc[CODES[0], "value"] == 4
    assert of(table, "rate").loc[CODES[0], "mark"] == "[x]"


def shares(numerator: float, denominator: float, audience: str = "authors") -> pd.Series:
    made = restricted([numerator], measure="share", denominator_kind="records", people=denominator)
    return of(estimates(made, audience=audience), "share").loc[CODES[0]]


def test_share_whose_denominator_is_hidden_without_an_upper_bound_is_hidden_too() -> None:
    made = restricted([20], measure="share", denominator_kind="records", people=80)
    held = disclose(Counts(made), audience="public")
    hidden = {"numerator": NAN, "denominator": NAN, "numerator_low": 1, "numerator_high": np.inf,
              "denominator_low": 1, "denominator_high": np.inf, "mark": ""}  # fmt: skip
    table = derive(
        replace(held, table=held.table.assign(**hidden)),
        measures={"share": SHARE},
        areas=AREAS,
        comparators={},
        baselines={},
    ).table
    row = of(table, "share").loc[CODES[0]]
    assert row["mark"] == "[c]"
    assert np.isnan([row["value"], row["ci_lower"], row["ci_upper"]]).all()


def test_share_has_wilsons_limits() -> None:
    row = shares(20, 80)
    low, high = wilson_interval([20], [80])
    assert (row["value"], row["ci_lower"], row["ci_upper"]) == (0.25, low[0], high[0])


def test_share_of_rounded_counts_has_the_hull() -> None:
    row = shares(20, 80, "public")
    assert row["ci_lower"] == pytest.approx(wilson_interval([18], [82])[0][0])
    assert row["ci_upper"] == pytest.approx(wilson_interval([22], [78])[1][0])


@pytest.mark.parametrize(
    ("numerator", "denominator", "mark"),
    [(3, 80, "[c]"), (0, 5, "[c]"), (78, 80, "[c]"), (0, 0, "[z]"), (0, NAN, "[x]")],
)
def test_share_without_a_value_says_why(numerator: float, denominator: float, mark: str) -> None:
    row = shares(numerator, denominator, "public")
    assert row["mark"] == mark
    assert np.isnan([row["value"], row["ci_lower"], row["ci_upper"]]).all()


def test_ranks_of_open_counts_are_competition_ranks_without_absent_areas() -> None:
    table = of(estimates(counts([5, 9, 9, 2, NAN])), "rate")
    assert table["rank"].tolist()[:4] == [3, 1, 1, 4]
    assert table["rank_high"].tolist()[:4] == [3, 2, 2, 4]
    assert np.isnan(table["rank"].iloc[4])
    assert table["rank_n"].tolist()[:4] == [4] * 4


def test_ranks_of_rounded_counts_are_ranges() -> None:
    table = of(estimates(restricted([21, 19, 40, 3, 0]), audience="public"), "count")
    assert table["rank"].tolist() == [2, 2, 1, pytest.approx(NAN, nan_ok=True), 5]
    assert table["rank_high"].tolist() == [3, 3, 1, pytest.approx(NAN, nan_ok=True), 5]
    assert set(table["rank_n"]) == {5}


def test_london_is_not_ranked() -> None:
    row = of(estimates(counts([5, 6], measure="m"), counts([11]).assign(area_code="E12000007")), "count")
    assert np.isnan(row.loc["E12000007", "rank"])
    assert row.loc[CODES[0], "rank_n"] == 2


def test_ranks_edited_by_hand_are_refused() -> None:
    rows = counts([5, 6]).assign(rank=[1.0, 1.0], rank_n=2.0, numerator_low=[5, 6], numerator_high=[5, 6])
    rows = pd.concat([rows, rows.iloc[:1].assign(rank=2.0)])
    with pytest.raises(ClaimError, match="do not edit ranks by hand"):
        check_ranks(rows)


def change(before: float, after: float, *, audience: str = "authors", **later: Any) -> pd.Series:
    made = estimates(restricted([before], period=BEFORE), restricted([after], **later), audience=audience)
    return of(made, "change", period_start=YEAR.start).loc[CODES[0]]


@pytest.mark.parametrize(
    ("before", "after", "said"), [(100, 200, "higher"), (200, 100, "lower"), (100, 104, "cannot tell")]
)
def test_change_on_the_year_before_says_what_its_interval_lets_it(before: float, after: float, said: str) -> None:
    row = change(before, after)
    assert row["value"] == pytest.approx(after / before - 1)
    assert row["comparison"] == said
    assert (row["numerator"], row["denominator"]) == (after, before)
    assert (row["baseline_start"], row["baseline_end"]) == (BEFORE.start, BEFORE.end)


def test_change_of_rounded_counts_covers_what_they_may_stand_for() -> None:
    open_row, public_row = change(10, 25), change(10, 25, audience="public")
    assert public_row["ci_lower"] < open_row["ci_lower"]
    assert public_row["ci_upper"] > open_row["ci_upper"]
    assert (open_row["comparison"], public_row["comparison"]) == ("higher", "cannot tell")


@pytest.mark.parametrize(("before", "after", "mark"), [(0, 9, "[z]"), (NAN, 9, "[x]"), (9, NAN, "[x]")])
def test_change_without_a_value_says_why(before: float, after: float, mark: str) -> None:
    row = change(before, after)
    assert row["mark"] == mark
    assert np.isnan([row["value"], row["ci_lower"], row["ci_upper"]]).all()


@pytest.mark.parametrize("other", [{"release": "2024-11"}, {"kind": "synthetic"}])
def test_change_is_never_taken_between_releases_or_kinds(other: dict[str, str]) -> None:
    made = estimates(counts([10], period=BEFORE), counts([20], **other))
    assert of(made, "change").empty


def test_change_on_a_baseline_is_for_the_current_period_and_one_of_its_length() -> None:
    old, half = Period.parse("2019"), Period.parse("2019-01/2019-06")
    tables = [counts([10], period=period) for period in (YEAR, BEFORE, old, half)]
    made = of(
        estimates(*tables, baselines={"before": old, "half": half, "again": BEFORE, "self": YEAR}, current=YEAR),
        "change",
    )
    pairs = made[["period_start", "baseline_start"]].to_numpy().tolist()
    assert pairs == [[YEAR.start, old.start], [YEAR.start, BEFORE.start]]


def test_baselines_without_a_current_period_are_for_every_period() -> None:
    tables = [counts([10], period=Period.parse(text)) for text in ("2019", "2022", "2023")]
    made = of(estimates(*tables, baselines={"before": Period.parse("2019")}), "change")
    assert [(str(a), str(b)) for a, b in made[["period_start", "baseline_start"]].to_numpy()] == [
        ("2022-01-01", "2019-01-01"), ("2023-01-01", "2019-01-01"), ("2023-01-01", "2022-01-01"),
    ]  # fmt: skip


def test_difference_from_london_is_the_ratio_of_the_rates_less_one() -> None:
    made = of(estimates(counts([400, 100, 100, 98, 102])), "difference_from")
    assert made.loc[CODES[0], "value"] == pytest.approx(400 / 160 - 1)
    assert made["comparison"].tolist()[:2] == ["higher", "lower"]
    assert set(made["comparator"]) == {"london"}


def test_similar_is_said_only_of_a_narrow_interval() -> None:
    made = of(estimates(counts([100_000] * 5, people=8e6)), "difference_from")
    assert set(made["comparison"]) == {"similar"}
    made = of(estimates(counts([10] * 5)), "difference_from")
    assert set(made["comparison"]) == {"cannot tell"}


def test_comparator_without_self_leaves_it_out() -> None:
    others = {"others": Comparator("others", "Others", tuple(CODES), includes_self=False)}
    made = of(estimates(counts([400, 100, 100, 100, 100]), comparators=others), "difference_from")
    assert made.loc[CODES[0], "value"] == pytest.approx(3)
    assert made.loc[CODES[1], "value"] == pytest.approx(100 / 175 - 1)


def test_absent_and_hidden_members_are_left_out_of_the_comparator() -> None:
    made = of(estimates(restricted([40, 20, 60, 3, NAN]), audience="public"), "difference_from")
    assert made.loc[CODES[2], "value"] == pytest.approx(60 / 40 - 1)
    assert made["mark"].tolist() == ["", "", "", "[c]", "[x]"]


def test_hidden_members_widen_the_comparators_interval() -> None:
    without = of(estimates(restricted([40, 20, 60, NAN, NAN]), audience="public"), "difference_from").loc[CODES[2]]
    beside = of(estimates(restricted([40, 20, 60, 3, 3]), audience="public"), "difference_from").loc[CODES[2]]
    assert beside["value"] == without["value"]
    assert beside["ci_upper"] > without["ci_upper"]


def test_hidden_total_of_its_groups_tells_no_difference() -> None:
    """A hidden borough that is the total of hidden sexes has no known upper bound."""
    groups = [restricted([7, 60], breakdown="sex", group=sex).assign(area_code=CODES[:2]) for sex in ("Female", "Male")]
    two = {"london": Comparator("london", "London", tuple(CODES[:2]))}
    open_ended = pd.concat([restricted([14, 120]), *(g.iloc[:1] for g in groups[:2]), groups[0].iloc[1:]])
    made = of(estimates(open_ended, comparators=two, audience="public"), "difference_from", breakdown="none")
    assert made["mark"].tolist() == ["[c]", ""]


def test_comparator_of_which_nothing_is_shown_is_hidden() -> None:
    made = of(estimates(restricted([0, 3, 3, 3, 3]), audience="public"), "difference_from")
    assert made.loc[CODES[0], "mark"] == "[z]"
    others = {"others": Comparator("others", "Others", tuple(CODES[1:]))}
    made = of(estimates(restricted([0, 3, 3, 3, 3]), audience="public", comparators=others), "difference_from")
    assert made.loc[CODES[0], "mark"] == "[c]"


def test_comparator_is_left_out_when_a_member_was_not_counted_or_the_measure_does_not_name_it() -> None:
    assert of(estimates(counts([1, 2])), "difference_from").empty
    unnamed = {"inner": Comparator("inner", "Inner", tuple(CODES))}
    assert of(estimates(counts([1, 2, 3, 4, 5]), comparators=unnamed), "difference_from").empty


def test_differences_are_for_the_current_period() -> None:
    made = of(estimates(counts([9] * 5), counts([9] * 5, period=BEFORE), current=YEAR), "difference_from")
    assert set(made["period_start"]) == {YEAR.start}


def test_unweighted_comparator_is_the_plain_mean_of_rates_without_self() -> None:
    others = {"london": Comparator("london", "London", tuple(CODES), includes_self=False, weighted=False)}
    table = counts([400, 100, 100, 100, 100])
    table["denominator"] = [100_000, 50_000, 100_000, 200_000, 400_000]
    made = of(estimates(table, comparators=others), "difference_from")
    mean = np.mean([100 / 50_000, 100 / 100_000, 100 / 200_000, 100 / 400_000])
    assert made.loc[CODES[0], "value"] == pytest.approx(400 / 100_000 / mean - 1)
    assert made.loc[CODES[0], "comparison"] == "higher"
    assert made.loc[CODES[0], "ci_lower"] < made.loc[CODES[0], "value"] < made.loc[CODES[0], "ci_upper"]
    weighted = {"london": Comparator("london", "London", tuple(CODES), includes_self=False)}
    assert (
        of(estimates(table, comparators=weighted), "difference_from").loc[CODES[0], "value"]
        > made.loc[CODES[0], "value"]
    )


def test_unweighted_comparator_with_self_counts_the_area_in_its_own_mean() -> None:
    every = {"london": Comparator("london", "London", tuple(CODES), weighted=False)}
    made = of(estimates(counts([400, 100, 100, 100, 100]), comparators=every), "difference_from")
    assert made.loc[CODES[0], "value"] == pytest.approx(400 / 160 - 1)


def test_hidden_members_leave_an_unweighted_mean_and_a_hidden_area_has_no_difference() -> None:
    every = {"london": Comparator("london", "London", tuple(CODES), weighted=False)}
    made = of(estimates(restricted([3, 100, 100, 100, 100]), audience="public", comparators=every), "difference_from")
    assert made.loc[CODES[0], "mark"] == "[c]"
    assert made.loc[CODES[1], "value"] == pytest.approx(0.0)


@pytest.mark.parametrize(("options", "kind"), [({"measures": {}}, "measure"), ({"areas": ()}, "area")])
def test_count_of_something_that_was_not_handed_in_is_refused(options: dict[str, Any], kind: str) -> None:
    with pytest.raises(UnknownIdError, match=f"hand derive every {kind}"):
        estimates(counts([1]), **options)


def test_no_counts_give_no_estimates() -> None:
    assert estimates(counts([1]).iloc[:0]).empty


def test_index_finds_an_estimate_by_its_key_and_nothing_by_another() -> None:
    disclosed = disclose(Counts(pd.concat([counts([9] * 5), counts([0] * 5, period=BEFORE)])), audience="authors")
    index = EstimateIndex(
        derive(disclosed, measures={"m": RATE}, areas=AREAS, comparators=EVERY, baselines={}, current=YEAR)
    )
    key = EstimateKey("m", CODES[0], "2023-01-01", "2023-12-31", "rate")
    row = index.one(key)
    assert row is not None
    assert (row.value, row.is_absent, row.baseline_start) == (pytest.approx(0.09), False, None)
    change_key = EstimateKey("m", CODES[0], "2023-01-01", "2023-12-31", "change", baseline_start="2022-01-01")
    changed = index.one(change_key)
    assert changed is not None
    assert (changed.is_absent, changed.mark) == (True, "[z]")
    assert change_key in index
    assert index.one(EstimateKey("m", CODES[0], "2023-01-01", "2023-12-31", "difference_from", comparator="london"))
    assert index.one(EstimateKey("m", "E09999999", "2023-01-01", "2023-12-31", "rate")) is None
    assert "text" not in index
