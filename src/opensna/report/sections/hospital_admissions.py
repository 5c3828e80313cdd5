"""Hospital admissions as published: for violence, of each area's residents; for assault by sharp object, of regions only, rounded."""

from __future__ import annotations

from opensna.assessment.claims import number
from opensna.core.block import Block, Callout, Chart, Table
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.report.cells import interval_cell, rate_cell, records
from opensna.report.section import Section, SectionContext
from opensna.report.sections._breaks import breaks_within, circumstances, marks_of, note_of
from opensna.report.sections._published import figure_story, figures_held, say_figure, when_words

ADMISSIONS = "nhs_sharp_object"
VIOLENCE = "admissions_for_violence"
GROUPS = {"age": "Age", "sex": "Sex", "ethnicity": "Ethnic group"}


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = figures_held(context, (VIOLENCE, ADMISSIONS))
    return (*_for_violence(context), *_by_sharp_object(context), *circumstances(context, held))


def _for_violence(context: SectionContext) -> list[Block]:
    """The publisher's age-standardised rate of this area's residents with its interval, over time and by sex."""
    if not figures_held(context, (VIOLENCE,)) or not context.series(VIOLENCE):
        return [
            Callout(f"Admissions for violence: not available {Mark.NOT_AVAILABLE}", f"The rate of {context.area.name}'s residents is an indicator of Fingertips, "
                    "and no release that holds it is loaded (fingertips, indicator 11201).")
        ]  # fmt: skip
    return [*figure_story(context, VIOLENCE), *_violence_by_sex(context), context.caveats(VIOLENCE)]


def _violence_by_sex(context: SectionContext) -> list[Block]:
    frame = context.rows(VIOLENCE, "rate", breakdown="sex")
    held = frame[(frame["period_start"] <= context.period.end) & frame["value"].notna()]
    if held.empty:
        return []
    newest = list(records(held[held["period_end"] == held["period_end"].max()]))
    rows = tuple((str(r["group"]), rate_cell(r["value"]), interval_cell(r["ci_lower"], r["ci_upper"])) for r in newest)
    columns = ("Sex", "Rate per 100,000", "95% interval, as published")
    when = when_words(newest[0]["period_start"], newest[0]["period_end"])
    return [
        Table(f"Admissions for violence by sex, {context.area.name}, {when}", columns, rows, numeric=columns[1:],
              note="Standardised by age: not a number of admissions.", source=context.source_line(VIOLENCE), is_synthetic=context.is_synthetic(VIOLENCE))
    ]  # fmt: skip


def _by_sharp_object(context: SectionContext) -> tuple[Block, ...]:
    if not figures_held(context, (ADMISSIONS,)):
        return context.nothing("hospital admissions for assault by sharp object (nhs_sharp_object)")
    blocks: list[Block] = []
    if not context.area.is_whole:
        blocks.append(Callout(f"Assault by sharp object, {context.area.name}: not available [x]", f"These admissions are published for regions, not for each "
                              f"{context.area_word}. {context.whole.name}'s are shown here."))  # fmt: skip
    place = context if context.area.is_whole else SectionContext(context.edited, context.whole)
    years = [r for r in place.series(ADMISSIONS) if r["months"] == 12]
    if not years:
        return (*blocks, *context.nothing("admissions of whole financial years for this region (nhs_sharp_object)"))
    blocks += [say_figure(place, ADMISSIONS), _chart(place, years)]
    blocks += [table for column, title in GROUPS.items() if (table := _of_last_year(place, column, title))]
    blocks.append(context.caveats(ADMISSIONS))
    return tuple(blocks)


def _chart(context: SectionContext, years: list[dict[str, object]]) -> Chart:
    """Admissions by financial year. The publisher's rounding is no confidence interval, so none is drawn."""
    points = tuple(
        {"x": _middle(r), "y": r["value"], "lower": None, "upper": None, "series": context.area.name} for r in years
    )
    shown = [r for r in years if r["value"] is not None]
    first, last = shown[0], shown[-1]
    title = f"Hospital admissions for assault by sharp object, {context.area.name}"
    within = breaks_within(context, ADMISSIONS, first["period_start"], last["period_end"])  # type: ignore[arg-type]  # dates
    rows = tuple(
        (_year(r), number(float(str(r["value"]))) if r["value"] is not None else str(r["mark"])) for r in years
    )
    table = Table(
        title, ("Financial year", "Admissions"), rows, numeric=("Admissions",), note=f"To the nearest 5, as published.{note_of(within)}",
        source=context.source_line(ADMISSIONS), is_synthetic=context.is_synthetic(ADMISSIONS),
    )  # fmt: skip
    alt = (f"{number(float(str(first['value'])))} admissions in {_year(first)} and {number(float(str(last['value'])))} in {_year(last)}. Each "
           "may be 2 more or fewer, for the publisher rounds to the nearest 5.")  # fmt: skip
    ticks = [{"x": _middle(r), "label": _year(r)} for r in years]
    return Chart(
        "line",
        title,
        alt,
        "",
        "Admissions",
        points,
        table,
        table.source,
        table.is_synthetic,
        {"ticks": ticks} | ({"breaks": marks_of(within)} if within else {}),
    )


def _of_last_year(context: SectionContext, column: str, title: str) -> Table | None:
    """Admissions of the last whole year by one grouping, added from its months with the bounds of the hidden ones."""
    frame = context.rows(ADMISSIONS, "count", breakdown=column)
    months = frame[(frame["months"] == 1) & (frame["period_start"] <= context.period.end)]
    if months.empty:
        return None
    end = max(months["period_end"])
    year = Period.of_months(end.year, end.month - 11, 12)
    chosen = months[(months["period_start"] >= year.start) & (months["period_end"] <= year.end)]
    rows = []
    for group, part in chosen.groupby("group", sort=False):
        hidden = (
            int((part["mark"] == Mark.SUPPRESSED).sum() + (part["mark"] == Mark.NOT_AVAILABLE).sum()) + 12 - len(part)
        )
        low, high = part["value"].sum(), part["value"].sum() + 7 * hidden
        said = number(low) if not hidden else f"{number(low)} to {number(high)}"
        rows.append((str(group), said, str(hidden)))
    return Table(
        f"Admissions by {title.lower()}, {context.area.name}, {when_words(year.start, year.end)}",
        (title, "Admissions", "Months hidden or blank"), tuple(rows), numeric=("Admissions", "Months hidden or blank"),
        note="Added from the published months. A hidden month stands for 1 to 7 and a blank one for 0 to 7, so a range is given.",
        source=context.source_line(ADMISSIONS), is_synthetic=context.is_synthetic(ADMISSIONS),
    )  # fmt: skip


def _middle(record: dict[str, object]) -> str:
    start, end = record["period_start"], record["period_end"]
    return (start + (end - start) / 2).isoformat()  # type: ignore[operator,no-any-return]  # both are dates


def _year(record: dict[str, object]) -> str:
    start = record["period_start"]
    return f"{start:%Y}-{(start.year + 1) % 100:02d}"  # type: ignore[attr-defined]  # a date


SECTION = Section(id="hospital_admissions", title="Hospital admissions", needs=(VIOLENCE, ADMISSIONS), build=_build)
