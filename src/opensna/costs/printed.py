"""The cost tables of the April 2025 assessment, made again, and what they leave open."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from opensna.costs.catalogue import Catalogue
from opensna.costs.cost import Costs, cost_of_violence
from opensna.costs.factors import FactorPair, factor_pairs
from opensna.costs.reconcile import Difference, Fit, nearest_volumes, reconcile
from opensna.costs.uprating import NearIndex, Uprating, compare_factor, factor_interval
from opensna.costs.volumes import read_volumes
from opensna.reference.prices import PriceYear
from opensna.reference.unit_costs import STAGES
from opensna.reference.wider_economy import printed_bearers, printed_costs
from opensna.stats.rounding import round_half_up_to

PRICED_IN = PriceYear(2015, "financial")
HEADED = PriceYear(2023, "calendar")
DOMESTIC_ABUSE_TOTAL = 5_464_808_100
DOMESTIC_ABUSE_OFFENCES_PRINTED = 94_609
"""Domestic abuse offences of the year to March 2024 that the same chapter gives."""
_DOMESTIC_UNIT_COSTS = (30_000, 60_000)


@dataclass(frozen=True)
class Reproduction:
    """Tables 13 and 15 made again.

    `rows`: table, offence, volume, printed, ours (pounds, to the nearest 10), difference. `factor` runs from lowest to highest
    one that gives every printed unit cost. `nearest` compares it with every index and pair of years. `deflated` is the whole at the
    default index instead, to the year the tables are headed.
    """

    rows: pd.DataFrame
    factor: tuple[float, float]
    nearest: tuple[NearIndex, ...]
    costs: Costs
    deflated: Costs

    @property
    def totals(self) -> dict[str, float]:
        """Pounds by table, as printed rows sum."""
        return {f"Table {name}": float(part["ours"].sum()) for name, part in self.rows.groupby("table", sort=False)}

    @property
    def a_day(self) -> dict[str, float]:
        """Pounds a day by table, over the 365 days of 2023."""
        return {name: total / 365 for name, total in self.totals.items()}


def reproduce(catalogue: Catalogue) -> Reproduction:
    """Tables 13 and 15 from the catalogue's subtotals and one factor.

    Raises
    ------
    InputError : the catalogue's subtotals are no longer those from which the tables were made, so no one factor fits.
    """
    printed = printed_costs()
    pairs = [
        (figure.value, float(row[figure.stage]))
        for row in printed.to_dict("records")
        for figure in catalogue.parts(str(row["offence"]), "stage")
        if figure.stage in STAGES
    ]
    interval = factor_interval(pairs)
    middle = sum(interval) / 2
    because = "the one that gives all unit costs printed in tables 13 and 15"
    volumes = read_volumes(_volumes(printed))
    stated = Uprating(HEADED, stated_factor=middle, stated_because=because)
    costs = cost_of_violence(volumes, catalogue, stated, detail="stage", whole_pounds=True)
    ours = round_half_up_to(costs.by("offence")["value"].to_numpy(), 10)
    rows = printed[["table", "counted", "volume", "total"]].rename(columns={"counted": "offence", "total": "printed"})
    rows = rows.assign(ours=ours, difference=ours - rows["printed"])
    deflated = cost_of_violence(volumes, catalogue, Uprating(HEADED), detail="stage")
    return Reproduction(rows, interval, compare_factor(middle, PRICED_IN), costs, deflated)


@dataclass(frozen=True)
class BearerTable:
    """Table 14 held against tables 13 and 15.

    `lines`: bearer, printed, from_table_13 (our components, at the factor of the tables), ratio. `fit`: the volumes of the four
    offences that come nearest to explaining it.
    """

    lines: pd.DataFrame
    differences: tuple[Difference, ...]
    fit: Fit


def bearer_table(catalogue: Catalogue) -> BearerTable:
    """Table 14: its own sum, the sums it should equal, and whether any volumes could have made it."""
    made = reproduce(catalogue)
    printed = printed_bearers()
    total_13, total_15 = made.totals["Table 13"], made.totals["Table 15"]
    differences = reconcile(
        {"Table 13": total_13, "Tables 13 and 15": total_13 + total_15, "Table 14": float(printed["total"].sum())}
    )
    factor = sum(made.factor) / 2
    table_13 = printed_costs().query("table == '13'")
    by_offence = {
        str(row["counted"]): _by_bearer(catalogue, str(row["offence"]), factor) for row in table_13.to_dict("records")
    }
    volumes = dict(zip(table_13["counted"], table_13["volume"], strict=True))
    ours = [sum(volumes[o] * costs.get(b, 0.0) for o, costs in by_offence.items()) for b in printed["bearer"]]
    lines = pd.DataFrame({"bearer": printed["bearer"], "printed": printed["total"], "from_table_13": ours})
    lines["ratio"] = lines["printed"] / lines["from_table_13"]
    fit = nearest_volumes(dict(zip(printed["bearer"], printed["total"], strict=True)), by_offence)
    return BearerTable(lines, tuple(d for d in differences if d.second == "Table 14"), fit)


@dataclass(frozen=True)
class DomesticAbuse:
    """The printed £5.46 billion: how it may have been made, and what it would be otherwise (pounds; None where nobody knows)."""

    total: int
    a_day: float
    pairs: tuple[FactorPair, ...]
    with_printed_offences: float
    warning: str


def domestic_abuse(catalogue: Catalogue) -> DomesticAbuse:
    """The total taken apart into volume and unit cost, likeliest first."""
    figure = catalogue.parts("domestic_abuse", "headline")[0]
    factor = sum(reproduce(catalogue).factor) / 2
    pairs = factor_pairs(
        DOMESTIC_ABUSE_TOTAL, figure.value, figure.price_year,
        between=_DOMESTIC_UNIT_COSTS, factor_used=factor, factor_priced_in=PRICED_IN,
    )  # fmt: skip
    return DomesticAbuse(
        DOMESTIC_ABUSE_TOTAL,
        DOMESTIC_ABUSE_TOTAL / 365,
        pairs,
        float(DOMESTIC_ABUSE_OFFENCES_PRINTED * pairs[0].unit_cost),
        "The unit cost is per victim and year. Multiplied by offences it counts a victim of ten offences ten times. "
        "The number of victims of the year is not printed: [x].",
    )


def _by_bearer(catalogue: Catalogue, offence: str, factor: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for figure in catalogue.parts(offence, "component"):
        # Table 14 has no line for what rounding leaves: its "other" holds whatever the named bearers do not bear.
        bearer = "victims_and_society" if figure.bearer == "not_attributed" else figure.bearer
        found[bearer] = found.get(bearer, 0.0) + figure.value * factor
    return found


def _volumes(printed: pd.DataFrame) -> pd.DataFrame:
    counts = dict.fromkeys(("value", "low", "high"), printed["volume"])
    return pd.DataFrame(
        {"offence": printed["counted"], **counts, **{n: printed[n] for n in ("ages", "period", "source")}}
    )
