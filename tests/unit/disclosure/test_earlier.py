"""A new edition beside what its readers hold already."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.attack.test_differences import Figure, edition
from tests.attack.world import BOROUGHS, DEFINITION, LONDON, MEASURES

from opensna.core.counts import COUNT_COLUMNS, Counts
from opensna.core.errors import DisclosureError
from opensna.core.period import Period
from opensna.disclosure.disclose import Controlled, control
from opensna.disclosure.published import Published, joined
from opensna.disclosure.together import find_together, refuse_together
from opensna.measures.measure import Measure

SMALL, LARGE = BOROUGHS[:2]
NAN = float("nan")


def counted(*rows: tuple[str, str, str, float]) -> Counts:
    """Measure, area, period and count."""
    made = [(m, a, Period.parse(p).start, Period.parse(p).end, n) for m, a, p, n in rows]
    table = pd.DataFrame(made, columns=["measure", "area_code", "period_start", "period_end", "numerator"]).assign(
        breakdown="none", group="", denominator=np.nan, denominator_kind="none", unit="victim", source="police",
        access="restricted", kind="measured", release="2025-03", mark="",
    )  # fmt: skip
    return Counts(table[list(COUNT_COLUMNS)])


def controlled(counts: Counts, earlier: Published | None, measures: dict[str, Measure] = MEASURES) -> Controlled:
    return control(counts, audience="public", measures=measures, definition=DEFINITION, earlier=earlier)


def before(*figures: Figure) -> Published:
    return edition("first", *(Figure(f.shown, f.measure, f.area, f.period, DEFINITION) for f in figures))


def test_what_was_shown_before_stays_and_what_was_hidden_stays_hidden() -> None:
    held = before(Figure(20, area=LARGE), Figure(NAN, area=LONDON), Figure(NAN))
    new = counted(("all", LARGE, "2023", 20), ("all", LONDON, "2023", 22), ("all", SMALL, "2023", 2))
    assert controlled(new, held).counts.table["mark"].tolist() == ["", "[c]", "[c]"]


def test_where_nothing_can_be_hidden_any_more_the_figures_that_give_it_away_are_named() -> None:
    held = before(Figure(20, area=LARGE), Figure(20, area=LONDON))
    new = counted(("all", LARGE, "2023", 20), ("all", LONDON, "2023", 22), ("all", SMALL, "2023", 2))
    with pytest.raises(DisclosureError, match="publish them for a wider area or longer period") as caught:
        controlled(new, held)
    assert f"all {SMALL} 2023-01/2023-12" in caught.value.found


def test_a_new_figure_is_hidden_that_would_narrow_an_earlier_one() -> None:
    held = before(Figure(20), Figure(NAN, "young"))
    alone = controlled(counted(("no_knife", SMALL, "2023", 20)), None).counts.table["mark"].tolist()
    beside = controlled(counted(("young_knife", SMALL, "2023", 3), ("no_knife", SMALL, "2023", 18)), held)
    assert alone == [""]
    assert beside.counts.table["mark"].tolist() == ["[c]", "[c]"]


def test_earlier_figures_of_other_years_and_sources_are_left_alone() -> None:
    years = [Figure(NAN, period=str(year)) for year in range(1800, 2010)]
    elsewhere = before(Figure(NAN)).table.assign(source="another")
    held = joined([before(*years), Published(elsewhere)])
    assert controlled(counted(("all", SMALL, "2023", 3)), held).counts.table["mark"].tolist() == ["[c]"]


def test_measures_that_say_they_count_the_same_and_do_not_are_taken_apart() -> None:
    twin = {"all": MEASURES["all"], "twin": MEASURES["all"].model_copy(update={"id": "twin"})}
    made = controlled(counted(("all", SMALL, "2023", 3), ("twin", SMALL, "2023", 40)), None, twin)
    assert made.counts.table["mark"].tolist() == ["[c]", ""]


def test_what_one_edition_narrows_by_itself_is_no_difference() -> None:
    """Its own attack, with true counts, has judged it: here the rest of London has no borough, and a guess is wrong."""
    first = edition("first", Figure(20, area=LARGE), Figure(NAN), Figure(20, area=LONDON))
    second = edition("second", Figure(NAN, "young", period="2023-07/2024-06"))
    assert not find_together(joined([first, second]))


def test_open_figures_are_not_attacked() -> None:
    one = edition("first", Figure(20), policy="none")
    assert not find_together(joined([one, edition("second", Figure(18, "young"), policy="none")]))


def test_the_first_edition_has_nothing_beside_it() -> None:
    refuse_together(joined([]), edition("first", Figure(20)))


def test_a_table_of_another_shape_is_not_what_was_published() -> None:
    with pytest.raises(DisclosureError, match="register of releases"):
        Published(pd.DataFrame({"measure": []}))
