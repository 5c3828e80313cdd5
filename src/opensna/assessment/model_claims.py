"""Claims that need a model or a test: years pooled, places compared with chance, an index set against violence, series compared.

Each works the model again from the estimates that it rests on, so that the ledger can check it like any other sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from opensna.assessment.claims import Fields, Rows, mark_of, number, percent
from opensna.assessment.grammar import named
from opensna.core.missing import Mark
from opensna.estimates.lookup import EstimateRow
from opensna.stats.agreement import YearlySeries, agree_in_direction
from opensna.stats.association import Association, associate
from opensna.stats.bounds import ratio_bounds
from opensna.stats.concentration import concentration
from opensna.stats.harm import HarmWeights, harm_score
from opensna.stats.ratios import compare_pooled


def _why(rows: Iterable[EstimateRow | None]) -> str:
    """The mark that keeps a sentence from being said: hidden before not available."""
    marks = {mark_of(row) for row in rows} - {""}
    return str(Mark.SUPPRESSED if Mark.SUPPRESSED in marks else next(iter(marks), Mark.NOT_AVAILABLE))


def pooled(rows: Rows, fields: Fields) -> str:
    """Two spans of years of one area, pooled and compared exactly; rows: yearly rates, the earlier span and then the later one.

    fields: `split`, how many rows are of the earlier span; `rounded`, how far a shown count may be from the true one.
    """
    split, rounded = int(fields["split"]), float(fields.get("rounded", "0"))
    spans = rows[:split], rows[split:]
    if not all(spans) or any(row is None or row.is_absent or row.numerator != row.numerator for row in rows):
        return f"{fields['what']} in {named(fields['where'])} cannot be pooled over several years {_why(rows)}."
    counts = [np.array([row.numerator for row in span if row]) for span in spans]
    years = [np.array([row.denominator for row in span if row]) for span in spans]
    shown = compare_pooled(counts[1], years[1], counts[0], years[0])
    said = {
        str(compare_pooled(np.maximum(counts[1] + up, 0), years[1], np.maximum(counts[0] - up, 0), years[0]).verdict[0])
        for up in {-rounded, rounded}
    }
    verdict = said.pop() if len(said) == 1 else "cannot tell"
    told = (
        f"{fields['what']} in {named(fields['where'])}: {number(counts[0].sum())} in {fields['earlier']} and {number(counts[1].sum())} in "
        f"{fields['later']}"
    )
    low, high = percent(shown.ratio.ci_lower[0] - 1, signed=True), percent(shown.ratio.ci_upper[0] - 1, signed=True)
    bounds = f"rate {percent(shown.ratio.value[0] - 1, signed=True)}; exact 95% confidence interval {low} to {high}"
    if shown.ratio.value[0] != shown.ratio.value[0] or shown.ratio.ci_lower[0] != shown.ratio.ci_lower[0]:
        return f"{told}: too few to tell whether the rate has changed."
    if verdict in ("higher", "lower"):
        return f"{told}: the rate is {verdict} ({bounds})."
    if verdict == "similar":
        return f"{told}: the rate is similar ({bounds})."
    few = "too few to tell" if shown.is_too_few[0] else "the figures cannot tell"
    return f"{told}: {few} whether the rate has changed ({bounds})."


def concentrated(rows: Rows, fields: Fields) -> str:
    """How far offences gather in few places, beside what chance alone would do; rows: the count of every place."""
    what, places = fields["what"], fields["places"]
    counts = [row.value for row in rows if row is not None and not row.is_absent]
    if len(counts) < len(rows) or sum(counts) < int(fields["fewest"]):
        return f"How far {what} gather in few {places} of {named(fields['where'])} cannot be said {_why(rows)}: too few are shown."
    top = min(10, len(counts))
    found = concentration(counts, top=[top], draws=199)
    half, chance = found.share_of_places.value[1], found.share_of_places.random_mean[1]
    held, by_chance = found.share_of_offences.value[0], found.share_of_offences.random_mean[0]
    return (
        f"In {fields['when']}, half of the {number(found.offences)} {what} in {named(fields['where'])} were recorded in {percent(half)} of its "
        f"{number(found.places)} {places} (spread by chance alone it would be {percent(chance)}), and the {top} with most hold "
        f"{percent(held)} (by chance {percent(by_chance)}). Between 0, spread evenly, and 1, all in one, that is {found.gini.value[0]:.2f}, "
        f"by chance {found.gini.random_mean[0]:.2f} (generalised Gini coefficient)."
    )


def associated(rows: Rows, fields: Fields) -> str:
    """Violence against an index of deprivation across areas; rows: rate of each area, then the index of each, in one order.

    fields: `neighbours`, pairs of positions "0-1 0-4 ..." that share a boundary; `contains_crime`, "yes" if the index does.
    """
    found = _association(rows, fields)
    if found is None:
        return f"Whether {fields['what']} and {fields['index']} go together cannot be said {_why(rows)}: too few areas have both."
    ratio, tenth = found.per_sd, found.per_decile
    verdict = (
        f"{percent(ratio.value - 1)} higher" if ratio.ci_lower > 1
        else f"{percent(1 - ratio.value)} lower" if ratio.ci_upper < 1 else "not clearly higher or lower"
    )  # fmt: skip
    return (
        f"Across {found.n} {fields['areas']}, the rate of {fields['what']} is {verdict} where {fields['index']} is higher by what areas "
        f"usually differ by (one standard deviation; rate ratio {ratio.value:.2f}, 95% confidence interval {ratio.ci_lower:.2f} to "
        f"{ratio.ci_upper:.2f}). For each tenth of the {fields['areas']} more deprived the ratio is {tenth.value:.2f} "
        f"({tenth.ci_lower:.2f} to {tenth.ci_upper:.2f}). {' '.join(found.warnings)}"
    ).rstrip()


def associated_model(rows: Rows, fields: Fields) -> str:
    """The model behind `associated` and its checks, for those who read them; rows and fields are the same."""
    found = _association(rows, fields)
    if found is None:
        return f"No model is fitted {_why(rows)}."
    return (
        f"Negative-binomial model: Poisson dispersion {number(found.poisson_dispersion)}, alpha {found.alpha:.3f}, residual Moran's I "
        f"{found.residual_moran:.2f} (p {found.residual_moran_p:.2f})."
    )


def _association(rows: Rows, fields: Fields) -> Association | None:
    """The model of areas that have both; None if too few have."""
    half = len(rows) // 2
    areas = [
        (i, violence, index)
        for i, (violence, index) in enumerate(zip(rows[:half], rows[half:], strict=True))
        if violence is not None
        and index is not None
        and not violence.is_absent
        and violence.numerator == violence.numerator
        and not index.is_absent
    ]
    if len(areas) < int(fields["fewest"]):
        return None
    linked = np.zeros((half, half))
    for pair in fields["neighbours"].split():
        a, b = map(int, pair.split("-"))
        linked[a, b] = linked[b, a] = 1
    kept = [i for i, _, _ in areas]
    return associate(
        [v.numerator for _, v, _ in areas], [v.denominator for _, v, _ in areas], [x.value for _, _, x in areas],
        linked[np.ix_(kept, kept)], index_contains_crime=fields["contains_crime"] == "yes",
    )  # fmt: skip


def agreement(rows: Rows, fields: Fields) -> str:
    """Whether series of the same thing agree in direction; rows: each series' years, one after another.

    fields, joined by "|" where of each series: `names`; `lengths` in rows; `kinds`, "count" or "value"; `parts`, how many rows make
    a year (12 for counts by month).
    """
    if any(row is None or row.is_absent for row in rows):
        return f"Whether the series agree cannot be said {_why(rows)}."
    names, kinds = fields["names"].split("|"), fields["kinds"].split("|")
    parts = [int(n) for n in fields["parts"].split("|")]
    ends = np.cumsum([int(n) for n in fields["lengths"].split("|")])
    series = []
    for name, kind, part, start, end in zip(names, kinds, parts, (0, *ends), ends, strict=False):
        whole = [row for row in rows[start:end] if row is not None]
        held = whole[part - 1 :: part]
        values = tuple(sum(row.value for row in whole[i : i + part]) for i in range(0, len(whole), part))
        has_limits = kind == "value" and all(row.ci_lower == row.ci_lower for row in held)
        series.append(
            YearlySeries(
                name, tuple(row.period_end.year for row in held), values, is_count=kind == "count",
                ci_lower=tuple(row.ci_lower for row in held) if has_limits else None,
                ci_upper=tuple(row.ci_upper for row in held) if has_limits else None,
            )
        )  # fmt: skip
    found = agree_in_direction(series)
    said = {
        "agree up": "The series agree: all go up.",
        "agree down": "The series agree: all go down.",
        "disagree": "The series disagree in direction.",
        "cannot tell": "The series cannot tell together which way it goes.",
    }[found.verdict]
    return f"{said} {found.reason}"


def disproportion(rows: Rows, fields: Fields) -> str:
    """Rate of one group of residents over that of another, with bounds for records of unknown group.

    rows: records of the group, of the group compared with, of unknown group; residents of the group, in `parts` rows that add up
    (1 where not said), and of the other.
    """
    what, group, other = fields["what"], fields["group"], fields["other"]
    end = 3 + int(fields.get("parts_of_group", "1"))
    held = [np.nan if row is None else row.value for row in rows]
    values = [*held[:3], sum(held[3:end]), sum(held[end:])]
    if any(value != value for value in values) or min(values[3:]) <= 0:
        return f"{what} of {group} residents cannot be set against those of {other} residents {_why(rows)}."
    found = ratio_bounds([values[0]], [values[3]], [values[1]], [values[4]], [values[2]])
    low, middle, high = found.none_in, found.proportional, found.all_in
    verdict = str(found.verdict[0])
    told = {
        "higher": "higher, whatever group the unknown are of",
        "lower": "lower, whatever group the unknown are of",
    }.get(verdict, "not clearly higher or lower once the unknown are allowed for")
    return (
        f"{what}: the rate of {group} residents is {told}: {middle.value[0]:.2f} times that of {other} residents (95% confidence interval "
        f"{middle.ci_lower[0]:.2f} to {middle.ci_upper[0]:.2f}); between {low.value[0]:.2f} and {high.value[0]:.2f} times, if none or all of the "
        f"{number(values[2])} of unknown group are {group}."
    )


def harm(rows: Rows, fields: Fields) -> str:
    """Harm-weighted score of an area beside the count; rows: counts by offence. fields: `codes`, `weights`, joined by "|"."""
    if any(row is None or row.is_absent for row in rows):
        return f"Harm in {named(fields['where'])} cannot be worked out {_why(rows)}."
    codes = fields["codes"].split("|")
    weights = HarmWeights(
        fields["name"], fields["vintage"], dict(zip(codes, map(float, fields["weights"].split("|")), strict=True))
    )
    found = harm_score([row.value for row in rows if row], codes, weights)
    return (
        f"In {fields['when']}, {number(found.offences[0])} offences in {named(fields['where'])} weigh {number(found.value[0])} days (95% confidence "
        f"interval {number(found.ci_lower[0])} to {number(found.ci_upper[0])}) by the {found.weights}."
    )
