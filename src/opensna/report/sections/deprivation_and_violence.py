"""Violence against deprivation across areas: a model with its dispersion and warnings, on an index without crime in it."""

from __future__ import annotations

from opensna.core.block import Block, Callout, Chart, Table
from opensna.reference.deprivation import contains_crime
from opensna.reference.geography import neighbours
from opensna.report.cells import rate_cell
from opensna.report.section import Section, SectionContext

VIOLENCE = {"mps_violence_with_injury": "violence with injury", "sv_under25": "violence affecting under-25s"}
INDEX = "income_deprived_2019"
FEWEST_AREAS = 15
WHY_INCOME = (
    "The Index of Multiple Deprivation has a domain of recorded crime, so it would explain violence by violence: it is refused here. Instead the share "
    "of people who are income deprived is used."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    held = [measure for measure in VIOLENCE if context.has(measure)]
    if not held or INDEX not in context.edited.figures:
        return context.nothing("police figures (mps_borough_crime) and the indices of deprivation of 2019 (imd_2019)")
    blocks: list[Block] = [Callout("Why not the whole index", WHY_INCOME)]
    codes = [code for code in context.edited.partnership.areas if context.latest(INDEX, area=code)]
    models = []
    for measure in held:
        rates = [context.key(measure, "rate", area=code) for code in codes]
        index = [context.edited.key_of_latest(INDEX, code) for code in codes]
        fields = {
            "what": VIOLENCE[measure], "index": "the share of people who are income deprived", "areas": context.area_words,
            "fewest": str(FEWEST_AREAS), "neighbours": _pairs(codes),
            "contains_crime": "yes" if contains_crime(context.edited.figures[INDEX].indicator) else "no",
        }  # fmt: skip
        blocks.append(context.say("associated", *rates, *index, **fields))
        models.append(f"Of {VIOLENCE[measure]}: {context.say('associated_model', *rates, *index, **fields).text}")
    chart = _scatter(context, held[0], codes, note=" ".join(models))
    return (*blocks, *([chart] if chart else []))


def _pairs(codes: list[str]) -> str:
    """Pairs of positions in `codes` that are neighbours."""
    at = {code: i for i, code in enumerate(codes)}
    known = (sorted(at[code] for code in pair) for pair in neighbours() if pair <= at.keys())
    return " ".join(f"{a}-{b}" for a, b in sorted(known))


def _scatter(context: SectionContext, measure: str, codes: list[str], *, note: str) -> Chart | None:
    """Rates in order of deprivation, as dots with intervals: the picture behind the model, whose checks `note` gives."""
    places = context.edited.partnership.areas
    found = []
    for code in codes:
        row, index = context.row(context.key(measure, "rate", area=code)), context.latest(INDEX, area=code)
        if row is not None and index is not None and not row.is_absent:
            found.append((index.value, places[code], code, row))
    if len(found) < FEWEST_AREAS:
        return None
    found.sort(key=lambda item: -item[0])
    title = f"{context.edited.measures[measure].title}, {context.period.label}, by {context.area_word}, most income deprived first (per cent in brackets)"
    dots = tuple(
        {"label": f"{name} ({share * 100:.0f}%)", "value": row.value, "lower": row.ci_lower, "upper": row.ci_upper,
         "mark": "", "highlight": code == context.area.code}
        for share, name, code, row in found
    )  # fmt: skip
    rows = tuple((name, f"{share * 100:.1f}", rate_cell(row.value)) for share, name, _, row in found)
    columns = (context.area_word.capitalize(), "Income deprived, per cent", "Rate per 1,000")
    table = Table(
        title, columns, rows, numeric=columns[1:], note=note, source=f"{context.source_line(measure)}; {context.source_line(INDEX)}",
        is_synthetic=context.is_synthetic(measure) or context.is_synthetic(INDEX),
    )  # fmt: skip
    alt = f"{found[0][1]} is the most income deprived and has a rate of {rate_cell(found[0][3].value)}; {found[-1][1]} the least, {rate_cell(found[-1][3].value)}."
    return Chart(
        "dot_interval",
        title,
        alt,
        "Rate per 1,000 residents",
        "",
        dots,
        table,
        table.source,
        table.is_synthetic,
        {"is_table_closed": True},
    )


SECTION = Section(
    id="deprivation_and_violence", title="Deprivation and violence", needs=(*VIOLENCE, INDEX), build=_build
)
