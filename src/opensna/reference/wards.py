"""Wards of a partnership as areas."""

from __future__ import annotations

from opensna.core.area import Area
from opensna.reference.areas import wards
from opensna.reference.partnership import Partnership


def wards_of(partnership: Partnership) -> tuple[Area, ...]:
    """Wards (2022 boundaries) of its authorities, in order of code; only London's are held, others have none."""
    held = wards()
    mine = held[held["borough_code"].isin(partnership.areas)]
    return tuple(
        Area(str(code), str(name), "ward", 2022, str(borough))
        for code, name, borough in mine[["ward_code", "ward_name", "borough_code"]].itertuples(index=False)
    )
