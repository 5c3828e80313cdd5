"""What prevention is worth and what a halving would take, for an edition: from its own disclosed counts and from documents."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from opensna.actions.target import KNIFE, general_breaks, mix_of_workspace, packaged_mix
from opensna.actions.value import worked_examples
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect
from opensna.alignment.target import assess_target, tasks
from opensna.alignment.target_forecast import MONTHS_NEEDED
from opensna.alignment.target_mix import MixSpec, mix_of
from opensna.alignment.target_path import Baseline, baseline_from
from opensna.alignment.target_series import Monthly, after_breaks, read_monthly
from opensna.alignment.value import Value, value_programme
from opensna.alignment.value_spec import join_effects, may_be_shown, read_value_spec
from opensna.commissioning.register import REPORTED
from opensna.core.area import Area
from opensna.core.counts import DisclosedCounts
from opensna.core.period import Period
from opensna.core.published import PublishedFigures
from opensna.costs.catalogue import Catalogue
from opensna.costs.draws import SEED
from opensna.definition.breaks import Break
from opensna.reference.prices import PriceIndex
from opensna.report.rooms import Scoped

PUBLISHED = "gla_knife_injury_under25"
"""The monthly series that is published for the whole, used where no case-level delivery is loaded."""
REDUCTION, YEARS = 0.5, 10
_COLUMNS = {"numerator": "value", "numerator_low": "low", "numerator_high": "high"}


def value_programmes(
    workspace: Workspace | None,
    *,
    audience: str,
    partnership: str,
    catalogue: Catalogue,
    effects: Mapping[str, Effect],
    indices: Mapping[str, PriceIndex],
) -> tuple[Value, ...]:
    """Every programme of a document that this audience may see: London's worked examples, and records/values."""
    folder = workspace.root / "records" / "values" if workspace else None
    own: list[Path] = sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else []
    specs = {spec.id: spec for file in (*(worked_examples().values() if partnership == REPORTED else ()), *own)
             if (spec := read_value_spec(file))}  # fmt: skip
    shown = [spec for spec in specs.values() if may_be_shown(spec.audience, audience)]
    return tuple(value_programme(join_effects(spec, effects), catalogue, indices=indices) for spec in shown)


def scope_target(
    workspace: Workspace | None,
    disclosed: DisclosedCounts,
    *,
    areas: Sequence[Area],
    period: Period,
    partnership: str,
    effects: Mapping[str, Effect],
    figures: PublishedFigures | None,
    breaks: Mapping[str, Sequence[Break]],
) -> Scoped | None:
    """Knife violence halved in ten years from the assessed period; None where no series of it is held.

    The forecast is fitted to the whole's months. Where they are hidden, too few or not counted there is none: see `why_not`.
    """
    own = disclosed.table[(disclosed.table["measure"] == KNIFE) & (disclosed.table["breakdown"] == "none")]
    if len(own):
        measure, rows, when = KNIFE, own.rename(columns=_COLUMNS), period
        broken = breaks.get(KNIFE, ())
        baselines = [_of_year(rows, area, when) for area in areas]
        years = [_of_year(rows, areas[0], year) for year in _years_before(period, min(rows["period_start"]))]
    elif (published := _published(figures, areas[0], period)) is not None:
        measure, rows, broken = PUBLISHED, published, general_breaks()
        last = max(rows["period_start"])
        when = Period.of_months(last.year, last.month - 11, 12)
        baselines = [_sum_of_months(rows, areas[0], when)]
        years = [_sum_of_months(rows, areas[0], year) for year in _years_before(when, min(rows["period_start"]))]
    else:
        return None
    series = _series(rows, areas[0], until=period)
    fitted = after_breaks(series, broken) if series else None
    mix = _mix(workspace, disclosed.audience, partnership)
    why = _why_not(baselines[0], fitted)
    made = None
    if fitted and not why:
        made = assess_target(
            fitted, baselines[0], contributions=mix.contributions, effects=effects, reduction=REDUCTION, years=YEARS
        )
    parts = mix_of(mix.contributions, effects, years=YEARS, seed=SEED, draws=1000).parts
    by_code = {one.area_code: one for one in baselines}
    history = tuple((one.period, one.value if math.isfinite(one.value) else None) for one in (*years, baselines[0]))
    return Scoped(
        measure,
        REDUCTION,
        YEARS,
        by_code,
        history,
        made,
        why,
        parts,
        tasks() if partnership == REPORTED else tasks()[:0],
    )


def _years_before(last: Period, first: date) -> list[Period]:
    """Periods like the last one before it, as far back as whole ones are held, earliest first."""
    back = (last.start.year - first.year) * 12 + last.start.month - first.month
    return [last.shift(-12 * n) for n in range(back // 12, 0, -1)]


def _of_year(rows: pd.DataFrame, area: Area, when: Period) -> Baseline:
    found = rows[
        (rows["area_code"] == area.code) & (rows["period_start"] == when.start) & (rows["period_end"] == when.end)
    ]
    value, low, high = (float(found[name].iloc[0]) if len(found) else math.nan for name in ("value", "low", "high"))
    mark = str(found["mark"].iloc[0]) if len(found) else ""
    return baseline_from(area.code, area.name, when, value=value, low=low, high=high, mark=mark)


def _sum_of_months(rows: pd.DataFrame, area: Area, when: Period) -> Baseline:
    held = rows[[when.start <= start <= when.end for start in rows["period_start"]]]
    total = float(held["value"].sum(skipna=False)) if len(held) == when.months else math.nan
    return baseline_from(area.code, area.name, when, value=total, low=total, high=total)


def _published(figures: PublishedFigures | None, area: Area, period: Period) -> pd.DataFrame | None:
    """The published months up to the assessed period, as counts that stand as released; None where there is not a year of them."""
    if figures is None:
        return None
    table = figures.table
    rows = table[(table["measure"] == PUBLISHED) & (table["breakdown"] == "none") & (table["area_code"] == area.code)]
    rows = rows[[_is_month(a, b) and b <= period.end for a, b in _dates(rows)]]
    return rows.assign(low=rows["value"], high=rows["value"]) if len(rows) >= 12 else None


def _series(rows: pd.DataFrame, area: Area, *, until: Period) -> Monthly | None:
    """The area's months up to the end of the assessed period, after the last that nobody delivered; None where none is."""
    months = rows[rows["area_code"] == area.code]
    months = months[[_is_month(a, b) and b <= until.end for a, b in _dates(months)]].sort_values("period_start")
    gaps = months["low"].isna().to_numpy().nonzero()[0]
    months = months.iloc[gaps[-1] + 1 :] if len(gaps) else months
    if months.empty:
        return None
    frame = months.assign(month=[str(start)[:7] for start in months["period_start"]], area_name=area.name)
    return read_monthly(frame[["area_code", "area_name", "month", "value", "low", "high"]])[0]


def _why_not(baseline: Baseline, series: Monthly | None) -> str:
    """Why there is no forecast; "" where there can be one."""
    if not math.isfinite(baseline.value):
        return "the count of the year it starts from is not shown"
    if series is None:
        return "the months of this series are for its authors only, are not counted, or all lie before a break"
    hidden = int(series.counts.size - pd.Series(series.counts).count())
    if hidden:
        return f"{hidden} of {series.months} months are hidden because they are small"
    if series.months < MONTHS_NEEDED:
        return f"only {series.months} months are held since the last break, and a forecast needs {MONTHS_NEEDED}"
    return ""


def _mix(workspace: Workspace | None, audience: str, partnership: str) -> MixSpec:
    """The mix in force; the packaged one where this audience may not see the workspace's own."""
    found = mix_of_workspace(workspace)
    return found if workspace and may_be_shown(found.audience, audience) else packaged_mix(partnership)


def _dates(rows: pd.DataFrame) -> zip[tuple[date, date]]:
    return zip(rows["period_start"], rows["period_end"], strict=True)


def _is_month(start: date, end: date) -> bool:
    return (start.year, start.month) == (end.year, end.month)
