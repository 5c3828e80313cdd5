"""A contract as a Frictionless Table Schema, so that a supplier can check a file before sending it."""

from __future__ import annotations

import re
from typing import Any

from opensna.contracts.contract import Column, TableContract

_TYPES = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "month": "date",
    "boolean": "boolean",
}
_BOOLEANS = {
    value: [form for word in words for form in (word, word.capitalize(), word.upper())]
    for value, words in (("trueValues", ("true", "yes", "y", "t")), ("falseValues", ("false", "no", "n", "f")))
}


def table_schema(contract: TableContract) -> dict[str, Any]:
    """Table Schema of a contract, ready for `json.dumps`.

    Codes are matched whatever their case, by a pattern. Three things have no place in a Table Schema: outer blanks, which we
    forgive and a validator may not; NaN and INF, which it allows in a number and we refuse; and rules across columns, which
    travel as text under `opensna:rules`.
    """
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": contract.id,
        "opensna:contractVersion": contract.version,
        "fields": [_field(column) for column in contract.columns],
        "missingValues": [""],
    }
    if contract.key:
        schema["primaryKey"] = list(contract.key)
    if contract.rules:
        schema["opensna:rules"] = [{"code": rule.code, "description": rule.description} for rule in contract.rules]
    return schema


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.codes:
        limits["pattern"] = "(?i:" + "|".join(map(re.escape, column.codes)) + ")"
    elif column.pattern:
        limits["pattern"] = column.pattern
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.description}
    if column.type == "month":
        field["format"], field["description"] = "%Y-%m-%d", f"{column.description} (the month's first day)"
    if column.type in ("integer", "number"):
        field["bareNumber"] = True
    if column.type == "boolean":
        field |= {key: [*words, digit] for (key, words), digit in zip(_BOOLEANS.items(), "10", strict=True)}
    return field | ({"constraints": limits} if limits else {})
