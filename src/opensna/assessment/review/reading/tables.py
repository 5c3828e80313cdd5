"""Tables found again where a page lost them: each function says how many of the lines it used, and the rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

Found = tuple[int, tuple[tuple[str, ...], ...]]
NOTHING: Found = (0, ())
_CELL = r"[+−–-]?£?\d[\d,]*(?:\.\d+)?%?"
_IS_CELL = re.compile(rf"(?:{_CELL}|\[[a-z]\]|[-–*]|n/a)", re.IGNORECASE)
_IS_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?")
_ROW = re.compile(rf"^(?P<label>[•●*-]?\s*[^\W\d].*?)\s+(?P<cells>{_CELL}(?:\s+{_CELL})+)$")
_DIGITS = re.compile(r"^(?P<label>.*?[^\d\s+−-])\s*(?P<digits>\d{6,})(?P<signed>(?:[+−-]\d+(?:\.\d+)?%?)*)$")
_YEARS = re.compile(r"^(?P<label>.*?\D)(?P<years>(?:(?:19|20)\d\d){3,})(?P<rest>.*)$")


def is_cell(text: str) -> bool:
    """Whether a text is one number, or a mark that stands for one."""
    return bool(_IS_CELL.fullmatch(text.strip()))


def cells_by_line(lines: Sequence[str]) -> Found:
    """A table printed a cell a line: labels of columns, then a label and the same number of numbers, twice or more.

    Examples
    --------
    >>> cells_by_line(["Offence", "2021", "2022", "Robbery", "10", "12", "Assault", "4", "6"])[1]
    (('Offence', '2021', '2022'), ('Robbery', '10', '12'), ('Assault', '4', '6'))
    """
    if is_cell(lines[0]) or len(lines[0]) > 80 or lines[0].endswith("."):
        return NOTHING
    limit = min(len(lines), 14)
    for width in range(2, limit):
        heads = lines[1:width]
        if any(len(head) > 60 or head.endswith(".") for head in heads):
            return NOTHING
        rows, at = [], width
        while (
            at + width <= len(lines)
            and not is_cell(lines[at])
            and len(lines[at]) <= 80
            and all(map(is_cell, lines[at + 1 : at + width]))
        ):
            rows.append(tuple(line.strip() for line in lines[at : at + width]))
            at += width
        has_years = any(_IS_YEAR.fullmatch(head.strip()) for head in heads)
        if (len(rows) >= 2 and width >= 3) or (rows and has_years and width >= 3):
            return at, (tuple(line.strip() for line in lines[:width]), *rows)
    return NOTHING


def rows_with_numbers(lines: Sequence[str]) -> Found:
    """Rows of a label and numbers by spaces, two or more with as many numbers, under no heads.

    Examples
    --------
    >>> rows_with_numbers(["Barnet 1 2", "Brent 2 1", "So it is."])
    (2, (('', '', ''), ('Barnet', '1', '2'), ('Brent', '2', '1')))
    """
    rows: list[tuple[str, ...]] = []
    for line in lines:
        match = _ROW.match(line) if len(line) <= 200 else None
        row = (match["label"].strip(), *match["cells"].split()) if match else ()
        if not row or (rows and len(row) != len(rows[0])):
            break
        rows.append(row)
    return (len(rows), (("",) * len(rows[0]), *rows)) if len(rows) >= 2 else NOTHING


def rows_run_together(lines: Sequence[str]) -> Found:
    """A table whose cells have run together under years: cut by the years, and by the printed difference
    where digits leave a choice.

    Examples
    --------
    >>> rows_run_together(["Offences202120222023Change", "Knives71819+1", "Guns101214+2"])[1][1:]
    (('Knives', '7', '18', '19', '+1'), ('Guns', '10', '12', '14', '+2'))
    """
    head = _YEARS.match(lines[0]) if len(lines[0]) <= 200 else None
    if not head:
        return NOTHING
    years = re.findall(r"\d{4}", head["years"])
    rows, at, extra = [], 1, [head["rest"].strip()] if head["rest"].strip() else []
    for at, line in enumerate(lines[1:], 1):
        row = _cut(line, len(years))
        if row:
            rows.append(row)
        elif rows or at > 6 or len(line) > 60:
            break
        else:
            extra.append(line.strip())
    else:
        at += 1
    if not rows:
        return NOTHING
    width = max(map(len, rows))
    others = _heads(extra, width - 1 - len(years))
    return at, ((head["label"].strip(), *years, *others), *(row + ("",) * (width - len(row)) for row in rows))


def _heads(lines: Sequence[str], wanted: int) -> tuple[str, ...]:
    """Lines of heads shared out among the columns left: as many to each."""
    if wanted <= 0:
        return ()
    each = max(1, len(lines) // wanted)
    return tuple(" ".join(lines[i * each : (i + 1) * each if i < wanted - 1 else None]) for i in range(wanted))


def _cut(line: str, wanted: int) -> tuple[str, ...]:
    match = _DIGITS.match(line) or re.match(
        r"^(?P<label>.*?[^\d\s+−-])\s*(?P<digits>\d{3,})(?P<signed>(?:[+−-]\d+(?:\.\d+)?%?)+)$", line
    )
    if not match:
        return ()
    digits, signed = match["digits"], re.findall(r"[+−-]\d+(?:\.\d+)?%?", match["signed"])
    best = _numbers(digits, wanted, int(float(signed[0].replace("−", "-").rstrip("%"))) if signed else None)
    return (match["label"].strip(), *best, *signed) if best else ()


def _numbers(digits: str, wanted: int, change: int | None) -> tuple[str, ...]:
    """The cut of most even lengths whose last number less the one before is the printed change."""
    if not wanted <= len(digits) <= wanted * 6:
        return ()
    choices = []
    for cuts in itertools.combinations(range(1, len(digits)), wanted - 1):
        parts = tuple(digits[a:b] for a, b in itertools.pairwise((0, *cuts, len(digits))))
        if any(part[0] == "0" and len(part) > 1 for part in parts):
            continue
        if change is not None and int(parts[-1]) - int(parts[-2]) != change:
            continue
        lengths = [len(part) for part in parts]
        choices.append((max(lengths) - min(lengths), max(map(int, parts)) - min(map(int, parts)), parts))
    return min(choices)[2] if choices else ()
