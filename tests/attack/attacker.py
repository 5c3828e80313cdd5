"""An attacker who holds published tables and nothing else: a linear program over the smallest sets of records there are.

Written apart from the package and from other ideas: nothing of `opensna.disclosure` is used. Every printed cell is a sum of
atoms, an atom being the records of one place, one stretch between two dates that occur, and one value of each column. No atom
is negative. A printed number stands for those that round to it; [c] for any number.

Tables are read from the files that a reader downloads, by `read_tables`; a format is added by a function in `ROWS`.
"""

from __future__ import annotations

import itertools
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Cell:
    """One printed figure. what: column to value, as the table's headings say. months: first and last, counted from year 0.

    shown: the number, None for [c]. round_to, hides: the rule that is printed beside the table.
    """

    edition: str
    what: tuple[tuple[str, str], ...]
    area: str
    months: tuple[int, int]
    shown: float | None
    round_to: int = 5
    hides: int = 7

    @property
    def bounds(self) -> tuple[float, float]:
        """What the print alone says."""
        if self.shown is None:
            return 0, np.inf
        half = (self.round_to - 1) / 2
        return (0, 0) if self.shown == 0 else (max(self.shown - half, self.hides + 1), self.shown + half)


Row = Mapping[str, object]
"""A line of a published table by the headings of its columns."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def rows_of_json(path: Path) -> Iterator[Row]:
    """Lines of the estimates of a JSON file, with its edition."""
    document = json.loads(path.read_text("utf-8"))
    names = [column["name"] for column in document["estimates"]["columns"]]
    for row in document["estimates"]["rows"]:
        yield {"edition": document["edition"]["name"], **dict(zip(names, row, strict=True))}


def rows_of_ods(path: Path) -> Iterator[Row]:
    """Lines of the sheet of estimates of an OpenDocument file, with the edition that its cover names."""
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("content.xml"))
    sheets = {sheet.get(f"{_TABLE}name"): list(_lines(sheet)) for sheet in root.iter(f"{_TABLE}table")}
    cover = [str(cell) for line in sheets["Cover"] for cell in line]
    edition = next(cell.removeprefix("Edition: ") for cell in cover if cell.startswith("Edition: ")).split(",")[0]
    lines = iter(sheets["Estimates"])
    names = next(line for line in lines if line[:1] == ["measure"])
    for line in lines:
        if len(line) == len(names):
            yield {"edition": edition, **dict(zip(map(str, names), line, strict=True))}


def _lines(sheet: ElementTree.Element) -> Iterator[list[object]]:
    for row in sheet.iter(f"{_TABLE}table-row"):
        line: list[object] = []
        for cell in row.iter(f"{_TABLE}table-cell"):
            number = cell.get(f"{_OFFICE}value")
            text = "".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
            line += [float(number) if number is not None else text] * int(
                cell.get(f"{_TABLE}number-columns-repeated", "1")
            )
        yield line


ROWS: dict[str, Callable[[Path], Iterator[Row]]] = {".json": rows_of_json, ".ods": rows_of_ods}


def read_tables(
    paths: Iterable[Path], meanings: Mapping[str, Mapping[str, str]], *, round_to: int = 5, hides: int = 7
) -> list[Cell]:
    """All counts of published files, each once. meanings : what the catalogue of measures says that each counts."""
    found = {}
    for path in paths:
        for row in ROWS[path.suffix](path):
            if row["statistic"] == "count":
                found[_cell(row, meanings, round_to, hides)] = None
    return list(found)


def _cell(row: Row, meanings: Mapping[str, Mapping[str, str]], round_to: int, hides: int) -> Cell:
    what = dict(meanings[str(row["measure"])])
    if row["breakdown"] != "none":
        what[str(row["breakdown"])] = str(row["group"])
    months = tuple(int(day[:4]) * 12 + int(day[5:7]) for day in (str(row["period_start"]), str(row["period_end"])))
    shown = float(row["value"]) if row["mark"] in ("", "[z]") else None  # type: ignore[arg-type]  # a number, then
    return Cell(
        str(row["edition"]),
        tuple(sorted(what.items())),
        str(row["area_code"]),
        months,
        shown,
        round_to,
        hides,  # type: ignore[arg-type]  # two months
    )


@dataclass(frozen=True)
class Recovered:
    """A hidden cell and what it must lie between."""

    cell: Cell
    low: float
    high: float


def attack(
    cells: Sequence[Cell], parts_of: Mapping[str, Sequence[str]], codes: Mapping[str, Sequence[str]]
) -> list[Recovered]:
    """What every hidden cell must lie between.

    parts_of : area to the areas that it is made of. codes : every value of each column; a column is exhaustive.
    """
    places = sorted({part for cell in cells for part in parts_of.get(cell.area, [cell.area])})
    cuts = sorted({edge for cell in cells for edge in (cell.months[0], cell.months[1] + 1)})
    stretches = list(itertools.pairwise(cuts))
    atoms = list(itertools.product(places, stretches, itertools.product(*codes.values())))
    lines = np.array([[_holds(cell, atom, parts_of, list(codes)) for atom in atoms] for cell in cells], np.float64)
    low, high = (np.array(ends) for ends in zip(*(cell.bounds for cell in cells), strict=True))
    limited = np.isfinite(high)
    matrix = csr_matrix(np.vstack([-lines, lines[limited]]))
    most = np.concatenate([-low, high[limited]])
    found = []
    for line, cell in zip(lines, cells, strict=True):
        if cell.shown is not None:
            continue
        ends = []
        for sign in (1, -1):
            result = linprog(sign * line, A_ub=matrix, b_ub=most, bounds=(0, None), method="highs")
            ends.append(sign * result.fun if result.status == 0 else -sign * np.inf)
        found.append(Recovered(cell, float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))))
    return found


Atom = tuple[str, tuple[int, int], tuple[str, ...]]


def _holds(cell: Cell, atom: Atom, parts_of: Mapping[str, Sequence[str]], columns: Sequence[str]) -> bool:
    place, (start, end), values = atom
    inside = cell.months[0] <= start and end <= cell.months[1] + 1
    at = dict(zip(columns, values, strict=True))
    return (
        inside
        and place in parts_of.get(cell.area, [cell.area])
        and all(at[column] == value for column, value in cell.what)
    )
