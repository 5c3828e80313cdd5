"""A small programme to be valued, and its effects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from opensna.alignment.effects import Effect
from opensna.alignment.value_spec import Programme, ValueSpec, join_effects, read_value_spec
from opensna.costs.catalogue import Catalogue, build_catalogue
from opensna.reference.unit_costs import unit_costs

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
