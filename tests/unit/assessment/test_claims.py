from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opensna.assessment.claims import (
    change,
    comparison,
    figure,
    figure_since,
    figure_value,
    level,
    number,
    percent,
    rank,
    rate,
    share,
)
from opensna.assessment.grammar import named
from opensna.assessment.sentences import SENTENCES
from opensna.estimates.lookup import EstimateRow

NAN = float("nan")
WHERE = {
    "what": "robberies",
    "where": "Hackney",
    "when": "2023",
    "base": "2022",
    "other": "London",
    "among": "boroughs",
    "by": "the publisher",
    "since": "2022",
    "split": "1",
    "earlier": "2022",
    "later": "2023",
    "places": "wards",
    "fewest": "1",
    "index": "income deprivation",
    "areas": "boroughs",
    "neighbours": "",
    "contains_crime": "no",
    "names": "police|hospital",
    "lengths": "1|1",
    "kinds": "count|count",
    "parts": "1|1",
    "group": "Black",
    "codes": "8N|1",
    "weights": "184|7979",
    "name": "Score",
    "vintage": "old",
    "publisher": "the council",
    "text": "twelve",
    "template": "We say: \ue0000\ue001",
    "pieces": '[{"kind": "plain", "rows": 0, "fields": {"text": "twelve"}}]',
}
AUTHORS = ("plain", "passage", "withheld", "unshown")
"""Kinds that print an author's own words, or stand in place of them; their tests are with the narratives."""


ROWS = {"disproportion": 5}
"""Estimates that a kind of claim rests on, where not two."""


def row(**more: Any) -> EstimateRow:
    """An estimate: 2,634 robberies, 10.00 per 1,000 (9.62 to 10.39)."""
    usual: dict[str, Any] = {
        "measure": "m", "area_code": "E09000012", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
        "breakdown": "none", "group": "", "area_name": "Hackney", "area_type": "lad", "statistic": "count", "value": 2634.0,
        "ci_lower": 9.62, "ci_upper": 10.39, "ci_level": 0.95, "method": "byar", "numerator": 2634.0, "denominator": 263_400.0,
        "per": 1000.0, "unit": "offence", "rank": 3.0, "rank_high": 3.0, "rank_n": 32.0, "comparator": "", "comparison": "",
        "mark": "", "source": "s", "release": "2024-03", "kind": "measured", "baseline_start": None, "baseline_end": None,
    }  # fmt: skip
    return EstimateRow(**{**usual, **more})


HIDDEN = row(value=NAN, ci_lower=NAN, ci_upper=NAN, mark="[c]", rank=NAN, rank_high=NAN)
MISSING = row(value=NAN, ci_lower=NAN, ci_upper=NAN, mark="[x]", rank=NAN, rank_high=NAN)


def test_level_gives_count_and_rate_with_its_interval() -> None:
    assert level([row(), row(statistic="rate", value=10.0)], WHERE) == (
        "In 2023, 2,634 robberies were recorded in Hackney: 10.00 for every 1,000 residents "
        "(95% confidence interval 9.62 to 10.39)."
    )


def test_level_without_a_rate_gives_the_count_alone() -> None:
    assert level([row(), None], WHERE) == "In 2023, 2,634 robberies were recorded in Hackney."


def test_hidden_level_says_that_it_is_hidden_and_gives_no_number() -> None:
    said = level([HIDDEN, HIDDEN], WHERE)
    assert said == "The number of robberies in Hackney in 2023 is hidden because it is small [c]."


@pytest.mark.parametrize("absent", [MISSING, None])
def test_absent_level_says_that_there_are_no_figures(absent: EstimateRow | None) -> None:
    assert level([absent, absent], WHERE) == "There are no figures on robberies in Hackney for 2023 [x]."


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict", "said"),
    [
        (0.12, 0.05, 0.19, "higher", "The count is 12.0% higher than in 2022 (95% confidence interval +5.0% to +19.0%)."),
        (-0.12, -0.19, -0.05, "lower", "The count is 12.0% lower than in 2022 (95% confidence interval −19.0% to −5.0%)."),
        (0.01, -0.04, 0.05, "similar", "The count is similar to that of 2022 (+1.0%; 95% confidence interval −4.0% to +5.0%)."),
        (0.01, -0.3, 0.4, "cannot tell", "The figures cannot tell whether the count is more or less than in 2022 "
                                         "(+1.0%; 95% confidence interval −30.0% to +40.0%)."),
    ],
)  # fmt: skip
def test_change_says_what_its_interval_lets_it_say(
    value: float, low: float, high: float, verdict: str, said: str
) -> None:
    assert (
        change([row(statistic="change", value=value, ci_lower=low, ci_upper=high, comparison=verdict)], WHERE) == said
    )


def since(value: float, low: float, high: float, verdict: str) -> EstimateRow:
    """A change."""
    return row(statistic="change", value=value, ci_lower=low, ci_upper=high, comparison=verdict)


def test_two_periods_with_equal_counts_are_said_once() -> None:
    up = since(0.216, 0.119, 0.321, "higher")
    other = since(0.209, 0.113, 0.313, "higher")
    fields = {"base": "2022|2019|the year ending March 2020", "breaks": "||A law changed."}
    assert change([up, up, other], fields) == (
        "The count is 21.6% higher than in 2022 and 2019, which have equal counts (95% confidence interval +11.9% to +32.1%) and "
        "20.9% higher than in the year ending March 2020 (+11.3% to +31.3%). The comparison with the year ending March 2020 is "
        "read across a break in the series [b]: A law changed."
    )


def test_what_the_figures_cannot_tell_is_said_once_for_all_periods() -> None:
    unclear = [since(v, -0.1, 0.2, "cannot tell") for v in (0.01, 0.02, 0.03)]
    said = change(unclear, {"base": "2022|2019|2018"})
    assert said.count("cannot tell") == 1
    assert (
        "than in 2022 (+1.0%; 95% confidence interval −10.0% to +20.0%), 2019 (+2.0%; −10.0% to +20.0%) or 2018 (+3.0%;"
        in said
    )


def test_one_reason_stands_for_all_the_changes_that_it_stops() -> None:
    stopped = row(value=NAN, ci_lower=NAN, ci_upper=NAN, mark="[b]")
    said = change([stopped, stopped], {"base": "2022|2019", "breaks": "A rule changed.|A rule changed."})
    assert said == "A change since 2022 or 2019 cannot be shown [b]: A rule changed."


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("higher", "The rate is higher than London's (+20.0%; 95% confidence interval +10.0% to +30.0%)."),
        ("lower", "The rate is lower than London's (+20.0%; 95% confidence interval +10.0% to +30.0%)."),
        ("similar", "The rate is similar to London's (+20.0%; 95% confidence interval +10.0% to +30.0%)."),
        ("cannot tell", "The figures cannot tell whether the rate differs from London's "
                        "(+20.0%; 95% confidence interval +10.0% to +30.0%)."),
    ],
)  # fmt: skip
def test_comparison_says_higher_lower_similar_or_cannot_tell(verdict: str, said: str) -> None:
    assert comparison([row(value=0.2, ci_lower=0.1, ci_upper=0.3, comparison=verdict)], WHERE) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (1, 1, "Hackney has the highest count of 32 boroughs."),
        (2, 2, "Hackney has the 2nd highest count of 32 boroughs."),
        (11, 11, "Hackney has the 11th highest count of 32 boroughs."),
        (23, 23, "Hackney has the 23rd highest count of 32 boroughs."),
        (1, 2, "Hackney has between the 1st and the 2nd highest count of 32 boroughs."),
        (3, 5, "Hackney has between the 3rd and the 5th highest count of 32 boroughs."),
    ],
)
def test_rank_is_a_place_by_count_and_a_range_where_it_is_uncertain(first: int, last: int, said: str) -> None:
    assert rank([row(rank=float(first), rank_high=float(last))], WHERE) == said


def test_a_place_by_count_says_that_it_is_no_rate_and_gives_the_place_by_residents() -> None:
    people = [
        row(area_code=code, denominator=n) for code, n in (("E09000012", 3e5), ("E09000001", 4e5), ("E09000002", 2e5))
    ]
    said = rank([row(rank=1.0, rank_high=1.0, rank_n=3.0), *people], WHERE)
    assert said == (
        "Hackney has the highest count of 3 boroughs (count, not rate: it has the 2nd largest number of residents)."
    )
    some_unknown = [*people[:2], row(area_code="E09000002", denominator=NAN)]
    assert "residents" not in rank([row(rank=1.0, rank_high=1.0, rank_n=3.0), *some_unknown], WHERE)


def test_published_figures_round_half_up_in_sentences_and_tables_alike() -> None:
    told = {"what": "Children in need", "where": "Croydon", "when": "31 March 2023", "by": "Department for Education"}
    one = row(statistic="rate", value=404.5, per=10_000.0, ci_lower=NAN)
    assert figure([one], told).startswith(
        "Children in need, 31 March 2023: 404.5 per 10,000 in Croydon, as the Department"
    )
    assert [figure_value(v, "rate") for v in (404.5, 530.0, 11.25, 6.765, 1234.5)] == [
        "404.5",
        "530",
        "11.3",
        "6.77",
        "1,235",
    ]
    assert [number(v) for v in (0.5, 1.5, 2.5)] == ["1", "2", "3"]
    assert percent(0.1465) == "14.7%"


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("31 March 2016", "on 31 March 2016."),
        ("year ending March 2016", "in the year ending March 2016."),
        ("2016", "in 2016."),
        ("April 2018 to March 2021", "from April 2018 to March 2021."),
    ],
)
def test_a_time_has_the_word_before_it_that_it_needs(since: str, said: str) -> None:
    rows = [row(statistic="rate", value=434.5, per=10_000.0), row(statistic="rate", value=404.5, per=10_000.0)]
    assert figure_since(rows, {"since": since}) == f"That is down from 434.5 per 10,000 {said}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United Kingdom", "the United Kingdom"),
        ("City of London", "the City of London"),
        ("Office for National Statistics", "the Office for National Statistics"),
        ("Mayor's Office for Policing and Crime", "the Mayor's Office for Policing and Crime"),
        ("The police force named in each row", "the police force named in each row"),
        ("South West", "the South West"),
        ("North East Lincolnshire", "North East Lincolnshire"),
        ("Croydon", "Croydon"),
        ("England", "England"),
        ("NHS Digital", "NHS Digital"),
    ],
)
def test_names_have_an_article_where_english_asks_for_one(name: str, said: str) -> None:
    assert named(name) == said


def test_share_gives_its_interval() -> None:
    said = share([row(value=0.31, ci_lower=0.29, ci_upper=0.33)], {**WHERE, "what": "robberies had a knife"})
    assert said == "In 2023, 31.0% of robberies had a knife in Hackney (95% confidence interval 29.0% to 33.0%)."


@pytest.mark.parametrize("kind", [kind for kind in SENTENCES if kind not in AUTHORS])
@pytest.mark.parametrize(("absent", "mark"), [(HIDDEN, "[c]"), (MISSING, "[x]"), (None, "[x]")])
def test_every_kind_has_a_wording_without_digits_for_an_absent_value(
    kind: str, absent: EstimateRow | None, mark: str
) -> None:
    said = SENTENCES[kind]([absent] * ROWS.get(kind, 2), WHERE)
    assert mark in said
    assert not any(c.isdigit() for c in said.replace("2023", "").replace("2022", ""))


@pytest.mark.parametrize("kind", list(SENTENCES))
def test_no_sentence_says_worst(kind: str) -> None:
    rows = [row(comparison="higher"), *[row()] * (ROWS.get(kind, 2) - 1)]
    assert "worst" not in SENTENCES[kind](rows, WHERE | {"fewest": "1000000"}).lower()


def test_rates_keep_two_meaningful_decimals() -> None:
    assert [rate(v) for v in (0.0, 0.0028, 0.012, 1.934, 1234.5)] == ["0.00", "0.0028", "0.012", "1.93", "1,234.50"]


def test_percentages_carry_a_true_minus_sign() -> None:
    assert percent(-0.051, signed=True) == "−5.1%"


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert [percent(v, signed=True) for v in (-0.0001, 0.0001)] == ["0.0%", "0.0%"]
