"""Help for those who write a borough's part: what there is to refer to, and what of it would not be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opensna.actions._narratives import accounts, library_of
from opensna.actions.workspace import Workspace
from opensna.assessment.broken_series import KEPT, breaks_told
from opensna.assessment.contradictions.contradiction import Contradiction
from opensna.assessment.contradictions.find import contradictions
from opensna.assessment.edition import Edition, read_edition
from opensna.assessment.ledger import Ledger
from opensna.assessment.narrative.compose import PREFIX as NARRATIVE
from opensna.assessment.narrative.compose import Composed, compose
from opensna.assessment.narrative.desk import Desk, Library, as_written, bases, value_of
from opensna.assessment.narrative.files import Account
from opensna.assessment.narrative.local import PREFIX, with_local
from opensna.assessment.narrative.references import STATISTICS
from opensna.assessment.review.language.sentences import sentences
from opensna.core.area import Area
from opensna.core.block import Block, Listing, Prose, SectionBlocks, Subheading, Table
from opensna.core.errors import OpenSNAError, UnknownIdError
from opensna.core.period import Period
from opensna.definition.breaks import Break


@dataclass(frozen=True)
class WordedSection:
    """One section as an edition prints it: a line a sentence, heading, item of a list or row of a table, in order."""

    section: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class CheckedNarrative:
    """One area's: what cannot be printed, the numbers that somebody typed, and required sections that nobody has written.

    `contradictions` are those of the whole assessment of the area.
    """

    area: Area
    made: Composed
    missing: tuple[str, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def worded(self) -> tuple[WordedSection, ...]:
        """What is printed of it, by section, from the edition that it was checked against."""
        return tuple(
            WordedSection(id, section.title, tuple(line for block in section.blocks for line in _lines(block)))
            for id, section in self.made.sections.items()
        )

    @property
    def problems(self) -> Sequence[OpenSNAError]:
        """What cannot be printed."""
        return self.made.problems


@dataclass(frozen=True)
class Referable:
    """A measure or figure that the edition holds of an area, and the ways to ask for it; `plain` is what a bare reference means.

    `newest` and `since` are periods as references write them, `since` in order of time; `against` is in the order of the settings.
    """

    id: str
    title: str
    plain: str
    statistics: tuple[str, ...]
    newest: str
    since: tuple[str, ...]
    against: tuple[str, ...]


def check_narratives(workspace: Workspace, edition: str | None = None) -> tuple[CheckedNarrative, ...]:
    """Word every account against a stored edition of the authors', without assessing again.

    Raises
    ------
    WarehouseError : there is no such edition. DocumentError : files that are not where they should be.
    """
    written, held = accounts(workspace), stored_edition(workspace, edition)
    library = library_in(workspace, held, written)
    return tuple(_checked(account, library, held.blocks[code]) for code, account in written.items())


def figures_of(workspace: Workspace, area: str, edition: str | None = None) -> tuple[Referable, ...]:
    """What a narrative of an area can refer to, by id.

    Raises
    ------
    UnknownIdError : no such area. WarehouseError : there is no such edition.
    """
    where = find_area(workspace, area)
    library = stored_library(workspace, edition, {})
    made = (_referable(id, where, library) for id in sorted(library.measures & set(library.known)))
    return tuple(one for one in made if one is not None)


def find_area(workspace: Workspace, wanted: str) -> Area:
    """An area of the partnership by its name or code.

    Raises
    ------
    UnknownIdError : there is none.
    """
    areas = workspace.partnership.every_area
    for area in areas:
        if wanted.casefold() in (area.name.casefold(), area.code.casefold()):
            return area
    raise UnknownIdError.of("area", wanted, [area.name for area in areas], do_this="use the name or code of an area")


def as_argument(area: Area) -> str:
    """An area's name as a command takes it."""
    return f'"{area.name}"' if " " in area.name else area.name


def stored_library(workspace: Workspace, edition: str | None, written: Mapping[str, Account]) -> Library:
    """What narratives are written against, from a stored edition of the authors'; otherwise that of the assessed year."""
    return library_in(workspace, stored_edition(workspace, edition), written)


def stored_edition(workspace: Workspace, edition: str | None) -> Edition:
    """A stored edition of the authors'; otherwise that of the assessed year."""
    name = edition or workspace.settings.edition.name
    return read_edition(workspace.editions, name, "authors")


def library_in(workspace: Workspace, held: Edition, written: Mapping[str, Account]) -> Library:
    """What narratives are written against in an edition, with figures of the areas' own as they are now."""
    table = held.estimates.table
    ours = replace(held.estimates, table=table[~table["measure"].str.startswith(PREFIX)].reset_index(drop=True))
    figures = {code: one.figures for code, one in written.items()}
    estimates = with_local(ours, figures, {area.code: area for area in held.areas})
    return library_of(workspace, replace(held, estimates=estimates), _breaks(held))


def _breaks(edition: Edition) -> dict[str, tuple[Break, ...]]:
    told = {one.id: one for one in breaks_told(edition.manifest)}
    kept = edition.manifest.get(KEPT, {"of": {}})["of"]
    return {measure: tuple(told[id] for id in ids) for measure, ids in kept.items()}


def _checked(account: Account, library: Library, printed: Sequence[SectionBlocks]) -> CheckedNarrative:
    desk, ledger = Desk(library, account.area, account.figures), Ledger()
    made = compose(account, desk, ledger)
    generated = [section for section in printed if not section.id.startswith(NARRATIVE)]
    found = contradictions((*generated, *made.sections.values()), made.unbound, desk, ledger)
    needed = [section.id for section in account.template.sections if section.is_required]
    return CheckedNarrative(account.area, made, tuple(id for id in needed if id not in made.sections), found)


def _lines(block: Block) -> Iterator[str]:
    """A block's lines; the figures beneath an account, whose values its sentences have, give none."""
    if isinstance(block, Subheading):
        yield f"## {block.text}"
    elif isinstance(block, Listing):
        yield from (f"{n}. {text}" if block.is_numbered else f"- {text}" for n, text in enumerate(block.items, start=1))
    elif isinstance(block, Table) and block.claim_ids:
        yield from (" | ".join(row) for row in (block.columns, *block.rows))
    elif isinstance(block, Prose):
        yield from sentences(block.text)


def _referable(id: str, area: Area, library: Library) -> Referable | None:
    held, known, order = library.held(id, area.code), library.known[id], list(library.comparators)
    if not held:
        return None
    end = max(one.end for one in held)
    newest = Period(min(one.start for one in held if one.end == end), end)  # of a year and its last month the year
    now = [one for one in held if (one.start, one.end) == (newest.start, newest.end)]
    against = {one.comparator for one in now if one.statistic == "difference_from"}
    statistics = {one.statistic for one in now}
    return Referable(
        id, known.title, value_of(known), tuple(one for one in STATISTICS if one in statistics),
        as_written(newest), tuple(map(as_written, bases(now))),
        tuple(sorted(against, key=lambda one: (one not in order, order.index(one) if one in order else 0, one))),
    )  # fmt: skip
