from __future__ import annotations

import re
from pathlib import Path

import duckdb
import numpy as np
import pytest

import opensna.sources
from opensna.contracts.check import check_text
from opensna.contracts.contract import Column, Rule, TableContract
from opensna.core.discover import discover
from opensna.core.errors import InputError
from opensna.sources._base import Source
from opensna.synthetic.dummy import rows_from_contract
from opensna.synthetic.patterns import text_like

CONTRACTS = {source.id: source.contract for source in discover(opensna.sources, "SOURCE", Source).values()}
SMALL = TableContract(
    id="small",
    version="1",
    columns=(
        Column("month", "month", "Month."),
        Column("kind", "string", "Kind.", codes=("a", "b")),
        Column("low", "integer", "Low.", minimum=1, maximum=3),
        Column("high", "integer", "High.", minimum=1, maximum=3),
        Column("note", "string", "Note.", required=False),
    ),
    key=("month", "kind"),
    month_column="month",
    rules=(Rule("order", "low <= high", "low is not above high"),),
)


TIED = ("home_office_recorded_crime", "home_office_recorded_crime_csp", "mps_monthly_dashboard", "nhs_sharp_object")
"""Contracts whose rules tie a code to another or a total to its parts: rows drawn at random hardly ever meet them."""


@pytest.mark.parametrize("source_id", TIED)
def test_a_contract_whose_columns_hang_together_is_refused_with_a_reason(source_id: str) -> None:
    with pytest.raises(InputError, match="do this: ask for fewer rows, or look at the contract's key and rules"):
        rows_from_contract(CONTRACTS[source_id], 200, seed=1)


@pytest.mark.parametrize("source_id", sorted(set(CONTRACTS) - set(TIED)))
def test_dummy_rows_of_every_source_meet_its_contract(source_id: str, tmp_path: Path) -> None:
    contract = CONTRACTS[source_id]
    rows = rows_from_contract(contract, 200, seed=1)
    assert tuple(rows.columns) == contract.names
    assert len(rows) == 200
    texts = rows.astype("string").reset_index(names="source_row")
    with duckdb.connect() as connection:
        connection.register("texts", texts)
        columns = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in contract.names)
        connection.execute(f"CREATE VIEW dummies AS SELECT source_row, {columns} FROM texts")
        judged = check_text(connection, "dummies", contract, tmp_path / "judged.parquet")
        reasons = connection.execute(f"SELECT DISTINCT unnest(reasons) FROM '{judged}'").fetchall()
    assert reasons == []
    assert not contract.key or not rows.duplicated(subset=list(contract.key)).any()
    if contract.month_column:
        assert rows[contract.month_column].nunique() == 60


def test_the_same_seed_gives_the_same_rows() -> None:
    assert rows_from_contract(SMALL, 20, seed=3).equals(rows_from_contract(SMALL, 20, seed=3))
    assert not rows_from_contract(SMALL, 20, seed=3).equals(rows_from_contract(SMALL, 20, seed=4))


def test_rules_across_columns_hold_and_optional_columns_are_sometimes_blank() -> None:
    rows = rows_from_contract(SMALL, 100, seed=1)
    assert (rows["low"] <= rows["high"]).all()
    assert 0 < rows["note"].isna().sum() < 50
    assert rows["month"].nunique() == 60


def test_more_rows_than_the_key_admits_are_refused() -> None:
    with pytest.raises(InputError, match="ask for fewer rows"):
        rows_from_contract(SMALL, 121, seed=1)


def test_no_rows_are_an_empty_table_with_the_columns() -> None:
    assert tuple(rows_from_contract(SMALL, 0, seed=1).columns) == SMALL.names


@pytest.mark.parametrize(
    "pattern",
    [r"E09\d{6}", r"[A-Za-z0-9/_.\-]{1,40}", r"-?\d+(\.\d+)?", r"(ab|c)+[^a-z]?", r"^\w*(?:x|y){2,}$", r".\s[\d_]"],
)
def test_text_matches_its_pattern(pattern: str) -> None:
    rng = np.random.default_rng(1)
    assert all(re.fullmatch(pattern, text_like(pattern, rng)) for _ in range(50))


@pytest.mark.parametrize("pattern", [r"(?=a)a", r"(a", r"[a", r"(a)\1", r"a)"])
def test_a_pattern_that_is_too_much_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="give the column a list of codes, or a simpler pattern"):
        text_like(pattern, np.random.default_rng(1))
