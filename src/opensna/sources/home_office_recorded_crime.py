"""Home Office recorded crime by quarter, police force and offence."""

from opensna.contracts.contract import Column
from opensna.sources._home_office import FORCE_NAMES, recorded_crime

SOURCE = recorded_crime(
    id="home_office_recorded_crime",
    title="Recorded crime by police force",
    row_means="offences of one kind recorded by one police force in one quarter",
    names=FORCE_NAMES,
    places=(Column("force_name", "string", "Police force, as the publisher names it."),),
    area_column="force_name",
    caveats=("A force's figures are for its own area: the Metropolitan Police's leave out the City of London.",),
)
