"""Totals, shares, formulas and differences inside a table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from opensna.assessment.review.document import Document
from opensna.assessment.review.finding import Finding, Verdict, quote
from opensna.assessment.review.grid import Column, Grid, grids
from opensna.assessment.review.language.numbers import Number
from opensna.assessment.review.vocabulary import vocabulary

_TOTAL = re.compile(r"\b(?:grand |overall |sub-?)?totals?\b|^all\b|\ball offences\b|\ball ages\b", re.IGNORECASE)
_SHARE = re.compile(r"%|per ?cent|proportion|share", re.IGNORECASE)
_CHANGE = re.compile(r"chang|differen|increas|decreas|variance", re.IGNORECASE)
_RANK = re.compile(r"\brank", re.IGNORECASE)


def table_sums(document: Document) -> Iterator[Finding]:
    """Rows against the rows they total, and columns of shares against what they are shares of."""
    for grid in grids(document):
        yield from _totals(document, grid)
        yield from _shares(document, grid)
        yield from _changes(document, grid)


def total(column: Column, skip: frozenset[int] = frozenset()) -> float:
    """Sum of a column's numbers, some rows left out."""
    return sum(cell.value for i, cell in enumerate(column.cells) if cell is not None and i not in skip)


def total_rows(grid: Grid) -> frozenset[int]:
    """Rows whose label says that they are totals."""
    return frozenset(i for i, label in enumerate(grid.labels) if _TOTAL.search(label))


def is_share(column: Column) -> bool:
    """Whether every number of a column is a percentage, or its head says so."""
    return bool(column.numbers) and (
        all(cell.unit == "percent" for cell in column.numbers) or bool(_SHARE.search(column.head))
    )


def is_change(column: Column) -> bool:
    """Whether a column is of changes."""
    return bool(_CHANGE.search(column.head)) or any(cell.is_signed for cell in column.numbers)


def _parts(grid: Grid) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rows that are totals, each with the rows that make it."""
    names = [re.sub(r"^[•\W]+", "", label).casefold().strip() for label in grid.labels]
    for whole, parts in vocabulary()["parts_of_totals"]:
        if names.count(whole) == 1 and all(names.count(part) == 1 for part in parts):
            yield names.index(whole), tuple(names.index(part) for part in parts)
            return
    totals = sorted(total_rows(grid))
    if len(totals) == 1 and len(names) >= 3 and totals[0] in (0, len(names) - 1):
        yield totals[0], tuple(i for i in range(len(names)) if i != totals[0])


def _totals(document: Document, grid: Grid) -> Iterator[Finding]:
    for whole, parts in _parts(grid):
        found = [(column, _verdict_of_sum(column, whole, parts)) for column in grid.numeric if not is_change(column)]
        judged = [(column, verdict) for column, verdict in found if verdict]
        if not any(verdict == "holds" for _, verdict in judged) and not (total_rows(grid) and len(judged) == 1):
            continue  # rows that do not make up the total in any column are not its parts
        for column, verdict in judged:
            cells = [column.cells[i] for i in (*parts, whole)]
            printed = [cell.text for cell in cells if cell is not None]
            value = sum(cell.value for cell in cells[:-1] if cell is not None)
            said = "add up to" if verdict == "holds" else "do not add up to"
            head = f"{column.head}: " if column.head else ""
            yield Finding(
                "table_total",
                verdict,
                f"{head}{' + '.join(printed[:-1])} = {value:,.10g}; the parts {said} the "
                f"printed {printed[-1]} ({grid.labels[whole]})",
                tuple(quote(document, grid.block, grid.row_text(i)) for i in (whole, *parts)),
                f"{head}{printed[-1]}",
            )


def _verdict_of_sum(column: Column, whole: int, parts: Sequence[int]) -> Verdict | None:
    printed, cells = column.cells[whole], [column.cells[i] for i in parts]
    if printed is None or any(cell is None for cell in cells) or len(cells) < 2:
        return None
    made = [cell for cell in cells if cell is not None]
    if len({cell.unit for cell in (*made, printed)}) > 1:
        return None
    slack = (
        sum(cell.step for cell in made) / 2 + printed.step / 2
        if any(cell.step != 1 for cell in (*made, printed))
        else 0.0
    )
    return "holds" if abs(sum(cell.value for cell in made) - printed.value) <= slack + 1e-9 else "fails"


def _shares(document: Document, grid: Grid) -> Iterator[Finding]:
    totals = total_rows(grid)
    for base, shares in itertools.permutations(grid.numeric, 2):
        if not is_share(shares) or is_change(shares) or is_share(base) or is_change(base) or len(shares.numbers) < 3:
            continue
        whole = total(base, totals)
        rows = [
            i
            for i, cell in enumerate(shares.cells)
            if cell is not None and base.cells[i] is not None and i not in totals
        ]
        good = [i for i in rows if _share_holds(shares.cells[i], base.cells[i], whole)]
        if len(good) * 2 <= len(rows):
            yield from _implied(document, grid, base, shares, rows)
            continue
        for i in rows:
            printed, part = shares.cells[i], base.cells[i]
            assert printed is not None
            assert part is not None
            if i not in good:
                yield Finding(
                    "table_shares", "fails",
                    f"{grid.labels[i]}: {part.text} of the table's sum of {whole:,.10g} is "
                        f"{100 * part.value / whole:.1f}%, printed {printed.text}",
                    (quote(document, grid.block, grid.row_text(i)),), printed.text,
                )  # fmt: skip
    for shares in grid.numeric:
        yield from _hundred(document, grid, shares, totals)


def _implied(document: Document, grid: Grid, base: Column, shares: Column, rows: Sequence[int]) -> Iterator[Finding]:
    """Where no share fits the table's sum: the total that most shares imply, and the rows whose value does not fit it."""
    held = [
        (i, part.value, share.value, share.step / 2)
        for i in rows
        if (part := base.cells[i]) is not None and (share := shares.cells[i]) is not None and share.value > share.step
    ]
    best: tuple[int, ...] = ()
    whole = 0.0
    for _, worth, stated, _ in held:
        if worth == 0:
            continue  # nothing implies no total
        made = 100 * worth / stated
        fits = tuple(i for i, v, s, half in held if abs(100 * v / made - s) <= 2 * half)
        if len(fits) > len(best):
            best, whole = fits, made
    if len(best) < 3 or len(best) * 5 < len(held) * 3:
        return
    for i, worth, stated, _ in held:
        if i not in best:
            yield Finding(
                "table_shares", "fails",
                f"{grid.labels[i]}: the other shares imply a total of about {whole:,.4g}, of "
                    f"which {worth:,.10g} is {100 * worth / whole:.1f}%, printed {stated:g}%",
                (quote(document, grid.block, grid.row_text(i)),), f"{worth:,.10g}",
            )  # fmt: skip


def _share_holds(share: Number | None, part: Number | None, whole: float) -> bool:
    return (
        share is not None
        and part is not None
        and whole > 0
        and abs(100 * part.value / whole - share.value) <= share.step / 2 + 0.02
    )


def _hundred(document: Document, grid: Grid, shares: Column, totals: frozenset[int]) -> Iterator[Finding]:
    if (
        not is_share(shares)
        or is_change(shares)
        or len(shares.numbers) < 3
        or any(cell.value < 0 for cell in shares.numbers)
    ):
        return
    of_whole = re.search(
        r"proportion of|share of|% of|per ?cent of|distribution|breakdown",
        f"{shares.head} {grid.caption}",
        re.IGNORECASE,
    )
    made = total(shares, totals)
    if of_whole and 80 <= made <= 120:
        slack = sum(cell.step for cell in shares.numbers) / 2
        verdict: Verdict = "holds" if abs(made - 100) <= slack + 1e-9 else "fails"
        yield Finding(
            "table_shares",
            verdict,
            f"the shares of the table sum to {made:.10g}",
            (quote(document, grid.block),),
            f"{made:.10g}%",
        )


def _changes(document: Document, grid: Grid) -> Iterator[Finding]:
    """Columns of change against the two columns before them, or the two years that their head names."""
    bases = [column for column in grid.columns if column.numbers and not is_change(column) and not is_share(column)]
    for column in grid.columns:
        if not column.numbers or not is_change(column) or len(bases) < 2:
            continue
        before, after = bases[-2:]
        years = re.findall(r"\b(?:20)?(\d\d)\b", column.head)
        ends = {base.year[2:4]: base for base in bases if base.year}
        if len(years) >= 2 and years[0] in ends and years[-1] in ends:
            before, after = ends[years[0]], ends[years[-1]]
        for i, printed in enumerate(column.cells):
            first, last = before.cells[i], after.cells[i]
            if printed is None or first is None or last is None or not first.value:
                continue
            yield _change(document, grid, i, (first, last, printed), is_percent=is_share(column))


def _change(
    document: Document, grid: Grid, i: int, cells: tuple[Number, Number, Number], *, is_percent: bool
) -> Finding:
    first, last, printed = cells
    made = 100 * (last.value / first.value - 1) if is_percent else last.value - first.value
    verdict = verdict_of_change(made, printed)
    sign = "%" if is_percent else ""
    rounded = " (rounded down)" if verdict == "differs" and int(abs(made)) == abs(printed.value) else ""
    return Finding(
        "change", verdict, f"{grid.labels[i]}: {first.text} to {last.text} is {made:+.2f}{sign}, printed {printed.text}{rounded}",
        (quote(document, grid.block, grid.row_text(i)),), f"{made:+.2f}{sign}",
    )  # fmt: skip


def verdict_of_change(made: float, printed: Number) -> Verdict:
    """Holds where a worked change rounds to what is printed, differs within one of the last digit, else fails."""
    gap = abs(abs(made) - abs(printed.value))
    if gap <= printed.step / 2 + 1e-9:
        return "holds"
    return "differs" if gap < printed.step + 1e-9 else "fails"
