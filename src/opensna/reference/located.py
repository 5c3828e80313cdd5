"""Counts by area that say what the area is to the record: where it happened, or where the person lives.

An offence in the West End is not an offence against its residents. The two are different series, so they are different
values here, and they cannot be put together by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from opensna.core.errors import InputError
from opensna.reference.lookups import small_area_changes, small_areas

Basis = Literal["place of offence", "residence of the victim", "residence of the suspect", "workplace"]


@dataclass(frozen=True)
class Located:
    """Records by area.

    Parameters
    ----------
    basis : what the area is to the record. counts : records (n_areas,), indexed by area code; no code twice.
    """

    basis: Basis
    counts: pd.Series

    def plus(self, other: Located) -> Located:
        """Both together, area by area.

        Raises
        ------
        InputError : they are located by something else.
        """
        if self.basis != other.basis:
            raise InputError(
                "records located by different things are not added",
                where="Located.plus",
                found=f"{self.basis}, and {other.basis}",
                expected="the same for both",
                do_this="count both by the place of the offence, or both by where the people live",
            )
        return replace(self, counts=self.counts.add(other.counts, fill_value=0))

    def of_2021(self) -> Located:
        """From small areas of 2011 to those of 2021, split by the weights of `small_area_changes`: a best fit, for counts only.

        A rate or a score cannot be carried over so: carry its numerator and its denominator.

        Raises
        ------
        InputError : a code that is no small area of 2011 in England.
        """
        changes = small_area_changes()
        _known(self.counts, changes["lsoa_code_2011"], "a small area (LSOA) of 2011")
        parts = changes[changes["lsoa_code_2011"].isin(self.counts.index)]
        shared = parts["lsoa_code_2011"].map(self.counts) * parts["weight"]
        return replace(self, counts=shared.groupby(parts["lsoa_code_2021"]).sum())

    def by(self, level: Literal["ward", "lad"]) -> Located:
        """From small areas of 2021 to their best-fit wards, or their authorities.

        Raises
        ------
        InputError : a code that is no small area of 2021 in England.
        """
        rows = small_areas()
        _known(self.counts, rows["lsoa_code"], "a small area (LSOA) of 2021")
        column = "ward_code" if level == "ward" else "area_code"
        held = rows[rows["lsoa_code"].isin(self.counts.index)]
        return replace(self, counts=held["lsoa_code"].map(self.counts).groupby(held[column]).sum())


def _known(counts: pd.Series, codes: pd.Series, what: str) -> None:
    strange = counts.index[~counts.index.isin(codes)]
    if len(strange):
        raise InputError(
            f"{len(strange):,} of {len(counts):,} codes are not {what} in England",
            where="Located",
            found=", ".join(map(str, strange[:3])),
            expected=what,
            do_this="say which year's small areas these are: carry those of 2011 over with of_2021 before anything else",
        )
