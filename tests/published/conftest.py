"""One workspace of the publishers' real files, for the tests of the April 2025 report; a release is ingested when asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from opensna.actions._figures import find_figures
from opensna.actions._tables import open_tables
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.measure import measure
from opensna.actions.workspace import Workspace
from opensna.catalogue import FIGURES, MEASURES
from opensna.core.period import Period

LONDON = "E12000007"
RELEASES: dict[tuple[str, str], str] = {
    ("mps_borough_crime", "2024-03"): "crime/mps-borough/*vint2024-03.csv",
    ("mps_borough_crime", "2024-11"): "crime/mps-borough/*vint2024-11.csv",
    ("mps_borough_crime", "2026-01"): "crime/mps-borough/*vint2026-01.csv",
    ("mps_ward_crime", "2023-10"): "crime/mps-ward/*vint2023-10.csv",
    ("mps_homicide_victims", "2024-01"): "crime/mps-homicide/*.csv",
    ("nhs_sharp_object", "2022-08"): "crime/nhs-sharp-object/*.xlsx",
    ("mopac_pas", "2024-02"): "crime/mopac-pas/*.csv",
    ("gla_state_of_london", "2023-12"): "crime/gla-state-of-london/state_of_london_chart_series.csv",
    ("csew_police_areas", "2023-01"): "crime/ons-csew/*.xlsx",
    ("dfe_lait", "2025-12"): "reference/risk-factors/bds_long_0.parquet",
    ("ons_explore_local_statistics", "2025-01"): "reference/risk-factors/modelled-unemployment.csv",
    ("ons_drug_poisoning", "2021-08"): "reference/risk-factors/drug_poisoning*.csv",
    ("census_ethnicity", "2022-11"): "reference/census-2021/ethnicity*.csv",
    ("census_overcrowding", "2022-11"): "reference/census-2021/*overcrowding*.csv",
    ("imd_2019", "2019-09"): "reference/deprivation/*imd2019*.csv",
}
"""By source and release: its files. Dates of published figures are ours; those of the Metropolitan Police are the files'."""


@dataclass
class RealLondon:
    """A London workspace, and the folders of published files and of the report they are held against."""

    workspace: Workspace
    data: Path
    report: Path
    _held: set[tuple[str, str]] = field(default_factory=set)
    _figures: dict[str, pd.DataFrame] = field(default_factory=dict)

    def load(self, source: str, release: str | None = None) -> str:
        """The release, ingested; the source's only one where none is named."""
        release = release or next(held for of, held in RELEASES if of == source)
        if (source, release) not in self._held:
            files = sorted(self.data.glob(RELEASES[source, release]))
            assert files, f"no file of {source} {release}"
            ingest(self.workspace, source, files, released=release)
            self._held.add((source, release))
            self._figures.clear()
        return release

    def answer(
        self,
        measure_id: str,
        period: str,
        release: str | None = None,
        *,
        by: str = "whole",
        population: int | None = None,
    ) -> pd.DataFrame:
        """The table that `opensna measure` gives."""
        held = self.load(MEASURES[measure_id].source, release)
        return measure(self.workspace, measure_id, period=period, by=by, release=held, population=population).table

    def count(self, measure_id: str, period: str, release: str | None = None) -> int:
        """London's count in a period, as one release has it."""
        return int(self.answer(measure_id, period, release).iloc[0]["numerator"])

    def rate(self, measure_id: str, period: str, release: str | None = None, *, population: int | None = None) -> float:
        """London's rate in a period, as one release has it."""
        return float(self.answer(measure_id, period, release, population=population).iloc[0]["value"])

    def groups(self, measure_id: str, period: str, breakdown: str) -> dict[str, int]:
        """London's counts above 0 by group in a period; also of groups that have no rate, because nobody counts their residents."""
        wanted = MEASURES[measure_id]
        held = self.load(wanted.source)
        opened = open_tables(self.workspace, [wanted.source], releases={wanted.source: held})
        whole = self.workspace.partnership.every_area[0]
        counts = opened.count([wanted], periods=[Period.parse(period)], areas=[whole]).table
        rows = counts[(counts["breakdown"] == breakdown) & (counts["numerator"] > 0)]
        return {str(group).casefold(): int(n) for group, n in zip(rows["group"], rows["numerator"], strict=True)}

    def change(self, measure_id: str, before: str, after: str, release: str) -> float:
        """Change of London's count from one period to another of one release, 0.1 being a tenth more."""
        return self.count(measure_id, after, release) / self.count(measure_id, before, release) - 1

    def figure(self, figure_id: str, area: str = LONDON, *, months: int | None = None) -> pd.Series:
        """A published figure of everybody in an area, as sections show it: values by last day of their period, without absent ones.

        months : the length of the periods wanted, of a figure that is published for several.
        """
        source = FIGURES[figure_id].source
        if source != "ons_population":
            self.load(source)
        if source not in self._figures:
            self._figures[source] = find_figures(self.workspace).figures.table
        table = self._figures[source]
        rows = table[(table["measure"] == figure_id) & (table["area_code"] == area) & (table["group"] == "")]
        if months is not None:
            spans = [Period(a, b).months for a, b in zip(rows["period_start"], rows["period_end"], strict=True)]
            rows = rows[[span == months for span in spans]]
        return rows.set_index(rows["period_end"].astype(str))["value"].dropna().sort_index()

    def rows(
        self, source: str, query: str, release: str | None = None, **tables: pd.DataFrame
    ) -> list[tuple[Any, ...]]:
        """What a question about the stored rows of one release gives; in it they are `stored`."""
        path = self.workspace.warehouse.path(source, self.load(source, release))
        with duckdb.connect() as connection:
            connection.execute(f"CREATE VIEW stored AS FROM '{path}'")
            for name, table in tables.items():
                connection.register(name, table)
            return connection.execute(query).fetchall()

    def says(self, words: str) -> bool:
        """Whether the report says so in these words, whatever its line ends and footnote marks."""
        text = "".join(path.read_text("utf-8") for path in sorted(self.report.glob("*.txt")))
        return _plain(words) in _plain(text)

    def printed(self, table: str) -> pd.DataFrame:
        """A table of the report, as printed."""
        (path,) = (self.report / "tables").glob(f"{table}*.csv")
        return pd.read_csv(path)


def _plain(text: str) -> str:
    return re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*]", "", " ".join(text.split()))


@pytest.fixture(scope="session")
def london(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> RealLondon:
    """A workspace of its own; nothing is ingested yet."""
    made = init("london", tmp_path_factory.mktemp("report") / "london")
    return RealLondon(made, real_data, real_data.parent / "report")


@pytest.fixture(scope="session")
def page() -> Path:
    """The page that maps the report."""
    return Path(__file__).resolve().parents[2] / "docs" / "the-2025-report.md"
