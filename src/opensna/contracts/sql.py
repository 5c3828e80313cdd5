"""A contract's columns as engine expressions: parsed typed (fast), judged as text (with every reason), or cast on the way out.

The typed parse accepts only spellings that the text checker also accepts, with the same value; everything else it
rejects, and the text checker decides. So both paths give one verdict. Code lists, bounded integers, dates and months are
enumerations to the parser: membership costs nothing, and it cannot round "1.6" or read "0x1F" as the engine's casts do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from opensna.contracts.contract import Column, TableContract

_BLANKS = ("' '", "chr(9)", "chr(10)", "chr(13)", "chr(160)")
# Usual dates; others go to the text checker. The engine writes the whole list into each message of a value outside it, so
# days are kept few: thirty years.
_DAY_ZERO, _DAYS, _YEARS = date(2005, 1, 1), 10_957, range(1990, 2050)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_WIDEST_ENUM = 10_000
_STORED = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "month": "DATE",
    "boolean": "BOOLEAN",
}
_NUMERIC = {
    "integer": ("[+-]?[0-9]+", "not_an_integer"),
    "number": (r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?", "not_a_number"),
}
_TRUE, _FALSE = "('true', 'yes', 'y', 't', '1')", "('false', 'no', 'n', 'f', '0')"


def literal(value: str | Path) -> str:
    """A quoted text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def name(column: str) -> str:
    """A quoted identifier."""
    return '"' + column.replace('"', '""') + '"'


def stored_type(column: Column) -> str:
    """Type in data.parquet."""
    return _STORED[column.type]


def _enum(values: Iterable[str]) -> str:
    return "ENUM(" + ", ".join(map(literal, values)) + ")"


def _is_enum_integer(column: Column) -> bool:
    low, high = column.minimum, column.maximum
    return column.type == "integer" and low is not None and high is not None and 0 <= high - low <= _WIDEST_ENUM


def is_stored_as_parsed(column: Column) -> bool:
    """Whether the typed parse already gives the stored type; a number or unbounded integer stays text until it is checked."""
    return column.type not in _NUMERIC or _is_enum_integer(column)


def csv_type(column: Column) -> str:
    """Type for the engine's CSV parser."""
    if column.codes:
        return _enum(column.codes)
    if _is_enum_integer(column):
        assert column.minimum is not None
        assert column.maximum is not None
        return _enum(map(str, range(column.minimum, column.maximum + 1)))
    if column.type == "date":
        return _enum((_DAY_ZERO + timedelta(day)).isoformat() for day in range(_DAYS))
    if column.type == "month":
        return _enum(f"{year}-{month:02d}{day}" for year in _YEARS for month in range(1, 13) for day in ("", "-01"))
    return "BOOLEAN" if column.type == "boolean" else "VARCHAR"


def parsed(column: Column, source: str) -> str:
    """What the typed parse writes for a CSV column."""
    if column.codes or column.type == "boolean":
        return source
    if _is_enum_integer(column):
        return f"CAST(enum_code({source}) AS BIGINT) + {column.minimum}"
    if column.type == "date":
        return f"DATE '{_DAY_ZERO}' + enum_code({source})"
    if column.type == "month":
        return f"CAST(DATE '{_YEARS[0]}-01-01' + to_months(CAST(enum_code({source}) // 2 AS INTEGER)) AS DATE)"
    return trimmed(source)


def as_stored(column: Column) -> str:
    """From what the typed parse wrote to the stored type."""
    stored = name(column.name)
    return stored if is_stored_as_parsed(column) else f"TRY_CAST({stored} AS {stored_type(column)})"


def dictionary(column: Column) -> str:
    """A stored column as the Parquet writer takes it fastest: codes as an enumeration, which is stored as text all the same."""
    stored = name(column.name)
    return f"CAST({stored} AS {_enum(column.codes)})" if column.codes else stored


def suspects(contract: TableContract, relation: str) -> str:
    """Query for the row numbers (`row`) of the typed parse that the text checker must judge: what the parser cannot test."""
    tests, texts = [], []
    for column in contract.columns:
        stored, text = name(column.name), name(f"_text_{column.name}")
        if column.required:
            tests.append(f"{stored} IS NULL")
        if column.pattern:
            tests.append(f"NOT regexp_full_match({stored}, {literal(column.pattern)})")
        if not is_stored_as_parsed(column):
            texts.append(f", {stored} AS {text}")
            tests.append(f"{numeric_reason(column, text)} IS NOT NULL")
    tests += [f"({rule.expression}) IS FALSE" for rule in contract.rules]
    casts = ", ".join(f"{as_stored(column)} AS {name(column.name)}" for column in contract.columns)
    return (
        f"SELECT row FROM (SELECT file_row_number AS row, {casts}{''.join(texts)} FROM {relation}) "
        f"WHERE {' OR '.join(f'coalesce({test}, false)' for test in tests) or 'false'}"
    )


def trimmed(source: str) -> str:
    """Text without outer blanks; NULL when nothing is left. The engine's trim is slow, so it runs only where a blank is seen."""
    seen = " OR ".join(
        (f"{source} < '!'", f"prefix({source}, chr(160))", *(f"suffix({source}, {one})" for one in _BLANKS))
    )
    return f"CASE WHEN {seen} THEN nullif(trim({source}, {' || '.join(_BLANKS)}), '') ELSE {source} END"


def typed(column: Column, text: str) -> str:
    """Stored value of trimmed text; NULL where it cannot be read."""
    if column.codes:
        spellings = {code.lower(): code for code in column.codes}
        canonical = "[" + ", ".join(map(literal, spellings.values())) + "]"
        return f"list_extract({canonical}, enum_code(TRY_CAST(lower({text}) AS {_enum(spellings)})) + 1)"
    if column.type in _NUMERIC:
        return f"CASE WHEN {numeric_reason(column, text)} IS NULL THEN TRY_CAST({text} AS {stored_type(column)}) END"
    if column.type in ("date", "month"):
        form = "[0-9]{4}-[0-9]{2}-[0-9]{2}" if column.type == "date" else "[0-9]{4}-[0-9]{2}(-01)?"
        whole = text if column.type == "date" else f"left({text}, 7) || '-01'"
        cast = f"TRY_CAST({whole} AS DATE)"
        in_years = f"year({cast}) BETWEEN {_FIRST_YEAR} AND {_LAST_YEAR}"
        return f"CASE WHEN regexp_full_match({text}, '{form}') AND {in_years} THEN {cast} END"
    if column.type == "boolean":
        return f"CASE WHEN lower({text}) IN {_TRUE} THEN true WHEN lower({text}) IN {_FALSE} THEN false END"
    return text


def numeric_reason(column: Column, text: str) -> str:
    """Reason code of an integer's or a number's text, or NULL."""
    form, code = _NUMERIC[column.type]
    value = f"TRY_CAST({text} AS {stored_type(column)})"
    bounds = [f"{value} IS NULL", f"NOT isfinite(CAST({value} AS DOUBLE))"]
    bounds += [f"{value} < {column.minimum}"] if column.minimum is not None else []
    bounds += [f"{value} > {column.maximum}"] if column.maximum is not None else []
    return (
        f"CASE WHEN NOT regexp_full_match({text}, '{form}') THEN '{code}' "
        f"WHEN {' OR '.join(bounds)} THEN 'out_of_range' END"
    )


def reason(column: Column, text: str, value: str) -> str:
    """'code:column' for a value that breaks the contract, else NULL."""
    code = {"boolean": "not_a_boolean", "date": "bad_date", "month": "bad_date"}.get(column.type, "unknown_value")
    whens = [f"WHEN {text} IS NULL THEN " + ("'missing_value'" if column.required else "NULL")]
    if column.type in _NUMERIC:
        whens.append(f"ELSE {numeric_reason(column, text)}")
    else:
        whens.append(f"WHEN {value} IS NULL THEN '{code}'")
        if column.pattern:
            whens.append(f"WHEN NOT regexp_full_match({text}, {literal(column.pattern)}) THEN 'bad_format'")
    return f"(CASE {' '.join(whens)} END) || {literal(':' + column.name)}"
