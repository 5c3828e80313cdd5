"""MOPAC's surveys: semicolons, decimal commas, day-first quarter ends, quotation marks inside labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources import mopac_pas, victim_satisfaction
from opensna.sources._base import Source
from opensna.warehouse.warehouse import Warehouse

BOROUGHS = """Date;Survey;Borough;Measure;Proportion;MPS
31/12/2014;PAS;Camden;\"\"\"Good Job\"\" local\";0,56;0,67
31/12/2014;PAS;City of Westminster;Trust MPS;0,6;0,67
31/12/2014;PAS;Richmond Upon Thames;Trust MPS;;0,67
"""
FORCE = 'Date;Survey;Borough;Measure;Proportion\n31/03/2015;PAS;MPS;"""Good Job"" local";0,67\n'
PAS, USS = mopac_pas.SOURCE, victim_satisfaction.SOURCE


def ingest(folder: Path, *texts: str, source: Source = PAS) -> ReleaseRecord:
    files = [folder / f"part{i}.csv" for i in range(len(texts))]
    for path, text in zip(files, texts, strict=True):
        path.write_bytes(text.replace("\n", "\r\n").encode())
    return Warehouse(folder / "warehouse").ingest(source, files, released="2024-01")


def stored(folder: Path, columns: str, source: Source = PAS) -> list[tuple[Any, ...]]:
    path = Warehouse(folder / "warehouse").path(source.id, "2024-01")
    return duckdb.sql(f"SELECT {columns} FROM '{path}'").fetchall()


def test_boroughs_and_the_force_are_stored_as_shares(tmp_path: Path) -> None:
    assert ingest(tmp_path, BOROUGHS, FORCE).rows_accepted == 4
    assert stored(tmp_path, "indicator, area_code, area_name, value, mark") == [
        ("Good Job local", "E09000007", "Camden", 0.56, None),
        ("Trust MPS", "E09000033", "Westminster", 0.6, None),
        ("Trust MPS", "E09000027", "Richmond upon Thames", None, "[x]"),
        ("Good Job local", "E23000001", "Metropolitan Police", 0.67, None),
    ]


def test_a_figure_is_of_the_twelve_months_before_its_quarters_end(tmp_path: Path) -> None:
    ingest(tmp_path, BOROUGHS, FORCE)
    periods = {(str(start), str(end)) for start, end in stored(tmp_path, "period_start, period_end")}
    assert periods == {("2014-01-01", "2014-12-31"), ("2014-04-01", "2015-03-31")}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Camden", "Camdem", "bad_format"),
        ("31/12/2014;PAS;Camden", "30/12/2014;PAS;Camden", "bad_date"),
        ("31/12/2014;PAS;Camden", "2014-12-31;PAS;Camden", "period_length|bad_date"),
        ("0,56", "56", "out_of_range"),
        ("0,56", "1.234,5", "not_a_number"),
        ("Trust MPS;0,6", "Trust in MPS;0,6", "did you mean 'Trust MPS'"),
    ],
)
def test_what_is_not_understood_is_reported(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(ContractError, match=rf"(?s){reason}.*do this: "):
        ingest(tmp_path, BOROUGHS.replace(old, new))


def test_satisfaction_has_the_same_shape_and_keeps_its_own_labels(tmp_path: Path) -> None:
    text = "Date;Survey;Borough;Measure;Proportion;MPS\n30/06/2020;USS;Lambeth;Overall satisfaction;0,7;0,69\n"
    ingest(tmp_path, text, source=USS)
    assert stored(tmp_path, "indicator, area_code, value", USS) == [("Overall satisfaction", "E09000022", 0.7)]


def test_one_survey_is_not_taken_for_the_other(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match=r"(?s)found: PAS.*do this: ingest it as mopac_pas"):
        ingest(tmp_path, BOROUGHS, source=USS)


def test_under_sixteens_are_said_to_be_left_out() -> None:
    for source in (PAS, USS):
        assert any("under 16" in caveat for caveat in source.caveats)
