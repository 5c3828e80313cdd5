"""What the commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from opensna.actions.progress import Progress
from opensna.cli import _tables
from opensna.core.errors import OpenSNAError

notes = Console(stderr=True, highlight=False)
results = Console(highlight=False)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error; plain lines are not printed where that is no terminal."""
    with Bar(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=notes, transient=True) as bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def print_json(value: Any) -> None:
    """One JSON document on standard output; dates as ISO text, absent values as null."""
    sys.stdout.write(json.dumps(value, default=str, indent=2, ensure_ascii=False) + "\n")


def print_rows(title: str, columns: tuple[str, ...], rows: Sequence[Sequence[str]]) -> None:
    """A small table for a person."""
    _tables.print_rows(results, title, columns, rows)


def print_table(title: str, frame: pd.DataFrame, *, as_json: bool) -> None:
    """Any table as JSON, or for a person without the columns that are blank throughout."""
    if as_json:
        sys.stdout.write(frame.to_json(orient="records", date_format="iso", indent=2) + "\n")
        return
    cells = [[cell(value) for value in row] for row in frame.itertuples(index=False)]
    filled = [i for i in range(frame.shape[1]) if any(row[i] for row in cells)]
    print_rows(title, tuple(str(frame.columns[i]) for i in filled), [[row[i] for i in filled] for row in cells])


def print_paths(paths: Sequence[Path], *, as_json: bool) -> None:
    """Files written, one a line."""
    print_json([str(path) for path in paths]) if as_json else results.print(
        "\n".join(map(str, paths)), markup=False, soft_wrap=True
    )


def counted(number: int, noun: str) -> str:
    """A number and what it counts, such as "1 file" and "2 files"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def say(sentence: str) -> None:
    """One line of result, as it is."""
    results.print(sentence, markup=False, soft_wrap=True)


def warn(sentences: Sequence[str]) -> None:
    """Warnings, on standard error."""
    for sentence in sentences:
        notes.print(f"warning: {sentence}", markup=False, soft_wrap=True)


def cell(value: object) -> str:
    """A value as a table shows it; nothing where it is absent."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value.is_integer() or abs(value) >= 1000 else f"{value:,.4g}"


def print_error(error: OpenSNAError, *, as_json: bool) -> None:
    """What, where, found, expected, do this: as text or as JSON, on standard error."""
    if as_json:
        fields = {"code": error.code, "what": error.what, "where": error.where, "found": error.found,
                  "expected": error.expected, "do_this": error.do_this}  # fmt: skip
        sys.stderr.write(json.dumps({"error": fields}) + "\n")
    else:
        notes.print(error.message, markup=False, soft_wrap=True)


def as_plain(record: Any) -> dict[str, Any]:
    """A frozen dataclass as plain values."""
    return asdict(record)
