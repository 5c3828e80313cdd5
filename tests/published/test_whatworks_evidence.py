"""The index and the registers against the evidence that was read for them, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opensna.actions.programmes import registers
from opensna.whatworks.crosswalk import grades, shown
from opensna.whatworks.index import approaches

pytestmark = pytest.mark.real_data


def _rows(real_data: Path, name: str) -> list[dict[str, str]]:
    with (real_data / "evidence" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_rating_is_the_registrys_own_words(real_data: Path) -> None:
    held = {rating.id: (approach, rating) for approach in approaches().values() for rating in approach.ratings}
    for row in _rows(real_data, "interventions.csv"):
        approach, rating = held.pop(row["id"])
        assert approach.id == row["intervention_key"].replace("-", "_")
        assert (rating.quote, rating.statement or "") == (row["retrieved_quote"], row["impact_statement_verbatim"])
        assert (rating.impact.printed if rating.impact else "") == row["impact_rating_verbatim"]
        assert (rating.cost.printed if rating.cost else "") == row["cost_rating_verbatim"]
        assert (rating.studies.printed if rating.studies else "") == row["n_studies"]
        assert shown(rating, "address") == (row["source_url"] or shown(rating, "address"))
        printed = rating.evidence.printed if rating.evidence else ""
        assert printed == ("" if rating.emmie else row["evidence_quality_verbatim"])
        if rating.emmie:
            said = (
                row["evidence_quality_verbatim"]
                .lower()
                .replace("evidence quality ", "")
                .replace("not shown in stored copy", "not shown")
            )
            assert grades(rating) == said
    assert held == {}


def test_every_programme_and_its_links_are_those_that_were_found(real_data: Path) -> None:
    held = registers().programmes
    by_number = {programme.source.split(":")[0]: programme for programme in held.values()}
    rows = _rows(real_data, "programmes.csv")
    assert len(rows) == len(by_number)
    for row in rows:
        programme = by_number[row["id"]]
        assert (programme.name, programme.table3, programme.tier) == (
            row["name"],
            row["name_in_table3"],
            row["prevention_tier"],
        )
    links = {(r["programme_id"], r["intervention_key"].replace("-", "_")) for r in _rows(real_data, "programme_interventions.csv")
             if r["programme_id"] and r["intervention_key"]}  # fmt: skip
    assert {(number, link.approach) for number, p in by_number.items() for link in p.approaches} == links


def test_gaps_that_the_report_names_are_no_input(real_data: Path) -> None:
    linked = {link.approach for programme in registers().programmes.values() for link in programme.approaches}
    gaps = {row["intervention_key"].replace("-", "_") for row in _rows(real_data, "programme_interventions.csv")
            if row["relation"].startswith("gap")}  # fmt: skip
    assert gaps == {"focused_deterrence", "multisystemic_therapy", "bystander_sexual_assault"}
    assert not gaps & linked
