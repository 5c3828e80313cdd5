"""What the cost, value and target actions read from a workspace's records, and the disclosed counts that they price."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from opensna.actions._tables import OpenTables
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect, effects_of_evaluations, effects_of_index
from opensna.catalogue import MEASURES, find
from opensna.core.area import Area
from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.core.period import Period
from opensna.costs.catalogue import Catalogue, Check, build_catalogue
from opensna.disclosure.disclose import disclose
from opensna.evaluation.registry import evaluations
from opensna.evaluation.registry import with_own as own_evaluations
from opensna.reference.prices import PriceIndex, price_indices, with_own_indices
from opensna.reference.unit_costs import read_unit_costs, unit_costs
from opensna.whatworks.index import approaches
from opensna.whatworks.index import with_own as own_approaches

UNIT_COSTS, CHECKS, INDICES = "unit_costs.csv", "unit_cost_checks.csv", "price_indices.csv"
MULTIPLIERS = "multipliers.csv"
CHECK_COLUMNS = ("id", "value", "checked_by", "checked_on", "page")


def records(workspace: Workspace) -> Path:
    """Where people's own figures lie."""
    return workspace.root / "records"


def read_table(path: Path) -> pd.DataFrame:
    """A CSV of records, every cell as text.

    Raises
    ------
    InputError : no such file. DocumentError : it is not a table.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=path.name, do_this="check the name and the folder")
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DocumentError(
            "this is not a table",
            where=path.name,
            found=" ".join(str(error).split())[:200],
            do_this="save it as comma-separated text in UTF-8, with a line of column names",
        ) from error


def numbers_of(rows: pd.DataFrame, names: tuple[str, ...], where: str) -> pd.DataFrame:
    """The named columns as numbers, NaN where a cell is empty or holds a mark; DocumentError, with its lines, for any other."""
    rows = rows.copy()
    for name in (name for name in names if name in rows.columns):
        cells = rows[name].str.strip().str.replace(",", "")
        blank = cells.eq("") | cells.str.fullmatch(r"\[[a-z]\]")
        numbers = pd.to_numeric(cells.mask(blank), errors="coerce")
        if (numbers.isna() & ~blank).any():
            lines = [str(i + 2) for i in range(len(rows)) if bool((numbers.isna() & ~blank).iloc[i])]
            raise DocumentError(
                "a cell that is not a number",
                where=f"{where}, column {name}",
                found=f"lines {', '.join(lines[:8])}",
                do_this="write a number, or leave the cell empty where the count is hidden",
            )
        rows[name] = numbers.astype(float)
    return rows


def multipliers_of(workspace: Workspace) -> pd.DataFrame | None:
    """What a recorded offence stands for, by offence, from records/multipliers.csv; None where there is no such file."""
    path = records(workspace) / MULTIPLIERS
    return numbers_of(read_table(path), ("multiplier", "low", "high"), MULTIPLIERS) if path.is_file() else None


def catalogue_of(workspace: Workspace) -> Catalogue:
    """The unit costs in force: records/unit_costs.csv over OpenSNA's, with the checks of records/unit_cost_checks.csv."""
    path = records(workspace) / UNIT_COSTS
    own = read_unit_costs(read_table(path), where=f"records/{UNIT_COSTS}") if path.is_file() else ()
    return build_catalogue(unit_costs(), own=own, checks=read_checks(workspace))


def read_checks(workspace: Workspace) -> tuple[Check, ...]:
    """The checks recorded, in the order in which they were made."""
    path = records(workspace) / CHECKS
    if not path.is_file():
        return ()
    rows = read_table(path)
    try:
        return tuple(
            Check(r["id"], float(r["value"]), r["checked_by"], r["checked_on"], r["page"])
            for r in rows.to_dict("records")
        )
    except (KeyError, ValueError) as error:
        raise DocumentError(
            "the checks of unit costs cannot be read",
            where=f"records/{CHECKS}",
            found=str(error),
            expected=", ".join(CHECK_COLUMNS),
            do_this="correct the line, or delete it and record the check again with: opensna unit-costs --check ID",
        ) from error


def write_checks(workspace: Workspace, checks: Sequence[Check]) -> Path:
    """Store all checks, under a temporary name first."""
    path = records(workspace) / CHECKS
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [(c.id, f"{c.value:.12g}", c.checked_by, c.checked_on, c.page) for c in checks]
    draft = path.with_suffix(".part")
    pd.DataFrame(rows, columns=list(CHECK_COLUMNS)).to_csv(draft, index=False, lineterminator="\n")
    os.replace(draft, path)
    return path


def indices_of(workspace: Workspace) -> Mapping[str, PriceIndex]:
    """The price indices in force: records/price_indices.csv over OpenSNA's."""
    path = records(workspace) / INDICES
    return with_own_indices(read_table(path), where=f"records/{INDICES}") if path.is_file() else price_indices()


def effects_of(workspace: Workspace | None) -> Mapping[str, Effect]:
    """Effects by id: of the What Works index and of evaluations, with what the workspace's records lay over them."""
    index, registry = approaches(), evaluations()
    if workspace:
        index = own_approaches(index, records(workspace) / "approaches")
        registry = own_evaluations(registry, records(workspace) / "evaluations")
    return {**effects_of_index(index.values()), **effects_of_evaluations(registry.values())}


def disclosed(
    opened: OpenTables,
    measures: Sequence[str],
    *,
    periods: Sequence[Period],
    areas: Sequence[Area],
    audience: str = "authors",
) -> pd.DataFrame:
    """Disclosed counts of whole measures (no breakdown), one row a measure, area and period.

    Returns
    -------
    measure, area_code, area_name, period (text), value, low, high, mark, source ("mps_borough_crime 2024-03"), is_synthetic.
    """
    wanted = [find("measure", MEASURES, name).model_copy(update={"breakdowns": ()}) for name in measures]
    counts = opened.count(wanted, periods=periods, areas=areas)
    table = disclose(counts, audience=audience, tighten={m.id: m.disclosure for m in wanted}).table
    names = {area.code: area.name for area in areas}
    return pd.DataFrame(
        {
            "measure": table["measure"],
            "area_code": table["area_code"],
            "area_name": table["area_code"].map(names),
            "period": [str(Period(a, b)) for a, b in zip(table["period_start"], table["period_end"], strict=True)],
            "value": table["numerator"],
            "low": table["numerator_low"],
            "high": table["numerator_high"],
            "mark": table["mark"],
            "source": table["source"] + " " + table["release"],
            "is_synthetic": table["kind"] == "synthetic",
        }
    )


def areas_named(workspace: Workspace, names: Sequence[str]) -> tuple[Area, ...]:
    """Areas of the partnership by name or code; the whole where none is named.

    Raises
    ------
    UnknownIdError : a name that is not one of its areas.
    """
    every = workspace.partnership.every_area
    if not names:
        return every[:1]
    known = {area.code.casefold(): area for area in every} | {area.name.casefold(): area for area in every}
    missing = [name for name in names if name.casefold() not in known]
    if missing:
        raise UnknownIdError.of(
            "area", missing[0], [area.name for area in every], do_this="give an area's name or code"
        )
    return tuple(known[name.casefold()] for name in names)
