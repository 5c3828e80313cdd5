"""The population estimates that come with OpenSNA, as published figures of the source `ons_population`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from opensna.catalogue import SOURCES
from opensna.core.area import Area
from opensna.core.provenance import ReleaseRecord
from opensna.core.published import PUBLISHED_COLUMNS
from opensna.reference.population import EARLIEST_YEAR, LATEST_YEAR, median_ages, residents

POPULATION = "ons_population"
RELEASE = "2024-07"
_AGES = {"residents": (None, None), "residents_under_25": (None, 24), "residents_10_to_24": (10, 24)}
_ENGLAND = "E92000001"


def packaged_release() -> ReleaseRecord:
    """What stands for a release: no file was delivered, the figures are part of the package."""
    rows = (len(_AGES) + 1) * (LATEST_YEAR - EARLIEST_YEAR + 1)
    return ReleaseRecord(
        source=POPULATION, release=RELEASE, files=(), contract_version=SOURCES[POPULATION].contract.version, rows_read=rows,
        rows_accepted=rows, rows_quarantined=0, reasons={}, unknown_geography_share=None,
        period_start=f"{EARLIEST_YEAR}-01-01", period_end=f"{LATEST_YEAR}-12-31", is_synthetic=False, ingested="",
        opensna_version="",
    )  # fmt: skip


def packaged_population(codes: Sequence[str], whole: Area) -> pd.DataFrame:
    """PUBLISHED_COLUMNS for each area, the whole as their sum, and England; one row a figure, area and year."""
    rows = []
    for figure, (first, last) in _AGES.items():
        for year in range(EARLIEST_YEAR, LATEST_YEAR + 1):
            people = residents(year=year, age_min=first, age_max=last)
            values = {code: people[code] for code in codes} | {
                whole.code: people[list(codes)].sum(), _ENGLAND: people[_ENGLAND]
            }  # fmt: skip
            rows += [(figure, code, date(year, 1, 1), date(year, 12, 31), value) for code, value in values.items()]
    ages = median_ages([*codes, _ENGLAND], whole=tuple(codes))
    rows += [
        ("median_age", whole.code if code == "" else code, date(year, 1, 1), date(year, 12, 31), age)
        for (code, year), age in ages.items()
    ]
    table = pd.DataFrame(rows, columns=["measure", "area_code", "period_start", "period_end", "value"])
    return table.assign(
        breakdown="none", group="", area_name="", area_type="", lower=float("nan"), upper=float("nan"), mark="",
        source=POPULATION, release=RELEASE, access="open", kind="published",
    )[list(PUBLISHED_COLUMNS)].astype({"value": "float64"})  # fmt: skip
