"""The definitions that come with OpenSNA, on every kind of row that they tell apart, against a reading of them by hand."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import ibis
import pyarrow as pa
import pytest

from opensna.definition.columns import FLAGS, Columns, is_within, nested
from opensna.definition.definition import Definition
from opensna.definition.load import definitions, load
from opensna.definition.scope import scope

LONDON = load("london")
OFFENCES = {
    "Threats to kill": ("3B", "Violence without injury"),
    "Rape of a Female aged 16 and over": ("19C", "Rape"),
    "Common Assault": ("105A", "Violence without injury"),
    "Violent Disorder": ("62A", "Violent disorder"),
    "Arson Endangering Life": ("56A", "Arson"),
    "Modern Slavery": ("106", "Violence without injury"),
    "Possession of Article with Blade or Point": ("10D", "Possession of weapons"),
}
FACTS = ("young", "abuse", "hate", "knife", "gun")
ROWS = [
    {"offence_id": str(number), "name": name, **dict(zip(FACTS, facts, strict=True))}
    for number, (name, facts) in enumerate(product(OFFENCES, product((False, True), repeat=len(FACTS))))
]


def by_hand(id_: str, row: dict[str, Any]) -> bool:
    """What each shipped definition says of a row, written out without the documents."""
    name, young, abuse = row["name"], row["young"], row["abuse"]
    listed, sexual = name in ("Threats to kill", "Rape of a Female aged 16 and over"), name.startswith("Rape")
    if id_ in ("london", "hammersmith_and_fulham", "kingston", "enfield"):
        return (listed and young) or sexual or abuse
    if id_ in ("lewisham", "humber", "kingston_further"):
        return listed or abuse
    return {
        "richmond": listed or abuse or row["knife"] or row["gun"],
        "wandsworth": listed or abuse or row["knife"] or row["gun"],
        "tower_hamlets": (listed and young) or sexual or abuse or row["hate"],
        "norfolk": listed or abuse or row["hate"] or name in ("Arson Endangering Life", "Violent Disorder"),
        "kent": listed and not abuse,
        "london_under25": listed and young,
        "london_property": ((listed or name.startswith("Arson")) and young) or sexual or abuse,
        "london_exploitation": ((listed or name == "Modern Slavery") and young) or sexual or abuse,
    }[id_]


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, Any]]:
    """Columns of the rows, by offence, under all definitions at once."""
    offences = pa.table(
        {
            "offence_id": [row["offence_id"] for row in ROWS],
            "offence_name": [row["name"] for row in ROWS],
            "offence_code": [OFFENCES[row["name"]][0] for row in ROWS],
            "offence_subgroup": [OFFENCES[row["name"]][1] for row in ROWS],
            "date": pa.array([date(2023, 6, 5)] * len(ROWS), pa.date32()),
            "hour": [16] * len(ROWS),
            **{
                f"flag_{column}": [row[fact] for row in ROWS]
                for column, fact in (("domestic_abuse", "abuse"), ("hate", "hate"), ("knife", "knife"), ("gun", "gun"))
            },
        }
    )
    people = offences.append_column("age", pa.array([16 if row["young"] else 40 for row in ROWS], pa.int32()))
    table = ibis.memtable(people)
    others = [one for one in definitions().values() if one.id != "london"]
    found = scope(ibis.memtable(offences), table, table, LONDON, also=others)["police_offences"]
    return {row["offence_id"]: row for row in found.to_pyarrow().to_pylist()}


@pytest.mark.parametrize("id_", definitions())
def test_a_definition_counts_what_its_text_says(counted: dict[str, dict[str, Any]], id_: str) -> None:
    column = Columns(load(id_), LONDON).names["in_scope"]
    found = [(row["offence_id"], counted[row["offence_id"]][column]) for row in ROWS]
    assert found == [(row["offence_id"], by_hand(id_, row)) for row in ROWS]


def test_a_definition_that_lies_in_another_never_counts_a_row_that_the_other_does_not(
    counted: dict[str, dict[str, Any]],
) -> None:
    pairs = [(a, b) for a, b in product(definitions().values(), repeat=2) if a.id != b.id and is_within(a, b)]
    assert ("london_under25", "london") in [(a.id, b.id) for a, b in pairs]
    for a, b in pairs:
        narrow, wide = (Columns(one, LONDON).names["in_scope"] for one in (a, b))
        assert all(row[wide] or not row[narrow] for row in counted.values()), (a.id, b.id)


def test_what_the_attack_is_told_of_nested_definitions_holds_for_every_row(counted: dict[str, dict[str, Any]]) -> None:
    told = nested(Columns(one, LONDON) for one in definitions().values())
    assert len(told) >= 4
    for column, follows in told.items():
        assert column in follows
        assert all(row[other] or not row[column] for row in counted.values() for other in follows)


def test_counting_under_several_definitions_changes_nothing_of_the_first(counted: dict[str, dict[str, Any]]) -> None:
    assert [counted[r["offence_id"]]["in_scope"] for r in ROWS] == [by_hand("london", r) for r in ROWS]
    assert all(row["within_ages"] == row["under_25"] for row in counted.values())


def test_definitions_that_say_the_same_of_police_rows_share_their_columns() -> None:
    assert Columns(load("enfield"), LONDON).names == {flag: flag for flag in FLAGS}
    assert Columns(load("wandsworth"), LONDON).names == Columns(load("richmond"), LONDON).names
    assert Columns(load("richmond"), LONDON).names["in_scope"] != "in_scope"


@pytest.mark.parametrize("one", definitions().values(), ids=lambda one: one.id)
def test_each_says_whose_it_is_what_is_read_and_what_is_our_reading(one: Definition) -> None:
    assert one.readings
    assert one.source
    assert one.partnership
    unsure = [r for r in one.readings if r.confidence == "low"]
    assert one.left_open or not unsure, "a reading with little confidence without what is left open"


@pytest.mark.parametrize(
    ("id_", "named"),
    [
        ("kingston_further", "County lines"), ("kingston_further", "Modern slavery"), ("norfolk", "County lines"),
        ("norfolk", "Aggravated burglary"), ("kent", "public places"), ("humber", "public"), ("london", "property"),
        ("london", "Exploitation"),
    ],
)  # fmt: skip
def test_what_police_rows_cannot_tell_is_named_with_its_reason(id_: str, named: str) -> None:
    found = [item for item in load(id_).not_counted if named in item.what]
    assert found
    assert all(len(item.reason) > 30 for item in found)
