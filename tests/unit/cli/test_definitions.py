"""The commands about definitions: what they print."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.synthesise import synthesise

Run = Callable[..., int]


def test_definitions_can_be_listed_anywhere(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("definition", "list", "--json") == 0
    ids = [one["id"] for one in json.loads(capsys.readouterr().out)]
    assert {
        "london",
        "lewisham",
        "richmond",
        "wandsworth",
        "tower_hamlets",
        "kingston",
        "enfield",
        "norfolk",
        "humber",
        "kent",
    } <= set(ids)
    assert run("definition", "list") == 0
    assert "tower_hamlets" in capsys.readouterr().out


def test_a_definition_is_shown_with_what_is_read_open_and_not_counted(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("definition", "show", "kent") == 0
    printed = capsys.readouterr().out
    assert "not analysed" in printed
    assert "Left open" in printed
    assert "[x]" in printed
    assert run("definition", "show", "richmond") == 0
    assert "gun enabled crime" in capsys.readouterr().out
    assert run("definition", "show", "hammersmith_and_fulham", "--json") == 0
    assert json.loads(capsys.readouterr().out)["left_open"] == []


def test_an_unknown_definition_names_the_nearest(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("definition", "show", "lewishm") == 2
    assert "lewisham" in capsys.readouterr().err


def test_a_comparison_prints_what_moves_and_names_what_does_not(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = init("london", tmp_path_factory.mktemp("compare") / "demo", is_demo=True)
    for source, files in synthesise(made, scale=0.01).items():
        if source.startswith("police_"):
            ingest(made, source, files, released="2024-03")
    here = ("-w", str(made.root))
    assert run("definition", "compare", "london", "kent", "enfield", *here) == 0
    printed = capsys.readouterr()
    assert "sv_scope" in printed.out
    assert "london to enfield: 46 of 46 figures are unchanged" in " ".join(printed.out.split())
    assert "left out of the analysis" in printed.out
    assert "nan" not in printed.out
    assert "not for release" in printed.err
    assert run("definition", "compare", "london", "kent", "--measure", "sv_scope", "--json", *here) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 34
    assert {"count", "count_of_other", "rank", "rank_of_other", "trend", "value_of_switch"} <= set(rows[0])
