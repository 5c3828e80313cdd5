"""Reads the narratives of a workspace: records/narratives/<area code>/<section>.md, one file a section of the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from opensna.assessment.narrative.comments import without_template
from opensna.assessment.narrative.local import FILE, LocalFigure, read_local
from opensna.assessment.narrative.problems import raise_all
from opensna.assessment.template.extension import Extension, extended
from opensna.assessment.template.model import Template
from opensna.core.area import Area
from opensna.core.errors import DocumentError, OpenSNAError


@dataclass(frozen=True)
class Narrative:
    """One section as its author wrote it, without the template's questions. `name` says which file it is: "E09000012/S5.md"."""

    section: str
    name: str
    text: str


@dataclass(frozen=True)
class Account:
    """What one area wrote: its sections in the order of its template, and figures of its own."""

    area: Area
    template: Template
    sections: tuple[Narrative, ...]
    figures: Mapping[str, LocalFigure]


def read_accounts(
    folder: Path, areas: Sequence[Area], template: Template, extensions: Mapping[str, Extension]
) -> dict[str, Account]:
    """Every area's account by code, in the order of `areas`; none of a folder that is not there.

    Raises
    ------
    DocumentError : a folder that is no area's, a file that is no section's, one that is not UTF-8, a figure that does not fit.
    """
    held, problems = dict[str, Account](), list[OpenSNAError]()
    known = {area.code: area for area in areas}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or not path.is_dir():
            continue
        if path.name not in known:
            problems.append(_no_area(path, areas))
            continue
        mine = extended(template, extensions.get(path.name))
        try:
            figures = read_local(path / FILE, f"{path.name}/{FILE}")
        except DocumentError as problem:
            problems.append(problem)
            figures = {}
        sections = tuple(_sections(path, mine, problems))
        held[path.name] = Account(known[path.name], mine, sections, figures)
    raise_all(problems)
    return {code: held[code] for code in known if code in held}


def _sections(folder: Path, template: Template, problems: list[OpenSNAError]) -> Iterator[Narrative]:
    ids = [section.id for section in template.sections]
    found = {path.stem: path for path in folder.glob("*.md") if not path.name.startswith(".")}
    for stem in sorted(set(found) - set(ids)):
        problems.append(_no_section(folder.name, stem, ids))
    for id in ids:
        if id not in found:
            continue
        name = f"{folder.name}/{id}.md"
        try:
            text = without_template(found[id].read_text("utf-8-sig").replace("\r\n", "\n"))
        except UnicodeDecodeError:
            problems.append(
                DocumentError("this is not readable text", where=name, found="bytes that are not UTF-8",
                              do_this="save the file as UTF-8"))  # fmt: skip
            continue
        if text.strip():
            yield Narrative(id, name, text)


def _no_area(path: Path, areas: Sequence[Area]) -> DocumentError:
    """A folder that is no area's: by its name that of which, and what to do."""
    named = {area.name.casefold(): area for area in areas}
    near = get_close_matches(path.name.casefold(), named, n=1, cutoff=0.6)
    area = named[near[0]] if near else None
    do_this = (
        "name it by the code of its area, or move it elsewhere; to begin one: opensna narrative start AREA SECTION"
    )
    if area is not None:
        taken = (path.parent / area.code).exists()
        do_this = f"move its files into {area.code}, which is there" if taken else f"rename it to {area.code}"
    return DocumentError(
        "a folder of no area of the partnership", where=f"records/narratives/{path.name}", found=repr(path.name),
        expected=f"{area.code}, the code of {area.name}" if area else f"the code of one of {len(areas)} areas", do_this=do_this,
    )  # fmt: skip


def _no_section(folder: str, stem: str, known: Sequence[str]) -> DocumentError:
    near = get_close_matches(stem.casefold(), {id.casefold(): id for id in known}, n=1, cutoff=0.5)
    right = next((id for id in known if near and id.casefold() == near[0]), "")
    return DocumentError(
        "a file of no section of the template", where=f"records/narratives/{folder}/{stem}.md", found=repr(stem),
        expected=f"one of: {', '.join(known)}" + (f" (did you mean: {right})" if right else ""),
        do_this="rename it, or add the section to records/template",
    )  # fmt: skip
