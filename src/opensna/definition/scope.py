"""Adds the definition's columns to the police tables: in definition, under 25, strands, age band, weekday and part of the day."""

from __future__ import annotations

from typing import Any

import ibis

from opensna.definition.definition import AgeRange, Definition

AGE_BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("0", 0, 0),
    ("1-9", 1, 9),
    ("10-14", 10, 14),
    ("15-19", 15, 19),
    ("20-24", 20, 24),
    ("25-34", 25, 34),
    ("35-44", 35, 44),
    ("45-54", 45, 54),
    ("55-64", 55, 64),
    ("65+", 65, None),
)
"""Age bands of people: name, first and last age (None: open)."""

UNKNOWN = "Unknown"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AFTER_SCHOOL = "Weekdays 3pm to 7pm"
NIGHT = "Any day 10pm to 5am"
OTHER_HOURS = "Other hours"
WINDOWS = (AFTER_SCHOOL, NIGHT, OTHER_HOURS, UNKNOWN)
"""Parts of the day, each hour in one. School terms are not held, so "after school" is Monday to Friday of the whole year."""


def scope(
    offences: ibis.Table, victims: ibis.Table, suspects: ibis.Table, definition: Definition
) -> dict[str, ibis.Table]:
    """The three police tables with the definition's columns, still as expressions: nothing is computed here.

    Parameters
    ----------
    offences, victims, suspects : accepted rows of `police_offences`, `police_victims` and `police_suspects`.

    Returns
    -------
    By source id, the same rows with `in_definition`, `domestic_abuse`, `sexual_violence` and `under_25` (never NULL). Of an
    offence, `under_25` says that a victim or a suspect is in the rule's ages; of a victim or suspect, that this person is.
    Victims and suspects also have `age_band` (`AGE_BANDS`, or Unknown), offences `weekday` (`WEEKDAYS`), `window` (`WINDOWS`) and
    `month_of_year` (01 to 12).
    """
    rule = definition.under_25
    young = _young(victims, rule.victims).union(_young(suspects, rule.suspects))
    marked = offences.mutate(under_25=offences.offence_id.isin(young.scope_offence_id).fill_null(False))
    return {
        "police_offences": _with_strands(_with_times(marked), definition),
        "police_victims": _with_strands(_with_age(victims, rule.victims), definition),
        "police_suspects": _with_strands(_with_age(suspects, rule.suspects), definition),
    }


def _young(people: ibis.Table, ages: AgeRange) -> ibis.Table:
    inside = people.filter(people.age.between(ages.minimum, ages.maximum) & people.offence_id.notnull())
    return inside.select(scope_offence_id=inside.offence_id)


def _with_age(people: ibis.Table, ages: AgeRange) -> ibis.Table:
    age = people.age
    bands = [(age <= last, name) for name, _, last in AGE_BANDS if last is not None]
    band = ibis.cases((age.isnull() | (age < 0), UNKNOWN), *bands, else_=AGE_BANDS[-1][0])
    return people.mutate(under_25=age.between(ages.minimum, ages.maximum).fill_null(False), age_band=band)


def _with_times(offences: ibis.Table) -> ibis.Table:
    day, hour = offences.date.day_of_week.index(), offences.hour
    named = ibis.cases(*((day == i, name) for i, name in enumerate(WEEKDAYS)))
    window = ibis.cases(
        (hour.isnull(), UNKNOWN),
        ((hour >= 22) | (hour < 5), NIGHT),
        ((day < 5) & (hour >= 15) & (hour < 19), AFTER_SCHOOL),
        else_=OTHER_HOURS,
    )
    return offences.mutate(weekday=named, window=window, month_of_year=offences.date.strftime("%m"))


def _with_strands(table: ibis.Table, definition: Definition) -> ibis.Table:
    inside = in_definition(table, definition)
    strand = definition.sexual_violence
    abuse = definition.domestic_abuse
    flagged = table[abuse.column].fill_null(False)
    return table.mutate(
        in_definition=inside,
        domestic_abuse=(flagged & inside) if abuse.only_defined_offences else flagged,
        sexual_violence=inside & table.offence_subgroup.isin(strand.subgroups).fill_null(False),
    )


def in_definition(table: ibis.Table, definition: Definition) -> Any:
    """Boolean column: the offence's name is in the list; or it is not, and its class lies wholly inside.

    A class that is only partly inside is never matched by code, or the rest of the class would come in with it.
    """
    named = table.offence_name.strip().lower().isin(definition.names).fill_null(False)
    coded = table.offence_code.strip().upper().isin(definition.codes).fill_null(False)
    return named | coded
