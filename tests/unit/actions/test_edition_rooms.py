"""What an edition hands to the sections on cost, evidence and commissioning: from disclosed counts and records alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from opensna.actions._rooms import build_rooms, divide, price_sets
from opensna.actions.costs import SETS
from opensna.actions.init import init
from opensna.actions.programmes import import_grants
from opensna.actions.workspace import Workspace
from opensna.catalogue import SECTIONS
from opensna.commissioning.register import funds
from opensna.core.counts import DISCLOSED_COLUMNS, DisclosedCounts
from opensna.core.period import Period
from opensna.costs.catalogue import build_catalogue
from opensna.reference.partnership import partnerships
from opensna.reference.prices import price_indices
from opensna.reference.unit_costs import unit_costs

LONDON = partnerships()["london"]
PERIOD = Period.parse("2023")
DAY = date(2025, 4, 1)
NOTHING = DisclosedCounts(pd.DataFrame(columns=list(DISCLOSED_COLUMNS)), "authors", "none")


def counts(measure: str, values: dict[str, float | None]) -> pd.DataFrame:
    """Counts of one measure by area name as rooms take them; None is a hidden count of 1 to 7."""
    rows = [
        {"measure": measure, "area_code": name, "area_name": name, "period": "2023", "value": float("nan") if n is None else n,
         "low": 1.0 if n is None else n, "high": 7.0 if n is None else n, "mark": "[c]" if n is None else "", "source": "s 1",
         "is_whole": name == "whole"}
        for name, n in values.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def priced(now: pd.DataFrame, period: Period = PERIOD) -> Any:
    return price_sets(now, catalogue=build_catalogue(unit_costs()), indices=price_indices(), period=period)


def test_a_hidden_count_is_priced_as_a_range_and_so_is_its_total() -> None:
    (made,) = priced(pd.concat([counts("mps_rape", {"A": None}), counts("mps_homicide", {"A": 2})]))
    rape, homicide = sorted(made.offences("A"), key=lambda row: str(row["offence"]), reverse=True)
    assert rape["value"] is None
    assert rape["mark"] == "[c]"
    assert (rape["low"], rape["high"]) == pytest.approx((rape["unit_cost"], 7 * rape["unit_cost"]))
    total = made.totals("A")[0]
    assert total["value"] is None
    assert (total["low"], total["high"]) == pytest.approx(
        (homicide["value"] + rape["low"], homicide["value"] + rape["high"])
    )
    assert made.days("A")[0]["high"] == pytest.approx(total["high"] / 365)


def test_what_flows_to_bearers_adds_up_to_each_offence() -> None:
    (made,) = priced(pd.concat([counts("mps_rape", {"A": 3, "B": 8}), counts("mps_homicide", {"A": 2, "B": 0})]))
    for area in ("A", "B"):
        for offence in made.offences(area):
            flows = [row["value"] for row in made.flows(area) if row["offence"] == offence["offence"]]
            assert sum(flows) == pytest.approx(offence["value"])


def test_offences_of_the_set_that_nobody_counted_are_left_out_by_name() -> None:
    (made,) = priced(counts("mps_rape", {"A": 3}))
    assert "homicide" in made.left_out
    assert "rape" not in made.left_out


@pytest.mark.parametrize(("homicide", "notes"), [("homicide_victims_under25", True), ("sv_under25_homicide", False)])
def test_homicide_comes_from_the_open_series_where_it_is_loaded(homicide: str, notes: bool) -> None:
    (made,) = priced(pd.concat([counts(homicide, {"A": 3}), counts("sv_rape", {"A": 9})]))
    assert made.measures == (homicide, "sv_rape")
    assert bool(made.note) == notes


def test_victims_of_homicide_alone_are_no_set_of_police_counts() -> None:
    assert priced(counts("homicide_victims_under25", {"A": 3})) == ()


def test_a_period_after_the_last_year_of_the_index_has_the_prices_of_that_year() -> None:
    (made,) = priced(counts("mps_rape", {"A": 3}), Period.parse("2035"))
    assert set(made.costs.table["price_year"]) == {"2024"}


def test_sections_name_every_measure_that_is_priced() -> None:
    needed = {*SECTIONS["cost_of_violence"].needs, *SECTIONS["wider_economy"].needs}
    assert needed == {measure for of in SETS.values() for measure in of}


def test_a_fund_is_divided_between_areas_and_not_given_to_the_whole() -> None:
    fund = funds()["robbery"].model_copy(update={"rule": funds()["robbery"].rule.model_copy(update={"n": 1})})
    made = divide(counts("mps_personal_robbery", {"whole": 70, "A": 40, "B": 30}), fund)
    assert made is not None
    assert made.allocation.winners == ("A",)
    assert made.edge is not None
    assert (made.edge.last_in, made.edge.first_out) == ("A", "B")


@pytest.mark.parametrize("values", [{"A": 40, "B": None}, {"A": float("nan"), "B": float("nan")}])
def test_a_fund_is_not_divided_on_hidden_or_absent_counts(values: dict[str, float | None]) -> None:
    assert divide(counts("mps_personal_robbery", values), funds()["robbery"]) is None


def test_a_fund_without_a_rule_is_not_divided() -> None:
    assert divide(counts("mps_personal_robbery", {"A": 4}), funds()["critical_incidents"]) is None


@pytest.fixture
def elsewhere(tmp_path: Path) -> Workspace:
    return init("west-midlands", tmp_path / "w")


def rooms(workspace: Workspace | None, partnership: str) -> Any:
    return build_rooms(workspace, NOTHING, areas=LONDON.every_area, period=PERIOD, partnership=partnership, on=DAY)


def test_the_reported_partnership_has_the_programmes_and_tables_of_its_report() -> None:
    made = rooms(None, "london")
    assert len(made.programmes) == 43
    assert made.printed is not None
    assert made.spend is None
    assert made.priced == made.divided == ()


def test_another_partnership_has_only_its_own_programmes_and_the_whole_index(elsewhere: Workspace) -> None:
    assert rooms(elsewhere, "west-midlands").programmes == ()
    programme = {
        "id": "night_walks", "name": "Night walks", "description": "Volunteers walk.", "kind": "delivery programme",
        "priority_area": "communities", "tier": "primary", "cohort": "Residents", "settings": "Streets",
        "no_approach": "not in the index", "source": "test",
        "unknown": dict.fromkeys(("provider", "areas", "places", "hours", "starts", "ends", "budget", "reach", "evaluations"), "x"),
    }  # fmt: skip
    record = elsewhere.root / "records" / "programmes" / "night_walks.yaml"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(yaml.safe_dump(programme), "utf-8")
    made = rooms(elsewhere, "west-midlands")
    assert [p.name for p in made.programmes] == ["Night walks"]
    assert made.printed is None
    assert len(made.approaches) == len(rooms(None, "london").approaches)


def test_spend_is_added_from_every_imported_file(elsewhere: Workspace, tmp_path: Path) -> None:
    grant = {
        "id": "360G-a-1", "title": "t", "description": "d", "currency": "GBP", "amountAwarded": 100, "awardDate": "2024-01-01",
        "recipientOrganization": [{"id": "GB-x", "name": "X"}], "fundingOrganization": [{"id": "GB-y", "name": "Y"}],
    }  # fmt: skip
    stated = {**grant, "id": "360G-a-2", "amountAwarded": 300, "beneficiaryLocation": [{"geoCode": "E08000025"}]}
    for name, one in (("one", grant), ("two", stated)):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({"grants": [one]}), "utf-8")
        import_grants(elsewhere, file)
    spend = rooms(elsewhere, "west-midlands").spend
    assert spend.stated_share == pytest.approx(0.75)


def test_multipliers_give_estimated_costs_beside_the_recorded_and_leave_those_as_they_are() -> None:
    now = pd.concat([counts("mps_rape", {"A": 30, "B": None}), counts("mps_homicide", {"A": 2, "B": 0})])
    multipliers = pd.DataFrame([{"offence": "rape", "multiplier": 6.0, "low": 4.0, "high": 9.0, "source": "a survey"}])
    plain, more = (
        price_sets(now, catalogue=build_catalogue(unit_costs()), indices=price_indices(), period=PERIOD, multipliers=m)[
            0
        ]
        for m in (None, multipliers)
    )
    assert plain.with_unrecorded("A") == ()
    assert [row["value"] for row in more.offences("A")] == [row["value"] for row in plain.offences("A")]
    estimated = {str(row["offence"]): row for row in more.with_unrecorded("A")}
    recorded = {str(row["offence"]): row for row in plain.offences("A")}
    assert estimated["rape"]["value"] == pytest.approx(6 * recorded["rape"]["value"])
    assert estimated["homicide"]["value"] == pytest.approx(recorded["homicide"]["value"])
    assert estimated[""]["value"] == pytest.approx(estimated["rape"]["value"] + estimated["homicide"]["value"])
    assert estimated["rape"]["ci_lower"] < estimated["rape"]["value"] < estimated["rape"]["ci_upper"]
    assert "a survey" in str(estimated["rape"]["volume_source"])
    assert more.with_unrecorded("B")[0]["value"] is None


def test_multipliers_for_other_offences_price_nothing_anew() -> None:
    multipliers = pd.DataFrame([{"offence": "arson", "multiplier": 2.0, "source": "a survey"}])
    (made,) = price_sets(
        counts("mps_rape", {"A": 3}), catalogue=build_catalogue(unit_costs()), indices=price_indices(), period=PERIOD,
        multipliers=multipliers,
    )  # fmt: skip
    assert made.estimated is None
