"""What recorded violence costs, by offence and by who bears it; what unit costs are and are not; the printed report's tables held against one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opensna.assessment.claims import number, percent
from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.missing import Mark
from opensna.reference.bearers import bearers
from opensna.report.rooms import Priced, Rows
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._figures import rounding_note
from opensna.report.sections._printed_costs import printed_report

OPEN = (
    "mps_homicide", "mps_violence_with_injury", "mps_violence_without_injury", "mps_personal_robbery", "mps_rape",
    "mps_other_sexual_offences",
)  # fmt: skip
CASE_LEVEL = (
    "homicide_victims_under25", "sv_under25_homicide", "sv_under25_violence_with_injury", "sv_under25_threats_to_kill",
    "sv_under25_personal_robbery", "sv_rape", "sv_other_sexual_offences",
)  # fmt: skip
UNVERIFIED = "unverified"
UNCHECKED = f"Of it, at {UNVERIFIED} unit costs"
DIVIDED_UNCHECKED = f"Of it, divided by {UNVERIFIED} shares"
NONE, ALL = "0.0%", "100.0%"
RANGES = ("Range", "95 in 100 draws")
WHAT_UNIT_COSTS_ARE = (
    "A unit cost is the Home Office's estimate of what one offence costs on average: guarding against it, what it does to the victim, and what the "
    "police, courts and prisons spend on it. Most of it is pain, fear and lost output, which no budget holds, so a fall in offences releases less "
    "money than it is worth. Only recorded offences are priced: those that nobody reported have their cost too, and are not here. Figures recalled and not yet set "
    "against their source count as unverified, and the tables say how much rests on them. Domestic abuse is priced per victim and year and never "
    "multiplied by offences, for a victim of ten offences would count ten times; the number of victims of the year is not counted [x]. "
    "Sets of offences overlap and are never added to one another, nor areas to the whole."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    rooms = context.edited.rooms
    blocks: list[Block] = [block for priced in rooms.priced for block in _priced(context, priced)]
    if not blocks:
        blocks += context.nothing(
            "recorded crime by borough (mps_borough_crime) or the police extracts (police_offences)"
        )
    blocks.append(Callout("What these costs are and are not", WHAT_UNIT_COSTS_ARE))
    if context.area.is_whole and rooms.printed:
        blocks += printed_report(rooms.printed)
    return tuple(blocks)


def _priced(context: SectionContext, priced: Priced) -> list[Block]:
    """One set of offences: the table by offence, and who bears it as a flow with its table."""
    rows = priced.offences(context.area.code)
    if not rows or all(row["mark"] == Mark.NOT_AVAILABLE for row in rows):
        return [Prose(f"{priced.title}: nobody counted these offences in {context.area.name} {Mark.NOT_AVAILABLE}.")]
    says = [
        f"{priced.title}, recorded in {context.area.name} in {in_words(context.period)}, at what such offences cost on average."
    ]
    if priced.left_out:
        says.append(
            f"Left out, because nobody counted them {Mark.NOT_AVAILABLE}: {', '.join(map(_words, priced.left_out))}."
        )
    if priced.note:
        says.append(f"{_words(priced.note)}.")
    return [
        Prose(" ".join(says)),
        _by_offence(context, priced),
        _by_bearer(context, priced),
        *_with_unrecorded(context, priced),
    ]


def _by_offence(context: SectionContext, priced: Priced) -> Table:
    code = context.area.code
    rows: list[tuple[str, ...]] = [
        (_words(str(row["offence"])), _counted(row), number(row["unit_cost"]), *_amounts(row))
        for row in priced.offences(code)
    ]
    for label, row in (("All of these", priced.totals(code)[0]), ("All of these, a day", priced.days(code)[0])):
        rows.append((label, str(Mark.NOT_APPLICABLE), str(Mark.NOT_APPLICABLE), *_amounts(row)))
    columns: tuple[str, ...] = (
        "Offence",
        "Recorded",
        "Unit cost, £",
        "Cost, £ thousand",
        UNCHECKED,
        *RANGES,
    )
    varies = any(cell != Mark.NOT_APPLICABLE for row in rows for cell in row[-len(RANGES) :])
    note = "Ranges in £ thousand. A hidden count has a range and no cost [c]; in the draws each count is anywhere in its range."
    if not varies:
        columns, rows = columns[: -len(RANGES)], [row[: -len(RANGES)] for row in rows]
        note = "Without ranges: the counts stand as published, and the publisher of the unit costs states none."
    place = columns.index(UNCHECKED)
    if all(row[place] == NONE for row in rows):
        columns, rows = columns[:place] + columns[place + 1 :], [row[:place] + row[place + 1 :] for row in rows]
        note = f"Every unit cost was set against its source. {note}"
    return Table(
        f"{priced.title}: cost by offence, {context.area.name}, {context.period.label}", columns, tuple(rows), numeric=columns[1:],
        note=f"{_uprating(priced)} {note} {rounding_note(context, *priced.measures)}", source=_source(context, priced),
        is_synthetic=_is_synthetic(context, priced),
    )  # fmt: skip


def _amounts(row: dict[str, Any]) -> tuple[str, ...]:
    """Cost, the share that rests on unverified figures, the range, and the middle of the draws."""
    return (
        money(row["value"], row["mark"]), percent(row["unverified_share"]), span(row["low"], row["high"], row["value"]),
        span(row["ci_lower"], row["ci_upper"]),
    )  # fmt: skip


def _by_bearer(context: SectionContext, priced: Priced) -> Block:
    """The flow from offences to bearers with its table; the table alone where every cell is hidden."""
    code = context.area.code
    flows, totals = priced.flows(code), priced.bearers(code)
    titles = {name: bearer.title for name, bearer in bearers().items()}
    named = [str(row["bearer"]) for row in totals]
    cells = {(row["offence"], row["bearer"]): row for row in flows}
    rows = [
        (_words(offence), *(_cell(cells.get((offence, bearer))) for bearer in named))
        for offence in dict.fromkeys(str(row["offence"]) for row in flows)
    ]
    rows.append(("All of these", *(money(row["value"], row["mark"]) for row in totals)))
    ranges = [span(row["low"], row["high"], row["value"]) for row in totals]
    if any(cell != Mark.NOT_APPLICABLE for cell in ranges):
        rows.append(("Range", *ranges))
    unchecked = [percent(row["unverified_share"]) for row in totals]
    rows.append((DIVIDED_UNCHECKED, *unchecked))
    columns = ("Offence", *(titles[name] for name in named))
    title = f"{priced.title}: who bears the cost, {context.area.name}, {context.period.label}"
    table = Table(
        title, columns, tuple(rows), numeric=columns[1:],
        note=f"£ thousand. {_of_the_division(unchecked)} "
        f"What is not attributed is what the publisher's rounding leaves. {rounding_note(context, *priced.measures)}",
        source=_source(context, priced), is_synthetic=_is_synthetic(context, priced),
    )  # fmt: skip
    data = tuple(
        {"source": _words(str(row["offence"])), "target": titles[row["bearer"]], "value": None if row["value"] is None else row["value"] / 1000,
         "mark": row["mark"]}
        for row in flows if row["bearer"] != "not_attributed"
    )  # fmt: skip
    if all(record["value"] is None for record in data):
        return table
    alt = f"{_most(totals, titles)} The table holds every amount."
    options = {"prefix": "£", "suffix": "k", **_not_drawn(flows)}
    return Chart("flow", title, alt, "", "£ thousand", data, table, table.source, table.is_synthetic, options)


def _of_the_division(unchecked: Sequence[str]) -> str:
    """What of a table by bearer was never set against its source, beside totals that may have been."""
    if all(cell == ALL for cell in unchecked):
        return (
            "How a unit cost divides between bearers is recalled from its source, so no column of this table was checked, "
            "even where the cost that is divided was."
        )
    return "How a unit cost divides between bearers may be recalled from its source: the last row says how much of each column."


def _not_drawn(flows: Rows) -> dict[str, Any]:
    """A note beneath the flow: amounts of the table that it leaves out, so that its sums are a little off the table's."""
    left = [
        f"{_words(str(row['offence']))} {'−' if row['value'] < 0 else ''}£{number(abs(row['value']) / 1000)}k"
        for row in flows if row["bearer"] == "not_attributed" and row["value"] is not None and abs(row["value"]) >= 500
    ]  # fmt: skip
    if not left:
        return {}
    return {
        "note": f"Not drawn is what the rounding of unit costs leaves to no bearer ({', '.join(left)}): it is in the costs by offence."
    }


def _with_unrecorded(context: SectionContext, priced: Priced) -> list[Block]:
    """Recorded beside estimated offences, where the partnership's records hold multipliers."""
    code = context.area.code
    recorded = {str(row["offence"]): row for row in priced.offences(code)} | {"": priced.totals(code)[0]}
    rows = []
    for row in priced.with_unrecorded(code):
        offence = str(row["offence"])
        count = (
            str(Mark.NOT_APPLICABLE)
            if not offence
            else number(row["volume"])
            if row["volume"] is not None
            else str(row["mark"])
        )
        before = recorded[offence]
        rows.append((_words(offence) or "All of these", money(before["value"], before["mark"]), count, money(row["value"], row["mark"]),
                     span(row["ci_lower"], row["ci_upper"]), str(row["volume_source"] or "") if row.get("volume_kind") == "estimated" else "recorded"))  # fmt: skip
    if not rows:
        return []
    columns = (
        "Offence",
        "Cost of recorded",
        "Estimated offences",
        "Cost of estimated",
        "95 in 100 draws",
        "Where the volume is from",
    )
    return [
        Table(
            f"{priced.title}: with offences that nobody reported, {context.area.name}, {context.period.label}", columns, tuple(rows), numeric=columns[1:5],
            note=f"£ thousand. Recorded offences times the multipliers of records/multipliers.csv, drawn within their ranges; what has none stays as recorded. {_uprating(priced)} "
            f"{rounding_note(context, *priced.measures)}",
            source=_source(context, priced), is_synthetic=_is_synthetic(context, priced),
        )
    ]  # fmt: skip


def _most(totals: Rows, titles: Mapping[str, str]) -> str:
    """Which bearer bears more than any other, whatever the hidden counts are."""
    ranges = {
        row["bearer"]: (row["low"] or 0.0, float("inf") if row["high"] is None else row["high"]) for row in totals
    }
    for bearer, (low, _) in ranges.items():
        if all(low > high for other, (_, high) in ranges.items() if other != bearer):
            return f"Most of the cost falls on: {titles[bearer].lower()}."
    return "Hidden counts leave open who bears most."


def money(value: Any, mark: str = "") -> str:
    """Pounds in thousands, or the mark of what is absent."""
    if value is None:
        return str(mark or Mark.NOT_AVAILABLE)
    thousands = float(value) / 1000
    if 0 < abs(thousands) < 0.5:
        return "under 1"
    return number(thousands).replace("-", "−")


def span(low: Any, high: Any, value: Any = None) -> str:
    """Two amounts in thousands; [z] where they are one, [x] where nobody knows them."""
    if low is None or (high is None and value is None):
        return str(Mark.NOT_APPLICABLE)
    if high is None or high == float("inf"):
        return f"{money(low)} or more"
    if low == high:
        return str(Mark.NOT_APPLICABLE)
    return money(low) if money(low) == money(high) else f"{money(low)} to {money(high)}"


def _counted(row: dict[str, Any]) -> str:
    return number(row["volume"]) if row["volume"] is not None else str(row["mark"] or Mark.NOT_AVAILABLE)


def _cell(row: dict[str, Any] | None) -> str:
    """A cell of the table by bearer; [z] for a bearer who bears no part of the offence."""
    return str(Mark.NOT_APPLICABLE) if row is None else money(row["value"], row["mark"])


def _words(offence: str) -> str:
    """An id or a clause as it begins a cell or a sentence."""
    text = offence.replace("_", " ")
    return text[:1].upper() + text[1:]


def _uprating(priced: Priced) -> str:
    texts = dict.fromkeys(priced.costs.table["uprating"])
    return " ".join(f"{_words(str(text))}." for text in texts)


def _source(context: SectionContext, priced: Priced) -> str:
    lines = [context.source_line(measure) for measure in priced.measures]
    return "; ".join(dict.fromkeys([*lines, *priced.costs.table["source"]]))


def _is_synthetic(context: SectionContext, priced: Priced) -> bool:
    return any(context.is_synthetic(measure) for measure in priced.measures)


SECTION = Section(id="cost_of_violence", title="What violence costs", needs=(*CASE_LEVEL, *OPEN), build=_build)
