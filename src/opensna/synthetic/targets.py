"""The report's figures that synthetic files are compared with, each counted from the files by a query of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import pandas as pd

from opensna.synthetic.names import SEXUAL
from opensna.synthetic.parameters import classes, parameters

Row = tuple[str, str, float, float]

SCOPED = """
CREATE TABLE young AS
    SELECT offence_id FROM police_victims WHERE age BETWEEN 1 AND 24
    UNION SELECT offence_id FROM police_suspects WHERE age BETWEEN 10 AND 24;
CREATE TABLE scoped AS
    SELECT *, year(date) AS year, offence_id IN (FROM young) AS under_25,
        lower(offence_name) IN (FROM definition_names) OR offence_code IN (FROM definition_codes) AS defined
    FROM police_offences;
CREATE TABLE victims AS
    SELECT p.*, o.year, o.defined FROM police_victims p JOIN scoped o USING (offence_id);
CREATE TABLE suspects AS
    SELECT p.*, o.year, o.defined FROM police_suspects p JOIN scoped o USING (offence_id);
"""
"""Views after `police_*`, `definition_names` and `definition_codes` exist."""

VIOLENCE = f"defined AND offence_group <> '{SEXUAL}'"
TABLE_12 = {
    "violence with injury": "offence_subgroup = 'Violence with injury'",
    "knife crime": "flag_knife",
    "personal robbery": "offence_subgroup = 'Robbery of personal property'",
    "domestic abuse": "flag_domestic_abuse",
    "rape": "offence_subgroup = 'Rape'",
    "other sexual offences": "offence_subgroup = 'Other sexual offences'",
}
"""The columns of Table 12, in its order."""

YOUNG = {"victims": "age BETWEEN 1 AND 24", "suspects": "age BETWEEN 10 AND 24"}

AGES = {"victims": "under 25", "suspects": "10-24"}


def number(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """The one number that a query gives, 0 for none."""
    found = connection.execute(query).fetchone()
    return float(found[0] or 0) if found else 0.0


def under_25(connection: duckdb.DuckDBPyConnection, years: list[int], scale: float) -> Iterator[Row]:
    """Table 13, and the changes printed above Charts 5 and 7."""
    totals = parameters().under_25.totals
    for year in years:
        for name, printed in totals.items():
            column = "offence_name" if name == "Threats to kill" else "offence_subgroup"
            where = f"under_25 AND {VIOLENCE} AND year = {year} AND {column} = '{name}'"
            source = "Table 13" if year == 2023 else "ours, from the printed changes"
            got = number(connection, f"SELECT count(*) FROM scoped WHERE {where}")
            yield f"under-25: {name}, {year}", source, round(printed[year] * scale), got
    for first, last, change in ((2021, 2022, 12), (2022, 2023, 8), (2019, 2023, -11)):
        if {first, last} <= set(years):
            yield (
                f"under-25 violence, {first} to {last}, % of before",
                "above Chart 5",
                100 + change,
                _index(connection, f"under_25 AND {VIOLENCE}", first, last),
            )
    if {2019, 2023} <= set(years):
        where = "under_25 AND offence_subgroup = 'Robbery of personal property'"
        yield "under-25 robbery, 2019 to 2023, % of before", "above Chart 7", 76, _index(connection, where, 2019, 2023)


def _index(connection: duckdb.DuckDBPyConnection, where: str, first: int, last: int) -> float:
    counts = f"count(*) FILTER (year = {last}) / count(*) FILTER (year = {first})"
    return round(100 * number(connection, f"SELECT {counts} FROM scoped WHERE {where}"), 2)


def flags(connection: duckdb.DuckDBPyConnection, years: list[int], scale: float) -> Iterator[Row]:
    """Domestic abuse, knife share of robbery, the hours of knife robbery, strangulation's first day, ambulance knife."""
    for year in years:
        source = "above Table 9, year to March 2024" if year == 2023 else "ours, about 6% up"
        got = number(connection, f"SELECT count(*) FROM scoped WHERE flag_domestic_abuse AND year = {year}")
        yield f"domestic abuse offences, {year}", source, round(parameters().domestic_abuse.totals[year] * scale), got
    robbery = "offence_subgroup = 'Robbery of personal property'"
    for year, share in ((2019, 30), (2023, 34)):
        if year in years:
            where = f"under_25 AND {robbery} AND year = {year}"
            yield (
                f"knife, % of under-25 robbery, {year}",
                "above Chart 7",
                share,
                _share(connection, "scoped", "flag_knife", where),
            )
    knife = f"flag_knife AND {robbery} AND hour IS NOT NULL"
    yield (
        "knife robbery, % from 15:00 to 20:59",
        "Temporal trends",
        47,
        _share(connection, "scoped", "hour BETWEEN 15 AND 20", knife),
    )
    yield (
        "knife robbery, % from 16:00 to 16:59",
        "Temporal trends",
        10,
        _share(connection, "scoped", "hour = 16", knife),
    )
    if {2020, 2023} <= set(years):
        query = "SELECT sum(incidents) FILTER (year(month) = 2023) / sum(incidents) FILTER (year(month) = 2020)"
        where = "WHERE weapon = 'knife' AND patient_age_band = 'under 25'"
        got = round(100 * number(connection, f"{query} FROM ambulance_assaults {where}"), 2)
        yield "ambulance knife assaults of under-25s, 2020 to 2023, % of before", "above Chart 6", 124, got
    if {2022} <= set(years):
        early = "date < DATE '2022-06-07' AND offence_name ILIKE '%strangulation%'"
        got = number(connection, f"SELECT count(*) = 0 FROM scoped WHERE {early}")
        yield "no non-fatal strangulation before 7 June 2022 (1: none)", "in force that day", 1, got


def sexual(connection: duckdb.DuckDBPyConnection, years: list[int], scale: float) -> Iterator[Row]:
    """Table 15 (all ages), and offences without a borough."""
    for name, printed in (("Rape", 8869), ("Other sexual offences", 15516)):
        if 2023 in years:
            got = number(connection, f"SELECT count(*) FROM scoped WHERE offence_subgroup = '{name}' AND year = 2023")
            yield (
                f"{name}, all ages, 2023",
                "Table 15 (a later release than the yearly totals)",
                round(printed * scale),
                got,
            )
    since, shares = parameters().unknown_borough.since, parameters().unknown_borough.shares
    for name, share in shares.items() if max(years) >= since else ():
        where = f"offence_subgroup = '{name}' AND year >= {since}"
        got = _share(connection, "scoped", "borough_code = 'Unknown'", where)
        yield f"{name} without a borough or at an airport, from {since}, %", "ours", round(100 * share, 2), got


def _share(connection: duckdb.DuckDBPyConnection, table: str, part: str, where: str) -> float:
    query = f"SELECT count(*) FILTER ({part}) / greatest(count(*), 1) FROM {table} WHERE {where}"
    return round(100 * number(connection, query), 2)


def people(connection: duckdb.DuckDBPyConnection, years: list[int]) -> Iterator[Row]:
    """Table 11, and the sexes, ages and ethnicity of suspects in the text around it."""
    if 2023 in years:
        yield from _table_11(connection)
    young = f"{YOUNG['suspects']} AND {VIOLENCE}"
    printed = (
        ("male", "sex = 'Male'", {2019: 81, 2023: 74}, "Gender"),
        ("female", "sex = 'Female'", {2019: 12, 2023: 17}, "Gender"),
        ("of unknown sex", "sex = 'Unknown'", {2019: 7, 2023: 10}, "Gender"),
        ("aged 15 to 18", "age BETWEEN 15 AND 18", {2019: 48, 2023: 44}, "Age"),
        ("aged 10 to 14", "age BETWEEN 10 AND 14", {2023: 19}, "Age (nearly 1 in 5)"),
        ("Black", "ethnicity = 'Black'", {2023: 42}, "Ethnicity"),
    )
    for words, part, shares, source in printed:
        for year in sorted(set(shares) & set(years)):
            got = _share(connection, "suspects", part, f"{young} AND year = {year}")
            yield f"suspects 10-24 of violence, % {words}, {year}", source, shares[year], got


def _table_11(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    listed = ("Homicide", "Violence with injury", "Threats to kill", "Rape", "Other sexual offences")
    for item in classes():
        if item.name not in listed:
            continue
        for flag, words in ((True, "domestic abuse"), (False, "not domestic abuse")):
            for role, shares in (("victims", item.victim_sex), ("suspects", item.suspect_sex)):
                pair = shares.domestic_abuse if flag else shares.others
                where = (
                    f"{YOUNG[role]} AND defined AND year = 2023 AND offence_subgroup = '{item.stored_subgroup}' "
                    f"AND flag_domestic_abuse = {flag}"
                )
                for sex, share in zip(("Female", "Male"), pair, strict=True):
                    if share > 0:
                        got = _share(connection, role, f"sex = '{sex}'", where)
                        target = f"{sex} {role} {AGES[role]}, {words}, {item.stored_subgroup}, %"
                        yield target, "Table 11", round(100 * share, 2), got


def orders(connection: duckdb.DuckDBPyConnection, years: list[int], codes: Mapping[str, str]) -> Iterator[Row]:
    """Rank correlation (in %) with Table 12's order of boroughs in the year to September 2023."""
    if not {2022, 2023} <= set(years):
        return
    ranks = parameters().borough_order.ranks
    for column, (words, part) in enumerate(TABLE_12.items()):
        got = connection.execute(
            f"SELECT borough_code, count(*) AS n FROM scoped WHERE {part} "
            "AND date BETWEEN DATE '2022-10-01' AND DATE '2023-09-30' GROUP BY ALL"
        ).df()
        counts = got.set_index("borough_code")["n"]
        wanted = pd.Series({codes[name]: -float(six[column]) for name, six in ranks.items()})
        both = pd.DataFrame({"wanted": wanted.rank(), "got": counts.reindex(wanted.index).fillna(0).rank()})
        correlation = round(100 * float(both["wanted"].corr(both["got"])), 2)
        yield f"rank correlation with the order of boroughs, {words}, %", "Table 12", 100, correlation
