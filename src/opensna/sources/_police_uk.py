"""What the files of data.police.uk share: headers known by name, the forces, the types of crime, points as printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column
from opensna.contracts.files import header_of, sniff
from opensna.core.errors import HeaderError
from opensna.sources._base import CsvRows

ADDRESS = "https://data.police.uk/data/"
LICENCE = "Open Government Licence v3.0"

PLACE_HEADERS = {
    "Month": "month",
    "Reported by": "reported_by",
    "Longitude": "longitude",
    "Latitude": "latitude",
    "Location": "location",
    "LSOA code": "lsoa_code",
    "LSOA name": "lsoa_name",
}
STREET_HEADERS = {
    **PLACE_HEADERS,
    "Crime type": "crime_type",
    "Last outcome category": "last_outcome_category",
}  # Falls within repeats Reported by; Context is always empty

CRIME_TYPES = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime", "Other theft",
    "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
    "Violence and sexual offences",
)  # fmt: skip

FORCES = {
    "avon-and-somerset": "Avon and Somerset Constabulary", "bedfordshire": "Bedfordshire Police",
    "btp": "British Transport Police", "cambridgeshire": "Cambridgeshire Constabulary", "cheshire": "Cheshire Constabulary",
    "city-of-london": "City of London Police", "cleveland": "Cleveland Police", "cumbria": "Cumbria Constabulary",
    "derbyshire": "Derbyshire Constabulary", "devon-and-cornwall": "Devon & Cornwall Police", "dorset": "Dorset Police",
    "durham": "Durham Constabulary", "dyfed-powys": "Dyfed-Powys Police", "essex": "Essex Police",
    "gloucestershire": "Gloucestershire Constabulary", "greater-manchester": "Greater Manchester Police",
    "gwent": "Gwent Police", "hampshire": "Hampshire Constabulary", "hertfordshire": "Hertfordshire Constabulary",
    "humberside": "Humberside Police", "kent": "Kent Police", "lancashire": "Lancashire Constabulary",
    "leicestershire": "Leicestershire Police", "lincolnshire": "Lincolnshire Police", "merseyside": "Merseyside Police",
    "metropolitan": "Metropolitan Police Service", "norfolk": "Norfolk Constabulary", "north-wales": "North Wales Police",
    "north-yorkshire": "North Yorkshire Police", "northamptonshire": "Northamptonshire Police",
    "northern-ireland": "Police Service of Northern Ireland", "northumbria": "Northumbria Police",
    "nottinghamshire": "Nottinghamshire Police", "south-wales": "South Wales Police",
    "south-yorkshire": "South Yorkshire Police", "staffordshire": "Staffordshire Police", "suffolk": "Suffolk Constabulary",
    "surrey": "Surrey Police", "sussex": "Sussex Police", "thames-valley": "Thames Valley Police",
    "warwickshire": "Warwickshire Police", "west-mercia": "West Mercia Police", "west-midlands": "West Midlands Police",
    "west-yorkshire": "West Yorkshire Police", "wiltshire": "Wiltshire Police",
}  # fmt: skip
"""Each force by its part of a file's name."""

TYPE_CAVEAT = (
    "The type 'Violence and sexual offences' cannot tell injury, age or domestic abuse: it is not serious violence."
)
SNAPPED_CAVEAT = "Places are moved to a nearby map point shared by several addresses; they are never where it happened."

_DEGREES = r"-?\d{1,2}(\.\d+)?"


def csv_reader(headers: Mapping[str, str], *, what: str, do_this: str) -> Callable[[Path, DuckDBPyConnection], CsvRows]:
    """A `read` for a CSV with one record a line.

    Parameters
    ----------
    headers : publisher's names to ours; other columns are not kept. what : the file, for a message. do_this : the remedy.
    """

    def read(path: Path, connection: DuckDBPyConnection) -> CsvRows:
        shape = sniff(path)
        header = header_of(path, shape)
        require(path, header, headers, what=what, do_this=do_this)
        kept = {theirs.casefold(): ours for theirs, ours in headers.items()}
        columns = {name: kept.get(name.casefold(), "") for name in header}
        return CsvRows(path, columns, delimiter=shape.delimiter, encoding=shape.encoding)

    return read


def require(path: Path, header: tuple[str, ...], headers: Mapping[str, str], *, what: str, do_this: str) -> None:
    """Raise HeaderError unless every publisher's name is in the header, whatever its case."""
    found = {name.casefold() for name in header}
    if lacking := [name for name in headers if name.casefold() not in found]:
        raise HeaderError(
            f"this is not a {what} file",
            where=path.name,
            found=f"lacks {', '.join(lacking)}",
            expected=", ".join(headers),
            do_this=do_this,
        )


def force_column(*forces: str) -> Column:
    """The force that reported a row: one of `forces`, or of all."""
    return Column("reported_by", "string", "The force.", codes=forces or tuple(FORCES.values()))


def place_columns() -> tuple[Column, ...]:
    """Small area, the words for the place, and the map point."""
    return (
        Column("lsoa_code", "string", "Small area; blank in Scotland or with no place.", False, pattern=r"[EW]01\d{6}"),
        Column("lsoa_name", "string", "Name of the small area.", required=False),
        Column("location", "string", "Street, station or other place near the map point.", required=False),
        *point_columns(),
    )


def point_columns() -> tuple[Column, Column]:
    """The map point, in degrees as printed."""
    return (
        Column("longitude", "string", "Degrees east of the map point, as printed.", required=False, pattern=_DEGREES),
        Column("latitude", "string", "Degrees north of the map point, as printed.", required=False, pattern=_DEGREES),
    )
