"""Reason codes of a bad row, and what a person can do about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import TableContract
from opensna.contracts.sql import literal, name

REMEDIES: Mapping[str, str] = {
    "missing_value": "ask the supplier to fill the column; the contract requires it",
    "unknown_value": "correct the spelling, or add the code to the source's contract if the publisher added it",
    "not_an_integer": "send whole numbers: digits only, without decimals, commas or text",
    "not_a_number": "write numbers with a decimal point, without commas, percent signs or text; leave an unknown one blank",
    "out_of_range": "correct the numbers; the contract gives the bounds",
    "bad_date": "write dates as YYYY-MM-DD, and months as YYYY-MM or their first day",
    "bad_format": "write the value in the form that the contract describes",
    "not_a_boolean": "write true or false (yes, no, y, n, 1 and 0 are understood)",
    "duplicate_key": "send each record once; the first row of a key was kept, the later ones were not",
    "wrong_column_count": "give every line as many fields as the header; quote a value that holds the delimiter",
    "bad_quotes": "close every quotation mark, and double one that is part of a value",
    "bad_encoding": "save the file as UTF-8",
}
STRUCTURAL = ("wrong_column_count", "bad_quotes", "bad_encoding")
"""Reasons of a line whose columns cannot be told apart: its values are not judged one by one."""

UNREADABLE_VALUE = ("unknown_value", "not_an_integer", "not_a_number", "out_of_range", "bad_date", "not_a_boolean")
"""Reasons that leave a column without a value to compare: such a row's key cannot be read."""

_QUOTED_VALUES = 5


@dataclass(frozen=True)
class Failure:
    """All bad rows of one reason.

    Parameters
    ----------
    code : reason code, or the code of one of the contract's rules. column : "" when the reason is of the whole row.
    count : rows. remedy : an instruction.
    examples : of an open source only: unknown values, most frequent first, each with its rows and the nearest code ("" if none).
    """

    code: str
    column: str
    count: int
    remedy: str
    examples: tuple[tuple[str, int, str], ...] = ()

    @property
    def sentence(self) -> str:
        """As printed."""
        place = f"{self.column}: " if self.column else ""
        seen = "; ".join(
            f"{value!r} {rows:,}" + (f", did you mean {near!r}" if near else "") for value, rows, near in self.examples
        )
        return f"{place}{self.code} in {self.count:,} row{'s' * (self.count != 1)}" + (f" ({seen})" if seen else "")


def failures_of(
    connection: DuckDBPyConnection, quarantine: Path, contract: TableContract, *, quote_values: bool
) -> tuple[Failure, ...]:
    """Failures in a quarantine.parquet, most rows first; `quote_values` only for an open source."""
    counted: Sequence[tuple[str, int]] = connection.execute(
        f"SELECT reason, count(*) FROM (SELECT unnest(reasons) AS reason FROM read_parquet({literal(quarantine)})) "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    rules = {rule.code: rule.description for rule in contract.rules}
    found = []
    for reason, count in counted:
        code, _, column = reason.partition(":")
        remedy = REMEDIES.get(code) or f"correct the rows: {rules.get(code, code)}"
        examples = (
            _unknown(connection, quarantine, contract, column) if quote_values and code == "unknown_value" else ()
        )
        found.append(Failure(code, column, count, remedy, examples))
    return tuple(found)


def _unknown(
    connection: DuckDBPyConnection, quarantine: Path, contract: TableContract, column: str
) -> tuple[tuple[str, int, str], ...]:
    codes = {code.lower(): code for one in contract.columns if one.name == column for code in one.codes}
    seen = connection.execute(
        f"SELECT {name(column)}, count(*) FROM read_parquet({literal(quarantine)}) "
        f"WHERE list_contains(reasons, {literal('unknown_value:' + column)}) "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_QUOTED_VALUES}"
    ).fetchall()
    nearest = {value: get_close_matches(value.strip().lower(), codes, n=1, cutoff=0.5) for value, _ in seen}
    return tuple((value, rows, codes[nearest[value][0]] if nearest[value] else "") for value, rows in seen)
