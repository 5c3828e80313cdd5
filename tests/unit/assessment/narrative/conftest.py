"""One area's estimates, made by hand: a count, its rate, a fall since 2019, and a rate above London's; another that is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from opensna.assessment.ledger import Ledger
from opensna.assessment.narrative.compose import Composed, compose
from opensna.assessment.narrative.desk import Desk, Library
from opensna.assessment.narrative.files import Account, Narrative
from opensna.assessment.narrative.local import LocalFigure, with_local
from opensna.assessment.template.model import template
from opensna.core.area import Area
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period
from opensna.estimates.lookup import EstimateIndex
from opensna.measures.figure import Figure
from opensna.measures.measure import Measure, PopulationDenominator

HACKNEY, LONDON = Area("E09000012", "Hackney", "lad"), Area("E12000007", "London", "region")
NOTHING = float("nan")
COMMON: dict[str, Any] = {
    "measure": "robbery", "area_code": "E09000012", "area_name": "Hackney", "area_type": "lad", "period_start": date(2023, 1, 1),
    "period_end": date(2023, 12, 31), "breakdown": "none", "group": "", "ci_level": 0.95, "method": "byar", "unit": "offence",
    "per": 1000.0, "numerator": 2634.0, "denominator": 263_400.0, "rank": 3.0, "rank_high": 3.0, "rank_n": 32.0, "comparator": "",
    "comparison": "", "mark": "", "source": "s", "release": "2024-03", "kind": "measured", "baseline_start": None,
    "baseline_end": None, "ci_lower": NOTHING, "ci_upper": NOTHING,
}  # fmt: skip
ROWS: tuple[dict[str, Any], ...] = (
    {"statistic": "count", "value": 2634.0, "per": 1.0},
    {"statistic": "rate", "value": 10.0, "ci_lower": 9.62, "ci_upper": 10.39},
    {"statistic": "change", "value": -0.124, "ci_lower": -0.17, "ci_upper": -0.08, "comparison": "lower",
     "baseline_start": date(2019, 1, 1), "baseline_end": date(2019, 12, 31)},
    {"statistic": "difference_from", "value": 0.31, "ci_lower": 0.26, "ci_upper": 0.36, "comparison": "higher",
     "comparator": "whole"},
    {"statistic": "count", "value": 30_000.0, "per": 1.0, "area_code": "E12000007", "area_name": "London", "area_type": "region"},
    {"measure": "homicide", "statistic": "count", "value": NOTHING, "mark": "[c]", "numerator": NOTHING},
    {"measure": "homicide", "statistic": "change", "value": NOTHING, "mark": "[c]", "baseline_start": date(2019, 1, 1),
     "baseline_end": date(2019, 12, 31)},
    {"measure": "meals", "statistic": "share", "value": 0.31, "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31),
     "kind": "published"},
)  # fmt: skip


def measure(id: str, title: str) -> Measure:
    return Measure(
        id=id, title=title, question="How many?", source="s", unit="offence", direction="lower_is_better",
        denominator=PopulationDenominator(population="residents"), caveats=("Recorded by the police.",),
    )  # fmt: skip


KNOWN: dict[str, Measure | Figure] = {
    "robbery": measure("robbery", "Personal robbery"),
    "homicide": measure("homicide", "Homicide"),
    "meals": Figure(
        id="meals", title="Pupils eligible for free meals", question="?", source="s", indicator="x", value_is="share",
        unit="share of pupils", typical=(0.1, 0.5), direction="neither",
    ),
}  # fmt: skip
WAITING = LocalFigure(
    id="waiting", title="Young people waiting", value=35, value_is="count", unit="young people", period="fy2022-23",
    publisher="Hackney Council", document="Monitor", page="table 2", is_public=False,
)  # fmt: skip


def estimates(audience: str = "authors", **changed: dict[str, Any]) -> Estimates:
    """The table; `changed` holds other fields of rows, by statistic of the robberies in Hackney."""
    rows = [{**COMMON, **row} for row in ROWS]
    for row in rows:
        if row["measure"] == "robbery" and row["area_code"] == HACKNEY.code:
            row.update(changed.get(row["statistic"], {}))
    return Estimates(pd.DataFrame(rows)[list(ESTIMATE_COLUMNS)], audience, "none")


def desk(audience: str = "authors", local: tuple[LocalFigure, ...] = (WAITING,), **changed: dict[str, Any]) -> Desk:
    held = {figure.id: figure for figure in local}
    table = with_local(estimates(audience, **changed), {HACKNEY.code: held}, {HACKNEY.code: HACKNEY})
    library = Library(
        EstimateIndex(table), (LONDON, HACKNEY), Period.parse("2023"), {"calendar 2019": Period.parse("2019")}, KNOWN,
        {"whole": "London"}, {"s": "The Police: Crime, release 2024-03"}, {}, "boroughs",
    )  # fmt: skip
    return Desk(library, HACKNEY, held)


@pytest.fixture
def write() -> Callable[..., tuple[Composed, Ledger, Desk]]:
    """Composes a text as Hackney's S5, and gives what was made, the ledger, and what it was written against."""

    def composed(
        text: str, audience: str = "authors", local: tuple[LocalFigure, ...] = (WAITING,), **changed: dict[str, Any]
    ) -> tuple[Composed, Ledger, Desk]:
        ledger, against = Ledger(), desk(audience, local, **changed)
        account = Account(HACKNEY, template(), (Narrative("S5", "E09000012/S5.md", text),), against.local)
        return compose(account, against, ledger), ledger, against

    return composed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """records/narratives with a section of Hackney's."""
    (tmp_path / "E09000012").mkdir()
    (tmp_path / "E09000012" / "S5.md").write_text("Robbery: {{ number: robbery count }}.\n", "utf-8")
    return tmp_path
