"""A header without rows, and a line of blanks, in every source of published figures that is a text table."""

from __future__ import annotations

from pathlib import Path

import pytest

import opensna.sources
from opensna.core.discover import discover
from opensna.core.errors import ContractError, UnreadableFileError
from opensna.sources import imd_2019
from opensna.sources._base import Source
from opensna.warehouse.warehouse import Warehouse

SOURCES = discover(opensna.sources, "SOURCE", Source)
HEADERS = {
    "mopac_pas": "Date;Survey;Borough;Measure;Proportion;MPS",
    "victim_satisfaction": "Date;Survey;Borough;Measure;Proportion",
    "gla_state_of_london": "dtst,xd,b,y,text,chart,chapter,title,sub",
    "dfe_lait": "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region",
    "ons_explore_local_statistics": "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes",
    "ons_drug_poisoning": "code,name,2020,2019",
    "census_ethnicity": "ltla21_code,ltla21_name,ethnic_group,value",
    "census_overcrowding": "lsoa21_code,total_households,occupancy_rating,n,prop",
    "safelives_marac": "period_start,period_end,maracs_submitting,cases",
    "imd_2019": ",".join((imd_2019._LAYOUTS[0].code, *imd_2019._LAYOUTS[0].columns)),
}
EVERY = pytest.mark.parametrize("source_id", HEADERS)


def ingest(folder: Path, source_id: str, line: str = "") -> None:
    path = folder / "delivery.csv"
    path.write_text(f"{HEADERS[source_id]}\n{line}")
    Warehouse(folder / "warehouse").ingest(SOURCES[source_id], [path], released="2026-01")


@EVERY
def test_a_header_alone_is_refused(source_id: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="do this: ask the supplier to send it again"):
        ingest(tmp_path, source_id)


@EVERY
def test_a_line_of_blanks_is_reported_and_breaks_nothing(source_id: str, tmp_path: Path) -> None:
    blank = "".join(mark for mark in HEADERS[source_id] if mark in ",;")
    expected = (
        UnreadableFileError if source_id == "gla_state_of_london" else ContractError
    )  # no series: nothing is read
    with pytest.raises(expected, match="nothing was stored"):
        ingest(tmp_path, source_id, f"{blank}\n")
