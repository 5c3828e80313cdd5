"""Halving knife crime in ten years: from where, how fast in each area, what comes if nothing changes, what a mix adds, who does what."""

from __future__ import annotations

from opensna.alignment.target import SAID_OF_SCENARIOS
from opensna.alignment.target_path import required_path, steps_by_area, yearly_reduction
from opensna.assessment.claims import number, percent
from opensna.assessment.grammar import named
from opensna.core.block import Block, Callout, Prose, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import records
from opensna.report.rooms import Scoped
from opensna.report.section import Section, SectionContext
from opensna.report.sections._figures import rounding_note
from opensna.report.sections._forecast import chart_of_years, label, tested_table

MEASURE, PUBLISHED = "sv_under25_knife", "gla_knife_injury_under25"
ACTORS = {
    "government": "Government", "partnership": "The partnership", "young_futures": "Young Futures delivery",
}  # fmt: skip


def _build(context: SectionContext) -> tuple[Block, ...]:
    scoped = context.edited.rooms.scoped
    if scoped is None:
        return context.nothing(
            "the police extracts (police_offences) or the published monthly series (gla_state_of_london)"
        )
    blocks: list[Block] = [*_level(context, scoped), _asked(context, scoped) or _not_asked(context, scoped)]
    if not context.area.is_whole:
        blocks.append(
            Prose(
                f"The forecast, the mix of programmes and who would have to do what stand in the assessment of {context.whole.name}."
            )
        )
        return tuple(blocks)
    return (*blocks, _areas(context, scoped), *_ahead(context, scoped), _mix(scoped), *_tasks(scoped))


def _level(context: SectionContext, scoped: Scoped) -> list[Block]:
    """The baseline in words, where a count of ours says it; otherwise what the published series counts."""
    if scoped.measure == MEASURE:
        return [context.say_level(MEASURE, "offences of knife violence affecting people under 25")]
    found = context.described(scoped.measure)
    told = " ".join([f"Counted here: {found.title}.", *found.caveats])
    return [
        Callout(
            "A published series stands in",
            f"No case-level delivery is loaded, so the series that is published is used. {told}",
        )
    ]


def _not_asked(context: SectionContext, scoped: Scoped) -> Prose:
    """Why an area has no path of its own."""
    title = context.described(scoped.measure).title
    return Prose(f"The path to half in {scoped.years} years, {context.area.name}: not available {Mark.NOT_AVAILABLE}. It begins with the area's own count, and "
                 f"{title} has none for {named(context.area.name)}.")  # fmt: skip


def _asked(context: SectionContext, scoped: Scoped) -> Table | None:
    """The path of one area: at most so many offences in each year, with the limits of the baseline carried along; None without one."""
    base = scoped.baselines.get(context.area.code)
    if base is None or base.lower != base.lower:
        return None
    rows = []
    for row in records(required_path(base, reduction=scoped.reduction, years=scoped.years)):
        cell = str(row["mark"]) if row["offences"] is None else number(row["offences"])
        limits = _limits(row["offences_lower"], row["offences_upper"])
        fall = _fall(row["fall"], row["mark"])
        rows.append((str(row["year"]), label(Period.parse(str(row["period"]))), cell, limits, fall))
    columns = (
        "Year",
        "Period",
        "Offences, at most",
        "95% limits of the baseline, carried along",
        "Fewer than the year before",
    )
    step = percent(yearly_reduction(scoped.reduction, scoped.years))
    return Table(
        f"The path to half in {scoped.years} years, {context.area.name}", columns, tuple(rows), numeric=columns[2:],
        note=f"Equal relative steps: {step} fewer each year, the same for every area. {_note(context, scoped)}",
        source=context.source_line(scoped.measure), is_synthetic=context.is_synthetic(scoped.measure),
    )  # fmt: skip


def _ahead(context: SectionContext, scoped: Scoped) -> list[Block]:
    """What would come if nothing changed, how well that would have been foreseen before, and with what chance."""
    if scoped.target is None:
        return [
            Callout(
                f"No forecast of doing nothing {Mark.NOT_AVAILABLE}",
                f"There is none because {scoped.why_not}. Without a forecast no chance is given.",
            )
        ]
    made = scoped.target
    crossed = [f"Read across a break in the series {Mark.BREAK}: {sentence}" for sentence in made.crossed]
    said = [SAID_OF_SCENARIOS, *crossed]
    return [
        chart_of_years(context, scoped, made),
        Callout("Scenarios, not promises", " ".join(said)),
        tested_table(context, scoped, made),
    ]


def _mix(scoped: Scoped) -> Table:
    rows = tuple(
        (
            part.title, f"{part.evidence} ({part.effect.split('/')[0]})",
            str(Mark.NOT_AVAILABLE) if part.change is None else percent(part.change, signed=True),
            str(Mark.NOT_APPLICABLE) if part.lower is None or part.upper is None else f"{percent(part.lower, signed=True)} to {percent(part.upper, signed=True)}",
            part.reason or "nothing",
        )
        for part in scoped.mix
    )  # fmt: skip
    columns = ("Approach", "Effect in its evidence", "Change in knife offences", "95 in 100 draws", "What is lacking")
    return Table(
        "What a mix of programmes could contribute", columns, rows, numeric=columns[2:4],
        note="An effect on something else becomes knife offences only by a sourced link with an interval, over the share of knife offences that the approach reaches. Until "
        "they are given in records/target_mix.yaml, with their sources, the contribution is not available and not guessed.",
        source="; ".join(dict.fromkeys(part.source for part in scoped.mix)),
    )  # fmt: skip


def _tasks(scoped: Scoped) -> list[Block]:
    """Who would have to do what, one table an actor."""
    found = [(actor, scoped.tasks[scoped.tasks["actor"] == actor]) for actor in ACTORS]
    columns = ("What", "Why", "How it would be seen")
    return [
        Table(
            f"What {ACTORS[actor]} would have to do", columns,
            tuple((str(r["task"]), str(r["why"]), str(r["measured_by"])) for r in rows.to_dict("records")),
            source="; ".join(dict.fromkeys(rows["source"])),
        )
        for actor, rows in found if len(rows)
    ]  # fmt: skip


def _areas(context: SectionContext, scoped: Scoped) -> Table:
    steps = steps_by_area(scoped.baselines.values(), reduction=scoped.reduction, years=scoped.years)
    rows = tuple(
        (
            str(r["area_name"]), _count(r["baseline"], r["mark"]), _limits(r["lower"], r["upper"]), percent(r["yearly_reduction"]),
            _fall(r["first_fall"], r["mark"]), _count(r["goal"], r["mark"]), _limits(r["goal_lower"], r["goal_upper"]),
        )
        for r in records(steps)
    )  # fmt: skip
    columns = (
        "Area",
        "Baseline",
        "95% limits",
        "Fewer each year",
        "Fewer in the first year",
        "Offences in the last year, at most",
        "With the baseline's limits",
    )
    return Table(
        "What is asked of each area", columns, rows, numeric=columns[1:],
        note=f"In the order of the areas' names, which is no ranking. Where the limits are wide, one year's fall cannot be told from chance. {_note(context, scoped)}",
        source=context.source_line(scoped.measure), is_synthetic=context.is_synthetic(scoped.measure),
    )  # fmt: skip


def _note(context: SectionContext, scoped: Scoped) -> str:
    return rounding_note(context, scoped.measure)


def _count(value: float | None, mark: str) -> str:
    return str(mark or Mark.NOT_AVAILABLE) if value is None else number(value)


def _fall(value: float | None, mark: str) -> str:
    if value is None:
        return str(mark or Mark.NOT_APPLICABLE)
    return f"{value:,.1f}" if value < 10 else number(value)


def _limits(lower: float | None, upper: float | None) -> str:
    if lower is None:
        return str(Mark.NOT_AVAILABLE)
    return (
        f"{number(lower)} or more" if upper is None or upper == float("inf") else f"{number(lower)} to {number(upper)}"
    )


SECTION = Section(
    id="halving_knife_crime", title="Halving knife crime in ten years", needs=(MEASURE, PUBLISHED), build=_build
)
