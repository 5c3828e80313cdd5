from __future__ import annotations

import pytest

from opensna.assessment.review.consistency.ages import age_limits, age_ranges
from opensna.assessment.review.consistency.attributions import box_attributions, citations, same_quotation
from opensna.assessment.review.consistency.events import events
from opensna.assessment.review.consistency.fixed_counts import fixed_counts
from opensna.assessment.review.consistency.gaps import missing_numbers, numbering, odd_bases, repeated_entries
from opensna.assessment.review.consistency.period_notes import comparators, period_notes
from opensna.assessment.review.consistency.restated import restated

FILLER = "Partners met in spring to speak of schools, parks and clubs, and of what each could do."


def test_one_quantity_with_two_values_is_seen(read) -> None:
    document = read(
        "The fund has invested in more than 40,000 places in holiday clubs for children.\n\n"
        f"{FILLER}\n\nChildren have better access to clubs, with more than 50,000 places in holiday clubs paid for by the fund."
    )
    assert [finding.value for finding in restated(document)] == ["40,000 / 50,000"]


def test_the_same_sentence_with_another_number_is_seen(read) -> None:
    text = "Violence without injury is {} percent higher than before the floods, although Westmere ranks below its neighbours."
    assert [f.value for f in restated(read(f"{text.format(22)}\n\n{FILLER}\n\n{text.format(27)}"))] == [
        "22 percent / 27 percent"
    ]
    assert list(restated(read(f"{text.format(22)}\n\n{FILLER}\n\n{text.format(22)}"))) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "In 2022 there were 410 robberies of people in the borough.",
            "In 2023 there were 520 robberies of people in the borough.",
        ),
        (
            "Robberies of male victims rose by 12 percent in the year.",
            "Robberies of female victims rose by 19 percent in the year.",
        ),
        ("Robberies in Camden rose by 12 percent in the year.", "Robberies in Bromley rose by 19 percent in the year."),
        (
            "Rape offences rose by 12 percent in the year to spring.",
            "Personal robbery offences rose by 19 percent in the year to spring.",
        ),
    ],
)
def test_other_years_groups_places_and_crimes_are_other_quantities(read, one: str, two: str) -> None:
    assert list(restated(read(f"{one}\n\n{FILLER}\n\n{two}"))) == []


def test_a_figure_spoken_of_as_given_must_have_been_given(read) -> None:
    (found,) = restated(
        read(f"The cost was £2.4 million.\n\n{FILLER}\n\nThe £3.1 million figure leaves out the courts.")
    )
    assert found.value == "£3.1 million"


def test_the_whole_number_of_some_things_is_one_number(read) -> None:
    text = (
        f"We met all 12 districts.\n\n{FILLER}\n\nEach of the 12 districts has a plan.\n\nThe {{}} districts share it."
    )
    assert [finding.value for finding in fixed_counts(read(text.format(14)))] == ["14 districts"]
    assert list(fixed_counts(read(text.format(12)))) == []
    assert list(fixed_counts(read(text.format(12) + " The top 5 districts were helped first."))) == []


def test_a_founding_year_given_two_ways_is_seen(read) -> None:
    document = read(
        "The Westmere Violence Partnership was set up by the Mayor of Westmere in 2019 to work early.\n\n"
        f"{FILLER}\n\nThe Westmere Violence Partnership was set up by the Mayor of Westmere, Ann Lee, in 2018."
    )
    assert [finding.value for finding in events(document)] == ["2019 / 2018"]


def test_another_body_may_have_another_year(read) -> None:
    document = read(
        f"The Westmere Violence Partnership was set up by the Mayor in 2019.\n\n{FILLER}"
        f"\n\nThe Easthill Youth Trust was set up by its council in 2012."
    )
    assert list(events(document)) == []


def test_a_short_name_is_the_name_it_stands_for(read) -> None:
    document = read(
        "The Westmere Needs Assessment (WNA) was published in 2020.\n\n"
        f"{FILLER}\n\nOur first WNA was published by the partnership in January 2018."
    )
    assert [finding.value for finding in events(document)] == ["2020 / 2018"]


def test_ages_that_a_named_survey_does_not_have_are_seen(read) -> None:
    document = read(
        "Chart 4: People aged 16 to 58 years old who were harmed, based on the CSEW, 2010/11 "
        "to 2020/21\n\nUse of drugs among those aged 16 to 59 rose."
    )
    (found,) = age_ranges(document)
    assert "aged 16 to 59 elsewhere" in found.says


def test_ranges_of_the_same_people_that_differ_at_one_end_are_seen(read) -> None:
    document = read(
        f"Suspects aged 10 to 24 of violence in Westmere were counted.\n\n{FILLER}"
        f"\n\nSuspects aged 10 to 25 of violence in Westmere were counted."
    )
    assert [finding.value for finding in age_ranges(document)] == ["aged 10 to 24 / aged 10 to 25"]
    assert list(age_ranges(read("A club for those aged 8 to 17.\n\nAdmissions of people aged 18 to 24 rose."))) == []


def test_bands_that_are_not_under_25_are_told(read) -> None:
    found = list(
        age_limits(
            read("Most victims were under 24. Those aged 10-25 were over-represented. Suspects aged 10 to 24 were few.")
        )
    )
    assert [finding.value for finding in found] == ["under 24", "aged 10-25"]


def test_months_of_a_title_and_of_the_note_beside_it_are_compared(read) -> None:
    text = (
        "Admissions to hospital for assault by knife have fallen in Westmere.⁷\n\n"
        "Table 8: Rates of admissions to hospital for assault by knife, June 2023 to March "
        "2024\n\nWestmere\tElsewhere\n9.6\t3.5\n\n"
        "⁷ Health Office, Admissions to hospital for assault by knife, {}"
    )
    assert [f.value for f in period_notes(read(text.format("April 2023 - May 2024")))] == [
        "2023-06/2024-03 / 2023-04/2024-05"
    ]
    assert list(period_notes(read(text.format("June 2023 to March 2024")))) == []


def test_a_comparator_that_stands_for_two_periods_is_seen(read) -> None:
    document = read(
        "Robbery is below pre-pandemic levels (year ending March 2020).\n\nRape is above "
        "pre-pandemic levels (year ending September 2019)."
    )
    assert [finding.value for finding in comparators(document)] == ["before the pandemic"]


def test_a_comparator_that_changes_between_tables_is_seen(read) -> None:
    document = read(
        "Table 1: Rates of robbery\n\nWestmere\tSimilar forces\n1.0\t2.0\n\nTable 2: Rates "
        "of arson\n\nWestmere\tSimilar forces (excluding Westmere)\n1.0\t2.0"
    )
    (found,) = comparators(document)
    assert "'Similar forces' in one table, 'Similar forces (excluding Westmere)' in another" in found.says


QUOTED = "“nobody ever asks us what we would want to have here”"


def test_one_quotation_given_to_two_groups_is_seen(read) -> None:
    document = read(
        f"One young person told us: {QUOTED}, and left.\n\n{FILLER}\n\nOperational stakeholders said: {QUOTED}, and left."
    )
    (found,) = same_quotation(document)
    assert found.verdict == "differs"
    assert "operational" in found.says


def test_one_quotation_given_twice_to_one_group_is_noted(read) -> None:
    document = read(
        f"One young person told us: {QUOTED}, and left.\n\n{FILLER}\n\nAs one young person said: {QUOTED}, and left."
    )
    assert [finding.verdict for finding in same_quotation(document)] == ["noted"]


def test_a_heading_whose_note_and_text_name_different_groups_is_seen(read) -> None:
    text = (
        "Stakeholder perspectives: safety at night⁹\n\nWhen we asked young people about it, they "
        "said that the park is dark.\n\n⁹ These were the perspectives of {}."
    )
    assert len(list(box_attributions(read(text.format("teachers whom we interviewed"))))) == 1
    assert list(box_attributions(read(text.format("three young people who came")))) == []


def test_a_heading_on_one_place_over_text_on_another_is_seen(read) -> None:
    (found,) = box_attributions(
        read("Local reflections: Ealing\n\nHarrow has the highest rate of admissions for alcohol.")
    )
    assert found.value == "Harrow"


def test_a_work_cited_with_two_years_is_seen(read) -> None:
    text = (
        "It rose.¹ It fell.²\n\n¹ Department for Education, Children in Need in Westmere "
        "(2023)\n\n² Department for Education, Children in Need in Westmere ({})"
    )
    assert [f.value for f in citations(read(text.format(2021)))] == ["2023 / 2021"]
    assert list(citations(read(text.format(2023)))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rates were 33 percent and percent respectively.",
        "It fell by XX% in the year.",
        "It cost £ million in all.",
        "There was an increase of .",
        "We asked [number] people.",
    ],
)
def test_a_missing_number_is_seen(read, text: str) -> None:
    assert len(list(missing_numbers(read(text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It rose by 3 percent and 4 percent.",
        "“They go [...] and ask.”",
        "A share of the cost, and the percentage of it.",
        "What percent of it?",
    ],
)
def test_whole_sentences_miss_no_number(read, text: str) -> None:
    assert list(missing_numbers(read(text))) == []


def test_a_rate_per_an_odd_number_is_seen(read) -> None:
    assert [f.value for f in odd_bases(read("It was 3 per 1,000 people.\n\nIt was 4 per 1,200 people."))] == ["1,200"]


def test_numbers_of_titles_that_repeat_or_skip_are_seen(read) -> None:
    titles = [f"Table {n}: Offences of kind {n}" for n in (1, 2, 3, 5)]
    assert [f.value for f in numbering(read("\n\n".join(titles)))] == ["table 4"]
    assert [f.value for f in numbering(read("\n\n".join([*titles[:3], "Table 3: Something else"])))] == ["table 3"]


def test_an_entry_of_the_contents_that_stands_twice_is_seen(read) -> None:
    document = read(
        "1. Welcome ........ 3\n2. Violence in Westmere ........ 5\n2. Violence in Westmere ........ 6".replace(
            "\n", " "
        )
    )
    assert [finding.value for finding in repeated_entries(document)] == ["Violence in Westmere"]
