"""A borough's narrative out to Word, with the template's questions, and back: claims and comments as they went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from opensna.actions._narratives import account_of, narratives_folder
from opensna.actions._records import write_whole
from opensna.actions.narrative import find_area, stored_library
from opensna.actions.workspace import Workspace
from opensna.assessment.ledger import Ledger
from opensna.assessment.narrative.compose import compose
from opensna.assessment.narrative.desk import Desk
from opensna.assessment.narrative.files import Account
from opensna.assessment.narrative.rich import read_rich, to_markdown
from opensna.assessment.template.model import template
from opensna.core.errors import InputError, WarehouseError
from opensna.report.draft.read import Returned, open_draft, read_draft
from opensna.report.draft.record import Record, digest
from opensna.report.draft.write import write_draft


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
    mine = template()
    if workspace is not None and area:
        mine = account_of(workspace, find_area(workspace, area)).template
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
    worded = _worded(workspace, account, edition)
    rich = {one.section: read_rich(one.text, one.name) for one in account.sections}
    content = write_draft(
        account.template, area=account.area.code, name=account.area.name, edition=edition or "", written=rich, worded=worded,
        files={one.section: one.text for one in account.sections},
    )  # fmt: skip
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
    document, record = open_draft(path.read_bytes(), path.name)
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


def _worded(workspace: Workspace, account: Account, edition: str | None) -> Mapping[str, Mapping[int, str]]:
    try:
        library = stored_library(workspace, edition, {account.area.code: account})
    except WarehouseError:
        if edition is not None:
            raise
        return {}
    return compose(account, Desk(library, account.area, account.figures), Ledger()).worded


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
