"""Directories as tables: a folder of CSVs, or one JSON of rows by file name, with or without a data package that describes them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from opensna.core.errors import UnreadableFileError
from opensna.places.check import Problem, check_object
from opensna.places.rules import ENTITIES, TESTS

Rows = list[dict[str, Any]]
DESCRIPTION = "datapackage.json"
_ODD = {"services_at_location": "service_at_location", "accessibility": "accessibility", "addresses": "address",
        "taxonomies": "taxonomy", "physical_addresses": "address", "postal_addresses": "address"}  # fmt: skip
_NUMBERS = frozenset(name for entity in ENTITIES.values() for name, kind in entity.fields.items() if kind == "number")
_KINDS = {"number": "number", "integer": "number", "date": "day", "datetime": "moment", "time": "time"}
_FORMATS = {"uuid": "uuid", "email": "email", "uri": "address"}


def entity_of(file: str) -> str:
    """The entity that a table of this name holds ("services.csv": "service"), or the name itself where the standard has none."""
    stem = file.removesuffix(".csv")
    if stem in ENTITIES or stem in _ODD:
        return _ODD.get(stem, stem)
    single = stem.removesuffix("s")
    return single if single in ENTITIES else stem


def read_tables(path: Path) -> dict[str, Rows]:
    """Rows by file name, cells as they stand: of a folder of CSVs, or of one JSON file.

    Raises
    ------
    UnreadableFileError : no tables, a file that is no table, or a row with more cells than its header.
    """
    if path.is_dir():
        found = {file.name: _read_csv(file) for file in sorted(path.glob("*.csv"))}
    else:
        content = json.loads(path.read_text("utf-8-sig"))
        found = (
            {name: rows for name, rows in content.items() if isinstance(rows, list)}
            if isinstance(content, dict)
            else {}
        )
    if not found:
        raise _unreadable(path.name, "no table")
    return found


def write_tables(tables: Mapping[str, Rows], path: Path) -> Path:
    """The tables as they were read: a folder of CSVs, or one JSON file where the name ends in .json."""
    if path.suffix == ".json":
        path.write_text(json.dumps(dict(tables), ensure_ascii=False, indent=2), "utf-8")
        return path
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        held = io.StringIO()
        writer = csv.DictWriter(held, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (path / name).write_text(held.getvalue(), "utf-8")
    return path


def by_entity(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """The rows of all tables by entity, numbers as numbers; two tables of one entity (schedule and schedules) are laid together."""
    made: dict[str, Rows] = {}
    for name, rows in tables.items():
        made.setdefault(entity_of(name), []).extend(
            {key: _number(key, value) for key, value in row.items()} for row in rows
        )
    return made


def check_tables(
    tables: Mapping[str, Rows], description: Mapping[str, Any] | None = None
) -> dict[tuple[str, int], tuple[Problem, ...]]:
    """Problems by file name and row (from 1); a row without any has no entry.

    Parameters
    ----------
    description : the data package that came with the tables. Its own rules are then the standard that they are held to, for
        a directory of an older version follows that version's; otherwise those of Open Referral UK 3.0.
    """
    described = {
        str(r.get("path") or r.get("name")): r.get("schema", {}) for r in (description or {}).get("resources", ())
    }
    found = {}
    for name, rows in tables.items():
        uniques = _repeated(rows)
        for position, row in enumerate(rows, start=1):
            if name in described:
                problems = _described_problems(row, described[name])
            elif entity_of(name) in ENTITIES:
                problems = check_object(_typed(row, entity_of(name)), entity_of(name), as_row=True)
            else:
                problems = []
            if row.get("id") in uniques:
                problems = [*problems, Problem("id", "is given twice in the table", "error")]
            if problems:
                found[(name, position)] = tuple(problems)
    return found


def nested(tables: Mapping[str, Rows]) -> list[dict[str, Any]]:
    """Services as the JSON of the standard nests them, from tables by entity: what a search reads."""

    def of(entity: str, key: str, name: Any) -> Rows:
        return [row for row in tables.get(entity, ()) if name not in (None, "") and row.get(key) == name]

    organisations = {row.get("id"): row for row in tables.get("organization", ())}
    terms = {row.get("id"): row for row in tables.get("taxonomy_term", ())}
    places = {
        row.get("id"): {**row, "addresses": of("address", "location_id", row.get("id"))}
        for row in tables.get("location", ())
    }
    made = []
    for service in tables.get("service", ()):
        name = service.get("id")
        held = {
            plural: of(entity, "service_id", name)
            for plural, entity in (
                ("schedules", "schedule"), ("languages", "language"), ("cost_options", "cost_option"),
                ("contacts", "contact"), ("service_areas", "service_area"), ("funding", "funding"),
            )
        }  # fmt: skip
        held["service_at_locations"] = [
            {**row, "location": places.get(row.get("location_id"), {})}
            for row in of("service_at_location", "service_id", name)
        ]
        held["attributes"] = [
            {**row, "taxonomy_term": terms.get(row.get("taxonomy_term_id"), {})}
            for row in of("attribute", "link_id", name)
        ]
        made.append({**service, "organization": organisations.get(service.get("organization_id"), {}), **held})
    return made


def _read_csv(file: Path) -> Rows:
    try:
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(file.name, str(error)[:100]) from error
    if any(None in row for row in rows):
        raise _unreadable(file.name, "a row with more cells than the header")
    return [{key: value or "" for key, value in row.items()} for row in rows]


def _number(name: str, value: Any) -> Any:
    if name not in _NUMBERS or not isinstance(value, str) or not value:
        return value
    try:
        return int(value) if value.lstrip("-").isdigit() else float(value)
    except ValueError:
        return value


def _typed(row: Mapping[str, Any], entity: str) -> dict[str, Any]:
    """A row as an object: empty cells left out, numbers where the standard has numbers, and text everywhere else."""
    kinds = ENTITIES[entity].fields
    return {
        name: _number(name, value) if kinds.get(name) == "number" or not isinstance(value, int | float) else str(value)
        for name, value in row.items()
        if value not in ("", None)
    }


def _repeated(rows: Rows) -> set[Any]:
    tally = Counter(row.get("id") for row in rows if row.get("id"))
    return {name for name, count in tally.items() if count > 1}


def _described_problems(row: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Problem]:
    found = []
    for described in schema.get("fields", ()):
        name, limits = str(described["name"]), described.get("constraints", {})
        value = row.get(name, "")
        if value in (None, ""):
            if limits.get("required"):
                found.append(Problem(name, "is required", "error"))
            continue
        if not _is_of(value, str(described.get("type")), str(described.get("format"))):
            found.append(Problem(name, f"{str(value)[:60]!r} is not of the type {described.get('type')}", "error"))
        elif "enum" in limits and value not in limits["enum"]:
            found.append(Problem(name, f"{str(value)[:60]!r} is not one of {', '.join(limits['enum'])}", "error"))
    return found


def _is_of(value: Any, type_name: str, format_name: str) -> bool:
    """Whether a cell is of a type and format of a table schema; a date's format may be a pattern such as %Y."""
    if format_name.startswith("%"):
        try:
            datetime.strptime(str(value), format_name)
        except ValueError:
            return False
        return True
    kind = _FORMATS.get(format_name, _KINDS.get(type_name, "text"))
    if kind != "number":
        return TESTS[kind](value)
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _unreadable(name: str, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        "this is not a directory of services in tables", where=name, found=found,
        expected="CSV files such as services.csv and locations.csv in one folder, or one JSON of rows by file name",
        do_this="export the directory again; docs/commissioning.md lists the tables",
    )  # fmt: skip
