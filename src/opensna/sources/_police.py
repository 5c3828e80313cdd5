"""What the three case-level police extracts share. Column names are ours; a mapping file adapts a supplier's."""

from __future__ import annotations

from collections.abc import Mapping

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import literal
from opensna.reference.areas import boroughs
from opensna.sources._base import Source
from opensna.sources._mapping import record_reader

BOROUGH_CODES = (*(place.code for place in boroughs()), "Unknown")
GROUPS = {
    "Violence against the person": (
        "Homicide", "Violence with injury", "Violence without injury", "Stalking and harassment",
        "Death or serious injury - unlawful driving",
    ),
    "Sexual offences": ("Rape", "Other sexual offences"),
    "Robbery": ("Robbery of personal property", "Robbery of business property"),
    "Possession of weapons": ("Possession of weapons",),
    "Public order offences": (
        "Public fear, alarm or distress", "Racially or religiously aggravated public fear, alarm or distress",
        "Other offences against the state, or public order", "Violent disorder",
    ),
    "Arson and criminal damage": ("Arson", "Criminal damage"),
}  # fmt: skip
SEXES = ("Female", "Male", "Unknown")
ETHNICITIES = ("Asian", "Black", "Mixed", "White", "Other", "Unknown")
ETHNICITY_BASES = ("officer observed", "self classified", "not known")
LICENCE = "Restricted: by data sharing agreement"

_FLAGS = {
    "flag_domestic_abuse": "Flagged as domestic abuse.",
    "flag_knife": "Flagged as knife crime.",
    "flag_gun": "Flagged as gun crime.",
    "flag_lethal_barrel": "Flagged as the discharge of a lethal barrelled weapon.",
    "flag_hate": "Flagged as hate crime.",
}

OFFENCE_COLUMNS = (
    Column(
        "offence_id", "string", "The offence, by a reference that says nothing else.", pattern=r"[A-Za-z0-9/_.\-]{1,40}"
    ),
    Column("offence_code", "string", "Home Office class, such as 8N.", required=False),
    Column("offence_name", "string", "Offence as the police name it."),
    Column("offence_group", "string", "Offence group.", codes=tuple(GROUPS)),
    Column(
        "offence_subgroup", "string", "Offence subgroup.", codes=tuple(sub for subs in GROUPS.values() for sub in subs)
    ),
    Column("date", "date", "Day of the offence, or the first day it may have happened."),
    Column(
        "hour", "integer", "Hour of the day, 0 to 23; blank where not known.", required=False, minimum=0, maximum=23
    ),
    Column("borough_code", "string", "GSS code of the borough of the offence, or Unknown.", codes=BOROUGH_CODES),
    Column(
        "ward_code",
        "string",
        "GSS code of the ward; blank where not known.",
        required=False,
        pattern=r"E05\d{6}",
    ),
    *(Column(name, "boolean", meaning) for name, meaning in _FLAGS.items()),
)


def person_columns(role: str) -> tuple[Column, ...]:
    """The columns about a victim or a suspect."""
    return (
        Column("person_id", "string", f"The {role}, by a pseudonym: the same in every row.", pattern=r"[A-Za-z0-9/_.\-]{1,40}"),
        Column("residence_borough_code", "string", "GSS code of the borough of residence, Outside London or Unknown.",
               required=False, codes=(*BOROUGH_CODES, "Outside London")),
        Column("age", "integer", "Age in years at the offence; blank where not known.", required=False, minimum=0, maximum=120),
        Column("sex", "string", "Sex as recorded.", codes=SEXES),
        Column("ethnicity", "string", "Ethnic group.", codes=ETHNICITIES),
        Column("ethnicity_basis", "string", "Who said which ethnic group it is.", codes=ETHNICITY_BASES),
    )  # fmt: skip


def group_rule(groups: Mapping[str, tuple[str, ...]]) -> Rule:
    """Each offence subgroup stands in its own group."""
    whens = " ".join(f"WHEN {literal(sub)} THEN {literal(group)}" for group, subs in groups.items() for sub in subs)
    return Rule(
        "other_group",
        f"offence_group = CASE offence_subgroup {whens} END",
        "the offence subgroup stands in its own group",
    )


def police_source(
    *, id: str, title: str, row_means: str, columns: tuple[Column, ...], key: tuple[str, ...], caveats: tuple[str, ...]
) -> Source:
    """A case-level police extract."""
    contract = TableContract(
        id=id,
        version="1.0.0",
        columns=columns,
        key=key,
        rules=(Rule("future_date", "date <= current_date", "the offence lies in the past"), group_rule(GROUPS)),
        area_column="borough_code",
        notes=(
            "All violence, sexual offences, robbery, weapons, public order and arson: the definition is applied later.",
        ),
    )
    return Source(
        id=id,
        title=title,
        publisher="Metropolitan Police Service",
        licence=LICENCE,
        access="restricted",
        row_means=row_means,
        covers="met_police",
        contract=contract,
        read=record_reader(contract),
        caveats=caveats,
    )
