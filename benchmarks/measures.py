"""How fast all measures of police offences are counted: ours, hand-written FILTER SQL, and a script for each borough.

All three read the same made-up Parquet (canonical columns, the definition's columns marked beforehand) and give the count of
every measure by month, for London and its 33 authorities. Each run is a process of its own, so that its peak memory is its
own; the ways take turns; the median of the rounds is printed. Each process first answers from a file of a thousand rows, so
that imports and first uses are not timed for any way. The answers are compared before.

    python benchmarks/measures.py [--rows 1000000 10000000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import duckdb
import ibis
import ibis.backends.duckdb  # Ibis loads it on first use, and imports are not timed
import numpy as np
import pandas as pd

from opensna.contracts.sql import literal
from opensna.core.period import Period
from opensna.measures.count import count
from opensna.measures.load import load_measures
from opensna.measures.measure import Condition, Measure, Range, RecordsDenominator, Value
from opensna.reference.areas import LONDON, area, boroughs, covered_by

SOURCE = "police_offences"
WARM_UP = "warm_up.parquet"
MONTHS = Period.parse("2019-01/2023-12").each_month()
SUBGROUPS = {
    "Homicide": 0.0005, "Violence with injury": 0.2, "Violence without injury": 0.25, "Stalking and harassment": 0.14, "Rape": 0.02,
    "Other sexual offences": 0.035, "Robbery of personal property": 0.07, "Robbery of business property": 0.01,
    "Possession of weapons": 0.02, "Public fear, alarm or distress": 0.2045, "Arson": 0.05,
}  # fmt: skip


@cache
def measures() -> list[Measure]:
    """Measures of police offences by borough and month, as shipped; `whole_profile.py` counts all, with their breakdowns."""
    shipped = load_measures(resources.files("opensna.measures")).values()
    return [m for m in shipped if (m.source, m.level, m.grain) == (SOURCE, "borough", "month")]


@cache
def conditions() -> dict[str, dict[str, Condition]]:
    """Every count that the measures need."""
    return counts_of(measures())


def counts_of(several: Iterable[Measure]) -> dict[str, dict[str, Condition]]:
    """Conditions by name: of each numerator, and of the records that a share is of (`<measure>__records`)."""
    found: dict[str, dict[str, Condition]] = {}
    for measure in several:
        records = measure.denominator.records if isinstance(measure.denominator, RecordsDenominator) else {}
        found[measure.id] = {**records, **measure.where}
        if records:
            found[f"{measure.id}__records"] = records
    return found


def write_offences(path: Path, rows: int, seed: int = 20250401) -> None:
    """Made-up offences in chunks: canonical columns, then those of the definition."""
    rng = np.random.default_rng(seed)
    codes = np.array([place.code for place in boroughs()] + ["Unknown"], dtype=object)
    subgroups = np.array(list(SUBGROUPS), dtype=object)
    share = np.array(list(SUBGROUPS.values()))
    con = duckdb.connect()
    parts = []
    for start in range(0, rows, 1_000_000):
        n = min(1_000_000, rows - start)
        subgroup = rng.choice(subgroups, n, p=share / share.sum())
        inside = (rng.random(n) < 0.8) & np.isin(subgroup, subgroups[[0, 1, 2, 4, 5, 6]])
        frame = pd.DataFrame(
            {
                "offence_id": np.char.add("OF", np.arange(start, start + n).astype(str)).astype(object),
                "offence_code": "8N",
                "offence_name": subgroup,
                "offence_group": "group",
                "offence_subgroup": subgroup,
                "date": np.datetime64("2019-01-01", "us") + rng.integers(0, 1826, n).astype("timedelta64[D]"),
                "hour": rng.integers(0, 24, n).astype(np.int32),
                "borough_code": rng.choice(codes, n),
                "ward_code": np.char.add("E0500", rng.integers(9000, 9680, n).astype(str)).astype(object),
                **{
                    name: rng.random(n) < p
                    for name, p in (("flag_domestic_abuse", 0.2), ("flag_knife", 0.06), ("flag_hate", 0.05))
                },
                "in_definition": inside,
                "under_25": rng.random(n) < 0.35,
                "sexual_violence": inside & np.isin(subgroup, subgroups[[4, 5]]),
            }
        )
        frame["domestic_abuse"] = frame["flag_domestic_abuse"]
        con.register("chunk", frame)
        parts.append(str(path.with_suffix(f".{start}.part")))
        con.execute(f"COPY (SELECT * REPLACE (date::DATE AS date) FROM chunk) TO '{parts[-1]}' (FORMAT parquet)")
    con.execute(f"COPY (SELECT * FROM read_parquet({parts})) TO '{path}' (FORMAT parquet)")
    for part in parts:
        os.remove(part)


def ours(path: Path) -> pd.DataFrame:
    """`opensna.measures.count`, with denominators and everything else that Counts holds."""
    table = ibis.duckdb.connect().read_parquet(path)
    counts = count(
        {SOURCE: table}, measures(), periods=MONTHS, areas=(area(LONDON), *boroughs()),
        covers={SOURCE: covered_by("london")}, access={SOURCE: "restricted"}, kinds={SOURCE: "synthetic"},
        releases={SOURCE: "2024-01"}, coverage={SOURCE: Period.parse("2019-01/2023-12")},
    )  # fmt: skip
    return counts.table


def filter_sql(path: Path) -> pd.DataFrame:
    """One scan, one `count(*) FILTER` for each count."""
    columns = filters(conditions())
    query = (
        f"SELECT borough_code, date_trunc('month', date) AS month, {columns} FROM read_parquet('{path}') GROUP BY 1, 2"
    )
    return duckdb.connect().execute(query).df()


def pandas_script(path: Path) -> pd.DataFrame:
    """The columns that are needed, read once; then borough after borough, measure after measure."""
    asked = conditions()
    needed = sorted({column for where in asked.values() for column in where} | {"borough_code", "date"})
    data = pd.read_parquet(path, columns=needed)
    data["month"] = pd.to_datetime(data["date"]).dt.to_period("M").dt.to_timestamp()
    found = []
    for borough, rows in data.groupby("borough_code"):
        for name, where in asked.items():
            chosen = pd.Series(True, index=rows.index)
            for column, condition in where.items():
                chosen &= _pandas(rows[column], condition)
            sizes = rows.loc[chosen].groupby("month").size()
            found.append(
                pd.DataFrame({"borough_code": borough, "measure": name, "month": sizes.index, "n": sizes.values})
            )
    return pd.concat(found)


def filters(wheres: Mapping[str, Mapping[str, Condition]]) -> str:
    """The select list of one `count(*) FILTER` for each count."""
    return ",\n  ".join(f'count(*) FILTER (WHERE {sql_of(where)}) AS "{name}"' for name, where in wheres.items())


def sql_of(where: Mapping[str, Condition]) -> str:
    """The conditions as an analyst writes them."""
    return " AND ".join(_sql(column, condition) for column, condition in where.items()) or "true"


def _sql(column: str, condition: Condition) -> str:
    if isinstance(condition, bool):
        return column if condition else f"NOT {column}"
    if isinstance(condition, Range):
        low = [f"{column} >= {condition.minimum}"] if condition.minimum is not None else []
        high = [f"{column} <= {condition.maximum}"] if condition.maximum is not None else []
        return " AND ".join([*low, *high]) or f"{column} IS NOT NULL"
    if isinstance(condition, tuple):
        return f"{column} IN ({', '.join(map(_value, condition))})"
    return f"{column} = {_value(condition)}"


def _value(value: Value) -> str:
    return literal(value) if isinstance(value, str) else str(value)


def _pandas(column: pd.Series, condition: Condition) -> pd.Series:
    if isinstance(condition, bool):
        return column if condition else ~column
    return column == condition


WAYS: dict[str, Callable[[Path], pd.DataFrame]] = {"ours": ours, "filter_sql": filter_sql, "pandas": pandas_script}


def run_once(way: str, path: Path) -> None:
    """Print seconds and peak memory of one way, as JSON."""
    WAYS[way](path.with_name(WARM_UP))
    start = time.perf_counter()
    WAYS[way](path)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb()}))


def peak_mb() -> float:
    """The process's own peak. On Linux ru_maxrss of a child starts at its parent's, so VmHWM is read where there is one."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def check_equal(path: Path) -> int:
    """Compare every cell of the first two ways, and the third's totals; returns the number of cells."""
    mine = ours(path)
    mine = mine[mine["area_code"] != LONDON].assign(month=pd.to_datetime(mine["period_start"]))
    theirs = filter_sql(path)
    theirs["month"] = pd.to_datetime(theirs["month"])
    long = theirs.melt(["borough_code", "month"], var_name="measure", value_name="n")
    both = mine.merge(
        long, left_on=["measure", "area_code", "month"], right_on=["measure", "borough_code", "month"], how="left"
    )
    assert (both["numerator"] == both["n"].fillna(0)).all(), "counts differ from FILTER SQL"
    totals = pandas_script(path).groupby("measure")["n"].sum()
    assert (long.groupby("measure")["n"].sum().reindex(totals.index) == totals).all(), "pandas differs from SQL"
    return len(both)


def compare(rows: int, rounds: int, folder: Path) -> None:
    """Write, check, time in turn, and print medians and ratios."""
    path = folder / f"offences_{rows}.parquet"
    write_offences(path, rows)
    write_offences(folder / WARM_UP, 1_000)
    print(f"\n{rows:,} rows, {len(conditions())} counts, {len(MONTHS)} months, {len(boroughs()) + 1} areas", flush=True)
    if rows <= 1_000_000:
        print(f"  {check_equal(path):,} cells equal")
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    peaks: dict[str, float] = dict.fromkeys(WAYS, 0.0)
    for _ in range(rounds):
        for way in WAYS:
            command = [sys.executable, __file__, "--way", way, "--file", str(path)]
            answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            seconds[way].append(answer["seconds"])
            peaks[way] = max(peaks[way], answer["peak_mb"])
    medians = {way: statistics.median(values) for way, values in seconds.items()}
    for way in WAYS:
        print(
            f"  {way:<11} median {medians[way]:7.3f} s   peak {peaks[way] / 1024:5.2f} GB"
            f"   {medians[way] / medians['ours']:6.2f} x ours"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--way", choices=list(WAYS), help="run one way once (used by the benchmark itself)")
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.way:
        run_once(options.way, options.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            compare(rows, options.rounds, Path(folder))


if __name__ == "__main__":
    main()
