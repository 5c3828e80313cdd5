from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from opensna.actions.init import init
from opensna.actions.unit_costs import check_unit_cost, list_unit_costs, printed_tables
from opensna.actions.workspace import Workspace
from opensna.core.errors import DocumentError, InputError


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init("london", tmp_path / "w")


def test_a_second_check_of_a_figure_replaces_the_first(workspace: Workspace) -> None:
    for name in ("First", "Second"):
        check_unit_cost(workspace, "ho2018/rape/police", value=6360, by=name)
    rows = pd.read_csv(workspace.root / "records/unit_cost_checks.csv")
    assert rows["checked_by"].tolist() == ["Second"]


def test_a_check_on_no_date_and_a_spoiled_record_are_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="write year, month and day"):
        check_unit_cost(workspace, "ho2018/rape/police", value=6360, by="A", on="yesterday")
    (workspace.root / "records/unit_cost_checks.csv").write_text("id,value\nx,many\n", "utf-8")
    with pytest.raises(DocumentError, match="record the check again with: opensna unit-costs --check ID"):
        list_unit_costs(workspace)


def test_a_partnerships_own_figure_is_used_without_code(workspace: Workspace) -> None:
    header = "id,offence,stage,component,bearer,per,value,low,high,price_year,rounded_to,source,page,status,note\n"
    line = "mine/rape/headline,{},all,headline,not_attributed,offence,1000,500,2000,2015-16,,a study,p. 1,confirmed,\n"
    (workspace.root / "records/unit_costs.csv").write_text(header + line.format("affray"), "utf-8")
    assert "affray" in set(list_unit_costs(workspace)["offence"])


def test_the_reports_tables_can_be_asked_for() -> None:
    made = printed_tables()
    assert (made.reproduction.rows["difference"] == 0).all()
    assert "120,836 x £45,225" in made.domestic_abuse.pairs[0].text
    assert not any(difference.agrees for difference in made.bearers.differences)
