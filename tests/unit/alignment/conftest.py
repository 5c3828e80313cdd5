"""A small programme to be valued, and its effects; and Wood, three areas with three programmes, for the commissioning map."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from opensna.alignment.effects import Effect
from opensna.alignment.gaps_rule import gap_rules
from opensna.alignment.need import COLUMNS
from opensna.alignment.need_plan import need_plan
from opensna.alignment.provision import Territory
from opensna.alignment.provision_map import MapInputs
from opensna.alignment.value_spec import Programme, ValueSpec, join_effects, read_value_spec
from opensna.commissioning.programme import Programme as Commissioned
from opensna.core.document import fit
from opensna.costs.catalogue import Catalogue, build_catalogue
from opensna.reference.unit_costs import unit_costs
from opensna.whatworks.index import approaches

CERTAIN = {"value": 0.0, "origin": "published", "source": "a report"}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return build_catalogue(unit_costs())


@pytest.fixture
def document() -> dict[str, Any]:
    return {
        "id": "mentors", "title": "Mentors", "programme": "P99 Mentors", "price_year": "2015", "first_year": 2020, "years": 4,
        "lasts": 2,
        "costs": [
            {"payer": "home_office", "by_year": [100_000, 50_000], "price_year": "2015", "range": [0.9, 1.2], "origin": "published",
             "source": "a budget"},
        ],
        "reach": {"by_year": [100, 100], "range": [0.5, 1.5], "origin": "ours", "source": "ours"},
        "outcomes": [
            {"offence": "violence_with_injury", "effect": "X/violence", "because": "the same outcome",
             "baseline": {"value": 0.2, "low": 0.1, "high": 0.3, "origin": "ours", "source": "ours"}},
        ],
        "drop_off": {"value": 0.5, "low": 0.2, "high": 0.8, "origin": "ours", "source": "ours"},
        "deadweight": {**CERTAIN, "value": 0.1},
        "attribution": {**CERTAIN, "value": 0.8},
        "optimism_costs": {**CERTAIN, "value": 0.1},
        "optimism_benefits": {**CERTAIN, "value": 0.2},
    }  # fmt: skip


@pytest.fixture
def effects() -> dict[str, Effect]:
    made = Effect("X/violence", "violence", -0.25, -0.4, -0.1, "a trial")
    bare = Effect("Y/crime", "crime", -0.1, None, None, "an index", "-10% crime")
    return {made.id: made, bare.id: bare}


@pytest.fixture
def read(tmp_path: Path):
    def reader(content: dict[str, Any]) -> ValueSpec:
        path = tmp_path / "mentors.yaml"
        path.write_text(yaml.safe_dump(content), "utf-8")
        return read_value_spec(path)

    return reader


@pytest.fixture
def programme(document, effects, read) -> Programme:
    return join_effects(read(document), effects)


FACTS = ("provider", "areas", "places", "hours", "starts", "ends", "budget", "reach", "evaluations")


class Wood:
    """The worked example of the commissioning map.

    The areas are Ash, Birch and Cedar, which make up Wood.

        programme  where          when            ages    places  reached  approach
        club       Ash            Mon-Fri 15:30-18  10-17    30       50    mentoring; funded to 30 June 2025
        gym        Ash and Birch  Tue 19-22         11-24    60       80    none
        line       not stated     not stated        25-60    20        -    IRIS; for survivors of domestic abuse

    Offences affecting under-25s:            Ash  Birch  Cedar
        weekdays 3pm to 9pm                  100     50     50
        any day 9pm to 5am                    40     40     1 to 7 (hidden)
        any hour                             200    120     90
    No other cell has a figure.
    """

    ash, birch, cedar, whole = "E07000001", "E07000002", "E07000003", "E10000001"
    plan = need_plan().all_year()
    territory = Territory({ash: "Ash", birch: "Birch", cedar: "Cedar"}, whole, "Wood", "district", "districts")

    def __init__(self) -> None:
        self.club = self.programme(
            "club", areas=[self.ash], hours=[{"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "15:30", "closes": "18:00"}],
            age_from=10, age_to=17, places=30, reach=[{"number": 50, "of": "people", "source": "test"}],
            approaches=self.linked("mentoring"), budget=[{"funder": "VRU", "amount": 10_000, "ends": date(2025, 6, 30)}],
        )  # fmt: skip
        self.gym = self.programme(
            "gym", areas=[self.ash, self.birch], hours=[{"days": ["TU"], "opens": "19:00", "closes": "22:00"}], age_from=11,
            age_to=24, places=60, reach=[{"number": 80, "of": "people", "source": "test"}],
        )  # fmt: skip
        self.line = self.programme(
            "line", cohort="Survivors of domestic abuse", age_from=25, age_to=60, places=20,
            approaches=self.linked("iris_primary_care_dva"),
        )  # fmt: skip

    @staticmethod
    def programme(name: str, **given: Any) -> Commissioned:
        """A live programme; every fact that is not given is not known."""
        content: dict[str, Any] = {
            "id": name, "name": name.title(), "description": "Something to do.", "kind": "delivery programme",
            "priority_area": "harm", "tier": "secondary", "cohort": "People", "settings": "Community", "source": "test", **given,
        }  # fmt: skip
        if "approaches" not in content:
            content["no_approach"] = "not in the index"
        unknown = {fact: "the contract does not say" for fact in FACTS if not content.get(fact)}
        return fit({**content, "unknown": unknown}, Commissioned, where=f"{name}.yaml")

    @staticmethod
    def linked(approach: str, relation: str = "is") -> list[dict[str, str]]:
        """A programme's link to an approach."""
        return [{"approach": approach, "relation": relation, "basis": "test", "confidence": "high"}]

    def need(self) -> pd.DataFrame:
        """The offences of the example."""
        shown = {"after_school": (100, 50, 50), "night": (40, 40, None), "any": (200, 120, 90)}
        rows = [
            (area, "young_people", band, math.nan, 1, 7, "[c]")
            if n is None
            else (area, "young_people", band, n, n, n, "")
            for band, numbers in shown.items()
            for area, n in zip((self.ash, self.birch, self.cedar), numbers, strict=True)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS[:-1]))

    def inputs(self, *programmes: Commissioned, **changes: Any) -> MapInputs:
        """What the map is made of: the three programmes unless others are given, as of 1 April 2025."""
        given: dict[str, Any] = {
            "need": self.need(), "programmes": {p.id: p for p in programmes or (self.club, self.gym, self.line)},
            "index": approaches(), "plan": self.plan, "territory": self.territory, "rules": gap_rules(), "on": date(2025, 4, 1),
        }  # fmt: skip
        return MapInputs(**{**given, **changes})


@pytest.fixture(scope="session")
def wood() -> Wood:
    return Wood()
