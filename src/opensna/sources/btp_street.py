"""British Transport Police street-level crime from data.police.uk, one row an offence or an antisocial incident."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, TableContract
from opensna.contracts.files import header_of, sniff
from opensna.core.errors import HeaderError
from opensna.sources._base import CsvRows, Source

_HEADER = {
    "Month": "month",
    "Reported by": "reported_by",
    "Longitude": "longitude",
    "Latitude": "latitude",
    "Location": "location",
    "LSOA code": "lsoa_code",
    "LSOA name": "lsoa_name",
    "Crime type": "crime_type",
    "Last outcome category": "last_outcome_category",
}  # Crime ID, Falls within and Context are not kept
_CRIME_TYPES = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime", "Other theft",
    "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
    "Violence and sexual offences",
)  # fmt: skip
_DEGREES = r"-?\d{1,2}(\.\d+)?"


def _read(path: Path, connection: DuckDBPyConnection) -> CsvRows:
    shape = sniff(path)
    header = header_of(path, shape)
    kept = {theirs.casefold(): ours for theirs, ours in _HEADER.items()}
    lacking = [name for name in _HEADER if name.casefold() not in {found.casefold() for found in header}]
    if lacking:
        raise HeaderError(
            "this is not a street-level file",
            where=path.name,
            found=f"lacks {', '.join(lacking)}",
            expected=", ".join(_HEADER),
            do_this="download the month's street file (…-btp-street.csv), not the outcomes or the stop and search file",
        )
    columns = {name: kept.get(name.casefold(), "") for name in header}
    return CsvRows(path, columns, delimiter=shape.delimiter, encoding=shape.encoding)


SOURCE = Source(
    id="btp_street",
    title="Street-level crime on the railways",
    publisher="British Transport Police, through data.police.uk",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="offence, or incident of antisocial behaviour",
    covers="england",
    contract=TableContract(
        id="btp_street",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of the offence."),
            Column("reported_by", "string", "The force.", codes=("British Transport Police",)),
            Column("crime_type", "string", "One of the fourteen types of data.police.uk.", codes=_CRIME_TYPES),
            Column(
                "lsoa_code", "string", "Small area; blank in Scotland or with no place.", False, pattern=r"[EW]01\d{6}"
            ),
            Column("lsoa_name", "string", "Name of the small area.", required=False),
            Column("location", "string", "Station or street near the map point.", required=False),
            Column(
                "longitude", "string", "Degrees east of the map point, as printed.", required=False, pattern=_DEGREES
            ),
            Column(
                "latitude", "string", "Degrees north of the map point, as printed.", required=False, pattern=_DEGREES
            ),
            Column("last_outcome_category", "string", "Last known outcome.", required=False),
        ),
        month_column="month",
        area_column="lsoa_code",
        notes=("Rows without a Crime ID may be equal in every column, so no key tells them apart.",),
    ),
    read=_read,
    caveats=(
        "All of Great Britain: only rows with a London small area are London's.",
        "Places are moved to a nearby map point, usually the station; many offences happen on the way between two.",
        "The type 'Violence and sexual offences' cannot tell injury, age or domestic abuse: it is not serious violence.",
        "Never added to Metropolitan Police figures for one area without saying so: two forces record there.",
    ),
    address="https://data.police.uk/data/",
)
