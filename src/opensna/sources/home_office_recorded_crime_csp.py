"""Home Office recorded crime by quarter, community safety partnership and offence."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from opensna.contracts.contract import Column
from opensna.reference.lookups import authorities_of_partnerships
from opensna.sources._home_office import CSP_NAMES, recorded_crime
from opensna.sources._quarters import figures_by_quarter


def _figures(table: Any) -> Any:
    """By authority, of the partnerships that are one authority's and its only one; others have no area code."""
    own = authorities_of_partnerships()
    known = pa.table({"own_code": list(own), "own_area": list(own.values())})
    placed = table.left_join(ibis.memtable(known), [("csp_code", "own_code")])
    return figures_by_quarter(placed, area_code=placed.own_area, area_name=placed.csp_name, area_type="lad")


SOURCE = recorded_crime(
    id="home_office_recorded_crime_csp",
    title="Recorded crime by community safety partnership",
    row_means="offences of one kind recorded in one community safety partnership in one quarter",
    names=CSP_NAMES,
    may_lack=("csp_code",),
    places=(
        Column("force_name", "string", "Police force, as the publisher names it."),
        Column("csp_name", "string", "Community safety partnership, as the publisher names it."),
        Column(
            "csp_code", "string", "Its GSS code; blank where the file has none.", required=False, pattern=r"[EW]\d{8}"
        ),
    ),
    area_column="csp_name",
    figures=_figures,
    caveats=(
        "A partnership is shown as an authority only where it is one authority's and its only one, and has a code in the file.",
        "A partnership may hold several authorities, and partnerships merge: compare over time only those that did not.",
        "Offences that no partnership could be given are in none of them, so they add up to less than the force.",
    ),
)
