"""Victims and suspects of violence with injury by age, sex and ethnic group: rates, and bounds for those whose group is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opensna.core.block import Block, Callout, Chart, Prose, Table
from opensna.core.claim import EstimateKey
from opensna.core.missing import Mark
from opensna.report.cells import count_cell, interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note

VICTIMS, SUSPECTS = "victims_violence_with_injury", "suspects_violence_with_injury"
ROLES = {VICTIMS: "Victims of violence with injury", SUSPECTS: "Suspects of violence with injury"}
RESIDENTS = "census_residents_by_ethnic_group"
GROUPS = ("Asian", "Black", "Mixed", "Other")
AGAINST = "White"
BY_AGE, BY_GROUP = "sex*age_band", "ethnicity"
BASIS = (
    "The police write down what an officer observed, or what the person said; the census asked every household. The groups are laid side by side by their "
    "first word. Residents are of all ages, and groups differ in how young they are, so a ratio mixes age with ethnic group. Shares of records are never "
    "set against rates of residents here."
)
CONTEXT = (
    "A suspect is not an offender. Who becomes a suspect depends on where the police are sent, whom they stop and what is reported, so a suspect rate says "
    "as much about enforcement as about violence. It stands here only beside the victim rate of the same group."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    if not context.has(VICTIMS):
        return context.nothing("the case-level police extracts (police_victims, police_suspects)")
    if not context.area.is_whole:
        return (Prose(f"Rates by age, sex and ethnic group are in the assessment of {context.whole.name} alone: in one {context.area_word} they would rest on "
                      "few people, and some of them could be told."),)  # fmt: skip
    blocks: list[Block] = [Callout("Suspects are not offenders", CONTEXT)]
    for measure in (m for m in ROLES if context.has(m)):
        blocks += _pyramid(context, measure)
    if RESIDENTS not in context.edited.figures:
        blocks.append(
            Callout(
                f"Ethnic group: no rates {Mark.NOT_AVAILABLE}",
                "Residents by ethnic group (census_ethnicity) are not loaded.",
            )
        )
        return tuple(blocks)
    for group in GROUPS:
        for measure in (m for m in ROLES if context.has(m)):
            blocks.append(_ratio(context, measure, group))
    return (*blocks, Callout("How ethnic groups were set side by side", BASIS), context.caveats(VICTIMS))


def _pyramid(context: SectionContext, measure: str) -> list[Block]:
    """Rates by age band and sex, youngest first; people of unknown sex or age are told and not drawn."""
    found = {tuple(r["group"].split("*")): r for r in _now(context, measure, "rate", BY_AGE)}
    counts = {tuple(r["group"].split("*")): r for r in _now(context, measure, "count", BY_AGE)}
    bands = sorted(
        {band for _, band in found if band != "Unknown"}, key=lambda band: int(band.split("-")[0].rstrip("+"))
    )
    drawn = [(band, sex, found[sex, band]) for band in bands for sex in ("Female", "Male") if (sex, band) in found]
    if not any(r["value"] is not None for _, _, r in drawn):
        return []
    title = f"{ROLES[measure]} by age and sex, {context.area.name}, {context.period.label}"
    rows = tuple(
        (band, sex, count_cell(counts[sex, band]["value"], counts[sex, band]["mark"]), rate_cell(r["value"], r["mark"]),
         interval_cell(r["ci_lower"], r["ci_upper"], r["mark"]))
        for band, sex, r in drawn
    )  # fmt: skip
    columns = ("Age", "Sex", "Count", "Rate per 1,000", "95% interval")
    table = Table(
        title, columns, rows, numeric=columns[2:], note=rounding_note(context, measure), source=context.source_line(measure),
        is_synthetic=context.is_synthetic(measure),
    )  # fmt: skip
    bars = tuple(
        {
            "label": band,
            "series": sex,
            "value": r["value"],
            "lower": r["ci_lower"],
            "upper": r["ci_upper"],
            "mark": r["mark"],
        }
        for band, sex, r in drawn
    )
    band, sex, most = max((d for d in drawn if d[2]["value"] is not None), key=lambda d: d[2]["value"])
    alt = f"The rate is highest for {sex.lower()} residents aged {band}: {rate_cell(most['value'])} per 1,000. Lines are 95% confidence intervals."
    return [
        Chart(
            "pyramid",
            title,
            alt,
            "Rate per 1,000 residents of the group",
            "Age",
            bars,
            table,
            table.source,
            table.is_synthetic,
        )
    ]


def _ratio(context: SectionContext, measure: str, group: str) -> Prose:
    """Rate of a group against that of White residents, with bounds for records of unknown group."""
    parts, whole = _residents(context, group), _residents(context, AGAINST)
    keys = [context.key(measure, "count", breakdown=BY_GROUP, group=name) for name in (group, AGAINST, "Unknown")]
    return context.say(
        "disproportion",
        *keys,
        *parts,
        *whole,
        what=ROLES[measure],
        group=group,
        other=AGAINST,
        parts_of_group=str(len(parts)),
    )


def _residents(context: SectionContext, group: str) -> Sequence[EstimateKey]:
    """Keys of the census rows of a group in every area of the partnership."""
    frame = context.rows_everywhere(RESIDENTS, "count", breakdown="ethnic_group")
    inside = frame[frame["area_code"].isin(context.edited.partnership.areas) & frame["group"].str.startswith(group)]
    return [
        EstimateKey(
            RESIDENTS,
            r["area_code"],
            r["period_start"].isoformat(),
            r["period_end"].isoformat(),
            "count",
            "ethnic_group",
            r["group"],
        )
        for r in records(inside)
    ]


def _now(context: SectionContext, measure: str, statistic: str, breakdown: str) -> list[dict[str, Any]]:
    frame = context.rows(measure, statistic, breakdown=breakdown)
    return list(
        records(frame[(frame["period_start"] == context.period.start) & (frame["period_end"] == context.period.end)])
    )


SECTION = Section(id="disproportion", title="Who is affected more than others", needs=(*ROLES, RESIDENTS), build=_build)
