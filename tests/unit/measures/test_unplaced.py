from __future__ import annotations

from datetime import date

import ibis
import pyarrow as pa

from opensna.core.area import Area
from opensna.core.period import Period
from opensna.measures.count import count
from opensna.measures.measure import Measure
from opensna.measures.unplaced import UNPLACED, unplaced_of

LONDON = Area("E12000007", "London", "region")
CITY, CAMDEN = Area("E09000001", "City of London", "lad"), Area("E09000007", "Camden", "lad")
AREAS = (LONDON, CITY, CAMDEN, unplaced_of(LONDON))
OFFENCES = Measure(
    id="m",
    title="M",
    question="How many?",
    source="s",
    unit="offence",
    direction="neither",
    method="count",
    breakdowns=("sex",),
)
CODES = ("E09000007", "E09000007", "Unknown", "E09000001", None, "E09000099")


def counted(measure: Measure) -> dict[tuple[str, str], tuple[float, str]]:
    table = ibis.memtable(
        pa.table(
            {
                "date": pa.array([date(2023, 1, 5)] * len(CODES), pa.date32()),
                "borough_code": pa.array(CODES),
                "sex": pa.array(["Female", "Male", "Male", "Male", "Male", "Female"]),
                "person": pa.array([str(i) for i in range(len(CODES))]),
            }
        )
    )
    found = count(
        {"s": table}, [measure], periods=[Period.parse("2023-01")], areas=AREAS, covers={"s": ("E09000007",)},
        access={"s": "open"}, kinds={"s": "measured"}, releases={"s": "1"},
    ).table  # fmt: skip
    return {(row["area_code"], row["group"]): (row["numerator"], row["mark"]) for row in found.to_dict("records")}


def test_unknown_outside_and_uncovered_places_are_counted_together_and_add_up() -> None:
    found = counted(OFFENCES)
    assert found[UNPLACED, ""] == (4, "")
    assert found["E09000007", ""][0] + found[UNPLACED, ""][0] == found["E12000007", ""][0] == 6
    assert found["E09000001", ""][1] == "[x]"
    assert found[UNPLACED, "Male"][0] == 3


def test_persons_of_no_place_are_not_applicable() -> None:
    persons = OFFENCES.model_copy(update={"distinct": "person", "breakdowns": ()})
    assert counted(persons)[UNPLACED, ""][1] == "[z]"
