"""Shares of a whole: those of one sentence that should sum to 100, and those that a table's or the text's own values make."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opensna.assessment.review.arithmetic.changes import is_change
from opensna.assessment.review.arithmetic.table_sums import verdict_of_change
from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import Figure, figures
from opensna.assessment.review.finders.places import area_of, places
from opensna.assessment.review.finding import Finding, Quote, quote
from opensna.assessment.review.grid import grids
from opensna.assessment.review.language.words import stems
from opensna.assessment.review.vocabulary import named, vocabulary

_REST = re.compile(r"\b(?:a further|the remain\w+|remaining|the rest|the other)\b", re.IGNORECASE)
_SEXES = (
    re.compile(r"\b(?:fe)?males?\b|\b(?:wo)?men\b", re.IGNORECASE),
    re.compile(r"\b(?:unknown|not known|not recorded|no gender)\b", re.IGNORECASE),
)
_SHARE = re.compile(
    r"\b(?:percentage|proportion|share|represent\w*|account\w*|made up|make up|% of|percent of|per cent of)\b|%(?= of)",
    re.IGNORECASE,
)


def shares_sum(document: Document) -> Iterator[Finding]:
    """Three or more percentages of one sentence that together cover everybody."""
    for block in document.prose:
        for sentence in block.sentences:
            held = [
                f
                for f in figures(document)
                if f.block is block and f.sentence == sentence and f.number.unit == "percent"
            ]
            if len(held) < 3 or any(is_change(figure) for figure in held):
                continue
            covers = all(pattern.search(sentence) for pattern in _SEXES) or _REST.search(sentence)
            whole = [figure.number for figure in held]
            made, slack = sum(number.value for number in whole), sum(number.step for number in whole) / 2
            if covers and 70 <= made <= 130 and not re.search(r"\bfrom\b.*\bto\b", sentence):
                good = abs(made - 100) <= max(slack, 0.5)
                says = f"{' + '.join(number.text for number in whole)} = {made:.10g}%"
                yield Finding(
                    "shares_sum",
                    "holds" if good else "fails",
                    says,
                    (quote(document, block, sentence),),
                    f"{made:.10g}%",
                )


@dataclass(frozen=True)
class _Value:
    value: float
    text: str
    label: str
    year: str
    place: str
    quote: Quote


def remade_shares(document: Document) -> Iterator[Finding]:
    """Shares that two values of one year, from a table or the text, make; and whether the two count the same thing."""
    pool = _pool(document)
    if not pool:
        return
    latest = max(value.year for value in pool)
    for figure in figures(document):
        if (
            figure.number.unit != "percent"
            or is_change(figure)
            or not _SHARE.search(_context(figure))
            or figure.number.value <= 0
        ):
            continue
        year = figure.period.value if figure.period is not None and figure.period.period is not None else latest
        found = _pair(figure, [value for value in pool if value.year == year], document)
        if found is None:
            continue
        part, whole = found
        made = 100 * part.value / whole.value
        verdict = verdict_of_change(made, figure.number)
        rounded = " (rounded down)" if verdict == "differs" and int(made) == figure.number.value else ""
        quotes = tuple(dict.fromkeys((figure.quote(document), part.quote, whole.quote)))
        yield Finding(
            "share",
            verdict,
            f"{part.text} of {whole.text} is {made:.2f}%, printed {figure.number.text}{rounded}",
            quotes,
            f"{made:.2f}%",
        )
        kinds = [named(value.label, vocabulary()["things"]) for value in (part, whole)]
        if kinds[0] and kinds[1] and not kinds[0] & kinds[1]:
            yield Finding(
                "units",
                "fails",
                f"{part.label} over {whole.label}: {'/'.join(kinds[0])} are divided by {'/'.join(kinds[1])}",
                quotes,
                figure.number.text,
            )


def _context(figure: Figure) -> str:
    sentences = figure.block.sentences
    at = sentences.index(figure.sentence)
    return (
        sentences[at - 1] + " " if at and re.match(r"(?:This|It|That)\b", figure.sentence) else ""
    ) + figure.sentence


def _pool(document: Document) -> list[_Value]:
    home, pool = area_of(document), list[_Value]()
    for grid in grids(document):
        for column in grid.columns:
            for i, cell in enumerate(column.cells):
                if column.year and cell is not None and cell.unit == "count":
                    label = grid.labels[i]
                    pool.append(
                        _Value(
                            cell.value,
                            cell.text,
                            label,
                            column.year,
                            (places(label) or (home,))[0],
                            quote(document, grid.block, grid.row_text(i)),
                        )
                    )
    for figure in figures(document):
        if (
            figure.number.unit == "count"
            and figure.period is not None
            and figure.period.kind == "calendar"
            and figure.number.value >= 20
        ):
            near = figure.sentence[max(0, figure.number.start - 80) : figure.number.end + 40]
            place = "London" if "London" in places(_context(figure)) else figure.place or home
            pool.append(
                _Value(
                    figure.number.value, figure.number.text, near, figure.period.value, place, figure.quote(document)
                )
            )
    return pool


def _pair(figure: Figure, pool: Sequence[_Value], document: Document) -> tuple[_Value, _Value] | None:
    """The two values most like the sentence whose ratio is the share, to its last digit."""
    context = _context(figure)
    words, named_places = set(stems(context)), set(places(context)) or {area_of(document)}
    best: tuple[int, _Value, _Value] | None = None
    for part, whole in itertools.permutations(pool, 2):
        if (
            not 0 < part.value < whole.value
            or abs(100 * part.value / whole.value - figure.number.value) >= figure.number.step
        ):
            continue
        if not {part.place, whole.place} <= named_places | {area_of(document)} or (
            part.place != whole.place and whole.place not in places(figure.sentence)
        ):
            continue
        if part.place == whole.place and part.quote == whole.quote:
            continue
        alike = [len(words & set(stems(value.label))) for value in (part, whole)]
        score = sum(alike)
        if min(alike) >= 2 and (best is None or score > best[0]):
            best = (score, part, whole)
    return best[1:] if best else None
