"""CSV files described twice: as a Frictionless Data Package 2.0 and as CSV on the Web.

Sources: Data Package 2.0 (datapackage.org); W3C, Model for Tabular Data and Metadata on the Web, and Metadata Vocabulary for
Tabular Data (2015).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from opensna.assessment.broken_series import breaks_told
from opensna.core.area import Area
from opensna.core.missing import Mark
from opensna.report.renderers._base import LANGUAGE, TITLE, UNSTATED, Shown
from opensna.report.renderers._cells import Cell, Number, grid_of, neutral, unique
from opensna.report.renderers._exported import COLUMNS, DATES, NUMBERS, Exported, estimates_of, row_status

ABSENT = [str(mark) for mark in (Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE, Mark.SUPPRESSED, Mark.LOW_RELIABILITY)]
"""Marks that stand where a value is absent."""
DATATYPES = {"number": "double", "date": "date", "string": "string"}
LICENCE_ID = re.compile(r"[-a-zA-Z0-9._]+")


@dataclass(frozen=True)
class Field:
    """A column of a CSV: its header, its type, and what it holds."""

    name: str
    type: Literal["number", "date", "string"]
    description: str = ""


@dataclass(frozen=True)
class Resource:
    """A CSV: its path in the package, what it is, its columns and its bytes (UTF-8, RFC 4180)."""

    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    content: bytes


def estimates_csv(shown: Shown, area: Area | None = None) -> Resource:
    """The estimates of an area, or of all."""
    frame = estimates_of(shown, area)
    for name in frame.columns:
        if name not in NUMBERS:
            frame[name] = frame[name].map({text: neutral(text) for text in frame[name].unique()})
    of = area.name if area else "all areas"
    fields = tuple(
        Field(name, "number" if name in NUMBERS else "date" if name in DATES else "string", meaning)
        for name, meaning in COLUMNS.items()
    )
    content = frame.to_csv(index=False, lineterminator="\r\n").encode()
    return Resource("estimates.csv", f"Estimates of {of}", "One estimate a row.", fields, content)


def table_csv(shown: Shown, exported: Exported) -> Resource:
    """A table of the report; a percentage is a share of 1, and every row carries the table's marks."""
    table, grid = exported.table, grid_of(exported.table)
    status = row_status(shown, is_synthetic=table.is_synthetic) or "none"
    names = unique([*(neutral(column) for column in grid.columns), "status"])
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(names)
    writer.writerows([*(_plain(cell) for cell in row), status] for row in grid.rows)
    fields = tuple(
        Field(name, "number" if _is_number([row[place] for row in grid.rows]) else "string")
        for place, name in enumerate(names[:-1])
    )
    told = " ".join(part for part in (table.note, f"Source: {table.source}." if table.source else "") if part)
    return Resource(
        f"tables/{exported.id}.csv", table.title, told, (*fields, Field(names[-1], "string", COLUMNS["status"])),
        buffer.getvalue().encode(),
    )  # fmt: skip


def _plain(cell: Cell) -> str:
    return f"{cell.value:f}" if isinstance(cell, Number) else neutral(cell)


def _is_number(cells: Sequence[Cell]) -> bool:
    """Whether a column holds numbers without marks behind them, and marks of absence, and nothing else."""
    return any(isinstance(cell, Number) for cell in cells) and all(
        not cell.marks if isinstance(cell, Number) else cell in ABSENT for cell in cells
    )


def described(shown: Shown, resources: Sequence[Resource], *, name: str, of: str) -> dict[str, bytes]:
    """The package's files by path: datapackage.json, csv-metadata.json and the CSVs."""
    files = {
        "datapackage.json": _json(_data_package(shown, resources, name, of)),
        "csv-metadata.json": _json(_csvw(shown, resources, of)),
    }
    return files | {resource.path: resource.content for resource in resources}


def description(shown: Shown) -> str:
    """What every catalogue must say of the edition."""
    return " ".join([*(f"{mark}." for mark in shown.marks), *shown.policy_sentences])


def _data_package(shown: Shown, resources: Iterable[Resource], name: str, of: str) -> dict[str, Any]:
    told, licence = shown.manifest, shown.setting("licence")
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": f"{TITLE}, {of}, {shown.period}",
        "description": description(shown),
        "version": shown.edition.name,
        "keywords": ["serious violence", "strategic needs assessment", of],
        "contributors": [{"title": shown.setting("publisher"), "roles": ["publisher"]}],
        "sources": [{"title": f"{r['source']}, release {r['release']}"} for r in told["releases"]]
        or [{"title": UNSTATED}],
        "resources": [_resource(resource) for resource in resources],
        "opensna:marks": list(shown.marks),
        "opensna:series_breaks": [one.model_dump(mode="json") for one in breaks_told(told)],
    }
    if told["made"]:
        package["created"] = told["made"]
    if licence.startswith(("https://", "http://")):
        package["licenses"] = [{"path": licence}]
    elif LICENCE_ID.fullmatch(licence):
        package["licenses"] = [{"name": licence}]
    return package


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.path.removesuffix(".csv").replace("/", "-"),
        "type": "table",
        "path": resource.path,
        "title": resource.title,
        "description": resource.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(resource.content),
        "hash": f"sha256:{hashlib.sha256(resource.content).hexdigest()}",
        "schema": {
            "fields": [{"name": f.name, "type": f.type, "description": f.description} for f in resource.fields],
            "missingValues": ABSENT,
        },
    }


def _csvw(shown: Shown, resources: Iterable[Resource], of: str) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGE}],
        "dc:title": f"{TITLE}, {of}, {shown.period}",
        "dc:description": description(shown),
        "dc:publisher": shown.setting("publisher"),
        "dc:license": shown.setting("licence"),
        "tables": [
            {
                "url": resource.path,
                "dc:title": resource.title,
                "dc:description": resource.description,
                "tableSchema": {
                    "columns": [
                        {"name": f"c{place}", "titles": f.name, "datatype": DATATYPES[f.type], "null": ABSENT,
                         "dc:description": f.description}
                        for place, f in enumerate(resource.fields, start=1)
                    ]
                },
            }
            for resource in resources
        ],
    }  # fmt: skip


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
