"""Dated lookups: where an authority, a community safety partnership, a ward or a small area lies.

Boundaries: authorities, partnerships, regions and police force areas of December 2024; wards of May 2024 (London's are those of
May 2022); small areas (LSOA) of 2021, and of 2011 through their changes. A ward is given the small areas that fit it best, as
the Office for National Statistics assigns them, so a ward's figure made from small areas is a best fit, not an exact one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from opensna.core.area import Area
from opensna.core.errors import InputError, UnknownIdError
from opensna.reference._data import table

ENGLAND = "E92000001"
BOUNDARY_YEAR = 2024


def authorities() -> pd.DataFrame:
    """area_code, area_name, region_code, region_name, force_code, force_name; one row for each of the 296 of England."""
    return table("authorities_england.csv")


@cache
def _names(kind: str) -> dict[str, str]:
    """Name by code of the forces or regions."""
    rows = authorities()[[f"{kind}_code", f"{kind}_name"]].drop_duplicates()
    return dict(rows.itertuples(index=False, name=None))


def police_forces() -> tuple[Area, ...]:
    """The 39 police force areas of England, in order of name."""
    named = sorted(_names("force").items(), key=lambda pair: pair[1])
    return tuple(Area(code, name, "pfa", BOUNDARY_YEAR, ENGLAND) for code, name in named)


def regions() -> tuple[Area, ...]:
    """The nine regions of England, in order of name."""
    named = sorted(_names("region").items(), key=lambda pair: pair[1])
    return tuple(Area(code, name, "region", BOUNDARY_YEAR, ENGLAND) for code, name in named)


def force_areas(force: str) -> tuple[Area, ...]:
    """Authorities of a police force area, in order of name; its parent is the force area.

    Parameters
    ----------
    force : its name, in any case ("West Midlands"), or its code ("E23000014"). The City of London's own force is
        "London, City of".

    Raises
    ------
    UnknownIdError : no police force area of England.
    """
    codes = {name.casefold(): code for code, name in _names("force").items()}
    code = force if force in _names("force") else codes.get(force.casefold(), "")
    if not code:
        raise UnknownIdError.of(
            "police force area",
            force,
            sorted(_names("force").values()),
            do_this="give the name of an English police force area, such as West Midlands, or its code (E23...)",
        )
    return _areas(authorities().query("force_code == @code"), code)


def region_areas(region: str) -> tuple[Area, ...]:
    """Authorities of a region by its code ("E12000005"), in order of name; UnknownIdError for another code."""
    if region not in _names("region"):
        raise UnknownIdError.of(
            "region", region, sorted(_names("region")), do_this="give the code of an English region, such as E12000005"
        )
    return _areas(authorities().query("region_code == @region"), region)


def _areas(rows: pd.DataFrame, parent: str) -> tuple[Area, ...]:
    ordered = rows.sort_values("area_name")
    return tuple(
        Area(code, name, "lad", BOUNDARY_YEAR, parent)
        for code, name in ordered[["area_code", "area_name"]].itertuples(index=False, name=None)
    )


def safety_partnerships() -> pd.DataFrame:
    """csp_code, csp_name, area_code; one row for each community safety partnership and authority that it lies in.

    They do not nest: 11 partnerships cover several authorities, and 7 authorities hold several partnerships. A figure of a
    partnership is an authority's only where both stand in one row; it is never split.
    """
    return table("safety_partnerships_england.csv")


@cache
def authorities_of_partnerships() -> dict[str, str]:
    """Authority by community safety partnership, by code, of those that cover one authority that has no other."""
    rows = safety_partnerships()
    alone = ~rows["csp_code"].duplicated(keep=False) & ~rows["area_code"].duplicated(keep=False)
    return dict(rows.loc[alone, ["csp_code", "area_code"]].itertuples(index=False, name=None))


def small_areas() -> pd.DataFrame:
    """lsoa_code (2021), ward_code (May 2024, best fit), area_code; one row for each of the 33,755 of England."""
    return table("lsoa_england.parquet")


@cache
def _changes() -> pd.DataFrame:
    changed = table("lsoa_changes_england.csv")
    kept = small_areas()["lsoa_code"]
    kept = kept[~kept.isin(changed["lsoa_code_2021"])]
    same = pd.DataFrame(
        {"lsoa_code_2011": kept, "lsoa_code_2021": kept, "change": "U", "weight": 1.0, "weighted_by": "whole"}
    )
    both = pd.concat([same, changed]).sort_values(["lsoa_code_2011", "lsoa_code_2021"], ignore_index=True)
    both["weight"] /= both.groupby("lsoa_code_2011")["weight"].transform("sum")  # stored rounded
    return both


def small_area_changes() -> pd.DataFrame:
    """Small areas of 2011 and what became of each in 2021; the weights of one of 2011 add up to one.

    Returns
    -------
    lsoa_code_2011, lsoa_code_2021, change (U none, S split, M merged, X otherwise), weight (share of the old one that lies in
    the new one), weighted_by ("whole" where it lies in one; "households" counted by the 2021 census, in London; "equal parts"
    elsewhere, because the households of the parts are not held: a rough share).
    """
    return _changes().copy()


@cache
def authority_of_small_areas() -> Mapping[str, str]:
    """Authority by small area, of 2021, or of 2011 where it is no more: files that say where by either are published."""
    now = small_areas()[["lsoa_code", "area_code"]]
    changes = _changes()
    gone = changes[~changes["lsoa_code_2011"].isin(now["lsoa_code"])].drop_duplicates("lsoa_code_2011")
    earlier = gone.merge(now, left_on="lsoa_code_2021", right_on="lsoa_code")[["lsoa_code_2011", "area_code"]]
    both = [dict(rows.itertuples(index=False, name=None)) for rows in (earlier, now)]
    return MappingProxyType(both[0] | both[1])


def earlier_ward_weights(earlier: pd.DataFrame) -> pd.DataFrame:
    """Where the wards of an earlier year lie among London's wards of today: most of its boroughs redrew theirs in May 2022.

    Parameters
    ----------
    earlier : ward_code and lsoa_code_2011, one row for each small area of 2011 with the ward that it fitted best then. The
        Office for National Statistics publishes it for each year; only London's small areas can be weighted.

    Returns
    -------
    earlier_ward_code, ward_code (May 2024), weight: the share of the earlier ward's residents of mid-2020 who lived in today's
    ward; the weights of an earlier ward add up to one. A best fit: small areas are not cut.

    Raises
    ------
    InputError : a small area that is not one of London in 2011, or that stands in two wards.
    """
    people = table("lsoa_2011_residents_london.csv")
    strange = ~earlier["lsoa_code_2011"].isin(people["lsoa_code_2011"])
    twice = earlier["lsoa_code_2011"].duplicated()
    if (strange | twice).any():
        raise InputError(
            "the lookup of earlier wards cannot be used",
            where="earlier_ward_weights",
            found=f"{strange.sum():,} codes that are no small area of London in 2011, {twice.sum():,} that stand twice",
            expected="one row for each small area (LSOA) of 2011 in London",
            do_this="give the lookup of the Office for National Statistics from LSOA 2011 to wards of that year, London's rows",
        )
    parts = (
        earlier.rename(columns={"ward_code": "earlier_ward_code"})
        .merge(people, on="lsoa_code_2011")
        .merge(_changes(), on="lsoa_code_2011")
        .merge(small_areas(), left_on="lsoa_code_2021", right_on="lsoa_code")
    )
    parts["weight"] *= parts["residents"]
    shares = parts.groupby(["earlier_ward_code", "ward_code"])["weight"].sum().reset_index()
    shares["weight"] /= shares.groupby("earlier_ward_code")["weight"].transform("sum")
    return shares
