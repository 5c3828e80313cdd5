"""Hospital admissions for assault by sharp object: NHS Digital's workbook by month, region, sex, age and ethnicity."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.core.missing import Mark
from opensna.sources._base import Source, TextRows
from opensna.sources._nhs_tables import ENGLAND, Cell, cells_of
from opensna.sources._text import normal_text, relation_name

_ENGLAND_CODE = "E92000001"
_PLACES = {
    "North East": "E12000001",
    "North West": "E12000002",
    "Yorkshire and The Humber": "E12000003",
    "East Midlands": "E12000004",
    "West Midlands": "E12000005",
    "East of England": "E12000006",
    "London": "E12000007",
    "South East": "E12000008",
    "South West": "E12000009",
    ENGLAND: _ENGLAND_CODE,
    "England - Not Otherwise Specified": "England, region unknown",
    "Foreign (incl. Isle of Man & Channel Islands)": "Outside the United Kingdom",
    "Other UK Country": "Other UK country",
    "Unknown": "Unknown",
}
_CODES = {normal_text(name): code for name, code in _PLACES.items()}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_AGES = (
    "0 to 9",
    "10 to 19",
    "20 to 29",
    "30 to 39",
    "40 to 49",
    "50 to 59",
    "60 to 69",
    "70 to 79",
    "80 and over",
    "Unknown",
)
_ETHNICITIES = (
    "Asian or Asian British", "Black or Black British", "Mixed", "White", "Other ethnic group", "Not stated", "Unknown",
)  # fmt: skip
_SPELLINGS = {
    "under 10": "0 to 9",
    "80+": "80 and over",
    "unknown age": "Unknown",
    "unknown / invalid": "Unknown",
    "not known": "Unknown",
}
_TEN_YEARS = re.compile(r"(\d+)-(\d+)")


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    rows = pd.DataFrame([_row(cell) for cell in cells_of(path)])
    rows = rows.astype({column: "string" for column in rows if column != "source_row"})
    relation = relation_name(path, "delivered")
    connection.register("admissions_frame", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS FROM admissions_frame")
    connection.unregister("admissions_frame")
    return TextRows(relation)


def _row(cell: Cell) -> dict[str, str | int | None]:
    """A cell under the contract's names; a label that is not known passes through."""
    low, high = cell.bounds or (None, None)
    parts_low, parts_high = cell.parts or (None, None)
    mark = {"*": Mark.SUPPRESSED.value, "": Mark.NOT_AVAILABLE.value}.get(cell.text)
    return {
        "period": "month" if cell.month else "financial year",
        "month": _month(cell),
        "financial_year": cell.year,
        "area_code": _CODES.get(normal_text(cell.place), cell.place),
        "area_name": cell.place,
        "breakdown": cell.breakdown,
        "group": _group(cell.group),
        "value": None if mark else cell.text,
        "low": None if low is None else str(low),
        "high": None if high is None else str(high),
        "mark": mark,
        "parts_low": None if parts_low is None else str(parts_low),
        "parts_high": None if parts_high is None else str(parts_high),
        "is_provisional": str(cell.is_provisional).lower(),
        "source_row": cell.source_row,
    }


def _month(cell: Cell) -> str:
    """First day of the month, of April for a total; as labelled where the year or the month cannot be read."""
    label = cell.month.casefold().rstrip(".")
    labels = [name for name in _MONTHS if len(label) >= 3 and name.startswith(label)]
    month = _MONTHS.index(labels[0]) + 1 if labels else 0 if cell.month else 4
    if not month or not re.match(r"\d{4}-", cell.block):
        return f"{cell.month} {cell.block}"
    return f"{int(cell.block[:4]) + (month < 4)}-{month:02d}-01"


def _group(label: str) -> str:
    spelt = _TEN_YEARS.sub(r"\1 to \2", label)
    return _SPELLINGS.get(normal_text(spelt), spelt) or "all"


def _figures(table: Any) -> Any:
    """As published figures: months, and financial years by the totals of the age table, which alone has them all."""
    is_year, is_all = table.period == "financial year", table.group == "all"
    chosen = table.filter(
        (~is_year & (is_all == (table.breakdown == "all"))) | (is_year & (~is_all | (table.breakdown == "age")))
    )
    start = chosen.month.cast("date")
    months = ibis.ifelse(chosen.period == "month", start + ibis.interval(months=1), start + ibis.interval(years=1))
    group = ibis.ifelse(chosen.group == "all", ibis.null("string"), chosen.breakdown + "=" + chosen.group)
    return chosen.select(
        indicator=ibis.literal("Admissions for assault by sharp object"),
        area_code=chosen.area_code,
        area_name=chosen.area_name,
        area_type=ibis.ifelse(chosen.area_code == _ENGLAND_CODE, "country", "region"),
        period_start=start,
        period_end=(months - ibis.interval(days=1)).cast("date"),
        group=group,
        value=chosen.value.cast("float64"),
        lower=chosen.low.cast("float64"),
        upper=chosen.high.cast("float64"),
        mark=chosen.mark,
    )


SOURCE = Source(
    id="nhs_sharp_object",
    title="Hospital admissions for assault by sharp object",
    publisher="NHS Digital, Hospital Episode Statistics (now NHS England)",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="admissions of one group of residents of one region in one month or financial year",
    covers="england",
    contract=TableContract(
        id="nhs_sharp_object",
        version="1.0.0",
        columns=(
            Column(
                "period", "string", "Whether the row is a month or a year's total.", codes=("month", "financial year")
            ),
            Column(
                "month", "month", "The month in which the admission episode finished; of a total, its first, April."
            ),
            Column("financial_year", "string", "Financial year as the workbook labels it.", pattern=r"\d{4}-\d{2}"),
            Column(
                "area_code",
                "string",
                "GSS code of the region of residence or of England; three places that are no region by name.",
                codes=tuple(_PLACES.values()),
            ),
            Column("area_name", "string", "The place as the workbook names it."),
            Column("breakdown", "string", "What the group is one of.", codes=("all", "sex", "age", "ethnicity")),
            Column(
                "group",
                "string",
                "Sex, age in years or ethnic group; all for everybody.",
                codes=tuple(dict.fromkeys(("all", "Female", "Male", *_AGES, *_ETHNICITIES))),
            ),
            Column(
                "value", "integer", "Admissions as printed, to the nearest 5 below England.", required=False, minimum=0
            ),
            Column("low", "integer", "The least that the printed count stands for.", minimum=0),
            Column("high", "integer", "The most that it stands for.", minimum=0),
            Column(
                "mark",
                "string",
                "Why there is no value: 1 to 7 are hidden, or the cell is blank.",
                required=False,
                codes=(Mark.SUPPRESSED.value, Mark.NOT_AVAILABLE.value),
            ),
            Column(
                "parts_low", "integer", "The least that the cells it totals add up to; blank if none.", required=False
            ),
            Column("parts_high", "integer", "The most that they add up to; blank if none.", required=False),
            Column("is_provisional", "boolean", "Whether the workbook calls the year provisional."),
        ),
        key=("period", "month", "area_code", "breakdown", "group"),
        rules=(
            Rule(
                "value_or_mark", "(value IS NULL) != (mark IS NULL)", "a count has a value, or a mark that says why not"
            ),
            Rule(
                "not_rounded",
                f"area_code = '{_ENGLAND_CODE}' OR value % 5 = 0",
                "counts below England are rounded to the nearest 5",
            ),
            Rule(
                "mislabelled_total",
                "TRY_CAST(left(financial_year, 4) AS INTEGER) = year(month - INTERVAL 3 MONTH)",
                "a total is labelled with the financial year of the months above it",
            ),
            Rule(
                "not_the_sum",
                "high >= parts_low AND low <= parts_high",
                "a total lies within what its months, or its regions, add up to after rounding",
            ),
        ),
        month_column="month",
        area_column="area_code",
        unknown_areas=(),
        notes=(
            "Four tables of the same admissions: by month and region, and those again by sex, age and ethnicity. "
            "Rows of two breakdowns, of months and years, or of a region and England are never added.",
            "Finished admission episodes only; the finished consultant episodes printed beside them are not kept.",
        ),
    ),
    read=_read,
    figures=_figures,
    caveats=(
        "Admissions, not people: one person may be admitted more than once.",
        "Below England a count of 1 to 7 is hidden and every other is rounded to the nearest 5; each row gives its bounds.",
        "Region is where the patient lives, not where the assault happened; about 6% have no English region.",
        "From 2018-19 on many cells are blank where earlier years print 0: a blank is not available, 0 to 7, never taken for 0.",
        "Provisional months are lower than the final ones, the last of them most.",
        "Only patients of known sex are in the table by sex, so it may fall short of the others.",
        "The age table has no row for an age group in a month for which it prints nothing.",
    ),
    address="https://digital.nhs.uk/supplementary-information",
)
