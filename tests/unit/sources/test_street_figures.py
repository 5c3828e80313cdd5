"""Rows of data.police.uk as figures of areas: whose own force was delivered, in which twelve months, and of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa

from opensna.reference.lookups import authority_of_small_areas
from opensna.sources._street import ALL, OUTCOMES, offences_as_figures, outcomes_as_figures

CITY, CAMDEN, LONDON, MET = "E09000001", "E09000007", "E12000007", "E23000001"
SMALL = {code: small for small, code in authority_of_small_areas().items()}
CITYS, METS = "City of London Police", "Metropolitan Police Service"
YEAR = tuple(range(12))


def months(
    force: str, area: str = CITY, *, of: Sequence[int] = YEAR, kind: str = "Robbery", **other: Any
) -> list[dict[str, Any]]:
    """One row a month of those numbered from January 2023."""
    row = {
        "reported_by": force, "lsoa_code": SMALL.get(area), "crime_type": kind, "last_outcome_category": None,
    } | other  # fmt: skip
    return [row | {"month": date(2023 + n // 12, n % 12 + 1, 1)} for n in of]


def figures(rows: list[dict[str, Any]], made: Any = offences_as_figures) -> pd.DataFrame:
    texts = ["reported_by", "lsoa_code", "crime_type", "last_outcome_category", "outcome_type"]
    frame = pd.DataFrame(rows, columns=["month", *texts]).astype(dict.fromkeys(texts, "string"))
    table: pd.DataFrame = (
        made(ibis.memtable(pa.Table.from_pandas(frame, preserve_index=False))).to_pyarrow().to_pandas()
    )
    return table


def value(table: pd.DataFrame, area: str, indicator: str, group: str = "", *, end: str = "2023-12-31") -> float | None:
    of = table[(table["area_code"] == area) & (table["indicator"] == indicator) & (table["group"] == group)]
    found = of[of["period_end"].astype(str) == end]["value"]
    return None if found.empty else float(found.iloc[0])


def test_antisocial_behaviour_is_a_figure_of_its_own_and_in_no_sum() -> None:
    table = figures([*months(CITYS), *months(CITYS, kind="Anti-social behaviour")])
    assert value(table, CITY, "Robbery") == value(table, CITY, ALL) == value(table, CITY, "Anti-social behaviour") == 12


def test_an_area_has_a_figure_only_where_its_own_force_was_delivered_in_every_month() -> None:
    table = figures([*months(CITYS), *months(CITYS, CAMDEN), *months(METS, CAMDEN, of=YEAR[:11])])
    assert value(table, CITY, "Robbery") == 12
    assert value(table, CAMDEN, "Robbery") is None
    assert value(table, LONDON, "Robbery") is None


def test_what_another_force_records_in_an_area_counts_there_and_railway_offences_do_not() -> None:
    rows = [*months(CITYS), *months(METS, CAMDEN), *months(CITYS, CAMDEN, of=(3,))]
    table = figures([*rows, *months("British Transport Police", CAMDEN)])
    assert value(table, CAMDEN, "Robbery") == 13
    assert value(table, MET, "Robbery") == 13
    assert value(table, LONDON, "Robbery") == 25


def test_a_row_without_a_small_area_shows_that_the_month_was_delivered_and_is_in_no_area() -> None:
    table = figures([*months(CITYS, of=YEAR[:11]), *months(CITYS, "nowhere", of=(11,))])
    assert value(table, CITY, "Robbery") == 11


def test_years_end_with_a_quarter_or_with_the_newest_month_and_a_short_release_has_none() -> None:
    table = figures(months(CITYS, of=range(16)))
    assert sorted(set(table["period_end"].astype(str))) == ["2023-12-31", "2024-03-31", "2024-04-30"]
    assert figures(months(CITYS, of=range(11))).empty


def test_the_last_known_outcome_is_a_group_of_all_offences_and_none_is_told_as_such() -> None:
    table = figures(
        [*months(CITYS, of=YEAR[:9]), *months(CITYS, of=YEAR[9:], last_outcome_category="Under investigation")]
    )
    assert value(table, CITY, ALL, "last_outcome=None given") == 9
    assert value(table, CITY, ALL, "last_outcome=Under investigation") == 3


def test_outcomes_are_counted_by_their_own_month_and_by_kind() -> None:
    rows = [*months(CITYS, outcome_type="Suspect charged"), *months(CITYS, outcome_type="Local resolution", of=(2, 5))]
    table = figures(rows, outcomes_as_figures)
    assert value(table, CITY, OUTCOMES) == 14
    assert value(table, CITY, OUTCOMES, "outcome=Local resolution") == 2
