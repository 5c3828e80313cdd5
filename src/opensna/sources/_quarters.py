"""Recorded crime by quarter as published figures: each quarter, and four quarters on end."""

from __future__ import annotations

from typing import Any

import ibis

QUARTERS_OF_A_YEAR = 4


def figures_by_quarter(table: Any, *, area_code: Any, area_name: Any, area_type: str) -> Any:
    """Offences of each subgroup and of each group ("Robbery, all"), by place and quarter, and for four quarters on end.

    Parameters
    ----------
    table : as `_home_office.recorded_crime` stores it. area_code, area_name : expressions on it; a place without a code has none.

    Returns
    -------
    A table of the columns of `_published.figures_contract`. A year with a missing quarter is not there.
    """
    kept = table.mutate(place=area_code, named=area_name, kind=table.offence_subgroup)
    both = kept.union(kept.mutate(kind=kept.offence_group + ", all"))
    quarters = both.group_by(["kind", "place", "named", "quarter_start"]).aggregate(number=both["count"].sum())
    year = ibis.window(
        group_by=["kind", "place"], order_by="quarter_start", preceding=QUARTERS_OF_A_YEAR - 1, following=0
    )
    rolled = quarters.mutate(
        whole=quarters.number.sum().over(year),
        held=quarters.number.count().over(year),
        first=quarters.quarter_start.min().over(year),
    )
    years = rolled.filter(
        (rolled.held == QUARTERS_OF_A_YEAR)
        & (rolled.first == (rolled.quarter_start - ibis.interval(months=9)).cast("date"))
    )
    return _as_figures(quarters, quarters.quarter_start, quarters.number, area_type).union(
        _as_figures(years, years.first, years.whole, area_type)
    )


def _as_figures(rows: Any, start: Any, number: Any, area_type: str) -> Any:
    end = rows.quarter_start + ibis.interval(months=3) - ibis.interval(days=1)
    absent = ibis.null("float64")
    return rows.select(
        indicator=rows.kind,
        area_code=rows.place,
        area_name=rows.named,
        area_type=ibis.literal(area_type),
        period_start=start,
        period_end=end.cast("date"),
        group=ibis.null("string"),
        value=number.cast("float64"),
        lower=absent,
        upper=absent,
        mark=ibis.null("string"),
    )
