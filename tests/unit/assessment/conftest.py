"""A small edition of one measure and two areas, made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from opensna.assessment.edition import Edition, build_manifest
from opensna.assessment.ledger import Ledger
from opensna.core.area import Area
from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.core.claim import EstimateKey
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period
from opensna.core.provenance import DeliveredFile, ReleaseRecord
from opensna.estimates.lookup import EstimateIndex

AREAS = (Area("E12000007", "London", "region"), Area("E09000012", "Hackney", "lad"))
FILES = (DeliveredFile("s.csv", "ab" * 32, 9),)
RELEASE = ReleaseRecord(
    "s", "2024-03", FILES, "1.0.0", 3, 3, 0, {}, 0.0, "2023-01-01", "2023-12-31", False, "now", "0.1.0"
)


def estimates(audience: str = "public", value: float = 2634.0) -> Estimates:
    common: dict[str, Any] = {
        "measure": "m", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31), "breakdown": "none", "group": "",
        "ci_level": 0.95, "method": "count", "denominator": 263_400.0, "per": 1.0, "unit": "offence", "rank": 3.0, "rank_high": 3.0,
        "rank_n": 32.0, "comparator": "", "comparison": "", "mark": "", "source": "s", "release": "2024-03", "kind": "measured",
        "baseline_start": None, "baseline_end": None, "statistic": "count", "value": value, "ci_lower": value - 9,
        "ci_upper": value + 9, "numerator": value,
    }  # fmt: skip
    rows = [{**common, "area_code": a.code, "area_name": a.name, "area_type": a.type} for a in AREAS]
    return Estimates(pd.DataFrame(rows)[list(ESTIMATE_COLUMNS)], audience, "none")


KEY = EstimateKey("m", "E09000012", "2023-01-01", "2023-12-31", "count")


def make_edition(*, audience: str = "public", is_synthetic: bool = False, name: str = "2023") -> Edition:
    held, ledger = estimates(audience), Ledger()
    claim = ledger.add(EstimateIndex(held), "level", (KEY,), {"what": "robberies", "where": "Hackney", "when": "2023"})
    table = Table("Robberies", ("Period", "Count"), (("2023", "2,634"),), numeric=("Count",))
    chart = Chart(
        "line",
        "Robberies",
        "2,634 in 2023",
        "",
        "count",
        ({"x": "2023-01-01", "y": 2634.0},),
        table,
        options={"a": [1]},
    )
    blocks = (SectionBlocks("one", "One", (Prose(claim.text, (claim.id,)), Callout("Care", "Take it."), table, chart)),)
    manifest = build_manifest((RELEASE,), definition="london 1", settings={"is_demo": False}) | {
        "is_synthetic": is_synthetic
    }
    return Edition(name, audience, Period.parse("2023"), AREAS, {a.code: blocks for a in AREAS}, held, ledger, manifest)


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def authors_edition() -> Edition:
    return make_edition(audience="authors")


@pytest.fixture
def synthetic_edition() -> Edition:
    return make_edition(is_synthetic=True)


@pytest.fixture
def another_edition() -> Edition:
    return make_edition(name="2024")


@pytest.fixture
def changed_estimates() -> Estimates:
    """The same table after the count moved."""
    return estimates(value=2635.0)
