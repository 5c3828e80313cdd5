"""Begins an area's narrative: its folder, and a file a section with what the template asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opensna.actions._narratives import narratives_folder, template_of
from opensna.actions._records import write_whole
from opensna.actions.narrative import as_argument, find_area
from opensna.actions.workspace import Workspace
from opensna.assessment.narrative.comments import TEMPLATE, Comment
from opensna.assessment.template.model import Section, Template
from opensna.core.area import Area
from opensna.report.draft.write import guidance


@dataclass(frozen=True)
class Started:
    """Files that were written, and those that were there and were left alone."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def start_narrative(workspace: Workspace, area: str, sections: Sequence[str]) -> Started:
    """Write a file for each section, with its questions as comments, which are never printed; never over one that is there.

    Raises
    ------
    UnknownIdError : no such area or section; nothing was written. DocumentError : the area's additions to the template do not fit.
    """
    where = find_area(workspace, area)
    mine = template_of(workspace, where)
    ids = {section.id.casefold(): section.id for section in mine.sections}
    wanted = [mine.section(ids.get(id.casefold(), id)) for id in dict.fromkeys(sections)]
    folder = narratives_folder(workspace) / where.code
    kept = tuple(path for one in wanted if (path := folder / f"{one.id}.md").exists())
    written = [
        write_whole(path, "".join(f"{line}\n" for line in _asked(one, mine, where)) + "\n")
        for one in wanted
        if (path := folder / f"{one.id}.md") not in kept
    ]
    return Started(tuple(written), kept)


def _asked(section: Section, template: Template, area: Area) -> Iterator[Comment]:
    """What the template says of a section, a comment each."""
    how = "Write beneath these lines, which are never printed. What there is to refer to: opensna narrative figures "
    for text in (f"{section.id} {section.title}", *guidance(section, template), how + as_argument(area)):
        yield Comment(TEMPLATE, "", text)
