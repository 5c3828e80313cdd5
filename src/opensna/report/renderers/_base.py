"""What a format is given, and the three shapes a format can have: a file an area, a folder an area, files of the edition.

One file of this folder is one format: it defines `RENDERER`, whose id is the file's name. A renderer reads what it is given,
returns bytes and writes nothing; `actions.report` writes. What a format needs beyond the core packages is imported inside its
functions and named in `needs`, so that a machine without it still has the other formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from opensna.assessment.edition import Edition
from opensna.assessment.publish import PublishedAssessment
from opensna.core.area import Area
from opensna.core.block import SectionBlocks, Table
from opensna.core.errors import DisclosureError
from opensna.core.missing import Mark
from opensna.disclosure.policy import policies

TITLE = "Strategic Needs Assessment of serious violence"
SYNTHETIC = "SYNTHETIC DATA - not real figures"
AUTHORS = "Authors' working copy - not for release"
PARTNERSHIP = "For members of the partnership - not for the public"
LANGUAGE = "en-GB"
UNSTATED = "not stated"
_MARKS = {"authors": AUTHORS, "partnership": PARTNERSHIP}


@dataclass(frozen=True)
class Download:
    """A file that lies beside an area's page: its path from there, its format's title, its size in bytes."""

    path: str
    title: str
    size: int


@dataclass(frozen=True)
class Shown:
    """An edition that its reader may see, and the words that every format prints of it. It cannot be made of another.

    `published` is the entry in the register, None for an authors' copy. `downloads` are the files beside the page being drawn.

    Raises
    ------
    DisclosureError : an edition for readers outside the authors' circle that was not published.
    """

    edition: Edition
    published: PublishedAssessment | None = None
    downloads: tuple[Download, ...] = ()

    def __post_init__(self) -> None:
        """Hold the door."""
        is_published = self.published is not None and self.published.edition is self.edition
        if not is_published and self.edition.audience != "authors":
            raise DisclosureError(
                "this edition was not published",
                where=f"{self.edition.name} for {self.edition.audience}",
                found="an edition without an entry in the register",
                do_this=f"publish it with: opensna publish {self.edition.name} --author … --reviewer …",
            )

    @property
    def synthetic(self) -> str:
        """The mark of synthetic figures, or nothing."""
        return SYNTHETIC if self.edition.is_synthetic else ""

    @property
    def audience_mark(self) -> str:
        """The mark of an edition that is not for everybody, or nothing."""
        return _MARKS.get(self.edition.audience, "")

    @property
    def period(self) -> str:
        """The assessed period, as a heading says it."""
        return self.edition.period.label

    @property
    def made(self) -> str:
        """The day the edition was made, as ISO text."""
        return str(self.edition.manifest.get("made", ""))[:10]

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands on every page, picture, sheet and row: synthetic, not for release."""
        return tuple(mark for mark in (self.synthetic, self.audience_mark) if mark)

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the edition was made from, empty where its manifest is silent."""
        silent: dict[str, Any] = {
            "opensna": "",
            "made": "",
            "definition": "",
            "packages": {},
            "releases": [],
            "settings": {},
        }
        return {**silent, **self.edition.manifest}

    @property
    def policy_sentences(self) -> tuple[str, ...]:
        """How counts were hidden and rounded, one sentence a policy."""
        named = [name.strip() for name in self.edition.estimates.policy.split(",")]
        return tuple(policies()[name].sentence if name in policies() else name for name in named if name)

    def sections(self, area: Area) -> tuple[SectionBlocks, ...]:
        """What was reviewed of one area."""
        return self.edition.blocks[area.code]

    def setting(self, name: str) -> str:
        """What the workspace says of its `publisher`, `contact` or `licence`."""
        return str(self.manifest["settings"].get(name) or UNSTATED)


@dataclass(frozen=True)
class Renderer:
    """A format with one file an area. `suffix` follows the area's name (".pdf", "-briefing.docx") or is the file's whole name.

    `render` is pure and gives the same bytes for the same edition. `needs` are packages beyond the core ones. One that
    `leads_to_files` is drawn after the others and lists them (`Shown.downloads`).
    """

    id: str
    title: str
    suffix: str
    render: Callable[[Shown, Area], bytes]
    needs: tuple[str, ...] = ()
    leads_to_files: bool = False

    def name(self, slug: str) -> str:
        """The file's name in the area's folder."""
        return slug + self.suffix if self.suffix[0] in ".-" else self.suffix


@dataclass(frozen=True)
class FolderRenderer:
    """A format with several files an area: `render` gives their bytes by path within the area's folder ("charts/a.svg")."""

    id: str
    title: str
    render: Callable[[Shown, Area], Mapping[str, bytes]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditionRenderer:
    """A format of the edition as a whole: `render` gives bytes by path within the report's folder ("data/datapackage.json")."""

    id: str
    title: str
    render: Callable[[Shown], Mapping[str, bytes]]
    needs: tuple[str, ...] = ()
    leads_to_files: bool = False


AnyRenderer = Renderer | FolderRenderer | EditionRenderer


def is_installed(renderer: AnyRenderer) -> bool:
    """Whether this machine has the packages that the format needs."""
    return all(find_spec(name) is not None for name in renderer.needs)


def shown_of(given: Edition | PublishedAssessment) -> Shown:
    """What may be drawn of an edition; DisclosureError for one that is for others than its authors and was not published."""
    return Shown(given.edition, given) if isinstance(given, PublishedAssessment) else Shown(given)


def slugs(areas: Sequence[Area]) -> dict[str, str]:
    """Folder name by area code: the area's name, or its code where two areas share a name."""
    names = {area.code: re.sub(r"[^a-z0-9]+", "-", area.name.lower()).strip("-") for area in areas}
    return {code: name if name and list(names.values()).count(name) == 1 else code for code, name in names.items()}


def symbols(table: Table) -> dict[Mark, str]:
    """The marks that stand in a table's cells, alone or behind a value, each with its meaning."""
    cells = " ".join(cell for row in table.rows for cell in row if "[" in cell)
    return {mark: mark.meaning for mark in Mark if mark in cells}
