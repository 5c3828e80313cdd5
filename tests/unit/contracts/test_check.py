"""One verdict for a row, with all its reasons, whichever path judged it."""

from datetime import date
from typing import Any

import pytest

from opensna.contracts.contract import Column, TableContract

GOOD = "A1,Robbery,2023-01-05,2023-01-01,7,3,true,hello,0.5,-1.25"
TYPED = ("A1", "Robbery", date(2023, 1, 5), date(2023, 1, 1), 7, 3, True, "hello", 0.5, -1.25)
PLACES = {
    "id": 0,
    "group": 1,
    "day": 2,
    "month": 3,
    "hour": 4,
    "count": 5,
    "knife": 6,
    "note": 7,
    "share": 8,
    "score": 9,
}


def _row(**changed: str) -> str:
    fields = GOOD.split(",")
    for name, value in changed.items():
        fields[PLACES[name]] = value
    return ",".join(fields)


def test_good_rows_are_accepted_typed_in_file_order(check: Any, both_paths: str) -> None:
    done = check(f"{GOOD}\n{_row(id='B2')}\n{_row(id='A0')}\n")
    assert [row[0] for row in done.accepted] == ["A1", "B2", "A0"]
    assert done.accepted[0] == TYPED
    assert done.quarantined == []


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("group", "ROBBERY", "Robbery"),
        ("group", "  violence with INJURY ", "Violence with injury"),
        ("group", '"Robbery"', "Robbery"),
        ("id", " A1\t", "A1"),
        ("month", "2023-01", date(2023, 1, 1)),
        ("month", "1985-01", date(1985, 1, 1)),
        ("month", "", None),
        ("day", "1954-02-28", date(1954, 2, 28)),
        ("hour", " 7 ", 7),
        ("hour", "07", 7),
        ("hour", "", None),
        ("count", "123456", 123456),
        ("count", "+5", 5),
        *[("knife", text, True) for text in ("TRUE", "True", "Yes", "y", "1", " true ")],
        *[("knife", text, False) for text in ("FALSE", "no", "N", "0")],
        ("note", '"a, b ""c"""', 'a, b "c"'),
        ("note", '"two\nlines"', "two\nlines"),
        ("note", "  ", None),
        ("note", "O'Brien", "O'Brien"),
        ("share", "", None),
        *[("share", text, 12.0) for text in ("12", "12.0", "12.", "+12", " 12.00 ", "1.2e1", "1.2E+01")],
        *[("share", text, 0.07) for text in ("0.07", ".07", "7e-2", "7.0000000000000007E-2")],
        *[("share", text, float(text)) for text in ("0", "100", "-0")],
        ("score", "-3.5e-05", -3.5e-05),
        ("score", "123456789.123", 123456789.123),
    ],
)
def test_forgiven_spellings_are_stored_canonically(
    check: Any, both_paths: str, column: str, text: str, value: Any
) -> None:
    done = check(f"{_row(**{column: text})}\n")
    assert done.quarantined == []
    assert done.accepted[0][PLACES[column]] == value


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("id", "", "missing_value"),
        ("id", "   ", "missing_value"),
        ("id", "a1", "bad_format"),
        ("group", "Robery", "unknown_value"),
        ("group", "", "missing_value"),
        ("count", "", "missing_value"),
        *[("count", text, "not_an_integer") for text in ("abc", "3.0", '"3,5"', "1e3", "0x1F", "1_000", '"1,000"', "-", "NaN")],
        ("count", "-3", "out_of_range"),
        ("count", "99999999999999999999", "out_of_range"),
        *[("hour", text, "not_an_integer") for text in ("7.5", "7.0", "seven")],
        *[("hour", text, "out_of_range") for text in ("24", "-1")],
        *[
            ("share", text, "not_a_number")
            for text in ("x", '"0,5"', '"1,000.0"', "5%", "0x1F", "NaN", "inf", "-", ".", "1e", "1_0", "1.2.3")
        ],
        *[("share", text, "out_of_range") for text in ("-0.001", "100.001", "1e400")],
        *[("score", text, "not_a_number") for text in ("NaN", "Infinity", "-inf", "1 000")],
        *[("score", text, "out_of_range") for text in ("1e400", "-1e999")],
        *[
            ("day", text, "bad_date")
            for text in ("05/01/2023", "2023-02-30", "2023-1-5", "2023/01/05", "20230105", "infinity", "epoch", "0001-01-01",
                         "2023-01-05 12:00", "2023-01-05 (BC)")
        ],
        *[("month", text, "bad_date") for text in ("2023-01-15", "2023-13", "Jan 2023", "202301")],
        *[("knife", text, "not_a_boolean") for text in ("maybe", "2", "1.0", "on")],
    ],
)  # fmt: skip
def test_each_reason_code(check: Any, both_paths: str, column: str, text: str, reason: str) -> None:
    done = check(f"{_row(id='B1')}\n{_row(**{column: text})}\n{_row(id='C1')}\n")
    assert done.reasons == {3: [f"{reason}:{column}"]}
    assert [row[0] for row in done.accepted] == ["B1", "C1"]


def test_a_bad_row_keeps_all_its_reasons_and_its_text(check: Any, both_paths: str) -> None:
    done = check("a1,Robery,31/12/2023,2023-01-09,99,-4,maybe,x,101,high\n")
    assert done.reasons[2] == [
        "bad_format:id", "unknown_value:group", "bad_date:day", "bad_date:month", "out_of_range:hour", "out_of_range:count",
        "not_a_boolean:knife", "out_of_range:share", "not_a_number:score",
    ]  # fmt: skip
    assert done.quarantined[0]["group"] == "Robery"
    assert done.quarantined[0]["day"] == "31/12/2023"
    assert done.quarantined[0]["source_file"] == "file0.csv"


def test_a_rule_across_columns_is_a_reason_of_the_row(check: Any, both_paths: str) -> None:
    done = check(f"{_row(hour='0')}\n{_row(id='B1', hour='0', count='0')}\n{_row(id='C1', hour='')}\n")
    assert done.reasons == {2: ["midnight_is_empty"]}
    assert done.verdict.failures[0].remedy == "correct the rows: nothing is counted at midnight"


def test_the_first_row_of_a_key_stands_and_later_ones_are_duplicates(check: Any, both_paths: str) -> None:
    done = check(f"{GOOD}\n{_row(id='B1')}\n{GOOD}\n{_row(note='other')}\n")
    assert done.reasons == {4: ["duplicate_key:id"], 5: ["duplicate_key:id"]}
    assert [row[7] for row in done.accepted if row[0] == "A1"] == ["hello"]
    assert done.quarantined[1]["note"] == "other"


def test_a_duplicate_of_a_bad_row_is_found_and_a_bad_duplicate_has_both_reasons(check: Any, both_paths: str) -> None:
    done = check(f"{_row(count='x')}\n{GOOD}\n{_row(hour='77')}\n")
    assert done.reasons == {
        2: ["not_an_integer:count"],
        3: ["duplicate_key:id"],
        4: ["out_of_range:hour", "duplicate_key:id"],
    }


def test_rows_whose_key_is_missing_are_no_duplicates_of_each_other(check: Any, both_paths: str) -> None:
    done = check(f"{_row(id='')}\n{_row(id='')}\n")
    assert done.reasons == {2: ["missing_value:id"], 3: ["missing_value:id"]}


def test_an_absent_optional_part_of_a_key_counts_as_a_value(check: Any) -> None:
    contract = TableContract(
        "x", "1.0.0", (Column("a", "string", "a"), Column("b", "string", "b", required=False)), key=("a", "b")
    )
    done = check("a,b\nx,\nx,y\nx,\n", header_added=False, contract=contract)
    assert done.reasons == {4: ["duplicate_key:a+b"]}


def test_a_key_that_two_files_share_is_a_duplicate_in_the_second(check: Any, both_paths: str) -> None:
    done = check(f"{GOOD}\n{_row(id='B1')}\n", f"{_row(id='C1')}\n{GOOD}\n")
    assert [(row["source_file"], row["source_row"]) for row in done.quarantined] == [("file1.csv", 3)]
    assert [row[0] for row in done.accepted] == ["A1", "B1", "C1"]


def test_an_unknown_public_value_is_quoted_with_the_nearest_code(check: Any) -> None:
    done = check(f"{_row(group='Robery')}\n{_row(id='B1', group='Robery')}\n{_row(id='C1', group='Zzz')}\n")
    (failure,) = done.verdict.failures
    assert failure.examples == (("Robery", 2, "Robbery"), ("Zzz", 1, ""))
    assert failure.sentence == "group: unknown_value in 3 rows ('Robery' 2, did you mean 'Robbery'; 'Zzz' 1)"
    assert done.verdict.reasons == {"unknown_value:group": 3}


def test_a_restricted_failure_has_counts_and_columns_only(check: Any) -> None:
    (failure,) = check(f"{_row(group='Secret Person')}\n", quote_values=False).verdict.failures
    assert "Secret" not in repr(failure)
    assert failure.sentence == "group: unknown_value in 1 row"
