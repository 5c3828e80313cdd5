"""Reads a table of the outcomes framework, all cells as text."""

from __future__ import annotations

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the folder `outcomes_framework`, by column."""
    text = (resources.files("opensna.reference") / "outcomes_framework" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
