"""What changed between a delivery and the release before it, and months that are missing inside the delivery itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import TableContract
from opensna.contracts.sql import literal, name

VOLUME_CHANGE = 0.2
"""A month whose rows change by more than this share is told."""

CHANGED = "changed since "
"""How the sentence of a breaking drift from an older release begins."""

_COUNT_COLUMNS = ("count", "incidents")
_NAMED = 6  # months or codes listed in one sentence


@dataclass(frozen=True)
class Drift:
    """One thing that changed since the release `since`; without one, something of the delivery itself.

    Breaking: a series made from both deliveries would be wrong without looking.
    """

    sentence: str
    is_breaking: bool
    since: str = ""

    def __str__(self) -> str:
        """As stored in a release record, and printed."""
        if not self.since:
            return self.sentence
        return f"{CHANGED if self.is_breaking else 'for information, since '}{self.since}: {self.sentence}"


@dataclass(frozen=True)
class Profile:
    """What drift compares: filled columns, codes seen in each coded column, records (or summed counts) by month."""

    filled: frozenset[str]
    codes: Mapping[str, frozenset[str]]
    months: Mapping[date, int]


def weight_of(contract: TableContract) -> str:
    """Engine expression for how many records a row stands for: the contract's count column, else 1."""
    counted = [one.name for one in contract.columns if one.type == "integer" and one.name in _COUNT_COLUMNS]
    return f"CAST(coalesce({name(counted[0])}, 0) AS BIGINT)" if counted else "1"


def time_column(contract: TableContract) -> str:
    """The column that dates a row: the month column, else `date`, else ""."""
    dated = [one.name for one in contract.columns if one.type == "date" and one.name == "date"]
    return contract.month_column or (dated[0] if dated else "")


def profile(connection: DuckDBPyConnection, data: Path, contract: TableContract) -> Profile:
    """Profile of a data.parquet; columns that an older contract did not have count as not filled."""
    relation = f"read_parquet({literal(data)})"
    held = {row[0] for row in connection.execute(f"DESCRIBE FROM {relation}").fetchall()}
    columns = [column for column in contract.columns if column.name in held]
    counts = ", ".join(f"count({name(column.name)})" for column in columns)
    filled = connection.execute(f"SELECT {counts} FROM {relation}").fetchall()[0] if columns else ()
    codes = {
        column.name: frozenset(
            row[0]
            for row in connection.execute(f"SELECT DISTINCT {name(column.name)} FROM {relation}").fetchall()
            if row[0] is not None
        )
        for column in columns
        if column.codes
    }
    when = time_column(contract)
    months = (
        connection.execute(
            f"SELECT CAST(date_trunc('month', {name(when)}) AS DATE), sum({weight_of(contract)}) FROM {relation} "
            f"WHERE {name(when)} IS NOT NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()
        if when in held
        else []
    )
    return Profile(
        frozenset(column.name for column, rows in zip(columns, filled, strict=True) if rows),
        codes,
        {month: int(records) for month, records in months},
    )


def missing_months(contract: TableContract, new: Profile) -> tuple[Drift, ...]:
    """Months without a row between the delivery's first and last: breaking, when the contract's months must have no gap."""
    if not contract.month_column or not new.months:
        return ()
    first, last = min(new.months), max(new.months)
    whole = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    gaps = [f"{n // 12}-{n % 12 + 1:02d}" for n in whole if date(n // 12, n % 12 + 1, 1) not in new.months]
    if not gaps:
        return ()
    it = "it" if len(gaps) == 1 else "them"
    missing = f"{_counted(len(gaps), 'month')} missing inside the delivery: {_listed(gaps)}; ask the supplier for {it}"
    return (Drift(missing, True),)


def drift_between(contract: TableContract, old: Profile, new: Profile, *, since: str) -> tuple[Drift, ...]:
    """Drift from the release `since` (profile `old`) to the new delivery: columns, codes, months, volumes."""
    return (*_columns(old, new, since), *_codes(old, new, since), *_months(old, new, since))


def _columns(old: Profile, new: Profile, since: str) -> list[Drift]:
    gone, come = sorted(old.filled - new.filled), sorted(new.filled - old.filled)
    found = [Drift(f"columns that are now empty: {_listed(gone)}", True, since)] if gone else []
    return found + ([Drift(f"columns that were empty before: {_listed(come)}", False, since)] if come else [])


def _codes(old: Profile, new: Profile, since: str) -> list[Drift]:
    found = []
    for column in sorted(old.codes.keys() & new.codes.keys()):
        gone, come = sorted(old.codes[column] - new.codes[column]), sorted(new.codes[column] - old.codes[column])
        if gone and column in new.filled:
            found.append(Drift(f"{column}: {_counted(len(gone), 'code')} no longer seen: {_listed(gone)}", True, since))
        if come and column in old.filled:
            found.append(
                Drift(f"{column}: {_counted(len(come), 'code')} not seen before: {_listed(come)}", False, since)
            )
    return found


def _months(old: Profile, new: Profile, since: str) -> list[Drift]:
    if not old.months or not new.months:
        return []
    found = []
    shared = sorted(old.months.keys() & new.months.keys())
    lost = [f"{month:%Y-%m}" for month in sorted(old.months.keys() - new.months.keys()) if month > min(new.months)]
    earlier = [month for month in old.months if month < min(new.months)]
    if lost:
        found.append(Drift(f"{_counted(len(lost), 'month')} not delivered again: {_listed(lost)}", True, since))
    if earlier:
        found.append(Drift(f"it starts later, at {min(new.months):%Y-%m}", False, since))
    moved = [
        f"{month:%Y-%m} ({new.months[month] / old.months[month] - 1:+.0%})"
        for month in shared
        if old.months[month] and abs(new.months[month] / old.months[month] - 1) > VOLUME_CHANGE
    ]
    if moved:
        found.append(
            Drift(
                f"{_counted(len(moved), 'month')} moved by more than {VOLUME_CHANGE:.0%}: {_listed(moved)}", True, since
            )
        )
    return found


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
