"""The unit costs in force, the record of their checks, and the printed tables that they were tested on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from opensna.actions._money import catalogue_of, read_checks, write_checks
from opensna.actions.workspace import Workspace
from opensna.core.errors import InputError
from opensna.costs.catalogue import Check, build_catalogue, record_check
from opensna.costs.printed import BearerTable, DomesticAbuse, Reproduction, bearer_table, domestic_abuse, reproduce
from opensna.reference.unit_costs import unit_costs


@dataclass(frozen=True)
class PrintedTables:
    """The cost tables of the April 2025 report: 13 and 15 made again, 14 held against them, and domestic abuse taken apart."""

    reproduction: Reproduction
    bearers: BearerTable
    domestic_abuse: DomesticAbuse


def printed_tables() -> PrintedTables:
    """What the report's cost tables were made of, from the unit costs that come with OpenSNA."""
    shipped = build_catalogue(unit_costs())
    return PrintedTables(reproduce(shipped), bearer_table(shipped), domestic_abuse(shipped))


def list_unit_costs(workspace: Workspace) -> pd.DataFrame:
    """Every unit cost in force: id, offence, stage, component, bearer, per, value, price_year, standing, source, page, note."""
    names = [
        "id",
        "offence",
        "stage",
        "component",
        "bearer",
        "per",
        "value",
        "price_year",
        "standing",
        "source",
        "page",
        "note",
    ]
    rows = [
        [str(getattr(c, n)) if n == "price_year" else getattr(c, n) for n in names]
        for c in catalogue_of(workspace).costs
    ]
    return pd.DataFrame(rows, columns=names)


def check_unit_cost(
    workspace: Workspace, wanted: str, *, value: float, by: str, on: str | None = None, page: str = ""
) -> Check:
    """Record that somebody read this value in the source: from then on the figure is printed as checked.

    Raises
    ------
    UnknownIdError, InputError : as costs.catalogue.record_check; and for a date that is not one.
    """
    try:
        when = date.fromisoformat(on) if on else date.today()
    except ValueError:
        raise InputError(
            "this is not a date",
            where="--on",
            found=repr(on),
            expected="2026-11-24",
            do_this="write year, month and day",
        ) from None
    check = record_check(catalogue_of(workspace), wanted, value=value, by=by, on=when.isoformat(), page=page)
    earlier = [held for held in read_checks(workspace) if held.id != check.id]
    write_checks(workspace, [*earlier, check])
    return check
