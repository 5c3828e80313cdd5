"""A programme's value as a workbook whose every result is a formula over the assumptions listed in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter as _letter
from openpyxl.worksheet.worksheet import Worksheet

from opensna.alignment.value import SAID_OF_CASH, Value
from opensna.reference.bearers import bearers, payers

_BOLD = Font(bold=True)
_INPUT = PatternFill("solid", fgColor="FFF2CC")
_OURS = PatternFill("solid", fgColor="FCE4D6")
_FIRST = 5
"""The row in which each sheet's table begins, under its title, a line of explanation and the column names."""


def write_value_workbook(value: Value, path: Path) -> Path:
    """Write the workbook; nothing in it is a pasted result but the column "OpenSNA", beside which each formula stands.

    Sheets: Read me, Assumptions (change the yellow cells), Unit costs, Costs, Years, Results.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    _read_me(book.create_sheet("Read me"), value)
    assumptions = _assumptions(book.create_sheet("Assumptions"), value)
    prices = _unit_costs(book.create_sheet("Unit costs"), value)
    paid = _costs(book.create_sheet("Costs"), value, assumptions)
    gained = _years(book.create_sheet("Years"), value, assumptions, prices, paid)
    _results(book.create_sheet("Results"), value, paid, gained)
    book.save(path)
    return path


def _read_me(sheet: Worksheet, value: Value) -> None:
    spec = value.model.programme.spec
    for line in (
        spec.title,
        f"Programme: {spec.programme}. Pounds of {spec.price_year}; year 0 is {spec.first_year}; {spec.years} years counted.",
        "Change a yellow cell of Assumptions and every result follows. Orange rows are assumptions of ours.",
        "The chance that benefits exceed costs needs random draws, so it is not in this workbook: see Results for its value.",
        SAID_OF_CASH,
        *spec.notes,
    ):
        sheet.append([line])
    sheet["A1"].font = _BOLD
    sheet.column_dimensions["A"].width = 120


def _assumptions(sheet: Worksheet, value: Value) -> dict[str, str]:
    """Write them, and return where the value of each stands."""
    _head(sheet, "Assumptions", "Every number that is varied, its range, and whose word it is.",
          ["name", "value", "low", "high", "unit", "origin", "source"])  # fmt: skip
    where = {}
    for row, p in enumerate(value.model.parameters(), start=_FIRST):
        _put(sheet, row, [p.name, p.value, p.low, p.high, p.unit, p.origin, p.source])
        sheet.cell(row, 2).fill = _INPUT
        if p.origin == "ours":
            sheet.cell(row, 6).fill = _OURS
        where[p.name] = f"Assumptions!$B${row}"
    return where


def _unit_costs(sheet: Worksheet, value: Value) -> dict[tuple[str, str], str]:
    """Write them, and return by offence and bearer the formula of what the bearer bears."""
    _head(sheet, "Unit costs", f"Each figure times the price index of {value.model.programme.price_year} over that of its base.",
          ["offence", "bearer", "figure", "as published", "priced in", "index, base year", "index, target year", "uprated",
           "standing", "source", "page", "uprating"])  # fmt: skip
    where: dict[tuple[str, str], list[str]] = {}
    row = _FIRST
    for price in value.model.prices:
        for figure, step in zip(price.figures, price.upratings, strict=True):
            _put(sheet, row, [
                price.offence, price.bearer, figure.id, figure.value, str(figure.price_year), step.base_value, step.target_value,
                f"=D{row}*G{row}/F{row}", figure.standing, figure.source, figure.page, step.text,
            ])  # fmt: skip
            for column in (4, 6, 7):
                sheet.cell(row, column).fill = _INPUT
            where.setdefault((price.offence, price.bearer), []).append(f"'Unit costs'!$H${row}")
            row += 1
    return {key: f"({'+'.join(cells)})" for key, cells in where.items()}


def _costs(sheet: Worksheet, value: Value, at: dict[str, str]) -> dict[str, list[str]]:
    """Write each line of costs by year, and return by payer and year the formula of what is paid."""
    spec = value.model.programme.spec
    _head(sheet, "Costs", "As published, by year; the last columns in prices wanted, with optimism bias.",
          ["payer", "index, base year", "index, target year", *(f"year {t}" for t in range(spec.years)),
           *(f"counted, year {t}" for t in range(spec.years))])  # fmt: skip
    where: dict[str, list[list[str]]] = {}
    for i, (line, step) in enumerate(zip(spec.costs, value.model.cost_upratings, strict=True)):
        row = _FIRST + i
        amounts = [*line.by_year, *([0.0] * (spec.years - len(line.by_year)))]
        factor = f"$C{row}/$B{row}*{at[f'cost:{i}:{line.payer}']}*(1+{at['optimism_costs']})"
        counted = [f"={_letter(4 + t)}{row}*{factor}" for t in range(spec.years)]
        _put(sheet, row, [line.payer, step.base_value, step.target_value, *amounts, *counted])
        cells = [f"Costs!{_letter(4 + spec.years + t)}{row}" for t in range(spec.years)]
        where.setdefault(line.payer, []).append(cells)
    return {payer: [f"({'+'.join(cells)})" for cells in zip(*lines, strict=True)] for payer, lines in where.items()}


def _years(
    sheet: Worksheet, value: Value, at: dict[str, str], prices: dict[tuple[str, str], str], paid: dict[str, list[str]]
) -> dict[str, str]:
    """Write the years, and return by name the column's letter."""
    spec = value.model.programme.spec
    offences = [outcome.offence for outcome in spec.outcomes]
    names = ["year", "rate", "discount", "reach", "participants", *(f"avoided {o}" for o in offences),
             *(f"gain {b}" for b in value.model.bearers), *(f"paid {p}" for p in paid), "costs", "benefits",
             "present costs", "present benefits", "cumulative"]  # fmt: skip
    _head(
        sheet, "Years", "Participants in whom the effect is at work, offences avoided, pounds gained and paid.", names
    )
    letter = {name: _letter(i) for i, name in enumerate(names, start=1)}
    share = f"(1-{at['deadweight']})*{at['attribution']}*{at['reach']}"
    for t in range(spec.years):
        row = _FIRST + t
        cell = {name: f"{column}{row}" for name, column in letter.items()}
        rate = value.model.discount[t - 1] / value.model.discount[t] - 1 if t else 0.0
        at_work = [f"{letter['reach']}{row - k}*(1-{at['drop_off']})^{k}" for k in range(min(spec.lasts, t + 1))]
        avoided = [
            f"=-{cell['participants']}*{at[f'effect:{o.effect}']}*{at[f'baseline:{o.offence}']}*{share}"
            for o in spec.outcomes
        ]
        gains = [
            "=(" + "+".join(
                f"{cell[f'avoided {o}']}*{prices[o, bearer]}*{at[f'unit_cost:{o}']}" for o in offences if (o, bearer) in prices
            ) + f")*(1-{at['optimism_benefits']})"
            for bearer in value.model.bearers
        ]  # fmt: skip
        _put(sheet, row, [
            spec.first_year + t, rate, f"={letter['discount']}{row - 1}/(1+{cell['rate']})" if t else 1,
            float(value.model.reach_by_year[t]), "=" + "+".join(at_work), *avoided, *gains,
            *(f"={lines[t]}" for lines in paid.values()),
            "=" + "+".join(cell[f"paid {p}"] for p in paid), "=" + "+".join(cell[f"gain {b}"] for b in value.model.bearers),
            f"={cell['costs']}*{cell['discount']}", f"={cell['benefits']}*{cell['discount']}",
            f"={cell['present benefits']}-{cell['present costs']}" + (f"+{letter['cumulative']}{row - 1}" if t else ""),
        ])  # fmt: skip
    return letter


def _results(sheet: Worksheet, value: Value, paid: Iterable[str], letter: dict[str, str]) -> None:
    last = _FIRST + value.model.programme.spec.years - 1

    def span(name: str) -> str:
        return f"Years!${letter[name]}${_FIRST}:${letter[name]}${last}"

    discount = span("discount")
    _head(sheet, "Results", "Each line worked out here, beside what OpenSNA worked out.",
          ["result", "value", "OpenSNA", "difference"])  # fmt: skip
    rows: list[tuple[str, str, float]] = [
        ("present costs", f"=SUM({span('present costs')})", sum(value.payers.values())),
        ("present benefits", f"=SUM({span('present benefits')})", sum(value.gainers.values())),
        ("net present value", f"=B{_FIRST + 1}-B{_FIRST}", value.npv),
        ("benefit-cost ratio", f"=B{_FIRST + 1}/B{_FIRST}", value.bcr),
        *((f"paid by {payers()[p].title}", f"=SUMPRODUCT({span(f'paid {p}')},{discount})", value.payers[p]) for p in paid),
        *((f"gained by {bearers()[b].title}", f"=SUMPRODUCT({span(f'gain {b}')},{discount})", gain)
          for b, gain in value.gainers.items()),
        *((f"{o} avoided", f"=SUM({span(f'avoided {o}')})", count) for o, count in value.offences_avoided.items()),
    ]  # fmt: skip
    for i, (name, formula, ours) in enumerate(rows):
        _put(sheet, _FIRST + i, [name, formula, ours, f"=B{_FIRST + i}-C{_FIRST + i}"])
    row = _FIRST + len(rows) + 1
    _put(sheet, row, ["chance that benefits exceed costs (not a formula)", None, value.chance])
    _put(sheet, row + 1, ["net present value, 95 in 100 draws lie between (not a formula)", *value.npv_interval])


def _head(sheet: Worksheet, title: str, explanation: str, names: Sequence[str]) -> None:
    sheet.cell(1, 1, title)
    sheet.cell(2, 1, explanation)
    sheet["A1"].font = _BOLD
    _put(sheet, _FIRST - 1, names)
    for column in range(1, len(names) + 1):
        sheet.cell(_FIRST - 1, column).font = _BOLD
        sheet.column_dimensions[_letter(column)].width = 18
    sheet.freeze_panes = f"B{_FIRST}"


def _put(sheet: Worksheet, row: int, cells: Sequence[str | float | None]) -> None:
    for column, content in enumerate(cells, start=1):
        sheet.cell(row, column, content)
