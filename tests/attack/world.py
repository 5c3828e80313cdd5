"""A small world of records, and editions of it as the package publishes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
from tests.attack.attacker import Cell

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.period import Period
from opensna.disclosure.disclose import control
from opensna.disclosure.kinds import Meaning
from opensna.disclosure.published import PUBLISHED_COLUMNS, Published, joined
from opensna.disclosure.together import refuse_together
from opensna.measures.measure import Measure

LONDON = "E12000007"
BOROUGHS = ["E09000002", "E09000003", "E09000004"]
PARTS = {LONDON: BOROUGHS}
CODES = {"sex": ["Female", "Male"], "under_25": ["False", "True"], "flag_knife": ["False", "True"]}
FIRST = Period.parse("2022-01")
MONTHS = 36


def measure(id: str, **where: bool) -> Measure:
    return Measure(
        id=id, title=id, question="How many?", source="police", unit="victim", where=dict(where), breakdowns=("sex",),
        direction="neither",
    )  # fmt: skip


MEASURES = {
    m.id: m
    for m in (
        measure("all"), measure("young", under_25=True), measure("knife", flag_knife=True),
        measure("young_knife", under_25=True, flag_knife=True), measure("no_knife", flag_knife=False),
    )
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """records: (boroughs, months, sex, under 25, knife)."""

    records: np.ndarray

    def count(self, area: str, period: Period, what: dict[str, str]) -> int:
        places = [BOROUGHS.index(part) for part in PARTS.get(area, [area])]
        start = (period.start.year - FIRST.start.year) * 12 + period.start.month - 1
        axes = [[CODES[c].index(what[c])] if c in what else [0, 1] for c in CODES]
        return int(self.records[np.ix_(places, range(start, start + period.months), *axes)].sum())

    def counts(self, ids: Sequence[str], periods: Sequence[Period], *, sexes: bool = True) -> Counts:
        rows = []
        for id, area, period, sex in product(ids, [*BOROUGHS, LONDON], periods, ["", *(CODES["sex"] if sexes else [])]):
            what = {column: str(value) for column, value in MEASURES[id].where.items()} | ({"sex": sex} if sex else {})
            rows.append(
                (id, area, period.start, period.end, "sex" if sex else "none", sex, self.count(area, period, what))
            )
        table = pd.DataFrame(
            rows, columns=["measure", "area_code", "period_start", "period_end", "breakdown", "group", "numerator"]
        )
        return Counts(
            table.assign(
                denominator=np.nan, denominator_kind="none", unit="victim", source="police", access="restricted", kind="measured",
                release="2025-03", mark="",
            )[list(COUNT_COLUMNS)]
        )  # fmt: skip


def make_world(seed: int, mean: float) -> World:
    shares = np.array([[[0.35, 0.15], [0.2, 0.3]]]).repeat(2, 0)
    expected = mean * shares * np.array([0.3, 0.7])[:, None, None]
    return World(np.random.default_rng(seed).poisson(expected, (len(BOROUGHS), MONTHS, 2, 2, 2)))


def publish(counts: Counts, name: str, earlier: Iterable[Published], *, is_checked: bool = True) -> Published:
    """An edition under NHS England's rule, in step with earlier ones and attacked together with them."""
    held = joined(list(earlier))
    table = control(counts, audience="public", measures=MEASURES, earlier=held, seconds=2).counts.table
    made = as_published(table, name)
    if is_checked:
        refuse_together(held, made)
    return made


def as_published(table: pd.DataFrame, name: str, policy: str = "nhs_england") -> Published:
    return Published(
        table.assign(
            role="numerator", value=table["numerator"], definition="", policy=policy, edition=name,
            meaning=[Meaning.of(MEASURES[id]).to_json() for id in table["measure"]],
        )[list(PUBLISHED_COLUMNS)]
    )  # fmt: skip


def cells_of(published: Published, *, round_to: int = 5, hides: int = 7) -> list[Cell]:
    """As a reader sees them: no count but what is printed."""
    found = []
    for row in published.table.itertuples():
        what = {c: str(v) for c, v in MEASURES[row.measure].where.items()} | ({"sex": row.group} if row.group else {})
        months = tuple(_month(day) for day in (row.period_start, row.period_end))
        shown = None if np.isnan(row.value) else float(row.value)
        found.append(Cell(row.edition, tuple(sorted(what.items())), row.area_code, months, shown, round_to, hides))
    return found


def _month(day: date) -> int:
    return day.year * 12 + day.month
