from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import pytest

from opensna.assessment.model_claims import agreement, associated, associated_model, concentrated, disproportion, pooled
from opensna.core.errors import InputError
from opensna.estimates.lookup import EstimateRow

BASE = EstimateRow(
    measure="m", area_code="E09000012", period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), breakdown="none", group="",
    area_name="Hackney", area_type="lad", statistic="count", value=0.0, ci_lower=float("nan"), ci_upper=float("nan"), ci_level=0.95,
    method="count", numerator=0.0, denominator=100_000.0, per=1000.0, unit="offence", rank=1.0, rank_high=1.0, rank_n=1.0,
    comparator="", comparison="", mark="", source="s", release="2024-03", kind="measured", baseline_start=None, baseline_end=None,
)  # fmt: skip
POOLED = {
    "what": "Killings",
    "where": "Hackney",
    "split": "3",
    "earlier": "2018 to 2020",
    "later": "2021 to 2023",
    "rounded": "0",
}


def rows(*values: float, people: float = 100_000.0, year: int = 2018) -> list[EstimateRow]:
    return [
        dataclasses.replace(BASE, value=v, numerator=v, denominator=people, period_end=date(year + i, 12, 31))
        for i, v in enumerate(values)
    ]


def test_few_killings_are_too_few_to_tell() -> None:
    said = pooled(rows(2, 1, 2, 1, 0, 2), POOLED)
    assert said.startswith("Killings in Hackney: 5 in 2018 to 2020 and 3 in 2021 to 2023: too few to tell")


def test_many_fewer_killings_are_lower() -> None:
    assert "the rate is lower" in pooled(rows(60, 55, 65, 20, 25, 22), POOLED)


def test_rounding_may_take_a_verdict_away() -> None:
    assert "the rate is lower" in pooled(rows(10, 10, 10, 5, 5, 3), POOLED)
    assert "tell" in pooled(rows(10, 10, 10, 5, 5, 3), POOLED | {"rounded": "2"})


def test_no_killings_at_all_say_nothing_of_a_change() -> None:
    assert pooled(rows(0, 0, 0, 0, 0, 0), POOLED).endswith("too few to tell whether the rate has changed.")


def test_places_are_set_beside_chance() -> None:
    fields = {"what": "robberies", "where": "London", "places": "wards", "when": "2023", "fewest": "50"}
    said = concentrated(rows(400, 300, 20, 10, 10, 10, 5, 5, 5, 5, 0, 0), fields)
    assert "half of the 770 robberies in London were recorded in 8.3% of its 12 wards" in said
    assert "by chance" in said
    assert "too few" in concentrated(rows(3, 2, 1), fields)


def of_areas(n: int) -> Sequence[EstimateRow]:
    index = [i / 10 for i in range(n)]
    counts = [round(200 * 1.1**i) + (-1) ** i * 9 for i in range(n)]
    return [*rows(*counts, people=50_000.0), *rows(*index)]


ASSOCIATED = {
    "what": "violence", "index": "deprivation", "areas": "boroughs", "fewest": "12", "contains_crime": "no",
    "neighbours": " ".join(f"{i}-{i + 1}" for i in range(19)),
}  # fmt: skip


def test_an_association_prints_its_ratio_and_its_warning() -> None:
    said = associated(of_areas(20), ASSOCIATED)
    assert "the rate of violence is 7" in said
    assert "% higher where deprivation is higher" in said
    assert "one standard deviation; rate ratio 1.7" in said
    assert "Moran" not in said
    assert "Negative-binomial model" in associated_model(of_areas(20), ASSOCIATED)
    assert "does not say that deprived people commit or suffer more violence" in said


def test_an_index_that_contains_crime_is_refused() -> None:
    with pytest.raises(InputError, match="income"):
        associated(of_areas(20), ASSOCIATED | {"contains_crime": "yes"})


def test_too_few_areas_have_no_association() -> None:
    assert "too few areas" in associated(of_areas(6), ASSOCIATED)


def test_series_that_go_apart_disagree_and_months_are_added_to_years() -> None:
    up, down = rows(100, 130, 160, 190, 230, 270), rows(400, 350, 300, 260, 210, 170)
    fields = {"names": "police|hospital", "kinds": "count|count", "lengths": "6|6", "parts": "1|1"}
    assert agreement([*up, *down], fields).startswith("The series disagree in direction.")
    halves = [half for r in up for half in (dataclasses.replace(r, value=r.value / 2),) * 2]
    by_half = agreement([*halves, *up], fields | {"lengths": "12|6", "parts": "2|1"})
    assert by_half.startswith("The series agree: all go up.")


def test_disproportion_gives_bounds_for_the_unknown() -> None:
    fields = {"what": "Victims", "group": "Black", "other": "White"}
    said = disproportion(rows(60, 120, 20, 10_000, 40_000), fields)
    assert "higher, whatever group the unknown are of: 2.00 times" in said
    assert "between 1.71 and 2.67 times" in said
    unclear = disproportion(rows(6, 20, 30, 10_000, 40_000), fields)
    assert "not clearly higher or lower once the unknown are allowed for" in unclear
