"""No function of `stats` goes without a slow reference and invariants: each is called in tests/property."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import opensna.stats

PROPERTY = Path(__file__).resolve().parents[2] / "property"


def functions() -> set[str]:
    """Public functions of the room's public files."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(opensna.stats.__path__):
        if module.name.startswith("_"):
            continue
        held = importlib.import_module(f"opensna.stats.{module.name}")
        found |= {
            name for name, value in vars(held).items()
            if inspect.isfunction(value) and value.__module__ == held.__name__ and not name.startswith("_")
        }  # fmt: skip
    return found


def calls() -> set[str]:
    """Names that tests/property calls or hands on, apart from imports."""
    trees = [ast.parse(path.read_text("utf-8")) for path in PROPERTY.glob("test_stats*.py")]
    return {
        node.id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def test_every_function_is_used_in_a_property_test() -> None:
    held = functions()
    assert len(held) > 40
    assert held - calls() == set()
