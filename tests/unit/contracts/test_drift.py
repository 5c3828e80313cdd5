"""Drift between deliveries, breaking or not."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from opensna.contracts.contract import Column, TableContract
from opensna.contracts.drift import Drift, Profile, drift_between, missing_months, profile

CONTRACT = TableContract(
    "x",
    "1.0.0",
    (Column("month", "month", "m"), Column("group", "string", "g", codes=("a", "b")), Column("count", "integer", "n")),
    month_column="month",
)
EVENTS = TableContract("y", "1.0.0", (Column("date", "date", "d"), Column("note", "string", "n", required=False)))


def _profile(months: dict[int, int], codes: str = "ab", filled: str = "month group count") -> Profile:
    return Profile(
        frozenset(filled.split()),
        {"group": frozenset(codes)},
        {date(2023, month, 1): rows for month, rows in months.items()},
    )


def _told(old: Profile, new: Profile) -> list[str]:
    return list(map(str, drift_between(CONTRACT, old, new, since="2024-03")))


def test_a_like_delivery_has_no_drift() -> None:
    same = _profile({1: 100, 2: 100})
    assert _told(same, _profile({1: 110, 2: 95, 3: 100})) == []
    assert missing_months(CONTRACT, same) == ()


def test_every_kind_of_drift_has_its_sentence() -> None:
    assert _told(_profile({1: 1}), _profile({1: 1}, filled="month group")) == [
        "changed since 2024-03: columns that are now empty: count"
    ]
    assert _told(_profile({1: 1}, filled="month"), _profile({1: 1}, filled="month count")) == [
        "for information, since 2024-03: columns that were empty before: count"
    ]
    assert _told(_profile({1: 1}, "a"), _profile({1: 1}, "b")) == [
        "changed since 2024-03: group: 1 code no longer seen: a",
        "for information, since 2024-03: group: 1 code not seen before: b",
    ]
    assert _told(_profile({1: 1, 2: 1, 3: 1}), _profile({2: 1})) == [
        "changed since 2024-03: 1 month not delivered again: 2023-03",
        "for information, since 2024-03: it starts later, at 2023-02",
    ]
    assert _told(_profile({1: 100}), _profile({1: 50})) == [
        "changed since 2024-03: 1 month moved by more than 20%: 2023-01 (-50%)"
    ]
    assert _told(_profile({}), _profile({1: 50})) == []


def test_long_lists_are_cut() -> None:
    said = _told(_profile(dict.fromkeys(range(1, 10), 100)), _profile(dict.fromkeys(range(1, 10), 300)))
    assert said[0].endswith("2023-06 (+200%) and 3 more")


def test_missing_months_are_breaking_only_where_months_may_have_no_gap() -> None:
    gap = _profile({1: 1, 2: 1, 5: 1})
    assert missing_months(CONTRACT, gap) == (
        Drift("2 months missing inside the delivery: 2023-03, 2023-04; ask the supplier for them", True),
    )
    assert missing_months(EVENTS, gap) == ()
    assert missing_months(CONTRACT, _profile({})) == ()


@pytest.mark.parametrize(
    ("contract", "rows", "months"),
    [
        (
            CONTRACT,
            "(DATE '2023-01-01', 'a', 3), (DATE '2023-01-01', 'b', 4)) AS t(month, \"group\", count)",
            {date(2023, 1, 1): 7},
        ),
        (
            EVENTS,
            "(DATE '2023-01-15', NULL), (DATE '2023-02-28', NULL)) AS t(date, note)",
            {date(2023, 1, 1): 1, date(2023, 2, 1): 1},
        ),
        (EVENTS, "('x')) AS t(other)", {}),
    ],
)
def test_a_profile_counts_records_by_month(
    contract: TableContract, rows: str, months: dict[date, int], tmp_path: Path
) -> None:
    connection = duckdb.connect()
    connection.execute(f"COPY (SELECT * FROM (VALUES {rows}) TO '{tmp_path}/d.parquet' (FORMAT parquet)")
    seen = profile(connection, tmp_path / "d.parquet", contract)
    assert seen.months == months
    assert "note" not in seen.filled
