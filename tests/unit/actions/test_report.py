from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from opensna.actions import _formats
from opensna.actions._draw import Order, Outcome, draw_area, reason
from opensna.actions._drawn import DrawnFolder
from opensna.actions._formats import formats_asked
from opensna.actions._workers import draw_side_by_side
from opensna.actions.init import init
from opensna.actions.report import report
from opensna.actions.workspace import Workspace
from opensna.assessment.edition import Edition, build_manifest, write_edition
from opensna.assessment.ledger import Ledger
from opensna.assessment.publish import publish
from opensna.cli.commands import app
from opensna.core.area import Area
from opensna.core.block import Prose, SectionBlocks, Table
from opensna.core.errors import DisclosureError, InputError, UnknownIdError, WarehouseError
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period
from opensna.report import renderers
from opensna.report.renderers._base import FolderRenderer, Renderer

AREAS = tuple(
    Area(f"E0900000{n}", name, "lad") for n, name in enumerate(("Ash", "Birch", "Cedar", "Elm", "Fir"), start=1)
)
LIGHT = ("html", "json", "ods")
ROW = {
    **dict.fromkeys(ESTIMATE_COLUMNS, ""), "measure": "m", "period_start": "2023-01-01", "period_end": "2023-12-31", "value": 5.0,
    "breakdown": "none", "statistic": "count", "kind": "measured", "numerator": 5.0, **dict.fromkeys(
        ("ci_lower", "ci_upper", "ci_level", "denominator", "per", "rank", "rank_high", "rank_n"), float("nan")),
    "baseline_start": None, "baseline_end": None,
}  # fmt: skip


def edition_of(areas: tuple[Area, ...] = AREAS, *, audience: str = "authors", words: str = "Words.") -> Edition:
    blocks = (SectionBlocks("one", "One", (Prose(words), Table("T", ("A", "N"), (("a", "1"),), numeric=("N",)))),)
    rows = [{**ROW, "area_code": area.code, "area_name": area.name, "area_type": area.type} for area in areas]
    estimates = Estimates(pd.DataFrame(rows, columns=list(ESTIMATE_COLUMNS)), audience, "none")
    return Edition(
        "e", audience, Period.parse("2023"), areas, {a.code: blocks for a in areas}, estimates, Ledger(),
        build_manifest((), definition="d 1", settings={}),
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init("london", tmp_path / "w")
    write_edition(edition_of(), made.editions)
    return made


def break_area(workspace: Workspace, code: str) -> None:
    """Store the edition again without one area's blocks."""
    whole = edition_of()
    write_edition(replace(whole, blocks={c: b for c, b in whole.blocks.items() if c != code}), workspace.editions)


def test_every_area_is_drawn_in_every_format_by_processes_side_by_side(workspace: Workspace) -> None:
    told: list[tuple[str, float]] = []
    made = report(workspace, "e", formats=LIGHT, processes=2, progress=lambda what, share: told.append((what, share)))
    folder = workspace.editions / "e" / "authors" / "report"
    assert (made.areas, made.drawn, made.kept, made.failures) == (5, 15, 0, ())
    for name in ("ash", "birch", "cedar", "elm", "fir"):
        held = {path.name for path in (folder / name).iterdir()}
        assert held == {"index.html", f"{name}.json", f"{name}.ods", ".drawn.json"}
    assert made.index == folder / "index.html"
    assert all(f"{name}/index.html" in made.index.read_text("utf-8") for name in ("ash", "fir"))
    assert "ash.ods" in (folder / "ash" / "index.html").read_text("utf-8")
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {area.name for area in AREAS} <= {what for what, _ in told}


def test_what_is_there_is_not_drawn_again(workspace: Workspace) -> None:
    report(workspace, "e", formats=LIGHT, processes=1)
    assert report(workspace, "e", formats=LIGHT, processes=1).drawn == 0


@pytest.mark.parametrize("harm", ["removed", "changed"])
def test_a_file_that_was_removed_or_changed_is_drawn_again_and_no_other(workspace: Workspace, harm: str) -> None:
    report(workspace, "e", formats=LIGHT, processes=1)
    path = workspace.editions / "e" / "authors" / "report" / "elm" / "elm.ods"
    before = path.read_bytes()
    path.unlink() if harm == "removed" else path.write_bytes(b"other")
    made = report(workspace, "e", formats=LIGHT, processes=1)
    assert (made.drawn, made.kept) == (1, 14)
    assert path.read_bytes() == before


def test_an_area_added_later_leads_to_what_is_there_of_the_others(workspace: Workspace) -> None:
    report(workspace, "e", formats=("html",), areas=("Ash",))
    made = report(workspace, "e", formats=("html",), areas=("e09000002",))
    text = made.index.read_text("utf-8")
    assert "ash/index.html" in text
    assert "birch/index.html" in text
    assert "cedar/index.html" not in text


def test_a_page_is_drawn_again_when_there_is_more_to_lead_to(workspace: Workspace) -> None:
    report(workspace, "e", formats=("html",), areas=("Ash",))
    made = report(workspace, "e", formats=("html", "json"), areas=("Ash",))
    assert (made.drawn, made.kept) == (2, 0)


def test_an_edition_made_again_is_drawn_again_and_nothing_of_the_former_stays(workspace: Workspace) -> None:
    report(workspace, "e", formats=LIGHT, processes=1)
    write_edition(edition_of(words="Other words."), workspace.editions)
    made = report(workspace, "e", formats=("html",), processes=1)
    assert made.drawn == 5
    assert not list((workspace.editions / "e").rglob("*.ods"))


def test_another_version_of_the_renderers_draws_everything_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(workspace, "e", formats=LIGHT, processes=1)
    monkeypatch.setattr("opensna.actions.report._version", lambda: "another")
    assert report(workspace, "e", formats=("html",), processes=1).kept == 0
    assert not list((workspace.editions / "e").rglob("*.ods"))


@pytest.mark.parametrize("processes", [1, 2])
def test_an_area_that_fails_is_told_and_the_others_are_drawn(workspace: Workspace, processes: int) -> None:
    break_area(workspace, "E09000003")
    made = report(workspace, "e", formats=LIGHT, processes=processes)
    assert {(f.area, f.format) for f in made.failures} == {("Cedar", form) for form in LIGHT}
    assert "a fault of ours, KeyError in _base.py" in made.failures[0].reason
    assert made.drawn == 12
    text = made.index.read_text("utf-8")
    assert "Areas that could not be drawn in full" in text
    assert "cedar/index.html" not in text


def test_one_format_that_fails_keeps_no_other_from_being_drawn(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(shown: Any, area: Area) -> bytes:
        raise InputError("no room", do_this="free some")

    broken = {**renderers.formats(), "json": Renderer("json", "JSON", ".json", fail)}
    monkeypatch.setattr(renderers, "formats", lambda: broken)
    monkeypatch.setattr("opensna.actions._draw.formats", lambda: broken)
    made = report(workspace, "e", formats=LIGHT, areas=("Ash",))
    assert [(f.area, f.format, f.reason) for f in made.failures] == [("Ash", "json", "no room; free some")]
    assert made.drawn == 2
    assert "JSON: no room; free some" in made.index.read_text("utf-8")


def test_a_process_that_dies_costs_the_area_it_was_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dies"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("sys.executable", str(program))
    order = Order(str(tmp_path), str(tmp_path), "e", "authors", ("html",), "f")
    outcomes = list(draw_side_by_side(order, ["a", "b", "c"], processes=2))
    assert sorted(o.area for o in outcomes) == ["a", "b", "c"]
    assert {o.failures["html"] for o in outcomes} == {"the process that drew it ended with exit code 3"}


def test_formats_of_the_whole_edition_stand_beside_the_areas(workspace: Workspace) -> None:
    made = report(workspace, "e", formats=("json", "data_package", "dcat"), areas=("Ash",))
    folder = made.index.parent
    assert (folder / "data" / "estimates.csv").is_file()
    listed = json.loads((folder / "catalogue.jsonld").read_text("utf-8"))["@graph"][1]["dcat:distribution"]
    paths = {file["dcat:downloadURL"]["@id"] for file in listed}
    assert {"data/estimates.csv", "data/datapackage.json", "ash/ash.json"} <= paths
    assert "catalogue.jsonld" not in paths
    assert "data/estimates.csv" in made.index.read_text("utf-8")
    assert report(workspace, "e", formats=("json", "data_package", "dcat"), areas=("Ash",)).drawn == 0


def test_an_edition_for_the_public_is_drawn_only_when_the_register_holds_it(workspace: Workspace) -> None:
    public = edition_of(audience="public")
    write_edition(public, workspace.editions)
    with pytest.raises(DisclosureError, match="publish it with: opensna publish e"):
        report(workspace, "e", audience="public", formats=LIGHT)
    assert not (workspace.editions / "e" / "public" / "report").exists()
    publish(public, author="Ada", reviewer="Grace", register=workspace.register, is_demo=True)
    assert report(workspace, "e", audience="public", formats=LIGHT, processes=2).drawn == 15


def test_what_there_is_not_is_refused_by_name(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownIdError, match=r"use one of: .*html, json"):
        report(workspace, "e", formats=("latex",))
    with pytest.raises(UnknownIdError, match="use the name or code of an area of the edition"):
        report(workspace, "e", areas=("Oak",))
    with pytest.raises(WarehouseError, match="opensna assess --edition none"):
        report(workspace, "none")
    monkeypatch.setattr(_formats, "is_installed", lambda renderer: False)
    with pytest.raises(InputError, match=r"pip install 'opensna\[report\]'"):
        report(workspace, "e", formats=("html",))


def test_a_killed_run_leaves_a_record_of_what_is_whole(tmp_path: Path) -> None:
    folder = DrawnFolder(tmp_path / "a", "f")
    folder.write("x", "", {"one.txt": b"1", "sub/two.txt": b"2"})
    (tmp_path / "a" / ".three.txt.writing").write_bytes(b"half")
    again = DrawnFolder(tmp_path / "a", "f")
    assert [file.path for file in again.files] == ["one.txt", "sub/two.txt"]
    assert again.holds("x", "")
    assert not again.holds("x", "other")
    assert not again.holds("y", "")
    again.write("x", "", {"one.txt": b"1"})
    assert not (tmp_path / "a" / "sub" / "two.txt").exists()


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    DrawnFolder(tmp_path / "a", "f").write("x", "", {"one.txt": b"1"})
    (tmp_path / "a" / ".drawn.json").write_text("{", "utf-8")
    assert DrawnFolder(tmp_path / "a", "f").files == ()
    assert not (tmp_path / "a").exists()


def test_an_error_is_told_without_what_it_says() -> None:
    with pytest.raises(KeyError) as raised:
        {}["a person's name"]
    assert reason(raised.value).startswith("a fault of ours, KeyError in test_report.py, line ")


def test_one_area_is_drawn_by_its_code(workspace: Workspace) -> None:
    order = Order(str(workspace.editions), str(workspace.register), "e", "authors", ("json",), "f")
    assert draw_area(order, order.open(), "E09000001") == Outcome("E09000001", 1, 0, {})


def test_the_command_says_what_failed_and_ends_with_exit_code_1(workspace: Workspace) -> None:
    run = CliRunner().invoke(app, ["report", "e", "-w", str(workspace.root), "--format", "html", "--area", "Ash"])
    assert run.exit_code == 0, run.output
    assert "report/index.html" in run.output.replace("\n", "")
    break_area(workspace, "E09000001")
    command = ["report", "e", "-w", str(workspace.root), "--format", "html", "--area", "Ash"]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 1
    assert "could not be drawn: Ash, html" in run.output
    run = CliRunner().invoke(app, [*command, "--json"])
    assert run.exit_code == 1
    assert json.loads(run.stdout)["failures"][0]["area"] == "Ash"


def test_one_area_gives_the_paths_of_its_documents_and_the_index_beside_them(workspace: Workspace) -> None:
    command = ["report", "e", "-w", str(workspace.root), "--format", "json", "--format", "ods"]
    run = CliRunner().invoke(app, [*command, "--area", "Ash"])
    folder = workspace.editions / "e" / "authors" / "report"
    assert run.stdout.splitlines() == [str(folder / "ash" / "ash.json"), str(folder / "ash" / "ash.ods")]
    assert "1 area: 2 files drawn, 0 already there" in run.stderr
    assert f"index: {folder / 'index.html'}" in run.stderr
    run = CliRunner().invoke(app, [*command, "--area", "Ash", "--area", "Elm"])
    assert run.stdout.splitlines() == [str(folder / "index.html")]
    assert "2 areas: 2 files drawn, 2 already there" in run.stderr


@pytest.mark.parametrize(
    ("said", "meant"),
    [("docx", "word"), (".DOCX", "word"), ("excel", "xlsx"), ("pptx", "slides"), ("briefing-word", "briefing_word")],
)
def test_a_format_goes_by_the_names_it_has_elsewhere(said: str, meant: str) -> None:
    assert formats_asked((said, meant)) == (meant,)


def test_a_format_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(UnknownIdError, match=r"(?s)did you mean: slides.*do this: use one of: briefing_pdf"):
        formats_asked(("slide",))


def test_an_edition_that_is_not_there_says_how_to_make_the_right_one(workspace: Workspace) -> None:
    for name, remedy in (
        ("2024", "opensna assess --edition 2024 --period 2024$"),
        ("2023", "opensna assess --edition 2023$"),
        ("draft", "opensna assess --edition draft$"),
    ):
        with pytest.raises(WarehouseError, match=f"(?s)e for authors.*do this: make it with: {remedy}"):
            report(workspace, name, formats=LIGHT)
    with pytest.raises(WarehouseError, match="do this: make it with: opensna publish e --audience public --author A"):
        report(workspace, "e", audience="public", formats=LIGHT)
    with pytest.raises(WarehouseError, match="opensna assess --edition 2024 --period 2024, then opensna publish 2024"):
        report(workspace, "2024", audience="public", formats=LIGHT)


def test_pictures_are_named_by_their_folder(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FolderRenderer("pictures", "Pictures", lambda shown, area: {"pictures/a.svg": b"a", "pictures/b.svg": b"b"})
    known = {**renderers.formats(), "pictures": fake}
    monkeypatch.setattr(renderers, "formats", lambda: known)
    monkeypatch.setattr("opensna.actions._draw.formats", lambda: known)
    made = report(workspace, "e", formats=("pictures",), areas=("Ash",))
    assert made.documents == (workspace.editions / "e" / "authors" / "report" / "ash" / "pictures",)
