"""Home Office recorded crime by quarter, community safety partnership and offence."""

from opensna.contracts.contract import Column
from opensna.sources._home_office import CSP_NAMES, recorded_crime

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
    caveats=(
        "A partnership may hold several authorities, and partnerships merge: compare over time only those that did not.",
        "Offences that no partnership could be given are in none of them, so they add up to less than the force.",
    ),
)
