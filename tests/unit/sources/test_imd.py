from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.reference.deprivation import contains_crime
from opensna.sources import imd_2019, imd_2025
from opensna.sources._base import Source
from opensna.warehouse.warehouse import Warehouse

LSOA_2019 = "lsoa,overall_local_score,income_score,employment_score,original_decile\nE01021988,92.735,56.9,53.4,1\n"


def wide(source: Source, code: str, area: str, name: str = "") -> str:
    """A file of the layout that has this header of the code and the most columns, every value 1."""
    module = {"imd_2019": imd_2019, "imd_2025": imd_2025}[source.id]
    layout = next(layout for layout in module._LAYOUTS if layout.code == code)
    header = [code, *([layout.name] if layout.name else []), *layout.columns]
    values = [area, *([name] if layout.name else []), *["1"] * len(layout.columns)]
    return f"{','.join(header)}\n{','.join(values)}\n"


def stored(folder: Path, source: Source, *texts: str) -> list[tuple[Any, ...]]:
    files = [folder / f"part{i}.csv" for i in range(len(texts))]
    for path, text in zip(files, texts, strict=True):
        path.write_text(text)
    warehouse = Warehouse(folder / "warehouse")
    warehouse.ingest(source, files, released="2025-10")
    columns = "indicator, area_code, area_type, value, unit, CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR)"
    return duckdb.sql(f"SELECT {columns} FROM '{warehouse.path(source.id, '2025-10')}'").fetchall()


def test_authorities_and_small_areas_of_an_edition_go_together(tmp_path: Path) -> None:
    rows = stored(tmp_path, imd_2019.SOURCE, LSOA_2019, wide(imd_2019.SOURCE, "ltla19_code", "E06000001"))
    assert rows[0] == ("Multiple deprivation: score", "E01021988", "lsoa", 92.735, "score", "2019-01-01", "2019-12-31")
    assert {row[2] for row in rows[4:]} == {"lad"}
    assert len({row[0] for row in rows}) == len(rows) == 4 + 17


@pytest.mark.parametrize(
    ("code", "area", "name", "figures"),
    [("ltla24_code", "E06000001", "Hartlepool", 52), ("lsoa21_code", "E01000001", "", 24)],
)
def test_each_file_of_the_2025_edition_is_recognised(
    tmp_path: Path, code: str, area: str, name: str, figures: int
) -> None:
    rows = stored(tmp_path, imd_2025.SOURCE, wide(imd_2025.SOURCE, code, area, name))
    assert len({row[0] for row in rows}) == len(rows) == figures
    assert {row[5:] for row in rows} == {("2025-01-01", "2025-12-31")}


def test_every_indicator_made_from_crime_is_known_to_be(tmp_path: Path) -> None:
    for source in (imd_2019.SOURCE, imd_2025.SOURCE):
        codes = next(column.codes for column in source.contract.columns if column.name == "indicator")
        assert {code for code in codes if contains_crime(code)} == {
            code for code in codes if code.startswith(("Multiple deprivation", "Crime"))
        }
        assert any("never regressed" in caveat for caveat in source.caveats)


def test_an_index_that_nobody_knows_counts_as_made_from_crime() -> None:
    assert contains_crime("Index of everything")
    assert not contains_crime("Living environment: score")


def test_another_editions_file_is_refused_and_a_wrong_number_reported(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="do this: give the summaries by local authority"):
        stored(tmp_path, imd_2025.SOURCE, LSOA_2019)
    with pytest.raises(ContractError, match="value: not_a_number"):
        stored(tmp_path, imd_2019.SOURCE, LSOA_2019.replace("92.735", "high"))
