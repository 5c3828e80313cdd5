"""From answers to rows of Counts: zero-filled, with denominators, and marked where there is no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from opensna.core.counts import COUNT_COLUMNS
from opensna.core.missing import Mark
from opensna.measures.answers import Answer
from opensna.measures.ask import Ask, Breakdown, records_where
from opensna.measures.cube import SEPARATOR, Floats, Tally
from opensna.measures.denominators import person_years
from opensna.measures.measure import Measure
from opensna.measures.unplaced import is_unplaced

NONE = "none"
KINDS = (NONE, "population", "records")
"""Kinds of denominator; a block holds their numbers."""

MARKS = ("", Mark.NOT_AVAILABLE.value, Mark.NOT_APPLICABLE.value)
"""Marks that count gives; a block holds their numbers, 0 where there is a figure."""

MONTHS_OF_GRAIN = {"month": 1, "year": 12}

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """One measure and breakdown: arrays (areas, periods, groups), kinds and marks as numbers of `KINDS` and `MARKS`."""

    measure: Measure
    breakdown: str
    groups: tuple[str, ...]
    numbers: Floats
    denominators: Floats
    kinds: Codes
    marks: Codes


def block(ask: Ask, measure: Measure, breakdown: Breakdown, answer: Answer | None) -> Block:
    """Numbers, denominators and marks of one measure and breakdown. Groups are those with a record in any area or period."""
    numerator, records = (answer.numerator, answer.records) if answer else (None, None)
    widest = records or numerator
    groups = ("",) if not breakdown else tuple(sorted(widest.groups)) if widest else ()
    numbers = _spread(numerator, ask, groups)
    kind = NONE if measure.denominator is None else "population"
    if records_where(measure) is not None:
        denominators, kind = _spread(records, ask, groups), "records"
    else:
        denominators = person_years(
            measure, breakdown=breakdown, groups=groups, periods=ask.periods, areas=ask.areas, covered=ask.covered,
            population_year=ask.population_year,
        )  # fmt: skip
    marks = _marks(ask, measure, answer, numbers.shape)
    absent = marks > 0
    kinds = np.where(np.isnan(denominators) & ~absent, KINDS.index(NONE), KINDS.index(kind))
    numbers[absent] = np.nan
    denominators[absent] = np.nan
    return Block(measure, SEPARATOR.join(breakdown) or NONE, groups, numbers, denominators, kinds, marks)


def assemble(ask: Ask, blocks: Sequence[Block]) -> pd.DataFrame:
    """The rows of all blocks (COUNT_COLUMNS), by measure, breakdown, area, period and group."""
    sizes = [block.numbers.size for block in blocks]
    area, period, group = (
        np.concatenate([np.indices(block.numbers.shape)[axis].ravel() for block in blocks]) for axis in range(3)
    )
    of_block = np.repeat(np.arange(len(blocks)), sizes)
    offsets = np.cumsum([0, *(len(block.groups) for block in blocks)])[:-1]
    columns = {
        "measure": _take([block.measure.id for block in blocks], of_block),
        "area_code": _take([place.code for place in ask.areas], area),
        "period_start": _take([when.start for when in ask.periods], period),
        "period_end": _take([when.end for when in ask.periods], period),
        "breakdown": _take([block.breakdown for block in blocks], of_block),
        "group": _take([name for block in blocks for name in block.groups], group + offsets[of_block]),
        "numerator": np.concatenate([block.numbers.ravel() for block in blocks]),
        "denominator": np.concatenate([block.denominators.ravel() for block in blocks]),
        "denominator_kind": _take(KINDS, np.concatenate([block.kinds.ravel() for block in blocks])),
        "unit": _take([block.measure.unit for block in blocks], of_block),
        **{name: _take([text], np.zeros_like(of_block)) for name, text in ask.about.items()},
        "mark": _take(MARKS, np.concatenate([block.marks.ravel() for block in blocks])),
    }
    return pd.DataFrame(columns)[list(COUNT_COLUMNS)]


def _take(values: Sequence[object], numbers: Codes) -> Any:
    """Values by number, without making a Python object for each row."""
    return pd.Series(list(values)).array.take(numbers)


def _spread(tally: Tally | None, ask: Ask, groups: Sequence[str]) -> Floats:
    """Numbers of a tally as (areas, all periods, groups): NaN where the period is not inside, 0 where there is no row."""
    found = np.full((len(ask.areas), len(ask.periods), len(groups)), np.nan)
    within = frozenset(ask.inside)
    inside = [p for p, period in enumerate(ask.periods) if period in within]
    if tally is None or not inside:
        return found
    found[:, inside, :] = 0.0
    here = np.array([g for g, group in enumerate(groups) if group in tally.groups], dtype=np.int64)
    there = np.array([tally.groups.index(groups[g]) for g in here], dtype=np.int64)
    is_whole = np.array([area.is_whole for area in ask.areas], dtype=np.bool_)
    when = np.array(inside, dtype=np.int64)
    rest = np.array([is_unplaced(area) for area in ask.areas], dtype=np.bool_)
    one_by_one = tally.by_area[: len(ask.known)][:, there, :].transpose(0, 2, 1)
    found[np.ix_(np.flatnonzero(~is_whole & ~rest), when, here)] = one_by_one
    if rest.any() and len(tally.by_area) > len(ask.known):
        found[np.ix_(np.flatnonzero(rest), when, here)] = _of_no_area(tally, ask)[there, :].T
    found[np.ix_(np.flatnonzero(is_whole), when, here)] = tally.everywhere[there, :].T
    return found


def _of_no_area(tally: Tally, ask: Ask) -> Floats:
    """(groups, periods): rows of no area that is asked for, or of one that the source does not cover."""
    left_out = [i for i, code in enumerate(ask.known) if code not in ask.available]
    found: Floats = tally.by_area[len(ask.known) :].sum(axis=0) + tally.by_area[left_out].sum(axis=0)
    return found


def _marks(ask: Ask, measure: Measure, answer: Answer | None, shape: tuple[int, ...]) -> Codes:
    not_available, not_applicable = 1, 2
    marks = np.zeros(shape, dtype=np.int64)
    within = frozenset(ask.inside)
    short = [period.months < MONTHS_OF_GRAIN[measure.grain] for period in ask.periods]
    outside = [period not in within for period in ask.periods]
    marks[:, short, :] = not_applicable
    marks[:, outside, :] = not_available
    if answer is not None and answer.published is not None:
        # A table of published cells without any cell of the measure does not say 0: the publisher gave no such figure.
        given = dict(zip(ask.inside, answer.published, strict=True))
        marks[:, [not given.get(period, True) for period in ask.periods], :] = not_available
    marks[[area.code not in ask.available for area in ask.areas], :, :] = not_available
    if measure.distinct is not None:  # persons of several places cannot be told apart from those of none
        marks[[is_unplaced(area) for area in ask.areas], :, :] = not_applicable
    return marks
