"""Two editions of a small synthetic London, a year, a restatement and a definition apart: every change is explained."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from opensna.actions.assess import assess
from opensna.actions.compare import compare_editions, write_page
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.measure import measure
from opensna.actions.synthesise import synthesise
from opensna.actions.workspace import Workspace
from opensna.assessment.compare import PARTS
from opensna.assessment.compare_words import sentence
from opensna.core.errors import InputError, UnknownIdError, WarehouseError

POLICE = ("police_offences", "police_victims", "police_suspects")
LONDON = "E12000007"


def restated(source: Path, into: Path, *, before: str = "9999", drop: int = 0) -> Path:
    """The rows of a delivery before a day, without one offence in `drop`."""
    with source.open(newline="", encoding="utf-8") as given, into.open("w", newline="", encoding="utf-8") as made:
        rows = csv.DictReader(given)
        writer = csv.DictWriter(made, rows.fieldnames or [])
        writer.writeheader()
        writer.writerows(
            r for r in rows if r["date"] < before and (not drop or int(r["offence_id"].rpartition("-")[2]) % drop)
        )
    return into


def at(workspace: Workspace, period: str, definition: str, release: str) -> Workspace:
    settings = workspace.settings
    edition = settings.edition.model_copy(update={"period": period, "baselines": {}})
    pins = dict.fromkeys(POLICE, release)
    return Workspace(
        workspace.root, settings.model_copy(update={"definition": definition, "edition": edition, "releases": pins})
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = init("london", tmp_path_factory.mktemp("editions") / "demo", is_demo=True)
    for source, files in synthesise(made, scale=0.02).items():
        if source in POLICE:
            early = restated(files[0], made.inbox / f"synthetic_early_{source}.csv", before="2023-01-01")
            late = restated(files[0], made.inbox / f"synthetic_late_{source}.csv", drop=37)
            ingest(made, source, [early], released="2023-03")
            ingest(made, source, [late], released="2024-03")
    assess(at(made, "2022", "london", "2023-03"), edition="2022")
    assess(at(made, "2023", "richmond", "2024-03"), edition="2023")
    return made


@pytest.fixture(scope="module")
def table(workspace: Workspace) -> pd.DataFrame:
    return compare_editions(workspace, "2022", "2023").table


def test_every_change_is_explained_and_its_parts_add_up(table: pd.DataFrame) -> None:
    assert set(table["why"]) == {""}
    counted = table[table["is_counted"]]
    assert counted["area_code"].nunique() == 34  # London, 32 boroughs and no place; the City has no police figures
    told = table[list(PARTS)].sum(axis=1)
    counts = table["statistic"] == "count"
    assert (told[counts] == table.loc[counts, "change"]).all()
    assert told.to_numpy() == pytest.approx(table["change"].to_numpy(), abs=1e-12)


def test_each_part_is_what_a_recount_gives(workspace: Workspace, table: pd.DataFrame) -> None:
    def counted(period: str, definition: str, release: str) -> float:
        answer = measure(workspace, "sv_scope", period=period, definition=definition, release=release)
        return float(answer.table["numerator"].iloc[0])

    row = table.query(
        "measure == 'sv_scope' and area_code == @LONDON and statistic == 'count' and breakdown == 'none'"
    ).iloc[0]
    a, b = counted("2022", "london", "2023-03"), counted("2022", "london", "2024-03")
    c, d = counted("2022", "richmond", "2024-03"), counted("2023", "richmond", "2024-03")
    assert (row["data"], row["definition"], row["world"]) == (b - a, c - b, d - c)
    assert row["data"] < 0 < row["definition"]
    assert row["ratio_lower"] < d / c - 1 < row["ratio_upper"]


def test_a_figure_that_no_definition_moves_has_no_part_of_it(table: pd.DataFrame) -> None:
    assert (table.loc[table["measure"] == "sv_rape", "definition"] == 0).all()


def test_a_break_between_the_periods_is_said_beside_the_world(table: pd.DataFrame) -> None:
    row = table.query("measure == 'sv_domestic_abuse' and area_code == @LONDON and statistic == 'count'").iloc[0]
    said = sentence(row.to_dict(), "Domestic abuse")
    assert "[b]" in said
    assert "cannot be told apart" in said
    assert "95% confidence interval" in said


def test_a_page_of_one_area_needs_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    moved = compare_editions(workspace, "2022", "2023", areas=["Hackney"])
    text = write_page(moved, tmp_path / "page.html", area="E09000012").read_text("utf-8")
    assert "What moved in Hackney" in text
    assert "SYNTHETIC" in text
    assert "definition richmond" in text
    assert "nan" not in text.replace("finance", "")


def test_without_the_later_release_what_cannot_be_told_is_said(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise WarehouseError("no such release", where="police_offences 2024-03", do_this="ingest it again")

    monkeypatch.setattr("opensna.actions.compare.open_tables", gone)
    monkeypatch.setattr("opensna.actions.compare._broken", lambda *_: {})
    moved = compare_editions(workspace, "2022", "2023", areas=["London"])
    row = moved.table.query("measure == 'sv_scope' and statistic == 'count'").iloc[0]
    assert row["why"] == "the later release was not counted under the earlier definition"
    assert row["world"] + row["untold"] == row["change"]
    assert "cannot be counted again" in moved.notes[0]
    assert "Not everything can be told apart" in sentence(row.to_dict(), "Serious violence")


def test_bad_requests_say_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="the earlier one first"):
        compare_editions(workspace, "2022", "2022")
    with pytest.raises(WarehouseError, match="opensna assess"):
        compare_editions(workspace, "2021", "2022")
    with pytest.raises(UnknownIdError, match="give an area's name"):
        compare_editions(workspace, "2022", "2023", areas=["Atlantis"])
    with pytest.raises(WarehouseError, match="opensna publish"):
        compare_editions(workspace, "2022", "2023", audience="public")
