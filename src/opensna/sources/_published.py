"""Published figures: a share, rate, score, index or count that a publisher released for an area and a period.

They are no records: nothing is counted from them, added up or divided by residents. One shape holds them all, so that a
section can print any of them with its unit, its publisher's own interval, and the reason for a value that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.core.errors import HeaderError
from opensna.core.missing import Mark
from opensna.sources._base import TextRows
from opensna.sources._delivered import delivered_table
from opensna.sources._text import TextTable, relation_name

EVERYBODY = ""
"""The group of a figure that is about all people, and not about some of them."""

ABSENT = (Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE, Mark.SUPPRESSED, Mark.LOW_RELIABILITY)

_TYPE_OF = {
    "E01": "lsoa", "W01": "lsoa", "E02": "msoa", "W02": "msoa", "E05": "ward", "W05": "ward",
    "E06": "lad", "E07": "lad", "E08": "lad", "E09": "lad", "W06": "lad", "S12": "lad", "N09": "lad",
    "E10": "county", "E11": "county", "E22": "csp", "W22": "csp", "E23": "pfa", "W15": "pfa",
    "E12": "region", "E13": "group", "E47": "group",
    "E92": "country", "W92": "country", "S92": "country", "N92": "country",
    "K02": "country", "K03": "country", "K04": "country",
}  # fmt: skip
AREA_TYPES = tuple(dict.fromkeys(_TYPE_OF.values()))
"""What a GSS code names; "group" is a set of authorities, such as Inner London or a combined authority."""


def area_type(code: str) -> str:
    """Type of the area that a GSS code names, or "" for a code of another kind."""
    return _TYPE_OF.get(code[:3], "")


def area_types(codes: pd.Series) -> pd.Series:
    """`area_type` of each code; absent where there is no code or it is of another kind, for the contract to report."""
    kinds = [area_type(code) or None if isinstance(code, str) else None for code in codes]
    return pd.Series(kinds, index=codes.index, dtype=object)


def figures_contract(
    id: str,
    *,
    indicators: Sequence[str] = (),
    version: str = "1.0.0",
    units: Sequence[str] = (),
    area_types: Sequence[str] = AREA_TYPES,
    area_pattern: str = r"[A-Z]\d{8}",
    months: int | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
    rules: tuple[Rule, ...] = (),
) -> TableContract:
    """The contract of a source of published figures; one row a figure.

    Parameters
    ----------
    indicators, units, area_types : the closed list of each; an empty list of indicators or units admits any text.
    area_pattern : of the area codes, where they are not today's GSS codes.
    months : the length of every period, if there is one. minimum, maximum : bounds of every value.
    rules : further ones.

    Returns
    -------
    TableContract : indicator, area_code, area_name, area_type, period_start, period_end, group (NULL is everybody), value, unit,
        lower, upper, mark. Of value and mark exactly one is present: no figure is missing without a reason.
    """
    ends = "period_end = CAST(period_start + INTERVAL {} MONTH - INTERVAL 1 DAY AS DATE)"
    lengths = (
        (Rule("period_length", ends.format(months), f"every period is {months} months long"),)
        if months is not None
        else ()
    )
    return TableContract(
        id=id,
        version=version,
        columns=(
            Column("indicator", "string", "What the figure is.", codes=tuple(indicators)),
            Column("area_code", "string", "Code of its area.", pattern=area_pattern),
            Column("area_name", "string", "Name of its area."),
            Column("area_type", "string", "What kind of area it is.", codes=tuple(area_types)),
            Column("period_start", "date", "First day of its period."),
            Column("period_end", "date", "Last day of its period."),
            Column("group", "string", "Whom it is about, such as sex=Female; blank for everybody.", required=False),
            Column(
                "value", "number", "The figure as published, in its unit.", required=False, minimum=minimum, maximum=maximum
            ),
            Column("unit", "string", "Unit of the value and its limits.", codes=tuple(units)),
            Column("lower", "number", "The publisher's lower limit, or the least that the figure can be.", required=False),
            Column("upper", "number", "The publisher's upper limit, or the most that the figure can be.", required=False),
            Column(
                "mark", "string", "Why there is no value.", required=False, codes=tuple(mark.value for mark in ABSENT)
            ),
        ),
        key=("indicator", "area_code", "period_start", "period_end", "group"),
        rules=(
            Rule("value_or_mark", "(value IS NULL) != (mark IS NULL)", "a figure has a value, or a mark that says why not"),
            Rule("period_order", "period_start <= period_end", "a period never ends before it starts"),
            Rule("limits_order", "lower <= upper", "the lower limit is not above the upper one"),
            *lengths,
            *rules,
        ),
        area_column="area_code",
    )  # fmt: skip


def figures_reader(
    figures: Callable[[pd.DataFrame], pd.DataFrame], *, header: Sequence[str], do_this: str
) -> Callable[[Path, DuckDBPyConnection], TextRows]:
    """A `read` for a delivered table (CSV, gzipped CSV, Parquet) that must be laid out afresh.

    Parameters
    ----------
    figures : from the delivered table, all text (columns as `header` spells them, then the file's others, and `source_row`),
        to rows of the contract's columns and `source_row`; a column that it leaves out is blank.
    header : columns without which this is another file. do_this : the remedy then.
    """

    def read(path: Path, connection: DuckDBPyConnection) -> TextRows:
        table = delivered_table(path, connection)
        frame = as_frame(table, connection, header=recognised(path, table.header, header, do_this=do_this))
        connection.execute(f"DROP TABLE {table.relation}")
        return text_rows(figures(frame), connection, relation_name(path, "figures"))

    return read


def recognised(path: Path, found: Sequence[str], wanted: Sequence[str], *, do_this: str) -> tuple[str, ...]:
    """The header's names, those of `wanted` spelled as there.

    Raises
    ------
    HeaderError : one of `wanted` is not in it.
    """
    ours = {name.casefold(): name for name in wanted}
    lacking = [name for folded, name in ours.items() if folded not in {name.casefold() for name in found}]
    if lacking:
        raise HeaderError(
            "the header is not that of this source",
            where=path.name,
            found=f"lacks {', '.join(lacking[:6])}",
            expected=", ".join(list(wanted)[:12]),
            do_this=do_this,
        )
    return tuple(ours.get(name.casefold(), name) for name in found)


def as_frame(table: TextTable, connection: DuckDBPyConnection, *, header: Sequence[str]) -> pd.DataFrame:
    """The delivered texts, trimmed, NULL where blank, under the header's names, and `source_row`, the record number."""
    columns = ", ".join(f"nullif(trim(c{i}), '') AS c{i}" for i in range(len(header)))
    frame = connection.execute(f"SELECT {columns}, line FROM {table.relation} ORDER BY line").df()
    return frame.set_axis([*header, "source_row"], axis=1)


def translated(texts: pd.Series, known: Mapping[str, str], *, key: Callable[[str], str] = str.strip) -> pd.Series:
    """Each text as `known` has it under the text's key; another one, or none, as it is, for the contract to report."""
    values = [known.get(key(text), text) if isinstance(text, str) else None for text in texts]
    return pd.Series(values, index=texts.index, dtype=object)


def marked(values: pd.Series, marks: Mapping[str, Mark]) -> pd.DataFrame:
    """Columns value and mark of delivered texts: a text of `marks` (in any case; "" is a blank) becomes its mark.

    Every other text stays a value, for the contract to judge.
    """
    texts = values.astype(object).where(values.notna(), "").astype(str).str.strip()
    by_text = {text.casefold(): mark.value for text, mark in marks.items()}
    mark = texts.str.casefold().map(by_text)
    return pd.DataFrame({"value": texts.where(mark.isna() & (texts != "")), "mark": mark}, index=values.index)


def text_rows(figures: pd.DataFrame, connection: DuckDBPyConnection, relation: str) -> TextRows:
    """Figures as rows of text in the engine; numbers are written in full, and columns that are not there are blank."""
    columns = figures_contract("any").names
    texts = pd.DataFrame(
        {name: _text(figures[name]) if name in figures else _text(pd.Series(None, figures.index)) for name in columns}
    )
    texts["source_row"] = figures["source_row"].astype("int64")
    connection.register("figures_frame", texts)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS FROM figures_frame")
    connection.unregister("figures_frame")
    return TextRows(relation)


def _text(values: pd.Series) -> pd.Series:
    """Text of each value, absent ones absent; a float keeps every digit it needs."""
    if pd.api.types.is_float_dtype(values.dtype):
        values = values.map(lambda value: repr(float(value)), na_action="ignore")
    return values.astype("string")
