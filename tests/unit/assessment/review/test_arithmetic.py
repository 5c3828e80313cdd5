from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.assessment.review.arithmetic.changes import changes, shares
from opensna.assessment.review.arithmetic.formulas import table_formulas
from opensna.assessment.review.arithmetic.rankings import rankings
from opensna.assessment.review.arithmetic.shares import remade_shares, shares_sum
from opensna.assessment.review.arithmetic.table_sums import table_sums
from opensna.assessment.review.arithmetic.totals import daily, listed, parts, rates, reconciles
from opensna.assessment.review.document import Block, Document


def table(*rows: str, caption: str = "Table 1: Costs of crime in Westmere, 2023") -> Document:
    cells = tuple(tuple(row.split("|")) for row in rows)
    return Document(
        "a.txt",
        (
            Block("heading", caption, 0),
            Block("table", "\n".join(rows).replace("|", "\t"), 1, rows=cells, caption=caption),
        ),
    )


def prose(*paragraphs: str) -> Document:
    blocks = tuple(
        Block("item" if text.startswith("- ") else "paragraph", text, i) for i, text in enumerate(paragraphs)
    )
    return Document("a.txt", blocks)


def verdicts(found) -> list[tuple[str, str]]:
    return [(finding.rule, finding.verdict) for finding in found]


def test_a_total_row_that_its_parts_make_holds_and_one_that_they_do_not_fails() -> None:
    found = list(table_sums(table("Kind|2022|2023", "Robbery|10|12", "Assault|4|6", "Total|14|19")))
    assert [(finding.value, finding.verdict) for finding in found] == [("2022: 14", "holds"), ("2023: 19", "fails")]
    assert "12 + 6 = 18" in found[1].says


def test_known_parts_are_added_without_the_word_total() -> None:
    found = list(
        table_sums(
            table(
                "Kind|2022|2023",
                "Violence against the person|30|40",
                "Violence with injury|10|15",
                "Violence without injury|20|25",
            )
        )
    )
    assert verdicts(found) == [("table_total", "holds")] * 2


def test_a_change_column_is_worked_again() -> None:
    found = list(
        table_sums(table("Kind|2022|2023|% change", "Robbery|192|232|20%", "Assault|71|73|3%", "Arson|10|30|100%"))
    )
    assert [finding.verdict for finding in found] == ["differs", "holds", "fails"]
    assert found[0].value == "+20.83%"
    assert "rounded down" in found[0].says


def test_a_share_column_is_held_against_what_it_is_a_share_of() -> None:
    rows = [
        "Kind|Total cost|Proportion of cost",
        "Police|£250|25.0%",
        "Courts|£150|15.0%",
        "Homes|£100|10.0%",
        "Health|£500|50.0%",
    ]
    assert {finding.verdict for finding in table_sums(table(*rows))} == {"holds"}
    broken = list(table_sums(table(*rows[:4], "Health|£900|50.0%")))
    assert any(finding.verdict == "fails" and "Health" in finding.says for finding in broken)
    assert any(
        finding.value == "90%" and finding.verdict == "fails"
        for finding in table_sums(table(*rows[:4], "Health|£500|40.0%"))
    )


def test_a_value_of_nothing_implies_no_total() -> None:
    rows = ["Kind|Cost|Proportion of cost", "A|£0|30.0%", "B|£10|20.0%", "C|£0|25.0%", "D|£5|10.0%", "E|£20|40.0%"]
    assert {finding.rule for finding in table_sums(table(*rows))} <= {"table_shares"}


def test_the_formula_of_most_rows_finds_the_row_that_breaks_it() -> None:
    rows = ["Kind|Before|After|Volume|Total", "A|£1|£2|10|£30", "B|£2|£2|5|£20", "C|£3|£4|2|£14", "D|£1|£1|7|£41"]
    found = [finding for finding in table_formulas(table(*rows)) if finding.verdict == "fails"]
    assert [finding.value for finding in found] == ["£41"]


def ranked(ranks: list[int]) -> Document:
    return table(
        "Area|Robbery", *(f"Area {chr(65 + i)}|{rank}" for i, rank in enumerate(ranks)), caption="Table 2: Rankings"
    )


def test_ties_are_a_ranking_and_a_rank_shared_though_the_next_is_taken_is_not() -> None:
    (good,) = rankings(ranked([1, 2, 2, 4, 5, 6, 7, 8, 9, 10]))
    (bad,) = rankings(ranked([1, 2, 2, 3, 4, 5, 6, 7, 8, 10]))
    assert good.verdict == "holds"
    assert bad.verdict == "fails"
    assert "2 stand twice" in bad.says
    assert "nobody has 9" in bad.says


@given(st.permutations(range(1, 13)))
@settings(max_examples=25)
def test_every_order_of_different_ranks_is_a_ranking(ranks: list[int]) -> None:
    (found,) = rankings(ranked(ranks))
    assert found.verdict == "holds"


@given(st.permutations(range(1, 13)), st.integers(0, 11), st.integers(1, 11))
@settings(max_examples=25)
def test_one_rank_changed_is_no_ranking(ranks: list[int], at: int, by: int) -> None:
    changed = [*ranks]
    changed[at] = (changed[at] + by - 1) % 12 + 1
    if sorted(changed) != sorted(ranks) and not (changed.count(11) == 2 and 12 not in changed):
        assert [finding.verdict for finding in rankings(ranked(changed))] in (["fails"], ["holds"])
        missing = set(range(1, 13)) - set(changed)
        twice = next(rank for rank in changed if changed.count(rank) == 2)
        assert [finding.verdict for finding in rankings(ranked(changed))] == (
            ["holds"] if missing == {twice + 1} else ["fails"]
        )


def test_a_long_column_out_of_order_in_one_place_is_seen() -> None:
    values = ["9.8", "8.1", "7.4", "6.0", "5.5", "4.1", "3.9", "4.0", "1.0", "0.5"]
    (found,) = rankings(table("City|Rate", *(f"City {chr(65 + i)}|{value}" for i, value in enumerate(values))))
    assert (found.rule, found.value) == ("order", "4.0")


def test_a_table_that_splits_a_total_must_meet_a_total_given_elsewhere() -> None:
    def document(last: str) -> Document:
        one = table("Kind|Total cost|Proportion of cost", "Police|£2,500|25%", "Courts|£2,500|25%", last)
        two = table(
            "Kind|Unit cost|Volume|Total cost",
            "A|£10|400|£4,000",
            "B|£20|300|£6,000",
            caption="Table 2: Costs of crime in Westmere, 2023",
        )
        moved = tuple(Block(b.kind, b.text, b.position + 2, rows=b.rows, caption=b.caption) for b in two.blocks)
        return Document("a.txt", (*one.blocks, *moved))

    assert not [finding for finding in reconciles(document("Health|£5,000|50%")) if finding.verdict == "fails"]
    (found,) = reconciles(document("Health|£4,000|44%"))
    assert found.verdict == "fails"
    assert "£9,000" in found.says
    assert "£10,000" in found.says


@pytest.mark.parametrize(
    ("printed", "verdict"), [("£15.0 million", "holds"), ("£14.9 million", "differs"), ("£12.0 million", "fails")]
)
def test_a_day_is_a_365th_of_a_year(printed: str, verdict: str) -> None:
    (found,) = daily(prose(f"It costs £5,464,808,100 a year, roughly {printed} a day."))
    assert found.verdict == verdict
    assert "£14.97 million" in found.says


def test_the_items_of_a_list_make_the_total_they_split() -> None:
    lead = "The £1.8 billion figure is split between:"
    assert [
        f.verdict for f in parts(prose(lead, "- harm to some, £1,190,000,000", "- harm to others, £603,000,000"))
    ] == ["holds"]
    assert [
        f.verdict for f in parts(prose(lead, "- harm to some, £1,190,000,000", "- harm to others, £403,000,000"))
    ] == ["fails"]


def test_a_number_of_things_is_the_length_of_their_list() -> None:
    assert [f.verdict for f in listed(prose("It has three aims:", "- one", "- two", "- three"))] == ["holds"]
    assert [f.verdict for f in listed(prose("It has four aims:", "- one", "- two", "- three"))] == ["differs"]
    assert list(listed(prose("Over the last four years:", "- one", "- two"))) == []


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Robbery rose by 38%, from a total of 53 offences in 2019 to 73 offences in 2023.", ["holds"]),
        ("Robbery rose by 45%, from a total of 53 offences in 2019 to 73 offences in 2023.", ["fails"]),
        ("There were 232 offences in 2023 and 192 offences in 2022, an increase of 20%.", ["differs"]),
        ("There was a 100% increase in offences.", ["cannot tell"]),
        ("There were 48 more offences, a 15% increase.", ["cannot tell"]),
        ("The share went from 48 percent to 44 percent.", []),
    ],
)
def test_changes_of_the_prose_are_worked_again_or_said_to_have_no_base(text: str, verdicts: list[str]) -> None:
    assert [finding.verdict for finding in changes(prose(text))] == verdicts


def test_a_change_takes_its_base_from_the_sentence_before() -> None:
    (found,) = changes(
        prose("There were 232 offences in 2023. This is an increase on the 207 offences in 2019 of 12%.")
    )
    assert (found.verdict, found.value) == ("holds", "+12.08%")


def test_a_share_of_two_counts_is_worked_again() -> None:
    assert [f.verdict for f in shares(prose("Of them, 585 out of 3,639 (16%) were treated."))] == ["holds"]
    assert [f.verdict for f in shares(prose("Of them, 585 of 3,639 (26%) were treated."))] == ["fails"]


def test_shares_of_everybody_sum_to_100() -> None:
    text = "The mayor gave {} percent of it, with 35 percent from the government and a further 4 percent from a trust."
    assert [f.verdict for f in shares_sum(prose(text.format(61)))] == ["holds"]
    assert [f.verdict for f in shares_sum(prose(text.format(71)))] == ["fails"]


def test_a_share_remade_from_a_table_tells_that_units_are_mixed() -> None:
    made = table(
        "Knife crime|2022|2023",
        "Knife crime with injury|71|73",
        "Knife injury victims (under 25)|26|37",
        caption="Knife crime",
    )
    text = Block(
        "paragraph", "The percentage of all knife injury victims of knife crime that are under 25 is now 51%.", 2
    )
    found = list(remade_shares(Document("a.txt", (*made.blocks, text))))
    assert verdicts(found) == [("share", "holds"), ("units", "fails")]


def test_counts_and_rates_of_one_place_imply_one_population() -> None:
    one = "There were 94,600 offences of abuse in London, equivalent to 11 offences per 1,000 population."
    assert (
        list(rates(prose(one, "There were 24,776 cases in London, equivalent to a rate of 2.8 per 1,000 population.")))
        == []
    )
    (found,) = rates(prose(one, "There were 24,776 cases in London, equivalent to a rate of 4.8 per 1,000 population."))
    assert found.verdict == "fails"
