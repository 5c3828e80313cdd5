"""English indices of deprivation 2019: summaries by local authority of 2019, and scores by small area of 2011."""

from __future__ import annotations

from opensna.sources._base import Source
from opensna.sources._imd import CAVEATS, LICENCE, MULTIPLE, PUBLISHER, Kind, Layout, imd_contract, imd_reader

_DOMAINS = {
    "Income": "Income",
    "Employment": "Employment",
    "Education": "Education",
    "Health": "Health",
    "Crime": "Crime",
    "Housing_and_Access": "Barriers to housing and services",
    "Environment": "Living environment",
}
_SHARE = "share of small areas"


def _authority_columns() -> dict[str, Kind]:
    columns = {
        "Score": (f"{MULTIPLE}: average score", "score"),
        "Proportion": (f"{MULTIPLE}: share of small areas in the most deprived tenth", _SHARE),
        "Extent": (f"{MULTIPLE}: extent", "share of residents"),
    }
    for theirs, domain in _DOMAINS.items():
        columns[f"{theirs}_Score"] = (f"{domain}: average score", "score")
        columns[f"{theirs}_Proportion"] = (f"{domain}: share of small areas in the most deprived tenth", _SHARE)
    return columns


_LAYOUTS = (
    Layout("ltla19_code", "", _authority_columns()),
    Layout(
        "lsoa",
        "",
        {
            "overall_local_score": (f"{MULTIPLE}: score", "score"),
            "income_score": ("Income: share of residents", "per cent"),
            "employment_score": ("Employment: share of residents of working age", "per cent"),
            "original_decile": (f"{MULTIPLE}: tenth", "tenth, 1 is the most deprived"),
        },
    ),
)

SOURCE = Source(
    id="imd_2019",
    title="English indices of deprivation 2019",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="index or domain of deprivation of one area",
    covers="england",
    contract=imd_contract("imd_2019", _LAYOUTS),
    read=imd_reader(2019, _LAYOUTS),
    caveats=(
        *CAVEATS,
        "Published in 2019, mostly from data of 2015 and 2016.",
        "By average score five of London's authorities are among England's fifty most deprived; by average rank, more.",
    ),
    address="https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019",
)
