"""Two releases of the Metropolitan Police are never joined: what a naive join would show, and what is shown instead.

From the release of January 2026 violence without injury no longer holds stalking and harassment. Put after the months of the
release before, it seems to fall by a third in the months that both hold.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.measure import measure
from opensna.actions.workspace import Workspace
from opensna.assessment.edition import Edition
from opensna.assessment.ledger import word
from opensna.core.claim import EstimateKey
from opensna.core.errors import PeriodError
from opensna.estimates.lookup import EstimateIndex
from opensna.measures.unplaced import UNPLACED

pytestmark = pytest.mark.real_data

MEASURE = "mps_violence_without_injury"
OLDER, NEWER = "2024-11", "2026-01"
FIRST_OF_NEWER = pd.Timestamp("2024-01-01")
SETTINGS = """partnership = "london"
definition = "london"

[edition]
period = "{period}"

[edition.baselines]
"the same months, a release before" = "{baseline}"
"""


@pytest.fixture(scope="module")
def workspace(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Both releases, neither pinned."""
    made = init("london", tmp_path_factory.mktemp("joined") / "london")
    for release in (OLDER, NEWER):
        files = sorted((real_data / "crime/mps-borough").glob(f"*vint{release}.csv"))
        ingest(made, "mps_borough_crime", files, released=release)
    return made


def _assessed(workspace: Workspace, *, period: str, baseline: str) -> Edition:
    (workspace.root / "opensna.toml").write_text(SETTINGS.format(period=period, baseline=baseline), "utf-8")
    return assess(Workspace.open(workspace.root))


@pytest.mark.parametrize(("months", "fall"), [("2024-04/2024-06", 31.9), ("2024-01/2024-10", 32.9)])
def test_a_naive_join_would_show_a_fall_of_a_third_within_the_same_months(
    workspace: Workspace, months: str, fall: float
) -> None:
    of = {
        release: measure(workspace, MEASURE, period=months, release=release).table.iloc[0]["numerator"]
        for release in (OLDER, NEWER)
    }
    assert round(100 * (1 - of[NEWER] / of[OLDER]), 1) == fall


@pytest.mark.parametrize(
    ("release", "period"),
    [
        (NEWER, "2023-04/2023-06"),  # only the older holds it
        (NEWER, "2023-07/2024-06"),  # half in each
        (OLDER, "2024-07/2025-06"),  # half in each
        (None, "2023-07/2024-06"),  # the newest where none is named
    ],
)
def test_a_period_that_one_release_does_not_hold_is_refused(
    workspace: Workspace, release: str | None, period: str
) -> None:
    with pytest.raises(PeriodError, match="choose a period inside it, or ingest the release that holds these months"):
        measure(workspace, MEASURE, period=period, release=release)


@pytest.mark.parametrize(
    ("period", "baseline"),
    [
        ("2025", "2023"),
        ("2025", "2019"),
        ("2024-04/2024-06", "2023-04/2023-06"),
        ("2024-11/2025-10", "2023-11/2024-10"),
    ],
)
def test_a_change_from_the_older_release_cannot_be_shown(workspace: Workspace, period: str, baseline: str) -> None:
    edition = _assessed(workspace, period=period, baseline=baseline)
    rows = edition.estimates.table.query("measure == @MEASURE and statistic == 'change'")
    rows = rows[pd.to_datetime(rows["baseline_start"]) < FIRST_OF_NEWER]
    assert rows.loc[rows["area_code"] != UNPLACED, "area_code"].nunique() == 33 + 1
    assert rows["value"].isna().all()
    assert (rows["mark"] == "[x]").all()


def test_every_sentence_on_a_change_from_the_older_release_says_that_it_cannot_be_shown(workspace: Workspace) -> None:
    edition = _assessed(workspace, period="2025", baseline="2023")
    told = [
        claim.text
        for claim in edition.ledger.claims.values()
        if claim.kind == "change" and any(pd.Timestamp(str(key.baseline_start)) < FIRST_OF_NEWER for key in claim.keys)
    ]
    assert told
    said = "A change since 2023 cannot be shown [x]."
    assert [text for text in told if said not in text or "2023" in text.replace(said, "")] == []


def test_the_false_fall_has_no_sentence_even_where_one_is_asked_for(workspace: Workspace) -> None:
    edition = _assessed(workspace, period="2025", baseline="2023")
    asked = EstimateKey(MEASURE, "E12000007", "2025-01-01", "2025-12-31", "change", baseline_start="2023-01-01")
    index = EstimateIndex(edition.estimates)
    assert asked in index
    text = word(index, "change", (asked,), {"base": "2023", "breaks": ""})
    assert text == "A change since 2023 cannot be shown [x]."


def test_every_estimate_of_the_edition_is_of_the_one_release(workspace: Workspace) -> None:
    edition = _assessed(workspace, period="2025", baseline="2023")
    rows = edition.estimates.table.query("source == 'mps_borough_crime'")
    assert set(rows["release"]) == {NEWER}
