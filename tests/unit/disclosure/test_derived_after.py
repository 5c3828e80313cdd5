"""One test or more for each rule of what may be derived after disclosure; docs/disclosure.md says them in plain words."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from opensna.actions._rooms import build_rooms, divide
from opensna.catalogue import DEFINITIONS, MEASURES, SOURCES
from opensna.commissioning.register import funds
from opensna.core.area import Area
from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.attack import Held
from opensna.disclosure.disclose import disclose
from opensna.disclosure.flags import flags_of
from opensna.disclosure.kinds import Kind, Meaning, excludes, implies, kind_of
from opensna.disclosure.lattice import relate
from opensna.disclosure.models import Term, disclose_model
from opensna.disclosure.never import leave_out_never
from opensna.disclosure.quotations import Quotation, refuse_quotations
from opensna.disclosure.rows import Rows
from opensna.disclosure.standardised import WeightedSum, shown_sums
from opensna.estimates.derive import derive
from opensna.measures.measure import Measure, Range
from opensna.stats.rates import rate_with_interval

M = Measure(id="m", title="M", question="How many?", source="s", unit="victim", direction="neither")
BOROUGHS = ["E09000002", "E09000003", "E09000004", "E09000005"]
YEARS = ("2022", "2023")


def counts(*rows: tuple[str, str, float], **more: object) -> Counts:
    """Area, year and numerator; 10,000 residents each."""
    made = []
    for area, year, numerator in rows:
        period = Period.parse(year)
        made.append((area, period.start, period.end, numerator))
    table = pd.DataFrame(made, columns=["area_code", "period_start", "period_end", "numerator"]).assign(
        measure="m", breakdown="none", group="", denominator=10_000.0, denominator_kind="population", unit="victim", source="s",
        access="restricted", kind="measured", release="2024-03", mark="",
    )  # fmt: skip
    return Counts(table.assign(**more)[list(COUNT_COLUMNS)])


def estimates(*rows: tuple[str, str, float], statistic: str) -> pd.DataFrame:
    shown = disclose(counts(*rows), audience="public")
    areas = [Area(code, code, "lad") for code in dict.fromkeys(row[0] for row in rows)]
    table = derive(shown, measures={"m": M}, areas=areas, comparators={}, baselines={}).table
    return table[table["statistic"] == statistic].set_index("area_code")


def test_the_interval_of_a_rate_is_the_hull_over_all_counts_that_a_shown_one_may_stand_for() -> None:
    rate = estimates((BOROUGHS[0], "2023", 9.0), statistic="rate").iloc[0]
    ends = rate_with_interval([8, 12], [10_000, 10_000], per=int(rate["per"]))
    assert rate["numerator"] == 10  # not 9
    assert rate["ci_lower"] == pytest.approx(ends.ci_lower[0])
    assert rate["ci_upper"] == pytest.approx(ends.ci_upper[1])


def test_rounded_counts_have_tied_ranks_and_a_hidden_one_has_none() -> None:
    made = estimates(*((code, "2023", n) for code, n in zip(BOROUGHS, (40, 13, 14, 3), strict=True)), statistic="count")
    assert (
        made.loc[BOROUGHS[1], ["rank", "rank_high"]].tolist()
        == [2, 3]
        == made.loc[BOROUGHS[2], ["rank", "rank_high"]].tolist()
    )
    assert made.loc[BOROUGHS[3], ["rank", "rank_high"]].isna().all()


@pytest.mark.parametrize(("before", "after", "said"), [(20, 21, "cannot tell"), (3, 40, ""), (10, 200, "higher")])
def test_a_change_is_of_disclosed_ends_and_cannot_be_told_where_its_hull_straddles_zero(
    before: float, after: float, said: str
) -> None:
    made = estimates((BOROUGHS[0], "2022", before), (BOROUGHS[0], "2023", after), statistic="change").iloc[0]
    assert (made["mark"] == "[c]") == (before == 3)
    assert said in ("", made["comparison"])


HIDDEN = Held(
    np.array([3.0, 4.0, 30.0]), np.array([1.0, 1.0, 28.0]), np.array([7.0, 7.0, 32.0]),
    Rows(csr_matrix((0, 3)), np.zeros(0, bool), np.zeros(0, bool)), np.array([6.0, 6.0, 0.0]), np.zeros(0),
)  # fmt: skip


def test_a_standardised_rate_is_shown_roughly_from_ten_events_on() -> None:
    rough = WeightedSum(np.array([0.1, 0.1, 1.0]), 10.0)
    assert shown_sums(HIDDEN, [rough], [37]) == (30.0,)
    assert np.isnan(shown_sums(HIDDEN, [rough], [9])).all()


def test_a_standardised_rate_that_would_narrow_a_hidden_count_is_hidden() -> None:
    exact = WeightedSum(np.array([1.0, 0.0, 0.0]), 0.1)
    assert np.isnan(shown_sums(HIDDEN, [exact], [37])).all()


def test_a_sum_that_is_shown_is_known_for_the_sums_after_it() -> None:
    added, apart = WeightedSum(np.array([1.0, 1.0, 0.0]), 14.0), WeightedSum(np.array([1.0, -1.0, 0.0]), 4.0)
    assert not np.isnan(shown_sums(HIDDEN, [apart], [37])).any()
    assert np.isnan(shown_sums(HIDDEN, [WeightedSum(added.weights, 4.0), apart], [37, 37])).any()


def priced_for_the_public(rapes: float) -> list[dict[str, Any]]:
    """Costs of one borough, from the counts that the public may see."""
    place = Area(BOROUGHS[0], "Barking and Dagenham", "lad")
    held = pd.concat([
        counts((place.code, "2023", rapes), measure="sv_rape").table,
        counts((place.code, "2023", 2.0), measure="homicide_victims_under25", access="open").table,
    ])  # fmt: skip
    shown = disclose(Counts(held.reset_index(drop=True)), audience="public")
    made = build_rooms(
        None, shown, areas=[place], period=Period.parse("2023"), partnership="elsewhere", on=date(2024, 4, 1)
    )
    (one,) = made.priced
    return [dict(row) for row in one.offences(place.code)]


def test_costs_are_of_disclosed_counts_and_a_hidden_one_is_a_range_that_no_true_count_moves() -> None:
    three, six = priced_for_the_public(3.0), priced_for_the_public(6.0)
    assert three == six
    rape = next(row for row in three if row["offence"] == "rape")
    assert (rape["value"], rape["mark"]) == (None, "[c]")
    assert (rape["low"], rape["high"]) == pytest.approx((rape["unit_cost"], 7 * rape["unit_cost"]))


def test_homicide_is_priced_from_the_open_series_where_none_is_ever_hidden() -> None:
    homicide = next(row for row in priced_for_the_public(3.0) if row["offence"] == "homicide")
    assert homicide["value"] == pytest.approx(2 * homicide["unit_cost"])
    assert SOURCES[MEASURES["homicide_victims_under25"].source].access == "open"


def test_need_that_rests_on_a_hidden_count_divides_no_fund() -> None:
    fund = next(fund for fund in funds().values() if fund.rule is not None and fund.measure is not None)
    held = counts((BOROUGHS[0], "2023", 3.0), (BOROUGHS[1], "2023", 400.0), measure=fund.measure)
    now = disclose(held, audience="public").table.assign(area_name="", value=lambda t: t["numerator"], is_whole=False)
    assert now["mark"].tolist() == ["[c]", ""]
    assert divide(now, fund) is None


def person(**conditions: str) -> Kind:
    return Kind(("s",), tuple((c, frozenset({v})) for c, v in conditions.items()), "person", True)


def test_distinct_persons_are_never_added_a_part_is_at_most_its_whole_and_persons_at_most_records() -> None:
    kinds = [Kind(("s",), ()), person(), person(sex="F"), person(sex="M")]
    found = {(relation.plus, relation.minus): relation for relation in relate(kinds)}
    assert set(found) == {((1,), (2,)), ((1,), (3,)), ((0,), (1,))}
    assert not any(relation.is_partition or relation.of_records for relation in found.values())


def test_the_threshold_holds_for_persons_and_for_records() -> None:
    rows = pd.concat(
        [counts((BOROUGHS[0], "2023", n)).table.assign(measure=m) for m, n in (("records", 12.0), ("persons", 5.0))]
    )
    measures = {
        "records": M.model_copy(update={"id": "records"}),
        "persons": M.model_copy(update={"id": "persons", "distinct": "person"}),
    }
    shown = disclose(Counts(rows.reset_index(drop=True)), audience="public", measures=measures).table
    assert shown["mark"].tolist() == ["", "[c]"]


TERM = Term("sex=Female", 0.4, 0.1, 0.7)


def test_of_a_model_coefficients_intervals_n_and_degrees_of_freedom_pass() -> None:
    made = disclose_model([TERM], n=400, residual_df=390, level_sizes={"sex=Female": 150})
    assert set(vars(made)) == {"terms", "n", "residual_df"}


@pytest.mark.parametrize(
    ("residual_df", "size", "at_row_level", "found"),
    [(9, 150, (), "degrees of freedom"), (390, 7, (), "levels of 7 or fewer"), (390, 150, ("residuals",), "residuals")],
)
def test_a_model_of_few_records_or_about_single_rows_is_refused(
    residual_df: int, size: int, at_row_level: tuple[str, ...], found: str
) -> None:
    with pytest.raises(DisclosureError, match="join small levels") as caught:
        disclose_model(
            [TERM], n=400, residual_df=residual_df, level_sizes={"sex=Female": size}, at_row_level=at_row_level
        )
    assert found in caught.value.found


def test_suspects_by_ethnicity_below_london_are_for_the_authors_only() -> None:
    held = counts((BOROUGHS[0], "2023", 90.0), ("E12000007", "2023", 900.0), unit="suspect", breakdown="ethnicity*sex")
    assert leave_out_never(held, audience="public").table["area_code"].tolist() == ["E12000007"]
    assert len(leave_out_never(held, audience="authors").table) == 2


PUBLIC = frozenset({"public"})


@pytest.mark.parametrize(
    ("quotation", "why"),
    [
        (Quotation("I felt safe.", 20, frozenset()), "no consent for public"),
        (Quotation("I felt safe.", 7, PUBLIC), "too small a group"),
        (Quotation("I felt safe.", 20, PUBLIC, named_participants=("Ada", "Bo", "Cy")), "verbatim beside 3 named"),
        (Quotation("Ada felt safe.", 20, PUBLIC, named_participants=("Ada",)), "name in the words"),
    ],
)
def test_words_that_may_point_at_somebody_are_refused(quotation: Quotation, why: str) -> None:
    with pytest.raises(DisclosureError, match="summarise them") as caught:
        refuse_quotations([quotation], audience="public")
    assert why in caught.value.found
    assert quotation.text not in str(caught.value)
    refuse_quotations([quotation], audience="authors")


def test_words_with_consent_of_a_large_group_pass() -> None:
    refuse_quotations([Quotation("We felt safe.", 8, PUBLIC, named_participants=("Ada", " "))], audience="public")


def kind(where: dict[str, object], group: str = "", derived: dict[str, dict[str, object]] | None = None) -> Kind:
    meaning = Meaning.from_json(Meaning(where, {"in_definition": True}).to_json())  # type: ignore[arg-type]
    return kind_of(
        "m", "sex" if group else "none", group, "numerator", base=("s",), meaning=meaning, is_share=False, derived=derived or {},  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_group_and_a_measure_of_the_same_records_are_one_figure() -> None:
    assert kind({}, "Female") == kind({"sex": "Female"})
    assert kind({"age": Range(minimum=0, maximum=24)}) == kind({"age": Range(minimum=0, maximum=24)})
    assert kind({"code": ("1", "2"), "in_definition": True}) == kind({"code": ("2", "1")})


def test_a_flag_says_what_it_is_short_for_and_the_other_way_round() -> None:
    derived: dict[str, dict[str, object]] = {"sexual": {"group": ("rape", "other")}}
    assert dict(kind({"sexual": True}, derived=derived).conditions)["group"] == frozenset({"rape", "other"})
    assert dict(kind({"group": "rape"}, derived=derived).conditions)["sexual"] == frozenset({True})
    assert dict(kind({"group": "theft"}, derived=derived).conditions)["sexual"] == frozenset({False})
    assert "sexual" not in dict(kind({"group": ("rape", "theft")}, derived=derived).conditions)


def test_a_breakdown_whose_groups_do_not_fit_it_is_apart() -> None:
    one = kind_of("m", "sex*age", "F", "numerator", base=("s",), meaning=None, is_share=True, derived={})
    assert one.base == ("s", "sex*age", "F")
    assert dict(one.conditions)["part of the share"] == frozenset({True})


def test_ranges_and_values_imply_and_exclude_one_another() -> None:
    young, old, open_ = Range(minimum=0, maximum=24), Range(minimum=25), Range(maximum=17)
    assert (implies(young, Range(minimum=0)), implies(young, open_), implies(frozenset({3}), young)) == (
        True,
        False,
        True,
    )
    assert not implies(young, frozenset({3}))
    assert (excludes(young, old), excludes(young, open_)) == (True, False)
    assert (excludes(frozenset({30}), young), excludes(young, frozenset({3})), excludes(frozenset({"a"}), young)) == (
        True,
        False,
        True,
    )


def test_sexual_violence_is_short_for_its_subgroups_in_the_definition() -> None:
    assert flags_of(DEFINITIONS["london"])["sexual_violence"]["in_definition"] is True
