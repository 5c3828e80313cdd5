"""How a series of offences could be halved in ten years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pandas as pd

from opensna.actions._money import areas_named, disclosed, effects_of, numbers_of, read_table
from opensna.actions._tables import open_tables
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect
from opensna.alignment.target import SAID_OF_SCENARIOS, Target, assess_target, tasks
from opensna.alignment.target_mix import MixSpec
from opensna.alignment.target_path import baseline_of, steps_by_area
from opensna.alignment.target_series import Monthly, read_monthly, respect_breaks
from opensna.catalogue import MEASURES, find
from opensna.core.document import fit, read_yaml
from opensna.core.errors import InputError, UnknownIdError
from opensna.core.period import Period
from opensna.costs.draws import SEED
from opensna.definition.breaks import Break, series_breaks
from opensna.measures.broken import breaks_of

KNIFE = "sv_under25_knife"
MIX = "target_mix.yaml"


@dataclass(frozen=True)
class TargetAnswer:
    """One area's scoping, what is asked of every area, what each actor would have to do, and the warnings that go with it."""

    target: Target
    steps: pd.DataFrame
    tasks: pd.DataFrame
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """Series by area code, the area wanted, and what breaks it."""

    series: Mapping[str, Monthly]
    area: str
    breaks: Sequence[Break]
    is_synthetic: bool


def target(
    workspace: Workspace,
    *,
    measure_id: str = KNIFE,
    counts: Path | None = None,
    area: str | None = None,
    baseline: str | None = None,
    start: str | None = None,
    across: tuple[str, ...] = (),
    reduction: float = 0.5,
    years: int = 10,
    mix: Path | None = None,
    effects: Mapping[str, Effect] | None = None,
    seed: int = SEED,
) -> TargetAnswer:
    """Scope the target for one area (by default the whole), with what is asked of every area.

    Parameters
    ----------
    counts : a CSV of disclosed monthly counts (area_code, month, value; low and high where they differ) instead of a measure.
    baseline : twelve months; by default the last twelve that the series holds.
    start : the first month to fit from. across : ids of breaks to fit across knowingly.
    mix : the document of a mix of approaches; by default records/target_mix.yaml, else the one that comes for the partnership.
    effects : as actions.value.

    Raises
    ------
    UnknownIdError, InputError, PeriodError, DocumentError, WarehouseError : as the rooms tell.
    """
    found = _from_file(counts, area) if counts else _from_measure(workspace, measure_id, area)
    wanted = found.series[found.area]
    end = wanted.period.end
    when = Period.parse(baseline) if baseline else Period.of_months(end.year, end.month - 11, 12)
    fitted = respect_breaks(wanted, found.breaks, across=across, start=Period.parse(start) if start else None)
    made = assess_target(
        fitted,
        baseline_of(wanted, when),
        contributions=mix_of_workspace(workspace, mix).contributions,
        effects=effects_of(workspace) if effects is None else effects,
        reduction=reduction,
        years=years,
        seed=seed,
    )
    warnings = ["authors' working figures: not for release", SAID_OF_SCENARIOS, *made.crossed]
    if found.is_synthetic:
        warnings.insert(1, "SYNTHETIC data: these are not real figures")
    baselines = [baseline_of(one, when) for one in found.series.values()]
    return TargetAnswer(made, steps_by_area(baselines, reduction=reduction, years=years), tasks(), tuple(warnings))


def mix_of_workspace(workspace: Workspace | None, named: Path | None = None) -> MixSpec:
    """The mix of a document, of records/target_mix.yaml, or the one that comes for the partnership; empty where there is none."""
    own = workspace.root / "records" / MIX if workspace else None
    path = named or (own if own and own.is_file() else None)
    if path:
        return fit(read_yaml(path), MixSpec, where=path.name)
    return packaged_mix(workspace.partnership.id) if workspace else MixSpec()


def packaged_mix(partnership: str) -> MixSpec:
    """The mix that comes with OpenSNA for a partnership; empty where none does."""
    path = resources.files("opensna.alignment") / "mixes" / f"{partnership}.yaml"
    return fit(read_yaml(path), MixSpec, where=path.name) if path.is_file() else MixSpec()


def general_breaks() -> tuple[Break, ...]:
    """The breaks that concern every offence: all that is known of a series that somebody else counted."""
    return tuple(one for one in series_breaks() if not one.subgroups and not one.flags)


def _from_measure(workspace: Workspace, measure_id: str, area: str | None) -> _Found:
    wanted = find("measure", MEASURES, measure_id)
    if wanted.grain != "month" or wanted.level != "borough":
        raise InputError(
            "a target needs a measure that may be read by month and area",
            where=measure_id,
            found=f"by {wanted.grain}, {wanted.level}",
            do_this="choose one of: " + ", ".join(m.id for m in MEASURES.values() if m.grain == "month")[:300],
        )
    opened = open_tables(workspace, [wanted.source])
    months = opened.coverage[wanted.source].each_month()
    frame = disclosed(opened, [measure_id], periods=months, areas=workspace.partnership.every_area)
    frame = frame[frame["low"].notna()]  # areas that the source does not cover, and months that nobody delivered
    series = {one.area_code: one for one in read_monthly(frame.assign(month=frame["period"].str[:7]))}
    place = areas_named(workspace, [area] if area else [])[0]
    if place.code not in series:
        raise InputError(
            "the source has no figures of this area",
            where=f"{wanted.source}, {place.name}",
            do_this="choose an area that it covers",
        )
    breaks = breaks_of(wanted, opened.definition, series_breaks(), release=opened.releases[wanted.source])
    return _Found(series, place.code, breaks, bool(frame["is_synthetic"].any()))


def _from_file(path: Path, area: str | None) -> _Found:
    """Series of a file; of the breaks those that concern every offence."""
    frame = numbers_of(read_table(path), ("value", "low", "high"), path.name)
    for end in ("low", "high"):
        if end not in frame.columns and "value" in frame.columns:
            frame[end] = frame["value"]
    series = {one.area_code: one for one in read_monthly(frame)}
    if area and area not in series:
        raise UnknownIdError.of("area code", area, list(series))
    return _Found(series, area or next(iter(series)), general_breaks(), is_synthetic=False)
