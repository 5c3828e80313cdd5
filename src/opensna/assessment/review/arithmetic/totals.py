"""Amounts that must agree: a day's and a year's, parts and whole, tables and totals, counts and rates, lists and their number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opensna.assessment.review.arithmetic.table_sums import is_change, is_share, total, total_rows
from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finders.figures import Figure, figures
from opensna.assessment.review.finding import Finding, Quote, Verdict, quote
from opensna.assessment.review.grid import Column, Grid, grids
from opensna.assessment.review.language.numbers import Number, numbers
from opensna.assessment.review.language.periods import periods
from opensna.assessment.review.language.words import likeness, stems

_TIMES = {"day": 365, "week": 52, "month": 12}
_SPLIT = re.compile(
    r"\b(?:split|made up of|comprises?|comprising|consists? of|broken down|breakdown|divided|of which|composed)\b",
    re.IGNORECASE,
)
_WORTH = re.compile(r"\btotal|cost|amount|spend|funding|budget\b", re.IGNORECASE)


def daily(document: Document) -> Iterator[Finding]:
    """A year's amount over 365 against the day's in the same sentence (week, month likewise)."""
    held = figures(document)
    for year in (figure for figure in held if figure.per == "year" and figure.number.unit != "percent"):
        for part in held:
            if (
                part.block is not year.block
                or part.sentence != year.sentence
                or part.per not in _TIMES
                or part.number.unit != year.number.unit
            ):
                continue
            made = year.number.value / _TIMES[part.per]
            good = part.number.agrees(made)
            cut = "" if good or not 0 <= made - part.number.value < part.number.step else " (cut, not rounded)"
            leap = part.per == "day" and not good and part.number.agrees(year.number.value / 366)
            cut += "; a leap year's 366 days would give it" if leap else ""
            verdict: Verdict = (
                "holds" if good else "differs" if abs(made - part.number.value) < part.number.step else "fails"
            )
            yield Finding(
                "daily",
                verdict,
                f"{year.number.text} a year is {_amount(made, part.number)} a {part.per}, "
                f"printed {part.number.text}{cut}",
                (year.quote(document),),
                f"{part.number.text} a {part.per}",
            )


def _amount(value: float, like: Number) -> str:
    sign = "£" if like.unit == "money" else ""
    for word, size in (("billion", 1e9), ("million", 1e6)):
        if value >= size:
            return f"{sign}{value / size:.2f} {word}"
    return f"{sign}{value:,.0f}"


def parts(document: Document) -> Iterator[Finding]:
    """A figure said to be split between the items of the list that follows, or the other figures of its sentence's rest."""
    held = figures(document)
    for i, block in enumerate(document.blocks):
        if block.kind == "table" or not block.text.rstrip().endswith(":") or not _SPLIT.search(block.text[-90:]):
            continue
        wholes = [figure for figure in held if figure.block is block and figure.number.unit != "percent"]
        items = _items(document, i)
        firsts = [
            next(
                (
                    figure
                    for figure in held
                    if figure.block is item and wholes and figure.number.unit == wholes[-1].number.unit
                ),
                None,
            )
            for item in items
        ]
        if not wholes or len(firsts) < 2 or None in firsts:
            continue
        whole, made = wholes[-1], [figure for figure in firsts if figure is not None]
        value = sum(figure.number.value for figure in made)
        good = (
            abs(value - whole.number.value)
            <= whole.number.step / 2 + sum(f.number.step for f in made if f.number.step > 1) / 2
        )
        yield Finding(
            "parts",
            "holds" if good else "fails",
            f"{' + '.join(f.number.text for f in made)} = {value:,.10g}, printed {whole.number.text}",
            (whole.quote(document), *(f.quote(document) for f in made)),
            whole.number.text,
        )


def _items(document: Document, at: int) -> list[Block]:
    items = []
    for block in document.blocks[at + 1 :]:
        if block.kind != "item":
            break
        items.append(block)
    return items


def listed(document: Document) -> Iterator[Finding]:
    """A small number of things before a colon against the items of the list after it."""
    for i, block in enumerate(document.blocks):
        if block.kind in ("table", "note") or not block.text.rstrip().endswith(":"):
            continue
        items = _items(document, i)
        tail = block.sentences[-1] if len(block.sentences[-1]) > 25 else " ".join(block.sentences[-2:])
        stated = [n for n in numbers(tail) if n.unit == "count" and 2 <= n.value <= 20 and n.value == int(n.value)]
        after = tail[stated[-1].end :] if stated else ""
        if (
            len(items) < 2
            or not stated
            or len(after.split()) > 9
            or re.match(r"\s*(?:years?|months?|weeks?|days?|%|million)\b", after)
        ):
            continue
        good = int(stated[-1].value) == len(items)
        if stated[-1].hedge and not good:
            continue
        yield Finding(
            "listed", "holds" if good else "differs", f"{stated[-1].text} are announced, {len(items)} listed",
            (quote(document, block, tail), *(quote(document, item) for item in items)), stated[-1].text,
        )  # fmt: skip


def reconciles(document: Document) -> Iterator[Finding]:
    """Each table that splits or totals an amount against the totals of like tables and of the text."""
    sums = [
        (grid, column, total(column, total_rows(grid)))
        for grid in grids(document)
        if (column := _amounts(grid)) is not None
    ]
    amounts = [figure for figure in figures(document) if figure.number.unit == "money" and figure.number.value >= 1000]
    for grid, column, made in sums:
        said = [
            figure for figure in amounts if abs(figure.number.value - made) <= max(figure.number.step / 2, made * 1e-6)
        ]
        if said:
            quotes = (quote(document, grid.block, grid.caption or column.head), said[0].quote(document))
            yield Finding(
                "table_reconciles",
                "holds",
                f"the table sums to £{made:,.0f}, as the text says ({said[0].number.text})",
                quotes,
                f"£{made:,.0f}",
            )
            continue
        others = [(other, value) for other, _, value in sums if other is not grid and _are_like(grid, other)]
        splits = any(is_share(shares) and not is_change(shares) for shares in grid.numeric)
        near = [
            figure
            for figure in amounts
            if figure.number.step < made / 1e4 and 0.6 < figure.number.value / made < 1.6 and not _is_sum(figure, sums)
        ]
        near = [figure for figure in near if likeness(stems(figure.sentence), stems(grid.caption), {}) > 0.3]
        if (splits and others and not _is_made_of(made, [value for _, value in others])) or near:
            yield _unreconciled(document, (grid, column, made), others, near)


def _amounts(grid: Grid) -> Column | None:
    """The column of a table's totals in money: the one so headed, else its only one."""
    money = [
        column
        for column in grid.numeric
        if all(cell.unit == "money" for cell in column.numbers) and len(column.numbers) >= 2
    ]
    headed = [column for column in money if re.search(r"\btotal\b", column.head, re.IGNORECASE)]
    if headed:
        return headed[-1]
    is_last = bool(money) and (
        len(money) == 1 or not any(column.head for column in grid.columns)
    )  # heads lost: totals stand last
    return money[-1] if is_last and _WORTH.search(f"{money[-1].head} {grid.caption}") else None


def _are_like(one: Grid, two: Grid) -> bool:
    """Whether two tables of money are on one subject: two words of their titles in common, and no different year."""
    years = [{span.value for span in periods(grid.caption)} for grid in (one, two)]
    same_time = not (years[0] and years[1]) or bool(years[0] & years[1])
    return same_time and len(set(stems(one.caption)) & set(stems(two.caption))) >= 2


def _is_sum(figure: Figure, sums: Sequence[tuple[Grid, Column, float]]) -> bool:
    return any(abs(figure.number.value - value) <= max(figure.number.step, value * 1e-6) for _, _, value in sums)


def _is_made_of(made: float, others: Sequence[float]) -> bool:
    totals = [*others, sum(others), *(a + b for i, a in enumerate(others) for b in others[i + 1 :])]
    return any(abs(made - value) <= made * 0.005 for value in totals)


def _unreconciled(
    document: Document, table: tuple[Grid, Column, float], others: Sequence[tuple[Grid, float]], near: Sequence[Figure]
) -> Finding:
    grid, _column, made = table
    against = [f"{_name(other)} sums to £{value:,.0f}" for other, value in others]
    if len(others) >= 2:
        against.append(f"together £{sum(value for _, value in others):,.0f}")
    against += [f"the text says {figure.number.text}" for figure in near]
    quotes: tuple[Quote, ...] = (
        quote(document, grid.block),
        *(quote(document, other.block, other.caption) for other, _ in others),
    )
    return Finding(
        "table_reconciles",
        "fails",
        f"{_name(grid)} sums to £{made:,.0f}, which no other total of the document is: {'; '.join(against)}",
        (*quotes, *(figure.quote(document) for figure in near)),
        f"£{made:,.0f}",
    )


def _name(grid: Grid) -> str:
    match = re.match(r"(?:table|chart|figure) \d+", grid.caption, re.IGNORECASE)
    return match[0] if match else f"the table {grid.caption[:40]!r}"


def rates(document: Document) -> Iterator[Finding]:
    """Counts and their rates of one place: the populations that they imply, against one another and the population stated."""
    implied: list[tuple[float, float, Figure, Figure]] = []
    held = figures(document)
    for rate in (figure for figure in held if figure.per.isdigit() or "," in figure.per):
        per = float(rate.per.replace(",", ""))
        counts = [
            f
            for f in held
            if f.sentence == rate.sentence
            and f is not rate
            and f.number.unit == "count"
            and not f.per.replace(",", "").isdigit()
            and f.number.value > 30 * rate.number.value
        ]
        if len(counts) == 1 and re.search(r"equivalent|rate of|equat|which is|represent", rate.sentence):
            n, r = counts[0].number.value, rate.number
            implied.append(
                (n * per / (r.value + r.step / 2), n * per / max(r.value - r.step / 2, 1e-9), counts[0], rate)
            )
    for figure in held:
        if (
            re.search(
                r"population of (?:around |about |approximately |over )?$", figure.sentence[: figure.number.start]
            )
            and figure.number.value > 1e4
        ):
            implied.append(
                (figure.number.value - figure.number.step, figure.number.value + figure.number.step, figure, figure)
            )
    for i, one in enumerate(implied):
        for two in implied[i + 1 :]:
            if one[2].place != two[2].place or (one[0] <= two[1] * 1.06 and two[0] <= one[1] * 1.06):
                continue
            yield Finding(
                "rate",
                "fails",
                f"{one[2].number.text} and {one[3].number.text} imply {one[0]:,.0f} to "
                f"{one[1]:,.0f} residents, {two[2].number.text} and {two[3].number.text} "
                f"{two[0]:,.0f} to {two[1]:,.0f}",
                (one[2].quote(document), two[2].quote(document)),
                one[2].number.text,
            )
