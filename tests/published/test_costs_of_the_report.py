"""Section 4 of chapter 2 of the April 2025 report: its cost tables made again, and what they leave open."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from opensna.costs.catalogue import Catalogue, build_catalogue
from opensna.costs.printed import bearer_table, domestic_abuse, reproduce
from opensna.costs.uprating import Uprating
from opensna.reference.discounting import discount_rates
from opensna.reference.prices import PriceYear, price_indices
from opensna.reference.unit_costs import unit_costs
from opensna.reference.wider_economy import printed_bearers, printed_costs

FY15 = PriceYear(2015, "financial")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return build_catalogue(unit_costs())


@pytest.fixture(scope="module")
def expected(real_data: Path) -> dict[str, object]:
    vectors = json.loads((real_data / "vectors/vectors.json").read_text("utf-8"))
    return next(v["expected"] for v in vectors if v["id"] == "report_costs")


def test_tables_13_and_15_reproduce_to_the_printed_ten_pounds(catalogue: Catalogue) -> None:
    made = reproduce(catalogue)
    assert (made.rows["difference"] == 0).all()
    assert len(made.rows) == 6


def test_the_factor_lies_where_the_printed_unit_costs_put_it(catalogue: Catalogue, expected) -> None:
    assert reproduce(catalogue).factor == pytest.approx(expected["factor_interval"], abs=1e-10)


def test_the_sums_and_the_daily_figures_follow(catalogue: Catalogue, expected) -> None:
    made = reproduce(catalogue)
    assert made.totals == {"Table 13": expected["table13"], "Table 15": expected["table15"]}
    assert sum(made.totals.values()) == expected["combined"]
    assert {name: round(value / 1e6, 2) for name, value in made.a_day.items()} == {"Table 13": 3.26, "Table 15": 1.65}


def test_cpi_to_2024_is_the_nearest_index_though_the_tables_are_headed_2023(catalogue: Catalogue) -> None:
    nearest = reproduce(catalogue).nearest[0]
    assert (nearest.index, nearest.base, nearest.target) == ("cpi_monthly", PriceYear(2015), PriceYear(2024))
    assert abs(nearest.distance) < 1e-4


@pytest.mark.parametrize(
    ("index", "target", "factor"),
    [
        ("gdp_deflator", "2023", 1.2807), ("gdp_deflator", "2024", 1.3306), ("gdp_deflator_ons", "2023-24", 1.2893),
        ("gdp_deflator_ons", "2024-25", 1.3418), ("cpih", "2024", 1.329), ("cpi", "2023", 1.3073),
    ],
)  # fmt: skip
def test_other_indices_give_other_factors(index: str, target: str, factor: float) -> None:
    assert Uprating(PriceYear.parse(target), index).of(FY15).factor == pytest.approx(factor, abs=6e-5)


def test_the_gdp_deflator_to_2023_gives_1_716_billion_instead(catalogue: Catalogue) -> None:
    assert round(reproduce(catalogue).deflated.by()["value"].item() / 1e9, 3) == 1.716


def test_table_14_does_not_reconcile_and_the_amounts_say_so(catalogue: Catalogue, expected) -> None:
    made = bearer_table(catalogue)
    assert made.lines["printed"].sum() == expected["table14_sum"]
    assert not any(difference.agrees for difference in made.differences)
    assert [d.difference for d in made.differences] == [
        expected["table14_sum"] - expected["table13"], expected["table14_sum"] - expected["combined"],
    ]  # fmt: skip
    assert made.lines.set_index("bearer")["ratio"].round(3).to_dict() == {
        "police": 1.232, "courts_and_prisons": 1.190, "health": 1.231, "victim_services": 1.226, "victims_and_society": 1.197,
    }  # fmt: skip


def test_no_volumes_of_the_four_offences_explain_table_14(catalogue: Catalogue) -> None:
    assert 0.01 < bearer_table(catalogue).fit.worst_misfit < 0.02


def test_domestic_abuse_is_a_per_victim_cost_times_a_number_of_offences(catalogue: Catalogue, expected) -> None:
    made = domestic_abuse(catalogue)
    volume, unit_cost = expected["da_factorisation"]
    assert made.total == expected["da_total"]
    assert (made.pairs[0].volume, made.pairs[0].unit_cost) == (volume, unit_cost)
    assert len(made.pairs) == 15
    assert (119_059, 45_900) in {(pair.volume, pair.unit_cost) for pair in made.pairs[:3]}
    assert all(pair.volume * pair.unit_cost == made.total for pair in made.pairs)
    assert round(made.with_printed_offences / 1e9, 2) == 4.28
    assert round(made.a_day / 1e6, 2) == 14.97
    assert "per victim and year" in made.warning


def test_the_printed_tables_held_here_are_those_of_the_report(real_data: Path) -> None:
    folder = real_data.parent / "report/tables"
    with (folder / "table13_15_costs_2023.csv").open(encoding="utf-8") as rows:
        theirs = [(float(r["volume_2023"]), float(r["total_gbp_nearest_10"])) for r in csv.DictReader(rows)]
    assert list(printed_costs()[["volume", "total"]].itertuples(index=False, name=None)) == theirs
    with (folder / "table14_cost_by_bearer_2023.csv").open(encoding="utf-8") as rows:
        assert printed_bearers()["total"].tolist() == [float(r["total_gbp"]) for r in csv.DictReader(rows)]


def test_the_discount_schedule_is_the_published_one(real_data: Path) -> None:
    vectors = json.loads((real_data / "vectors/vectors.json").read_text("utf-8"))
    bands = next(v["expected"]["bands"] for v in vectors if v["id"] == "discount_stpr")
    rates = discount_rates()
    for first, last, rate in bands:
        assert (rates[max(first, 1) - 1 : last] == rate).all()
    assert len(rates) == bands[-1][1]


def test_the_price_indices_are_those_of_the_published_files(real_data: Path) -> None:
    folder = real_data / "reference/prices"
    with (folder / "hmt_gdp_deflator_calendar_2024eq100_dec2025.csv").open(encoding="utf-8") as rows:
        published = {PriceYear(int(row["year"])): float(row["value"]) for row in csv.DictReader(rows)}
    assert dict(price_indices()["gdp_deflator"].values) == published
    lines = (folder / "obr_ons_cpi_etc_indexes_feb2024.tab").read_text("utf-8").splitlines()
    quarters = {cells[0]: float(cells[1]) for cells in (line.split("\t") for line in lines) if " Q" in cells[0]}
    for year in (2015, 2019, 2023):
        mean = sum(quarters[f"{year} Q{quarter}"] for quarter in (1, 2, 3, 4)) / 4
        assert price_indices()["cpi"].value(PriceYear(year)) == pytest.approx(mean, abs=1e-4)
    financial = (quarters["2015 Q2"] + quarters["2015 Q3"] + quarters["2015 Q4"] + quarters["2016 Q1"]) / 4
    assert price_indices()["cpi"].value(FY15) == pytest.approx(financial, abs=1e-4)
