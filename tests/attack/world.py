"""A small world of records, and editions of it as the package publishes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from opensna.assessment.edition import Edition, build_manifest
from opensna.assessment.ledger import Ledger
from opensna.assessment.publish import PublishedAssessment, publish
from opensna.assessment.register import describe, held_already
from opensna.core.area import Area
from opensna.core.block import Prose, SectionBlocks
from opensna.core.counts import COUNT_COLUMNS, Counts, DisclosedCounts
from opensna.core.period import Period
from opensna.disclosure.disclose import control
from opensna.disclosure.kinds import Meaning
from opensna.disclosure.protect import Protection
from opensna.disclosure.published import PUBLISHED_COLUMNS, Published
from opensna.estimates.derive import derive
from opensna.measures.measure import Measure
from opensna.report.renderers import json as json_file
from opensna.report.renderers import ods
from opensna.report.renderers._base import shown_of

LONDON = "E12000007"
BOROUGHS = ["E09000002", "E09000003", "E09000004"]
PARTS = {LONDON: BOROUGHS}
WHOLES = dict.fromkeys(BOROUGHS, LONDON)
AREAS = (Area(LONDON, "London", "region"), *(Area(code, code, "lad", parent=LONDON) for code in BOROUGHS))
DEFINITION = "test 1"
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


MEANINGS = {m.id: {column: str(value) for column, value in m.where.items()} for m in MEASURES.values()}


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
            what = MEANINGS[id] | ({"sex": sex} if sex else {})
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


class Publisher:
    """Publishes editions of a world one after the other, with one register, as the program does."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder, self._register = folder, folder / "register"

    def publish(self, counts: Counts, name: str, *, seconds: float = 2.0) -> PublishedAssessment:
        """An edition under NHS England's rule, in step with earlier ones and attacked together with them; else DisclosureError."""
        controlled = control(
            counts, audience="public", measures=MEASURES, definition=DEFINITION, wholes=WHOLES, seconds=seconds,
            earlier=held_already(self._register, "public"),
        )  # fmt: skip
        return self.enter(edition_of(controlled.counts, name, controlled.how))

    def enter(self, edition: Edition) -> PublishedAssessment:
        """Attack it with the earlier ones and enter it in the register."""
        return publish(edition, author="Ada", reviewer="Grace", register=self._register, wholes=WHOLES)

    def write(self, published: PublishedAssessment) -> list[Path]:
        """Its files for readers: ODS and JSON of every area."""
        shown, paths = shown_of(published), []
        for renderer, area in product((ods.RENDERER, json_file.RENDERER), AREAS):
            path = self._folder / f"{published.edition.name}-{area.code}{renderer.suffix}"
            path.write_bytes(renderer.render(shown, area))
            paths.append(path)
        return paths


def edition_of(counts: DisclosedCounts, name: str, how: Protection) -> Edition:
    """An edition that prints these counts."""
    estimates = derive(counts, measures=MEASURES, areas=AREAS, comparators={}, baselines={})
    about = describe(MEASURES, audience="public", access={"police": "restricted"}, agreement=None, how=how)
    manifest = build_manifest((), definition=DEFINITION, settings={})
    blocks = {area.code: (SectionBlocks("one", "One", (Prose("Figures."),)),) for area in AREAS}
    return Edition(name, counts.audience, FIRST, AREAS, blocks, estimates, Ledger(), {**manifest, "disclosure": about})


def as_published(table: pd.DataFrame, name: str, policy: str = "nhs_england") -> Published:
    """Figures of an edition that was never made."""
    return Published(
        table.assign(
            role="numerator", value=table["numerator"], definition=DEFINITION, policy=policy, edition=name,
            meaning=[Meaning.of(MEASURES[id]).to_json() for id in table["measure"]],
        )[list(PUBLISHED_COLUMNS)]
    )  # fmt: skip
