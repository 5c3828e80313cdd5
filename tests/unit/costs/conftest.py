"""The catalogue that comes with OpenSNA, and volumes to price."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from opensna.costs.catalogue import Catalogue, build_catalogue
from opensna.reference.unit_costs import unit_costs


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return build_catalogue(unit_costs())


@pytest.fixture
def volumes():
    def made(*rows: dict[str, Any]) -> pd.DataFrame:
        filled = [
            {"area_code": "E1", "area_name": "Here", "period": "2023", "ages": "all", "counted": "offences", "mark": ""}
            | row
            for row in rows
        ]
        for row in filled:
            row.setdefault("low", row["value"])
            row.setdefault("high", row["value"])
        return pd.DataFrame(filled)

    return made
