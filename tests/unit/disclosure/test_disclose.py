from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.disclose import disclose, refuse_synthetic

LONDON = "E12000007"
NAN = float("nan")


def counts(*rows: dict[str, Any]) -> Counts:
    """One row each; what is not said is an offence count of a borough in 2023 from a restricted source."""
    usual = {
        "measure": "sv", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31), "breakdown": "none", "group": "",
        "denominator": NAN, "denominator_kind": "none", "unit": "offence", "source": "police_offences", "access": "restricted",
        "kind": "measured", "release": "2024-03", "mark": "",
    }  # fmt: skip
    made = [{"area_code": f"E09{i + 2:06d}", **usual, **row} for i, row in enumerate(rows)]
    return Counts(pd.DataFrame(made)[list(COUNT_COLUMNS)])


def public(*rows: dict[str, Any], **options: Any) -> pd.DataFrame:
    return disclose(counts(*rows), audience="public", **options).table


def numbers(*values: float) -> list[dict[str, Any]]:
    return [{"numerator": value} for value in values]


def test_nhs_england_rule_on_its_published_examples() -> None:
    shown = public(*numbers(0, 1, 7, 8, 12, 13, 22, 23))
    np.testing.assert_array_equal(shown["numerator"], [0, NAN, NAN, 10, 10, 15, 20, 25])
    assert shown["mark"].tolist() == ["", "[c]", "[c]", "", "", "", "", ""]
    assert shown["numerator_low"].tolist() == [0, 1, 1, 8, 8, 13, 18, 23]
    assert shown["numerator_high"].tolist() == [0, 7, 7, 12, 12, 17, 22, 27]


def test_authors_see_true_counts() -> None:
    made = disclose(counts(*numbers(0, 3, 1234)), audience="authors")
    assert made.table["numerator"].tolist() == [0, 3, 1234]
    assert made.table["numerator_low"].tolist() == made.table["numerator_high"].tolist() == [0, 3, 1234]
    assert (made.audience, made.policy) == ("authors", "none")


def test_open_counts_are_shown_as_released_unless_the_measure_is_strict() -> None:
    row = {"numerator": 3.0, "access": "open"}
    assert public(row)["numerator"].tolist() == [3]
    assert public(row, tighten={"sv": "strict"})["mark"].tolist() == ["[c]"]


def test_policy_applied_is_named() -> None:
    assert disclose(counts(*numbers(3)), audience="public").policy == "nhs_england"


def test_absent_rows_stay_absent_for_their_own_reason() -> None:
    shown = public({"numerator": NAN, "mark": "[x]"}, {"numerator": NAN, "mark": "[z]"}, {"numerator": 3})
    assert shown["mark"].tolist() == ["[x]", "[z]", "[c]"]
    assert shown["numerator_low"].isna().tolist() == [True, True, False]


def test_population_denominator_is_true() -> None:
    shown = public({"numerator": 12, "denominator": 312_001.5, "denominator_kind": "population"})
    assert shown.loc[0, ["denominator", "denominator_low", "denominator_high"]].tolist() == [312_001.5] * 3


def share(numerator: float, denominator: float) -> pd.Series:
    return public({"numerator": numerator, "denominator": denominator, "denominator_kind": "records"}).iloc[0]


def test_denominator_of_records_is_disclosed_by_the_same_rule() -> None:
    row = share(12, 103)
    assert (row["numerator"], row["denominator"], row["denominator_low"], row["denominator_high"]) == (
        10,
        105,
        103,
        107,
    )


@pytest.mark.parametrize("denominator", [1, 5, 7])
def test_small_denominator_is_hidden_and_a_zero_of_it_shown(denominator: int) -> None:
    row = share(0, denominator)
    assert row["numerator"] == 0
    assert np.isnan(row["denominator"])
    assert (row["denominator_low"], row["denominator_high"]) == (1, 7)


@pytest.mark.parametrize("rest", range(1, 8))
def test_numerator_that_would_give_a_small_rest_away_is_hidden(rest: int) -> None:
    row = share(50 - rest, 50)
    assert row["mark"] == "[c]"
    assert row["numerator_low"] <= 50 - rest <= row["numerator_high"]
    assert row["numerator_high"] - row["numerator_low"] >= 6


@pytest.mark.parametrize("rest", [0, 8, 20])
def test_numerator_with_no_or_many_others_is_shown(rest: int) -> None:
    assert share(50 - rest, 50)["mark"] == ""


def test_denominator_that_would_narrow_its_part_is_hidden() -> None:
    row = share(1, 8)  # shown, 10 would stand for 8 to 12: of 1 to 7 others, the part could not be 0 to 4 only
    assert row["mark"] == "[c]"
    assert row["numerator_high"] - row["numerator_low"] >= 6


def london(total: float, *boroughs: float) -> pd.DataFrame:
    return public(*numbers(*boroughs), {"numerator": total, "area_code": LONDON})


def test_total_that_narrows_its_only_hidden_part_is_hidden() -> None:
    assert london(22, 20, 2)["mark"].tolist() == ["", "[c]", "[c]"]  # 18 to 22 twice: the hidden one would be 4 at most


def test_total_that_does_not_narrow_a_hidden_part_is_shown() -> None:
    assert london(15, 8, 7)["mark"].tolist() == ["", "[c]", ""]  # 13 to 17 less 8 to 12: 1 to 9


def test_total_of_two_sevens_is_hidden() -> None:
    shown = london(14, 7, 7)
    assert shown["mark"].tolist() == ["[c]"] * 3
    assert (shown["numerator_low"].iloc[-1], shown["numerator_high"].iloc[-1]) == (2, 14)


def test_seven_boroughs_of_one_do_not_become_certain() -> None:
    shown = london(7, *[1] * 7)
    assert shown["numerator_low"].tolist()[:7] == [1] * 7
    assert shown["numerator_high"].tolist()[:7] == [7] * 7


def test_unknown_boroughs_leave_the_total_open_above() -> None:
    shown = london(12, 9, 1)  # 10 stands for 8 to 12, of which the first borough has at least 8
    assert shown["mark"].tolist() == ["", "[c]", "[c]"]


def test_large_total_is_shown_beside_many_hidden_parts() -> None:
    assert london(200, *[100] * 1, *[4] * 25)["mark"].tolist()[-1] == ""


def test_months_of_a_year_are_parts_of_it() -> None:
    months = [
        {"area_code": "E09000002", "numerator": 7, "period_start": month.start, "period_end": month.end}
        for month in Period.parse("2023").each_month()
    ]
    shown = public(*months, {"area_code": "E09000002", "numerator": 84})
    assert shown["mark"].tolist() == ["[c]"] * 13


def test_distinct_persons_do_not_add_up_and_are_left_alone() -> None:
    shown = london(10, 7, 7)
    assert shown["mark"].tolist() == ["[c]", "[c]", ""]


def sex_by_age(total: float, sexes: list[float], ages: list[float]) -> pd.DataFrame:
    rows = [{"numerator": total}]
    rows += [{"numerator": n, "breakdown": "sex", "group": f"s{i}"} for i, n in enumerate(sexes)]
    rows += [{"numerator": n, "breakdown": "age_band", "group": f"a{i}"} for i, n in enumerate(ages)]
    return public(*({**row, "area_code": "E09000002"} for row in rows))


def test_hidden_total_is_not_given_back_by_another_breakdown() -> None:
    shown = sex_by_age(14, [7, 7], [14, 0])
    assert shown["mark"].tolist() == ["[c]", "[c]", "[c]", "[c]", ""]


def test_zero_is_withheld_where_nothing_else_is_left_to_hide() -> None:
    shown = sex_by_age(2, [1, 1], [2, 0])  # T is 1 to 7 by age, and so each sex 1 to 6
    assert shown["mark"].tolist() == ["[c]"] * 5
    assert shown["numerator_low"].iloc[-1] == 0


def test_everything_near_is_withheld_where_all_else_is_hidden() -> None:
    shown = sex_by_age(14, [7, 7], [1] * 14)  # fourteen ages of at least one make each sex seven
    assert (shown["mark"] == "[c]").all()
    assert (shown["numerator_high"] - shown["numerator_low"] >= 6).all()


def test_group_names_that_do_not_fit_their_breakdown_are_left_alone() -> None:
    shown = public({"numerator": 12, "breakdown": "sex*age_band", "group": "Female"})
    assert shown["numerator"].tolist() == [10]


def test_other_hierarchies_can_be_given() -> None:
    rows = [{"numerator": n, "area_code": code} for code, n in (("w1", 7), ("w2", 7), ("b", 14))]
    assert public(*rows, wholes={"w1": "b", "w2": "b"})["mark"].tolist() == ["[c]"] * 3
    assert public(*rows)["mark"].tolist() == ["[c]", "[c]", ""]


@pytest.mark.parametrize("value", [-1.0, 2.5])
def test_what_is_no_count_of_records_is_refused(value: float) -> None:
    with pytest.raises(DisclosureError, match="disclose counts, not rates"):
        public({"numerator": value})


def test_table_without_rows_gives_one_without_rows() -> None:
    assert disclose(Counts(counts({"numerator": 1}).table.iloc[:0]), audience="public").table.empty


def test_table_with_only_absent_rows_is_passed_through() -> None:
    assert public({"numerator": NAN, "mark": "[x]"})["mark"].tolist() == ["[x]"]


def test_synthetic_figures_are_refused_outside_a_demo() -> None:
    made = counts({"numerator": 1, "kind": "synthetic"})
    with pytest.raises(DisclosureError, match="publish from a demo workspace"):
        refuse_synthetic(made, is_demo=False)
    refuse_synthetic(made, is_demo=True)
    refuse_synthetic(counts({"numerator": 1}), is_demo=False)
