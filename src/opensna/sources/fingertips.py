"""Public health indicators from Fingertips: its CSV of 27 columns (26 in older files), one row a figure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import name
from opensna.core.errors import HeaderError
from opensna.core.missing import Mark
from opensna.sources._base import Source, TextRows
from opensna.sources._headers import Names, engine_columns, plain
from opensna.sources._published import area_type
from opensna.sources._text import TextTable, relation_name, text_table

_NAMES: Names = {
    "indicator_id": ("Indicator ID",),
    "indicator": ("Indicator Name",),
    "parent_code": ("Parent Code",),
    "area_code": ("Area Code",),
    "area_name": ("Area Name",),
    "area_type": ("Area Type",),
    "sex": ("Sex",),
    "age": ("Age",),
    "category_type": ("Category Type",),
    "category": ("Category",),
    "time_period": ("Time period",),
    "value": ("Value",),
    "lower": ("Lower CI 95.0 limit",),
    "upper": ("Upper CI 95.0 limit",),
    "count": ("Count",),
    "denominator": ("Denominator",),
    "value_note": ("Value note",),
    "compared_to_england": ("Compared to England value or percentiles",),
}
_PARENT_COLUMN = 22  # from 0: the publisher names it after the parent that was asked for
_PARENT = re.compile(r"compared to \S.*")
_WIDTHS = (26, 27)
_REMEDY = (
    "download the indicator's data as CSV from fingertips.phe.org.uk (or its API, all_data/csv), and give it unchanged"
)

_GOVERNMENT = ("E06", "E07", "E08", "E09", "E10", "E12", "E92")

_YEAR = r"(?P<year>\d{4})(?P<split>/\d{2}(?:\d{2})?)?"
_SINGLE = re.compile(_YEAR + r"(?: q(?P<quarter>[1-4]))?")
_RANGE = re.compile(_YEAR + r" - (?P<last>\d{2}(?:\d{2})?)(?P<last_split>/\d{2}(?:\d{2})?)?")
_MONTH = re.compile(r"(?P<month>[a-z]{3})[a-z]* (?P<year>\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 20  # years of a range; a longer one is a misprint


def period_of(text: str) -> tuple[date, date] | None:
    """First and last day of a period as printed, both included; None if it cannot be read.

    A year with a stroke is April to March. A year may have a quarter, and a range is of years of one kind.

    Examples
    --------
    >>> period_of("2018/19 - 20/21")
    (datetime.date(2018, 4, 1), datetime.date(2021, 3, 31))
    """
    text = " ".join(text.replace("–", "-").casefold().split())
    if (found := _MONTH.fullmatch(text)) and found["month"] in _MONTHS:
        return _span(int(found["year"]), _MONTHS.index(found["month"]) + 1, months=1)
    if found := _SINGLE.fullmatch(text):
        year, start = int(found["year"]), 4 if found["split"] else 1
        if not _follows(year, found["split"]):
            return None
        if found["quarter"]:
            return _span(year, start + 3 * (int(found["quarter"]) - 1), months=3)
        return _span(year, start, months=12)
    found = _RANGE.fullmatch(text)
    if not found or bool(found["split"]) != bool(found["last_split"]):
        return None
    year, last = int(found["year"]), found["last"]
    final = int(last) if len(last) == 4 else year - year % 100 + int(last) + 100 * (int(last) < year % 100)
    if not year < final <= year + _LONGEST or not (
        _follows(year, found["split"]) and _follows(final, found["last_split"])
    ):
        return None
    return _span(year, 4 if found["split"] else 1, months=12 * (final - year + 1))


def _follows(year: int, split: str | None) -> bool:
    """Whether the second half of a split year is the next year."""
    return not split or int(split[-2:]) == (year + 1) % 100


def _span(year: int, month: int, *, months: int) -> tuple[date, date]:
    """Whole months from the first of one; `month` may run past December."""
    first, after = (divmod(year * 12 + month - 1 + ahead, 12) for ahead in (0, months))
    return date(first[0], first[1] + 1, 1), date(after[0], after[1] + 1, 1) - timedelta(1)


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    table = text_table(path, connection)
    at = engine_columns(path, table, _NAMES, what="the Fingertips CSV", do_this=_REMEDY)
    at["compared_to_parent"] = _parent_column(path, table)
    when, value, note = (f"nullif(trim({at[column]}), '')" for column in ("time_period", "value", "value_note"))
    _register_periods(connection, f"SELECT DISTINCT {when} FROM {table.relation}")
    kept = ", ".join(f"{column} AS {name(ours)}" for ours, column in at.items())
    relation = relation_name(path, "delivered")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {relation} AS
        SELECT {kept}, coalesce(first_day, {when}) AS period_start, coalesce(last_day, {when}) AS period_end,
            CASE WHEN nullif(trim({at["category_type"]}), '') IS NULL THEN 'false' ELSE 'true' END AS is_split,
            CASE WHEN {value} IS NOT NULL THEN NULL WHEN {note} ILIKE '%suppress%' THEN '{Mark.SUPPRESSED.value}'
                ELSE '{Mark.NOT_AVAILABLE.value}' END AS mark,
            line AS source_row
        FROM {table.relation} LEFT JOIN fingertips_periods ON printed = {when} ORDER BY line"""
    )
    connection.execute(f"DROP TABLE {table.relation}")
    return TextRows(relation)


def _parent_column(path: Path, table: TextTable) -> str:
    """The engine's column of the comparison with the parent area: by its place, and by what its name begins with."""
    header = table.header
    if len(header) in _WIDTHS and _PARENT.fullmatch(plain(header[_PARENT_COLUMN])):
        return f"c{_PARENT_COLUMN}"
    raise HeaderError(
        "the header is no known layout of the Fingertips CSV",
        where=path.name,
        found=f"{len(header)} columns" + (f", column 23 is {header[22]}" if len(header) > _PARENT_COLUMN else ""),
        expected="26 or 27 columns, of which column 23 is Compared to <parent> value or percentiles",
        do_this=_REMEDY,
    )


def _register_periods(connection: DuckDBPyConnection, query: str) -> None:
    """Table fingertips_periods (printed, first_day, last_day) of the periods of `query` that can be read."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fingertips_periods (printed VARCHAR, first_day VARCHAR, last_day VARCHAR)"
    )
    for (text,) in connection.execute(query).fetchall():
        if text and (days := period_of(text)):
            row = [text, *(day.isoformat() for day in days)]
            connection.execute("INSERT INTO fingertips_periods VALUES (?, ?, ?)", row)


def _figures(table: Any) -> Any:
    """As published figures: an indicator is its number and the age, for the publisher rewords names; sexes and parts are groups."""
    kinds = [(table.area_code.startswith(prefix), area_type(prefix)) for prefix in _GOVERNMENT]
    sex = ibis.ifelse(table.sex == "Persons", ibis.null("string"), "sex=" + table.sex)
    part = ibis.ifelse(table.is_split, table.category_type + "=" + table.category, ibis.null("string"))
    return table.select(
        indicator=table.indicator_id.cast("string") + ", " + table.age,
        area_code=table.area_code,
        area_name=table.area_name,
        area_type=ibis.cases(*kinds, else_=ibis.null("string")),
        period_start=table.period_start,
        period_end=table.period_end,
        group=ibis.coalesce(sex + "*" + part, sex, part),
        value=table.value,
        lower=table.lower,
        upper=table.upper,
        mark=table.mark,
    )


SOURCE = Source(
    id="fingertips",
    title="Public health indicators",
    publisher="Department of Health and Social Care (Office for Health Improvement and Disparities), Fingertips",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="published figure of an indicator for an area, a period, a sex and an age",
    covers="england",
    contract=TableContract(
        id="fingertips",
        version="1.0.0",
        columns=(
            Column("indicator_id", "integer", "The publisher's number of the indicator.", minimum=1),
            Column("indicator", "string", "Its name, which states the unit."),
            Column("parent_code", "string", "Code of the area that it was asked for under; blank for England.", required=False),
            Column("area_code", "string", "Code of the area, GSS for areas of government."),
            Column("area_name", "string", "Name of the area."),
            Column("area_type", "string", "Type of area and date of its boundaries, in the publisher's words."),
            Column("sex", "string", "Sex: Female, Male or Persons."),
            Column("age", "string", "Ages that are counted."),
            Column("is_split", "boolean", "Whether the row is part of the area's figure: deprivation tenths, ethnic groups."),
            Column("category_type", "string", "What the area's figure is split by; blank for the figure itself.", False),
            Column("category", "string", "The part; blank for the figure itself.", required=False),
            Column("time_period", "string", "Period as printed."),
            Column("period_start", "date", "First day of the period; a year with a stroke begins in April."),
            Column("period_end", "date", "Last day of the period."),
            Column("value", "number", "The figure, in the unit that the indicator's name states.", required=False),
            Column("lower", "number", "Lower 95% confidence limit, as published.", required=False),
            Column("upper", "number", "Upper 95% confidence limit, as published.", required=False),
            Column("count", "number", "Numerator; for some indicators an estimate with decimals.", required=False, minimum=0),
            Column("denominator", "number", "Denominator.", required=False, minimum=0),
            Column("value_note", "string", "The publisher's note on the value.", required=False),
            Column("compared_to_england", "string", "The publisher's comparison with England.", required=False),
            Column("compared_to_parent", "string", "The publisher's comparison with the parent area.", required=False),
            Column(
                "mark",
                "string",
                "Why there is no value.",
                required=False,
                codes=(Mark.NOT_AVAILABLE.value, Mark.SUPPRESSED.value),
            ),
        ),
        key=("indicator_id", "parent_code", "area_code", "area_type", "sex", "age", "category_type", "category", "time_period"),
        rules=(
            Rule("value_or_mark", "(value IS NULL) != (mark IS NULL)", "a figure has a value, or a mark that says why not"),
            Rule("period_order", "period_start <= period_end", "a period never ends before it starts"),
            Rule("limits_order", "lower <= upper", "the lower limit is not above the upper one"),
            Rule("split_has_category", "is_split = (category IS NOT NULL)", "a part of a figure names its category"),
        ),
        area_column="area_code",
        unknown_areas=(),
        notes=(
            "Rows with is_split are parts of the figure of the same area and period: never added to it.",
            "The 99.8% limits, the trend and the columns about the publisher's own site are not kept.",
        ),
    ),
    read=_read,
    figures=_figures,
    caveats=(
        "Published figures, not records: they are shown as released, never added up over areas or periods.",
        "Periods of several years overlap from one figure to the next, so two of them in a row are not independent.",
        "A period such as 2019/20 is stored as April to March; of an indicator by school year it is September to August.",
        "Directly standardised rates and crude rates are not compared with one another; the indicator's name says which.",
    ),
    address="https://fingertips.phe.org.uk/",
)  # fmt: skip
