"""Every format of 1, 10, 34 and 150 areas of the demo edition: seconds in all, and seconds and work for each area.

Run: python benchmarks/report.py [DEMO] [AREAS …]     (a demo workspace, made if there is none; default 1 10 34 150)

Areas beyond those of the edition are copies of boroughs under other names and codes, so that no drawing can be found in a cache
that a real area would not find there. The last line is a run with nothing left to do.
"""

from __future__ import annotations

import os
import re
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

from opensna.actions.demo import demo
from opensna.actions.report import report
from opensna.actions.workspace import Workspace
from opensna.assessment import blocks as block_json
from opensna.assessment.edition import Edition, read_edition, write_edition
from opensna.assessment.ledger import Ledger
from opensna.core.area import Area
from opensna.core.block import SectionBlocks
from opensna.core.estimate import Estimates

COUNTS = (1, 10, 34, 150)
CLAIM = re.compile(r"\bc\d{5,}\b")
"""Id of a claim in the JSON of blocks and ledgers."""
STORED = ("name", "audience", "period", "policy", "areas", "files")
"""What `write_edition` says in the manifest of itself."""
LIMIT = 120.0
"""Seconds that London and its boroughs may take on two cores."""


def with_areas(edition: Edition, count: int) -> Edition:
    """An authors' copy of the edition with so many areas: London, its boroughs, then copies of boroughs."""
    places = list(edition.areas[:count])
    blocks = {place.code: edition.blocks[place.code] for place in places}
    ledger = _named_in(edition, "".join(block_json.to_json(sections) for sections in blocks.values()))
    frames, claims = [_needed(edition, ledger, tuple(blocks))], dict(ledger.claims)
    boroughs = edition.areas[1:]
    for number in range(len(places), count):
        model = boroughs[number % len(boroughs)]
        place = Area(f"X{number:08d}", f"Place {number}", "lad")
        own = edition.estimates.table[edition.estimates.table["area_code"] == model.code]
        frames.append(own.assign(area_code=place.code, area_name=place.name))
        blocks[place.code], theirs = _renamed(edition, model, place)
        claims |= theirs.claims
        places.append(place)
    told = {name: value for name, value in edition.manifest.items() if name not in STORED}
    return replace(
        edition, name=f"areas-{count}", audience="authors", areas=tuple(places), manifest=told, blocks=blocks,
        ledger=Ledger(claims),
        estimates=Estimates(pd.concat(frames, ignore_index=True), "authors", edition.estimates.policy),
    )  # fmt: skip


def _renamed(edition: Edition, model: Area, place: Area) -> tuple[tuple[SectionBlocks, ...], Ledger]:
    """The page of a borough under another name and code, and its claims under ids of their own."""
    text = block_json.to_json(edition.blocks[model.code])
    claims = _named_in(edition, text).to_json()
    text, claims = (
        CLAIM.sub(rf"\g<0>-{place.code}", each).replace(model.name, place.name).replace(model.code, place.code)
        for each in (text, claims)
    )
    return block_json.from_json(text), Ledger.from_json(claims)


def _named_in(edition: Edition, text: str) -> Ledger:
    """The claims that these blocks, as JSON, name."""
    claims = edition.ledger.claims
    return Ledger({id: claims[id] for id in dict.fromkeys(CLAIM.findall(text)) if id in claims})


def _needed(edition: Edition, ledger: Ledger, codes: tuple[str, ...]) -> pd.DataFrame:
    """Estimates of these areas, and those of others that their sentences rest on."""
    held = edition.estimates.table
    keys = {(key.measure, key.area_code) for claim in ledger.claims.values() for key in claim.keys}
    rest_on = pd.MultiIndex.from_frame(held[["measure", "area_code"]]).isin(keys)
    return held[held["area_code"].isin(codes) | rest_on]


def timed(workspace: Workspace, name: str, areas: int, what: str) -> float:
    """Seconds that a run takes, printed."""
    began, busy = time.perf_counter(), _processor_seconds()
    made = report(workspace, name)
    seconds, busy = time.perf_counter() - began, _processor_seconds() - busy
    size = sum(path.stat().st_size for path in made.index.parent.rglob("*") if path.is_file())
    print(
        f"{areas:4} areas {what:<12} {seconds:7.1f} s   {seconds / areas:5.2f} s an area   "
        f"{busy / areas:5.2f} processor seconds an area   {made.drawn:,} drawn, "
        f"{made.kept:,} kept, {len(made.failures)} failed, {size / 1e6:,.0f} MB",
        flush=True,
    )
    return seconds


def _processor_seconds() -> float:
    """What this process and the processes that it waited for have used, whatever else the machine was doing."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main(source: Path, counts: tuple[int, ...]) -> None:
    """Print a line for each number of areas, and whether London and its boroughs were in time."""
    if not (source / "opensna.toml").is_file():
        demo(source)
    edition = read_edition(source / "editions", "demo", "public")
    with tempfile.TemporaryDirectory(prefix="opensna-bench-") as folder:
        workspace = Workspace(Path(folder), Workspace.open(source).settings)
        print(f"{os.cpu_count()} processors", flush=True)
        for count in counts:
            write_edition(with_areas(edition, count), workspace.editions)
            seconds = timed(workspace, f"areas-{count}", count, "")
            if count == len(edition.areas):
                print(f"     {'within' if seconds <= LIMIT else 'OVER'} the limit of {LIMIT:.0f} s", flush=True)
        timed(workspace, f"areas-{counts[-1]}", counts[-1], "once more")


if __name__ == "__main__":
    named = [Path(word) for word in sys.argv[1:] if not word.isdigit()]
    main(named[0] if named else Path("demo"), tuple(int(word) for word in sys.argv[1:] if word.isdigit()) or COUNTS)
