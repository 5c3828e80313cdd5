"""From answers to rows of Counts: zero-filled, with denominators, and marked where there is no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from opensna.reference.areas import LONDON

NONE = "none"
MONTHS_OF_GRAIN = {"month": 1, "year": 12}

Strings = NDArray[np.object_]


@dataclass(frozen=True)
class Block:
    """One measure and breakdown: arrays (areas, periods, groups)."""

    measure: Measure
    breakdown: str
    groups: tuple[str, ...]
    numbers: Floats
    denominators: Floats
    kinds: Strings
    marks: Strings


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
    absent = marks != ""
    kinds = np.full(numbers.shape, kind, dtype=object)
    kinds[np.isnan(denominators) & ~absent] = NONE
    numbers[absent] = np.nan
    denominators[absent] = np.nan
    return Block(measure, SEPARATOR.join(breakdown) or NONE, groups, numbers, denominators, kinds, marks)


def assemble(ask: Ask, blocks: Sequence[Block]) -> pd.DataFrame:
    """The rows of all blocks (COUNT_COLUMNS), by measure, breakdown, area, period and group."""
    n_areas, n_periods = len(ask.areas), len(ask.periods)
    sizes = [block.numbers.size for block in blocks]
    area, period, group = (
        np.concatenate([np.indices(block.numbers.shape)[axis].ravel() for block in blocks]) for axis in range(3)
    )
    offsets = np.cumsum([0, *(len(block.groups) for block in blocks)])[:-1]
    names = np.array([name for block in blocks for name in block.groups], dtype=object)
    columns = {
        "measure": np.repeat(_strings(block.measure.id for block in blocks), sizes),
        "area_code": _strings(place.code for place in ask.areas)[area] if n_areas else [],
        "period_start": _strings(when.start for when in ask.periods)[period] if n_periods else [],
        "period_end": _strings(when.end for when in ask.periods)[period] if n_periods else [],
        "breakdown": np.repeat(_strings(block.breakdown for block in blocks), sizes),
        "group": names[group + np.repeat(offsets, sizes)],
        "numerator": np.concatenate([block.numbers.ravel() for block in blocks]),
        "denominator": np.concatenate([block.denominators.ravel() for block in blocks]),
        "denominator_kind": np.concatenate([block.kinds.ravel() for block in blocks]),
        "unit": np.repeat(_strings(block.measure.unit for block in blocks), sizes),
        **ask.about,
        "mark": np.concatenate([block.marks.ravel() for block in blocks]),
    }
    return pd.DataFrame(columns)[list(COUNT_COLUMNS)]


def _strings(values: object) -> Strings:
    return np.array(list(values), dtype=object)  # type: ignore[call-overload]  # any iterable of objects


def _spread(tally: Tally | None, ask: Ask, groups: Sequence[str]) -> Floats:
    """Numbers of a tally as (areas, all periods, groups): NaN where the period is not inside, 0 where there is no row."""
    found = np.full((len(ask.areas), len(ask.periods), len(groups)), np.nan)
    within = frozenset(ask.inside)
    inside = [p for p, period in enumerate(ask.periods) if period in within]
    if tally is None or not inside:
        return found
    found[:, inside, :] = 0.0
    here = [g for g, group in enumerate(groups) if group in tally.groups]
    there = [tally.groups.index(groups[g]) for g in here]
    london = np.array([area.code == LONDON for area in ask.areas], dtype=bool)
    one_by_one = tally.by_area[: len(ask.known)][:, there, :].transpose(0, 2, 1)
    found[np.ix_(np.flatnonzero(~london), inside, here)] = one_by_one
    found[np.ix_(np.flatnonzero(london), inside, here)] = tally.everywhere[there, :].T
    return found


def _marks(ask: Ask, measure: Measure, answer: Answer | None, shape: tuple[int, ...]) -> Strings:
    marks = np.full(shape, "", dtype=object)
    within = frozenset(ask.inside)
    short = [period.months < MONTHS_OF_GRAIN[measure.grain] for period in ask.periods]
    outside = [period not in within for period in ask.periods]
    marks[:, short, :] = Mark.NOT_APPLICABLE.value
    marks[:, outside, :] = Mark.NOT_AVAILABLE.value
    if answer is not None and answer.published is not None:
        # A table of published cells without any cell of the measure does not say 0: the publisher gave no such figure.
        given = dict(zip(ask.inside, answer.published, strict=True))
        marks[:, [not given.get(period, True) for period in ask.periods], :] = Mark.NOT_AVAILABLE.value
    marks[[area.code not in ask.available for area in ask.areas], :, :] = Mark.NOT_AVAILABLE.value
    return marks
