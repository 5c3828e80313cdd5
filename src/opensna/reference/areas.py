"""London's areas, and which areas a source's figures cover."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from opensna.core.area import Area
from opensna.core.errors import UnknownIdError
from opensna.reference._data import table

LONDON = "E12000007"
CITY = "E09000001"
COVERS = ("met_police", "london", "england")


@cache
def boroughs() -> tuple[Area, ...]:
    """The 33 local authorities in order of name: 32 boroughs and the City of London."""
    rows = table("areas_london.csv")
    return tuple(
        Area(str(code), str(name), "lad", 2024, LONDON)
        for code, name in zip(rows["area_code"], rows["area_name"], strict=True)
    )


@cache
def _all() -> Mapping[str, Area]:
    return MappingProxyType({LONDON: Area(LONDON, "London", "region", 2024)} | {area.code: area for area in boroughs()})


def area(code: str) -> Area:
    """The area with this GSS code.

    Raises
    ------
    UnknownIdError : no area of London has it.
    """
    if code not in _all():
        raise UnknownIdError.of("area", code, list(_all()), do_this="use a borough's GSS code, such as E09000007")
    return _all()[code]


def area_name(code: str) -> str:
    """Name of the area with this GSS code; UnknownIdError as `area`."""
    return area(code).name


def codes_by_name() -> dict[str, str]:
    """GSS code by name, of London and its 33 authorities."""
    return {place.name: place.code for place in _all().values()}


def codes_before_2011() -> dict[str, str]:
    """Today's GSS code of each of the 33 authorities by its code of before January 2011, such as 00AG for Camden."""
    rows = table("codes_before_2011_london.csv")
    return dict(zip(rows["code_before_2011"], rows["area_code"], strict=True))


def covered_by(covers: str) -> tuple[str, ...]:
    """Codes of the authorities that a source's figures cover: "met_police" (32, no City of London), "london" or "england" (33).

    Raises
    ------
    UnknownIdError : another word.
    """
    if covers not in COVERS:
        raise UnknownIdError.of("coverage", covers, list(COVERS))
    return tuple(place.code for place in boroughs() if covers != "met_police" or place.code != CITY)


def wards() -> pd.DataFrame:
    """ward_code, ward_name, borough_code; one row a ward, 2022 boundaries."""
    return table("wards_london.csv")
