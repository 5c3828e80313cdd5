"""Home Office recorded crime by quarter, police force and offence."""

from __future__ import annotations

from typing import Any

import ibis

from opensna.contracts.contract import Column
from opensna.reference.police_forces import code_of_force
from opensna.sources._home_office import FORCE_NAMES, recorded_crime

QUARTERS_OF_A_YEAR = 4


def _figures(table: Any) -> Any:
    """As published figures: offences of each subgroup and of each group, by force and quarter, and for four quarters on end.

    A force that is none of the 43 (the British Transport Police) has no area code. A year with a missing quarter is not there.
    """
    names = table.select("force_name").distinct().to_pyarrow()["force_name"].to_pylist()
    known = [(table.force_name == name, code) for name in names if name and (code := code_of_force(name))]
    code = ibis.cases(*known, else_=ibis.null("string")) if known else ibis.null("string")
    kept = table.mutate(area_code=code, kind=table.offence_subgroup)
    both = kept.union(kept.mutate(kind=kept.offence_group + ", all"))
    by = ["kind", "area_code", "force_name", "quarter_start"]
    quarters = both.group_by(by).aggregate(number=both["count"].sum())
    year = ibis.window(
        group_by=["kind", "area_code"], order_by="quarter_start", preceding=QUARTERS_OF_A_YEAR - 1, following=0
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
    return _as_figures(quarters, quarters.quarter_start, quarters.number).union(
        _as_figures(years, years.first, years.whole)
    )


def _as_figures(rows: Any, start: Any, number: Any) -> Any:
    end = rows.quarter_start + ibis.interval(months=3) - ibis.interval(days=1)
    absent = ibis.null("float64")
    return rows.select(
        indicator=rows.kind,
        area_code=rows.area_code,
        area_name=rows.force_name,
        area_type=ibis.literal("pfa"),
        period_start=start,
        period_end=end.cast("date"),
        group=ibis.null("string"),
        value=number.cast("float64"),
        lower=absent,
        upper=absent,
        mark=ibis.null("string"),
    )


SOURCE = recorded_crime(
    id="home_office_recorded_crime",
    title="Recorded crime by police force",
    row_means="offences of one kind recorded by one police force in one quarter",
    names=FORCE_NAMES,
    places=(Column("force_name", "string", "Police force, as the publisher names it."),),
    area_column="force_name",
    figures=_figures,
    caveats=("A force's figures are for its own area: the Metropolitan Police's leave out the City of London.",),
)
