"""Builds what the sections on cost, evidence and commissioning need, from an edition's own disclosed counts and the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import pandas as pd

from opensna.actions._money import catalogue_of, effects_of, indices_of, multipliers_of
from opensna.actions._prevention import scope_target, value_programmes
from opensna.actions._records import folder
from opensna.actions.costs import BUSINESS, OPEN_HOMICIDE, SETS
from opensna.actions.programmes import Registers, registers
from opensna.actions.unit_costs import printed_tables
from opensna.actions.whatworks import index
from opensna.actions.workspace import Workspace
from opensna.commissioning.allocation import allocate
from opensna.commissioning.awards import Spend, as_grant, spend_by_place
from opensna.commissioning.edges import cliff_edge
from opensna.commissioning.fund import Fund
from opensna.commissioning.grants import grants_of, read_grants
from opensna.commissioning.register import REPORTED
from opensna.core.area import Area
from opensna.core.counts import DisclosedCounts
from opensna.core.missing import Mark
from opensna.core.period import Period
from opensna.core.published import PublishedFigures
from opensna.costs.catalogue import Catalogue, build_catalogue
from opensna.costs.cost import cost_of_violence
from opensna.costs.uprating import Uprating
from opensna.costs.volumes import read_volumes
from opensna.definition.breaks import Break
from opensna.evaluation.registry import statuses
from opensna.reference.prices import GDP_DEFLATOR, PriceIndex, PriceYear, price_indices
from opensna.reference.unit_costs import unit_costs
from opensna.report.rooms import DividedFund, Priced, PrintedReport, Rooms

TITLES = {
    "definition": "Violence against people under 25, and sexual violence at all ages",
    "police": "Violence against people under 25, and sexual violence at all ages",
    "open": "Violence at all ages, as the police publish it",
    BUSINESS: "Robbery of businesses, as the police publish it",
}
NO_BREAKS: Mapping[str, Sequence[Break]] = MappingProxyType({})
NOMINAL = 1_000_000.0
"""Pounds by which a fund is divided whose budget nobody states: its amounts are then not shown."""


def build_rooms(
    workspace: Workspace | None,
    disclosed: DisclosedCounts,
    *,
    areas: Sequence[Area],
    period: Period,
    partnership: str,
    on: date,
    figures: PublishedFigures | None = None,
    breaks: Mapping[str, Sequence[Break]] = NO_BREAKS,
) -> Rooms:
    """Price, list and divide, once for all pages of an edition.

    Parameters
    ----------
    workspace : whose records are laid over what comes with OpenSNA; None for none.
    disclosed : the edition's counts as its audience may see them: nothing else is priced or divided by.
    areas : the whole first.
    partnership : the id; another than London's has only the programmes and funds of its own records.
    figures : published figures, for what no count tells. breaks : by measure, what breaks its series.

    Raises
    ------
    DocumentError : a record that does not fit. UnknownIdError, InputError : as the rooms tell.
    """
    names = {area.code: area.name for area in areas}
    now = _of_period(disclosed, period, names)
    held = registers(workspace)
    own = held if partnership == REPORTED else _own(workspace, held)
    shipped = printed_tables()
    printed = PrintedReport(shipped.reproduction, shipped.bearers, shipped.domestic_abuse)
    catalogue = catalogue_of(workspace) if workspace else build_catalogue(unit_costs())
    indices = indices_of(workspace) if workspace else price_indices()
    effects = effects_of(workspace)
    return Rooms(
        priced=price_sets(
            now,
            catalogue=catalogue,
            indices=indices,
            period=period,
            multipliers=multipliers_of(workspace) if workspace else None,
        ),
        business=price_business(now, catalogue=catalogue, indices=indices, period=period),
        values=value_programmes(
            workspace,
            audience=disclosed.audience,
            partnership=partnership,
            catalogue=catalogue,
            effects=effects,
            indices=indices,
        ),
        scoped=scope_target(
            workspace,
            disclosed,
            areas=areas,
            period=period,
            partnership=partnership,
            effects=effects,
            figures=figures,
            breaks=breaks,
        ),
        printed=printed if partnership == REPORTED else None,
        approaches=tuple(index(workspace).values()),
        programmes=tuple(own.programmes.values()),
        evaluations=statuses(own.evaluations.values()),
        spend=_spend(workspace, own),
        divided=tuple(found for fund in own.funds.values() if (found := divide(now, fund)) is not None),
        on=on,
    )


def price_sets(
    now: pd.DataFrame,
    *,
    catalogue: Catalogue,
    indices: Mapping[str, PriceIndex],
    period: Period,
    multipliers: pd.DataFrame | None = None,
) -> tuple[Priced, ...]:
    """The definition's offences, as far as they are counted, and then the open series; none where nothing is counted.

    multipliers : as costs.volumes.read_volumes takes them; with them each set is priced with estimated volumes too.
    """
    counted = set(now["measure"])
    wanted = "definition" if "homicide_victims_under25" in counted else "police"
    chosen = [name for name in (wanted, "open") if _case_level(name) & counted]
    return tuple(_priced(name, now, catalogue, indices, period, multipliers) for name in chosen)


def price_business(
    now: pd.DataFrame, *, catalogue: Catalogue, indices: Mapping[str, PriceIndex], period: Period
) -> Priced | None:
    """Robberies of businesses, which are in no other set; None where nobody counted them."""
    is_counted = bool((now["measure"].isin(list(SETS[BUSINESS]))).any())
    return _priced(BUSINESS, now, catalogue, indices, period, None) if is_counted else None


def _priced(
    name: str, now: pd.DataFrame, catalogue: Catalogue, indices: Mapping[str, PriceIndex], period: Period,
    multipliers: pd.DataFrame | None,
) -> Priced:  # fmt: skip
    """The offences of a set as far as they are counted, in the prices of the period's year or the last that the index holds."""
    priced = {measure: named for measure, named in SETS[name].items() if (now["measure"] == measure).any()}
    years = [year.start for year in indices[GDP_DEFLATOR].values if year.kind == "calendar"]
    rule = Uprating(PriceYear(min(period.end.year, max(years))), indices=indices)
    rows = now[now["measure"].isin(list(priced))]
    about = rows["measure"].map(priced)
    rows = rows.assign(offence=about.str[0], ages=about.str[1])
    costs = cost_of_violence(read_volumes(rows), catalogue, rule)
    estimated = None
    if multipliers is not None and set(multipliers["offence"]) & set(rows["offence"]):
        estimated = cost_of_violence(read_volumes(rows, multipliers=multipliers), catalogue, rule)
    left = tuple(offence for measure, (offence, _) in SETS[name].items() if measure not in priced)
    note = OPEN_HOMICIDE if "homicide_victims_under25" in priced else ""
    return Priced(TITLES[name], tuple(priced), left, costs, note, estimated)


def divide(now: pd.DataFrame, fund: Fund) -> DividedFund | None:
    """The fund divided on these counts; None where it has no rule, or a count that it rests on is hidden or not there."""
    rows = now[(now["measure"] == fund.measure) & ~now["is_whole"]]
    if (
        fund.rule is None
        or fund.measure is None
        or rows["value"].isna().all()
        or (rows["mark"] == Mark.SUPPRESSED).any()
    ):
        return None
    least = fund.rule.floor * len(rows)
    made = allocate(rows[["area_code", "area_name", "value"]], fund.rule, budget=fund.budget or max(NOMINAL, 2 * least))
    return DividedFund(fund, fund.measure, made, cliff_edge(made))


def _case_level(name: str) -> set[str]:
    """The measures by which it is known that a set's source is loaded: homicide of the open series alone makes no set."""
    return set(SETS[name]) - {"homicide_victims_under25"}


def _of_period(disclosed: DisclosedCounts, period: Period, names: Mapping[str, str]) -> pd.DataFrame:
    """Counts of the period without breakdown: measure, area_code, area_name, period, value, low, high, mark, source, is_whole."""
    table = disclosed.table
    is_now = (
        (table["period_start"] == period.start) & (table["period_end"] == period.end) & (table["breakdown"] == "none")
    )
    rows = table[is_now & table["area_code"].isin(list(names))]
    whole = next(iter(names))
    return pd.DataFrame({
        "measure": rows["measure"], "area_code": rows["area_code"], "area_name": rows["area_code"].map(names),
        "period": str(period), "value": rows["numerator"], "low": rows["numerator_low"], "high": rows["numerator_high"],
        "mark": rows["mark"], "source": rows["source"] + " " + rows["release"], "is_whole": rows["area_code"] == whole,
    })  # fmt: skip


def _own(workspace: Workspace | None, held: Registers) -> Registers:
    """Of the registers what the workspace's own records hold."""
    kinds = ("programmes", "funds", "evaluations")
    own = {
        kind: {file.stem for file in folder(workspace, kind).glob("*.yaml")} if workspace else set() for kind in kinds
    }
    return Registers(
        {name: entry for name, entry in held.programmes.items() if name in own["programmes"]},
        {name: entry for name, entry in held.funds.items() if name in own["funds"]},
        {name: entry for name, entry in held.evaluations.items() if name in own["evaluations"]},
        held.awards,
    )


def _spend(workspace: Workspace | None, held: Registers) -> Spend | None:
    """Money of the workspace's own awards and of every imported file by place of benefit; None where there is neither."""
    grants = list(grants_of([as_grant(award) for award in held.awards.values()]).grants)
    for file in sorted(folder(workspace, "awards").glob("*.json.gz")) if workspace else ():
        grants += read_grants(file).grants
    return spend_by_place(grants) if grants else None
