"""How a series of offences could be halved in ten years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from opensna.actions._money import areas_named, disclosed, effects_of
from opensna.actions._tables import open_tables
from opensna.actions.workspace import Workspace
from opensna.alignment.effects import Effect
from opensna.alignment.target import SAID_OF_SCENARIOS, Target, assess_target, paths_by_area, tasks
from opensna.alignment.target_mix import MixSpec
from opensna.alignment.target_series import read_monthly, respect_breaks
from opensna.catalogue import MEASURES, find
from opensna.core.document import fit, read_yaml
from opensna.core.errors import InputError
from opensna.core.period import Period
from opensna.costs.draws import SEED
from opensna.definition.breaks import series_breaks
from opensna.measures.broken import breaks_of

KNIFE = "sv_under25_knife"
MIX = "target_mix.yaml"


@dataclass(frozen=True)
class TargetAnswer:
    """One area's scoping, the path of every area, what each would have to do, and the warnings that go with it."""

    target: Target
    paths: pd.DataFrame
    tasks: pd.DataFrame
    warnings: tuple[str, ...]


def target(
    workspace: Workspace,
    *,
    measure_id: str = KNIFE,
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
    """Scope the target for one area (by default the whole), with the path of every area.

    Parameters
    ----------
    baseline : twelve months; by default the last twelve that the release holds.
    start : the first month to fit from. across : ids of breaks to fit across knowingly.
    mix : the document of a mix of approaches; by default records/target_mix.yaml, none where there is none.
    effects : as actions.value.

    Raises
    ------
    UnknownIdError, InputError, PeriodError, DocumentError, WarehouseError : as the rooms tell.
    """
    wanted = find("measure", MEASURES, measure_id)
    if wanted.grain != "month" or wanted.level != "borough":
        raise InputError(
            "a target needs a measure that may be read by month and area",
            where=measure_id,
            found=f"by {wanted.grain}, {wanted.level}",
            do_this="choose one of: " + ", ".join(m.id for m in MEASURES.values() if m.grain == "month")[:300],
        )
    opened = open_tables(workspace, [wanted.source])
    held = opened.coverage[wanted.source]
    every = workspace.partnership.every_area
    frame = disclosed(opened, [measure_id], periods=held.each_month(), areas=every)
    frame = frame[frame["low"].notna()]  # areas that the source does not cover, and months that nobody delivered
    series = {one.area_code: one for one in read_monthly(frame.assign(month=frame["period"].str[:7]))}
    when = Period.parse(baseline) if baseline else Period.of_months(held.end.year, held.end.month - 11, 12)
    place = areas_named(workspace, [area] if area else [])[0]
    if place.code not in series:
        raise InputError(
            "the source has no figures of this area",
            where=f"{wanted.source}, {place.name}",
            do_this="choose an area that it covers",
        )
    breaks = breaks_of(wanted, opened.definition, series_breaks(), release=opened.releases[wanted.source])
    fitted = respect_breaks(series[place.code], breaks, across=across, start=Period.parse(start) if start else None)
    approaches = _mix(workspace, mix)
    made = assess_target(
        fitted,
        when,
        contributions=approaches.contributions,
        effects=effects_of(workspace) if effects is None else effects,
        reduction=reduction,
        years=years,
        seed=seed,
    )
    warnings = ["authors' working figures: not for release", SAID_OF_SCENARIOS, *made.crossed]
    if frame["is_synthetic"].any():
        warnings.insert(1, "SYNTHETIC data: these are not real figures")
    paths = paths_by_area(list(series.values()), when, reduction=reduction, years=years)
    return TargetAnswer(made, paths, tasks(), tuple(warnings))


def _mix(workspace: Workspace, named: Path | None) -> MixSpec:
    path = named or workspace.root / "records" / MIX
    if not path.is_file() and named is None:
        return MixSpec()
    return fit(read_yaml(path), MixSpec, where=path.name)
