"""What a borough adds to the template for itself: its own sections, questions and indicators, and nothing taken away.

A file of records/template, named by the area's code. Ids that are added are in small letters and those of the template are not, so
that an addition can never replace one, and assessments stay comparable on every part that all of them have.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from opensna.assessment.template.model import LOCAL, Indicator, Section, Template
from opensna.core.document import fit, read_yaml, yaml_files
from opensna.core.errors import DocumentError


class _Added(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AddedSection(_Added):
    """A section of the borough's own, printed after the section `after`."""

    id: str = Field(pattern=f"^{LOCAL}$")
    after: str
    title: str
    owner: str
    questions: tuple[str, ...] = Field(min_length=1)
    present_when: str


class AddedQuestion(_Added):
    """A further question of a section that the template has."""

    section: str
    question: str


class AddedIndicator(_Added):
    """A further datum, of a section of the template or of the borough's own; the borough collects it."""

    id: str = Field(pattern=f"^{LOCAL}$")
    section: str
    title: str
    numerator: str
    denominator: str
    source: str
    level: Literal["borough"] = "borough"


class Extension(_Added):
    """One file: whose additions these are, and what they are."""

    area: str = Field(pattern=r"^[EWNSK]\d{8}$")
    sections: tuple[AddedSection, ...] = ()
    questions: tuple[AddedQuestion, ...] = ()
    indicators: tuple[AddedIndicator, ...] = ()


def read_extensions(folder: Path) -> dict[str, Extension]:
    """The additions of each area, by its code; none of a folder that is not there.

    Raises
    ------
    DocumentError : a file does not fit, or is not named by its area.
    """
    held = {}
    for file in yaml_files(folder):
        made = fit(read_yaml(file), Extension, where=file.name)
        if file.name != f"{made.area}.yaml":
            raise DocumentError(
                "the area is not the name of the file",
                where=f"{file.name}, field area",
                found=repr(made.area),
                expected=repr(file.name.removesuffix(".yaml")),
                do_this="rename the file, or correct the area",
            )
        held[made.area] = made
    return held


def extended(template: Template, extension: Extension | None) -> Template:
    """The template with what a borough adds: every part of the template is still there, as it was and in its order.

    Raises
    ------
    DocumentError : an id is added twice, or something is added to a section that there is not.
    """
    if extension is None:
        return template
    where = f"{extension.area}.yaml"
    ids = [section.id for section in extension.sections] + [indicator.id for indicator in extension.indicators]
    _refuse_twice(ids, where)
    sections = [_asked(section, extension.questions) for section in template.sections]
    for added in extension.sections:
        sections.insert(_place(added.after, sections, where) + 1, _section(added))
    for id in [one.section for one in extension.questions] + [one.section for one in extension.indicators]:
        _place(id, sections, where)
    return template.model_copy(
        update={
            "sections": tuple(sections),
            "indicators": (*template.indicators, *(_indicator(added) for added in extension.indicators)),
        }
    )


def is_added(id: str) -> bool:
    """Whether a section or indicator is a borough's own: its id begins with a small letter."""
    return id[:1].islower()


def _asked(section: Section, added: Sequence[AddedQuestion]) -> Section:
    further = tuple(one.question for one in added if one.section == section.id)
    return section.model_copy(update={"questions": (*section.questions, *further)}) if further else section


def _section(added: AddedSection) -> Section:
    return Section(
        id=added.id, title=added.title, is_required=False, owner=added.owner, questions=added.questions,
        present_when=added.present_when, headings=(added.title,), words=(added.title,),
    )  # fmt: skip


def _indicator(added: AddedIndicator) -> Indicator:
    return Indicator(**added.model_dump(), words=(added.title,))


def _place(id: str, sections: Sequence[Section], where: str) -> int:
    ids = [section.id for section in sections]
    if id not in ids:
        raise DocumentError(
            "something is added to a section that there is not", where=where, found=repr(id),
            expected=f"one of: {', '.join(ids)}", do_this="name a section of the template, or add the section first",
        )  # fmt: skip
    return ids.index(id)


def _refuse_twice(ids: Sequence[str], where: str) -> None:
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise DocumentError(
            "an id is added twice", where=where, found=", ".join(twice), do_this="give each addition an id of its own"
        )
