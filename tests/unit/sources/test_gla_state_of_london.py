from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources.gla_state_of_london import SOURCE
from opensna.warehouse.warehouse import Warehouse

HEADER = "dtst,xd,b,y,text,chart,chapter,title,sub"
LINES = (
    "sol_hmcd,2018-01-01,,10.0,,,Crime and safety,Homicide Offences,Violence",
    "sol_sxoff,2018-02-01,Rape Offences,642.0,,,Crime and safety,Sexual Offences,Violence",
    "sol_fair,2014-12-01,,0.74,,,Crime and safety,Fair Treatment,Safety",
    "sol_dark,2018-06-01,Female,0.6,,,Crime and safety,Feeling of Safety after Dark,Safety",
    "sol_dark,2018-06-01,All,,,,Crime and safety,Feeling of Safety after Dark,Safety",
    "sol_prmexcl,2018-19,England,0.1,,,Young people and education,Permanent exclusion rate,Key stage 4",
    "sol_prmexcl,2018-19,London,0.08,,,Young people and education,Permanent exclusion rate,Key stage 4",
    "sol_sfty,2017-18,only,0.81,,,Young people and education,Safety of local area,Safety",
    "sol_75_mort,Decile 1 (most deprived),2019,462.79,,,Health and Wellbeing,Mortality,Life expectancy",
)


def ingest(folder: Path, *lines: str, header: str = HEADER) -> ReleaseRecord:
    path = folder / "series.csv"
    path.write_text("\n".join((header, *lines)) + "\n")
    return Warehouse(folder / "warehouse").ingest(SOURCE, [path], released="2023-12")


def stored(folder: Path, columns: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(
        f"SELECT {columns} FROM '{Warehouse(folder / 'warehouse').path(SOURCE.id, '2023-12')}'"
    ).fetchall()


def test_each_series_says_what_its_dates_and_its_split_mean(tmp_path: Path) -> None:
    ingest(tmp_path, *LINES)
    columns = 'indicator, area_name, CAST(period_start AS VARCHAR), CAST(period_end AS VARCHAR), "group", value, mark'
    assert stored(tmp_path, columns) == [
        ("Homicide offences", "London", "2018-01-01", "2018-01-31", None, 10.0, None),
        ("Rape offences", "London", "2018-02-01", "2018-02-28", None, 642.0, None),
        ("Police treat everyone fairly", "London", "2014-01-01", "2014-12-31", None, 0.74, None),
        ("Feels safe walking alone after dark", "London", "2018-04-01", "2018-06-30", "sex=Female", 0.6, None),
        ("Feels safe walking alone after dark", "London", "2018-04-01", "2018-06-30", None, None, "[x]"),
        ("Permanent exclusions", "England", "2018-09-01", "2019-08-31", None, 0.1, None),
        ("Permanent exclusions", "London", "2018-09-01", "2019-08-31", None, 0.08, None),
        ("Local area is safe for children to grow up", "London", "2017-04-01", "2018-03-31", None, 0.81, None),
    ]


def test_series_of_other_subjects_are_not_read(tmp_path: Path) -> None:
    assert ingest(tmp_path, *LINES).rows_read == len(LINES) - 1


def test_a_date_that_is_none_and_a_new_kind_of_offence_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)did you mean 'Rape offences'"):
        ingest(tmp_path, LINES[1].replace("Rape Offences", "Rapes Offences"))
    with pytest.raises(ContractError, match=r"(?s)bad_date.*do this: write dates"):
        ingest(tmp_path, LINES[0].replace("2018-01-01", "January 2018"))


def test_the_list_of_data_sets_is_not_the_file(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="do this: give the file of all chart series"):
        ingest(tmp_path, "wlkcyc,x,y", header="dataset,source,link")
