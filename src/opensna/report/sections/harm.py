"""Harm beside counts: what the offences weigh by the Crime Severity Score or a partnership's own index."""

from __future__ import annotations

from typing import Any

from opensna.assessment.claims import number, percent
from opensna.core.block import Block, Callout, Prose, Table
from opensna.report.cells import records
from opensna.report.section import Section, SectionContext, in_words
from opensna.report.sections._figures import rounding_note
from opensna.stats.harm import harm_score

CODES = "sv_offence_codes"
READ = (
    "A weight is the mean sentence of the offence, so it says how gravely courts see it, not how much a person was hurt. One homicide weighs as much as "
    "forty assaults with injury: where few such offences decide the score, its interval is wide. The weights are taken as known."
)


def _build(context: SectionContext) -> tuple[Block, ...]:
    if not context.has(CODES):
        return context.nothing("the case-level police extracts (police_offences)")
    if not context.area.is_whole:
        return (
            Prose(
                f"Harm is worked out for {context.whole.name} alone: in one {context.area_word} a single offence would decide it."
            ),
        )
    found = _now(context)
    held = [r for r in found if r["value"] is not None]
    weights = context.edited.harm
    weighed = [r for r in held if r["group"] in weights.weights]
    if not weighed:
        return (
            Callout("Harm: no figures [c] or [x]", "No offence that has a weight can be shown."),
            Callout("What a weight is", READ),
        )
    keys = [context.key(CODES, "count", breakdown="offence_code", group=r["group"]) for r in weighed]
    blocks: list[Block] = [
        context.say(
            "harm", *keys, where=context.area.name, when=in_words(context.period), codes="|".join(r["group"] for r in weighed),
            weights="|".join(str(weights.weights[r["group"]]) for r in weighed), name=weights.name, vintage=weights.vintage,
        )
    ]  # fmt: skip
    blocks.append(_table(context, weighed))
    left = [r for r in found if r not in weighed]
    if left:
        blocks.append(Callout("Left out", f"{len(left)} classes have no weight that we could name, or a hidden count: {', '.join(r['group'] for r in left)}. "
                              "They are in the counts of this assessment and not in this score. A file records/harm_weights.csv (code, weight, name, vintage) "
                              "replaces these weights by others, such as the Cambridge Crime Harm Index."))  # fmt: skip
    return (*blocks, Callout("What a weight is", READ), context.caveats(CODES))


def _table(context: SectionContext, weighed: list[dict[str, Any]]) -> Table:
    weights = context.edited.harm
    codes = [r["group"] for r in weighed]
    counts = [r["value"] for r in weighed]
    total = float(harm_score(counts, codes, weights).value[0])
    shares = [
        (r["group"], r["value"], weights.weights[r["group"]], r["value"] * weights.weights[r["group"]] / total)
        for r in weighed
    ]
    rows = tuple(
        (
            code,
            number(n),
            f"{weight:,.0f}",
            percent(n / sum(counts)).removesuffix("%"),
            percent(share).removesuffix("%"),
        )
        for code, n, weight, share in sorted(shares, key=lambda row: -row[3])
    )
    columns = ("Home Office class", "Offences", "Weight, days", "Per cent of offences", "Per cent of harm")
    return Table(
        f"Offences and harm, {context.area.name}, {context.period.label}", columns, rows, numeric=columns[1:],
        note=f"{rounding_note(context, CODES)} Weights: {weights.name}, {weights.vintage}.",
        source=context.source_line(CODES), is_synthetic=context.is_synthetic(CODES),
    )  # fmt: skip


def _now(context: SectionContext) -> list[dict[str, Any]]:
    frame = context.rows(CODES, "count", breakdown="offence_code")
    return list(
        records(frame[(frame["period_start"] == context.period.start) & (frame["period_end"] == context.period.end)])
    )


SECTION = Section(id="harm", title="Harm beside counts", needs=(CODES,), build=_build)
