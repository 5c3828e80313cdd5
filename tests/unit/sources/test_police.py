"""The restricted police and ambulance extracts, with invented rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.core.errors import ContractError, HeaderError
from opensna.core.provenance import ReleaseRecord
from opensna.sources import (
    ambulance_assaults,
    police_offences,
    police_suspects,
    police_victims,
    quoted_figures,
    sna_extract,
)
from opensna.sources._base import Source
from opensna.warehouse.warehouse import Warehouse

OFFENCE = {
    "offence_id": "SYN-O-1",
    "offence_code": "8N",
    "offence_name": "Actual Bodily harm and other Injury",
    "offence_group": "Violence against the person",
    "offence_subgroup": "Violence with injury",
    "date": "2023-03-04",
    "hour": "23",
    "borough_code": "E09000007",
    "ward_code": "",
    "flag_domestic_abuse": "false",
    "flag_knife": "true",
    "flag_gun": "false",
    "flag_lethal_barrel": "false",
    "flag_hate": "false",
}
PERSON = {
    "person_id": "SYN-V-1",
    "residence_borough_code": "Outside London",
    "age": "17",
    "sex": "Male",
    "ethnicity": "Mixed",
    "ethnicity_basis": "officer observed",
}
CELL = {
    "period": "2023-03-01",
    "borough_code": "E09000007",
    "offence_group": "Robbery",
    "offence_subgroup": "Robbery of personal property",
    "offence_name": "Robbery of personal property",
    "role": "offence",
    "age_band": "all",
    "sex": "all",
    "ethnicity_basis": "all",
    "ethnicity": "all",
    "flag_domestic_abuse": "0",
    "flag_knife": "1",
    "flag_lethal_barrel": "0",
    "flag_discharge": "0",
    "count": "4",
}
INCIDENTS = {
    "month": "2023-03",
    "borough_code": "E09000001",
    "incident_type": "assault",
    "weapon": "knife",
    "patient_age_band": "under 25",
    "incidents": "3",
}
QUOTE = {
    "measure": "Hospital admissions for assault with a sharp object, under 25",
    "area_code": "E12000007",
    "period_start": "2022-04-01",
    "period_end": "2023-03-31",
    "value": "2.5",
    "unit": "per 10,000 residents",
    "publisher": "NHS England",
    "document": "An invented bulletin, May 2024",
    "page": "Table 3",
}
GOOD: list[tuple[Source, dict[str, str]]] = [
    (police_offences.SOURCE, OFFENCE),
    (police_victims.SOURCE, OFFENCE | PERSON),
    (police_suspects.SOURCE, OFFENCE | PERSON),
    (sna_extract.SOURCE, CELL),
    (ambulance_assaults.SOURCE, INCIDENTS),
    (quoted_figures.SOURCE, QUOTE),
]
IDS = [source.id for source, _ in GOOD]


def ingest(folder: Path, source: Source, *rows: dict[str, str]) -> ReleaseRecord:
    path = folder / "extract.csv"
    lines = [
        ",".join(rows[0]),
        *(",".join(f'"{value}"' if "," in value else value for value in row.values()) for row in rows),
    ]
    path.write_text("\n".join(lines) + "\n")
    return Warehouse(folder / "warehouse").ingest(source, [path], released="2024-03")


@pytest.mark.parametrize(("source", "row"), GOOD, ids=IDS)
def test_a_good_row_is_accepted(tmp_path: Path, source: Source, row: dict[str, str]) -> None:
    assert set(row) == set(source.contract.names)
    record = ingest(tmp_path, source, row)
    assert (record.rows_accepted, record.rows_quarantined) == (1, 0)


@pytest.mark.parametrize(("source", "row"), GOOD, ids=IDS)
def test_a_row_that_comes_twice_is_refused(tmp_path: Path, source: Source, row: dict[str, str]) -> None:
    with pytest.raises(ContractError, match=r"(?s)duplicate_key.*send each record once"):
        ingest(tmp_path, source, row, row)


@pytest.mark.parametrize(("source", "row"), GOOD, ids=IDS)
def test_a_column_that_is_missing_is_named(tmp_path: Path, source: Source, row: dict[str, str]) -> None:
    first, *_ = row
    with pytest.raises(HeaderError, match=f"(?s)lacks {first};.*mapping.yaml"):
        ingest(tmp_path, source, {name: value for name, value in row.items() if name != first})


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("offence_subgroup", "Grievous secret", "unknown_value"),
        ("offence_id", "Jane Doe", "bad_format"),
        ("hour", "24", "out_of_range|unknown_value"),
        ("date", "04/03/2023", "bad_date"),
        ("borough_code", "00AA", "unknown_value"),
        ("ward_code", "Fairfield", "bad_format"),
        ("flag_knife", "perhaps", "not_a_boolean"),
        ("age", "121", "out_of_range"),
        ("sex", "X1", "unknown_value"),
        ("ethnicity", "Purple", "unknown_value"),
        ("person_id", "", "missing_value"),
        ("residence_borough_code", "Kent", "unknown_value"),
    ],
)
def test_a_bad_value_is_counted_and_never_quoted(tmp_path: Path, column: str, value: str, reason: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){column}: ({reason}) in 1 row.*nothing was stored") as caught:
        ingest(tmp_path, police_victims.SOURCE, OFFENCE | PERSON | {column: value})
    assert not value or value not in str(caught.value)


def test_codes_in_another_case_are_stored_as_written_in_the_contract(tmp_path: Path) -> None:
    row = OFFENCE | {"offence_group": "VIOLENCE AGAINST THE PERSON", "offence_subgroup": "violence with injury"}
    assert ingest(tmp_path, police_offences.SOURCE, row).rows_accepted == 1


@pytest.mark.parametrize("case", [str, str.upper])
def test_a_subgroup_in_another_group_is_refused(tmp_path: Path, case: type[str]) -> None:
    row = OFFENCE | {"offence_group": case("Sexual offences")}
    with pytest.raises(ContractError, match=r"(?s)other_group.*stands in its own group"):
        ingest(tmp_path, police_offences.SOURCE, row)


def test_an_offence_in_the_future_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)future_date.*lies in the past"):
        ingest(tmp_path, police_offences.SOURCE, OFFENCE | {"date": "2048-01-01"})


def test_what_is_not_known_may_be_blank(tmp_path: Path) -> None:
    blank = dict.fromkeys(("offence_code", "hour", "ward_code", "age", "residence_borough_code"), "")
    assert ingest(tmp_path, police_suspects.SOURCE, OFFENCE | PERSON | blank).rows_accepted == 1


def test_two_victims_of_one_offence_are_two_rows(tmp_path: Path) -> None:
    rows = [OFFENCE | PERSON | {"person_id": person} for person in ("SYN-V-1", "SYN-V-2")]
    assert ingest(tmp_path, police_victims.SOURCE, *rows).rows_accepted == 2


def test_a_quoted_figure_is_kept_as_printed(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)value: bad_format"):
        ingest(tmp_path, quoted_figures.SOURCE, QUOTE | {"value": "2,5"})


def test_the_period_of_a_quoted_figure_does_not_end_before_it_starts(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)period_order.*ends before it starts"):
        ingest(tmp_path, quoted_figures.SOURCE, QUOTE | {"period_end": "2021-03-31"})
