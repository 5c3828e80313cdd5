"""A borough's narrative out to Word, with the template's questions, and back: claims and comments as they went."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from opensna.actions._narratives import account_of, narratives_folder, template_of
from opensna.actions._records import write_whole
from opensna.actions.narrative import as_argument, find_area, library_in, stored_edition
from opensna.actions.narrative_marks import marked
from opensna.actions.workspace import Workspace
from opensna.assessment.edition import Edition
from opensna.assessment.ledger import Ledger
from opensna.assessment.narrative.compose import compose
from opensna.assessment.narrative.desk import Desk
from opensna.assessment.narrative.files import Account
from opensna.assessment.narrative.rich import read_rich, to_markdown
from opensna.assessment.template.model import template
from opensna.core.area import Area
from opensna.core.errors import InputError, UnreadableFileError, WarehouseError
from opensna.report.draft.read import Returned, open_draft, read_draft
from opensna.report.draft.record import Record, digest
from opensna.report.draft.write import write_draft
from opensna.report.renderers._base import shown_of


@dataclass(frozen=True)
class Exported:
    """The document, and how many claims went out worded and how many by their name alone."""

    path: Path
    worded: int
    unworded: int


@dataclass(frozen=True)
class Imported:
    """What came back: the draft as read, and the files that were written, those emptied among them."""

    returned: Returned
    written: tuple[Path, ...]


def outline(workspace: Workspace | None, path: Path, *, area: str = "") -> Path:
    """Write the template as a Word document to write in; with an area, the template with what that area adds.

    Raises
    ------
    UnknownIdError : no such area.
    """
    mine = template() if workspace is None or not area else template_of(workspace, find_area(workspace, area))
    return _written(path, write_draft(mine, area="", name="", edition="", written={}, worded={}, files={}))


def export_narrative(workspace: Workspace, area: str, path: Path, *, edition: str | None = None) -> Exported:
    """Write an area's narrative as a Word document.

    Parameters
    ----------
    edition : of the authors', which words the claims; otherwise that of the assessed year. Without any they go out by name.

    Raises
    ------
    UnknownIdError : no such area. DocumentError : a narrative or figure that does not fit. WarehouseError : the edition named is
        not there.
    """
    account = account_of(workspace, find_area(workspace, area))
    held, worded, sources = _worded(workspace, account, edition)
    rich = {one.section: read_rich(one.text, one.name) for one in account.sections}
    content = write_draft(
        account.template, area=account.area.code, name=account.area.name, edition=edition or "", written=rich, worded=worded,
        files={one.section: one.text for one in account.sections},
    )  # fmt: skip
    content = marked(content, account.area.name, None if held is None else shown_of(held), sources)
    known = sum(map(len, worded.values()))
    return Exported(_written(path, content), known, sum(len(one.references) for one in rich.values()) - known)


def import_narrative(workspace: Workspace, path: Path, *, replace: bool = False) -> Imported:
    """Write the sections of a draft to the narratives of its area; a section that says what its file says is left alone.

    Raises
    ------
    InputError : no such file, an outline of nobody's, or files that changed since the draft went out, without `replace`.
    UnreadableFileError : no draft. UnknownIdError : its area is none of the partnership's.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), do_this="give the path of the Word document")
    document, record = _opened(workspace, path)
    if not record.area:
        raise InputError(
            "an outline belongs to no area",
            where=path.name,
            do_this="write in a draft from: opensna narrative export AREA",
        )
    account = account_of(workspace, find_area(workspace, record.area))
    returned = read_draft(document, record, account.template, on=date.today().isoformat())
    fresh = {id: text for id, text in returned.sections.items() if _differs(text, account, id)}
    if not replace:
        _refuse_overwriting(fresh, account, record, path.name)
    folder = narratives_folder(workspace) / record.area
    return Imported(returned, tuple(_keep(folder / f"{id}.md", text) for id, text in fresh.items()))


def _worded(
    workspace: Workspace, account: Account, edition: str | None
) -> tuple[Edition | None, Mapping[str, Mapping[int, str]], Sequence[str]]:
    """The edition that words the claims, if any; what each becomes; and the sources of their figures, as printed."""
    try:
        held = stored_edition(workspace, edition)
    except WarehouseError:
        if edition is not None:
            raise
        return None, {}, ()
    library, ledger = library_in(workspace, held, {account.area.code: account}), Ledger()
    made = compose(account, Desk(library, account.area, account.figures), ledger)
    said = {key.measure for claim in ledger.claims.values() for key in claim.keys}
    sources = {one.source for id, one in library.known.items() if id in said}
    return held, made.worded, [text for source, text in library.sources.items() if source in sources]


def _opened(workspace: Workspace, path: Path) -> tuple[Any, Record]:
    """A draft and its record; of a sound document that is none, the error says how to make one."""
    import docx

    content = path.read_bytes()
    try:
        return open_draft(content, path.name)
    except UnreadableFileError as problem:
        try:
            title = str(docx.Document(io.BytesIO(content)).core_properties.title)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError):
            raise problem from None
        raise UnreadableFileError(
            problem.what, where=problem.where, found=problem.found, expected=problem.expected,
            do_this=_make_one(workspace.partnership.every_area, title, path),
        ) from problem  # fmt: skip


def _make_one(areas: Sequence[Area], title: str, path: Path) -> str:
    """The command that writes a draft, of the area that a document's title or file name begins with."""
    name = path.stem.replace("-", " ").replace("_", " ").casefold()
    of = [area for area in areas if title.casefold().startswith(f"{area.name.casefold()}:")]
    of += [area for area in areas if f"{name} ".startswith(f"{area.name.casefold()} ")]
    said, file = (as_argument(of[0]), of[0].name.lower().replace(" ", "-")) if of else ("AREA", "area")
    file += "-narrative.docx"
    made, back = f"opensna narrative export {said} {file}", f"opensna narrative import {file}"
    return f"make a draft with: {made}; write in that document, then: {back}"


def _held(account: Account) -> dict[str, str]:
    return {one.section: one.text for one in account.sections}


def _differs(text: str, account: Account, section: str) -> bool:
    """Whether a section says another thing than its file, however either is set."""
    held = _held(account).get(section, "")
    return text != to_markdown(read_rich(held, section))


def _refuse_overwriting(fresh: Mapping[str, str], account: Account, record: Record, name: str) -> None:
    held = _held(account)
    moved = [section for section in fresh if digest(held.get(section, "")) != record.files.get(section, "")]
    if moved:
        raise InputError(
            "narratives changed since this draft went out", where=name, found=", ".join(moved),
            expected="the files as they were then",
            do_this="export again and carry your changes over, or import with --replace to write over what is there",
        )  # fmt: skip


def _keep(path: Path, text: str) -> Path:
    if text:
        return write_whole(path, text)
    path.unlink(missing_ok=True)
    return path


def _written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.writing")
    draft.write_bytes(content)
    draft.replace(path)
    return path
