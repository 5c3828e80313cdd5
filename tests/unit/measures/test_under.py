from __future__ import annotations

import pytest

from opensna.catalogue import MEASURES
from opensna.definition.columns import Columns
from opensna.definition.load import load
from opensna.measures.broken import breaks_of
from opensna.measures.measure import Measure, RecordsDenominator
from opensna.measures.under import Compared, compare, depends, under, why_none

LONDON = load("london")
OWN = Columns(LONDON, LONDON)


def as_(definition: str, measure: str) -> Measure:
    return under(MEASURES[measure], Columns(load(definition), LONDON))


def test_an_age_limit_is_written_out_as_the_under_25_rule_and_its_lack_as_nothing() -> None:
    assert under(MEASURES["sv_violence"], OWN).where == MEASURES["sv_under25"].where
    assert as_("lewisham", "sv_violence").where == {"in_definition": True, "sexual_violence": False}


def test_a_measure_that_says_the_same_is_the_same_measure() -> None:
    assert as_("richmond", "sv_rape") is MEASURES["sv_rape"]
    assert as_("enfield", "sv_scope") is MEASURES["sv_scope"]
    assert under(MEASURES["sv_violence"], OWN).id == "sv_violence"


def test_another_definition_s_measure_is_named_after_it_and_has_no_breakdowns() -> None:
    norfolk = as_("norfolk", "victims_under25")
    assert norfolk.id == "victims_under25@norfolk"
    assert norfolk.breakdowns == ()
    assert norfolk.where["in_definition_" + norfolk_digest()] is True


def norfolk_digest() -> str:
    return Columns(load("norfolk"), LONDON).names["in_definition"].rpartition("_")[2]


def test_the_records_of_a_share_are_those_of_the_definition() -> None:
    share = as_("norfolk", "sv_under25_knife_share")
    assert isinstance(share.denominator, RecordsDenominator)
    assert set(share.denominator.records) == {f"in_definition_{norfolk_digest()}", "under_25", "sexual_violence"}


def test_what_was_left_out_of_an_analysis_is_left_out_of_every_figure() -> None:
    assert as_("kent", "sv_rape").where["domestic_abuse"] is False
    share = as_("kent", "sv_under25_knife_share").denominator
    assert isinstance(share, RecordsDenominator)
    assert share.records["domestic_abuse"] is False
    assert "domestic_abuse" not in as_("kent", "sv_scope").where  # in_scope says so itself


def test_a_strand_that_a_definition_does_not_have_is_absent_with_its_reason_and_never_zero() -> None:
    mark, reason = why_none(MEASURES["sv_domestic_abuse"], load("kent"))
    assert mark == "[x]"
    assert "left out of the analysis" in reason
    without = LONDON.model_copy(update={"domestic_abuse": LONDON.domestic_abuse.model_copy(update={"standing": "out"})})
    assert why_none(MEASURES["sv_domestic_abuse"], without)[0] == "[z]"
    unsexed = LONDON.model_copy(update={"sexual_violence": LONDON.sexual_violence.model_copy(update={"subgroups": ()})})
    assert why_none(MEASURES["sv_sexual_violence"], unsexed)[0] == "[z]"
    assert why_none(MEASURES["sv_under25"], load("kent")) == ("", "")


def test_definitions_that_count_the_same_rows_share_one_answer() -> None:
    several = [load(id_) for id_ in ("enfield", "humber", "kent", "lewisham")]
    further, answers = compare([MEASURES["sv_scope"], MEASURES["sv_domestic_abuse"]], LONDON, several)
    assert list(further) == ["sv_scope@humber", "sv_scope@kent"]
    found = Compared({}, answers)
    assert [found.answer("sv_scope", one.id).counted for one in several] == [  # type: ignore[union-attr]
        "sv_scope", "sv_scope@humber", "sv_scope@kent", "sv_scope@humber",
    ]  # fmt: skip
    assert found.answer("sv_domestic_abuse", "kent").counted == ""  # type: ignore[union-attr]
    assert found.answer("sv_rape", "kent") is None


@pytest.mark.parametrize(
    ("measure", "is_so"), [("sv_scope", True), ("sv_under25_knife_share", True), ("mps_rape", False)]
)
def test_which_measures_a_definition_has_a_say_in(measure: str, is_so: bool) -> None:
    assert depends(MEASURES[measure]) is is_so


def test_the_whole_of_a_definition_has_the_breaks_of_its_flags_and_offences() -> None:
    from opensna.definition.breaks import series_breaks

    def ids(definition: str) -> set[str]:
        return {b.id for b in breaks_of(MEASURES["sv_scope"], load(definition), series_breaks(), release="2024-03")}

    assert {"connect_2024", "domestic_abuse_act_2021", "non_fatal_strangulation_2022"} <= ids("london")
    assert "domestic_abuse_act_2021" not in ids("kent")
    assert "conduct_crimes_2023" not in ids("london")
