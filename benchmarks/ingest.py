"""Ingest with every check, quarantine and hashing, against a bare DuckDB CSV-to-Parquet copy of the same file.

Run: python benchmarks/ingest.py [ROWS] [RUNS]     (default 1,000,000 rows, median of five, alternating in one run)

Each timing runs in a process of its own, so that its peak memory is its own. The file has the 20 columns of an extract of
victims, and 0.1% bad rows of every kind: unknown codes, text and negative numbers, bad dates, missing values, repeated keys
and wrong column counts. The bare copy is what a user would write: declared types, no checks; it is given the same file
without the bad rows, because it stops at the first of them.
"""

from __future__ import annotations

import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.sources._base import CsvRows, Source
from opensna.warehouse.warehouse import Warehouse

SEED = 20250401
BAD_SHARE = 0.001
CHUNK = 250_000

BOROUGHS = tuple(f"E090000{i:02d}" for i in range(1, 34))
WARDS = tuple(f"E0500{i:04d}" for i in range(9000, 9680))
CODES = tuple(f"{i}{letter}" for i in range(1, 67) for letter in ("", "A", "N"))
NAMES = tuple(f"Offence of class {code}" for code in CODES)
GROUPS = ("Violence against the person", "Sexual offences", "Robbery", "Possession of weapons", "Public order offences")
SUBGROUPS = ("Homicide", "Violence with injury", "Violence without injury", "Stalking and harassment", "Rape")
ETHNICITIES = ("Asian", "Black", "Mixed", "White", "Other", "Unknown")
FLAGS = ("domestic_abuse", "knife", "gun", "lethal_barrel", "hate")

CONTRACT = TableContract(
    id="benchmark_victims",
    version="1.0.0",
    columns=(
        Column("offence_id", "string", "pseudonymous"),
        Column("person_id", "string", "pseudonymous"),
        Column("offence_code", "string", "Home Office class", required=False, codes=CODES),
        Column("offence_name", "string", "as the force names it", codes=NAMES),
        Column("offence_group", "string", "group", codes=GROUPS),
        Column("offence_subgroup", "string", "subgroup", codes=SUBGROUPS),
        Column("date", "date", "committed"),
        Column("hour", "integer", "0 to 23", required=False, minimum=0, maximum=23),
        Column("borough_code", "string", "of the offence", codes=(*BOROUGHS, "Unknown")),
        Column("ward_code", "string", "of the offence", required=False, codes=WARDS),
        *(Column(f"flag_{flag}", "boolean", flag) for flag in FLAGS),
        Column("age", "integer", "years", required=False, minimum=0, maximum=120),
        Column("sex", "string", "sex", codes=("Female", "Male", "Unknown")),
        Column("ethnicity", "string", "ethnicity", codes=ETHNICITIES),
        Column("ethnicity_basis", "string", "who said so", codes=("officer observed", "self classified", "not known")),
        Column(
            "residence_borough_code",
            "string",
            "of the person",
            required=False,
            codes=(*BOROUGHS, "Outside London", "Unknown"),
        ),
    ),
    key=("offence_id", "person_id"),
    rules=(Rule("gun_without_barrel", "flag_gun OR NOT flag_lethal_barrel", "a lethal barrel implies a gun"),),
    month_column="",
    area_column="borough_code",
)
SOURCE = Source(
    id=CONTRACT.id,
    title="Benchmark victims",
    publisher="nobody",
    licence="none",
    access="restricted",
    row_means="a made-up victim",
    covers="met_police",
    contract=CONTRACT,
    read=lambda path, connection: CsvRows(path, {name: name for name in CONTRACT.names}),
)
TYPES = {"string": "VARCHAR", "integer": "BIGINT", "date": "DATE", "month": "DATE", "boolean": "BOOLEAN"}


def _chunk(rng: np.random.Generator, first: int, rows: int) -> dict[str, npt.NDArray[np.object_]]:
    def pick(values: tuple[str, ...], blank: float = 0.0) -> npt.NDArray[np.object_]:
        picked = np.array(values, dtype=object)[rng.integers(0, len(values), rows)]
        picked[rng.random(rows) < blank] = ""
        return picked

    days = np.datetime64("2019-01-01") + rng.integers(0, 1826, rows)
    numbers = np.arange(first, first + rows)
    out: dict[str, npt.NDArray[np.object_]] = {
        "offence_id": np.array([f"OFF{n:011d}" for n in numbers // 2], dtype=object),
        "person_id": np.array([f"P{n:08d}" for n in (numbers * 7919) % 10**8], dtype=object),
        "offence_code": pick(CODES, 0.02),
        "offence_name": pick(NAMES),
        "offence_group": pick(GROUPS),
        "offence_subgroup": pick(SUBGROUPS),
        "date": days.astype(str).astype(object),
        "hour": pick(tuple(map(str, range(24))), 0.05),
        "borough_code": pick((*BOROUGHS, "Unknown")),
        "ward_code": pick(WARDS, 0.05),
    }
    for flag in FLAGS:
        out[f"flag_{flag}"] = np.where(rng.random(rows) < 0.1, "true", "false").astype(object)
    out["flag_gun"] = np.where(out["flag_lethal_barrel"] == "true", "true", out["flag_gun"])
    return out | {
        "age": pick(tuple(map(str, range(95))), 0.05),
        "sex": pick(("Female", "Male", "Unknown")),
        "ethnicity": pick(ETHNICITIES),
        "ethnicity_basis": pick(("officer observed", "self classified", "not known")),
        "residence_borough_code": pick((*BOROUGHS, "Outside London", "Unknown"), 0.05),
    }


def _spoil(rng: np.random.Generator, chunk: dict[str, npt.NDArray[np.object_]]) -> int:
    """Spoil BAD_SHARE of the rows in one of nine ways each; how many."""
    rows = len(chunk["age"])
    bad = rng.choice(np.arange(1, rows), max(1, int(rows * BAD_SHARE)), replace=False)
    ways: tuple[tuple[str, str], ...] = (
        ("offence_subgroup", "Robery"), ("age", "abc"), ("age", "-4"), ("hour", "12.5"), ("date", "31/02/2023"),
        ("borough_code", ""), ("flag_knife", "maybe"), ("sex", "Female|x"), ("offence_id", ""),
    )  # fmt: skip
    for row, way in zip(bad, rng.integers(0, len(ways) + 1, len(bad)), strict=True):
        if way == len(ways):
            for name in CONTRACT.key:
                chunk[name][row] = chunk[name][row - 1]
        else:
            chunk[ways[way][0]][row] = ways[way][1]
    return len(bad)


def write_files(folder: Path, rows: int) -> tuple[Path, Path, int]:
    """The delivered file, the same without bad rows, and how many rows are bad."""
    rng = np.random.default_rng(SEED)
    dirty, clean, bad = folder / "victims.csv", folder / "clean.csv", 0
    with dirty.open("wb") as to_dirty, clean.open("wb") as to_clean:
        for first in range(0, rows, CHUNK):
            chunk = _chunk(rng, first, min(CHUNK, rows - first))
            options = pa_csv.WriteOptions(include_header=first == 0, quoting_style="none")
            pa_csv.write_csv(pa.table(chunk), to_clean, options)
            bad += _spoil(rng, chunk)
            text = io.BytesIO()
            pa_csv.write_csv(pa.table(chunk), text, options)
            to_dirty.write(text.getvalue().replace(b"Female|x", b"Female,x"))  # one column too many
    return dirty, clean, bad


def bare_copy(path: Path, folder: Path) -> dict[str, float]:
    """DuckDB's own copy with declared types."""
    import duckdb

    columns = {name: TYPES[column.type] for name, column in zip(CONTRACT.names, CONTRACT.columns, strict=True)}
    start = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        f"COPY (FROM read_csv('{path}', header = true, auto_detect = false, columns = {columns})) TO '{folder}/bare.parquet'"
    )
    return {"seconds": time.perf_counter() - start, "rows": 0}


def full_ingest(path: Path, folder: Path) -> dict[str, float]:
    """Ours."""
    start = time.perf_counter()
    record = Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2024-03")
    return {"seconds": time.perf_counter() - start, "rows": record.rows_read, "bad": record.rows_quarantined}


def _timed(way: str, path: Path) -> dict[str, float]:
    """One timing in a process of its own, in a fresh folder."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--one", way, str(path), folder], check=True, capture_output=True, text=True
        )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _peak_mb() -> float:
    """This process's own peak resident memory; ru_maxrss would carry over its parent's, where Linux has a better answer."""
    status = Path("/proc/self/status")
    if status.exists():
        return (
            float(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))) / 1024
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int, runs: int) -> None:
    """Print the two medians, their ratio and the peak memory of each."""
    with tempfile.TemporaryDirectory(prefix="opensna-bench-") as folder:
        dirty, clean, bad = write_files(Path(folder), rows)
        print(f"{rows:,} rows, 20 columns, {dirty.stat().st_size / 1e6:,.0f} MB, {bad:,} bad rows", flush=True)
        ways = {"bare_copy": clean, "full_ingest": dirty, "clean_ingest": clean}
        times: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        for _ in range(runs):
            for way, path in ways.items():
                times[way].append(_timed(way, path))
        middle = {way: statistics.median(run["seconds"] for run in done) for way, done in times.items()}
        for way, done in times.items():
            print(
                f"{way:<13} {middle[way]:7.2f} s   × bare {middle[way] / middle['bare_copy']:.2f}   "
                f"peak {max(run['peak_mb'] for run in done):,.0f} MB   quarantined {done[0].get('bad', 0):,}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        way, path, folder = sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
        outcome = bare_copy(path, folder) if way == "bare_copy" else full_ingest(path, folder)
        outcome["peak_mb"] = _peak_mb()
        print(json.dumps(outcome))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, int(sys.argv[2]) if sys.argv[2:] else 5)
