"""What the commands on deliveries print: stored, stored before, removed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from opensna.actions.workspace import Workspace
from opensna.assessment.edition import build_manifest

CRIME = (
    "MajorText,MinorText,BoroughName,202301,202302\n"
    "ROBBERY,ROBBERY OF PERSONAL PROPERTY,Camden,30,20\nROBBERY,ROBBERY OF PERSONAL PROPERTY,Barnet,5,0\n"
)


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    path = tmp_path / "borough.csv"
    path.write_text(CRIME, "utf-8")
    return path


@pytest.fixture
def stored(run, delivered: Path, capsys) -> Path:
    """The delivery, stored as 2023-04."""
    assert run("ingest", "mps_borough_crime", str(delivered), "--released", "2023-04") == 0
    capsys.readouterr()
    return delivered


def test_the_same_bytes_again_change_nothing_and_say_so(run, stored: Path, capsys) -> None:
    for released in (("--released", "2023-04"), ()):
        assert run("ingest", "mps_borough_crime", str(stored), *released) == 0
        assert capsys.readouterr().out == "mps_borough_crime: already loaded as 2023-04: nothing changed\n"
    assert run("ingest", "mps_borough_crime", str(stored), "--json") == 0
    assert json.loads(capsys.readouterr().out)["was_loaded"] is True


def test_the_same_bytes_under_another_date_are_refused_unless_they_were_issued_again(run, stored: Path, capsys) -> None:
    renamed = stored.with_name("renamed.csv")
    shutil.copy(stored, renamed)
    assert run("ingest", "mps_borough_crime", str(renamed), "--released", "2023-05") == 4
    told = capsys.readouterr().err
    assert "these files are release 2023-04 already" in told
    assert "do this: drop --released 2023-05, or say --again" in told
    assert run("ingest", "mps_borough_crime", str(renamed), "--released", "2023-05", "--again") == 0
    assert [one.release for one in Workspace.open(stored.parent).warehouse.releases("mps_borough_crime")] == [
        "2023-04", "2023-05",
    ]  # fmt: skip


def test_a_delivery_that_holds_one_new_file_is_another_release(run, stored: Path, capsys) -> None:
    new = stored.with_name("new.csv")
    new.write_text(CRIME.replace("202301,202302", "202303,202304"), "utf-8")
    assert run("ingest", "mps_borough_crime", str(stored), str(new), "--released", "2023-06") == 0
    assert "2023-01 to 2023-04" in capsys.readouterr().out


def test_what_changed_since_the_release_before_is_said_in_plain_words(run, stored: Path, capsys) -> None:
    other = stored.with_name("other.csv")
    other.write_text(CRIME.replace("30,20", "300,200").replace("ROBBERY OF PERSONAL", "ROBBERY OF BUSINESS"), "utf-8")
    assert run("ingest", "mps_borough_crime", str(other), "--released", "2023-05") == 0
    told = capsys.readouterr().out
    assert "changed since 2023-04: 2 months moved by more than 20%: 2023-01" in told
    assert "changed since 2023-04: offence_subgroup: 1 code no longer seen: Robbery of personal property" in told
    assert "the release is stored. do this: ask the supplier" in told
    assert "breaking" not in told


def test_figures_without_months_say_which_periods_they_are_of(run, tmp_path: Path, capsys) -> None:
    path = tmp_path / "figures.csv"
    header = "indicator,area_code,area_name,area_type,period_start,period_end,group,value,unit,lower,upper,mark"
    row = "Trust MPS,E09000007,Camden,lad,{},{},,0.5,share of respondents,,,"
    rows = [row.format("2022-01-01", "2022-12-31"), row.format("2022-04-01", "2023-03-31")]
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    assert run("ingest", "mopac_pas", str(path), "--released", "2024-03") == 0
    assert "mopac_pas 2024-03: 2022-01 to 2023-03\n" in capsys.readouterr().out


def test_a_release_is_forgotten_and_its_delivered_file_stays(run, stored: Path, capsys) -> None:
    assert run("forget", "mps_borough_crime", "2023-04") == 2
    assert "do this: say --yes" in capsys.readouterr().err
    assert run("forget", "mps_borough_crime", "2023-05", "--yes") == 4
    assert "use one of: 2023-04" in capsys.readouterr().err
    assert run("forget", "mps_borough_crime", "2023-04", "--yes") == 0
    told = capsys.readouterr().out
    assert "removed mps_borough_crime 2023-04" in told
    assert "left of mps_borough_crime: no release" in told
    assert stored.is_file()
    assert run("ingest", "mps_borough_crime", str(stored), "--released", "2023-04") == 0


def test_a_damaged_release_can_be_forgotten(run, stored: Path) -> None:
    (stored.parent / "warehouse" / "mps_borough_crime" / "2023-04" / "release.json").write_text("{", "utf-8")
    assert run("forget", "mps_borough_crime", "2023-04", "--yes") == 0


def test_a_release_in_use_is_forgotten_only_if_somebody_says_so(run, stored: Path, capsys) -> None:
    here = Workspace.open(stored.parent)
    manifest = build_manifest(here.warehouse.releases("mps_borough_crime"), definition="d 1", settings={})
    folder = here.editions / "2023" / "authors"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    settings = here.root / "opensna.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('# mps_borough_crime = "2024-03"', 'mps_borough_crime = "2023-04"')
    )
    assert run("forget", "mps_borough_crime", "2023-04", "--yes") == 4
    told = capsys.readouterr().err
    assert "edition 2023 for authors, the [releases] of opensna.toml" in told
    assert "or say --even-if-used" in told
    assert here.warehouse.releases("mps_borough_crime")
    assert run("forget", "mps_borough_crime", "2023-04", "--yes", "--even-if-used") == 0
    told = capsys.readouterr().err
    assert "warning: edition 2023 for authors rests on it" in told
    assert "warning: [releases] of opensna.toml still names it" in told


def test_a_person_at_a_terminal_is_asked_first(run, stored: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda question: False)
    assert run("forget", "mps_borough_crime", "2023-04") == 2
    assert "found: an answer that is not yes" in capsys.readouterr().err
    monkeypatch.setattr("typer.confirm", lambda question: True)
    assert run("forget", "mps_borough_crime", "2023-04") == 0
