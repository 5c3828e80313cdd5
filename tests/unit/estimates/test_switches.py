from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from opensna.core.area import Area
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.estimate import ESTIMATE_COLUMNS
from opensna.core.period import Period
from opensna.disclosure.disclose import disclose
from opensna.estimates.switches import SWITCH, switches
from opensna.measures.measure import Measure
from opensna.measures.under import Counted

YEAR = Period.parse("2023")
AREAS = (Area("E12000007", "London", "region"), Area("E09000012", "Hackney", "lad"))
OWN = Measure(id="m", title="M", question="How many?", source="s", unit="offence", direction="neither")
OTHER = OWN.model_copy(update={"id": "m@b"})
SAME, WIDER, NONE = Counted("m", "a", "m"), Counted("m", "b", "m@b"), Counted("m", "k", "", "[x]", "left out")


def found(own: float, other: float, *answers: Counted, audience: str = "authors") -> dict[str, dict[str, Any]]:
    """By definition, the effect in Hackney."""
    usual = {
        "area_code": "E09000012", "period_start": YEAR.start, "period_end": YEAR.end, "breakdown": "none", "group": "",
        "denominator": 1000.0, "denominator_kind": "population", "unit": "offence", "source": "s", "access": "restricted",
        "kind": "measured", "release": "2024-03", "mark": "",
    }  # fmt: skip
    rows = [
        {**usual, "measure": id_, "numerator": n, "mark": "[x]" if n != n else ""}
        for id_, n in (("m", own), ("m@b", other))
    ]
    counts = disclose(Counts(pd.DataFrame(rows)[list(COUNT_COLUMNS)]), audience=audience)
    table = switches(counts, answers, measures={"m": OWN, "m@b": OTHER}, areas=AREAS, periods=[YEAR])
    assert list(table.columns) == list(ESTIMATE_COLUMNS)
    assert set(table["statistic"]) == {SWITCH}
    return {row["comparator"]: row for row in table.to_dict("records")}


def test_the_effect_is_the_ratio_of_the_two_counts_and_exact_for_the_authors() -> None:
    row = found(40, 50, WIDER)["b"]
    assert (row["value"], row["ci_lower"], row["ci_upper"]) == pytest.approx((0.25, 0.25, 0.25))
    assert (row["denominator"], row["numerator"], row["comparison"]) == (40, 50, "higher")


def test_a_definition_that_says_the_same_changes_nothing() -> None:
    row = found(40, 50, SAME)["a"]
    assert (row["value"], row["ci_lower"], row["ci_upper"], row["comparison"]) == (0, 0, 0, "similar")


def test_after_rounding_the_limits_cover_every_pair_of_counts_that_the_shown_ones_may_stand_for() -> None:
    row = found(41, 52, WIDER, audience="public")["b"]
    assert row["value"] == pytest.approx(50 / 40 - 1)
    assert row["ci_lower"] == pytest.approx(48 / 42 - 1)
    assert row["ci_upper"] == pytest.approx(52 / 38 - 1)
    assert found(41, 42, WIDER, audience="public")["b"]["comparison"] == "cannot tell"


def test_a_hidden_count_hides_the_effect() -> None:
    row = found(3, 52, WIDER, audience="public")["b"]
    assert row["mark"] == "[c]"
    assert row["value"] != row["value"]


def test_a_figure_that_the_other_definition_does_not_have_is_absent_and_not_zero() -> None:
    row = found(40, 50, NONE)["k"]
    assert row["mark"] == "[x]"
    assert row["value"] != row["value"]


def test_from_none_to_some_there_is_no_ratio_and_from_none_to_none_no_change() -> None:
    assert found(0, 5, WIDER)["b"]["mark"] == "[z]"
    assert found(0, 0, WIDER)["b"]["value"] == 0


def test_an_absent_count_keeps_its_mark() -> None:
    assert found(float("nan"), 5, WIDER)["b"]["mark"] == "[x]"
    assert found(5, float("nan"), WIDER)["b"]["mark"] == "[x]"
