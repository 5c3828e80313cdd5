"""The registers of a workspace: programmes, funds, evaluations and awards; grants in and out; the quarterly report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from opensna.actions._loose_ends import refuse_loose_ends
from opensna.actions._records import folder, refuse_existing, write_record, write_whole
from opensna.actions._refuges import without_refuges
from opensna.actions.progress import Progress, silent
from opensna.actions.whatworks import index
from opensna.actions.workspace import Workspace
from opensna.alignment.quarter_page import quarter_page
from opensna.commissioning.awards import Award, Spend, as_package, spend_by_place
from opensna.commissioning.fund import Fund
from opensna.commissioning.grants import Grants, official_verdict, read_grants, write_grants
from opensna.commissioning.grants_sheet import read_sheet
from opensna.commissioning.portfolio import (
    ReachBounds,
    Table3Row,
    funding_cliffs,
    quarterly,
    reach_bounds,
    table3,
    unknown_ends,
)
from opensna.commissioning.programme import Programme
from opensna.commissioning.register import REPORTED, funds, programmes, with_own
from opensna.core.document import fit, read_each, read_named, read_yaml
from opensna.core.period import Period
from opensna.evaluation.evaluation import Evaluation
from opensna.evaluation.registry import evaluations, results_table, statuses
from opensna.evaluation.registry import with_own as evaluations_with_own


@dataclass(frozen=True)
class Registers:
    """What a workspace holds, by id: the packaged registers with its own records laid over them."""

    programmes: Mapping[str, Programme]
    funds: Mapping[str, Fund]
    evaluations: Mapping[str, Evaluation]
    awards: Mapping[str, Award]


def registers(workspace: Workspace | None = None) -> Registers:
    """Read every register, and refuse one that names what another does not hold.

    What comes with OpenSNA is London's: a workspace of another partnership has its own records alone.

    Raises
    ------
    DocumentError : a record that does not fit, or names an approach, programme, fund, award, evaluation, measure or area that is
        not there. All of these at once.
    """
    packaged = Registers(programmes(), funds(), evaluations(), {})
    if workspace is None:
        return packaged
    start = packaged if workspace.partnership.id == REPORTED else Registers({}, {}, {}, {})
    held = Registers(
        with_own(start.programmes, folder(workspace, "programmes"), Programme),
        with_own(start.funds, folder(workspace, "funds"), Fund),
        evaluations_with_own(start.evaluations, folder(workspace, "evaluations")),
        read_each(folder(workspace, "awards"), Award),
    )
    refuse_loose_ends(held, set(index(workspace)), workspace.partnership)
    return held


@dataclass(frozen=True)
class Portfolio:
    """The register seen whole: Table 3, bounds on people reached, where money ends, the quarter, and every result."""

    table3: tuple[Table3Row, ...]
    reach: ReachBounds
    cliffs: pd.DataFrame
    unknown_ends: tuple[str, ...]
    quarterly: pd.DataFrame
    results: pd.DataFrame


def portfolio(
    workspace: Workspace | None, quarter: Period, *, months: int = 12, progress: Progress = silent
) -> Portfolio:
    """Everything that the quarterly report and Table 3 are drawn from; looks `months` ahead from the quarter's end."""
    progress("reading registers", 0.0)
    held = registers(workspace)
    listed = tuple(held.programmes.values())
    progress("drawing up the quarter", 0.5)
    made = Portfolio(
        table3(listed), reach_bounds(listed), funding_cliffs(listed, on=quarter.end, months=months), unknown_ends(listed),
        quarterly(listed, quarter, evaluations=statuses(held.evaluations.values())), results_table(held.evaluations.values()),
    )  # fmt: skip
    progress("done", 1.0)
    return made


def write_quarter(workspace: Workspace | None, quarter: Period, into: Path, *, months: int = 12) -> tuple[Path, Path]:
    """Write the quarterly performance report: a page that needs no server, and its programmes as CSV."""
    held = registers(workspace)
    listed = tuple(held.programmes.values())
    whole = workspace.partnership.whole.name if workspace else "London"
    name = f"quarterly-report-{quarter.start:%Y-%m}-{quarter.end:%Y-%m}"
    text = quarter_page(listed, quarter, evaluations=held.evaluations, months=months, whole=whole)
    table = quarterly(listed, quarter, evaluations=statuses(held.evaluations.values())).to_csv(index=False)
    return write_whole(into / f"{name}.html", text), write_whole(into / f"{name}.csv", table)


def add_record(workspace: Workspace, kind: str, file: Path, *, replace: bool = False) -> Path:
    """Take a written programme, fund, award or evaluation into the workspace after checking it, its links and its fund's terms.

    Parameters
    ----------
    kind : "programmes", "funds", "awards" or "evaluations".

    Raises
    ------
    DocumentError : it does not fit, or names what no register holds. InputError : an award that its fund does not allow.
    """
    held = registers(workspace)
    entry: Programme | Fund | Award | Evaluation
    if kind == "awards":
        entry = fit(read_yaml(file), Award, where=file.name)
        fund = held.funds.get(entry.fund or "")
        if fund:
            fund.check_grant(entry.amount, awarded=entry.awarded)
        new = Registers(held.programmes, held.funds, held.evaluations, {**held.awards, entry.id: entry})
    elif kind == "evaluations":
        entry = fit(read_yaml(file), Evaluation, where=file.name)
        new = Registers(held.programmes, held.funds, {**held.evaluations, entry.id: entry}, held.awards)
    elif kind == "funds":
        entry = read_named(file, Fund)
        new = Registers(held.programmes, {**held.funds, entry.id: entry}, held.evaluations, held.awards)
    else:
        entry = read_named(file, Programme)
        new = Registers({**held.programmes, entry.id: entry}, held.funds, held.evaluations, held.awards)
    refuse_loose_ends(new, set(index(workspace)), workspace.partnership)
    return write_record(workspace, kind, entry.id, read_yaml(file), replace=replace)


@dataclass(frozen=True)
class ImportedGrants:
    """A file of grants as read, what it spends where, and how many grants a copy of the official schema judges otherwise."""

    grants: Grants
    spend: Spend
    judged_otherwise: int | None
    record: Path


def import_grants(
    workspace: Workspace, file: Path, *, schema: Path | None = None, replace: bool = False, progress: Progress = silent
) -> ImportedGrants:
    """Take a 360Giving file (JSON, or a sheet as CSV) into records/awards as it came, every grant with its verdict and none lost.

    Parameters
    ----------
    schema : a copy of the official schema, to set its verdict against ours; it is not carried with OpenSNA.
    """
    progress("reading grants", 0.0)
    grants = read_sheet(file) if file.suffix.lower() == ".csv" else read_grants(file)
    name = file.name.removesuffix(".gz").removesuffix(".json").removesuffix(".csv")
    record = folder(workspace, "awards") / f"{name}.json.gz"
    refuse_existing(record, replace=replace)
    otherwise = None
    if schema is not None:
        progress("asking the official schema", 0.4)
        official = official_verdict([grant.document for grant in grants.grants], json.loads(schema.read_text("utf-8")))
        pairs = zip(official, grants.grants, strict=True)
        otherwise = sum(bool(errors) == grant.fits_schema for errors, grant in pairs)
    progress("adding up", 0.8)
    made = ImportedGrants(grants, spend_by_place(grants.grants), otherwise, write_grants(grants, record))
    progress("done", 1.0)
    return made


Addresses = Literal["withheld", "as they came"]
"""Of recipients that say that they are refuges: taken out, or left for the funder that published them."""


def export_grants(
    workspace: Workspace,
    into: Path,
    *,
    title: str,
    on: date,
    addresses: Addresses = "withheld",
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Write the workspace's own awards as one 360Giving package, and every imported file with every grant of it."""
    progress("writing awards", 0.0)
    held = registers(workspace)
    written = []
    if held.awards:
        written.append(write_grants(as_package(held.awards.values(), title=title, issued=on), into / "awards.json"))
    imported = sorted(folder(workspace, "awards").glob("*.json.gz"))
    for position, file in enumerate(imported):
        progress(f"writing {file.name}", position / (len(imported) or 1))
        grants = read_grants(file)
        safe = without_refuges(grants) if addresses == "withheld" else grants
        written.append(write_grants(safe, into / file.name.removesuffix(".gz")))
    progress("done", 1.0)
    return tuple(written)
