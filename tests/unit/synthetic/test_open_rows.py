"""Synthetic rows of open sources fit their contracts and give figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.catalogue import FIGURES, SOURCES
from opensna.synthetic.open_rows import WRITERS, write_open_rows
from opensna.warehouse.engine import connect, open_table
from opensna.warehouse.warehouse import Warehouse

YEARS = (2022, 2023)


@pytest.mark.parametrize("id", sorted(WRITERS))
def test_rows_fit_their_contract_and_give_every_figure_of_their_source(tmp_path: Path, id: str) -> None:
    source, warehouse = SOURCES[id], Warehouse(tmp_path / "warehouse")
    path = write_open_rows(tmp_path, id, source.contract.names, years=YEARS, seed=1)
    record = warehouse.ingest(source, [path], released="2024-03", is_synthetic=True)
    assert record.rows_accepted == record.rows_read > 0
    assert record.is_synthetic
    rows = open_table(connect(), warehouse.path(id, "2024-03"))
    figures = (source.figures(rows) if source.figures else rows).to_pyarrow().to_pandas()
    wanted = {figure.indicator for figure in FIGURES.values() if figure.source == id}
    assert wanted <= set(figures["indicator"])


@pytest.mark.parametrize("id", sorted(WRITERS))
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path, id: str) -> None:
    names = SOURCES[id].contract.names
    made = [write_open_rows(tmp_path, id, names, years=YEARS, seed=seed).read_bytes() for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
