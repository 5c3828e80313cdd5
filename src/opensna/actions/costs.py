"""What violence costs in an area and a period, from disclosed counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from opensna.actions._money import (
    MULTIPLIERS,
    areas_named,
    catalogue_of,
    disclosed,
    indices_of,
    multipliers_of,
    numbers_of,
    read_table,
)
from opensna.actions._tables import open_tables
from opensna.actions.workspace import Workspace
from opensna.catalogue import MEASURES
from opensna.core.errors import InputError, UnknownIdError
from opensna.core.period import Period
from opensna.costs.catalogue import Detail
from opensna.costs.cost import Costs, cost_of_violence
from opensna.costs.draws import SEED
from opensna.costs.reconcile import require_reconciled
from opensna.costs.uprating import Uprating
from opensna.costs.volumes import read_volumes
from opensna.costs.workbook import write_cost_workbook
from opensna.reference.prices import GDP_DEFLATOR, PriceYear

BUSINESS = "business"
_EXCEPT_HOMICIDE = {
    "sv_under25_violence_with_injury": ("violence_with_injury", "under_25"),
    "sv_under25_threats_to_kill": ("threats_to_kill", "under_25"),
    "sv_under25_personal_robbery": ("personal_robbery", "under_25"),
    "sv_rape": ("rape", "all"),
    "sv_other_sexual_offences": ("other_sexual_offences", "all"),
}
SETS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "definition": {"homicide_victims_under25": ("homicide", "under_25"), **_EXCEPT_HOMICIDE},
    "police": {"sv_under25_homicide": ("homicide", "under_25"), **_EXCEPT_HOMICIDE},
    "open": {
        "mps_homicide": ("homicide", "all"),
        "mps_violence_with_injury": ("violence_with_injury", "all"),
        "mps_violence_without_injury": ("violence_without_injury", "all"),
        "mps_personal_robbery": ("personal_robbery", "all"),
        "mps_rape": ("rape", "all"),
        "mps_other_sexual_offences": ("other_sexual_offences", "all"),
    },
    BUSINESS: {"mps_business_robbery": ("business_robbery", "all")},
}
"""What is priced: measure to offence and ages. "definition": violence affecting under-25s and sexual violence at all ages, which do
not overlap, with homicide from the open series, where none is ever hidden. "police": the same, all from the police delivery.
"open": the open series at all ages. "business": robberies of businesses, part of the wider economy."""
OPEN_HOMICIDE = (
    "homicide is counted as victims under 25 in the open series: one with an older victim and a younger suspect is not "
    "in it"
)


@dataclass(frozen=True)
class CostAnswer:
    """Costs, and the warnings that go with them."""

    costs: Costs
    warnings: tuple[str, ...]


def costs(
    workspace: Workspace,
    *,
    what: str = "definition",
    period: str | None = None,
    areas: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    counts: Path | None = None,
    prices: str | None = None,
    index: str = GDP_DEFLATOR,
    base: str | None = None,
    detail: Detail = "component",
    definition: str | None = None,
    is_estimated: bool = False,
    acknowledged: tuple[str, ...] = (),
    workbook: Path | None = None,
    seed: int = SEED,
) -> CostAnswer:
    """Price the counts of a set, or of a file, for some areas (by default the whole) and one period.

    Parameters
    ----------
    what : a key of SETS.
    counts : a CSV of disclosed counts (offence, value, low, high, …; see costs.volumes.read_volumes) instead of a set.
    without : offences left out of the set; the answer says so.
    prices, base : years of prices ("2023" or "2023-24"); prices by default those of the year in which the period ends.
    is_estimated : multiply recorded volumes by records/multipliers.csv.
    workbook : where to write the spreadsheet, if wanted.

    Raises
    ------
    UnknownIdError, InputError, PeriodError, DocumentError, WarehouseError : as the rooms tell.
    """
    when = Period.parse(period or workspace.settings.edition.period)
    frame = _from_file(counts) if counts else _from_set(workspace, what, when, areas, without, definition)
    multipliers = multipliers_of(workspace) if is_estimated else None
    if is_estimated and multipliers is None:
        raise InputError(
            "estimated volumes need multipliers, and none are recorded",
            where=f"records/{MULTIPLIERS}",
            found="no such file",
            expected="columns offence, multiplier, low, high, source",
            do_this=f"write records/{MULTIPLIERS} from a source that you name in it, or price recorded offences alone",
        )
    volumes = read_volumes(frame, acknowledged=acknowledged, multipliers=multipliers)
    target = PriceYear.parse(prices) if prices else PriceYear(when.end.year)
    rule = Uprating(target, index, PriceYear.parse(base) if base else None, indices=indices_of(workspace))
    made = cost_of_violence(volumes, catalogue_of(workspace), rule, detail=detail, seed=seed)
    _reconcile(made)
    if workbook:
        write_cost_workbook(made, workbook)
    return CostAnswer(made, (*_warnings(frame, made, without), *made.notes))


def _from_set(
    workspace: Workspace,
    what: str,
    when: Period,
    areas: tuple[str, ...],
    without: tuple[str, ...],
    definition: str | None,
) -> pd.DataFrame:
    if what not in SETS:
        raise UnknownIdError.of("set of offences", what, list(SETS))
    offences = [offence for offence, _ in SETS[what].values()]
    for name in without:
        if name not in offences:
            raise UnknownIdError.of("offence", name, offences)
    priced = {measure: named for measure, named in SETS[what].items() if named[0] not in without}
    opened = open_tables(workspace, [MEASURES[measure].source for measure in priced], definition=definition)
    frame = disclosed(opened, list(priced), periods=[when], areas=areas_named(workspace, areas))
    frame["offence"] = [priced[str(measure)][0] for measure in frame["measure"]]
    frame["ages"] = [priced[str(measure)][1] for measure in frame["measure"]]
    return frame


def _from_file(path: Path) -> pd.DataFrame:
    return numbers_of(read_table(path), ("value", "low", "high"), path.name)


def _reconcile(made: Costs) -> None:
    """Hold the tables by offence, component and bearer to one total in every area."""
    total = made.by().set_index(["area_code", "period"])["high"]
    for place, amount in total.items():
        sums = {"the total": float(amount)}
        for what in ("offence", "component", "bearer"):
            part = made.table.groupby(["area_code", "period", what], dropna=False)["high"].sum(min_count=1)
            sums[f"the sum by {what}"] = float(part.xs(place, level=("area_code", "period")).sum(skipna=False))
        if all(pd.notna(number) and abs(number) != float("inf") for number in sums.values()):
            require_reconciled(sums, tolerance=max(0.5, 1e-9 * abs(float(amount))))


def _warnings(frame: pd.DataFrame, made: Costs, without: tuple[str, ...]) -> list[str]:
    found = ["authors' working figures: not for release"]
    if "is_synthetic" in frame.columns and frame["is_synthetic"].astype(str).str.casefold().eq("true").any():
        found.append("SYNTHETIC data: these are not real figures")
    if made.table["standing"].str.startswith("unverified").any():
        found.append(
            "some unit costs are recalled and unverified: see the column unverified_share, and record a check with "
            "opensna unit-costs --check ID --value N --by NAME"
        )
    kinds = ", ".join(dict.fromkeys(made.table["volume_kind"]))
    found.append(f"volumes: {kinds}" + ("; offences that nobody reported are not in it" if kinds == "recorded" else ""))
    found += [f"left out: {name}" for name in without]
    if "measure" in frame.columns and (frame["measure"] == "homicide_victims_under25").any():
        found.append(OPEN_HOMICIDE)
    said = (part for note in made.table["note"] for part in note.split("; "))
    found += dict.fromkeys(part for part in said if "assumption" in part or "whole class" in part)
    return found
