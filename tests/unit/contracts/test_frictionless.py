"""What a supplier's validator is told about each kind of column."""

from typing import Any

from opensna.contracts.contract import Column, TableContract
from opensna.contracts.frictionless import table_schema


def _field(column: Column) -> dict[str, Any]:
    schema = table_schema(TableContract("x", "1.0.0", (column,)))
    (field,) = schema["fields"]
    assert isinstance(field, dict)
    return field


def test_a_number_is_bare_and_carries_its_bounds() -> None:
    assert _field(Column("share", "number", "A share.", minimum=0, maximum=1)) == {
        "name": "share",
        "type": "number",
        "description": "A share.",
        "bareNumber": True,
        "constraints": {"required": True, "minimum": 0, "maximum": 1},
    }


def test_a_number_that_may_be_blank_and_has_no_bounds_has_no_constraints() -> None:
    assert "constraints" not in _field(Column("score", "number", "A score.", required=False))
