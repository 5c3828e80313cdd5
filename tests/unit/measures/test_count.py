"""Count against a slow reference beside it, on random rows, and its errors."""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from opensna.contracts.contract import TableContract
from opensna.core.errors import DocumentError, InputError
from opensna.core.period import Period
from opensna.measures.answers import plan
from opensna.measures.count import count, unknown_area_share
from opensna.measures.measure import Measure, Range
from opensna.measures.segments import Segments, held_period
from opensna.measures.signature import WORD_BITS, sign
from opensna.reference.areas import LONDON, area, boroughs, covered_by

BOROUGHS = ("E09000003", "E09000007")
AREAS = (area(LONDON), *(area(code) for code in BOROUGHS))


def frame(rows: int = 3000, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "date": pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 1096, rows), unit="D"),
            "borough_code": rng.choice([*BOROUGHS, "Unknown", "E09000022"], rows),
            "kind": rng.choice(["a", "b", "c", None], rows),
            "flag": rng.choice([True, False, None], rows),
            "inside": rng.choice([True, False], rows),
            "age": rng.choice([None, *range(30)], rows),
            "sex": rng.choice(["Female", "Male"], rows),
            "n": rng.integers(0, 5, rows),
            "person_id": rng.integers(0, 400, rows).astype(str),
        }
    )


def table(data: pd.DataFrame) -> ibis.Table:
    schema = pa.schema(
        [("date", pa.date32()), ("borough_code", pa.string()), ("kind", pa.string()), ("flag", pa.bool_()), ("inside", pa.bool_()),
         ("age", pa.int32()), ("sex", pa.string()), ("n", pa.int64()), ("person_id", pa.string())]
    )  # fmt: skip
    return ibis.memtable(pa.Table.from_pandas(data, schema=schema, preserve_index=False))


def measure(name: str, **fields: Any) -> Measure:
    base = {"id": name, "title": "t", "question": "q?", "source": "s", "unit": "offence", "direction": "neither"}
    return Measure.model_validate({**base, **fields})


def ask(data: ibis.Table, measures: list[Measure], periods: list[Period], **more: Any) -> pd.DataFrame:
    return count(
        {"s": data}, measures, periods=periods, areas=AREAS, covers={"s": covered_by("met_police")}, access={"s": "open"},
        kinds={"s": "measured"}, releases={"s": "2024-01"}, **more,
    ).table  # fmt: skip


def meets(column: pd.Series, condition: Any) -> pd.Series:
    if isinstance(condition, Range):
        low = -1 if condition.minimum is None else condition.minimum
        high = 999 if condition.maximum is None else condition.maximum
        return column.map(lambda v: v is not None and not pd.isna(v) and low <= v <= high).astype(bool)
    wanted = condition if isinstance(condition, tuple) else (condition,)
    return column.map(lambda v: v is not None and not pd.isna(v) and any(v == w for w in wanted)).astype(bool)


def slow(data: pd.DataFrame, m: Measure, code: str, period: Period) -> float:
    rows = data[(data["date"] >= pd.Timestamp(period.start)) & (data["date"] <= pd.Timestamp(period.end))]
    rows = rows if code == LONDON else rows[rows["borough_code"] == code]
    for column, condition in m.where.items():
        rows = rows[meets(rows[column], condition)]
    if m.distinct:
        return float(rows[m.distinct].nunique())
    return float(rows[m.sum].sum() if m.sum else len(rows))


MEASURES = [
    measure("all"),
    measure("value", where={"kind": "a"}),
    measure("list", where={"kind": ("a", "c"), "inside": True}),
    measure("yes", where={"flag": True, "inside": True}),
    measure("no", where={"flag": False, "inside": True}),
    measure("range", where={"age": Range(minimum=10, maximum=24), "inside": True}),
    measure("open_range", where={"age": Range(maximum=4)}),
    measure("age", where={"age": 7}),
    measure("both", where={"age": Range(minimum=5), "flag": True, "kind": "b"}),
    measure("sum", sum="n", where={"kind": "b"}),
    measure("persons", unit="person", distinct="person_id", where={"inside": True}),
]
FEW = [Period.parse(text) for text in ("2019", "2020", "fy2019-20", "2020-03/2021-02")]
MANY = [*Period.parse("2019-03/2020-06").each_month(), Period.parse("2019-06/2021-01")]


@pytest.mark.parametrize("periods", [FEW, MANY], ids=["stretches", "months"])
def test_count_agrees_with_a_slow_reference(periods: list[Period]) -> None:
    data = frame()
    found = ask(table(data), MEASURES, periods).set_index(["measure", "area_code", "period_start", "period_end"])[
        "numerator"
    ]
    for m in MEASURES:
        for place in AREAS:
            for period in periods:
                got = found.loc[[(m.id, place.code, period.start, period.end)]].iloc[0]
                assert got == slow(data, m, place.code, period), (m.id, place.code, str(period))


def test_order_of_rows_is_irrelevant() -> None:
    data = frame(500)
    one, other = (ask(table(d), MEASURES, FEW) for d in (data, data.sample(frac=1, random_state=3)))
    pd.testing.assert_frame_equal(one, other)


def test_groups_add_up_to_the_whole() -> None:
    found = ask(table(frame()), [measure("m", breakdowns=("sex", "sex*kind"))], FEW)
    keys = ["area_code", "period_start", "period_end"]
    whole, by_sex, crossed = (
        found[found["breakdown"] == b].groupby(keys)["numerator"].sum() for b in ("none", "sex", "sex*kind")
    )
    pd.testing.assert_series_equal(whole, by_sex)
    pd.testing.assert_series_equal(whole, crossed)


def test_a_smaller_breakdown_is_rolled_up_from_a_larger_one() -> None:
    asked = plan([measure("m", breakdowns=("sex", "sex*kind")), measure("o", breakdowns=("age",))])
    assert set(asked) == {("sex", "kind"), ("age",)}


def test_more_conditions_than_a_word_holds_take_several_words() -> None:
    columns = {f"c{i}": pa.array([i % 2 == 0, None, False]) for i in range(WORD_BITS + 8)}
    data = ibis.memtable(
        pa.table({**columns, "date": pa.array([pd.Timestamp("2019-01-01").date()] * 3), "borough_code": ["x"] * 3})
    )
    asked = [measure(f"m{i}", where={name: True}) for i, name in enumerate(columns)]
    assert len(sign(data, [m.where for m in asked]).words) == 2
    found = ask(data, asked, [Period.parse("2019-01")])
    london = found[found["area_code"] == LONDON].set_index("measure")["numerator"]
    assert all(london[f"m{i}"] == float(i % 2 == 0) for i in range(WORD_BITS + 8))


def test_an_empty_table_gives_not_available() -> None:
    found = ask(table(frame(0)), [measure("m", breakdowns=("sex",))], FEW)
    assert set(found["mark"]) == {"[x]"}
    assert set(found["breakdown"]) == {"none"}


def test_an_empty_table_with_stated_coverage_gives_zeros() -> None:
    found = ask(table(frame(0)), [measure("m")], FEW, coverage={"s": Period.parse("2019-01/2021-12")})
    assert set(found["numerator"]) == {0.0}


def test_stretches_are_few_for_few_periods_and_months_for_many() -> None:
    assert Segments.of(FEW).count == 6
    assert Segments.of(MANY).count == 23


def test_held_period_is_whole_months() -> None:
    data = frame(200)
    assert held_period(table(data)) == Period.parse(f"{data['date'].min():%Y-%m}/{data['date'].max():%Y-%m}")


def test_a_source_without_a_table_says_how_to_get_it() -> None:
    with pytest.raises(InputError, match="ingest or synthesise other first"):
        ask(table(frame(5)), [measure("m", source="other")], FEW)


@pytest.mark.parametrize(
    ("where", "remedy"),
    [({"colour": "red"}, "correct the column's name"), ({"flag": "yes"}, "write true or false for a flag"),
     ({"kind": True}, "write true or false"), ({"age": "7"}, "a number for a number")],
)  # fmt: skip
def test_a_condition_that_does_not_fit_its_column_is_refused(where: dict[str, Any], remedy: str) -> None:
    with pytest.raises(DocumentError, match=remedy):
        ask(table(frame(50)), [measure("m", where=where)], FEW)


@pytest.mark.parametrize("fields", [{"distinct": "nobody"}, {"sum": "nothing"}, {"breakdowns": ("nowhere",)}])
def test_a_column_that_the_table_lacks_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match="correct the column's name"):
        ask(table(frame(50)), [measure("m", **fields)], FEW)


def test_the_share_without_a_known_borough_is_of_the_measures_records() -> None:
    data = frame()
    contract = TableContract("s", "1", (), area_column="borough_code")
    wanted, period = measure("m", sum="n", where={"kind": "a"}), Period.parse("2020")
    rows = data[(data["date"].dt.year == 2020) & (data["kind"] == "a")]
    expected = rows.loc[rows["borough_code"] == "Unknown", "n"].sum() / rows["n"].sum()
    assert unknown_area_share(table(data), wanted, contract, period) == pytest.approx(expected)
    assert unknown_area_share(table(data), wanted, contract, Period.parse("2010")) == 0.0


def test_every_borough_can_be_asked_about_at_once() -> None:
    found = count(
        {"s": table(frame(50))}, [measure("m")], periods=FEW, areas=boroughs(), covers={"s": covered_by("london")},
        access={"s": "open"}, kinds={"s": "measured"}, releases={"s": "r"},
    ).table  # fmt: skip
    assert len(found) == 33 * len(FEW)


def test_residents_of_no_year_before_the_first_held_are_made_up() -> None:
    data = frame().assign(date=lambda d: d["date"] - pd.DateOffset(years=10))
    asked = [measure("all", denominator={"population": "residents"})]
    years = [Period.parse("2010"), Period.parse("2011")]
    made = ask(table(data), asked, years).set_index(["area_code", "period_start"])["denominator"]
    assert made.loc[LONDON].isna().tolist() == [True, False]
    stated = ask(table(data), asked, years, population_year=2011).set_index(["area_code", "period_start"])
    assert stated.loc[LONDON, "denominator"].nunique() == 1
    assert not stated["denominator"].isna().any()
