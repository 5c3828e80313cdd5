"""Case-level offences: violence, sexual offences, robbery, weapons, public order and arson."""

from opensna.sources._police import OFFENCE_COLUMNS, police_source

SOURCE = police_source(
    id="police_offences",
    title="Police offences, case level",
    row_means="offence",
    columns=OFFENCE_COLUMNS,
    key=("offence_id",),
    caveats=(
        "Police-recorded offences; much violence is never reported.",
        "An offence may have several victims and suspects: the three extracts are counted apart.",
    ),
)
