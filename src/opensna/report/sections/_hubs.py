"""Transport hubs: offences by the station that the British Transport Police name, and how far they gather in few of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Chart, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import records
from opensna.report.section import SectionContext, in_words

HUBS = {
    "btp_violence_and_sexual_offences": "Violence and sexual offences",
    "btp_robbery": "Robbery",
    "btp_possession_of_weapons": "Possession of weapons",
    "btp_theft_from_the_person": "Theft from the person",
}
BY_STATION = "borough_code*station"
NO_STATION = "No station named"
FEWEST = 50
"""Offences below which concentration is not worked out."""
SHOWN = 12
"""Stations that a table names, in order of name, never in a ranking."""
_NOTE = (
    "Figures as their publisher released them. Each point was moved to a station or another map point near by. In order of name: "
    "a busy station records more, and so no station is called safer than another. Lu Station: London Underground. Never added to "
    "figures of the area's own police force."
)

Stations = Mapping[str, dict[str, Any]]
"""Records of counts by the name of a station."""


def hubs(context: SectionContext) -> list[Block]:
    """How far violence at stations gathers, a chart with its table, and what is not known; or why there is none."""
    held = [measure for measure in HUBS if context.has(measure)]
    if not held:
        return [Callout(f"Transport hubs: not available {Mark.NOT_AVAILABLE}", "Stations are policed by the British Transport Police. Their monthly file of "
                        "street-level crime is open (btp_street, at data.police.uk), and no release of it is loaded.")]  # fmt: skip
    of = {measure: _stations(context, measure) for measure in held}
    first = of[held[0]]
    if not any(of.values()):
        return [Callout(f"Transport hubs: none {Mark.NOT_AVAILABLE}", f"The release names no station of {context.area.name} for these types of offence, "
                        "and those without a small area are in no area.")]  # fmt: skip
    when = next(_period(record) for stations in of.values() for record in stations.values())
    named = {name: record for name, record in first.items() if name != NO_STATION}
    keys = [context.key(held[0], "count", area=context.whole.code, period=when, breakdown=BY_STATION, group=record["group"])
            for record in named.values()]  # fmt: skip
    said = context.say(
        "concentrated", *keys, what="offences of violence and sexual offences on the railways", where=context.area.name,
        places="stations named for one", when=in_words(when), fewest=str(FEWEST),
    )  # fmt: skip
    return [said, _chart(context, of, when), context.caveats(held[0])]


def _stations(context: SectionContext, measure: str) -> Stations:
    """Counts of the stations of this area, of all for the whole, in the stretch that was counted."""
    frame = context.rows(measure, "count", breakdown=BY_STATION, area=context.whole.code)
    held = frame[frame["value"].fillna(0) > 0]
    if not context.area.is_whole:
        held = held[held["group"].str.startswith(f"{context.area.code}*")]
    return {str(record["group"]).partition("*")[2]: record for record in records(held)}


def _period(record: dict[str, Any]) -> Period:
    return Period(record["period_start"], record["period_end"])


def _chart(context: SectionContext, of: Mapping[str, Stations], when: Period) -> Chart:
    """The stations with most of the first type, in order of name."""
    first, *_ = of
    every = {name for stations in of.values() for name in stations if name != NO_STATION}
    counts = {m: {name: int(record["value"]) for name, record in stations.items()} for m, stations in of.items()}
    most = sorted(
        every, key=lambda name: (-counts[first].get(name, 0), -sum(c.get(name, 0) for c in counts.values()), name)
    )
    shown = sorted(most[:SHOWN])
    columns = ("Station", *(HUBS[m] for m in of))
    rows = tuple((name, *(number(counts[m].get(name, 0)) for m in of)) for name in shown)
    rest = len(every) - len(shown)
    without = sum(c.get(NO_STATION, 0) for c in counts.values())
    title = f"Offences at stations, {context.area.name}, {when.label}"
    told = f" {number(rest)} other stations are not shown; {number(without)} of these offences name no station."
    table = Table(
        title, columns, rows, numeric=columns[1:], note=_NOTE + told, source=context.source_line(first),
        is_synthetic=context.is_synthetic(first),
    )  # fmt: skip
    data: tuple[dict[str, Any], ...] = tuple({"label": name, "value": counts[first].get(name, 0)} for name in shown)
    total = sum(counts[first].values())
    alt = f"{number(sum(d['value'] for d in data))} of the area's {number(total)} offences of this type stand at the {len(shown)} stations shown."
    return Chart(
        "bar", f"{HUBS[first]}: {title[0].lower()}{title[1:]}", alt, "Offences", "", data, table, table.source, table.is_synthetic
    )  # fmt: skip
