"""Figures made up in the place of published ones: marked in every row that is exported, and never published as real."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.workspace import Workspace
from opensna.assessment.compare import assessed
from opensna.assessment.edition import Edition
from opensna.assessment.review_release import checklist
from opensna.catalogue import FIGURES, SOURCES
from opensna.core.errors import DisclosureError
from opensna.core.estimate import as_released
from opensna.reference.partnership import partnerships
from opensna.report.renderers import formats
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, shown_of
from opensna.report.renderers._sheets import book_of
from opensna.report.renderers._zip import unzipped
from opensna.synthetic.figures import MadeUp, write_figures

SOURCE = "gla_state_of_london"
AREAS = partnerships()["london"].every_area


def made_up(root: Path, *, is_demo: bool) -> Workspace:
    """A workspace whose only release is of made-up figures; the population that comes with the package is real."""
    workspace = init("london", root, is_demo=is_demo)
    wanted = [MadeUp(f.indicator, f.unit, *f.typical) for f in FIGURES.values() if f.source == SOURCE]
    into = workspace.inbox / "synthetic"
    into.mkdir()
    file = write_figures(into, SOURCES[SOURCE], wanted, areas=AREAS, years=(2022, 2023), seed=1)
    (into / "synthetic.json").write_text('{"seed": 1}', "utf-8")
    ingest(workspace, SOURCE, [file], released="2024-03")
    return workspace


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return assess(made_up(tmp_path_factory.mktemp("made_up") / "w", is_demo=False))


def rows_of(edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """The estimates of London as the exports hold them, by format."""
    shown, area = shown_of(edition), edition.areas[0]
    packed = unzipped(formats()["csv"].render(shown, area))["estimates.csv"].decode()
    told = json.loads(formats()["json"].render(shown, area))["estimates"]
    names = [column["name"] for column in told["columns"]]
    sheet = next(one for one in book_of(shown, area).sheets if one.name == "Estimates")
    return {
        "csv": list(csv.DictReader(io.StringIO(packed, newline=""))),
        "json": [dict(zip(names, row, strict=True)) for row in told["rows"]],
        "ods": [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows],
    }


@pytest.mark.parametrize("form", ["csv", "json", "ods"])
def test_a_made_up_figure_is_synthetic_in_every_row_that_is_exported(edition: Edition, form: str) -> None:
    rows = rows_of(edition)[form]
    told = {(row["source"], row["kind"], row["status"]) for row in rows}
    assert told == {
        (SOURCE, "synthetic", f"{SYNTHETIC}; {AUTHORS}"),
        ("ons_population", "published", AUTHORS),
    }


def test_made_up_figures_are_refused_outside_the_authors_circle(tmp_path: Path) -> None:
    workspace = made_up(tmp_path / "w", is_demo=False)
    with pytest.raises(DisclosureError, match=r"do this: fetch and ingest the real releases") as refused:
        assess(workspace, audience="public")
    assert f"synthetic releases: {SOURCE} 2024-03" in str(refused.value)
    assert not (workspace.editions / "2023" / "public").exists()


def test_made_up_figures_are_published_from_a_demo_and_taken_for_no_counts(tmp_path: Path) -> None:
    made = assess(made_up(tmp_path / "w", is_demo=True), audience="public")
    table = made.estimates.table
    assert set(table.loc[table["source"] == SOURCE, "kind"]) == {"synthetic"}
    assert as_released(table).all()
    assert not [check.id for check in checklist(made, is_demo=True) if check.is_blocking and not check.passed]
    newest = assessed(made)
    assert set(newest["measure"]) == set(table["measure"])
    assert not newest["is_counted"].any()
