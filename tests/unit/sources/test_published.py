"""What every source of published figures shares: the contract, absence with a reason, and how a table was packed."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.contracts.check import CheckedFile, check_text
from opensna.contracts.contract import TableContract
from opensna.contracts.settle import settle
from opensna.core.errors import HeaderError, UnreadableFileError
from opensna.core.missing import Mark
from opensna.sources._delivered import delivered_table, workbook
from opensna.sources._published import area_type, figures_contract, figures_reader, marked, text_rows

CONTRACT = figures_contract("figures", indicators=("Trust",), units=("share",), minimum=0, maximum=1)
GOOD: dict[str, Any] = {
    "indicator": "Trust", "area_code": "E09000007", "area_name": "Camden", "area_type": "lad", "period_start": "2023-01-01",
    "period_end": "2023-12-31", "group": None, "value": 0.5, "unit": "share", "lower": 0.4, "upper": 0.6, "mark": None,
}  # fmt: skip
Reasons = dict[int, list[str]]
Judge = Callable[..., Reasons]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Reasons by row of figures that are GOOD but for the given columns."""

    def run(*changes: dict[str, Any], contract: TableContract = CONTRACT) -> Reasons:
        rows = pd.DataFrame([{**GOOD, **change, "source_row": i} for i, change in enumerate(changes)])
        with duckdb.connect() as connection:
            text_rows(rows, connection, "figures")
            checked = CheckedFile("f", check_text(connection, "figures", contract, tmp_path / "judged.parquet"))
            settle(connection, [checked], contract, tmp_path / "bad.parquet", quote_values=True)
            found = connection.execute(f"SELECT source_row, reasons FROM '{tmp_path}/bad.parquet'").fetchall()
        return dict(found)

    return run


def test_a_figure_has_a_value_or_a_mark_and_never_both(judge: Judge) -> None:
    neither = {"value": None, "group": "a"}
    both = {"mark": "[x]", "group": "b"}
    absent = {"value": None, "lower": None, "upper": None, "mark": "[c]", "group": "c"}
    assert judge(GOOD, neither, both, absent) == {1: ["value_or_mark"], 2: ["value_or_mark"]}


def test_bounds_of_the_value_and_the_order_of_limits_and_periods_are_kept(judge: Judge) -> None:
    reasons = judge(
        {"value": 1.01, "group": "a"},
        {"lower": 0.7, "group": "b"},
        {"period_start": "2024-01-01", "group": "c"},
        {"mark": "[b]", "value": None, "group": "d"},
        {"unit": "per cent", "group": "e"},
        {"area_code": "Camden", "group": "f"},
    )
    assert reasons == {
        0: ["out_of_range:value", "value_or_mark"],
        1: ["limits_order"],
        2: ["period_order"],
        3: ["unknown_value:mark", "value_or_mark"],
        4: ["unknown_value:unit"],
        5: ["bad_format:area_code"],
    }


def test_a_figure_stands_once_and_everybody_is_a_group_of_its_own(judge: Judge) -> None:
    assert judge(GOOD, {"group": "sex=Female"}, {"value": 0.4}, {"group": ""}) == {
        2: ["duplicate_key:indicator+area_code+period_start+period_end+group"],
        3: ["duplicate_key:indicator+area_code+period_start+period_end+group"],
    }


@pytest.mark.parametrize(
    ("start", "end", "is_twelve"),
    [
        ("2023-01-01", "2023-12-31", True),
        ("2023-03-01", "2024-02-29", True),
        ("2023-10-01", "2023-12-31", False),
        ("2023-01-01", "2023-12-30", False),
    ],
)
def test_a_contract_may_hold_every_period_to_one_length(judge: Judge, start: str, end: str, is_twelve: bool) -> None:
    reasons = judge(
        {"period_start": start, "period_end": end},
        contract=figures_contract("figures", indicators=("Trust",), units=("share",), months=12),
    )
    assert reasons == ({} if is_twelve else {0: ["period_length"]})


def test_only_a_listed_text_is_a_mark_whatever_its_case_and_a_blank_is_one_if_listed() -> None:
    texts = pd.Series(["1.5", " C ", "-", None, "", "n/a"])
    found = marked(texts, {"c": Mark.SUPPRESSED, "-": Mark.NOT_AVAILABLE, "": Mark.NOT_APPLICABLE})
    assert found["value"].fillna("absent").tolist() == ["1.5", "absent", "absent", "absent", "absent", "n/a"]
    assert found["mark"].fillna("").tolist() == ["", "[c]", "[x]", "[z]", "[z]", ""]
    assert marked(texts, {})["value"].notna().sum() == 4  # a blank is never a value


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_a_number_is_written_with_every_digit_it_needs(values: list[float]) -> None:
    with duckdb.connect() as connection:
        text_rows(pd.DataFrame({"value": values, "source_row": range(len(values))}), connection, "figures")
        stored = connection.execute("SELECT CAST(value AS DOUBLE) FROM figures ORDER BY source_row").fetchall()
    assert all(math.copysign(1, a) == math.copysign(1, b) and a == b for (a,), b in zip(stored, values, strict=True))


def test_codes_say_what_kind_of_area_they_name() -> None:
    codes = [
        "E01000001",
        "E05000026",
        "E06000001",
        "E09000007",
        "E10000016",
        "E12000007",
        "E13000001",
        "E23000014",
        "K02000001",
    ]
    kinds = ["lsoa", "ward", "lad", "lad", "county", "region", "group", "pfa", "country"]
    assert list(map(area_type, codes)) == kinds
    assert area_type("00AG") == area_type("") == ""


READ = figures_reader(
    lambda rows: rows.assign(unit="share"), header=("indicator", "value"), do_this="give the other file"
)


def test_a_table_is_read_the_same_from_csv_gzip_and_parquet(tmp_path: Path) -> None:
    plain, packed, columns = (tmp_path / name for name in ("figures.csv", "figures.csv.gz", "figures.parquet"))
    plain.write_text("VALUE;Indicator;other\n0.5; Trust ;x\n;Trust;\n")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    pd.DataFrame({"VALUE": ["0.5", None], "Indicator": [" Trust ", "Trust"], "other": ["x", None]}).to_parquet(columns)
    for path in (plain, packed, columns):
        with duckdb.connect() as connection:
            rows = READ(path, connection)
            found = connection.execute(
                f"SELECT source_row, indicator, value, unit FROM {rows.relation} ORDER BY source_row"
            ).fetchall()
        assert found == [(2, "Trust", "0.5", "share"), (3, "Trust", None, "share")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures.csv", "figures.csv.gz", "figures.parquet"]


def test_another_header_is_refused_with_the_sources_own_remedy(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Indicator,Score\nTrust,1\n")
    with (
        duckdb.connect() as connection,
        pytest.raises(HeaderError, match=r"(?s)lacks value.*do this: give the other file"),
    ):
        READ(path, connection)


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b broken", b"PAR1 broken PAR1", gzip.compress(b"a,b\n1,2\n" * 99, mtime=0)[:25]]
)
def test_a_damaged_table_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with duckdb.connect() as connection, pytest.raises(UnreadableFileError, match="do this: download it again"):
        delivered_table(path, connection)


def test_a_workbook_is_opened_and_what_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    assert workbook(path).sheetnames == ["Sheet"]
    path.write_bytes(b"PK\x03\x04" + bytes(60))
    with pytest.raises(UnreadableFileError, match="do this: download it again"):
        workbook(path)
    path.write_text("Area,Value\nCamden,1\n")
    with pytest.raises(HeaderError, match="do this: give the workbook as it was downloaded"):
        workbook(path)
    with pytest.raises(UnreadableFileError, match="do this: check the path"):
        workbook(tmp_path / "absent.xlsx")
