"""Which published figures two editions compare, and of which periods."""

from __future__ import annotations

from datetime import date

import pandas as pd

from opensna.assessment.compare import Steps, assessed, split
from opensna.assessment.edition import Edition
from opensna.assessment.ledger import Ledger
from opensna.core.area import Area
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period

CAMDEN = Area("E09000007", "Camden", "lad")


def edition(year: str, held: dict[str, float], *, release: str) -> Edition:
    """Of one published figure: its values by period."""
    rows = [
        {"measure": "flagged_knife_crime", "area_code": CAMDEN.code, "area_name": "", "period_start": p.start, "period_end": p.end,
         "breakdown": "none", "group": "", "statistic": "count", "value": value, "mark": "", "kind": "published",
         "baseline_start": None, "source": "mps_monthly_dashboard", "release": release}
        for p, value in ((Period.parse(text), value) for text, value in held.items())
    ]  # fmt: skip
    table = pd.DataFrame(rows).reindex(columns=list(ESTIMATE_COLUMNS))
    return Edition(year, "public", Period.parse(year), (CAMDEN,), {}, Estimates(table, "public", "none"), Ledger(), {})


ROLLING = {"2021": 470.0, "2022": 480.0, "2022-12/2023-11": 485.0, "2022-12": 40.0, "2023": 490.0, "2023-12": 41.0}


def compared(before: Edition, after: Edition) -> pd.DataFrame:
    a, d = assessed(before), assessed(after)
    return split(a, d, Steps(a.iloc[:0], a.iloc[:0]), moved_by_definition=frozenset(), same_definition=True)


def test_a_year_is_compared_with_a_year_and_never_with_a_month_or_a_year_that_ends_later() -> None:
    held = edition("2022", ROLLING, release="2024-01")
    (row,) = compared(held, edition("2023", ROLLING, release="2024-01")).to_dict("records")
    assert (row["period_start_a"], row["period_start_d"]) == ("2022-01-01", "2023-01-01")
    assert (row["before"], row["after"], row["area_name"]) == (480.0, 490.0, "Camden")


def test_of_unlike_periods_or_of_one_figure_of_one_release_nothing_moved() -> None:
    year, month = {"2021": 470.0}, {"2023-12": 41.0}
    assert compared(edition("2022", year, release="a"), edition("2023", month, release="b")).empty
    assert compared(edition("2022", year, release="a"), edition("2023", year, release="a")).empty
    assert len(compared(edition("2022", year, release="a"), edition("2023", {"2021": 471.0}, release="b"))) == 1


def test_periods_are_dates_or_text() -> None:
    made = assessed(edition("2022", ROLLING, release="a"))
    assert made["period_end"].tolist() == [str(date(2022, 12, 31))]
