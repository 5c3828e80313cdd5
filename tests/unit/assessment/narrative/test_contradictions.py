"""One contradiction of each kind, planted in a narrative beside generated text, is found; without it nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opensna.assessment.contradictions.find import contradictions
from opensna.assessment.narrative.local import LocalFigure
from opensna.core.block import Prose, SectionBlocks, Table

RANKED = Table(
    "Boroughs by place", ("Borough", "Place"),
    tuple((name, str(place)) for place, name in enumerate("ABCDEFGHIJ", 1)), numeric=("Place",),
)  # fmt: skip
GENERATED = SectionBlocks(
    "trends", "Trends",
    (Prose("Violence cost London £730 million a year."), RANKED,
     Table("Robbery, 2023", ("Age", "Robberies"), (("Under 25", "1,600"), ("25 and over", "1,034"), ("Total", "2,634")))),
)  # fmt: skip
CLEAN = """## Robbery in 2023

{{ claim: robbery }} There were 2,634 personal robberies in 2023. {{ claim: robbery against=whole }}

> We do not feel safe on the way home, said pupils at one school.

| Age | Robberies |
|---|---|
| Under 25 | 1,600 |
| 25 and over | 1,034 |
| Total | 2,634 |
"""


def found(write, text: str = CLEAN, generated: SectionBlocks = GENERATED, local: tuple[LocalFigure, ...] = ()) -> list:
    made, ledger, against = write(text, "authors", local)
    assert made.problems == []
    return list(contradictions((generated, *made.sections.values()), made.unbound, against, ledger))


def test_what_agrees_with_the_estimates_and_itself_is_no_contradiction(write) -> None:
    assert found(write) == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "says"),
    [
        ("two_values", "were 2,634 personal", "were 2,700 personal", "Personal robbery, 2023, is 2,634, typed 2,700"),
        (
            "period_note",
            "## Robbery in 2023",
            "## Robbery in 2022",
            "the heading says 2022, a figure beneath is of 2023",
        ),
        ("table_total", "| 2,634 |", "| 2,700 |", "2,634"),
        ("shares_sum", "> We", "Of victims 61% were male, 45% female and 2% unknown.\n\n> We", "108%"),
        ("daily", "> We", "It costs £36.5 million a year or £90,000 a day.\n\n> We", "£36.5 million a year"),
    ],
)
def test_a_planted_contradiction_is_found(write, rule: str, old: str, new: str, says: str) -> None:
    text = CLEAN.replace(old, new, 1)
    assert text != CLEAN
    (only,) = [one for one in found(write, text) if one.rule == rule]
    assert says in only.says
    assert str(only).startswith(only.says)


def test_a_column_of_ranks_that_is_no_ranking_is_found_in_a_generated_table(write) -> None:
    rows = tuple((name, "7" if place == "5" else place) for name, place in RANKED.rows)
    table = replace(RANKED, rows=rows)
    (only,) = found(write, generated=replace(GENERATED, blocks=(Prose("x"), table)))
    assert only.rule == "ranking"
    assert "nobody has 5" in only.says


def test_a_total_that_does_not_add_up_is_found_in_a_generated_table(write) -> None:
    *first, table = GENERATED.blocks
    wrong = replace(table, rows=(*table.rows[:-1], ("Total", "2,700")))
    (only,) = found(write, generated=replace(GENERATED, blocks=(*first, wrong)))
    assert only.rule == "table_total"


def test_a_note_of_other_months_than_its_title_is_found(write) -> None:
    def of(note: str) -> SectionBlocks:
        return replace(
            GENERATED, blocks=(Table("Robbery, April 2022 to March 2023", ("Age",), (("Under 25",),), note=note),)
        )

    (only,) = found(write, generated=of("Figures are for January 2022 to December 2022."))
    assert only.rule == "period_note"
    assert "its note January 2022 to December 2022" in only.says
    assert found(write, generated=of("Figures are for April 2022 to March 2023.")) == []


def test_one_quotation_given_to_two_groups_is_found(write) -> None:
    said = "“We do not feel safe on the way home and nobody listens to us”"
    text = f"{CLEAN}\nOne young person said: {said}\n\nTwo teachers told us: {said}\n"
    (only,) = found(write, text)
    assert only.says == "the same words are given to young people and to schools"


def test_a_comparator_that_changes_is_found(write, monkeypatch: pytest.MonkeyPatch) -> None:
    made, ledger, against = write("{{ claim: robbery against=whole }}\n\nAgain: {{ claim: robbery against=whole }}")
    assert list(contradictions(tuple(made.sections.values()), (), against, ledger)) == []
    ids = [id for id, claim in ledger.claims.items() if claim.kind == "set_against"]
    last = ledger.claims[ids[-1]]
    other = replace(
        last, keys=(replace(last.keys[0], comparator="inner"),), fields={**last.fields, "other": "Inner London"}
    )
    ledger.claims[ids[-1]] = other
    (only,) = contradictions(tuple(made.sections.values()), (), against, ledger)
    assert only.says == "robbery is compared with London and with Inner London"
    assert only.is_certain


RESTATED = LocalFigure(
    id="robberies", title="Robberies", value=2500, value_is="count", unit="offences", period="2023", publisher="The council",
    document="Bulletin", page="p. 4", is_public=True, restates="robbery",
)  # fmt: skip


def test_a_figure_of_its_own_that_differs_from_ours_says_why_or_is_told(write) -> None:
    (only,) = found(write, local=(RESTATED,))
    assert "2,500 by The council; Personal robbery is 2,634 here" in only.says
    assert (
        found(write, local=(RESTATED.model_copy(update={"differs_because": "It counts crimes of the city only."}),))
        == []
    )
    assert found(write, local=(RESTATED.model_copy(update={"value": 2634.0}),)) == []
    assert found(write, local=(RESTATED.model_copy(update={"period": "2021-01/2021-12"}),)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "There were 14 buses on the line in 2023.",
        "There were 9,000 personal robberies in London in 2023.",
        "There were 2,600 personal robberies in 2011.",
        "Homicide took 3 lives.",
    ],
)
def test_what_is_of_another_thing_place_or_time_or_hidden_is_not_taken_for_it(write, typed: str) -> None:
    assert [one for one in found(write, f"{CLEAN}\n{typed}\n") if one.rule == "two_values"] == []


def test_a_typed_change_is_set_against_the_change(write) -> None:
    typed = "There was a 20% fall in personal robbery by 2023."
    (only,) = [one for one in found(write, typed) if one.rule == "two_values"]
    assert "is 12.4%, typed 20%" in only.says
    assert found(write, typed.replace("20%", "12.4%")) == []
