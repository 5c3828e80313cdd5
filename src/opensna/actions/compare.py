"""Two editions compared: what moved, and whether because the data, the definition or the world changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from opensna.actions._definitions import find_definition
from opensna.actions._tables import open_tables
from opensna.actions.workspace import Workspace
from opensna.assessment.compare import FIGURE, Steps, assessed, figures_at, split
from opensna.assessment.compare_words import page
from opensna.assessment.edition import Edition, read_edition
from opensna.assessment.ledger import Ledger
from opensna.assessment.publish import read_published
from opensna.catalogue import FIGURES, MEASURES
from opensna.core.block import SectionBlocks
from opensna.core.errors import InputError, UnknownIdError, WarehouseError
from opensna.core.period import Period
from opensna.definition.columns import Columns
from opensna.disclosure.disclose import disclose
from opensna.estimates.derive import derive
from opensna.measures.measure import Measure
from opensna.measures.under import BETWEEN, depends, under, why_none
from opensna.measures.unplaced import UNPLACED, unplaced_of
from opensna.report.renderers._base import Shown
from opensna.report.renderers.html import render


@dataclass(frozen=True)
class Moved:
    """`table` as assessment.compare.split gives it. only_before, only_after: measures that one edition has and the other lacks."""

    earlier: Edition
    later: Edition
    table: pd.DataFrame
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def about(self) -> str:
        """What is compared with what, in a sentence."""
        a, b = self.earlier, self.later
        return (
            f"Edition {a.name} ({a.period.label}, definition {a.manifest['definition']}) is compared with edition {b.name} "
            f"({b.period.label}, definition {b.manifest['definition']})."
        )


def compare_editions(
    workspace: Workspace, earlier: str, later: str, *, audience: str = "authors", areas: Sequence[str] = ()
) -> Moved:
    """Split the change of every figure that two stored editions share.

    An author's comparison counts again what the later edition does not hold: the earlier months or the earlier definition, in the
    releases that the later edition was made from. One of published editions reads what is printed and counts nothing, so that
    nothing is shown that disclosure has not passed; what is then not told apart is said.

    Raises
    ------
    WarehouseError : there is no such edition. InputError : one edition twice, or editions of different partnerships.
    DisclosureError : a published comparison of an edition that was not published. UnknownIdError : no such area.
    """
    before, after = (_read(workspace, name, audience) for name in (earlier, later))
    _refuse(before, after)
    known = {area.name.casefold(): area.code for area in after.areas} | {a.code.casefold(): a.code for a in after.areas}
    missing = [text for text in areas if text.casefold() not in known]
    if missing:
        raise UnknownIdError.of(
            "area", missing[0], [a.name for a in after.areas], do_this="give an area's name or code"
        )
    a, d = (_own(assessed(edition)) for edition in (before, after))
    again = figures_at(after, after.estimates.table)
    old, notes = again.iloc[:0], list[str]()
    is_same = before.manifest["definition"] == after.manifest["definition"]
    if audience == "authors":
        again, old, notes = _counted_again(workspace, before, after, a, again)
    elif not is_same:
        old = _printed_under(again, str(before.manifest["definition"]).split()[0])
    table = split(
        a, d, Steps(again, old), moved_by_definition=frozenset(m.id for m in MEASURES.values() if depends(m)),
        same_definition=is_same, breaks=_broken(workspace, before, after),
    )  # fmt: skip
    if areas:
        table = table[table["area_code"].isin([known[text.casefold()] for text in areas])].reset_index(drop=True)
    ids = [set(part["measure"]) for part in (a, d)]
    return Moved(before, after, table, tuple(sorted(ids[0] - ids[1])), tuple(sorted(ids[1] - ids[0])), tuple(notes))


def write_page(moved: Moved, path: Path, *, area: str) -> Path:
    """The comparison of one area as a web page that needs nothing else.

    Raises
    ------
    InputError : a comparison of published editions, which is nobody's reviewed page.
    """
    if moved.later.audience != "authors":
        raise InputError(
            "a page of a comparison is for the authors",
            where=f"editions for {moved.later.audience}",
            do_this="print the table, or put the comparison into an edition and publish that",
        )
    titles = {m.id: m.title for m in MEASURES.values()} | {f.id: f.title for f in FIGURES.values()}
    place = next(one for one in moved.later.areas if one.code == area)
    blocks = page(moved.table, titles, area=area, about=moved.about)
    section = SectionBlocks("editions_compared", f"What moved in {place.name}", blocks)
    edition = replace(moved.later, blocks={place.code: (section,)}, areas=(place,), ledger=Ledger())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(Shown(edition), place))
    return path


def _read(workspace: Workspace, name: str, audience: str) -> Edition:
    if audience == "authors":
        return read_edition(workspace.editions, name, audience)
    return read_published(workspace.editions, name, audience, register=workspace.register).edition


def _refuse(before: Edition, after: Edition) -> None:
    wholes = [{area.code for area in edition.areas if area.is_whole} for edition in (before, after)]
    if before.name == after.name or wholes[0] != wholes[1]:
        raise InputError(
            "an edition is compared with itself"
            if before.name == after.name
            else "these editions are of different partnerships",
            where="opensna compare",
            found=f"{before.name} and {after.name}",
            do_this="name two editions of one workspace, the earlier one first",
        )


def _own(figures: pd.DataFrame) -> pd.DataFrame:
    """Those of the edition's own definition; what it prints under others is for the section that compares them.

    Of records without a place only counts are compared: a share of few of them says nothing.
    """
    of_place = (figures["area_code"] != UNPLACED) | (figures["statistic"] == "count")
    return figures[of_place & ~figures["measure"].str.contains(BETWEEN, regex=False)].reset_index(drop=True)


def _printed_under(again: pd.DataFrame, definition: str) -> pd.DataFrame:
    """Figures of the later edition that it prints under the earlier one's definition."""
    ending = f"{BETWEEN}{definition}"
    found = again[again["measure"].str.endswith(ending)]
    return found.assign(measure=found["measure"].str.removesuffix(ending))


def _counted_again(
    workspace: Workspace, before: Edition, after: Edition, a: pd.DataFrame, again: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """The earlier months in the later releases, under the later and under the earlier definition."""
    notes: list[str] = []
    counted = [m for m in MEASURES.values() if m.id in set(a["measure"]) and m.level != "ward"]
    held = set(again.loc[again["period_start"] == before.period.start.isoformat(), "measure"])
    lacking = [m for m in counted if m.id not in held]
    old = again.iloc[:0]
    names = [str(edition.manifest["definition"]) for edition in (before, after)]
    if lacking:
        again = pd.concat([again, _count(workspace, after, names[1], lacking, before.period, notes)], ignore_index=True)
    if names[0] != names[1]:
        old = _count(workspace, after, names[0], [m for m in counted if depends(m)], before.period, notes)
    return again.drop_duplicates([*FIGURE, "period_start", "period_end"]), old, notes


def _count(
    workspace: Workspace, after: Edition, definition: str, measures: Sequence[Measure], period: Period, notes: list[str]
) -> pd.DataFrame:
    """Authors' figures of a period from the later edition's releases, under a definition by id and version, or none."""
    nothing = figures_at(after, after.estimates.table.iloc[:0])
    pins = {record["source"]: record["release"] for record in after.manifest["releases"]}
    try:
        chosen = find_definition(workspace, definition.split(maxsplit=1)[0])
        if chosen.name != definition:
            notes.append(f"definition {definition} is not held any more: {chosen.name} is")
            return nothing
        wanted = [
            under(m, Columns(chosen, chosen)) for m in measures if m.source in pins and not why_none(m, chosen)[0]
        ]
        sources = list(dict.fromkeys(m.source for m in wanted))
        opened = open_tables(workspace, sources, releases=pins, definition=chosen.id)
    except (WarehouseError, UnknownIdError) as error:
        notes.append(f"the earlier months cannot be counted again: {error.what} ({error.where})")
        return nothing
    if not wanted:
        return nothing
    everywhere = (*workspace.partnership.every_area, unplaced_of(workspace.partnership.whole_area))
    counts = disclose(opened.count(wanted, periods=[period], areas=everywhere), audience="authors")
    found = derive(
        counts, measures={m.id: m for m in wanted}, areas=everywhere, comparators={}, baselines={}, current=period
    )
    return figures_at(after, found.table)


def _broken(workspace: Workspace, before: Edition, after: Edition) -> dict[str, str]:
    """By measure, what broke its series between the two periods, as far as the later releases say."""
    pins = {record["source"]: record["release"] for record in after.manifest["releases"]}
    held = [s for s in pins if s in {m.source for m in MEASURES.values()} and pins[s] in _releases(workspace, s)]
    if not held:
        return {}
    opened = open_tables(workspace, held, releases={s: pins[s] for s in held})
    first, last = sorted((before.period, after.period))
    return {
        id: " ".join(one.sentence for one in breaks if one.stops_trends and one.lies_between(first, last))
        for id, breaks in opened.breaks.items()
        if any(one.stops_trends and one.lies_between(first, last) for one in breaks)
    }


def _releases(workspace: Workspace, source: str) -> set[str]:
    return {record.release for record in workspace.warehouse.releases(source)}
