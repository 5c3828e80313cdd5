"""The whole profile of London and its 33 authorities, and its counts against hand-written `count(*) FILTER` SQL.

Run: python benchmarks/whole_profile.py [ROWS] [ROUNDS]     (default 1,000,000 offences, median of three, taking turns)

Three ways, each run in a process of its own, so that its time and its peak memory are its own:

    profile     the action `assess` for the authors: every measure, area and section, from its imports to the stored edition
    counts      the counts of that edition from the three police tables, opening included
    filter_sql  the same cells by SQL on the bare engine, as a good analyst writes it: a statement for each table, level of
                area and breakdown, a `count(*) FILTER` for each measure, the join that marks the offences with somebody under
                25 where a measure asks for it; months are counted once and added up to the periods; cells of no row are 0

`counts` also finds the denominators and the marks of what is not available, which the SQL leaves out. Both first answer from a
small workspace, so that imports and first uses are not timed; the whole profile is timed as it comes, from modules compiled once
before, as an installed program's are. Every cell of the two is compared. Processor seconds are given beside seconds, because a
busy machine lengthens only the latter.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd
from measures import counts_of, filters, peak_mb

from opensna.actions._counting import count_edition
from opensna.actions._tables import POLICE, open_tables
from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.synthesise import synthesise
from opensna.actions.workspace import Workspace
from opensna.catalogue import DEFINITIONS, MEASURES
from opensna.contracts.sql import literal, name
from opensna.core.period import Period
from opensna.definition.scope import AFTER_SCHOOL, AGE_BANDS, NIGHT, OTHER_HOURS, UNKNOWN
from opensna.measures.measure import Measure
from opensna.measures.unplaced import UNPLACED
from opensna.reference.areas import LONDON, covered_by
from opensna.warehouse.release import read_record, write_record

RELEASED = "2024-03"
LONDON_ROWS = 1_760_000
"""Offences of the synthetic London at scale 1, 2019 to 2023."""
SMALL = 0.01
PERIODS = tuple(Period.parse(text) for text in ("2019", "2020", "2021", "2022", "2023", "fy2019-20"))
"""What an edition of 2023 counts: its year back to the first held, and the year to March 2020."""
LIMIT_ROWS, LIMIT_SECONDS, LIMIT_GB = 10_000_000, 30.0, 2.0
COUNTABLE = {("borough", None, None), ("whole", None, None)}
"""Level, sum and distinct of the measures that the SQL by hand counts."""
KEY = ["measure", "area_code", "period_start", "breakdown", "group"]


# The workspaces -----------------------------------------------------------------------------------------------------------


def make_workspace(root: Path, scale: float) -> Workspace:
    """A demo workspace with every synthetic delivery ingested."""
    workspace = init("london", root, is_demo=True)
    for source, files in synthesise(workspace, scale=scale).items():
        ingest(workspace, source, files, released=RELEASED)
    return workspace


def enlarge(workspace: Workspace, rows: int) -> int:
    """Repeat the stored offences, with their victims and suspects, under new ids until there are `rows`; how often.

    The last copy is cut to a random part of the offences.
    """
    stored = {source: workspace.warehouse.path(source, RELEASED) for source in POLICE}
    held = read_record(stored[POLICE[0]].parent).rows_accepted
    copies, last = -(-rows // held), (rows - 1) % held + 1
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    offences = literal(stored[POLICE[0]])
    con.execute(
        f"CREATE TABLE of_last AS SELECT offence_id FROM {offences} ORDER BY hash(offence_id), offence_id LIMIT {last}"
    )
    for source, path in stored.items():
        people = "" if source == POLICE[0] else ", person_id || '-{n}' AS person_id"
        copy = f"SELECT * REPLACE (offence_id || '-{{n}}' AS offence_id{people}) FROM {literal(path)}"
        parts = [copy.format(n=n) for n in range(copies)]
        parts[-1] += " WHERE offence_id IN (FROM of_last)"
        larger = path.with_suffix(".larger")
        con.execute(f"COPY ({' UNION ALL '.join(parts)}) TO {literal(larger)} (FORMAT parquet)")
        larger.replace(path)
        (now,) = con.execute(f"SELECT count(*) FROM {literal(path)}").fetchall()[0]
        write_record(replace(read_record(path.parent), rows_read=now, rows_accepted=now), path.parent)
    return copies


# Ours ---------------------------------------------------------------------------------------------------------------------


def profile(workspace: Workspace, began: float) -> dict[str, tuple[float, float]]:
    """The whole profile by a process that began at this time; seconds and processor seconds of each of its phases."""
    marks = [("starting and imports", began, 0.0)]
    assess(workspace, progress=lambda what, _: marks.append((what, *_now())))
    return {what: (then[1] - wall, then[2] - busy) for (what, wall, busy), then in pairwise(marks)}


def _now() -> tuple[float, float]:
    """Time of day, which two processes share, and processor seconds of this one."""
    return time.time(), time.process_time()


def police_measures() -> list[Measure]:
    """What an edition counts from the three tables."""
    return [m for m in MEASURES.values() if m.source in POLICE and m.status == "published"]


def counts(workspace: Workspace) -> pd.DataFrame:
    """`count_edition` of the police tables."""
    edition = workspace.settings.edition
    return count_edition(
        open_tables(workspace, POLICE), police_measures(), period=Period.parse(edition.period),
        baselines={name: Period.parse(text) for name, text in edition.baselines.items()},
    ).table  # fmt: skip


def cells_of(counted: pd.DataFrame) -> pd.DataFrame:
    """Our counts as the cells that SQL gives: those with a figure; the records that a share is of are a count of their own.

    We also count single months and the records that no borough has; SQL is not asked for them.
    """
    is_year = pd.to_datetime(counted["period_end"]) - pd.to_datetime(counted["period_start"]) > pd.Timedelta(days=31)
    given = counted[(counted["mark"] == "") & (counted["area_code"] != UNPLACED) & is_year]
    records = given[given["denominator_kind"] == "records"]
    own = records.assign(measure=records["measure"] + "__records", numerator=records["denominator"])
    return pd.concat([given, own], ignore_index=True)[[*KEY, "numerator"]].rename(columns={"numerator": "n"})


# By hand ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Statement:
    """What one statement counts: measures of one table and level of area, by one breakdown (`()`: none)."""

    source: str
    level: str
    breakdown: tuple[str, ...]
    measures: tuple[Measure, ...]


def statements() -> Iterator[Statement]:
    """One for each table, level of area and breakdown."""
    found: dict[tuple[str, str, str], list[Measure]] = {}
    for measure in police_measures():
        assert (measure.level, measure.sum, measure.distinct) in COUNTABLE, f"{measure.id} is not counted by this SQL"
        for breakdown in ("", *measure.breakdowns):
            found.setdefault((measure.source, measure.level, breakdown), []).append(measure)
    for (source, level, breakdown), several in found.items():
        yield Statement(source, level, tuple(filter(None, breakdown.split("*"))), tuple(several))


def filter_sql(workspace: Workspace) -> pd.DataFrame:
    """Every cell, by one statement after the other."""
    files = {source: literal(workspace.warehouse.path(source, RELEASED)) for source in POLICE}
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    return pd.concat([con.execute(sql(one, files)).df() for one in statements()], ignore_index=True)


def sql(one: Statement, files: dict[str, str]) -> str:
    """The statement."""
    wheres = counts_of(one.measures)
    by_borough = one.level == "borough"
    periods = PERIODS if by_borough else (PERIODS[4],)
    areas = (LONDON, *(covered_by("met_police") if by_borough else ()))
    place = "borough_code" if by_borough else "'none'"
    group = (
        " || '*' || ".join(f"coalesce(CAST({name(column)} AS VARCHAR), '{UNKNOWN}')" for column in one.breakdown)
        or "''"
    )
    sums = ",\n  ".join(f"sum({name(id)}) AS {name(id)}" for id in wheres)
    filled = ",\n  ".join(f"CAST(coalesce({name(id)}, 0) AS BIGINT) AS {name(id)}" for id in wheres)
    in_periods = ", ".join(f"(DATE '{p.start}', DATE '{p.end}')" for p in periods)
    return f"""
WITH periods("start", "end") AS (VALUES {in_periods}),
areas(area) AS (VALUES {", ".join(f"('{code}')" for code in areas)}),
marked AS (
  {marked(one, files, first=min(p.start for p in periods), last=max(p.end for p in periods))}
),
by_month AS (
  SELECT {place} AS area, date_trunc('month', date) AS month,
  {group} AS "group",
  {filters(wheres)}
  FROM marked GROUP BY 1, 2, 3
),
by_period AS (
  SELECT p."start", "group", coalesce(area, '{LONDON}') AS area,  -- a row without an area is the whole
  {sums}
  FROM by_month JOIN periods AS p ON month BETWEEN p."start" AND p."end"
  GROUP BY GROUPING SETS ((p."start", "group", area), (p."start", "group"))
),
cells AS (
  SELECT area, "start", "group",
  {filled}
  FROM areas CROSS JOIN periods CROSS JOIN (SELECT DISTINCT "group" FROM by_period)
  LEFT JOIN by_period USING (area, "start", "group")
)
SELECT measure, area AS area_code, "start" AS period_start, '{"*".join(one.breakdown) or "none"}' AS breakdown, "group", n
FROM (UNPIVOT cells ON {", ".join(map(name, wheres))} INTO NAME measure VALUE n)
QUALIFY "group" = '' OR sum(n) OVER (PARTITION BY measure, "group") > 0"""


def marked(one: Statement, files: dict[str, str], *, first: object, last: object) -> str:
    """The rows of a table with the columns of the definition that the statement asks for."""
    definition = DEFINITIONS["london"]
    needed = {column for where in counts_of(one.measures).values() for column in where} | set(one.breakdown)
    _, victims, suspects = (files[source] for source in POLICE)
    victim, suspect = definition.under_25.victims, definition.under_25.suspects
    age = {POLICE[1]: victim, POLICE[2]: suspect}.get(one.source)
    of_victims = f"SELECT offence_id FROM {victims} WHERE age BETWEEN {victim.minimum} AND {victim.maximum}"
    of_suspects = f"SELECT offence_id FROM {suspects} WHERE age BETWEEN {suspect.minimum} AND {suspect.maximum}"
    bands = " ".join(f"WHEN age <= {top} THEN '{band}'" for band, _, top in AGE_BANDS if top is not None)
    names, codes, subgroups = (
        ", ".join(map(literal, words))
        for words in (definition.names, definition.codes, definition.sexual_violence.subgroups)
    )
    young = f"offence_id IN ({of_victims} UNION ALL {of_suspects})"
    inside = f"(lower(trim(offence_name)) IN ({names}) OR coalesce(upper(trim(offence_code)) IN ({codes}), false))"
    columns = {
        "in_definition": inside,
        "sexual_violence": f"{inside} AND offence_subgroup IN ({subgroups})",
        "within_ages": young,
        "in_scope": f"({inside} AND ({young} OR offence_subgroup IN ({subgroups}))) OR coalesce(flag_domestic_abuse, false)",
        "domestic_abuse": "coalesce(flag_domestic_abuse, false)",
        "under_25": f"coalesce(age BETWEEN {age.minimum} AND {age.maximum}, false)" if age
        else young,
        "age_band": f"CASE WHEN age IS NULL THEN '{UNKNOWN}' {bands} ELSE '{AGE_BANDS[-1][0]}' END",
        "weekday": "dayname(date)",
        "month_of_year": "strftime(date, '%m')",
        "window": f"CASE WHEN hour IS NULL THEN '{UNKNOWN}' WHEN hour >= 22 OR hour < 5 THEN '{NIGHT}' "
        f"WHEN isodow(date) <= 5 AND hour BETWEEN 15 AND 18 THEN '{AFTER_SCHOOL}' ELSE '{OTHER_HOURS}' END",
    }  # fmt: skip
    added = ", ".join(f"{columns[column]} AS {name(column)}" for column in sorted(needed & set(columns)))
    return f"SELECT *, {added} FROM {files[one.source]} WHERE date BETWEEN '{first}' AND '{last}'"


def check_equal(mine: pd.DataFrame, theirs: pd.DataFrame) -> int:
    """Compare every cell; how many there are."""
    both = mine.merge(theirs, on=KEY, how="outer", suffixes=("_ours", "_sql"), indicator=True, validate="one_to_one")
    unlike = both[(both["_merge"] != "both") | (both["n_ours"] != both["n_sql"])]
    assert unlike.empty, f"{len(unlike):,} of {len(both):,} cells differ, the first:\n{unlike.head(10).to_string()}"
    return len(both)


# Timing -------------------------------------------------------------------------------------------------------------------

COUNTED: dict[str, Callable[[Workspace], pd.DataFrame]] = {"counts": counts, "filter_sql": filter_sql}
WAYS = ("profile", *COUNTED)


def run_once(way: str, folder: Path, began: float) -> None:
    """Print seconds, processor seconds, peak memory and phases of one way, as JSON; leave its cells in the folder."""
    large, small = Workspace.open(folder / "large"), Workspace.open(folder / "small")
    if way == "profile":
        phases = profile(large, began)
        seconds, busy = (sum(of) for of in zip(*phases.values(), strict=True))
        print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak_mb(), "phases": phases}))
        return
    COUNTED[way](small)
    seconds, busy = _now()
    counted = COUNTED[way](large)
    seconds, busy = (until - since for since, until in zip((seconds, busy), _now(), strict=True))
    print(json.dumps({"seconds": seconds, "busy": busy, "peak_mb": peak_mb()}))
    cells = cells_of(counted) if way == "counts" else counted
    cells.assign(period_start=pd.to_datetime(cells["period_start"])).to_parquet(folder / f"{way}.parquet")


def compare(rows: int, rounds: int, folder: Path) -> None:
    """Make the workspaces, time the ways in turn, compare the cells, and print the table."""
    make_workspace(folder / "small", SMALL)
    scale = min(1.0, 0.98 * rows / LONDON_ROWS)
    copies = enlarge(make_workspace(folder / "large", scale), rows)
    print(
        f"{rows:,} offences: a synthetic London at scale {scale:.3f}, its offences {copies} times over, the last in part"
    )
    as_installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", "import opensna.actions.assess"], check=True, env=as_installed)
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    phases: list[dict[str, tuple[float, float]]] = []
    for _ in range(rounds):
        for way in WAYS:
            command = [sys.executable, __file__, "--one", way, str(folder), str(time.time())]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            answer = json.loads(done.stdout.splitlines()[-1])
            phases += [answer.pop("phases")] if way == "profile" else []
            runs[way].append(answer)
    cells = check_equal(*(pd.read_parquet(folder / f"{way}.parquet") for way in COUNTED))
    print(
        f"{cells:,} cells of {len(police_measures())} measures, {len(list(statements()))} statements of SQL: all equal\n"
    )
    middle = {
        way: {what: statistics.median(run[what] for run in done) for what in done[0]} for way, done in runs.items()
    }
    print(f"{'':<12}{'seconds':>9}{'processor':>11}{'peak GB':>9}{'seconds / counts':>18}{'processor / counts':>20}")
    for way, its in middle.items():
        ratios = [its[what] / middle["counts"][what] for what in ("seconds", "busy")]
        peak = max(run["peak_mb"] for run in runs[way]) / 1024
        print(f"{way:<12}{its['seconds']:>9.2f}{its['busy']:>11.2f}{peak:>9.2f}{ratios[0]:>18.2f}{ratios[1]:>20.2f}")
    print("\nphase of the profile             seconds  processor")
    for what in phases[0]:
        wall, cpu = (statistics.median(one[what][i] for one in phases) for i in (0, 1))
        print(f"  {what:<28}{wall:>9.2f}{cpu:>11.2f}")
    gigabytes = max(run["peak_mb"] for run in runs["profile"]) / 1024
    within = middle["profile"]["seconds"] < LIMIT_SECONDS and gigabytes < LIMIT_GB
    verdict = "within" if within else "OVER"
    print(
        f"{verdict} {LIMIT_SECONDS:.0f} s and {LIMIT_GB:.0f} GB, which are promised for {LIMIT_ROWS:,} offences on two cores"
    )


def main(rows: int, rounds: int) -> None:
    """In a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="opensna-bench-") as folder:
        compare(rows, rounds, Path(folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_once(sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, int(sys.argv[2]) if sys.argv[2:] else 3)
