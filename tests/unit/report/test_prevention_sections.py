"""What programmes are worth, halving knife crime, and the wider economy: pages from made-up counts and packaged documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from opensna.actions._money import effects_of
from opensna.actions._prevention import scope_target
from opensna.actions._rooms import build_rooms
from opensna.actions.init import init
from opensna.alignment.target_path import yearly_reduction
from opensna.assessment.edition import Edition
from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.core.counts import DISCLOSED_COLUMNS, DisclosedCounts
from opensna.core.period import Period
from opensna.core.published import PUBLISHED_COLUMNS, PublishedFigures
from opensna.definition.breaks import series_breaks
from opensna.reference.areas import CITY, LONDON
from opensna.reference.partnership import partnerships
from opensna.report.rooms import Rooms, Scoped

HACKNEY, BEXLEY = "E09000012", "E09000004"
AREAS = tuple(a for a in partnerships()["london"].every_area if a.code in (LONDON, CITY, HACKNEY))
YEAR = Period.parse("2023")
EFFECTS = effects_of(None)
NOTHING = DisclosedCounts(pd.DataFrame(columns=list(DISCLOSED_COLUMNS)), "public", "none")
BREAKS = {
    "sv_under25_knife": tuple(b for b in series_breaks() if b.id in ("pandemic_2020", "non_fatal_strangulation_2022"))
}


def counts(
    *, first: int = 2012, monthly: float = 400.0, hidden_months: int = 0, hackney: float | None = 30.0
) -> DisclosedCounts:
    """A year's count of London and Hackney, and London's months back to `first`, steady with a season; the City is [x]."""
    months = [m for year in range(first, 2024) for m in Period.parse(str(year)).each_month()]
    series = [monthly + (monthly / 10) * ((i * 7) % 5 - 2) for i in range(len(months))]
    rows = [
        _row(LONDON, month, None if i < hidden_months else round(n))
        for i, (month, n) in enumerate(zip(months, series, strict=True))
    ]
    for year in range(first, 2024):
        held = [round(n) for month, n in zip(months, series, strict=True) if month.start.year == year]
        rows.append(_row(LONDON, Period.parse(str(year)), sum(held)))
    rows += [_row(HACKNEY, YEAR, hackney), _row(CITY, YEAR, None, "[x]")]
    return DisclosedCounts(pd.DataFrame(rows, columns=list(DISCLOSED_COLUMNS)), "public", "nhs")


def _row(code: str, period: Period, count: float | None, mark: str = "[c]") -> dict[str, Any]:
    value = float("nan") if count is None else float(count)
    low, high = (1.0, 7.0) if count is None and mark == "[c]" else (value, value)
    row: dict[str, Any] = dict.fromkeys(DISCLOSED_COLUMNS, "")
    return row | {
        "measure": "sv_under25_knife", "area_code": code, "period_start": period.start, "period_end": period.end,
        "breakdown": "none", "numerator": value,
        "numerator_low": low, "numerator_high": high, "denominator": 1000.0, "mark": mark if count is None else "",
        "source": "police_offences", "release": "2024-03", "kind": "synthetic", "unit": "offence", "access": "restricted",
    }  # fmt: skip


def scoped(disclosed: DisclosedCounts, figures: PublishedFigures | None = None) -> Scoped:
    found = scope_target(
        None,
        disclosed,
        areas=AREAS,
        period=YEAR,
        partnership="london",
        effects=EFFECTS,
        figures=figures,
        breaks=BREAKS,
    )
    assert found is not None
    return found


@pytest.fixture(scope="module")
def long() -> Scoped:
    return scoped(counts())


@pytest.fixture(scope="module")
def page(make: Callable[..., Edition], long: Scoped) -> Edition:
    """An edition whose room holds a long series."""
    base = build_rooms(None, NOTHING, areas=AREAS, period=YEAR, partnership="london", on=YEAR.end)
    rooms = Rooms(values=base.values, scoped=long, printed=base.printed)
    return make(areas=AREAS, wanted=("sv_under25_knife",), with_figures=False, audience="authors", rooms=rooms)


def section(edition: Edition, id_: str, area: str = LONDON) -> SectionBlocks:
    return next(s for s in edition.blocks[area] if s.id == id_)


def tables(edition: Edition, id_: str, area: str = LONDON) -> dict[str, Table]:
    blocks = [b.table if isinstance(b, Chart) else b for b in section(edition, id_, area).blocks]
    return {b.title: b for b in blocks if isinstance(b, Table)}


def charts(edition: Edition, id_: str) -> list[Chart]:
    return [b for b in section(edition, id_).blocks if isinstance(b, Chart)]


def amount(cell: str) -> float:
    return 0.4 if cell == "under 1" else float(cell.replace(",", "").replace("−", "-").removesuffix(" [f]"))


def test_the_forecast_starts_from_the_years_count_and_has_a_test_of_its_past(long: Scoped) -> None:
    assert long.why_not == ""
    assert long.target is not None
    assert long.target.baseline.value == long.history[-1][1]
    assert [period.start.year for period, _ in long.history] == list(range(2012, 2024))
    assert long.target.tested.reaches >= 3
    assert {sentence.split()[0] for sentence in long.target.crossed} == {"Restrictions", "Non-fatal"}


@pytest.mark.parametrize(
    ("disclosed", "why"),
    [
        (counts(hidden_months=3, first=2019), "3 of 60 months are hidden"),
        (counts(first=2022), "only 24 months are held"),
        (counts(hackney=None), ""),
    ],
)
def test_without_a_series_that_can_be_fitted_there_is_a_reason_and_no_chance(
    disclosed: DisclosedCounts, why: str
) -> None:
    found = scoped(disclosed)
    assert found.why_not.startswith(why)
    assert (found.target is None) == bool(why)
    assert len(found.mix) > 3


def test_a_hidden_borough_has_a_range_and_the_city_nothing() -> None:
    found = scoped(counts(hackney=None, first=2019))
    assert found.baselines[HACKNEY].mark == "[c]"
    assert found.baselines[HACKNEY].upper > 7
    assert found.baselines[CITY].mark == "[x]"


def test_months_before_one_that_nobody_delivered_are_left_out() -> None:
    disclosed = counts(first=2015)
    table = disclosed.table
    lost = (table["period_start"] == Period.parse("2017-03").start) & (
        table["period_end"] == Period.parse("2017-03").end
    )
    table.loc[lost, ["numerator", "numerator_low", "numerator_high"]] = float("nan")
    table.loc[lost, "mark"] = "[x]"
    found = scoped(DisclosedCounts(table, "public", "nhs"))
    assert found.target is not None
    assert found.target.tested.horizons[0].folds == len(range(48, 81 - 11, 6))


def _published(months: int) -> PublishedFigures:
    rows = []
    for i in range(months):
        month = Period.of_months(2018, 1 + i, 1)
        rows.append(("gla_knife_injury_under25", LONDON, month.start, month.end, "none", "", "London", "region", 100.0 + i % 7,
                     float("nan"), float("nan"), "", "gla_state_of_london", "2023-12", "open", "published"))  # fmt: skip
    return PublishedFigures(pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS)))


def test_the_published_monthly_series_stands_in_where_no_delivery_is_loaded() -> None:
    found = scoped(NOTHING, _published(70))
    assert found.measure == "gla_knife_injury_under25"
    assert str(found.baselines[LONDON].period) == "2022-11/2023-10"
    assert found.baselines[LONDON].value == sum(100 + i % 7 for i in range(58, 70))
    assert found.target is not None
    assert set(found.baselines) == {LONDON}


def test_without_any_series_nothing_is_scoped() -> None:
    few = _published(5)
    for figures in (None, few):
        made = scope_target(
            None, NOTHING, areas=AREAS, period=YEAR, partnership="london", effects=EFFECTS, figures=figures, breaks={}
        )
        assert made is None


def test_the_fan_holds_history_forecast_and_a_path_that_ends_at_half(page: Edition, long: Scoped) -> None:
    (fan,) = charts(page, "halving_knife_crime")
    assert fan.form == "fan"
    ahead = [r for r in fan.data if "outer_lower" in r]
    assert len(ahead) == 10
    assert all(r["outer_lower"] <= r["lower"] <= r["y"] <= r["upper"] <= r["outer_upper"] for r in ahead)
    path = fan.options["path"]
    assert path[-1]["y"] == pytest.approx(long.baselines[LONDON].value / 2)
    assert len(fan.table.rows) == len(fan.data)
    assert {row[4] for row in fan.table.rows[-10:]} == {"[x]"}


def test_each_area_is_asked_the_same_share_and_its_own_number(page: Edition, long: Scoped) -> None:
    rows = {row[0]: row for row in tables(page, "halving_knife_crime")["What is asked of each area"].rows}
    assert rows["Hackney"][1] == "30"
    assert rows["Hackney"][5] == "15"
    assert amount(rows["London"][4]) == pytest.approx(long.baselines[LONDON].value * yearly_reduction(0.5, 10), abs=0.5)
    assert rows["City of London"][1] == "[x]"
    own = tables(page, "halving_knife_crime", HACKNEY)["The path to half in 10 years, Hackney"]
    assert [row[2] for row in own.rows][::10] == ["30", "15"]


def test_a_chance_is_printed_only_where_the_back_test_holds(page: Edition, long: Scoped) -> None:
    note = tables(page, "halving_knife_crime")["How well the forecast would have done before, London"].note
    assert ("Chance that the last year" in note) == (long.target is not None and long.target.tested.passes)
    short = scoped(counts(first=2019)).target
    assert short is not None
    assert short.chance is None


def test_each_actor_has_its_tasks_and_each_approach_its_lack(page: Edition) -> None:
    found = tables(page, "halving_knife_crime")
    assert sum(title.endswith("would have to do") for title in found) == 3
    mix = found["What a mix of programmes could contribute"]
    assert all(row[2] == "[x]" and "no sourced link" in row[4] for row in mix.rows)
    assert "https://" in mix.source


def test_an_area_without_a_count_has_a_line_instead_of_an_empty_table(page: Edition) -> None:
    blocks = section(page, "halving_knife_crime", CITY).blocks
    assert not [b for b in blocks if isinstance(b, Table) and "path to half" in b.title]
    (line,) = [b for b in blocks if isinstance(b, Prose) and b.text.startswith("The path to half")]
    assert "not available [x]. It begins with the area's own count" in line.text


def test_where_nothing_is_scoped_the_page_says_what_is_needed(empty: Edition) -> None:
    (first, *_) = section(empty, "halving_knife_crime").blocks
    assert isinstance(first, Callout)
    assert "police_offences" in first.text


def test_what_is_paid_and_gained_adds_up_on_the_page(page: Edition) -> None:
    found = tables(page, "value_of_programmes")
    summary = {row[0]: row for row in found["What programmes are worth, £ thousand"].rows}
    partners = found["Who pays and who gains, £ thousand"].rows
    assert len(summary) == 3
    for name, row in summary.items():
        rows = [r for r in partners if r[0] == name and r[1] != "All of them"]
        assert sum(amount(r[2]) for r in rows) == pytest.approx(amount(row[1]), abs=len(rows))
        assert sum(amount(r[3]) + amount(r[4]) for r in rows) == pytest.approx(amount(row[2]), abs=2 * len(rows))
        assert amount(row[2]) - amount(row[1]) == pytest.approx(amount(row[3]), abs=2)


def test_each_programme_has_a_tornado_about_its_value_and_a_source_for_every_number(page: Edition) -> None:
    drawn = charts(page, "value_of_programmes")
    assert [chart.form for chart in drawn] == ["tornado"] * 3
    found = tables(page, "value_of_programmes")
    for chart in drawn:
        base = chart.options["base"]["value"]
        assert all(
            min(r["low"], r["high"]) <= base + 1e-9 and max(r["low"], r["high"]) >= base - 1e-9 for r in chart.data
        )
        numbers = found[chart.title.replace("what its value rests on", "every number and its source")]
        assert all(row[4] for row in numbers.rows)
        assert sum("the evidence" in row[3] for row in numbers.rows) >= 1
        assert not re.search(r"\b(cost|effect|baseline|unit_cost):", " ".join(row[0] for row in numbers.rows))


def test_values_stand_on_the_page_of_the_whole_alone(page: Edition, empty: Edition) -> None:
    (only,) = section(page, "value_of_programmes", HACKNEY).blocks
    assert isinstance(only, Prose)
    assert "the assessment of London" in only.text


def test_robberies_of_businesses_are_counted_priced_and_not_among_the_unknown(make: Callable[..., Edition]) -> None:
    made = make(areas=AREAS, wanted=("mps_business_robbery",), with_figures=False, audience="authors")
    found = tables(made, "wider_economy")
    (row,) = found["Robbery of businesses, as the police publish it, London, 2023"].rows
    assert amount(row[3]) == pytest.approx(amount(row[1]) * amount(row[2]) / 1000, abs=1 + amount(row[1]) / 1000)
    assert not any("recorded in London" in r[0] for table in ("what is known", "what nobody has measured")
                   for r in found[f"The wider economy: {table}"].rows)  # fmt: skip
    assert all(r[1] == "[x]" for r in found["The wider economy: what nobody has measured"].rows)
    assert not any(table.is_synthetic for title, table in found.items() if title.startswith("The wider economy"))
    assert len(section(made, "wider_economy", CITY).blocks) == 2


def test_without_counts_the_wider_economy_still_says_what_is_known(empty: Edition) -> None:
    found = tables(empty, "wider_economy")
    unknown = [row[0] for row in found["The wider economy: what nobody has measured"].rows]
    assert "Robbery of businesses: robberies of businesses recorded in London" in unknown


def test_estimated_offences_stand_beside_recorded_ones_with_their_source(
    make: Callable[..., Edition], tmp_path: Path
) -> None:
    workspace = init("london", tmp_path / "w")
    (workspace.root / "records/multipliers.csv").write_text(
        "offence,multiplier,low,high,source\nrape,6,4,9,a survey\n", "utf-8"
    )
    disclosed = DisclosedCounts(
        pd.DataFrame([_row(code, YEAR, 20) | {"measure": "mps_rape"} for code in (LONDON, HACKNEY)]), "public", "none"
    )
    rooms = build_rooms(workspace, disclosed, areas=AREAS, period=YEAR, partnership="london", on=YEAR.end)
    made = make(areas=AREAS, wanted=("mps_rape",), with_figures=False, audience="authors", rooms=rooms)
    (table,) = (t for title, t in tables(made, "cost_of_violence", HACKNEY).items() if "nobody reported" in title)
    rape, total = table.rows
    assert rape[2] == "120"
    assert amount(rape[3]) == pytest.approx(6 * amount(rape[1]), abs=6)
    assert "a survey" in rape[5]
    assert total[3] == rape[3]
