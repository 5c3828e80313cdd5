"""All that is asked of one table at one level of area: the measures, areas and periods, and what is known of the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis

from opensna.core.area import Area
from opensna.core.period import Period
from opensna.measures.cube import SEPARATOR
from opensna.measures.measure import Measure, RecordsDenominator
from opensna.measures.signature import Where, check_column, check_condition
from opensna.measures.unplaced import UNPLACED, is_unplaced

AREA_COLUMN: Mapping[str, str] = {"whole": "borough_code", "borough": "borough_code", "ward": "ward_code"}

Breakdown = tuple[str, ...]
"""Columns crossed; () is no breakdown."""


@dataclass(frozen=True)
class Ask:
    """`held` are the months of the release (None: it is empty), `gaps` those inside it that it lacks; `about` are the columns of
    Counts that the source fills.
    """

    table: ibis.Table
    measures: tuple[Measure, ...]
    area_column: str
    areas: tuple[Area, ...]
    covered: tuple[str, ...]
    periods: tuple[Period, ...]
    held: Period | None
    population_year: int | None
    about: Mapping[str, str]
    gaps: tuple[Period, ...] = ()

    @cached_property
    def inside(self) -> tuple[Period, ...]:
        """Periods of which the release holds every month."""
        held = self.held
        if held is None:
            return ()
        whole = (p for p in self.periods if held.start <= p.start and p.end <= held.end)
        return tuple(p for p in whole if not any(p.start <= gap.start and gap.end <= p.end for gap in self.gaps))

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Codes of the areas that are wanted one by one."""
        return tuple(area.code for area in self.areas if not area.is_whole and not is_unplaced(area))

    @cached_property
    def available(self) -> frozenset[str]:
        """Areas that the source has figures of.

        Ward codes change with their boundaries: a ward that no row of the release names is not available, rather than 0.
        """
        if self.area_column == AREA_COLUMN["borough"]:
            return frozenset((*self.covered, *self._wholes, UNPLACED))
        named = self.table.select(self.area_column).distinct().to_pyarrow().to_pandas()[self.area_column].dropna()
        outside = {a.code for a in self.areas if a.type == "ward" and a.parent and a.parent not in self.covered}
        return frozenset((*named, *self._wholes)) - outside

    @property
    def _wholes(self) -> tuple[str, ...]:
        return tuple(area.code for area in self.areas if area.is_whole)


def numerator_where(measure: Measure) -> Where:
    """Conditions of the numerator: for a share, those of its records and the measure's own."""
    return {**(records_where(measure) or {}), **measure.where}


def records_where(measure: Measure) -> Where | None:
    """Conditions of the records that a share is of; None if the measure is no share."""
    return measure.denominator.records if isinstance(measure.denominator, RecordsDenominator) else None


def breakdowns_of(measure: Measure) -> tuple[Breakdown, ...]:
    """No breakdown, and then those of the measure."""
    return ((), *(tuple(text.split(SEPARATOR)) for text in measure.breakdowns))


def check(measure: Measure, table: ibis.Table) -> None:
    """Raise DocumentError if a measure names a column that its table lacks, or compares one with another type."""
    for name, conditions in (("where", measure.where), ("denominator.records", records_where(measure) or {})):
        for column, condition in conditions.items():
            check_condition(table, column, condition, where=f"measure {measure.id}, field {name}.{column}")
    crossed = [column for breakdown in breakdowns_of(measure) for column in breakdown]
    for name, columns in (("sum", [measure.sum]), ("distinct", [measure.distinct]), ("breakdowns", crossed)):
        for wanted in columns:
            if wanted is not None:
                check_column(table, wanted, where=f"measure {measure.id}, field {name}")
