"""Which scans answer which questions, and the answers: tallies by measure and breakdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opensna.measures.ask import Ask, Breakdown, breakdowns_of, numerator_where, records_where
from opensna.measures.cube import ROWS, Cube, Tally, scan
from opensna.measures.distinct import tally_distinct
from opensna.measures.measure import Measure
from opensna.measures.segments import Segments
from opensna.measures.signature import Where

Question = tuple[Measure, Breakdown]


@dataclass(frozen=True)
class Answer:
    """Numerator; of a share, the records it is a share of; of sums of published cells, the periods that have such cells."""

    numerator: Tally
    records: Tally | None = None
    published: NDArray[np.bool_] | None = None


def answers(ask: Ask) -> dict[tuple[str, Breakdown], Answer]:
    """Answer of each measure id and breakdown, for the periods inside the release; empty if there are none."""
    segments = Segments.of(ask.inside)
    found: dict[tuple[str, Breakdown], Answer] = {}
    if not segments.count:
        return found
    for columns, questions in plan([m for m in ask.measures if m.distinct is None]).items():
        cube = _scan(ask, segments, columns, [measure for measure, _ in questions])
        found |= {(measure.id, breakdown): _answer(cube, measure, breakdown) for measure, breakdown in questions}
    for measure in ask.measures:
        if measure.distinct is not None:
            for breakdown in breakdowns_of(measure):
                found[measure.id, breakdown] = _distinct(ask, segments, measure, measure.distinct, breakdown)
    return found


def plan(measures: Sequence[Measure]) -> dict[Breakdown, list[Question]]:
    """One scan for each largest crossing: a smaller breakdown is rolled up from a larger one that holds its columns."""
    questions = [(measure, breakdown) for measure in measures for breakdown in breakdowns_of(measure)]
    largest: list[Breakdown] = []
    for breakdown in sorted(dict.fromkeys(b for _, b in questions), key=len, reverse=True):
        if not any(set(breakdown) <= set(larger) for larger in largest):
            largest.append(breakdown)
    found: dict[Breakdown, list[Question]] = {columns: [] for columns in largest}
    for measure, breakdown in questions:
        columns = min((c for c in largest if set(breakdown) <= set(c)), key=len)
        found[columns].append((measure, breakdown))
    return found


def _scan(ask: Ask, segments: Segments, columns: Breakdown, measures: Sequence[Measure]) -> Cube:
    wheres = [numerator_where(m) for m in measures] + [w for m in measures if (w := records_where(m)) is not None]
    weights = tuple(dict.fromkeys(measure.sum or ROWS for measure in measures))
    return scan(ask.table, wheres, segments, area=ask.area_column, known=ask.known, columns=columns, weights=weights)


def _answer(cube: Cube, measure: Measure, breakdown: Breakdown) -> Answer:
    where, records, weight = numerator_where(measure), records_where(measure), measure.sum or ROWS
    return Answer(
        cube.tally(where, weight=weight, breakdown=breakdown),
        None if records is None else cube.tally(records, weight=weight, breakdown=breakdown),
        cube.has_rows(where) if measure.sum else None,
    )


def _distinct(ask: Ask, segments: Segments, measure: Measure, key: str, breakdown: Breakdown) -> Answer:
    def tally(where: Where) -> Tally:
        return tally_distinct(
            ask.table, where, key, segments, area=ask.area_column, known=ask.known, breakdown=breakdown
        )

    records = records_where(measure)
    return Answer(tally(numerator_where(measure)), None if records is None else tally(records))
