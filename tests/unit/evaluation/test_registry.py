"""Evaluations: the protocol first, null results equally, costs before it is closed; and the outcomes framework."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from opensna.core.document import fit, read_each
from opensna.core.errors import DocumentError, UnknownIdError
from opensna.evaluation.evaluation import Evaluation, Result
from opensna.evaluation.registry import evaluations, results_table, statuses, with_own
from opensna.reference.logic_model import commissioning_cycle, impact_goals, priority_areas
from opensna.reference.outcomes import KINDS, STRENGTHS, chains_to_offending, links, outcomes

ONE = yaml.safe_load("""
id: street_trial
title: A trial
programme: divert
evaluator: A university
design: randomised trial
status: closed
starts: 2024-01-01
ends: 2024-12-31
protocol: {written_on: 2023-12-01, question: "Does it work?", sample: 200 people, analysis: by intention to treat}
measured:
  - {outcome: reoffending, measure: proven_reoffending, primary: true}
  - {outcome: mental_health, measure: swemwbs}
results:
  - {outcome: reoffending, statistic: risk ratio, value: 0.9, lower: 0.7, upper: 1.2, no_difference: 1,
     better: lower, read_at: p. 4}
costs:
  - {partner: Borough, amount: 20000, price_year: 2023-24, what: staff}
source: a report
""")


def _made(**changes: object) -> Evaluation:
    content = {k: v for k, v in {**ONE, **changes}.items() if v is not None}
    return fit(content, Evaluation, where="street_trial.yaml")


@pytest.mark.parametrize(
    ("value", "lower", "upper", "better", "finding"),
    [
        (0.9, 0.7, 1.2, "lower", "no clear difference"),
        (0.8, 0.7, 0.9, "lower", "benefit"),
        (0.8, 0.7, 0.9, "higher", "harm"),
        (1.3, 1.1, 1.5, "lower", "harm"),
        (1.3, 1.0, 1.5, "lower", "no clear difference"),
    ],
)
def test_what_may_be_said_follows_from_the_interval(
    value: float, lower: float, upper: float, better: str, finding: str
) -> None:
    made = Result(
        outcome="reoffending", statistic="ratio", value=value, lower=lower, upper=upper, no_difference=1,
        better=better, read_at="p. 1",
    )  # type: ignore[arg-type]  # a word of the two  # fmt: skip
    assert made.finding == finding


def test_a_null_result_and_an_outcome_without_one_stand_in_the_table() -> None:
    table = results_table([_made()])
    assert table["finding"].tolist() == ["no clear difference", "[x] no result yet"]
    assert table["costs"].tolist() == [20_000, 20_000]
    assert statuses([_made()])["street_trial"] == "randomised trial, closed; Reoffending: no clear difference"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"costs": None}, "to close it, give costs by partner, or the reason under no_costs"),
        ({"no_costs": "secret"}, "give costs by partner, or the reason under no_costs: one of the two"),
        ({"results": None}, "to close it, give a result for reoffending, or the reason under no_result"),
        ({"protocol": None}, "an evaluation that is closed needs its protocol"),
        ({"no_protocol": "lost"}, "it has a protocol and a reason for having none"),
        ({"starts": "2023-11-01"}, "the protocol of 2023-12-01 was written after the start on 2023-11-01"),
        ({"ends": "2023-12-31"}, "ends before it begins"),
        ({"measured": None}, "results without the outcomes that were to be measured"),
        ({"measured": [{"outcome": "joy", "measure": "x", "primary": True}]}, "outcome 'joy' is not one of"),
        (
            {"measured": [{"outcome": "violence", "measure": "x", "primary": True}]},
            "a result for reoffending, which is not among",
        ),
        ({"measured": [{"outcome": "reoffending", "measure": "x"}]}, "no outcome is primary"),
        (
            {"measured": [{"outcome": "reoffending", "measure": "x", "primary": True, "in_protocol": False}]},
            "reoffending is primary although the protocol does not name it",
        ),
        ({"results": [{**ONE["results"][0], "value": 3.0}]}, "3.0 is not between 0.7 and 1.2"),
    ],
)
def test_an_evaluation_that_does_not_hold_together_is_told_why(changes: dict[str, object], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        _made(**changes)


def test_it_is_closed_without_costs_if_the_reason_is_given() -> None:
    assert _made(costs=None, no_costs="the provider keeps no accounts by programme").no_costs


def test_the_packaged_evaluations_say_what_the_report_does_not() -> None:
    found = evaluations()
    assert set(found) == {"london_young_people_study", "myends_impact"}
    assert found["myends_impact"].primary_finding.startswith("[x] the report states emerging evidence")


def test_a_workspaces_evaluation_lies_over_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "street_trial.yaml").write_text(yaml.safe_dump(ONE))
    assert len(with_own(evaluations(), tmp_path)) == 3
    assert with_own(evaluations(), tmp_path / "none") == evaluations()
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(ONE))
    with pytest.raises(DocumentError, match="rename the file or correct the id"):
        read_each(tmp_path, Evaluation)


def test_an_evaluation_without_outcomes_has_a_row_too() -> None:
    planned = _made(status="planned", protocol=None, measured=None, results=None, costs=None, starts=None, ends=None)
    (row,) = results_table([planned]).to_dict("records")
    assert (row["protocol"], row["finding"]) == ("[x] not yet written", "[x] no outcome named yet")


def test_a_chain_is_as_strong_as_its_weakest_link() -> None:
    first = chains_to_offending("self_regulation")[0]
    assert (first.outcomes, first.strength) == (("self_regulation", "offending"), "strong")
    assert {chain.strength for chain in chains_to_offending("engagement")} == {"assumed"}
    assert all(
        outcomes()[chain.outcomes[-1]].kind == "offending" for chain in chains_to_offending("family_relationships")
    )
    with pytest.raises(UnknownIdError, match="outcome"):
        chains_to_offending("joy")


def test_the_framework_links_only_what_it_holds() -> None:
    ids = set(outcomes())
    assert {end for link in links() for end in (link.start, link.end)} <= ids
    assert {link.strength for link in links()} == set(STRENGTHS)
    assert {outcome.kind for outcome in outcomes().values()} == set(KINDS)
    assert {outcome.goal for outcome in outcomes().values()} == set(impact_goals())
    assert {name for area in priority_areas().values() for name in area.outcomes} <= ids
    assert [step.id for step in commissioning_cycle()] == ["understand", "plan", "deliver", "review"]


def test_every_kind_of_soft_outcome_has_a_measure_or_is_shown_to_have_none() -> None:
    assert outcomes()["behaviour"].measures[1].name == "Strengths and Difficulties Questionnaire"
    assert outcomes()["networks"].measures == ()
