"""Every measure, every area, every section: an edition for one audience."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from opensna.actions._counting import compared_periods, count_edition
from opensna.actions._definitions import derived_of, find_definition, others_of
from opensna.actions._figures import FoundFigures, find_figures
from opensna.actions._narratives import with_accounts
from opensna.actions._rooms import build_rooms
from opensna.actions._tables import OpenTables, open_tables
from opensna.actions.edition_inputs import inputs_of, measures_of
from opensna.actions.progress import Progress, silent
from opensna.actions.synthesise import seed_of
from opensna.actions.workspace import Workspace
from opensna.assessment.broken_series import kept_in_manifest
from opensna.assessment.edition import Edition, build_manifest, write_edition
from opensna.assessment.reconcile import reconcile, refuse_unreconciled
from opensna.assessment.register import describe, held_already
from opensna.catalogue import SECTIONS, SOURCES
from opensna.core.area import Area
from opensna.core.counts import Counts, DisclosedCounts
from opensna.core.period import Period
from opensna.definition.columns import Columns
from opensna.disclosure.disclose import control, disclose, refuse_synthetic
from opensna.disclosure.never import leave_out_never
from opensna.disclosure.policy import Agreement
from opensna.disclosure.rows import wholes_of
from opensna.estimates.derive import derive
from opensna.estimates.lookup import EstimateIndex
from opensna.estimates.published import refuse_synthetic_figures, with_published
from opensna.estimates.switches import with_switches
from opensna.measures.measure import Measure
from opensna.measures.under import Compared, compare, under, why_none
from opensna.measures.unplaced import unplaced_of
from opensna.reference.police_forces import residents_of_forces
from opensna.reference.population import LATEST_YEAR, residents
from opensna.reference.wards import wards_of
from opensna.report.outline import build_sections
from opensna.report.rooms import Rooms
from opensna.report.section import Edited

COMPARED = "definitions_compared"
"""The section that says which measures are counted under every definition."""


def assess(
    workspace: Workspace,
    *,
    edition: str | None = None,
    period: str | None = None,
    audience: str = "authors",
    agreement: Agreement | None = None,
    even_if_empty: bool = False,
    progress: Progress = silent,
) -> Edition:
    """Count, disclose, derive and build every section for the whole and each of its areas, and store the edition.

    Parameters
    ----------
    edition : its name; otherwise its period. period, even_if_empty : as `edition_inputs.inputs_of`.

    Raises
    ------
    InputError : nothing is loaded, no release of counts holds the period, or the name is another period's. DisclosureError :
        synthetic data in a public edition of a workspace that is no demo; one for the partnership without the agreement that it
        is read under; or counts that earlier editions would give away.
    """
    progress("opening releases", 0.0)
    inputs = inputs_of(workspace, edition=edition, period=period, audience=audience, even_if_empty=even_if_empty)
    workspace, when = inputs.workspace, inputs.period
    found = find_figures(workspace)
    definition = find_definition(workspace)
    others = others_of(workspace, definition)
    opened = open_tables(workspace, inputs.counted, also=others)
    partnership = workspace.partnership
    parts = (*partnership.every_area[1:], unplaced_of(partnership.whole_area))
    areas = (*partnership.every_area, parts[-1], *wards_of(partnership))
    asked = [m for source in opened.tables for m in measures_of(source) if not why_none(m, definition)[0]]
    own = {m.id: under(m, Columns(definition, definition)) for m in asked}
    switched = [m for m in asked if m.id in SECTIONS[COMPARED].needs]
    further, answers = compare(switched, definition, others)
    measures = {**own, **further}
    baselines = {name: Period.parse(text) for name, text in workspace.settings.edition.baselines.items()}
    progress("counting", 0.1)
    counts = leave_out_never(
        count_edition(opened, tuple(own.values()), period=when, baselines=baselines, compared=tuple(further.values())),
        audience=audience,
    )
    if audience != "authors":
        refuse_synthetic(counts, is_demo=workspace.settings.is_demo)
        refuse_synthetic_figures(found.figures, is_demo=workspace.settings.is_demo)
    progress("applying disclosure control", 0.4)
    controlled = control(
        counts, audience=audience, agreement=agreement, tighten={m.id: m.disclosure for m in measures.values()},
        measures=measures, derived=derived_of(definition, others), wholes=wholes_of(areas), definition=definition.name,
        earlier=held_already(workspace.register, audience, agreement),
    )  # fmt: skip
    disclosed = controlled.counts
    reconciled = _reconciled(counts, disclosed, measures, parts, partnership.whole_area)
    progress("deriving estimates", 0.5)
    breaks = {**opened.breaks, **opened.breaks_under(switched, others)}
    derived = derive(
        disclosed, measures=measures, areas=areas, comparators=partnership.groups, baselines=baselines, current=when,
        breaks={} if workspace.settings.edition.across_breaks else breaks,
    )  # fmt: skip
    derived = with_switches(derived, disclosed, answers, measures=measures, areas=areas, periods=compared_periods(when))
    estimates = with_published(
        derived,
        found.figures,
        found.known,
        sets=workspace.comparison_sets.values(),
        residents={**residents_of_forces(), **residents(year=LATEST_YEAR)},
    )
    progress("pricing and dividing", 0.65)
    rooms = build_rooms(
        workspace, disclosed, areas=partnership.every_area, period=when, partnership=partnership.id, on=date.today(),
        figures=found.figures, breaks=opened.breaks,
    )  # fmt: skip
    progress("writing sections", 0.7)
    index = EstimateIndex(estimates)
    made = _edition(
        workspace, opened, found, index, measures, when, baselines, rooms, inputs.name,
        Compared({one.id: one for one in others}, answers), reconciled,
    )  # fmt: skip
    made = with_accounts(workspace, made, opened.breaks)
    about = describe(measures, audience=audience, access=opened.access, agreement=agreement, how=controlled.how)
    made = replace(
        made, manifest={**made.manifest, **kept_in_manifest({**breaks, **found.breaks}), "disclosure": about}
    )
    write_edition(made, workspace.editions, index=index if made.estimates is estimates else None)
    progress("edition stored", 1.0)
    return made


def _reconciled(
    counts: Counts, disclosed: DisclosedCounts, measures: Mapping[str, Measure], parts: Sequence[Area], whole: Area
) -> pd.DataFrame:
    """Every total of the whole against its parts, as shown; refused unless they add up, exactly before control."""
    before = reconcile(disclose(counts, audience="authors"), measures=measures, whole=whole, parts=parts)
    refuse_unreconciled(before, audience="authors")
    after = reconcile(disclosed, measures=measures, whole=whole, parts=parts)
    refuse_unreconciled(after, audience=disclosed.audience)
    return after


def _edition(
    workspace: Workspace, opened: OpenTables, found: FoundFigures, index: EstimateIndex, measures: Mapping[str, Measure],
    period: Period, baselines: Mapping[str, Period], rooms: Rooms, name: str, compared: Compared,
    reconciled: pd.DataFrame,
) -> Edition:  # fmt: skip
    records = (*opened.records.values(), *found.records.values())
    partnership = workspace.partnership
    areas = partnership.every_area
    edited = Edited(
        index, areas, period, baselines, measures, records,
        {record.source: SOURCES[record.source] for record in records}, opened.definition, partnership,
        drawn=frozenset(id for section in SECTIONS.values() for id in section.needs),
        figures=found.known, wards=wards_of(partnership), breaks=opened.breaks, harm=workspace.harm_weights,
        rooms=rooms, sets=workspace.comparison_sets, compared=compared, reconciled=reconciled,
    )  # fmt: skip
    blocks = build_sections(SECTIONS, edited)
    manifest = build_manifest(
        records,
        definition=opened.definition.name,
        settings=workspace.settings.model_dump(mode="json"),
        seed=seed_of(workspace) if any(record.is_synthetic for record in records) else None,
    )
    return Edition(
        name=name, audience=edited.audience, period=period, areas=areas, blocks=blocks, estimates=index.estimates,
        ledger=edited.ledger, manifest=manifest,
    )  # fmt: skip
