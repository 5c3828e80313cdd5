"""The aggregated extract that the 2025 report used: counts by month, borough, offence, role, age, sex and ethnicity."""

from __future__ import annotations

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source
from opensna.sources._mapping import record_reader
from opensna.sources._police import (
    BOROUGH_CODES,
    ETHNICITIES,
    ETHNICITY_BASES,
    GROUPS,
    LICENCE,
    SEXES,
    group_rule,
)

_KEY = (
    "period", "borough_code", "offence_group", "offence_subgroup", "offence_name", "role", "age_band", "sex", "ethnicity_basis",
    "ethnicity", "flag_domestic_abuse", "flag_knife", "flag_lethal_barrel", "flag_discharge",
)  # fmt: skip
_CONTRACT = TableContract(
    id="sna_extract",
    version="1.0.0",
    columns=(
        Column("period", "month", "First day of the month."),
        Column("borough_code", "string", "GSS code of the borough of the offence, or Unknown.", codes=BOROUGH_CODES),
        Column("offence_group", "string", "Offence group.", codes=tuple(GROUPS)),
        Column(
            "offence_subgroup", "string", "Offence subgroup.", codes=tuple(s for subs in GROUPS.values() for s in subs)
        ),
        Column("offence_name", "string", "Offence as the police name it."),
        Column("role", "string", "What is counted.", codes=("offence", "victim", "suspect")),
        Column("age_band", "string", "Age of the victim or suspect; all for offences."),
        Column("sex", "string", "Sex of the victim or suspect; all for offences.", codes=(*SEXES, "all")),
        Column("ethnicity_basis", "string", "Who said which ethnic group it is.", codes=(*ETHNICITY_BASES, "all")),
        Column("ethnicity", "string", "Ethnic group; all for offences.", codes=(*ETHNICITIES, "all")),
        Column("flag_domestic_abuse", "boolean", "Flagged as domestic abuse."),
        Column("flag_knife", "boolean", "Flagged as knife crime."),
        Column("flag_lethal_barrel", "boolean", "Flagged as involving a lethal barrelled weapon."),
        Column("flag_discharge", "boolean", "Flagged as a discharge."),
        Column("count", "integer", "Offences, victims or suspects.", minimum=0),
    ),
    key=_KEY,
    rules=(group_rule(GROUPS),),
    month_column="period",
    area_column="borough_code",
    notes=(
        "Nothing is counted from it where the case-level files are loaded: they give the same numbers, under any definition.",
    ),
)

SOURCE = Source(
    id="sna_extract",
    title="Aggregated police extract for a needs assessment",
    publisher="Metropolitan Police Service",
    licence=LICENCE,
    access="restricted",
    row_means="offences, victims or suspects of one kind in one borough in one month",
    covers="met_police",
    contract=_CONTRACT,
    read=record_reader(_CONTRACT),
    repeats="police_offences",
    caveats=("Offences are those where a victim or suspect was under 25; victims aged 0 are left out.",),
)
