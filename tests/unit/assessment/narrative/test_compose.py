"""A narrative becomes blocks whose every number comes from an estimate of the edition, or is told as typed."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from opensna.assessment.faithful import unfaithful
from opensna.assessment.narrative.desk import Held, as_written, bases
from opensna.assessment.narrative.unbound import KNOWN_PLACES, OF_THE_TEXT
from opensna.core.block import Listing, Prose, Subheading, Table
from opensna.core.errors import ClaimError, DocumentError, PeriodError, UnknownIdError
from opensna.core.period import Period
from opensna.measures.measure import Measure


def text_of(made) -> str:
    return next(block.text for block in made.sections["S5"].blocks if isinstance(block, Prose))


def origins_of(made) -> Table:
    return made.sections["S5"].blocks[-1]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("{{ claim: robbery }}", "In 2023, 2,634 offences of personal robbery were recorded in Hackney: 10.00 for every "
         "1,000 residents (95% confidence interval 9.62 to 10.39)."),
        ("{{ claim: robbery change_since=2019 }}", "Recorded offences of personal robbery in Hackney were 12.4% lower in 2023 than "
         "in 2019 (95% confidence interval −17.0% to −8.0%)."),
        ('{{ claim: robbery change_since="calendar 2019" called="street robberies" }}', "Recorded street robberies in "
         "Hackney were 12.4% lower in 2023 than in 2019 (95% confidence interval −17.0% to −8.0%)."),
        ("{{ claim: robbery against=London }}", "Offences of personal robbery in Hackney, 2023: the rate is higher than London's "
         "(+31.0%; 95% confidence interval +26.0% to +36.0%)."),
        ("{{ claim: robbery rank }}", "By number of offences of personal robbery, 2023: Hackney has the 3rd highest count of 32 "
         "boroughs."),
        ("{{ claim: meals }}", "Pupils eligible for free meals, Hackney, 2022: 31.0%."),
        ("It was {{ number: robbery rate }}.", "It was 10.00 per 1,000 residents (95% confidence interval 9.62 to 10.39)."),
        ("It fell by {{ number: robbery change_since=2019 }}.", "It fell by 12.4% (95% confidence interval −17.0% to −8.0%)."),
        ("All London: {{ number: robbery area=London }}.", "All London: 30,000."),
        ("We are {{ number: robbery rank }}.", "We are 3 of 32."),
        ("{{ local: waiting }} wait.", "35 young people (year ending March 2023; Hackney Council) wait."),
        ("We make {{ plain: 12 }} recommendations.", "We make 12 recommendations."),
    ],
)  # fmt: skip
def test_a_reference_says_what_the_estimate_says(write, reference: str, said: str) -> None:
    made, _, _ = write(reference)
    assert made.problems == []
    assert text_of(made) == said


def test_every_figure_has_interval_period_source_and_caveat_beneath(write) -> None:
    made, _, _ = write("{{ number: robbery rate }} and {{ local: waiting }}.")
    assert origins_of(made).rows == (
        ("Personal robbery (rate)", "2023", "10.00 per 1,000", "9.62 to 10.39", "The Police: Crime, release 2024-03"),
        ("Young people waiting (count)", "year ending March 2023", "35", "none", "Hackney Council: Monitor, table 2"),
    )
    assert origins_of(made).note == "Recorded by the police."


def test_lists_headings_and_tables_keep_their_shape(write) -> None:
    made, ledger, _ = write(
        "## Robbery\n\n- {{ number: robbery }}\n- none\n\n| a |\n|---|\n| {{ number: robbery }} |\n"
    )
    heading, listing, table, _ = made.sections["S5"].blocks
    assert isinstance(heading, Subheading)
    assert isinstance(listing, Listing)
    assert listing.items == ("2,634", "none")
    assert table.rows == (("2,634",),)
    assert list(unfaithful({"E09000012": [made.sections["S5"]]}, ledger)) == []


@pytest.mark.parametrize(
    ("text", "error", "found", "more"),
    [
        ("{{ claim: robery }}", UnknownIdError, "robery", "did you mean: robbery"),
        ("{{ claim: robbery area=Hackny }}", UnknownIdError, "Hackny", "did you mean: Hackney"),
        ("{{ claim: robbery against=whle }}", UnknownIdError, "whle", "did you mean: whole"),
        ("{{ local: waitng }}", UnknownIdError, "waitng", "did you mean: waiting"),
        ("{{ claim: robbery period=soon }}", PeriodError, "soon", "2022-10/2023-09"),
        ("{{ claim: robbery change_since=soon }}", PeriodError, "soon", "year_before"),
        ("{{ claim: robbery period=2021 }}", DocumentError, "count, 2021", "one of the periods 2023"),
        (
            "{{ claim: robbery change_since=2018 }}",
            DocumentError,
            "change, 2023, since 2018",
            "a change since one of 2019",
        ),
        ("{{ number: robbery share }}", DocumentError, "share", "count, rate"),
        ("{{ number: robbery by=sex group=Female }}", DocumentError, "by sex Female", "breakdowns none"),
        ("{{ number: meals area=London }}", DocumentError, "meals", "whose source is loaded"),
        ("{{ number: robbery rate against=whole }}", DocumentError, "against and rate", "one of them"),
        ("{{ claim: robbery expect=worse }}", DocumentError, "worse", "higher, lower"),
        ("{{ claim: robbery at_least=many }}", DocumentError, "many", "a number such as 2500"),
    ],
)
def test_a_reference_that_means_nothing_here_is_told_with_what_there_is(write, text, error, found, more) -> None:
    made, _, _ = write(f"One.\n\n{text}\n")
    (problem,) = made.problems
    assert isinstance(problem, error)
    assert "E09000012/S5.md, line 3" in problem.where
    assert found in problem.found
    assert more in problem.expected
    assert problem.do_this


def test_two_references_to_one_figure_print_it_once_beneath(write) -> None:
    made, _, _ = write("{{ number: robbery }} and again {{ number: robbery }}.")
    assert len(origins_of(made).rows) == 1


# what an author relies on -------------------------------------------------------------------------------------------

YEAR_BEFORE = {"change": {"baseline_start": date(2022, 1, 1), "baseline_end": date(2022, 12, 31)}}
UP = {"change": {"value": 0.2, "ci_lower": 0.1, "ci_upper": 0.3, "comparison": "higher"}}
UNSURE = {"change": {"value": -0.02, "ci_lower": -0.1, "ci_upper": 0.1, "comparison": "cannot tell"}}


@pytest.mark.parametrize(
    "text",
    [
        "{{ claim: robbery change_since=2019 expect=lower }}",
        "Robbery fell by {{ number: robbery change_since=2019 }}.",
        "There was a {{ number: robbery change_since=2019 }} reduction.",
        "{{ claim: robbery change_since=2019 expect=lower at_least=10% }}",
    ],
)
@pytest.mark.parametrize("changed", [UP, UNSURE])
def test_a_claim_whose_direction_no_longer_holds_is_refused(write, text: str, changed) -> None:
    made, _, _ = write(text)
    assert made.problems == []
    made, _, _ = write(text, **changed)
    (problem,) = made.problems
    assert isinstance(problem, ClaimError)
    assert changed["change"]["comparison"] in problem.found
    assert "lower" in problem.expected
    assert "write the sentence again" in problem.do_this


@pytest.mark.parametrize("bound", ["at_least=2700", "at_most=2,000"])
def test_a_claim_whose_size_no_longer_holds_is_refused(write, bound: str) -> None:
    made, _, _ = write(f"{{{{ number: robbery {bound} }}}}")
    (problem,) = made.problems
    assert "2,634" in problem.found.replace("2634", "2,634")


def test_the_ledger_refuses_a_claim_that_its_author_can_no_longer_rely_on(write) -> None:
    _, ledger, against = write("{{ claim: robbery change_since=2019 expect=lower }}")
    ledger.check(against.library.index)
    _, _, later = write("x", **UP)
    relied = {id: claim for id, claim in ledger.claims.items() if claim.kind == "moved"}
    ledger.claims = {id: type(claim)(id, claim.kind, "", claim.keys, claim.fields) for id, claim in relied.items()}
    with pytest.raises(ClaimError, match="assess again"):
        ledger.check(later.library.index)


# what is hidden -----------------------------------------------------------------------------------------------------


def test_a_sentence_with_a_hidden_number_is_left_out_and_its_neighbours_stay(write) -> None:
    made, ledger, _ = write("First. Homicide fell by {{ number: homicide change_since=2019 }}. Last.", "public")
    assert made.problems == []
    said = text_of(made)
    assert said.startswith("First. A sentence is left out here")
    assert "[c]" in said
    assert said.endswith("Last.")
    assert "fell" not in ledger.to_json()
    assert "lower" not in ledger.to_json()


def test_a_claim_of_a_hidden_value_says_so_and_not_what_its_author_expects(write) -> None:
    made, ledger, _ = write("{{ claim: homicide expect=lower }}", "public")
    assert text_of(made) == "The number of offences of homicide in Hackney in 2023 is hidden because it is small [c]."
    assert "lower" not in ledger.to_json()


def test_a_figure_that_is_not_public_is_for_the_authors_alone(write) -> None:
    made, ledger, against = write("We know that {{ local: waiting }} wait for 7 weeks.", "public")
    assert text_of(made) == "A sentence is left out here: it rests on a figure that is not public [z]."
    assert made.unbound == []
    assert "35" not in ledger.to_json()
    assert "local.waiting" not in set(against.library.index.estimates.table["measure"])


# typed numbers ------------------------------------------------------------------------------------------------------


def test_typed_numbers_are_listed_with_their_line_and_bound_ones_are_not(write) -> None:
    made, _, _ = write(
        "In 2023 we saw {{ number: robbery }}.\n\nThere were 14 incidents by under-25s, and three arrests ({{ plain: 2 }} of 5)."
    )
    assert [(one.where, one.text, one.is_spelt) for one in made.unbound] == [
        ("E09000012/S5.md, line 3", "14", False),
        ("E09000012/S5.md, line 3", "three", True),
        ("E09000012/S5.md, line 3", "5", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Most robbery is around Fairfield ward and the two stations.",
        "We give three main reasons, and ten recommendations.",
        "These four wards and our two railway stations lie on one road.",
    ],
)
def test_words_for_what_a_text_counts_of_itself_are_no_typed_numbers(write, text: str) -> None:
    assert write(text)[0].unbound == []


COUNTED = (
    "murders", "stabbings", "robberies", "victims", "deaths", "arrests", "attacks", "shootings", "young people", "families",
    "rapes", "points", "calls", "searches", "groups", "programmes",
)  # fmt: skip


@pytest.mark.parametrize("noun", [*COUNTED, *(f"{one}s" for one in get_args(Measure.model_fields["unit"].annotation))])
@pytest.mark.parametrize("before", ["", "the ", "our ", "these "])
def test_words_for_what_is_measured_are_told_whatever_stands_before_them(write, noun: str, before: str) -> None:
    for behind in ("", " at stations", " for two reasons", " near the two stations"):
        made, _, _ = write(f"There were {before}three {noun}{behind}.")
        assert [one.text for one in made.unbound] == ["three"]


@pytest.mark.parametrize("text", ["two stations", "the two wards’ murders", "the 2 stations", "the twelve wards"])
def test_a_count_of_places_that_no_reader_knows_is_told(write, text: str) -> None:
    assert len(write(f"We saw {text} in it.")[0].unbound) == 1


def test_no_noun_that_is_left_out_is_one_that_is_measured() -> None:
    from opensna.catalogue import FIGURES, MEASURES

    units = " ".join(one.unit for one in (*MEASURES.values(), *FIGURES.values())).casefold()
    assert [noun for noun in (*OF_THE_TEXT, *KNOWN_PLACES) if noun.rstrip("s") in units.split() or noun in units] == []


def test_a_year_before_that_is_none_any_more_says_what_moves_with_the_year(write) -> None:
    made, _, _ = write("It fell by {{ number: robbery change_since=2021 }}.", **YEAR_BEFORE)
    (problem,) = made.problems
    assert problem.expected == "a change since one of 2022"
    told = (
        "if the sentence means the year before the period assessed, write change_since=year_before: here that is 2022"
    )
    assert told in problem.do_this


@pytest.mark.parametrize(("since", "held"), [("2018", "2019"), ("fy2019-20", "2022"), ("year_before", "2019")])
def test_where_no_year_before_is_held_or_meant_the_baselines_are_told_alone(write, since: str, held: str) -> None:
    made, _, _ = write(f"{{{{ claim: robbery change_since={since} }}}}", **(YEAR_BEFORE if held == "2022" else {}))
    (problem,) = made.problems
    assert problem.expected == f"a change since one of {held}"
    assert problem.do_this == "correct the reference"


NEVER = date(2010, 1, 1)
"""A baseline that there is no value of."""


def test_baselines_are_told_as_references_write_them_in_order_of_time(write) -> None:
    held = [
        Held("change", "none", "", date(2023, 1, 1), date(2023, 12, 31), first, "", "[x]" if first == NEVER else "")
        for first in (
            date(2022, 1, 1),
            date(2019, 4, 1),
            None,
            date(2019, 1, 1),
            NEVER,
            date(2022, 1, 1),
            date(2018, 10, 1),
        )
    ]
    assert [as_written(base) for base in bases(held)] == ["2018-10/2019-09", "2019", "fy2019-20", "2022"]
    assert as_written(Period.parse("2022-04")) == "2022-04"
    assert all(Period.parse(as_written(base)) == base for base in bases(held))
