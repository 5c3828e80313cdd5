"""Price years, price indices, discounting, unit costs and the small lists beside them."""

from __future__ import annotations

import pandas as pd
import pytest

from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.core.missing import Mark
from opensna.reference._money import path, table
from opensna.reference.bearers import bearers, overlaps, payers, priced_as
from opensna.reference.discounting import discount_factors, life_values
from opensna.reference.prices import PriceYear, price_index, price_indices, with_own_indices
from opensna.reference.unit_costs import COLUMNS, read_unit_costs, unit_costs
from opensna.reference.wider_economy import wider_economy


def row(**more: str) -> pd.DataFrame:
    base = dict.fromkeys(COLUMNS, "") | {
        "id": "mine/affray/police", "offence": "affray", "stage": "response", "component": "police", "bearer": "police",
        "per": "offence", "value": "100", "price_year": "2020", "source": "a study", "page": "p. 3", "status": "confirmed",
    }  # fmt: skip
    return pd.DataFrame([base | more])


def test_every_money_table_names_its_publisher_licence_and_date() -> None:
    named = table("sources.csv")
    files = {file.name for file in path("sources.csv").parent.iterdir()} - {"sources.csv"}
    assert set(named["file"]) == files
    for column in ("publisher", "title", "release", "licence", "retrieved"):
        assert (named[column] != "").all()


@pytest.mark.parametrize(("text", "kind"), [("2023", "calendar"), ("2023-24", "financial"), ("fy2023-24", "financial")])
def test_a_price_year_reads_both_kinds_and_writes_itself_back(text: str, kind: str) -> None:
    year = PriceYear.parse(text)
    assert (year.start, year.kind) == (2023, kind)
    assert PriceYear.parse(str(year)) == year


@pytest.mark.parametrize("text", ["2023-25", "23", "2023/24", ""])
def test_another_text_is_no_price_year(text: str) -> None:
    with pytest.raises(InputError, match="write the year in one of these two ways"):
        PriceYear.parse(text)


def test_a_financial_year_shares_months_with_two_calendar_years() -> None:
    year = PriceYear(2015, "financial")
    assert [year.overlaps(PriceYear(y)) for y in (2014, 2015, 2016, 2017)] == [False, True, True, False]


def test_every_index_has_a_title_publisher_and_release() -> None:
    for index in price_indices().values():
        assert index.title
        assert index.publisher
        assert index.release


def test_an_unknown_index_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="did you mean: gdp_deflator"):
        price_index("gdp_deflater")


def test_own_index_values_replace_and_add_without_code() -> None:
    rows = pd.DataFrame(
        {"index": ["cpi", "cpi", "mine"], "year": ["2024", "2026", "2024"], "value": ["133.9", "140", "7"],
         "status": ["outturn"] * 3, "source": ["the publisher"] * 3}
    )  # fmt: skip
    made = with_own_indices(rows, where="records/price_indices.csv")
    assert made["cpi"].value(PriceYear(2024)) == 133.9
    assert made["cpi"].mark(PriceYear(2024)) == ""
    assert made["cpi"].value(PriceYear(2015)) == 100
    assert made["mine"].credit == "mine, the publisher, added here"
    assert price_indices()["cpi"].value(PriceYear(2024)) != 133.9


@pytest.mark.parametrize("change", [{"year": ["24"]}, {"value": ["many"]}, {"value": ["-1"]}, {"status": ["guess"]}])
def test_own_index_values_that_cannot_be_read_name_their_line(change) -> None:
    rows = {"index": ["cpi"], "year": ["2024"], "value": ["133.9"], "status": ["outturn"], "source": ["x"]} | change
    with pytest.raises(DocumentError, match=r"line 2(.|\n)*correct the lines that are named"):
        with_own_indices(pd.DataFrame(rows), where="records/price_indices.csv")


def test_own_index_values_that_lack_columns_are_refused() -> None:
    with pytest.raises(DocumentError, match="add the columns to the file's first line"):
        with_own_indices(pd.DataFrame({"index": ["cpi"]}), where="records/price_indices.csv")


def test_discount_factors_follow_the_schedule_from_year_to_year() -> None:
    factors = discount_factors(130)
    assert factors[0] == 1
    assert factors[10] == pytest.approx(1.035**-10)
    assert factors[31] == pytest.approx(1.035**-30 / 1.03)
    assert factors[76] == pytest.approx(1.035**-30 * 1.03**-45 / 1.025)
    assert factors[126] == pytest.approx(1.035**-30 * 1.03**-45 * 1.025**-50 / 1.02)


def test_discount_factors_agree_with_the_green_books_own_table() -> None:
    assert discount_factors(51)[[1, 10, 30, 50]].round(4).tolist() == [0.9662, 0.7089, 0.3563, 0.1973]


def test_health_is_discounted_at_its_own_rate() -> None:
    assert discount_factors(11, schedule="health")[10] == pytest.approx(1.015**-10)


@pytest.mark.parametrize("years", [0, 2000])
def test_years_that_the_schedule_lacks_are_refused(years: int) -> None:
    with pytest.raises(InputError, match="from the first to the last in which there is a cost or a benefit"):
        discount_factors(years)


def test_lives_are_valued_with_a_price_year_and_a_source() -> None:
    values = {life.id: life for life in life_values()}
    assert (values["qaly_dhsc"].value, str(values["qaly_dhsc"].price_year)) == (70_000, "2024")
    assert values["wellby"].value == 13_000
    assert all(life.source for life in values.values())


def test_unit_costs_have_unique_ids_and_ours_alone_are_recalled_or_confirmed() -> None:
    ids = [cost.id for cost in unit_costs()]
    assert len(ids) == len(set(ids))
    assert {cost.status for cost in unit_costs()} == {"confirmed", "recalled"}


def test_a_users_row_is_read_with_its_range() -> None:
    (cost,) = read_unit_costs(row(low="50", high="200"), where="x")
    assert (cost.low, cost.value, cost.high, cost.standing) == (50, 100, 200, "confirmed")


@pytest.mark.parametrize(
    "change",
    [
        {"value": "many"}, {"value": "-1"}, {"price_year": "20"}, {"stage": "later"}, {"per": "incident"}, {"status": "sure"},
        {"source": ""}, {"low": "150", "high": "200"}, {"component": "headline"}, {"component": "rounding", "value": "-3"},
    ],
)  # fmt: skip
def test_a_users_row_that_does_not_fit_names_its_line(change) -> None:
    with pytest.raises(DocumentError, match=r"line 2(.|\n)*docs/costs.md describes the columns"):
        read_unit_costs(row(**change), where="records/unit_costs.csv")


def test_lacking_columns_and_doubled_ids_are_named() -> None:
    with pytest.raises(DocumentError, match="lacks bearer"):
        read_unit_costs(row().drop(columns="bearer"), where="x")
    with pytest.raises(DocumentError, match="mine/affray/police twice"):
        read_unit_costs(pd.concat([row(), row()]), where="x")


def test_every_bearer_of_a_figure_is_in_the_list_and_society_is_not_cash() -> None:
    assert {cost.bearer for cost in unit_costs()} <= set(bearers())
    assert not bearers()["victims_and_society"].is_cashable
    assert bearers()["police"].is_cashable
    assert payers()["home_office"].duty_partner.startswith("No Duty partner")


def test_domestic_abuse_overlaps_with_everything_and_either_way_round() -> None:
    (overlap,) = (o for o in overlaps() if o.offence == "domestic_abuse")
    assert overlap.concerns("domestic_abuse", "rape")
    assert overlap.concerns("rape", "domestic_abuse")
    assert not overlap.concerns("rape", "homicide")


def test_an_offence_priced_as_another_says_why() -> None:
    assert all(note for _, note in priced_as().values())


def test_the_wider_economy_has_a_source_or_says_not_available() -> None:
    rows = wider_economy()
    unknown = rows["value"] == str(Mark.NOT_AVAILABLE)
    assert (rows.loc[unknown, "status"] == "not_available").all()
    assert (rows.loc[unknown, "would_be_filled_by"] != "").all()
    assert (rows.loc[~unknown, "source"] != "").all()
    assert {"business_robbery", "night_time_economy", "visitors"} <= set(rows["topic"])
