"""Numbers that somebody typed, and figures of the borough's own, against what the estimates say of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from opensna.assessment.contradictions.contradiction import Contradiction
from opensna.assessment.narrative.desk import Desk
from opensna.assessment.narrative.unbound import Unbound
from opensna.assessment.review.document import Block, Document
from opensna.assessment.review.finders.figures import Figure as Read
from opensna.assessment.review.finders.figures import figures
from opensna.assessment.review.language.words import stems
from opensna.core.period import Period
from opensna.estimates.lookup import EstimateRow

COMMON = frozenset(
    stems("offences recorded all of the Metropolitan Police London's definition share number cases people residents")
)
"""Words of a measure's title that do not tell it from another."""
_KINDS = {"count": ("count",), "percent": ("share", "change", "difference_from")}
"""Which statistics a typed number of a unit can be of."""


def typed_otherwise(typed: Sequence[Unbound], desk: Desk) -> Iterator[Contradiction]:
    """Typed numbers of things that the edition counts in this area and period, which are none of its values.

    A number is taken for a measure's if the words after it, or its sentence, hold every word that tells the measure from another.
    """
    for sentence, where in {one.sentence: one.where for one in typed}.items():
        for figure in figures(Document("narrative", (Block("paragraph", sentence, 0), Block("paragraph", "End.", 1)))):
            measure = _measure(figure, desk)
            if measure is None or figure.number.unit not in _KINDS or figure.place not in ("", desk.area.name):
                continue
            when = figure.period.period if figure.period and figure.period.period else desk.library.period
            held = _values(measure, figure, when, desk)
            if held and not any(figure.number.agrees(value) for value in held):
                title, shown = desk.library.known[measure].title, _shown(held[0], figure)
                told = f"{title}, {when.label}, is {shown}, typed {figure.number.text}"
                yield Contradiction("two_values", told, (f"{where}: {sentence}",), is_certain=True)


def local_otherwise(desk: Desk) -> Iterator[Contradiction]:
    """Figures of the borough's own that restate one of ours, differ from it, and do not say why."""
    for figure in desk.local.values():
        if not figure.restates or figure.differs_because:
            continue
        for one in desk.library.held(figure.restates, desk.area.code):
            is_same = (one.start, one.end, one.statistic) == (figure.when.start, figure.when.end, figure.value_is)
            if not is_same or one.breakdown != "none":
                continue
            for row in _rows(figure.restates, figure.when, desk, (one.statistic,)):
                if not row.is_absent and not _within(figure.value, row):
                    ours = f"{desk.library.known[figure.restates].title} is {row.value:,g} here"
                    says = f"{figure.title}, {figure.when.label}, is {figure.value:,g} by {figure.publisher}; {ours}"
                    yield Contradiction("two_values", says, (figure.source,), is_certain=True)


def _measure(figure: Read, desk: Desk) -> str | None:
    """The measure that a typed number is of: the one with most telling words, all of them there and one of them right after it."""
    near, said = set(stems(figure.noun)), set(stems(figure.sentence))
    fits = [(len(words), id) for id, words in _telling(desk.library.known_titles) if words <= said and words & near]
    fits.sort(reverse=True)
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return fits[0][1]


@lru_cache(maxsize=8)
def _telling(titles: tuple[tuple[str, str], ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each id with the words that tell its title from others."""
    found = ((id, frozenset(stems(title)) - COMMON) for id, title in titles)
    return tuple((id, words) for id, words in found if words)


def _values(measure: str, figure: Read, when: Period, desk: Desk) -> list[float]:
    """What the edition has of it, in the unit of the typed number."""
    rows = _rows(measure, when, desk, _KINDS[figure.number.unit])
    scale = 100 if figure.number.unit == "percent" else 1
    is_change = bool(figure.change)
    return [
        scale * (abs(row.value) if is_change else row.value)
        for row in rows
        if not row.is_absent and (row.statistic == "change") == (is_change and scale == 100)
    ]


def _rows(measure: str, when: Period, desk: Desk, statistics: Sequence[str]) -> list[EstimateRow]:
    table = desk.library.index.estimates.table
    rows = table[
        (table["measure"] == measure) & (table["area_code"] == desk.area.code) & (table["breakdown"] == "none")
        & (table["period_start"] == when.start) & (table["period_end"] == when.end) & table["statistic"].isin(statistics)
    ]  # fmt: skip
    return [EstimateRow(**{str(k): v for k, v in row.items()}) for row in rows.to_dict("records")]


def _within(value: float, row: EstimateRow) -> bool:
    if row.ci_lower == row.ci_lower:
        return bool(row.ci_lower <= value <= row.ci_upper)
    return bool(value == row.value)


def _shown(value: float, figure: Read) -> str:
    return f"{value:,.1f}%" if figure.number.unit == "percent" else f"{value:,.0f}"
