"""Costs, value and target from a workspace, on small files."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.actions.costs import BUSINESS, SETS, costs
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.unit_costs import check_unit_cost, list_unit_costs
from opensna.actions.workspace import Workspace
from opensna.catalogue import MEASURES
from opensna.core.errors import DocumentError, InputError, UnknownIdError

SUBGROUPS = (
    ("VIOLENCE AGAINST THE PERSON", "HOMICIDE", 1), ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITH INJURY", 30),
    ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITHOUT INJURY", 50), ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY", 20),
    ("SEXUAL OFFENCES", "RAPE", 4), ("SEXUAL OFFENCES", "OTHER SEXUAL OFFENCES", 6),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init("london", tmp_path / "w")
    months = [f"2023{month:02d}" for month in range(1, 13)]
    lines = [",".join(["MajorText", "MinorText", "BoroughName", *months])]
    lines += [
        ",".join([*names, borough, *[str(n)] * 12]) for *names, n in SUBGROUPS for borough in ("Camden", "Barnet")
    ]
    path = tmp_path / "borough.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    ingest(made, "mps_borough_crime", [path], released="2024-03")
    return made


def test_the_open_series_are_priced_for_the_whole_and_for_a_borough(workspace: Workspace) -> None:
    whole, one = (costs(workspace, what="open", areas=areas).costs.by() for areas in ((), ("Camden",)))
    assert whole["value"].item() == pytest.approx(2 * one["value"].item())
    assert one["area_name"].item() == "Camden"
    assert one["price_year"].item() == "2023"


def test_the_answer_says_recorded_unverified_and_not_for_release(workspace: Workspace) -> None:
    said = " ".join(costs(workspace, what="open").warnings)
    for part in ("not for release", "unverified", "volumes: recorded", "nobody reported"):
        assert part in said


def test_an_offence_left_out_is_said(workspace: Workspace) -> None:
    made = costs(workspace, what="open", without=("homicide",))
    assert "homicide" not in set(made.costs.table["offence"])
    assert "left out: homicide" in made.warnings
    with pytest.raises(UnknownIdError, match="use one of: homicide"):
        costs(workspace, what="open", without=("murder",))


def test_an_unknown_set_or_area_names_those_there_are(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError, match="use one of: definition, police, open"):
        costs(workspace, what="everything")
    with pytest.raises(UnknownIdError, match="give an area's name or code"):
        costs(workspace, what="open", areas=("Camdne",))


def test_index_and_year_of_prices_can_be_chosen(workspace: Workspace) -> None:
    deflator, cpi = (costs(workspace, what="open", index=i).costs.by()["value"].item() for i in ("gdp_deflator", "cpi"))
    assert cpi / deflator == pytest.approx(1.30725 / (96.2507 / 75.1536))


def test_multipliers_of_the_records_make_estimated_volumes(workspace: Workspace) -> None:
    (workspace.root / "records/multipliers.csv").write_text(
        "offence,multiplier,low,high,source\nrape,4,3,6,a survey\n", "utf-8"
    )
    made = costs(workspace, what="open", is_estimated=True)
    rape = made.costs.table.query("offence == 'rape'")
    assert set(rape["volume"]) == {4 * 2 * 4 * 12}
    assert "volumes: recorded, estimated" in " ".join(made.warnings)


def test_counts_of_a_file_are_priced_with_hidden_cells_as_ranges(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text('offence,value,low,high,period\nrape,[c],1,7,2023\nhomicide,"1,000",1000,1000,2023\n', "utf-8")
    row = costs(workspace, counts=path).costs.by().iloc[0]
    assert row["mark"] == "[c]"
    assert row["low"] <= row["ci_lower"] < row["ci_upper"] <= row["high"]


def test_a_cell_that_is_no_number_names_its_line(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("offence,value,low,high\nrape,five,1,7\n", "utf-8")
    with pytest.raises(DocumentError, match="leave the cell empty where the count is hidden"):
        costs(workspace, counts=path)
    with pytest.raises(InputError, match="check the name and the folder"):
        costs(workspace, counts=tmp_path / "none.csv")
    path.write_text("", "utf-8")
    with pytest.raises(DocumentError, match="save it as comma-separated text"):
        costs(workspace, counts=path)


def test_a_recorded_check_is_kept_and_printed(workspace: Workspace) -> None:
    check_unit_cost(workspace, "ho2018/rape/police", value=6360, by="A. Analyst", on="2026-11-24", page="15")
    check_unit_cost(workspace, "ho2018/rape/health", value=1110, by="A. Analyst", on="2026-11-24")
    listed = list_unit_costs(workspace).set_index("id")["standing"]
    assert listed["ho2018/rape/police"] == "checked by A. Analyst on 2026-11-24"
    assert listed["ho2018/rape/health"].startswith("checked by")
    assert listed["ho2018/homicide/police"] == "unverified (recalled)"
    shares = costs(workspace, what="open").costs.by("bearer").set_index("bearer")["unverified_share"]
    assert shares["police"] < 1
    assert shares["courts_and_prisons"] == 1


def test_an_own_price_index_is_used_without_code(workspace: Workspace) -> None:
    (workspace.root / "records/price_indices.csv").write_text(
        "index,year,value,status,source\nmine,2015,100,outturn,us\nmine,2023,200,outturn,us\n", "utf-8"
    )
    made = costs(workspace, what="open", index="mine").costs.table
    assert (made["unit_cost"] == 2 * made["unit_cost_before"]).all()


def test_the_workbook_is_written_where_asked(workspace: Workspace, tmp_path: Path) -> None:
    costs(workspace, what="open", workbook=tmp_path / "costs.xlsx")
    assert (tmp_path / "costs.xlsx").is_file()


def test_synthetic_counts_are_said_to_be(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("offence,value,low,high,is_synthetic\nrape,5,5,5,True\n", "utf-8")
    assert "SYNTHETIC data: these are not real figures" in costs(workspace, counts=path).warnings


def test_an_offence_priced_as_another_is_said_once(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("offence,value,low,high\nthreats_to_kill,5,5,5\n", "utf-8")
    said = [warning for warning in costs(workspace, counts=path).warnings if "whole class" in warning]
    assert len(said) == 1


def test_each_set_prices_every_offence_once_for_one_group_of_ages() -> None:
    for name, named in SETS.items():
        offences = [offence for offence, _ in named.values()]
        assert len(offences) == len(set(offences)) == (1 if name == BUSINESS else 6)
        assert set(named) <= set(MEASURES)
