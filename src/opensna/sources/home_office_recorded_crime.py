"""Home Office recorded crime by quarter, police force and offence."""

from __future__ import annotations

from typing import Any

import ibis

from opensna.contracts.contract import Column
from opensna.reference.police_forces import code_of_force
from opensna.sources._home_office import FORCE_NAMES, recorded_crime
from opensna.sources._quarters import figures_by_quarter


def _figures(table: Any) -> Any:
    """By force; one that is none of the 43 (the British Transport Police) has no area code."""
    names = table.select("force_name").distinct().to_pyarrow()["force_name"].to_pylist()
    known = [(table.force_name == name, code) for name in names if name and (code := code_of_force(name))]
    code = ibis.cases(*known, else_=ibis.null("string")) if known else ibis.null("string")
    return figures_by_quarter(table, area_code=code, area_name=table.force_name, area_type="pfa")


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
