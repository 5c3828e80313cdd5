"""The Metropolitan Police's wide files: every vintage read, every bad input refused or reported."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError, UnreadableFileError
from opensna.core.provenance import ReleaseRecord
from opensna.sources import mps_borough_crime, mps_ward_crime
from opensna.sources._base import Source, TextRows
from opensna.sources._mps import places, subgroups
from opensna.warehouse.warehouse import Warehouse

BOROUGH, WARD = mps_borough_crime.SOURCE, mps_ward_crime.SOURCE
OLD = """MajorText,MinorText,LookUp_BoroughName,202211,202212
Robbery,Robbery of Personal Property,Barking and Dagenham,4,5
Public Order Offences,"Other Offences Against the State, or Public Order",London Heathrow and London City Airports,1,0
"""
NEW = """MajorText,MinorText,BoroughName,202211,202212
ROBBERY,ROBBERY OF PERSONAL PROPERTY,Barking and Dagenham,4,5
PUBLIC ORDER OFFENCES,OTHER OFFENCES PUBLIC ORDER,London Heathrow and London City Airports,1,0
"""
WARDS = """MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202109,202110
Sexual Offences,Rape,Heathrow Villages,E05013570,Aviation Security (SO18),0,1
Sexual Offences,Rape,Heathrow Villages,E05013570,Hillingdon,2,3
"""
Rows = list[tuple[Any, ...]]


def write(folder: Path, text: str | bytes, name: str = "delivery.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows_of(source: Source, path: Path, columns: str = "*") -> Rows:
    with duckdb.connect() as connection:
        read = source.read(path, connection)
        assert isinstance(read, TextRows)
        return connection.execute(f"SELECT {columns} FROM {read.relation} ORDER BY source_row").fetchall()


def ingest(folder: Path, *texts: str, source: Source = BOROUGH) -> ReleaseRecord:
    files = [write(folder, text, f"part{i}.csv") for i, text in enumerate(texts)]
    return Warehouse(folder / "warehouse").ingest(source, files, released="2024-03")


def big(rows: Iterable[str] = ()) -> str:
    """A delivery large enough that a few bad cells stay under the share that is allowed."""
    months = [f"{year}{month:02d}" for year in range(2011, 2021) for month in range(1, 13)]
    lines = [f"MajorText,MinorText,BoroughName,{','.join(months)}"]
    for subgroup in ("Rape", "Other Sexual Offences"):
        lines += [
            f"Sexual Offences,{subgroup},{name},{','.join(['7'] * 120)}" for name in ("Barnet", "Bexley", "Brent")
        ]
    return "\n".join([*lines, *rows]) + "\n"


@pytest.mark.parametrize("text", [OLD, NEW, OLD.upper(), NEW.lower()], ids=["2024-03", "2024-11", "upper", "lower"])
def test_every_vintage_gives_the_same_rows(tmp_path: Path, text: str) -> None:
    rows = rows_of(
        BOROUGH, write(tmp_path, text), "month, borough_name, borough_code, offence_subgroup, count, source_row"
    )
    order = "Other offences against the state, or public order"
    airports = ("London Heathrow and London City Airports", "Airports")
    assert rows == [
        ("2022-11-01", "Barking and Dagenham", "E09000002", "Robbery of personal property", "4", 2004),
        ("2022-12-01", "Barking and Dagenham", "E09000002", "Robbery of personal property", "5", 2005),
        ("2022-11-01", *airports, order, "1", 3004),
        ("2022-12-01", *airports, order, "0", 3005),
    ]


@pytest.mark.parametrize("text", [OLD, NEW, OLD.upper()])
def test_every_vintage_is_accepted_whole(tmp_path: Path, text: str) -> None:
    record = ingest(tmp_path, text)
    assert (record.rows_accepted, record.rows_quarantined, record.period_start) == (4, 0, "2022-11-01")


def test_subgroups_of_2026_stand_apart_from_violence_without_injury() -> None:
    assert subgroups()["stalking and harassment"] == ("Violence against the person", "Stalking and harassment")
    assert subgroups()["death serious injury illegal driving"][1] == "Death or serious injury - unlawful driving"


def test_only_burglaries_whose_figures_agree_share_a_subgroup() -> None:
    assert subgroups()["burglary in a dwelling"] == subgroups()["domestic burglary"]
    apart = ("domestic burglary", "burglary - residential", "burglary non-dwelling", "res burglary of a home")
    assert len({subgroups()[text][1] for text in apart}) == 4


def test_no_subgroup_stands_in_two_groups() -> None:
    groups = Counter(subgroup for _, subgroup in set(subgroups().values()))
    assert max(groups.values()) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("barking & dagenham", "E09000002"),
        ("kensington and chelsea", "E09000020"),
        ("aviation security (so18)", "Airports"),
        ("london heathrow and london city airports", "Airports"),
        ("unknown", "Unknown"),
        ("other / nk", "Unknown"),
    ],
)
def test_places_have_one_code_whatever_their_spelling(text: str, code: str) -> None:
    assert places()[text.replace("&", "and")][0] == code


def test_an_ampersand_and_outer_blanks_change_nothing(tmp_path: Path) -> None:
    text = NEW.replace("Barking and Dagenham", "  BARKING  &  dagenham ")
    assert rows_of(BOROUGH, write(tmp_path, text), "borough_name, borough_code")[0] == (
        "Barking and Dagenham",
        "E09000002",
    )


def test_a_ward_that_two_commands_police_keeps_both_rows(tmp_path: Path) -> None:
    rows = rows_of(WARD, write(tmp_path, WARDS), "month, ward_code, ward_name, borough_code, count")
    assert rows[1] == ("2021-10-01", "E05013570", "Heathrow Villages", "Airports", "1")
    assert rows[2] == ("2021-09-01", "E05013570", "Heathrow Villages", "E09000017", "2")
    assert ingest(tmp_path, WARDS, source=WARD).rows_accepted == 4


def test_a_ward_file_may_name_its_borough_as_the_borough_file_does(tmp_path: Path) -> None:
    text = WARDS.replace("LookUp_BoroughName", "BoroughName").upper()
    assert ingest(tmp_path, text, source=WARD).rows_quarantined == 0


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(codecs.BOM_UTF8 + NEW.encode(), id="byte order mark"),
        pytest.param(NEW.encode("utf-16"), id="utf-16"),
        pytest.param(NEW.replace("\n", "\r").encode(), id="carriage returns only"),
        pytest.param(NEW.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(NEW.replace(",", ";").encode(), id="semicolons"),
        pytest.param(NEW.rstrip("\n").encode(), id="no last line end"),
    ],
)
def test_another_way_to_write_the_file_gives_the_same_rows(tmp_path: Path, content: bytes) -> None:
    other = rows_of(BOROUGH, write(tmp_path, content))
    assert other == rows_of(BOROUGH, write(tmp_path, NEW, "plain.csv"))


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        pytest.param(b"", "send it again", id="empty"),
        pytest.param(b"PK\x03\x04" + bytes(40), "unpack it", id="zip"),
        pytest.param(bytes(range(256)) * 4, "export the table again", id="binary"),
        pytest.param(b"MajorText," + b"x" * 1_100_000, "export the table again", id="long line"),
        pytest.param((NEW + "A,B,C,1,2,3\n").encode(), "quotation marks", id="a value too many"),
        pytest.param(
            (NEW + "ROBBERY,ROBBERY OF BUSINESS PROPERTY,Barnet,1,5,2\n").encode(), "whole numbers", id="comma"
        ),
        pytest.param((NEW + 'ROBBERY,"ROBBERY OF BUSINESS' + "x" * 1_100_000).encode(), "quotation", id="open quote"),
    ],
)
def test_what_is_no_text_table_is_refused(tmp_path: Path, content: bytes, remedy: str) -> None:
    with pytest.raises(UnreadableFileError, match=remedy):
        rows_of(BOROUGH, write(tmp_path, content))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("MajorText,MinorText,Borough,202211,202212", "lacks LookUp_BoroughName; not known: Borough"),
        ("MajorText,BoroughName,202211,202212", "lacks MinorText"),
        ("MajorText,MinorText,BoroughName,Nov-22,Dec-22", "not known: Nov-22, Dec-22; no month columns"),
        ("MajorText,MinorText,BoroughName,202211,202211", "twice: 202211"),
        ("MajorText,MinorText,BoroughName,BoroughName,202211", "a column stands twice"),
        ("MajorText,MinorText,BoroughName,202211,", r"not known: \(blank\)"),
        ("MajorText,MinorText,BoroughName,202213,202212", "not known: 202213"),
    ],
)
def test_an_unknown_header_names_its_fault_and_the_nearest_vintage(tmp_path: Path, header: str, found: str) -> None:
    path = write(tmp_path, f"{header}\n{','.join('1' * (header.count(',') + 1))}\n")
    with pytest.raises(
        HeaderError,
        match=f"(?s){found}.*nearest known layout, 2024.*ask whoever keeps OpenSNA to add it .sources/_mps.py",
    ):
        rows_of(BOROUGH, path)


def test_the_nearest_vintage_is_the_one_with_most_headers(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="nearest known layout, 2024-11 and after"):
        rows_of(BOROUGH, write(tmp_path, "Major,MinorText,BoroughName,202211\nA,B,C,1\n"))


def test_an_unknown_offence_is_refused_with_the_nearest_known(tmp_path: Path) -> None:
    with pytest.raises(
        ContractError, match=r"(?s)did you mean 'Robbery of personal property'.*add the code to the source"
    ):
        ingest(tmp_path, NEW.replace("PERSONAL PROPERTY", "PERSONAL PROPERTIES"))


def test_an_unknown_borough_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"borough_code: unknown_value in 2 rows .'Barking and Dagonham' 2"):
        ingest(tmp_path, NEW.replace("Barking and Dagenham", "Barking and Dagonham"))


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        ("-3", "out_of_range:count"),
        ("2.5", "not_an_integer:count"),
        ('"2,5"', "not_an_integer:count"),
        ('"1,205"', "not_an_integer:count"),
        ("many", "not_an_integer:count"),
        ("", "missing_value:count"),
    ],
)
def test_a_bad_count_is_set_aside_with_its_reason(tmp_path: Path, count: str, reason: str) -> None:
    row = f"Robbery,Robbery of Business Property,Camden,{count},{','.join(['7'] * 119)}"
    record = ingest(tmp_path, big([row]))
    assert record.reasons == {reason: 1}
    assert record.rows_read == record.rows_accepted + record.rows_quarantined == 7 * 120


def test_a_decimal_comma_between_semicolons_is_no_whole_number(tmp_path: Path) -> None:
    row = f"Robbery,Robbery of Business Property,Camden,2.5,{','.join(['7'] * 119)}"
    text = big([row]).replace(",", ";").replace("2.5", "2,5")
    assert ingest(tmp_path, text).reasons == {"not_an_integer:count": 1}


def test_a_row_that_ends_early_lacks_its_last_months(tmp_path: Path) -> None:
    record = ingest(tmp_path, big([f"Robbery,Robbery of Business Property,Camden,{','.join(['7'] * 118)}"]))
    assert record.reasons == {"missing_value:count": 2}


def test_a_repeated_row_is_counted_once(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)duplicate_key in 2 rows.*send each record once"):
        ingest(tmp_path, NEW + NEW.splitlines()[1] + "\n")


def test_a_repeated_cell_leaves_the_rest_of_its_row(tmp_path: Path) -> None:
    again = "MajorText,MinorText,BoroughName,202012,202101\nSexual Offences,Rape,Barnet,1,2\n"
    record = ingest(tmp_path, big(), again)
    assert list(record.reasons.values()) == [1]
    assert record.rows_accepted == 6 * 120 + 1


def test_a_subgroup_in_another_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)other_group.*in its own group"):
        ingest(tmp_path, NEW.replace("ROBBERY,ROBBERY", "SEXUAL OFFENCES,ROBBERY"))


def test_a_missing_month_is_reported(tmp_path: Path) -> None:
    record = ingest(tmp_path, NEW.replace("202212", "202301"))
    assert any("2022-12" in line for line in record.drift)


def test_no_release_date_is_taken_from_a_file_name(tmp_path: Path) -> None:
    path = write(tmp_path, NEW, "mps_borough_202211-202212_vint2024-03.csv")
    assert BOROUGH.release_of(path) is None
    assert WARD.release_of(path) is None


@pytest.mark.parametrize(("folder", "source", "places_columns"), [("mps-borough", BOROUGH, 3), ("mps-ward", WARD, 5)])
def test_every_real_file_reconciles_and_has_no_unknown_spelling(
    real_data: Path, folder: str, source: Source, places_columns: int
) -> None:
    files = sorted((real_data / "crime" / folder).glob("*.csv"))
    assert files
    codes = {column.name: column.codes for column in source.contract.columns if column.codes}
    for path in files:
        with path.open(encoding="utf-8") as file:
            months = file.readline().count(",") + 1 - places_columns
            lines = [line.rstrip("\n").rsplit(",", months) for line in file]
        with duckdb.connect() as connection:
            read = source.read(path, connection)
            assert isinstance(read, TextRows)
            rows, cells, total = connection.execute(
                f'SELECT count(*), count(DISTINCT source_row), sum("count"::BIGINT) FROM {read.relation}'
            ).fetchall()[0]
            assert rows == cells == len(lines) * months
            assert total == sum(int(count) for line in lines for count in line[1:])
            for column, known in codes.items():
                seen = {v for (v,) in connection.execute(f"SELECT DISTINCT {column} FROM {read.relation}").fetchall()}
                assert {v.lower() for v in seen} <= {code.lower() for code in known}, (path.name, column)


def test_rapes_of_unknown_borough_in_the_release_of_november_2024(real_data: Path) -> None:
    counts: Counter[bool] = Counter()
    for path in sorted((real_data / "crime/mps-borough").glob("*vint2024-11.csv")):
        for month, borough, subgroup, count in rows_of(BOROUGH, path, "month, borough_code, offence_subgroup, count"):
            if subgroup == "Rape" and "2022-10-01" <= month <= "2023-09-01":
                counts[borough == "Unknown"] += int(count)
    assert counts[True] == 972
    assert round(counts[True] / counts.total(), 3) == 0.108


def test_the_release_of_march_2024_is_stored_whole(real_data: Path, tmp_path: Path) -> None:
    files = sorted((real_data / "crime/mps-borough").glob("*vint2024-03.csv"))
    record = Warehouse(tmp_path).ingest(BOROUGH, files, released="2024-03")
    assert (record.rows_read, record.rows_quarantined, record.drift) == (1730 * 142 + 1574 * 24, 0, ())
    assert (record.period_start, record.period_end) == ("2010-04-01", "2024-01-31")
