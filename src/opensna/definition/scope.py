"""Adds definitions' columns to the police tables: list, under 25, strands, scope; also age band, weekday and part of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import ibis

from opensna.definition.columns import Columns, Part, parts_of
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
    offences: ibis.Table, victims: ibis.Table, suspects: ibis.Table, definition: Definition, *, also: Sequence[Definition] = ()
) -> dict[str, ibis.Table]:  # fmt: skip
    """The three police tables with the definition's columns, still as expressions: nothing is computed here.

    Parameters
    ----------
    offences, victims, suspects : accepted rows of `police_offences`, `police_victims` and `police_suspects`.
    also : further definitions, whose columns stand beside the first's under the names of `Columns`: one scan answers for all.

    Returns
    -------
    By source id, the same rows with `columns.FLAGS` (never NULL; `in_scope` of offences only). Of an offence, `under_25` says
    that a victim or a suspect is in the rule's ages; of a victim or suspect, that this person is. Victims and suspects also have
    `age_band` (`AGE_BANDS`, or Unknown), offences `weekday` (`WEEKDAYS`), `window` (`WINDOWS`) and `month_of_year` (01 to 12).
    """
    tables = {
        "police_offences": _with_times(offences),
        "police_victims": _with_bands(victims),
        "police_suspects": _with_bands(suspects),
    }
    for one in (definition, *also):
        names, rule = Columns(one, definition).names, one.under_25
        made = tables["police_offences"]
        if names["under_25"] not in made.columns:
            young = _young(victims, rule.victims).union(_young(suspects, rule.suspects))
            tables["police_offences"] = made.mutate(
                **{names["under_25"]: made.offence_id.isin(young.scope_offence_id).fill_null(False)}
            )
            for source, ages in (("police_victims", rule.victims), ("police_suspects", rule.suspects)):
                people = tables[source]
                inside = people.age.between(ages.minimum, ages.maximum).fill_null(False)
                tables[source] = people.mutate(**{names["under_25"]: inside})
        tables = {source: _with_strands(table, one, names) for source, table in tables.items()}
        tables["police_offences"] = _with_scope(tables["police_offences"], one, names)
    return tables


def _young(people: ibis.Table, ages: AgeRange) -> ibis.Table:
    inside = people.filter(people.age.between(ages.minimum, ages.maximum) & people.offence_id.notnull())
    return inside.select(scope_offence_id=inside.offence_id)


def _with_bands(people: ibis.Table) -> ibis.Table:
    age = people.age
    bands = [(age <= last, name) for name, _, last in AGE_BANDS if last is not None]
    return people.mutate(age_band=ibis.cases((age.isnull() | (age < 0), UNKNOWN), *bands, else_=AGE_BANDS[-1][0]))


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


def _with_strands(table: ibis.Table, definition: Definition, names: Mapping[str, str]) -> ibis.Table:
    inside, young = in_definition(table, definition), table[names["under_25"]]
    abuse, sexual = definition.domestic_abuse, definition.sexual_violence
    flagged = table[abuse.column].fill_null(False)
    of_subgroup = inside & table.offence_subgroup.isin(sexual.subgroups).fill_null(False)
    of_abuse = (flagged & inside) if abuse.only_defined_offences else flagged
    made = {
        "in_definition": inside,
        "within_ages": young if definition.under_25.applies == "limit" else ibis.literal(True),
        "domestic_abuse": (of_abuse & young) if abuse.ages == "under_25" else of_abuse,
        "sexual_violence": (of_subgroup & young) if sexual.ages == "under_25" else of_subgroup,
    }
    return _new(table, {names[flag]: column for flag, column in made.items()})


def _with_scope(offences: ibis.Table, definition: Definition, names: Mapping[str, str]) -> ibis.Table:
    listed, young = offences[names["in_definition"]], offences[names["under_25"]]
    parts = [_of_part(offences, part, listed, young) for part in parts_of(definition)]
    return _new(offences, {names["in_scope"]: reduce(lambda a, b: a | b, parts)})


def _of_part(offences: ibis.Table, part: Part, listed: Any, young: Any) -> Any:
    tests = [listed] if part.listed is not None else []
    tests += [young] if part.ages else []
    tests += [offences[part.flag].fill_null(False)] if part.flag else []
    tests += [~offences[part.without].fill_null(False)] if part.without else []
    if part.subgroups is not None:
        tests.append(offences.offence_subgroup.isin(sorted(part.subgroups)).fill_null(False))
    if part.apart_from:
        tests.append(~offences.offence_subgroup.isin(sorted(part.apart_from)).fill_null(False))
    return reduce(lambda a, b: a & b, tests)


def _new(table: ibis.Table, columns: dict[str, Any]) -> ibis.Table:
    """The table with the columns that it does not have yet: one that two definitions share is made once."""
    return table.mutate(**{name: column for name, column in columns.items() if name not in table.columns})


def in_definition(table: ibis.Table, definition: Definition) -> Any:
    """Boolean column: the offence's name is in the list; or it is not, and its class lies wholly inside.

    A class that is only partly inside is never matched by code, or the rest of the class would come in with it.
    """
    named = table.offence_name.strip().lower().isin(definition.names).fill_null(False)
    coded = table.offence_code.strip().upper().isin(definition.codes).fill_null(False)
    return named | coded
