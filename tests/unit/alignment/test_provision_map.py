"""The commissioning map on three areas and three programmes, every number worked by hand. `conftest.Wood` draws them up."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.alignment.need import COLUMNS
from opensna.alignment.provision import for_cohort, in_band, providing
from opensna.alignment.provision_cells import build_cells
from opensna.alignment.provision_map import ProvisionMap, build_map, compare_maps
from opensna.core.errors import UnknownIdError

DAY = date(2025, 4, 1)


@pytest.fixture(scope="module")
def made(wood) -> ProvisionMap:
    return build_map(wood.inputs())


def cell(made: ProvisionMap, area: str, band: str, cohort: str = "young_people") -> dict[str, Any]:
    cells = made.cells
    (row,) = cells[(cells["area_code"] == area) & (cells["band"] == band) & (cells["cohort"] == cohort)].to_dict(
        "records"
    )
    return row


def test_every_area_cohort_and_band_is_a_cell_in_the_order_of_areas(made: ProvisionMap) -> None:
    # 3 areas x 3 cohorts x (4 bands + any hour)
    assert len(made.cells) == 45
    assert list(dict.fromkeys(made.cells["area_name"])) == ["Ash", "Birch", "Cedar"]


def test_places_against_need_are_bounds(wood, made: ProvisionMap) -> None:
    # Ash after school: the club's 30 are all there; of the gym's 60 between none and all. 30 to 90 places for 100 offences.
    ash = cell(made, wood.ash, "after_school")
    assert (ash["programmes"], ash["possible"], ash["state"]) == (("club", "gym"), (), "provided")
    assert (ash["places_low"], ash["places_high"], ash["coverage_low"], ash["coverage_high"]) == (30, 90, 0.3, 0.9)
    # Birch after school: none to all of the gym's 60, for 50 offences.
    birch = cell(made, wood.birch, "after_school")
    assert (birch["places_low"], birch["places_high"], birch["coverage_low"], birch["coverage_high"]) == (0, 60, 0, 1.2)
    # Cedar: neither programme is there, and the helpline is for people of 25 and over.
    cedar = cell(made, wood.cedar, "after_school")
    assert (cedar["places_high"], cedar["coverage_high"], cedar["state"]) == (0, 0, "not provided")


def test_shares_of_places_and_of_need_tell_over_from_under_only_where_they_do_not_overlap(
    wood, made: ProvisionMap
) -> None:
    # Need after school: 100, 50, 50 of 200. Places: 90 in all, 30 of them surely in Ash.
    # Ash: at least 30 of 90 (the gym's 60 in Birch), at most 90 of 90. Half of the need lies inside: cannot tell.
    ash = cell(made, wood.ash, "after_school")
    assert (ash["need_share_low"], ash["need_share_high"]) == (0.5, 0.5)
    assert (ash["places_share_low"], ash["places_share_high"], ash["verdict"]) == (30 / 90, 1.0, "cannot tell")
    # Birch: none of 90, or 60 of 60 + 30.
    birch = cell(made, wood.birch, "after_school")
    assert (birch["places_share_low"], birch["places_share_high"], birch["verdict"]) == (0, 60 / 90, "cannot tell")
    # Cedar: none, and a quarter of the need: under.
    cedar = cell(made, wood.cedar, "after_school")
    assert (cedar["need_share_low"], cedar["places_share_high"], cedar["verdict"]) == (0.25, 0, "under")


def test_hidden_need_widens_every_areas_share(wood, made: ProvisionMap) -> None:
    # Night: Ash 40, Birch 40, Cedar 1 to 7. Ash has 40 of 40 + 40 + 7 to 40 of 40 + 40 + 1.
    ash, cedar = cell(made, wood.ash, "night"), cell(made, wood.cedar, "night")
    assert (ash["need_share_low"], ash["need_share_high"]) == (40 / 87, 40 / 81)
    # The gym's hour from 9pm makes it part of the night; the club's hours do not.
    assert (ash["programmes"], ash["places_low"], ash["places_high"]) == (("gym",), 0, 60)
    # Cedar has 1 of 81 to 7 of 87 of the need, and none of the 60 places: under.
    assert (cedar["mark"], cedar["need_share_low"], cedar["need_share_high"]) == ("[c]", 1 / 81, 7 / 87)
    assert (cedar["places_share_high"], cedar["verdict"]) == (0, "under")


def test_a_cell_without_a_figure_has_its_mark_and_no_verdict(wood, made: ProvisionMap) -> None:
    row = cell(made, wood.ash, "weekend_day")
    assert (row["mark"], row["verdict"], math.isnan(row["coverage_high"])) == ("[x]", "cannot tell", True)


def test_a_programme_that_does_not_say_where_or_when_leaves_it_open(wood, made: ProvisionMap) -> None:
    row = cell(made, wood.cedar, "night", "domestic_abuse")
    assert (row["state"], row["programmes"], row["possible"], row["places_low"], row["places_high"]) == (
        "may be provided", (), ("line",), 0, 20,
    )  # fmt: skip


def test_need_without_provision_is_where_need_is_recorded_and_nobody_says_that_they_are_there(
    made: ProvisionMap,
) -> None:
    found = made.without_provision[["area_name", "band"]].to_dict("split")["data"]
    assert found == [["Cedar", "any"], ["Cedar", "after_school"], ["Cedar", "night"]]


def test_reach_is_bounds_in_all_and_by_area(made: ProvisionMap) -> None:
    # 50 in the club and 80 in the gym: 80 if all of the club are in the gym too, 130 if nobody is in both.
    assert (made.reach.least, made.reach.most, made.reach.not_counted) == (80, 130, ("line",))
    # Ash: at least the club's 50, at most all. Birch: perhaps none of the gym's, at most its 80. Cedar: the line states none.
    assert made.reach_by_area[["least", "most"]].to_numpy().tolist() == [[50, 130], [0, 80], [0, 0]]


def test_evidence_without_provision_and_provision_without_evidence(made: ProvisionMap) -> None:
    # The club is mentoring and the line IRIS, both called beneficial; the gym is no approach.
    assert made.without_evidence.to_dict("records") == [
        {"id": "gym", "name": "Gym", "why": "no approach: not in the index", "evaluations": ()}
    ]
    unused = set(made.unused_evidence["approach"])
    assert not unused & {"mentoring", "iris_primary_care_dva"}
    assert {"focused_deterrence", "cbt"} <= unused
    assert "boot_camps" not in unused  # a registry calls them harmful


def test_what_the_register_does_not_say_is_counted(made: ProvisionMap) -> None:
    assert dict(zip(made.unstated["fact"], made.unstated["unstated"], strict=True)) == {
        "areas": 1, "ages": 0, "days and hours": 1, "places": 0, "people reached": 1, "end of funding": 2, "approach": 1,
    }  # fmt: skip


def test_a_funding_cliff_names_the_cells_that_only_it_covers(made: ProvisionMap) -> None:
    # The club's money ends in 2 months and 29 days. While the gym is there, no cell is left bare.
    (cliff,) = made.cliffs.to_dict("records")
    assert (cliff["id"], cliff["months_left"], cliff["amount"], cliff["leaves_bare"]) == ("club", 2, 10_000, ())
    assert made.no_end == ("gym", "line")
    (alone,) = build_map(made.inputs.without("gym")).cliffs.to_dict("records")
    assert alone["leaves_bare"] == ("Ash, young_people, any", "Ash, young_people, after_school")


def test_removing_the_gym_changes_what_it_covers_and_nothing_else(wood, made: ProvisionMap) -> None:
    change = compare_maps(made, build_map(made.inputs.without("gym")))
    told = {
        (row["area_code"], row["band"], row["what"]): (row["before"], row["after"])
        for row in change.cells.to_dict("records")
    }
    assert set(change.cells["cohort"]) == {"young_people"}
    # Ash keeps the club: its 30 places are now all that there are, against half of the need: over.
    in_ash = {
        (wood.ash, band, what): pair
        for band, offences in (("any", 200), ("after_school", 100))
        for what, pair in {
            "programmes": (("club", "gym"), ("club",)), "places_high": (90, 30), "coverage_high": (90 / offences, 30 / offences),
            "verdict": ("cannot tell", "over"),
        }.items()
    }  # fmt: skip
    # Birch loses its only programme. Of the 30 places that are left none can be there: under.
    in_birch = {
        (wood.birch, band, what): pair
        for band, offences in (("any", 120), ("after_school", 50))
        for what, pair in {
            "state": ("provided", "not provided"), "programmes": (("gym",), ()), "places_high": (60, 0),
            "coverage_high": (60 / offences, 0), "verdict": ("cannot tell", "under"),
        }.items()
    }  # fmt: skip
    # At night nothing is left anywhere, so that no area has a share of it: Cedar is no longer behind others.
    at_night = {
        (area, "night", what): pair
        for area in (wood.ash, wood.birch)
        for what, pair in {
            "state": ("provided", "not provided"), "programmes": (("gym",), ()), "places_high": (60, 0), "coverage_high": (1.5, 0),
        }.items()
    } | {(wood.cedar, "night", "verdict"): ("under", "cannot tell")}  # fmt: skip
    assert told == in_ash | in_birch | at_night
    # Birch joins Cedar in having nothing after school; no gap opens or closes, for the gym is no approach.
    assert (change.gaps_opened, change.gaps_closed, change.gaps_moved) == ((), (), ("after_school",))


def test_removing_the_club_opens_the_gap_of_its_approach_and_no_other(wood, made: ProvisionMap) -> None:
    after = build_map(made.inputs.without("club"))
    change = compare_maps(made, after)
    assert (change.gaps_opened, change.gaps_closed, change.gaps_moved) == (("young_people_at_risk/mentoring",), (), ())
    # Its 30 places were in Ash alone, after school: at night nothing changes.
    assert set(zip(change.cells["area_code"], change.cells["band"], strict=True)) == {
        (wood.ash, "any"),
        (wood.ash, "after_school"),
    }
    ash = cell(after, wood.ash, "after_school")
    assert (ash["places_low"], ash["places_high"], ash["places_share_low"], ash["places_share_high"]) == (0, 60, 0, 1)


def test_removing_the_line_touches_domestic_abuse_alone(made: ProvisionMap) -> None:
    change = compare_maps(made, build_map(made.inputs.without("line")))
    assert set(change.cells["cohort"]) == {"domestic_abuse"}
    assert set(change.cells["what"]) == {"state", "possible", "places_high"}
    assert len(change.cells) == 3 * 5 * 3  # three facts in three areas and five bands
    assert change.gaps_closed == ()
    # IRIS was the one approach to domestic abuse that was provided.
    assert change.gaps_opened == ("domestic_and_sexual/iris_primary_care_dva",)


def test_a_programme_that_is_not_there_cannot_be_removed(wood) -> None:
    with pytest.raises(UnknownIdError, match="use an id of the register"):
        wood.inputs().without("pool")


def test_places_that_are_exact_and_equal_to_need_are_in_proportion(wood) -> None:
    one, two = (
        wood.programme(n, areas=[a], places=p, age_to=24)
        for n, a, p in (("one", wood.ash, 20), ("two", wood.birch, 10))
    )
    rows = [(a, "young_people", "any", n, n, n, "") for a, n in ((wood.ash, 200), (wood.birch, 100), (wood.cedar, 0))]
    made = build_map(wood.inputs(one, two, need=pd.DataFrame(rows, columns=list(COLUMNS[:-1]))))
    assert [cell(made, area, "any")["verdict"] for area in wood.territory.areas] == ["in proportion"] * 3


def test_places_that_are_not_stated_have_no_end_and_pooled_years_are_averaged(wood) -> None:
    silent = wood.programme("silent", areas=[wood.whole], age_to=24)
    rows = [(wood.ash, "young_people", "any", 300.0, 300.0, 300.0, "", 3.0)]
    club = wood.programme("club", areas=[wood.ash], places=30, age_to=24)
    made = build_map(wood.inputs(silent, club, need=pd.DataFrame(rows, columns=list(COLUMNS))))
    row = cell(made, wood.ash, "any")
    # 30 places for 300 offences in 3 years are 30 for 100 a year; the silent one has any number.
    assert (row["programmes"], row["coverage_low"], row["places_high"]) == (("silent", "club"), 0.3, math.inf)
    assert (row["places_share_low"], row["places_share_high"], row["verdict"]) == (0, 1, "cannot tell")


def test_places_where_no_offence_is_recorded_are_endlessly_many_for_each(wood) -> None:
    rows = [(wood.ash, "young_people", "any", 0.0, 0.0, 0.0, "")]
    made = build_map(wood.inputs(wood.club, need=pd.DataFrame(rows, columns=list(COLUMNS[:-1]))))
    assert math.isinf(cell(made, wood.ash, "any")["coverage_low"])
    assert made.without_provision.empty


def test_what_does_not_run_on_the_day_or_puts_nobody_before_people_provides_nothing(wood) -> None:
    kinds = [
        wood.programme("training", kind="training"), wood.programme("planned", status="planned"),
        wood.programme("ended", status="ended"),
        wood.programme("later", starts=date(2025, 4, 2)), wood.programme("over", ends=date(2025, 3, 31)),
        wood.programme("now", starts=date(2025, 4, 1), ends=date(2025, 4, 1)),
    ]  # fmt: skip
    assert [p.id for p in providing(kinds, on=DAY)] == ["now"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"age_from": 18, "age_to": 30}, "yes"),  # ages decide where they are stated
        ({"age_from": 25}, "no"),
        ({"age_to": 0}, "no"),
        ({"cohort": "Young women and girls"}, "yes"),  # else the words of its cohort
        ({"cohort": "Parents of children"}, "may"),  # who are not under 25 for that
        ({"cohort": "Residents"}, "may"),
    ],
)
def test_a_programme_serves_young_people_by_its_ages_or_else_by_its_words(
    wood, given: dict[str, Any], expected: str
) -> None:
    assert for_cohort(wood.programme("p", **given), wood.plan.cohorts[0]) == expected


def test_a_cohort_without_ages_is_served_by_what_names_it(wood) -> None:
    abuse = wood.plan.cohorts[1]
    assert for_cohort(wood.programme("p", description="Helps after domestic abuse.", age_to=5), abuse) == "yes"
    assert for_cohort(wood.programme("p", cohort="Young women"), abuse) == "no"


def test_hours_past_midnight_belong_to_the_next_day(wood) -> None:
    bands = {band.id: band for band in wood.plan.bands}
    late = wood.programme("late", hours=[{"days": ["SU"], "opens": "23:00", "closes": "05:30"}])
    # Sunday 11pm to Monday 5.30am: the night, and the first hour of Monday's day.
    assert {name for name, band in bands.items() if in_band(late, band) == "yes"} == {"night", "weekday_day"}


@st.composite
def offers(draw: st.DrawFn) -> list[tuple[int, list[str]]]:
    areas = st.lists(st.sampled_from(["E07000001", "E07000002", "E07000003"]), min_size=1, max_size=3, unique=True)
    return draw(st.lists(st.tuples(st.integers(1, 50), areas), min_size=1, max_size=4))


@settings(max_examples=40)
@given(offers(), st.randoms(use_true_random=False))
def test_wherever_places_lie_each_areas_share_is_within_its_bounds(
    wood, given: list[tuple[int, list[str]]], random: Any
) -> None:
    programmes = [wood.programme(f"p{i}", places=n, areas=areas, age_to=24) for i, (n, areas) in enumerate(given)]
    need_of_all = wood.need().assign(years=1.0)
    cells = build_cells(need_of_all, programmes, wood.plan, wood.territory)
    placed = dict.fromkeys(wood.territory.areas, 0)
    for n, areas in given:
        for _ in range(n):
            placed[random.choice(areas)] += 1
    for row in cells[(cells["band"] == "any") & (cells["cohort"] == "young_people")].to_dict("records"):
        share = placed[row["area_code"]] / sum(placed.values())
        assert row["places_low"] <= placed[row["area_code"]] <= row["places_high"]
        assert row["places_share_low"] - 1e-12 <= share <= row["places_share_high"] + 1e-12


@st.composite
def several(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Facts of two to four programmes, each stated or not."""
    areas = st.lists(st.sampled_from(["E07000001", "E07000002", "E07000003"]), max_size=3, unique=True)
    hours = st.sampled_from([
        [], [{"days": ["MO"], "opens": "15:30", "closes": "18:00"}], [{"days": ["SA"], "opens": "22:00", "closes": "02:00"}],
    ])  # fmt: skip
    places = st.one_of(st.none(), st.integers(1, 50))
    cohort = st.sampled_from(["Young people", "Survivors of domestic abuse", "People"])
    one = st.fixed_dictionaries({"areas": areas, "hours": hours, "places": places, "cohort": cohort})
    return draw(st.lists(one, min_size=2, max_size=4))


@settings(max_examples=25, deadline=None)
@given(several(), st.integers(0, 3))
def test_removing_any_programme_takes_it_out_of_its_own_cells_and_touches_no_other(
    wood, facts: list[dict[str, Any]], which: int
) -> None:
    programmes = [
        wood.programme(f"p{i}", **{name: value for name, value in held.items() if value not in (None, [])})
        for i, held in enumerate(facts)
    ]
    before = build_map(wood.inputs(*programmes))
    gone = programmes[which % len(programmes)].id
    after = build_map(before.inputs.without(gone))
    pairs = zip(before.cells.to_dict("records"), after.cells.to_dict("records"), strict=True)
    shared = {
        (r["cohort"], r["band"]) for r in before.cells.to_dict("records") if gone in (*r["programmes"], *r["possible"])
    }
    for was, now in pairs:
        assert now["programmes"] == tuple(name for name in was["programmes"] if name != gone)
        assert now["possible"] == tuple(name for name in was["possible"] if name != gone)
        assert now["need_low"] == was["need_low"] or was["need_low"] != was["need_low"]
        if gone not in (*was["programmes"], *was["possible"]):
            assert now["state"] == was["state"]
            same = ("places_low", "places_high", "coverage_low", "coverage_high")
            assert [now[name] for name in same] == pytest.approx([was[name] for name in same], nan_ok=True)
        if (was["cohort"], was["band"]) not in shared:  # shares are of all areas' places in a cohort and band
            assert now["verdict"] == was["verdict"]
