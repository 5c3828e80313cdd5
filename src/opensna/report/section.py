"""A section of the report, and what it is given to build its blocks from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from opensna.assessment.grammar import all_of
from opensna.assessment.ledger import Ledger
from opensna.core.area import Area, Comparator
from opensna.core.block import Block, Callout, Prose
from opensna.core.claim import EstimateKey
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.core.provenance import ReleaseRecord
from opensna.definition.breaks import Break, series_breaks
from opensna.definition.definition import Definition
from opensna.estimates.lookup import EstimateIndex, EstimateRow
from opensna.measures.figure import Figure
from opensna.measures.measure import Measure, PopulationDenominator
from opensna.measures.under import Compared
from opensna.reference.comparison import ComparisonSet
from opensna.reference.harm import severity_weights
from opensna.reference.partnership import Partnership
from opensna.reference.population import LATEST_YEAR
from opensna.report.care import CARE, INGEST, NOTHING, without_repeats
from opensna.report.cells import records
from opensna.report.rooms import Rooms
from opensna.sources._base import Source
from opensna.stats.harm import HarmWeights

_SHOWN = (
    "measure", "statistic", "breakdown", "group", "area_code", "area_name", "area_type", "period_start", "period_end",
    "value", "ci_lower", "ci_upper", "numerator", "per", "mark",
)  # fmt: skip
"""Columns of Estimates.table that sections draw from; single estimates are found through the index."""


@dataclass(frozen=True)
class Edited:
    """What all areas of an edition share. `frames` holds the estimates by measure and statistic.

    `breaks` are by measure, `drawn` the ids that a section needs, `wards` the partnership's, `harm` the weights that harm is
    worked out with, `rooms` what the rooms of costs, evidence and commissioning hand in, `sets` the areas outside that its own
    are compared with, `compared` the definitions that the edition's is compared with, `reconciled` the whole's totals against its
    areas'.
    """

    index: EstimateIndex
    areas: tuple[Area, ...]
    period: Period
    baselines: Mapping[str, Period]
    measures: Mapping[str, Measure]
    releases: tuple[ReleaseRecord, ...]
    sources: Mapping[str, Source]
    definition: Definition
    partnership: Partnership
    ledger: Ledger = field(default_factory=Ledger)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    wards: tuple[Area, ...] = ()
    drawn: frozenset[str] = frozenset()
    breaks: Mapping[str, tuple[Break, ...]] = field(default_factory=dict)
    harm: HarmWeights = field(default_factory=severity_weights)
    rooms: Rooms = field(default_factory=Rooms)
    sets: Mapping[str, ComparisonSet] = field(default_factory=dict)
    compared: Compared = field(default_factory=Compared)
    reconciled: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def audience(self) -> str:
        """For whom."""
        return self.index.estimates.audience

    @cached_property
    def frames(self) -> Mapping[tuple[str, str, str], pd.DataFrame]:
        """Estimates by (measure, statistic, breakdown), in order of time, with the length of each period in `months`."""
        table = self.index.estimates.table[list(_SHOWN)]
        dates = table[["period_start", "period_end"]].drop_duplicates()
        dates["months"] = [
            (end.year - start.year) * 12 + end.month - start.month + 1 for start, end in dates.itertuples(index=False)
        ]
        timed = table.merge(dates, on=["period_start", "period_end"]).sort_values("period_start", kind="stable")
        texts = [name for name in timed.columns if not pd.api.types.is_numeric_dtype(timed[name])]
        timed = timed.astype(dict.fromkeys(texts, object))
        return {
            (str(measure), str(statistic), str(breakdown)): frame
            for (measure, statistic, breakdown), frame in timed.groupby(
                ["measure", "statistic", "breakdown"], sort=False
            )
        }

    @cached_property
    def _series(self) -> dict[tuple[str, str], tuple[dict[str, Any], ...]]:
        return {}

    @cached_property
    def _latest(self) -> dict[tuple[str, str], EstimateKey]:
        return {}

    def series_of(self, figure: str, area: str) -> tuple[dict[str, Any], ...]:
        """A published figure of one area in order of time, up to what tells most of the assessed period; made once."""
        if (figure, area) not in self._series:
            told = self.figures.get(figure)
            held = records(self.frame_of(figure, told.value_is if told else "", "none", area))
            begun = [row for row in held if row["period_start"] <= self.period.end]
            best = max(begun, key=self._tells, default=None)
            self._series[figure, area] = tuple(r for r in begun if best and r["period_end"] <= best["period_end"])
        return self._series[figure, area]

    def _tells(self, row: dict[str, Any]) -> tuple[int, bool, int, int]:
        return Period(row["period_start"], row["period_end"]).tells_of(self.period)

    def key_of_latest(self, figure: str, area: str) -> EstimateKey:
        """The key of the published figure of an area that tells most of the assessed period; of that period if there is none."""
        if (figure, area) not in self._latest:
            newest = max(self.series_of(figure, area), key=self._tells, default=None)
            when = Period(newest["period_start"], newest["period_end"]) if newest else self.period
            is_ = self.figures[figure].value_is
            self._latest[figure, area] = EstimateKey(figure, area, when.start.isoformat(), when.end.isoformat(), is_)
        return self._latest[figure, area]

    @cached_property
    def _of_areas(self) -> dict[tuple[str, str, str], dict[str, pd.DataFrame]]:
        return {}

    def frame_of(self, measure: str, statistic: str, breakdown: str, area: str) -> pd.DataFrame:
        """Estimates of one area, in order of time; a frame is divided by area once, when first asked for."""
        key = (measure, statistic, breakdown)
        if key not in self._of_areas:
            frame = self.frames.get(key)
            parts = {} if frame is None else {str(code): part for code, part in frame.groupby("area_code", sort=False)}
            self._of_areas[key] = parts
        return self._of_areas[key].get(area, _NO_ROWS)


_NO_ROWS = pd.DataFrame(columns=[*_SHOWN, "months"])


@dataclass(frozen=True)
class SectionContext:
    """One area of an edition, with the questions that sections ask of it.

    `title` is that of the section being built; `care` the sentences of caveats that the area's document has said, each with the
    section it stands in; `said` what this section has said once.
    """

    edited: Edited
    area: Area
    title: str = ""
    care: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    @property
    def period(self) -> Period:
        """The assessed period."""
        return self.edited.period

    @property
    def whole(self) -> Area:
        """What the partnership's areas make up, such as London."""
        return self.edited.partnership.whole_area

    @property
    def area_word(self) -> str:
        """What people call one of its areas: borough, authority."""
        return self.edited.partnership.area_word

    @property
    def area_words(self) -> str:
        """What people call several of them."""
        return self.edited.partnership.area_words

    def has(self, measure: str) -> bool:
        """Whether the measure was counted, or the figure found, at all in this edition."""
        return measure in self.edited.measures or (measure, self._value_is(measure), "none") in self.edited.frames

    def _value_is(self, figure: str) -> str:
        found = self.edited.figures.get(figure)
        return found.value_is if found else ""

    def latest(self, figure: str, *, area: str = "") -> EstimateRow | None:
        """The published figure of this area, or the one named, that tells most of the assessed period, or of the time before."""
        return (
            self.row(self.edited.key_of_latest(figure, area or self.area.code))
            if figure in self.edited.figures
            else None
        )

    def series(self, figure: str, *, area: str = "") -> tuple[dict[str, Any], ...]:
        """A published figure over time in this area, or the one named, up to the assessed period; None where a value is absent."""
        return self.edited.series_of(figure, area or self.area.code)

    def comparators(self, area: str = "") -> tuple[Comparator, ...]:
        """What this area, or the one named, is compared with outside the partnership."""
        return tuple(c for one in self.edited.sets.values() for c in one.comparators(area or self.area.code))

    def key(self, measure: str, statistic: str, *, area: str = "", period: Period | None = None, breakdown: str = "none",
            group: str = "", baseline: Period | None = None, comparator: str = "") -> EstimateKey:  # fmt: skip
        """The key of an estimate of this area and period, or of those named."""
        when = period or self.period
        return EstimateKey(
            measure, area or self.area.code, when.start.isoformat(), when.end.isoformat(), statistic, breakdown, group,
            baseline.start.isoformat() if baseline else "", comparator,
        )  # fmt: skip

    def row(self, key: EstimateKey) -> EstimateRow | None:
        """The estimate, or None."""
        return self.edited.index.one(key)

    def rows(self, measure: str, statistic: str, *, breakdown: str = "none", area: str = "") -> pd.DataFrame:
        """Estimates of a measure and statistic in this area, or the one named, in order of time; empty if there are none."""
        return self.edited.frame_of(measure, statistic, breakdown, area or self.area.code)

    def rows_everywhere(self, measure: str, statistic: str, *, breakdown: str = "none") -> pd.DataFrame:
        """Estimates of a measure and statistic in all areas, in order of time; empty if there are none."""
        frame = self.edited.frames.get((measure, statistic, breakdown))
        return _NO_ROWS if frame is None else frame

    def say(self, kind: str, *keys: EstimateKey, **fields: str) -> Prose:
        """A sentence from estimates, kept in the ledger."""
        claim = self.edited.ledger.add(self.edited.index, kind, keys, fields)
        return Prose(claim.text, (claim.id,))

    def say_level(self, measure: str, what: str) -> Prose:
        """Count and rate of the assessed period."""
        keys = (self.key(measure, "count"), self.key(measure, "rate"))
        return self.say(
            "level",
            *keys,
            what=what,
            where=self.area.name,
            when=in_words(self.period),
            of=self.of_age(measure),
        )

    def of_age(self, measure: str) -> str:
        """How a sentence names the residents that the measure's rate divides by, where not all of them."""
        return _of_age(self.edited.measures[measure])

    def say_changes(self, measure: str, *, most: int | None = None) -> list[Prose]:
        """Change on the year before and on each baseline, each period once; across a break, why there is none or what to mind."""
        keys, bases, breaks = list[EstimateKey](), list[str](), list[str]()
        for base in dict.fromkeys((self.period.shift(-12), *self.edited.baselines.values())):
            key = self.key(measure, "change", baseline=base)
            if key not in self.edited.index:
                continue
            crossed = [b for b in self.breaks(measure) if b.lies_between(base, self.period)]
            between = [b.sentence for b in ([b for b in crossed if b.stops_trends] or crossed)]
            keys.append(key)
            bases.append(in_words(base))
            breaks.append(" ".join(between))
        if not keys:
            return []
        fields = {"base": "|".join(bases[:most]), "breaks": "|".join(breaks[:most])}
        return [self.say("change", *keys[:most], **fields)]

    def once(self, sentence: str) -> list[Prose]:
        """A sentence that a section prints only the first time that it is asked for."""
        if sentence in self.said:
            return []
        self.said.add(sentence)
        return [Prose(sentence)]

    def described(self, measure: str) -> Measure | Figure:
        """The measure or the published figure with this id."""
        return self.edited.measures.get(measure) or self.edited.figures[measure]

    def source_line(self, measure: str) -> str:
        """Publisher, source and release, as printed beneath a figure."""
        source = self.edited.sources[self.described(measure).source]
        release = next((r.release for r in self.edited.releases if r.source == source.id), "")
        return f"{source.publisher}: {source.title}, release {release}"

    def is_synthetic(self, measure: str) -> bool:
        """Whether the measure's release is synthetic."""
        wanted = self.described(measure).source
        return any(r.is_synthetic for r in self.edited.releases if r.source == wanted)

    def is_shown_or_hidden(self, measure: str) -> bool:
        """Whether somebody counted the measure here in the assessed period, even if the count is hidden."""
        row = self.row(self.key(measure, "count"))
        return row is not None and (not row.is_absent or row.mark == Mark.SUPPRESSED)

    def access(self, measure: str) -> str:
        """Whether the measure's source is open or restricted."""
        return self.edited.sources[self.described(measure).source].access

    def breaks(self, measure: str) -> tuple[Break, ...]:
        """What breaks the measure's series, in the release that answers; of a published figure, the breaks that it names."""
        figure = self.edited.figures.get(measure)
        if figure is not None:
            return tuple(one for one in series_breaks() if one.id in figure.breaks)
        return self.edited.breaks.get(measure, ())

    def caveats(self, measure: str) -> Callout:
        """The measure's, its denominator's and its source's caveats, to stand beside the figure.

        A sentence that an earlier section of the area has printed is not printed again: the callout says where it stands.
        """
        found = self.described(measure)
        sentences = without_repeats(
            (*found.caveats, *self._of_residents(found), *self.edited.sources[found.source].caveats)
        )
        new = [text for text in sentences if self.care.get(text, self.title) == self.title]
        before = dict.fromkeys(self.care[text] for text in sentences if text not in new)
        self.care.update(dict.fromkeys(new, self.title))
        also = "The same as" if not new else "Besides, the same as"
        refers = [f"{also} under {all_of([f'“{title}”' for title in before])}."] if before else []
        return Callout(CARE, " ".join([*new, *refers]))

    def _of_residents(self, found: Measure | Figure) -> tuple[str, ...]:
        """What to mind of a rate whose residents are of another year than its records."""
        if not isinstance(found, Measure) or not isinstance(found.denominator, PopulationDenominator):
            return ()
        if self.period.mid_year <= LATEST_YEAR:
            return ()
        return (f"Rates after {LATEST_YEAR} divide by the residents of mid-{LATEST_YEAR}, the latest held: where the population "
                "has grown since, they are a little too high.",)  # fmt: skip

    def nothing(self, needed: str) -> tuple[Block, ...]:
        """What stands where a section has no data: the reason, and for the authors what to do next."""
        for_authors = INGEST if self.edited.audience == "authors" else ""
        return (Callout(NOTHING, f"This section needs {needed}, of which no release is loaded.{for_authors}"),)


@dataclass(frozen=True)
class Section:
    """A section: its id is the file's name; `needs` names the measures and published figures that it draws from."""

    id: str
    title: str
    needs: tuple[str, ...]
    build: Callable[[SectionContext], tuple[Block, ...]]


def in_words(period: Period) -> str:
    """A period as it stands in a sentence after "in"."""
    return f"the {period.label}" if period.label.startswith("year ") else period.label


def _of_age(measure: Measure) -> str:
    """How a sentence names the residents that a rate divides by."""
    ages = getattr(measure.denominator, "age", None)
    if ages is None or (ages.minimum is None and ages.maximum is None):
        return ""
    return (
        f" aged {ages.minimum or 0} to {ages.maximum}" if ages.maximum is not None else f" aged {ages.minimum} and over"
    )
