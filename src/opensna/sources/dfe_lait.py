"""Local Authority Interactive Tool: the Department for Education's indicators on children, schools and care.

One row is an indicator, an area and a year. `-` stands for a figure that is missing or suppressed, and the tool does not say
which. A year of "0" is no year: such a row is quarantined. The short name is the indicator; its title, unit and kind of year
are in `reference.dfe`.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from opensna.core.missing import Mark
from opensna.reference.dfe import dfe_areas, dfe_indicators
from opensna.sources._base import Source
from opensna.sources._periods import Days, academic_year, calendar_years, financial_year, on, spanning
from opensna.sources._published import area_types, figures_contract, figures_reader, marked, translated

_STATUS = re.compile(r"\s*\((?:Rev|Final|prov|OT)\)\s*", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_ABSENT = {"-": Mark.NOT_AVAILABLE, "": Mark.NOT_AVAILABLE, "c": Mark.SUPPRESSED, "z": Mark.NOT_APPLICABLE}
_OUTTURN = "(OT)"


def period_of(text: str, kind: str) -> Days:
    """First and last day of a year as the tool writes it, for an indicator whose year is of this kind.

    A status in brackets (revised, final, provisional, outturn) says nothing about the days. Another text comes back as it is.
    """
    year = _STATUS.sub("", text).strip()
    if kind == "calendar":
        return calendar_years(year)
    if _YEAR.fullmatch(year) and int(year) >= 1900:
        match kind:
            case "31 March":
                return on(date(int(year), 3, 31))
            case "30 September":
                return on(date(int(year), 9, 30))
            case "January":
                return spanning(int(year), 1, 1)
    days = academic_year(year) if kind == "academic" else financial_year(year)
    return days if days[0] != year else (text, text)


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    about = dfe_indicators().set_index("indicator")
    places = dfe_areas()
    codes = dict(zip(places["dfe_number"].astype(str), places["area_code"], strict=True))
    code = translated(rows["LA Number"], codes, key=_whole_number)
    short = rows["Short Desc"]
    kinds = short.map(about["year"]).fillna("calendar")
    years = rows["Years"].fillna("")
    days = {pair: period_of(*pair) for pair in set(zip(years, kinds, strict=True))}
    periods = [days[pair] for pair in zip(years, kinds, strict=True)]
    return marked(rows["Values"], _ABSENT).assign(
        indicator=short,
        area_code=code,
        area_name=rows["LA and Regions"],
        area_type=area_types(code),
        period_start=[start for start, _ in periods],
        period_end=[end for _, end in periods],
        group=years.str.endswith(_OUTTURN).map({True: "spending=outturn", False: None}),
        unit=short.map(about["unit"]),
        source_row=rows["source_row"],
    )


def _whole_number(text: str) -> str:
    return text.strip().removesuffix(".0")


SOURCE = Source(
    id="dfe_lait",
    title="Local Authority Interactive Tool",
    publisher="Department for Education",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="indicator of one authority or region in one year",
    covers="england",
    contract=figures_contract(
        "dfe_lait",
        indicators=tuple(dfe_indicators()["indicator"]),
        area_types=("lad", "county", "group", "region", "country"),
    ),
    read=figures_reader(
        _figures,
        header=("Short Desc", "Years", "LA and Regions", "Values", "LA Number"),
        do_this="give the tool's long data file (Short Desc, Years, LA and Regions, Values, LA Number)",
    ),
    caveats=(
        "A dash is a figure that is missing or suppressed; the tool does not say which, so it is shown as not available.",
        "Figures of children are of those who live, or go to school, or are looked after there: see the indicator's title.",
        "For first time entrants to the youth justice system England's figure is on another scale than the authorities'.",
        "Young people not in education, employment or training and those whose activity is not known are separate indicators.",
    ),
    address="https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
)
