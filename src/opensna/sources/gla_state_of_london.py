"""State of London: the Greater London Authority's chart series on crime, safety, trust, and young people's education.

The file is what the charts are drawn from: a date means a month, the quarter that ends with it, or a year, by the series. Its
other subjects (health, the economy, the environment) are not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from opensna.core.missing import Mark
from opensna.reference.areas import LONDON
from opensna.reference.lookups import ENGLAND
from opensna.sources._base import Source
from opensna.sources._periods import academic_year, financial_year, months_to
from opensna.sources._published import figures_contract, figures_reader, marked


@dataclass(frozen=True)
class Series:
    """One data set of the file: its figure's name and unit, what its dates mean, and what its split `b` names.

    split : "area" (London and England), "indicator" (each value is a series of its own), or the name of a group.
    """

    indicator: str
    unit: str
    dates: Literal["month", "quarter", "year to", "financial year", "academic year"] = "month"
    split: str = ""


_AGREE = "share of respondents"
SERIES = {
    "sol_tno": Series("Total notifiable offences", "offences"),
    "sol_vwi": Series("Violence with injury, not domestic abuse", "offences"),
    "sol_da": Series("Domestic abuse offences", "offences"),
    "sol_sxoff": Series("", "offences", split="indicator"),
    "sol_knife": Series("Knife crime with injury, victim under 25, not domestic abuse", "offences"),
    "sol_hmcd": Series("Homicide offences", "offences"),
    "sol_rob": Series("Personal robbery", "offences"),
    "sol_brglry": Series("", "offences", split="indicator"),
    "sol_tfmv": Series("Theft from motor vehicles", "offences"),
    "sol_tpo": Series("Theft from the person", "offences"),
    "sol_fraud": Series("Fraud and cyber crime", "offences"),
    "sol_hrsm": Series("Harassment", "offences"),
    "sol_asb": Series("Antisocial behaviour calls", "calls"),
    "htcrm": Series("Recorded hate crime", "offences"),
    "sol_dark": Series("Feels safe walking alone after dark", _AGREE, "quarter", "sex"),
    "sol_vctsat": Series("Victims satisfied with the police", _AGREE, "quarter", "reported"),
    "sol_fair": Series("Police treat everyone fairly", _AGREE, "year to"),
    "sol_phtcrm": Series("Hate crime is a problem in the area", _AGREE, "quarter"),
    "coh": Series("People from different backgrounds get on well", _AGREE),
    "sol_insttrst": Series("Trusts the institution", _AGREE, "quarter", "institution"),
    "sol_sfty": Series("Local area is safe for children to grow up", _AGREE, "financial year"),
    "sol_prmexcl": Series("Permanent exclusions", "per 100 pupils", "academic year", "area"),
    "sol_ftexcl": Series("Pupils with a suspension", "per 100 pupils", "academic year", "area"),
    "sol_att8": Series("Average attainment 8 score", "score", "academic year", "area"),
    "sol_engmat": Series("Standard pass in English and mathematics", "per cent of pupils", "academic year", "area"),
}
_WHOLE = {"only", "all", ""}
_MONTHS = {"month": 1, "quarter": 3, "year to": 12}


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["dtst"].isin(SERIES)]
    series = rows["dtst"].map(SERIES)
    split = series.map(lambda one: one.split)
    part = rows["b"].fillna("").str.strip()
    is_england = (split == "area") & (part.str.casefold() == "england")
    period = [_period(text, one) for text, one in zip(rows["xd"].fillna(""), series, strict=True)]
    grouped = ~split.isin(["", "area", "indicator"]) & ~part.str.casefold().isin(_WHOLE)
    return marked(rows["y"], {"": Mark.NOT_AVAILABLE, "NA": Mark.NOT_AVAILABLE}).assign(
        indicator=series.map(lambda one: one.indicator).mask(split == "indicator", part.str.capitalize()),
        area_code=is_england.map({True: ENGLAND, False: LONDON}),
        area_name=is_england.map({True: "England", False: "London"}),
        area_type=is_england.map({True: "country", False: "region"}),
        period_start=[start for start, _ in period],
        period_end=[end for _, end in period],
        group=(split + "=" + part).where(grouped),
        unit=series.map(lambda one: one.unit),
        source_row=rows["source_row"],
    )


def _period(text: str, series: Series) -> tuple[str, str]:
    """First and last day; a text that is no such date passes through, for the contract to report."""
    if series.dates == "financial year":
        return financial_year(text)
    if series.dates == "academic year":
        return academic_year(text)
    return months_to(text, _MONTHS[series.dates])


SOURCE = Source(
    id="gla_state_of_london",
    title="State of London, chart series",
    publisher="Greater London Authority",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="figure for London, or for England beside it, in a month, a quarter or a year",
    covers="london",
    contract=figures_contract(
        "gla_state_of_london",
        indicators=(
            *dict.fromkeys(one.indicator for one in SERIES.values() if one.indicator),
            "Rape offences",
            "Other sexual offences",
            "Residential burglary",
            "Business and community burglary",
        ),
        units=tuple(dict.fromkeys(one.unit for one in SERIES.values())),
        area_types=("region", "country"),
    ),
    read=figures_reader(
        _figures,
        header=("dtst", "xd", "b", "y", "title"),
        do_this="give the file of all chart series (dtst, xd, b, y, ...), not its list of data sets",
    ),
    caveats=(
        "Police-recorded series are of the Metropolitan Police, without the City of London, under London's name.",
        "Domestic abuse up 6% is measured from calendar 2019; from the financial year 2018/19 it is up 7.9%.",
        "The publisher's note calls safety after dark a share who feel unsafe; by its size it is of those who feel safe.",
        "Surveys do not ask residents under 16; quarters may be rolling years, which the file does not say.",
    ),
    address="https://data.london.gov.uk/dataset/state-of-london",
)
