"""Case-level victims of the offences in police_offences."""

from opensna.sources._police import OFFENCE_COLUMNS, person_columns, police_source

SOURCE = police_source(
    id="police_victims",
    title="Victims of police-recorded offences, case level",
    row_means="victim of an offence",
    columns=(*OFFENCE_COLUMNS, *person_columns("victim")),
    key=("offence_id", "person_id"),
    caveats=(
        "A person hurt in two offences has two rows.",
        "Victims' ethnicity is mostly what an officer observed, and is never compared with what people say of themselves.",
    ),
)
