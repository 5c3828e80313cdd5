"""The register: Table 3, reach without double counting, cliffs, the quarter, and what a wrong record is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from opensna.commissioning.fund import Fund
from opensna.commissioning.portfolio import by_step, funding_cliffs, quarterly, reach_bounds, table3, unknown_ends
from opensna.commissioning.programme import Programme
from opensna.commissioning.register import funds, programmes, with_own
from opensna.core.document import fit, read_named
from opensna.core.errors import DocumentError, InputError
from opensna.core.period import Period

QUARTER = Period.parse("2025-01/2025-03")
ONE: dict[str, Any] = yaml.safe_load("""
id: night_walks
name: Night walks
description: Volunteers walk at night.
kind: delivery programme
priority_area: communities
tier: primary
cohort: Residents
settings: Streets
areas: [E09000002]
provider: {name: Group}
starts: 2024-04-01
ends: 2025-09-30
budget:
  - {funder: VRU, amount: 30000, ends: 2025-06-30}
  - {funder: Borough, amount: 10000, ends: 2025-09-30}
reach:
  - {starts: 2025-01-01, ends: 2025-03-31, number: 40, of: people, source: monitoring}
  - {starts: 2024-10-01, ends: 2024-12-31, number: 60, of: people, source: monitoring}
indicators:
  - id: attendance
    name: Sessions attended
    outcome: engagement
    unit: per cent
    target: 60
    is_invisible: true
    readings: [{ends: 2025-03-31, value: 71}]
    rebaselined: [{changed_on: 2024-12-01, was: 80, now: 60, reason: winter, agreed_by: the board}]
  - {id: safer, name: Feels safe, outcome: feels_safe, unit: per cent, target: 50}
evaluations: [walk_study]
no_approach: not in the index
source: test
unknown: {places: open to all, hours: not written down}
""")


def _made(**changes: Any) -> Programme:
    content = {k: v for k, v in {**ONE, **changes}.items() if v != "gone"}
    return fit(content, Programme, where="night_walks.yaml")


def test_table_3_comes_out_of_the_register() -> None:
    rows = table3(programmes().values())
    assert [row.title.split(":")[0] for row in rows] == [
        "Children and young people", "Children and young people", "Families", "Education settings", "Communities & place",
        "Systems & sector",
    ]  # fmt: skip
    assert rows[0].by_tier == {
        "primary": ("The Social Switch",),
        "secondary": ("Girls and Young Women's Mentoring", "IRIS and ADVISE"),
        "tertiary": ("DIVERT", "ENGAGE", "Hospital-based Youth Work"),
        "mixed": ("Your Choice CBT",),
    }
    assert rows[1].by_tier["tertiary"] == rows[3].by_tier["tertiary"] == rows[4].by_tier["primary"] == ()
    assert len(rows[4].by_tier["mixed"]) == 7
    assert len(rows[5].not_tiered) == 6


def test_every_programme_stands_somewhere_in_the_cycle() -> None:
    planned, live, ended = _made(id="p", status="planned"), _made(id="l"), _made(id="e", status="ended")
    assert by_step([planned, live, ended]) == {
        "understand": (), "plan": ("p",), "deliver": ("l",), "review": ("l", "e"),
    }  # fmt: skip


def test_every_programme_of_the_annex_is_there_and_says_what_is_not_known() -> None:
    assert len(programmes()) == 43
    assert all(p.unknown for p in programmes().values())
    assert len(unknown_ends(programmes().values())) == 43


def test_funds_hold_their_rule_cap_and_period() -> None:
    held = funds()
    assert held["robbery"].rule is not None
    assert (held["robbery"].rule.method, held["robbery"].rule.n) == ("top_n", 15)
    assert {f.id: f.cap_per_grant for f in held.values() if f.cap_per_grant} == {
        "critical_incidents": 5000, "research_evaluation": 50_000,
    }  # fmt: skip
    held["critical_incidents"].check_grant(5000, awarded=date(2025, 1, 1))
    with pytest.raises(InputError, match="at most £5,000"):
        held["critical_incidents"].check_grant(5001, awarded=date(2025, 1, 1))
    with pytest.raises(InputError, match="from 2023-12-01 to 2025-03-31"):
        held["research_evaluation"].check_grant(1, awarded=date(2025, 4, 1))


def test_people_reached_are_bounds_and_never_a_sum() -> None:
    other = _made(id="other", reach=[{"number": 30, "of": "people", "source": "x"}])
    contacts = _made(id="contacts", reach=[{"number": 900, "of": "contacts", "source": "x"}])
    found = reach_bounds([_made(), other, contacts])
    assert (found.least, found.most, found.not_counted) == (60, 130, ("contacts",))
    within = reach_bounds([_made(), other], QUARTER)
    assert (within.least, within.most, within.not_counted) == (40, 40, ("other",))


def test_a_cliff_is_where_the_last_known_money_ends() -> None:
    ended, silent = _made(id="ended", status="ended"), _made(id="silent", budget="gone", ends="gone",
        unknown={**ONE["unknown"], "budget": "x", "ends": "x"})  # fmt: skip
    found = funding_cliffs([_made(), ended, silent], on=date(2025, 3, 31), months=12)
    assert found.to_dict("records") == [{
        "id": "night_walks", "name": "Night walks", "priority_area": "communities", "funded_until": date(2025, 9, 30),
        "months_left": 5, "amount": 10_000.0, "areas": ("E09000002",),
    }]  # fmt: skip
    assert unknown_ends([_made(), ended, silent]) == ("silent",)
    assert funding_cliffs([_made()], on=date(2025, 3, 31), months=5).empty
    with pytest.raises(InputError, match="number of months to look ahead"):
        funding_cliffs([_made()], on=date(2025, 3, 31), months=0)


def test_the_quarter_shows_reach_targets_and_every_change_of_one() -> None:
    (row,) = quarterly([_made()], QUARTER, evaluations={"walk_study": "before and after, running"}).to_dict("records")
    assert row["reach"] == 40
    assert row["indicators"] == "Feels safe: [x] against 50 per cent"
    assert (
        row["invisible"] == "Sessions attended: 71 against 60 per cent (target first 80; changed on 2024-12-01: winter)"
    )
    assert row["evaluation"] == "walk_study: before and after, running"


def test_a_programme_that_was_not_live_is_not_in_the_quarter() -> None:
    assert quarterly(
        [_made(ends=date(2024, 12, 31), budget="gone", unknown={**ONE["unknown"], "budget": "x"})], QUARTER
    ).empty
    assert quarterly([_made(starts=date(2025, 4, 1))], QUARTER).empty


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hours": [], "unknown": {"places": "x"}}, "hours is not given and has no reason under unknown"),
        ({"unknown": {**ONE["unknown"], "areas": "x"}}, "areas is given and also said to be unknown"),
        ({"unknown": {**ONE["unknown"], "colour": "x"}}, "unknown names 'colour'"),
        ({"priority_area": "moon"}, "priority area 'moon' is not one of harm"),
        ({"age_from": 20, "age_to": 10}, "ages run from 20 to 10"),
        ({"ends": date(2023, 1, 1)}, "ends before it begins"),
        ({"approaches": [{"approach": "cbt", "relation": "is", "basis": "x", "confidence": "low"}]}, "one of the two"),
        ({"no_approach": "gone"}, "give its approaches, or the reason why it has none"),
        ({"indicators": [ONE["indicators"][1]] * 2}, "indicator safer is given twice"),
        ({"indicators": [{**ONE["indicators"][0], "target": 80}]}, "the last re-baselining made it 60"),
        ({"indicators": [{**ONE["indicators"][1], "outcome": "joy"}]}, "outcome 'joy' is not one of"),
        (
            {"indicators": [{**ONE["indicators"][0], "rebaselined": [
                {"changed_on": "2024-12-01", "was": 80, "now": 70, "reason": "a", "agreed_by": "b"},
                {"changed_on": "2025-12-01", "was": 75, "now": 60, "reason": "a", "agreed_by": "b"}]}]},
            "does not follow on that of 2024-12-01",
        ),
        ({"areas": ["Hackney"]}, "areas.0"),
        ({"tier": "fourth"}, "tier"),
    ],
)  # fmt: skip
def test_a_wrong_programme_is_told_what_is_wrong(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        _made(**changes)


def test_a_workspaces_programme_replaces_the_packaged_one_of_its_id(tmp_path: Path) -> None:
    (tmp_path / "divert.yaml").write_text(yaml.safe_dump({**ONE, "id": "divert"}))
    held = with_own(programmes(), tmp_path, Programme)
    assert (len(held), held["divert"].name) == (43, "Night walks")
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(ONE))
    with pytest.raises(DocumentError, match="rename the file or correct the id"):
        read_named(tmp_path / "other.yaml", Programme)


@pytest.mark.parametrize("written", ["16:30", "'16:30'", "16:30:00", "'16:30:00'"])
def test_hours_mean_the_same_with_and_without_quotation_marks(written: str) -> None:
    hours = yaml.safe_load(f"[{{days: [MO, FR], opens: {written}, closes: 21:00, in_term_only: true}}]")
    (found,) = _made(hours=hours, unknown={"places": "x"}).hours
    assert (found.opens.isoformat(), found.closes.isoformat()) == ("16:30:00", "21:00:00")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measure": "x"}, "a rule needs the measure that it divides by"),
        ({"starts": date(2025, 2, 1), "ends": date(2025, 1, 1)}, "ends before it begins"),
    ],
)
def test_a_wrong_fund_is_told_what_is_wrong(changes: dict[str, Any], said: str) -> None:
    content = {
        "id": "f",
        "name": "F",
        "programme": "p",
        "purpose": "x",
        "rule_in_its_words": "x",
        "eligible": "x",
        "source": "x",
    }
    with pytest.raises(DocumentError, match=said):
        fit(content | changes, Fund, where="f.yaml")


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"priority_area": "crime"}, "field priority_area", "'crime' is not one of harm"),
        ({"age_from": 30, "age_to": 10}, "field age_to", "ages run from 30 to 10"),
        ({"ends": date(2024, 1, 1)}, "field ends", "ends before it begins"),
        ({"areas": ["Hackney"]}, r"field areas\.0", "GSS code and not its name"),
        ({"budget": [{"funder": "VRU", "amount": -5}]}, r"field budget\.0\.amount", "greater than 0"),
        ({"budget": [{"funder": "VRU", "amount": 5, "starts": date(2025, 1, 1), "ends": date(2024, 1, 1)}]},
         r"field budget\.0\.ends", "ends before it begins"),
        ({"no_approach": "gone"}, "field no_approach", "or the reason why it has none"),
        ({"places": 5}, "field unknown", "places is given and also said to be unknown"),
        ({"cohort": "TBC"}, "field cohort", "a placeholder"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_and_not_the_whole_record(changes: dict[str, Any], where: str, said: str) -> None:
    with pytest.raises(DocumentError, match=where) as told:
        _made(**changes)
    assert re.search(said, str(told.value))
    assert "Volunteers walk" not in str(told.value)


@pytest.mark.parametrize("written", ["24:00", "25:30"])
def test_an_hour_past_the_day_is_refused_and_not_read_as_minutes(written: str) -> None:
    entry = yaml.safe_load(f"{{days: [MO], opens: '16:00', closes: {written}}}")
    with pytest.raises(DocumentError, match="write midnight as '00:00'"):
        _made(hours=[entry], unknown={"places": "open to all"})
