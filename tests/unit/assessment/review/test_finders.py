from __future__ import annotations

import pytest

from opensna.assessment.review.finders.definitions import definitions, find_definition, scope
from opensna.assessment.review.finders.figures import figures
from opensna.assessment.review.finders.places import area_of, places
from opensna.assessment.review.finders.sections import indicators, is_whole, sections, themes
from opensna.assessment.review.finders.sources import sources
from opensna.assessment.review.finders.statements import (
    bare_claims,
    data_periods,
    recommendations,
    small_numbers,
    statements,
    times,
    voice,
)
from opensna.assessment.template.model import template

LONDON = (
    "Any violence and exploitation affecting young people under the age of 25, domestic "
    "abuse, and sexual violence. It takes in homicide, "
    "grievous bodily harm, actual bodily harm, rape, assault by penetration, sexual assault, personal robbery, threats to kill and "
    "violence against property caused while one of these is done."
)


def defined(text: str) -> str:
    return f"Our agreed definition of serious violence is:\n\n{text}"


@pytest.mark.parametrize(
    ("text", "differences"),
    [
        (LONDON, ()),
        (LONDON.replace(" affecting young people under the age of 25", ""), ("no under-25 limit",)),
        (LONDON.replace("sexual violence.", "sexual violence and hate crime."), ("adds hate crime",)),
        (LONDON.replace("rape,", "rap,"), ("misprints rape as 'rap'",)),
        (LONDON.replace("personal robbery, ", ""), ("leaves out personal robbery",)),
        (
            LONDON.replace(" affecting young people under the age of 25", "")
            + " With a focus on young people under 25.",
            ("under 25 is a focus, not a limit",),
        ),
    ],
)
def test_a_definition_is_compared_with_londons(read, text: str, differences: tuple[str, ...]) -> None:
    found = find_definition(read(defined(text)))
    assert found is not None
    assert found.differences == differences


def test_areas_added_below_a_definition_are_part_of_it(read) -> None:
    document = read(
        defined(LONDON)
        + "\n\nWe identified the following additional areas to look at:\n\n- Public space violence at night.\n- County lines."
    )
    (found,) = definitions(document)
    assert found.says == "adds public place violence; adds county lines"
    assert len(found.quotes) == 4


def test_a_definition_only_spoken_of_is_partial(read) -> None:
    (found,) = definitions(read("The partners will agree a definition of serious violence next year."))
    assert found.verdict == "partial"


def test_an_analysis_that_leaves_out_what_the_definition_includes_is_seen(read) -> None:
    (found,) = scope(
        read(defined(LONDON) + "\n\nA decision was taken not to look at domestic abuse in this assessment.")
    )
    assert (found.verdict, found.value) == ("fails", "excluded")


def test_a_figure_has_its_noun_period_place_and_rate(read) -> None:
    (figure,) = figures(read("In the year ending March 2024 there were 410 robbery offences in Camden."))
    assert figure.noun.startswith("robbery offences")
    assert figure.period is not None
    assert figure.period.value == "2023-04/2024-03"
    assert figure.place == "Camden"
    (daily,) = figures(read("Violence costs over £3.3 million every day in all."))
    assert (daily.per, daily.number.unit, daily.number.hedge) == ("day", "money", "over")


def test_a_number_at_which_a_document_breaks_off_is_no_figure(read) -> None:
    assert figures(read("This is a 2.8% rise on 4"))[-1].number.text == "2.8%"


@pytest.mark.parametrize(
    ("text", "name", "area"),
    [
        ("Needs assessment of the London Borough of Barnet\n\nIt rose.", "a.txt", "Barnet"),
        ("Needs assessment\n\nIt rose.", "hammersmith-fulham-2023.txt", "Hammersmith and Fulham"),
        ("Serious violence in London\n\nIt rose in Camden.", "a.txt", "London"),
        ("Norfolk Violence Reduction Partnership: assessment\n\nIt rose.", "a.txt", "Norfolk"),
        ("Assessment\n\nIt rose.", "a.txt", ""),
    ],
)
def test_the_area_of_a_document(read, text: str, name: str, area: str) -> None:
    assert area_of(read(text, name)) == area


def test_places_are_in_order_of_appearance() -> None:
    assert places("Robbery in Croydon and Barking & Dagenham") == ("Croydon", "Barking and Dagenham")


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        ("There is no requirement that we publish the full needs assessment.", "publication", "not published"),
        ("- needs assessment [to follow]", "publication", "to follow"),
        ("The needs assessment was completed in August 2023.", "publication", "completed August 2023"),
        ("The appendix is refreshed annually by analysts.", "publication", "refreshed"),
        ("OFFICIAL SENSITIVE", "marking", "OFFICIAL SENSITIVE"),
        ("There were changes to the recording practices of police.", "recording", "recording"),
    ],
)
def test_statements_made_in_a_known_way_are_read(read, text: str, rule: str, value: str) -> None:
    assert [(finding.rule, finding.value) for finding in statements(read(text))] == [(rule, value)]


def test_periods_of_figures_are_read_and_plans_are_not(read) -> None:
    text = (
        "The data covers October 2022 to September 2023. The strategy for the period 2024 to "
        "2027 was agreed. Offences rose across 2021 to 2022."
    )
    assert [(f.rule, f.value) for f in data_periods(read(text))] == [
        ("period", "2022-10/2023-09"),
        ("no_period", "across 2021 to 2022"),
    ]


def test_recommendations_stated_and_numbered_should_be_as_many(read) -> None:
    text = "It makes three recommendations.\n\nRecommendation 1. Meet.\n\nRecommendation 2. Speak."
    assert [(f.verdict, f.value) for f in recommendations(read(text))] == [
        ("present", "1"), ("present", "2"), ("present", "2"), ("differs", "3 recommendations"),
    ]  # fmt: skip


def test_voice_needs_a_number_of_people(read) -> None:
    percentages = "We held a survey.\n\n54% said that they feel safe."
    assert [f.verdict for f in voice(read(percentages))] == ["partial"]
    assert [f.verdict for f in voice(read(f"{percentages} In the survey 312 residents answered."))] == ["present"]


def test_hours_and_small_numbers_are_told(read) -> None:
    assert [f.value for f in times(read("There were peaks in violence between 3–4pm and at 11pm."))] == ["3–4pm, 11pm"]
    assert [
        f.value for f in small_numbers(read("Firearms peaked at 11 offences in April. There were 250 offences in all."))
    ] == ["11"]


def test_a_claim_of_an_extreme_wants_a_figure(read) -> None:
    text = (
        "Robbery is at its lowest since the floods. Knife crime is at its lowest since 2014, "
        "with 310 offences. Parks are at their best ever."
    )
    assert [f.verdict for f in bare_claims(read(text))] == ["partial", "present"]


def test_a_source_has_a_date_of_extraction_or_is_partial(read) -> None:
    assert [f.verdict for f in sources(read("Source: police.example"))] == ["partial"]
    assert [f.verdict for f in sources(read("Source: police dashboard, extracted on 3 May 2024"))] == ["present"]


def test_what_a_part_of_a_document_does_not_hold_cannot_be_told(read) -> None:
    document = read(
        "Domestic abuse\n\nThere were 410 domestic abuse offences in the year. MARAC heard 12 cases of domestic abuse offences"
    )
    verdicts = {coverage.id: coverage.verdict for coverage in sections(document, template())}
    assert verdicts["S6"] == "present"
    assert verdicts["S14"] == "cannot tell"
    assert not is_whole(document)
    assert {one.id: one.verdict for one in indicators(document, template())}["D1"] == "present"


def test_what_a_whole_document_does_not_hold_is_absent(read) -> None:
    document = read(
        "Domestic abuse\n\n" + "There was much said about the parks of the town and their upkeep.\n\n" * 400
    )
    assert {coverage.id: coverage.verdict for coverage in sections(document, template())}["S15"] == "absent"


def test_themes_are_counted_by_the_code_book(read) -> None:
    found = {
        (theme.kind, theme.code): theme.times
        for theme in themes(read("Gangs and county lines. Gangs near the station in Camden."))
    }
    assert found[("drivers", "gangs")] == 2
    assert found[("settings", "transport hubs")] == 1
    assert found[("places", "Camden")] == 1
