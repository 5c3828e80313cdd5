"""What a narrative of one area is written against: the edition's estimates, and the names of what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from opensna.assessment.narrative.local import LocalFigure
from opensna.core.area import Area
from opensna.core.claim import EstimateKey
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.definition.breaks import Break
from opensna.estimates.lookup import EstimateIndex, EstimateRow
from opensna.measures.figure import Figure
from opensna.measures.measure import Measure, RecordsDenominator

_HELD = ("statistic", "breakdown", "group", "period_start", "period_end", "baseline_start", "comparator", "mark")


@dataclass(frozen=True)
class Held:
    """One kind of estimate that the edition holds of an area; `baseline` is None or not a date where there is none."""

    statistic: str
    breakdown: str
    group: str
    start: date
    end: date
    baseline: date | None
    comparator: str
    mark: str


@dataclass(frozen=True)
class Library:
    """What all areas of an edition share.

    `measures` are those counted, `known` every measure and figure there is, by id, whether or not this edition holds it;
    `comparators` name what areas are compared with, by id; `sources` the publisher and title of each source, by id.
    """

    index: EstimateIndex
    areas: tuple[Area, ...]
    period: Period
    baselines: Mapping[str, Period]
    known: Mapping[str, Measure | Figure]
    comparators: Mapping[str, str]
    sources: Mapping[str, str]
    breaks: Mapping[str, Sequence[Break]] = field(default_factory=dict)
    area_words: str = "areas"

    @property
    def audience(self) -> str:
        """For whom the edition is."""
        return self.index.estimates.audience

    @cached_property
    def _held(self) -> dict[tuple[str, str], tuple[Held, ...]]:
        return {}

    @cached_property
    def known_titles(self) -> tuple[tuple[str, str], ...]:
        """Id and title of whatever the edition holds."""
        return tuple((id, one.title) for id, one in self.known.items() if id in self.measures)

    @cached_property
    def measures(self) -> frozenset[str]:
        """Ids that the edition holds any estimate of."""
        return frozenset(self.index.estimates.table["measure"].unique())

    def held(self, measure: str, area: str) -> tuple[Held, ...]:
        """Every kind of estimate of a measure in an area, in order of time."""
        if (measure, area) not in self._held:
            table = self.index.estimates.table
            rows = table[(table["measure"] == measure) & (table["area_code"] == area)].sort_values("period_start")
            columns = [rows[name].tolist() for name in _HELD]
            self._held[measure, area] = tuple(Held(*row) for row in zip(*columns, strict=True))
        return self._held[measure, area]


@dataclass(frozen=True)
class Desk:
    """One area's: the library, the area, and figures of its own by id."""

    library: Library
    area: Area
    local: Mapping[str, LocalFigure] = field(default_factory=dict)

    def row(self, key: EstimateKey) -> EstimateRow | None:
        """The estimate, or None."""
        return self.library.index.one(key)


def value_of(described: Measure | Figure) -> str:
    """The statistic that a reference means where it names none."""
    if isinstance(described, Figure):
        return described.value_is
    return "share" if isinstance(described.denominator, RecordsDenominator) else "count"


def what_is_counted(described: Measure | Figure) -> str:
    """A measure's title as the things it counts: "offences of personal robbery", "suspects aged 10 to 24"."""
    title = described.title.removesuffix(", Metropolitan Police")
    if isinstance(described, Figure) or isinstance(described.denominator, RecordsDenominator):
        return title
    small = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return small if small.startswith(described.unit) else f"{described.unit}s of {small}"


def in_words(period: Period) -> str:
    """A period as it stands in a sentence after "in"."""
    return f"the {period.label}" if period.label.startswith("year ") else period.label


def as_written(period: Period) -> str:
    """A period as a reference writes it: "2022", "fy2019-20", "2022-04", "2022-10/2023-09"."""
    first = period.start
    if period.months == 12 and first.month == 1:
        return f"{first.year}"
    if period.months == 12 and first.month == 4:
        return f"fy{first.year}-{(first.year + 1) % 100:02d}"
    return f"{first:%Y-%m}" if period.months == 1 else str(period)


def bases(held: Iterable[Held]) -> tuple[Period, ...]:
    """What changes are held since, each as long as the period that changed, in order of time; none that is not available [x]."""
    found = set()
    for one in held:
        if isinstance(one.baseline, date) and one.mark != Mark.NOT_AVAILABLE:
            months = Period(one.start, one.end).months
            found.add(Period.of_months(one.baseline.year, one.baseline.month, months))
    return tuple(sorted(found))


def residents_of(described: Measure | Figure) -> str:
    """How a sentence narrows the residents that a rate divides by: " aged 10 to 24", or nothing."""
    ages = getattr(getattr(described, "denominator", None), "age", None)
    if ages is None or (ages.minimum is None and ages.maximum is None):
        return ""
    return f" aged {ages.minimum or 0} " + ("and over" if ages.maximum is None else f"to {ages.maximum}")
