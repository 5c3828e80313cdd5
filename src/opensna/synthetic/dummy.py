"""Dummy rows in the exact shape of any contract, so that code can be written before data arrives."""

from __future__ import annotations

import datetime as dt

import duckdb
import numpy as np
import pandas as pd

from opensna.contracts.contract import Column, TableContract
from opensna.core.errors import InputError
from opensna.synthetic.draw import generator
from opensna.synthetic.patterns import text_like

FIRST_MONTH = dt.date(2019, 1, 1)
N_MONTHS = 60
TRIES = 40
BLANK_SHARE = 0.1


def rows_from_contract(contract: TableContract, n: int, seed: int) -> pd.DataFrame:
    """Rows that meet the contract: its columns in order, codes, bounds, patterns, rules, and no key twice.

    Values are drawn at random and mean nothing: nothing may be concluded from them. Columns that are not required are
    blank now and then. The first months of 2019 to 2023 are filled without a gap, as far as `n` reaches.

    Returns
    -------
    `n` rows: integers as nullable whole numbers, dates and months as `datetime.date`, booleans, else text.

    Raises
    ------
    InputError : the contract does not admit `n` different rows.
    """
    rng = generator(seed, "dummy", contract.id)
    kept = pd.DataFrame({column.name: [] for column in contract.columns}, dtype=object)
    for attempt in range(TRIES):
        if _enough(contract, kept, n):
            break
        lacking = max(n - len(kept), 1)
        wanted = min(lacking * (attempt + 1), 4 * n + 1000) + N_MONTHS
        drawn = _typed(_drawn(contract, wanted, n, attempt, rng), contract)
        kept = drawn if kept.empty else pd.concat([kept, drawn], ignore_index=True)
        kept = _unique(kept[_holds(contract, kept)], contract).reset_index(drop=True)
    if not _enough(contract, kept, n):
        raise InputError(
            "the contract does not admit so many different rows",
            where=f"rows_from_contract, {contract.id}",
            found=f"{len(kept)} rows after {TRIES} tries",
            expected=f"{n} rows",
            do_this="ask for fewer rows, or look at the contract's key and rules",
        )
    return _months_first(contract, kept).head(n).reset_index(drop=True)


def _enough(contract: TableContract, rows: pd.DataFrame, n: int) -> bool:
    """Whether there are `n` rows, and among them every month that must be there."""
    months = min(N_MONTHS, n) if contract.month_column else 0
    return len(rows) >= n and (months == 0 or rows[contract.month_column].nunique() >= months)


def _months_first(contract: TableContract, rows: pd.DataFrame) -> pd.DataFrame:
    """One row of each month, then the second ones, and so on: the first `n` rows leave no gap."""
    if not contract.month_column:
        return rows
    return rows.loc[rows.groupby(contract.month_column).cumcount().sort_values(kind="stable").index]


def _drawn(contract: TableContract, wanted: int, n: int, attempt: int, rng: np.random.Generator) -> pd.DataFrame:
    months = min(N_MONTHS, max(n, 1))
    month = np.arange(wanted) % months
    columns = {}
    for column in contract.columns:
        values = _values(column, month, column.name in contract.key, attempt, rng)
        if not column.required and column.name not in contract.key:
            blank = rng.random(wanted) < BLANK_SHARE
            values = [None if is_blank else value for value, is_blank in zip(values, blank, strict=True)]
        columns[column.name] = pd.Series(values, dtype=object)
    return _whole_years(pd.DataFrame(columns))


def _whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Published figures are of a period: make each a year that begins with a month, which rules on its length ask for."""
    if not {"period_start", "period_end"} <= set(rows.columns):
        return rows
    starts = pd.Series([day.replace(day=1, month=3 * ((day.month - 1) // 3) + 1) for day in rows["period_start"]])
    ends = [(pd.Timestamp(start) + pd.DateOffset(years=1) - pd.Timedelta(days=1)).date() for start in starts]
    return rows.assign(period_start=starts.to_numpy(), period_end=ends)


def _values(column: Column, month: np.ndarray, in_key: bool, attempt: int, rng: np.random.Generator) -> list[object]:
    n = len(month)
    if column.type in ("month", "date"):
        firsts = [dt.date(2019 + int(m) // 12, int(m) % 12 + 1, 1) for m in month]
        days = rng.integers(0, 28, n) if column.type == "date" else np.zeros(n, dtype=np.int64)
        return [first + dt.timedelta(days=int(day)) for first, day in zip(firsts, days, strict=True)]
    if column.type == "boolean":
        return [bool(value) for value in rng.random(n) < 0.5]
    if column.codes:
        values = [column.codes[i] for i in rng.integers(len(column.codes), size=n)]
        return [int(value) for value in values] if column.type == "integer" else list(values)
    if column.type == "integer":
        low = column.minimum if column.minimum is not None else 0
        high = column.maximum if column.maximum is not None else low + 1000
        return [int(value) for value in rng.integers(low, high + 1, n)]
    if column.type == "number":
        least = column.minimum if column.minimum is not None else 0
        most = column.maximum if column.maximum is not None else least + 1000
        return [round(float(value), 3) for value in rng.uniform(least, most, n)]
    if column.pattern:
        return [text_like(column.pattern, rng) for _ in range(n)]
    if in_key:
        return [f"{column.name}-{attempt:02d}-{i:06d}" for i in range(n)]
    return [f"{column.name} {i}" for i in rng.integers(1, 10, n)]


def _typed(rows: pd.DataFrame, contract: TableContract) -> pd.DataFrame:
    kinds = {"integer": "Int64", "boolean": "boolean", "number": "Float64"}
    return rows.astype({column.name: kinds.get(column.type, "object") for column in contract.columns})


def _holds(contract: TableContract, rows: pd.DataFrame) -> np.ndarray:
    """Which rows meet every rule across columns (one that cannot be answered holds)."""
    if not contract.rules or rows.empty:
        return np.ones(len(rows), dtype=np.bool_)
    types = {"string": "VARCHAR", "integer": "BIGINT", "date": "DATE", "month": "DATE", "boolean": "BOOLEAN"} | {
        "number": "DOUBLE"
    }
    casts = ", ".join(
        f'CAST("{column.name}" AS {types[column.type]}) AS "{column.name}"' for column in contract.columns
    )
    rules = " AND ".join(f"coalesce(({rule.expression}), true)" for rule in contract.rules)
    texts = rows.astype(object).where(rows.notna(), None).map(lambda value: None if value is None else str(value))
    with duckdb.connect() as connection:
        connection.register("texts", texts.astype("string").reset_index(names="row_number"))
        query = f"SELECT {rules} AS holds FROM (SELECT row_number, {casts} FROM texts) ORDER BY row_number::BIGINT"
        return np.array([bool(row[0]) for row in connection.execute(query).fetchall()], dtype=np.bool_)


def _unique(rows: pd.DataFrame, contract: TableContract) -> pd.DataFrame:
    return rows.drop_duplicates(subset=list(contract.key)) if contract.key else rows
