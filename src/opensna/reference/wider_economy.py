"""Tables printed by others, and what is known of the wider costs of violence."""

from __future__ import annotations

import pandas as pd

from opensna.reference._money import table


def wider_economy() -> pd.DataFrame:
    """What is known, each figure with its source, and [x] where nobody has measured it.

    Returns
    -------
    topic, figure, value (text: a number or "[x]"), unit, period, status (quoted | recalled | not_available), source,
    would_be_filled_by (what would replace it by something better), measure (the one that counts it, or "").
    """
    return table("wider_economy.csv")


def printed_costs() -> pd.DataFrame:
    """Tables 13 and 15 of the April 2025 assessment of London, as printed.

    Returns
    -------
    table, offence (whose unit cost), counted (what was counted), ages, anticipation, consequence, response (pounds an offence),
    volume (offences), total (pounds, to the nearest 10), period, source.
    """
    numbers = ["anticipation", "consequence", "response", "volume", "total"]
    return table("printed_costs.csv").astype(dict.fromkeys(numbers, float))


def printed_bearers() -> pd.DataFrame:
    """Table 14 of the same: table, bearer, total (pounds), share (0 to 1), period, source; one row a bearer."""
    return table("printed_bearers.csv").astype({"total": float, "share": float})
