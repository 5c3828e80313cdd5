"""Metropolitan Police monthly crime dashboard: offences and outcomes by borough or ward, offence groups and flags apart."""

from __future__ import annotations

from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.sql import literal
from opensna.reference.areas import boroughs
from opensna.sources._base import Source
from opensna.sources._flagged import flags_as_figures
from opensna.sources._mps import AIRPORTS, AIRPORTS_NAME, LICENCE, MPS_CAVEATS, PUBLISHER, UNKNOWN, subgroups
from opensna.sources._mps_dashboard import OUTSIDE, flags, latest_refresh, read_long

_GROUPED = tuple(dict.fromkeys(subgroups().values()))
_FLAGGED = tuple(dict.fromkeys((row["offence_group"], row["offence_subgroup"]) for row in flags()))
_KINDS = {
    **{("offence group", group, subgroup): None for group, subgroup in _GROUPED},
    **{(row["kind"], row["offence_group"], row["offence_subgroup"]): None for row in flags()},
}
_NAMES = {
    **{place.code: place.name for place in boroughs()},
    AIRPORTS: AIRPORTS_NAME,
    UNKNOWN: UNKNOWN,
    OUTSIDE: OUTSIDE,
}


def _distinct(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _kind_rule() -> Rule:
    """No flag is ever taken for an offence group, and each subgroup stands in its own group."""
    known = ", ".join(f"({', '.join(map(literal, triple))})" for triple in _KINDS)
    return Rule(
        "other_group",
        f"(kind, offence_group, offence_subgroup) IN ({known})",
        "the subgroup stands in its own group, and a flag is no offence group",
    )


def _name_rule() -> Rule:
    whens = " ".join(f"WHEN {literal(code)} THEN {literal(name)}" for code, name in _NAMES.items())
    return Rule(
        "other_borough",
        f"area_type != 'borough' OR coalesce(area_name = CASE area_code {whens} END, false)",
        "the code of a borough is that of its name",
    )


SOURCE = Source(
    id="mps_monthly_dashboard",
    title="Monthly crime dashboard",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="offences, or positive outcomes, of one subgroup or flag in one borough or ward in one month",
    covers="met_police",
    contract=TableContract(
        id="mps_monthly_dashboard",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of recording."),
            Column(
                "area_type", "string", "Borough, or the ward of a Safer Neighbourhood Team.", codes=("borough", "ward")
            ),
            Column(
                "area_code",
                "string",
                "GSS code of the borough or ward; Airports, Unknown, or Outside for another force's area.",
                pattern=rf"E0[59]\d{{6}}|{AIRPORTS}|{UNKNOWN}|{OUTSIDE}",
            ),
            Column("area_name", "string", "Name of the borough or ward."),
            Column(
                "kind",
                "string",
                "An offence group; a flag on offences that also stand in a group; incidents, which are no crimes; or a "
                "total of the groups, printed again.",
                codes=_distinct("offence group", *(row["kind"] for row in flags())),
            ),
            Column(
                "offence_group",
                "string",
                "Offence group or flag.",
                codes=_distinct(*(group for group, _ in (*_GROUPED, *_FLAGGED))),
            ),
            Column(
                "offence_subgroup",
                "string",
                "Offence subgroup, or kind of flag.",
                codes=_distinct(*(subgroup for _, subgroup in (*_GROUPED, *_FLAGGED))),
            ),
            Column("measure", "string", "What is counted.", codes=("offences", "positive outcomes")),
            Column("count", "integer", "Offences recorded, or positive outcomes, in the month.", minimum=0),
            Column("refresh_date", "date", "Day on which the publisher made the figure; blank in older files.", False),
        ),
        key=("month", "area_type", "area_code", "area_name", "kind", "offence_group", "offence_subgroup", "measure"),
        rules=(_kind_rule(), _name_rule()),
        month_column="month",
        area_column="area_code",
        notes=(
            "Only rows of kind 'offence group' add up to recorded crime; boroughs and wards hold the same offences.",
            "In one file the latest refresh date of a month, place and subgroup stands, and the earlier rows are not read. "
            "Files of several refresh dates are several releases, of which the newest answers.",
            "'Miscellaneous' before August 2020 is miscellaneous crimes against society; after it, a bag of flags.",
            "Rows of the groups 'Non-notifiable' and 'Other accepted crime' are not notifiable offences and are not kept.",
        ),
    ),
    read=read_long,
    figures=flags_as_figures,
    release_of=latest_refresh,
    caveats=(
        *MPS_CAVEATS,
        "Flags cut across offence groups: a flag is never added to a group or to another flag.",
        "Domestic abuse incidents are not crimes.",
        "Positive outcomes of a month are often for offences of earlier months: they are no share of that month's offences.",
        "Knife injury victims aged 1 to 24 are victims and not offences, and leave out those aged 0.",
    ),
    address="https://data.london.gov.uk/dataset/mps-monthly-crime-dahboard-data",
)
