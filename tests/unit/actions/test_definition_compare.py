"""What switching definition does, on a small synthetic London, from one scan."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions._definitions import definitions_of
from opensna.actions.definition_compare import compare_definitions, comparison_columns
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.measure import measure
from opensna.actions.synthesise import synthesise
from opensna.actions.workspace import Workspace
from opensna.core.errors import InputError, PeriodError, UnknownIdError, WarehouseError

POLICE = ("police_offences", "police_victims", "police_suspects")
OWN = """
id: ours
title: Our own definition
partnership: A test
version: "1"
source: A test
based_on: london
readings: [{says: Hate crime is in., counted: By its flag., confidence: high}]
flagged: [{title: Hate crime, column: flag_hate, only_defined_offences: false, confidence: high, note: Flagged.}]
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = init("london", tmp_path_factory.mktemp("definitions") / "demo", is_demo=True)
    for source, files in synthesise(made, scale=0.02).items():
        if source in POLICE:
            ingest(made, source, files, released="2024-03")
    folder = made.root / "records" / "definitions"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(OWN, "utf-8")
    return made


def test_every_figure_of_every_area_is_counted_under_both(workspace: Workspace) -> None:
    found = compare_definitions(workspace, "london", ["richmond"])
    assert list(found.table.columns) == comparison_columns()
    assert found.table["measure"].nunique() > 40
    assert found.table["area_code"].nunique() == 34
    assert "SYNTHETIC data: these are not real figures" in found.warnings


@pytest.mark.parametrize("other", ["richmond", "kent", "norfolk", "london_under25"])
def test_a_figure_under_another_definition_is_what_measuring_under_it_gives(workspace: Workspace, other: str) -> None:
    found = compare_definitions(workspace, "london", [other], period="2023", measures=["sv_scope", "sv_violence"])
    for row in found.table[found.table["area_code"] == "E12000007"].to_dict("records"):
        alone = measure(workspace, row["measure"], period="2023", definition=other).table.iloc[0]
        assert row["count_of_other"] == alone["numerator"]
        assert row["rate_of_other"] == pytest.approx(alone["value"])
        assert row["value_of_switch"] == pytest.approx(row["count_of_other"] / row["count"] - 1)


def test_switching_there_and_back_gives_the_same_counts(workspace: Workspace) -> None:
    there = compare_definitions(workspace, "london", ["tower_hamlets"], measures=["sv_scope"]).table
    back = compare_definitions(workspace, "tower_hamlets", ["london"], measures=["sv_scope"]).table
    assert list(there["count"]) == pytest.approx(list(back["count_of_other"]), nan_ok=True)
    assert list(there["count_of_other"]) == pytest.approx(list(back["count"]), nan_ok=True)


def test_ranks_and_trends_are_those_of_each_definition(workspace: Workspace) -> None:
    table = compare_definitions(workspace, "london", ["lewisham"], measures=["sv_violence"]).table
    boroughs = table[table["rank"].notna()]
    assert len(boroughs) == 32
    assert list(boroughs.sort_values("rank_of_other")["count_of_other"]) == sorted(
        boroughs["count_of_other"], reverse=True
    )
    london = table[table["area_code"] == "E12000007"].iloc[0]
    assert london["trend"] != london["trend_of_other"]


def test_a_strand_that_is_not_analysed_is_absent_with_its_reason(workspace: Workspace) -> None:
    row = compare_definitions(workspace, "london", ["kent"], measures=["sv_domestic_abuse"]).table.iloc[0]
    assert (row["mark_of_other"], row["mark_of_switch"]) == ("[x]", "[x]")
    assert "left out of the analysis" in row["reason"]
    assert row["count_of_other"] != row["count_of_other"]


def test_without_others_all_are_compared_the_workspace_s_own_among_them(workspace: Workspace) -> None:
    found = compare_definitions(workspace, measures=["sv_scope"], areas=["London"])
    assert [one.id for one in found.others] == [id_ for id_ in sorted(definitions_of(workspace)) if id_ != "london"]
    counts = found.table.set_index("definition")["count_of_other"]
    assert counts["ours"] == counts["tower_hamlets"]
    assert counts["enfield"] == found.table["count"].iloc[0]


def test_a_workspace_may_count_under_its_own_definition(workspace: Workspace) -> None:
    settings = workspace.settings.model_copy(update={"definition": "ours"})
    ours = measure(Workspace(workspace.root, settings), "sv_scope", period="2023").table["numerator"].iloc[0]
    theirs = measure(workspace, "sv_scope", period="2023").table["numerator"].iloc[0]
    assert ours > theirs


def test_a_measure_that_the_definition_does_not_have_is_refused_with_the_reason(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="ask for it under another definition"):
        measure(workspace, "sv_domestic_abuse", definition="kent")


def test_bad_requests_say_what_to_do(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="did you mean: richmond"):
        compare_definitions(workspace, "london", ["richmnd"])
    with pytest.raises(InputError, match="name another one"):
        compare_definitions(workspace, "london", ["london"])
    with pytest.raises(InputError, match="leave it out"):
        compare_definitions(workspace, "london", ["kent"], measures=["mps_rape"])
    with pytest.raises(UnknownIdError, match="give an area's name"):
        compare_definitions(workspace, "london", ["kent"], areas=["Atlantis"])
    with pytest.raises(PeriodError, match="choose a period inside it"):
        compare_definitions(workspace, "london", ["kent"], period="1999")
    with pytest.raises(WarehouseError):
        compare_definitions(init("london", tmp_path / "empty"), "london", ["kent"])
