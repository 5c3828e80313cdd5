from __future__ import annotations

from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from opensna.core.errors import DocumentError, UnknownIdError
from opensna.core.period import Period
from opensna.definition.breaks import load_breaks, series_breaks
from opensna.definition.load import definitions, load, load_definitions
from opensna.definition.scope import scope

LONDON = load("london")
SMALL = """
id: small
title: Small
partnership: A test
version: "1"
source: A test
counting_unit: offence
counting_note: One is one.
under_25: {rule: victim_or_suspect, victims: {minimum: 1, maximum: 24}, suspects: {minimum: 10, maximum: 24}, note: Young.}
domestic_abuse: {column: flag_domestic_abuse, only_defined_offences: true, note: Flagged.}
sexual_violence: {subgroups: [Rape], ages: all, note: All.}
offences:
  - {name: Rape, codes: ["19C"], group: Sexual offences, subgroup: Rape, confidence: high}
"""


def offences(*rows: tuple[str, str | None, str | None, str, bool]) -> ibis.Table:
    names = ("offence_id", "offence_name", "offence_code", "offence_subgroup", "flag_domestic_abuse")
    types = (pa.string(), pa.string(), pa.string(), pa.string(), pa.bool_())
    arrow = pa.table(
        {n: pa.array([row[i] for row in rows], t) for i, (n, t) in enumerate(zip(names, types, strict=True))}
    )
    when = pa.array([date(2023, 6, 5)] * len(rows), pa.date32())  # a Monday
    return ibis.memtable(
        arrow.append_column("date", when).append_column("hour", pa.array([16] * len(rows), pa.int64()))
    )


def people(*rows: tuple[str, int | None]) -> ibis.Table:
    table = offences(*((row[0], "Threats to kill", "3B", "Violence without injury", False) for row in rows))
    arrow = table.to_pyarrow()
    return ibis.memtable(arrow.append_column("age", pa.array([row[1] for row in rows], pa.int32())))


def marked(table: ibis.Table, column: str) -> dict[str, object]:
    return {row["offence_id"]: row[column] for row in table.to_pyarrow().to_pylist()}


def test_london_has_the_34_offences_of_the_annex_in_six_subgroups() -> None:
    assert len(LONDON.offences) == 34
    assert LONDON.subgroups == (
        "Robbery of personal property", "Homicide", "Violence with injury", "Violence without injury", "Rape",
        "Other sexual offences",
    )  # fmt: skip


def test_violence_without_injury_contributes_threats_to_kill_only() -> None:
    inside = [o for o in LONDON.offences if o.subgroup == "Violence without injury"]
    assert [(o.name, o.codes) for o in inside] == [("Threats to kill", ("3B",))]


def test_business_robbery_and_corporate_manslaughter_are_outside() -> None:
    assert not {"34A", "4.10"} & set(LONDON.codes)


def test_a_class_that_is_only_partly_inside_is_not_matched_by_code() -> None:
    assert not {"17A", "17B"} & set(LONDON.codes)


def test_definitions_are_listed_by_id() -> None:
    assert {"london", "richmond", "kent"} <= set(definitions())
    assert list(definitions()) == sorted(definitions())


def test_an_unknown_definition_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="did you mean: london"):
        load("londn")


def test_name_is_matched_first_whatever_its_case_and_then_a_whole_class() -> None:
    table = offences(
        ("named", " THREATS to kill ", None, "Violence without injury", False),
        ("coded", "Assault with injury", "8n", "Violence with injury", False),
        ("partly", "Assault on a male by penetration", "17A", "Other sexual offences", False),
        ("named in a part class", "Sexual Assault on a Male child under 13", "17B", "Other sexual offences", False),
        ("outside", "Robbery of business property", "34A", "Robbery of business property", True),
        ("nothing known", None, None, "Violence with injury", False),
    )
    found = scope(table, people(), people(), LONDON)["police_offences"]
    assert marked(found, "in_definition") == {
        "named": True, "coded": True, "partly": False, "named in a part class": True, "outside": False,
        "nothing known": False,
    }  # fmt: skip
    assert marked(found, "sexual_violence")["named in a part class"] is True
    assert marked(found, "domestic_abuse")["outside"] is True


def test_an_offence_is_under_25_by_a_victim_or_a_suspect_and_counted_once() -> None:
    table = offences(
        *((name, "Murder", "1", "Homicide", False) for name in ("v", "s", "both", "old", "baby", "child", "none"))
    )
    victims = people(("v", 24), ("both", 1), ("both", 2), ("old", 25), ("baby", 0), ("none", None))
    suspects = people(("s", 10), ("both", 24), ("old", 25), ("child", 9))
    found = scope(table, victims, suspects, LONDON)["police_offences"]
    assert found.count().to_pyarrow().as_py() == 7
    assert [name for name, young in marked(found, "under_25").items() if young] == ["v", "s", "both"] or {
        name for name, young in marked(found, "under_25").items() if young
    } == {"v", "s", "both"}


def test_people_have_their_own_age_rule_and_band() -> None:
    rows = people(("0", 0), ("1", 1), ("9", 9), ("10", 10), ("24", 24), ("25", 25), ("65", 65), ("?", None))
    found = scope(offences(("x", "Rape", "19C", "Rape", False)), rows, rows, LONDON)
    assert [name for name, young in sorted(marked(found["police_victims"], "under_25").items()) if young] == [
        "1",
        "10",
        "24",
        "9",
    ]
    assert [name for name, young in sorted(marked(found["police_suspects"], "under_25").items()) if young] == [
        "10",
        "24",
    ]
    assert marked(found["police_victims"], "age_band") == {
        "0": "0", "1": "1-9", "9": "1-9", "10": "10-14", "24": "20-24", "25": "25-34", "65": "65+", "?": "Unknown",
    }  # fmt: skip


def test_a_definition_may_keep_domestic_abuse_to_its_own_offences(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    small = load_definitions(tmp_path)["small"]
    table = offences(("in", "Rape", None, "Rape", True), ("out", "Theft", None, "Theft", True))
    assert marked(scope(table, people(), people(), small)["police_offences"], "domestic_abuse") == {
        "in": True,
        "out": False,
    }


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        (("id: small", "id: other"), "rename the file or correct the id"),
        (("title: Small", "title: n/a"), "write the value, or remove the field"),
        (("title: Small", "titel: Small"), "correct, add or remove the fields"),
        (("subgroups: [Rape]", "subgroups: [Rap]"), "use the subgroups of the listed offences"),
        (("offences:\n", "offences:\n  - {name: rape, group: g, subgroup: Rape, confidence: low}\n"), "keep one entry"),
        (("title: Small", "title: Small\ntitle: Large"), "correct the line that is named"),
        ((SMALL, "- a list"), "start from a neighbouring file"),
    ],
)
def test_a_definition_that_does_not_fit_says_what_to_do(tmp_path: Path, change: tuple[str, str], remedy: str) -> None:
    (tmp_path / "small.yaml").write_text(SMALL.replace(*change))
    with pytest.raises(DocumentError, match=remedy) as error:
        load_definitions(tmp_path)
    assert "small.yaml" in str(error.value)


def test_breaks_come_earliest_first_and_each_has_a_sentence() -> None:
    dates = [item.date for item in series_breaks()]
    assert dates == sorted(dates)
    assert all(item.sentence.endswith(".") for item in series_breaks())


def test_a_break_given_twice_is_refused(tmp_path: Path) -> None:
    one = "{id: a, date: 2024-01-01, direction: up, kind: law, source: s, sentence: So.}"
    (tmp_path / "b.yaml").write_text(f"breaks: [{one}, {one}]")
    with pytest.raises(DocumentError, match="give each break an id of its own"):
        load_breaks(tmp_path / "b.yaml")


def test_a_break_concerns_its_subgroups_flags_and_releases() -> None:
    known = {item.id: item for item in series_breaks()}
    assert known["non_fatal_strangulation_2022"].concerns("Violence with injury")
    assert not known["non_fatal_strangulation_2022"].concerns("Rape")
    assert known["connect_2024"].concerns(flags=("domestic_abuse",))
    assert not known["connect_2024"].concerns("Rape")
    assert not known["violence_without_injury_split_2026"].concerns("Violence without injury", release="2024-11")
    assert known["violence_without_injury_split_2026"].concerns("Violence without injury", release="2026-01")


def test_a_break_lies_between_periods_on_its_two_sides() -> None:
    strangulation = next(item for item in series_breaks() if item.id == "non_fatal_strangulation_2022")
    pandemic = next(item for item in series_breaks() if item.id == "pandemic_2020")
    assert strangulation.date == date(2022, 6, 7)
    assert strangulation.lies_between(Period.parse("2019"), Period.parse("2023"))
    assert not strangulation.lies_between(Period.parse("2019"), Period.parse("2021"))
    assert pandemic.lies_between(Period.parse("2020"), Period.parse("2023"))
    assert not pandemic.lies_between(Period.parse("2019"), Period.parse("2023"))
