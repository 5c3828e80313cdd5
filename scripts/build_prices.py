"""Rebuild the price tables of src/opensna/reference/money: python scripts/build_prices.py DATA_FOLDER.

DATA_FOLDER holds the downloads (paths as in FILES below). Indices that were read from a page rather than a file are kept by hand in
price_indices_typed.csv; unit costs and the lists beside them are kept by hand altogether.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

OUT = Path(__file__).resolve().parents[1] / "src/opensna/reference/money"
FILES = {
    "hmt": "reference/prices/hmt_gdp_deflator_calendar_2024eq100_dec2025.csv",
    "cpi": "reference/prices/obr_ons_cpi_etc_indexes_feb2024.tab",
    "discount": "reference/prices/greenbook_stpr_schedule.csv",
    "qaly": "reference/prices/greenbook_qaly.csv",
}
COLUMNS = ["index", "year_kind", "year", "value", "status"]
CPI_LAST_OUTTURN = 2022
"""The file is of February 2024: it holds 2023 as then known, its fourth quarter perhaps still the forecast."""


def main(data: Path) -> None:
    """Write every table that is built from a file."""
    rows = pd.concat([_hmt(data / FILES["hmt"]), _cpi(data / FILES["cpi"])], ignore_index=True)
    _write(rows[COLUMNS], "price_indices.csv")
    _write(pd.read_csv(data / FILES["discount"], dtype=str), "discount_rates.csv")
    qaly = pd.read_csv(data / FILES["qaly"], dtype=str).rename(columns={"scenario": "id", "base_year": "price_year"})
    _write(qaly.drop(columns="notes"), "qaly_values.csv")


def _hmt(path: Path) -> pd.DataFrame:
    rows = pd.read_csv(path, dtype={"year": str})
    return rows.assign(index="gdp_deflator", year_kind="calendar", status="outturn")


def _cpi(path: Path) -> pd.DataFrame:
    """Means of the four quarters of a calendar year (D7BT, 2015 = 100) and of a financial year, April to March."""
    rows = pd.read_csv(path, sep="\t", comment="#", usecols=["date", "cpi"])
    rows[["year", "quarter"]] = rows["date"].str.extract(r"(\d{4}) Q([1-4])").astype(int)
    parts = []
    for kind, first in (("calendar", rows["year"]), ("financial", rows["year"] - (rows["quarter"] == 1))):
        means = rows.groupby(first)["cpi"].agg(["mean", "size"])
        means = means[means["size"] == 4]["mean"].round(4)
        names = [str(year) if kind == "calendar" else f"{year}-{(year + 1) % 100:02d}" for year in means.index]
        statuses = [_cpi_status(kind, int(year)) for year in means.index]
        parts.append(pd.DataFrame({"year": names, "value": means.to_numpy(), "status": statuses, "year_kind": kind}))
    held = pd.concat(parts, ignore_index=True).assign(index="cpi")
    return held[held["year"].str[:4].astype(int) <= 2025]


def _cpi_status(kind: str, year: int) -> str:
    if year <= CPI_LAST_OUTTURN:
        return "outturn"
    return "provisional" if kind == "calendar" and year == CPI_LAST_OUTTURN + 1 else "forecast"


def _write(table: pd.DataFrame, name: str) -> None:
    table.to_csv(OUT / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
