"""Costs as a workbook whose every amount is a formula over the counts, unit costs and price indices listed in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from opensna.costs.cost import By, Costs

_FIRST = 4
_INPUT = PatternFill("solid", fgColor="FFF2CC")
_ROWS = (
    ("area", "area_name"), ("area code", "area_code"), ("period", "period"), ("offence", "offence"), ("ages", "ages"),
    ("component", "component"), ("bearer", "bearer"), ("volume", "volume"), ("unit cost, as published", "unit_cost_before"),
    ("priced in", "priced_in"), ("index, base year", "index_base"), ("index, target year", "index_target"),
    ("unit cost, uprated", ""), ("cost", ""), ("mark", "mark"), ("kind of volume", "volume_kind"),
    ("source of volume", "volume_source"),
    ("standing", "standing"), ("figure", "figure"), ("source", "source"), ("page", "page"),
    ("uprating", "uprating"), ("note", "note"),
)  # fmt: skip
_LETTER = {name: get_column_letter(i) for i, (name, _) in enumerate(_ROWS, start=1)}
_SUMMED: tuple[By, ...] = ("offence", "component", "bearer")
_INPUTS = ("volume", "unit cost, as published", "index, base year", "index, target year")


def write_cost_workbook(costs: Costs, path: Path) -> Path:
    """Sheets: Costs (a row an area, offence and component; change the yellow cells), By offence, By component, By bearer.

    A hidden count leaves its cells empty, with its mark; its lowest and highest cost stand in By offence, as values.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    last = _costs(book.create_sheet("Costs"), costs)
    for what in _SUMMED:
        _sums(book.create_sheet(f"By {what}"), costs.by(what), what, last)
    book.save(path)
    return path


def _costs(sheet: Worksheet, costs: Costs) -> int:
    _head(sheet, "Costs", "Volume x unit cost, uprated. " + " ".join(costs.notes), [name for name, _ in _ROWS])
    for row, record in enumerate(costs.table.to_dict("records"), start=_FIRST):
        cell = {name: f"{letter}{row}" for name, letter in _LETTER.items()}
        uprated = f"{cell['unit cost, as published']}*{cell['index, target year']}/{cell['index, base year']}"
        is_absent = pd.isna(record["volume"])
        formulas = {
            "unit cost, uprated": f"=ROUND({uprated},0)" if costs.is_in_whole_pounds else f"={uprated}",
            "cost": None if is_absent else f"={cell['volume']}*{cell['unit cost, uprated']}",
        }
        cells = [formulas[name] if name in formulas else record[column] for name, column in _ROWS]
        _put(sheet, row, [None if isinstance(c, float) and pd.isna(c) else c for c in cells])
        for name in _INPUTS:
            sheet[cell[name]].fill = _INPUT
    return _FIRST + len(costs.table) - 1


def _sums(sheet: Worksheet, table: pd.DataFrame, what: str, last: int) -> None:
    names = ["area", "area code", "period", what, "cost", "OpenSNA", "lowest", "highest", "95% lower", "95% upper",
             "share unverified", "mark", "uprating"]  # fmt: skip
    _head(sheet, f"By {what}", "Each sum worked out here, beside what OpenSNA worked out.", names)

    def span(name: str) -> str:
        return f"Costs!${_LETTER[name]}${_FIRST}:${_LETTER[name]}${last}"

    for row, record in enumerate(table.to_dict("records"), start=_FIRST):
        matched = f'{span("area code")},"="&$B{row},{span("period")},"="&$C{row},{span(what)},"="&$D{row}'
        is_absent = pd.isna(record["value"])
        cells = [
            record["area_name"], record["area_code"], record["period"], record[what],
            None if is_absent else f"=SUMIFS({span('cost')},{matched})",
            *(record[name] for name in ("value", "low", "high", "ci_lower", "ci_upper", "unverified_share", "mark", "uprating")),
        ]  # fmt: skip
        _put(sheet, row, [None if isinstance(c, float) and pd.isna(c) else c for c in cells])


def _head(sheet: Worksheet, title: str, explanation: str, names: Sequence[str]) -> None:
    sheet.cell(1, 1, title).font = Font(bold=True)
    sheet.cell(2, 1, explanation)
    _put(sheet, _FIRST - 1, names)
    for column in range(1, len(names) + 1):
        sheet.cell(_FIRST - 1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 18
    sheet.freeze_panes = f"A{_FIRST}"


def _put(sheet: Worksheet, row: int, cells: Sequence[str | float | None]) -> None:
    for column, content in enumerate(cells, start=1):
        sheet.cell(row, column, content)
