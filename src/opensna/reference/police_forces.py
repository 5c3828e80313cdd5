"""Police force areas of England and Wales: their codes by the names that publishers use, and their residents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from opensna.reference._data import table

RESIDENTS_YEAR = 2024
_TITLES = re.compile(r"\s+(police service|constabulary|police)$")


def code_of_force(name: str) -> str | None:
    """GSS code of a force by its name, with or without Police or Constabulary after it; None for one that has no area.

    Examples
    --------
    >>> code_of_force("Metropolitan Police Service"), code_of_force("Devon and Cornwall"), code_of_force("British Transport Police")
    ('E23000001', 'E23000035', None)
    """
    return _codes().get(_plain(name))


def _plain(name: str) -> str:
    text = " ".join(name.replace("&", " and ").casefold().split())
    return "city of london" if text == "london, city of" else _TITLES.sub("", text)


@cache
def _codes() -> Mapping[str, str]:
    rows = table("police_forces.csv")
    return {_plain(str(name)): str(code) for code, name in zip(rows["force_code"], rows["force_name"], strict=True)}


@cache
def names_of_forces() -> Mapping[str, str]:
    """Name by GSS code, as the Office for National Statistics has it."""
    rows = table("police_forces.csv")
    return MappingProxyType(dict(zip(rows["force_code"].astype(str), rows["force_name"].astype(str), strict=True)))


@cache
def residents_of_forces() -> Mapping[str, float]:
    """Residents of all ages in mid-2024 by GSS code; one year alone is held that has both England's forces and Wales's."""
    rows = table("police_forces.csv")
    return MappingProxyType(dict(zip(rows["force_code"].astype(str), rows["residents"].astype(float), strict=True)))
