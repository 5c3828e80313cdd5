"""Explore Local Statistics: the Office for National Statistics' collection of indicators, one file an indicator.

Files of any indicator of the collection are read: child poverty, claimant count, unemployment, persistent absence, homicide ...
A period is a start and a duration: "2022-04-01/P3Y" is three years from April 2022. A status stands for a value or beside one.
"""

from __future__ import annotations

import pandas as pd

from opensna.core.missing import Mark
from opensna.sources._base import Source
from opensna.sources._periods import from_duration
from opensna.sources._published import area_types, figures_contract, figures_reader, marked

_STATUS = {"x": "[x]", "z": "[z]", "c": "[c]", "u": "[u]"}


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    status = rows["status"].str.strip("[] ").str.casefold().map(_STATUS)
    figures = marked(rows["observation"], {})
    absent = figures["value"].isna()
    periods = [from_duration(text) for text in rows["period"].fillna("")]
    return figures.assign(
        mark=status.fillna(Mark.NOT_AVAILABLE.value).where(absent),
        indicator=rows["indicator"],
        area_code=rows["areacd"],
        area_name=rows["areanm"],
        area_type=area_types(rows["areacd"]),
        period_start=[start for start, _ in periods],
        period_end=[end for _, end in periods],
        unit=rows["unit"].replace("%", "per cent"),
        lower=rows["lci_95"],
        upper=rows["uci_95"],
        source_row=rows["source_row"],
    )


SOURCE = Source(
    id="ons_explore_local_statistics",
    title="Explore Local Statistics",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="indicator of one area in one period",
    covers="england",
    contract=figures_contract("ons_explore_local_statistics"),
    read=figures_reader(
        _figures,
        header=("areacd", "areanm", "indicator", "period", "observation", "unit", "lci_95", "uci_95", "status"),
        do_this="give an indicator's data file of the collection (areacd, areanm, geography, indicator, period, ...)",
    ),
    caveats=(
        "Modelled unemployment is an estimate from a survey and a model; its limits are the publisher's.",
        "Relative child poverty is before housing costs unless the indicator says after; London's is far higher after them.",
        "Homicide rates are of three years together, per million residents, and successive periods overlap.",
        "The claimant count is not unemployment, and its benefits have changed over the years.",
        "Persistent absence was not published for 2019/20, and sessions missed to the pandemic are not counted as absence.",
    ),
    address="https://www.ons.gov.uk/explore-local-statistics/",
)
