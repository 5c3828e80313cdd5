"""Case-level suspects of the offences in police_offences. A suspect is not an offender."""

from opensna.sources._police import OFFENCE_COLUMNS, person_columns, police_source

SOURCE = police_source(
    id="police_suspects",
    title="Suspects of police-recorded offences, case level",
    row_means="suspect of an offence",
    columns=(*OFFENCE_COLUMNS, *person_columns("suspect")),
    key=("offence_id", "person_id"),
    caveats=(
        "A suspect is a person the police suspected, not a person found guilty.",
        "Most offences have no known suspect; who is suspected also depends on where and how the police look.",
    ),
)
