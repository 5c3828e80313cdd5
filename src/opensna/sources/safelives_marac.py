"""Multi-agency risk assessment conferences: SafeLives' national dataset, rolling twelve months, published each quarter.

One line is a period (and, in a file for areas, an area); each of its columns becomes a figure.
"""

from __future__ import annotations

import pandas as pd

from opensna.contracts.contract import Rule
from opensna.core.missing import Mark
from opensna.sources._base import Source
from opensna.sources._published import area_types, figures_contract, figures_reader, marked

MONTHS = 12
FIGURES = {
    "maracs_submitting": ("Maracs that submitted data", "conferences"),
    "cases": ("Cases discussed", "cases"),
    "yoy_change_pct": ("Change in cases on the year before", "per cent"),
    "children": ("Children in the household", "children"),
    "cases_per_10000_adult_females": ("Cases per 10,000 adult women", "per 10,000 adult women"),
    "repeat_pct": ("Repeat cases", "per cent of cases"),
    "partner_agency_referrals_pct": ("Referrals by partner agencies, not the police", "per cent of cases"),
    "bme_pct": ("Victims who are Black, Asian or racially minoritised", "per cent of cases"),
    "lgbt_pct": ("Victims who are LGBT+", "per cent of cases"),
    "disability_pct": ("Victims with a disability", "per cent of cases"),
    "male_pct": ("Victims who are male", "per cent of cases"),
    "victims_16_17": ("Victims aged 16 or 17", "victims"),
    "victims_16_17_pct": ("Victims aged 16 or 17, share", "per cent of cases"),
    "perpetrators_17_or_under": ("People who harm aged 17 or under", "people"),
}
_ABSENT = {
    "": Mark.NOT_AVAILABLE,
    "-": Mark.NOT_AVAILABLE,
    **dict.fromkeys(("*", "5 or under", "under 5", "fewer than 5", "<5"), Mark.SUPPRESSED),
}
_UNITED_KINGDOM = ("K02000001", "United Kingdom")


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    code, name = (
        rows[column] if column in rows else pd.Series(whole, rows.index)
        for column, whole in zip(("area_code", "area_name"), _UNITED_KINGDOM, strict=True)
    )
    rows = rows.assign(code=code, name=name)
    held = [column for column in FIGURES if column in rows]
    long = rows.melt(id_vars=["code", "name", "period_start", "period_end", "source_row"], value_vars=held)
    position = {column: i for i, column in enumerate(FIGURES, start=1)}
    return marked(long["value"], _ABSENT).assign(
        indicator=long["variable"].map({column: indicator for column, (indicator, _) in FIGURES.items()}),
        area_code=long["code"],
        area_name=long["name"],
        area_type=area_types(long["code"]),
        period_start=long["period_start"],
        period_end=long["period_end"],
        unit=long["variable"].map({column: unit for column, (_, unit) in FIGURES.items()}),
        source_row=long["source_row"] * 1000 + long["variable"].map(position).astype("int64"),
    )


SOURCE = Source(
    id="safelives_marac",
    title="Marac data",
    publisher="SafeLives",
    licence="Published on SafeLives' website; quoted with the address",
    access="open",
    row_means="figure of a rolling twelve months, published each quarter: periods overlap and are never added",
    covers="england",
    contract=figures_contract(
        "safelives_marac",
        indicators=tuple(indicator for indicator, _ in FIGURES.values()),
        units=tuple(dict.fromkeys(unit for _, unit in FIGURES.values())),
        area_types=("country", "region", "pfa", "lad"),
        months=MONTHS,
        rules=(
            Rule(
                "quarter_end",
                "month(period_end) % 3 = 0",
                "the twelve months end with a quarter: March, June, September or December",
            ),
        ),
    ),
    read=figures_reader(
        _figures,
        header=("period_start", "period_end", "cases", "maracs_submitting"),
        do_this="write one line a period with period_start, period_end, maracs_submitting, cases and the other figures",
    ),
    caveats=(
        "Each figure is of twelve months and the next one of nine of the same months: they overlap and are never added.",
        "Between 273 and 288 Maracs sent data: a fall in cases can be a fall in returns.",
        "Rates are per adult woman, although 5 to 6 per cent of victims are men.",
        "SafeLives expects 40 cases per 10,000 adult women.",
    ),
    address="https://safelives.org.uk/research-policy/practitioner-datasets/marac-data/",
)
