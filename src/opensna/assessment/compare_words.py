"""A comparison of two editions in plain English, and as the blocks of a page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from opensna.assessment.claims import number, percent, rate
from opensna.core.block import Block, Callout, Prose, Table
from opensna.core.period import Period

_STEPS = {
    "data": "a later release of the same months",
    "definition": "another definition",
    "untold": "what cannot be told apart",
}


def sentence(row: Mapping[Hashable, Any], title: str) -> str:
    """One figure: from what to what, and how much of it is data, definition and world, with the interval of the world's step."""
    where, then, now = row["area_name"], period_of(row, "a").label, period_of(row, "d").label
    if row["mark"]:
        return f"{title}, {where}: the change from {then} to {now} cannot be shown {row['mark']}, because {row['why']}."
    say = rate if row["statistic"] != "count" else number
    text = f"{title}, {where}: {say(row['before'])} in {then} and {say(row['after'])} in {now}."
    parts = [
        f"{_signed(row[part], say)} from {words}"
        for part, words in _STEPS.items()
        if row[part] == row[part] and row[part] != 0
    ]
    if row["world"] == row["world"]:
        parts.append(f"{_signed(row['world'], say)} from the world")
    text += f" The change of {_signed(row['change'], say)} is {_listed(parts)}." if parts else ""
    if row["why"]:
        text += f" Not everything can be told apart: {row['why']}."
    return f"{text} {_of_world(row)}{_broken(row)}".strip()


def period_of(row: Mapping[Hashable, Any], which: str) -> Period:
    """The period of the earlier (a) or the later (d) figure."""
    start, end = (pd.Timestamp(row[f"period_{name}_{which}"]).date() for name in ("start", "end"))
    return Period(start, end)


def page(rows: pd.DataFrame, titles: Mapping[str, str], *, area: str, about: str) -> tuple[Block, ...]:
    """The comparison of one area: what is compared, the sentences of its main figures, and a table of all that moved.

    rows : as `split` gives them. titles : by measure.
    """
    mine = rows[(rows["area_code"] == area) & (rows["breakdown"] == "none")]
    counts = mine[mine["statistic"] == "count"]
    said = [sentence(row, titles.get(row["measure"], row["measure"])) for row in counts.to_dict("records")]
    columns = (
        "Figure",
        "Before",
        "After",
        "Change",
        "Data",
        "Definition",
        "World",
        "World, per cent",
        "Not told apart",
    )
    table = Table(
        "What moved, and why",
        columns,
        tuple(_row(row, titles) for row in counts.to_dict("records")),
        numeric=columns[1:],
        note="Data + definition + world + what is not told apart is the change, exactly. Data: the same months and definition in "
        "the later release. Definition: the same months in the later release, counted under the later definition. World: what is "
        "left, between the two periods, with its 95% interval; [b] where a break in the series lies between them.",
    )
    care = (
        "Recorded crime depends on what is reported and how it is recorded, so a change of the world is a change of what was "
        "recorded. Many figures are compared at once: about one in twenty would look changed by chance alone."
    )
    return (Prose(about), Callout("Read this with care", care), table, *(Prose(text) for text in said))


def _row(row: Mapping[Hashable, Any], titles: Mapping[str, str]) -> tuple[str, ...]:
    name = titles.get(row["measure"], row["measure"])
    if row["mark"]:
        return (name, *(row["mark"] for _ in range(8)))
    bounds = f" ({percent(row['ratio_lower'], signed=True)} to {percent(row['ratio_upper'], signed=True)}): {row['comparison']}"
    of_world = percent(row["ratio"], signed=True) + bounds if row["ratio"] == row["ratio"] else "[z]"
    parts = [_cell(row[part]) for part in ("change", "data", "definition", "world")]
    marked = of_world + (" [b]" if row["broken"] else "")
    return (name, number(row["before"]), number(row["after"]), *parts, marked, _cell(row["untold"]))


def _cell(value: float) -> str:
    return "[x]" if value != value else _signed(value, number)


def _signed(value: float, say: Any) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{say(abs(value))}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _of_world(row: Mapping[Hashable, Any]) -> str:
    if row["ratio"] != row["ratio"]:
        return ""
    bounds = f"95% confidence interval {percent(row['ratio_lower'], signed=True)} to {percent(row['ratio_upper'], signed=True)}"
    said = f"Counted alike, that is {percent(row['ratio'], signed=True)} ({bounds})"
    if row["comparison"] == "cannot tell":
        return f"{said}: the figures cannot tell whether the world changed."
    return f"{said}: {row['comparison']}."


def _broken(row: Mapping[Hashable, Any]) -> str:
    said = "A break in the series lies between the two periods [b], so the world and the break cannot be told apart"
    return f" {said}: {row['broken']}" if row["broken"] else ""
