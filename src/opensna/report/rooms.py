"""What the rooms of costs, evidence and commissioning hand to their sections: worked out once for an edition, before any page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from opensna.alignment.target import Target
from opensna.alignment.target_mix import Counted
from opensna.alignment.target_path import Baseline
from opensna.alignment.value import Value
from opensna.commissioning.allocation import Allocation
from opensna.commissioning.awards import Spend
from opensna.commissioning.edges import CliffEdge
from opensna.commissioning.fund import Fund
from opensna.commissioning.programme import Programme
from opensna.core.period import Period
from opensna.costs.cost import Costs
from opensna.costs.printed import BearerTable, DomesticAbuse, Reproduction
from opensna.report.cells import records
from opensna.whatworks.approach import Approach

Rows = tuple[dict[str, Any], ...]
"""Records with None where a number is absent."""


@dataclass(frozen=True)
class Priced:
    """A set of offences that do not overlap, priced in every area from disclosed counts.

    `title` says what is in it, `measures` are those counted, `left_out` the offences of the set that nobody counted. `note` says
    what else must be known of the counts. `estimated` prices the same counts times the partnership's own multipliers. The sums are
    made when first asked for, and then for all areas.
    """

    title: str
    measures: tuple[str, ...]
    left_out: tuple[str, ...]
    costs: Costs
    note: str = ""
    estimated: Costs | None = None

    def totals(self, area: str) -> Rows:
        """The sum over all offences (one row, as `Costs.by`)."""
        return self._totals.get(area, ())

    def offences(self, area: str) -> Rows:
        """The sums by offence, with its `volume` and `unit_cost` (the sum of its parts), in the order of the set."""
        return self._offences.get(area, ())

    def bearers(self, area: str) -> Rows:
        """The sums by bearer, in the order of the parts."""
        return self._bearers.get(area, ())

    def flows(self, area: str) -> Rows:
        """offence, bearer, value (None where a count is hidden or absent) and mark, one row a pair."""
        return self._flows.get(area, ())

    def days(self, area: str) -> Rows:
        """The total over the days of the period, and `days`."""
        return self._days.get(area, ())

    def with_unrecorded(self, area: str) -> Rows:
        """The sums by offence, and over all ("" as offence), with estimated volumes; nothing without multipliers."""
        return self._with_unrecorded.get(area, ())

    @cached_property
    def _with_unrecorded(self) -> Mapping[str, Rows]:
        if self.estimated is None:
            return {}
        about = self.estimated.table.groupby(["area_code", "offence"], sort=False, as_index=False)
        volumes = about.agg({"volume": "first", "volume_kind": "first", "volume_source": "first"})
        by_offence = self.estimated.by("offence").merge(
            volumes, on=["area_code", "offence"], how="left", validate="1:1"
        )
        return _by_area(pd.concat([by_offence, self.estimated.by().assign(offence="")], ignore_index=True))

    @cached_property
    def _totals(self) -> Mapping[str, Rows]:
        return _by_area(self.costs.by())

    @cached_property
    def _days(self) -> Mapping[str, Rows]:
        return _by_area(self.costs.a_day)

    @cached_property
    def _bearers(self) -> Mapping[str, Rows]:
        return _by_area(self.costs.by("bearer"))

    @cached_property
    def _offences(self) -> Mapping[str, Rows]:
        parts = self.costs.table.groupby(["area_code", "offence"], sort=False, as_index=False)
        about = parts.agg({"volume": "first", "volume_low": "first", "volume_high": "first", "unit_cost": "sum"})
        return _by_area(self.costs.by("offence").merge(about, on=["area_code", "offence"], how="left", validate="1:1"))

    @cached_property
    def _flows(self) -> Mapping[str, Rows]:
        keys = ["area_code", "offence", "bearer"]
        parts = self.costs.table.groupby(keys, sort=False)
        summed = pd.DataFrame({"value": parts["value"].sum(skipna=False), "mark": parts["mark"].first()})
        return _by_area(summed.reset_index())


@dataclass(frozen=True)
class PrintedReport:
    """The cost tables of the assessment of April 2025: made again, held against one another, and domestic abuse taken apart."""

    reproduction: Reproduction
    bearers: BearerTable
    domestic_abuse: DomesticAbuse


@dataclass(frozen=True)
class Scoped:
    """A series to be lowered: what is asked of each area, and what would come if nothing changed.

    `measure` is the measure or published figure that counts it; `baselines` are by area code, the whole first. `history` are the
    whole's offences of years up to the baseline (None where absent), earliest first. `target` is None where no forecast can be
    made, and `why_not` says why. `mix` is what each approach contributes, or why it is [x]; `tasks` who would have to do what.
    """

    measure: str
    reduction: float
    years: int
    baselines: Mapping[str, Baseline]
    history: tuple[tuple[Period, float | None], ...]
    target: Target | None
    why_not: str
    mix: tuple[Counted, ...]
    tasks: pd.DataFrame


@dataclass(frozen=True)
class DividedFund:
    """A fund divided by its own rule on the disclosed counts of its measure; `edge` is None where no line is drawn."""

    fund: Fund
    measure: str
    allocation: Allocation
    edge: CliffEdge | None


@dataclass(frozen=True)
class Rooms:
    """What the sections on cost, evidence and commissioning are built from; nothing of it by default.

    `business` prices robberies of businesses, which stand apart; `values` are programmes valued, `scoped` a series to be lowered.
    `on` is the day on which ages of readings and ends of funding are judged. `evaluations` says in words where each stands, by id.
    `spend` is None where no award is recorded.
    """

    priced: tuple[Priced, ...] = ()
    business: Priced | None = None
    values: tuple[Value, ...] = ()
    scoped: Scoped | None = None
    printed: PrintedReport | None = None
    approaches: tuple[Approach, ...] = ()
    programmes: tuple[Programme, ...] = ()
    evaluations: Mapping[str, str] = field(default_factory=dict)
    spend: Spend | None = None
    divided: tuple[DividedFund, ...] = ()
    on: date | None = None


def _by_area(frame: pd.DataFrame) -> dict[str, Rows]:
    return {str(code): tuple(records(part)) for code, part in frame.groupby("area_code", sort=False)}
