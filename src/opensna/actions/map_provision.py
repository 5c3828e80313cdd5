"""The commissioning map of a workspace: need, evidence, programmes, areas and hours together, and its page."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from opensna.actions._records import folder, write_whole
from opensna.actions._tables import loaded, open_tables
from opensna.actions.programmes import registers
from opensna.actions.progress import Progress, silent
from opensna.actions.services import find
from opensna.actions.whatworks import index
from opensna.actions.workspace import Workspace
from opensna.alignment.gaps_rule import gap_rules, with_own
from opensna.alignment.map_page import map_page
from opensna.alignment.need import COLUMNS, SOURCE, Term, need_measures, need_of, with_bands
from opensna.alignment.need_plan import ANY, DAYS, Band, NeedPlan, need_plan, read_need_plan
from opensna.alignment.provision import Territory
from opensna.alignment.provision_map import MapChange, MapInputs, ProvisionMap, build_map, compare_maps
from opensna.assessment.register import held_already
from opensna.core.errors import DocumentError
from opensna.core.period import Period
from opensna.definition.scope import AFTER_SCHOOL
from opensna.disclosure.disclose import control, refuse_synthetic
from opensna.disclosure.flags import flags_of
from opensna.disclosure.policy import Agreement
from opensna.disclosure.rows import wholes_of
from opensna.places.find import find_services

POOLED_YEARS = 3
"""How many years are pooled where one would be hidden, if the release holds them."""
_NO_PROGRAMME = (
    "The register of {whole} holds no programme, so that every approach is a gap below: nothing is said of what is provided there. "
    "Write one file a programme and take it in with: opensna programmes add programmes FILE."
)


@dataclass(frozen=True)
class Mapped:
    """The map, what must be said beside it (release, audience, what was pooled or stays hidden), and its page if written."""

    map: ProvisionMap
    notes: tuple[str, ...]
    is_synthetic: bool
    page: Path | None = None


def map_provision(
    workspace: Workspace,
    *,
    on: date,
    period: str | None = None,
    audience: str = "authors",
    agreement: Agreement | None = None,
    months: int = 12,
    into: Path | None = None,
    progress: Progress = silent,
) -> Mapped:
    """Draw the commissioning map as of a day, and write its page into a folder if one is given.

    Parameters
    ----------
    on : the day that decides which programmes provide, and from which funding cliffs are looked for over `months`.
    period : whose need; the edition's unless given. audience : "authors", "partnership" (with its agreement) or "public".
    into : folder for commissioning-map.html.

    Raises
    ------
    DocumentError : a record that does not fit. PeriodError, WarehouseError, DisclosureError : as counting and disclosure tell.
    """
    progress("reading registers", 0.0)
    terms = _terms(workspace)
    plan = _plan(workspace) if terms else _plan(workspace).all_year()
    place = workspace.partnership
    territory = Territory(place.areas, place.whole.code, place.whole.name, place.area_word, place.area_words)
    progress("counting need", 0.2)
    when = Period.parse(period or workspace.settings.edition.period)
    need, notes, is_synthetic = _need(workspace, plan, terms, when, audience, agreement)
    programmes = registers(workspace).programmes
    if not programmes:
        notes = (_NO_PROGRAMME.format(whole=place.whole.name), *notes)
    progress("looking for services", 0.6)
    inputs = MapInputs(
        need=need, programmes=programmes, index=index(workspace), plan=plan, territory=territory,
        rules=with_own(gap_rules(), folder(workspace, "gap_rules")), on=on, months=months,
        assets=_assets(workspace, plan, territory, on),
    )  # fmt: skip
    progress("drawing the map", 0.8)
    made = build_map(inputs)
    page = None
    if into is not None:
        text = map_page(made, notes=notes, is_synthetic=is_synthetic)
        page = write_whole(into / "commissioning-map.html", text)
    progress("done", 1.0)
    return Mapped(made, notes, is_synthetic, page)


def without_programme(drawn: Mapped, programme: str) -> MapChange:
    """What of a map would change if one programme ended; UnknownIdError if the register has none of this id."""
    return compare_maps(drawn.map, build_map(drawn.map.inputs.without(programme)))


def _plan(workspace: Workspace) -> NeedPlan:
    own = workspace.root / "records" / "need_plan.yaml"
    return read_need_plan(own) if own.is_file() else need_plan()


def _need(
    workspace: Workspace,
    plan: NeedPlan,
    terms: Sequence[Term],
    when: Period,
    audience: str,
    agreement: Agreement | None,
) -> tuple[pd.DataFrame, tuple[str, ...], bool]:
    """Need as `opensna.alignment.need` makes it, notes, and whether it is synthetic; an empty table if no offences are loaded."""
    if SOURCE not in loaded(workspace):
        lacks = f"No need: {SOURCE} is not loaded [x]. The map shows evidence and provision alone."
        return pd.DataFrame(columns=list(COLUMNS)), (lacks,), False
    opened = open_tables(workspace, [SOURCE])
    tables = {**opened.tables, SOURCE: with_bands(opened.tables[SOURCE], plan, terms)}
    measures = need_measures(plan)
    held = opened.coverage[SOURCE]
    pooled = Period.of_months(when.start.year - POOLED_YEARS + 1, when.start.month, 12 * POOLED_YEARS)
    can_pool = audience != "authors" and when.months == 12 and held.start <= pooled.start
    periods = (when, pooled) if can_pool else (when,)
    counts = replace(opened, tables=tables).count(measures, periods=periods, areas=workspace.partnership.every_area)
    is_synthetic = opened.kinds[SOURCE] == "synthetic"
    if audience != "authors":
        refuse_synthetic(counts, is_demo=workspace.settings.is_demo)
    shown = control(
        counts, audience=audience, agreement=agreement, measures={m.id: m for m in measures},
        derived=flags_of(opened.definition), wholes=wholes_of(workspace.partnership.every_area),
        definition=f"{opened.definition.id} {opened.definition.version}",
        earlier=held_already(workspace.register, audience, agreement),
    ).counts  # fmt: skip
    need, said = need_of(shown, plan, periods=periods, whole=workspace.partnership.whole.code)
    first = plan.bands[0].name
    notes = (
        f"Need: recorded offences of {when.label} where they happened, from {SOURCE} {opened.releases[SOURCE]}, as disclosed "
        f"to the audience {audience} (rule: {shown.policy}).",
        "School terms are as in records/school_terms.csv." if terms else
        "School terms are not held: weekdays of the whole year stand for school days. Write records/school_terms.csv.",
        f"Hours are the map's own, the first of them {first[0].lower()}{first[1:]}. In the profile of violence “after school” is "
        f"another stretch: {AFTER_SCHOOL[0].lower()}{AFTER_SCHOOL[1:]}.",
        *said,
    )  # fmt: skip
    return need, notes, is_synthetic


def _terms(workspace: Workspace) -> tuple[Term, ...]:
    """Stretches in which schools are open: records/school_terms.csv, a line each with starts and ends."""
    path = workspace.root / "records" / "school_terms.csv"
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            made = tuple(
                (date.fromisoformat(row["starts"].strip()), date.fromisoformat(row["ends"].strip()))
                for row in csv.DictReader(lines)
            )
        wrong = "; ".join(f"{first} to {last}" for first, last in made if last < first) or ("" if made else "no line")
    except (KeyError, ValueError, AttributeError, UnicodeDecodeError) as error:
        made, wrong = (), str(error)[:100]
    if wrong:
        raise DocumentError(
            "the school terms cannot be read", where="records/school_terms.csv", found=wrong,
            expected="starts,ends; one line a term, such as 2025-01-06,2025-02-14", do_this="correct the line that is named",
        )  # fmt: skip
    return made


def _assets(workspace: Workspace, plan: NeedPlan, territory: Territory, on: date) -> pd.DataFrame | None:
    """Free services of the directory by area and band: area_code, band, services; None if the workspace has no directory."""
    where = folder(workspace, "services")
    if not where.is_dir() or not any(path for path in where.iterdir() if not path.name.startswith(".")):
        return None
    services = [found.service for found in find(workspace, free_only=True)]
    rows = []
    for code, name in territory.areas.items():
        here = [found.service for found in find_services(services, place=name) if "place" not in found.unsure]
        rows.append((code, ANY, len(here)))
        rows += [(code, band.id, len(_open_in(here, band, on))) for band in plan.bands]
    return pd.DataFrame(rows, columns=["area_code", "band", "services"])


def _open_in(services: Sequence[Mapping[str, Any]], band: Band, on: date) -> set[str]:
    """Ids of services that are open at some hour of a band in the week from a day."""
    days = [day for day in (on + timedelta(days=i) for i in range(7)) if DAYS[day.weekday()] in band.days]
    return {
        found.id for day in days for hour in band.hours for found in find_services(services, on=day, at=time(hour, 30))
    }
