"""Volumes: how many offences or victims are priced, checked before a price is put on them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from opensna.core.errors import DisclosureError, InputError
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.reference.bearers import overlaps

REQUIRED = ("offence", "value", "low", "high")
DEFAULTS: Mapping[str, str] = {
    "area_code": "", "area_name": "", "period": "", "ages": "all", "counted": "offences", "mark": "", "source": "",
}  # fmt: skip
COUNTED = ("offences", "victims")
AGES = "ages"
"""The name under which an overlap of ages is acknowledged; others are acknowledged by the offence that overlaps."""


@dataclass(frozen=True)
class Volumes:
    """Counts to be priced, one row an area, period, offence and ages; `notes` say which overlaps were acknowledged.

    Columns: area_code, area_name, period (text that Period reads, or ""), offence, ages, counted ("offences" | "victims"), value
    (as disclosed; NaN where hidden), low, high (what the value may stand for), mark, kind ("recorded" | "estimated"), source,
    multiplier, multiplier_low, multiplier_high, multiplier_source.
    """

    table: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_volumes(
    frame: pd.DataFrame, *, acknowledged: Collection[str] = (), multipliers: pd.DataFrame | None = None
) -> Volumes:
    """Check disclosed counts, and turn recorded into estimated ones where multipliers are given.

    Parameters
    ----------
    frame : offence, value, low, high (a hidden cell has no value and its range), and where they differ from row to row area_code,
        area_name, period, ages ("all", "under_25", …), counted, mark, source.
    acknowledged : overlaps that the asker knows of: the overlapping offence's id, or "ages".
    multipliers : offence, multiplier, source and, if known, low and high; what a recorded offence stands for. Without it the
        volumes are recorded ones. Each needs a source.

    Raises
    ------
    InputError : lacking columns, a range that does not hold its value, offences that overlap and are not acknowledged, the same
        count twice, or a multiplier without a source. DisclosureError : a value that is neither there nor hidden with a range.
    """
    lacking = [name for name in REQUIRED if name not in frame.columns]
    if lacking:
        raise InputError(
            "the counts lack columns",
            where="volumes to be priced",
            found=f"lacks {', '.join(lacking)}",
            expected=", ".join(REQUIRED),
            do_this="hand in disclosed counts with the range that each may stand for",
        )
    table = frame.reset_index(drop=True).copy()
    for name, default in DEFAULTS.items():
        table[name] = table[name].fillna(default).astype(str) if name in table.columns else default
    for name in ("value", "low", "high"):
        table[name] = table[name].astype(float)
    _require_ranges(table)
    notes = _overlaps(table, frozenset(acknowledged))
    table["kind"] = "recorded"
    for name in ("multiplier", "multiplier_low", "multiplier_high"):
        table[name] = 1.0
    table["multiplier_source"] = ""
    if multipliers is not None:
        table = _multiply(table, multipliers)
    hidden = table["value"].isna() & (table["mark"] == "")
    table.loc[hidden, "mark"] = str(Mark.SUPPRESSED)
    return Volumes(table, notes)


def _require_ranges(table: pd.DataFrame) -> None:
    unknown = ~table["counted"].isin(COUNTED)
    wrong = unknown | (table["low"] < 0) | (table["high"] < table["low"])
    wrong |= (table["value"] < table["low"]) | (table["value"] > table["high"])
    if wrong.any():
        raise InputError(
            "a count that is negative, outside its own range, or of something that has no price",
            where="volumes to be priced",
            found=f"{int(wrong.sum())} of {len(table)} rows: {', '.join(sorted(set(table.loc[wrong, 'offence'])))}",
            expected="0 or more, low to high around the value, counted as offences or victims",
            do_this="take value, low and high from one and the same disclosed count",
        )
    absent = (table["mark"] == str(Mark.NOT_AVAILABLE)) & table["value"].isna()
    open_ended = (table["low"].isna() | table["high"].isna()) & ~absent
    if open_ended.any():
        raise DisclosureError(
            "a count with no range",
            where="volumes to be priced",
            found=f"{int(open_ended.sum())} of {len(table)} rows: {', '.join(sorted(set(table.loc[open_ended, 'offence'])))}",
            expected="the lowest and highest count that a hidden or rounded one may stand for",
            do_this="take the rows from disclosed counts, or mark what nobody counted [x]",
        )


def _overlaps(table: pd.DataFrame, acknowledged: frozenset[str]) -> tuple[str, ...]:
    """Sentences on the overlaps acknowledged; InputError, naming every one that is not."""
    refused: dict[str, str] = {}
    notes: dict[str, str] = {}
    for _, rows in table.groupby("area_code", sort=False):
        records: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
        for one, other in itertools.combinations(records, 2):
            if not _share_months(one["period"], other["period"]):
                continue
            for name, reason in _reasons(one, other):
                (notes if name in acknowledged else refused).setdefault(f"{name}: {reason}", name)
    if refused:
        names = sorted(set(refused.values()))
        can = [name for name in names if name]
        raise InputError(
            "counts that overlap may not be added up",
            where="volumes to be priced",
            found="; ".join(text.removeprefix(": ") for text in refused),
            expected="counts of which no act is in two",
            do_this=(
                f"price them apart, or say that you know with --acknowledge {' --acknowledge '.join(can)}"
                if can
                else "keep one of the two rows"
            ),
        )
    return tuple(f"acknowledged overlap, so the total counts some acts twice: {text}" for text in notes)


def _reasons(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, str]]:
    first, second = str(one["offence"]), str(other["offence"])
    if first == second and one["ages"] == other["ages"]:
        return [("", f"{first} twice for the same ages, area and months")]
    found = [
        (overlap.offence, f"{first} with {second}: {overlap.reason}")
        for overlap in overlaps()
        if first != second and overlap.concerns(first, second)
    ]
    if first == second:
        found.append((AGES, f"{first} for {one['ages']} with {other['ages']}: some of the one are in the other"))
    return found


def _share_months(first: str, second: str) -> bool:
    if first == second or not (first and second):
        return True
    a, b = Period.parse(first), Period.parse(second)
    return a.start <= b.end and b.start <= a.end


def _multiply(table: pd.DataFrame, multipliers: pd.DataFrame) -> pd.DataFrame:
    rows = multipliers.copy()
    lacking = [name for name in ("offence", "multiplier", "source") if name not in rows.columns]
    for name in ("low", "high"):
        rows[name] = rows[name].fillna(rows["multiplier"]) if name in rows.columns else rows.get("multiplier")
    bad = [] if lacking else [str(row["offence"]) for row in rows.to_dict("records") if not _is_multiplier(row)]
    twice = [] if lacking else sorted(set(rows.loc[rows["offence"].duplicated(), "offence"]))
    if lacking or bad or twice:
        raise InputError(
            "multipliers that cannot be used",
            where="multipliers from recorded to estimated offences",
            found="; ".join([*(f"lacks {n}" for n in lacking), *(f"{n} twice" for n in twice), *bad]),
            expected="one row an offence: a number above zero inside its own range, with the source it was read from",
            do_this="correct records/multipliers.csv; a multiplier without a source is not used",
        )
    table = table.copy()
    for row in rows.to_dict("records"):
        concerned = (table["offence"] == row["offence"]) & (table["counted"] == "offences")
        table.loc[concerned, "kind"] = "estimated"
        table.loc[concerned, "multiplier_source"] = str(row["source"])
        for name, column in (("multiplier", "multiplier"), ("multiplier_low", "low"), ("multiplier_high", "high")):
            table.loc[concerned, name] = float(row[column])
    return table


def _is_multiplier(row: dict[Any, Any]) -> bool:
    source = row["source"]
    try:
        low, middle, high = (float(row[name]) for name in ("low", "multiplier", "high"))
    except (TypeError, ValueError):
        return False
    return isinstance(source, str) and bool(source.strip()) and 0 < low <= middle <= high < math.inf
