"""Lays what boroughs wrote over an edition: their narratives, their own figures, and what the two contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from opensna.actions.workspace import Workspace
from opensna.assessment.contradictions.contradiction import Contradiction
from opensna.assessment.contradictions.find import contradictions
from opensna.assessment.edition import Edition
from opensna.assessment.ledger import Ledger
from opensna.assessment.narrative.compose import Composed, compose
from opensna.assessment.narrative.desk import Desk, Library
from opensna.assessment.narrative.files import Account, read_accounts
from opensna.assessment.narrative.local import with_local
from opensna.assessment.narrative.place import with_narratives
from opensna.assessment.narrative.problems import raise_all
from opensna.assessment.template.extension import extended, read_extensions
from opensna.assessment.template.model import Template, template
from opensna.catalogue import FIGURES, MEASURES, SOURCES
from opensna.core.area import Area
from opensna.core.period import Period
from opensna.definition.breaks import Break
from opensna.estimates.lookup import EstimateIndex


def narratives_folder(workspace: Workspace) -> Path:
    """Where narratives lie; it may not be there yet."""
    return workspace.root / "records" / "narratives"


def accounts(workspace: Workspace) -> dict[str, Account]:
    """What each area of the partnership wrote, by code.

    Raises
    ------
    DocumentError : a narrative, a figure or an addition to the template that does not fit.
    """
    extensions = read_extensions(workspace.root / "records" / "template")
    return read_accounts(narratives_folder(workspace), workspace.partnership.every_area, template(), extensions)


def account_of(workspace: Workspace, area: Area) -> Account:
    """What an area wrote; an account without sections where it wrote nothing yet.

    Raises
    ------
    DocumentError : as `accounts`.
    """
    held = accounts(workspace).get(area.code)
    if held is not None:
        return held
    return Account(area, template_of(workspace, area), (), {})


def template_of(workspace: Workspace, area: Area) -> Template:
    """The template with what an area adds to it.

    Raises
    ------
    DocumentError : an addition that does not fit.
    """
    return extended(template(), read_extensions(workspace.root / "records" / "template").get(area.code))


def with_accounts(workspace: Workspace, edition: Edition, breaks: Mapping[str, Sequence[Break]]) -> Edition:
    """The edition with every narrative in its place, worded from the edition's own estimates.

    Its manifest says under "narrative", by area, which sections were written, which typed numbers rest on nothing, and what in the
    area's assessment contradicts what.

    Raises
    ------
    DocumentError, UnknownIdError, PeriodError : narratives that cannot be read. ClaimError : claims that no longer hold.
    """
    written = accounts(workspace)
    if not written:
        return edition
    estimates = with_local(
        edition.estimates, {code: one.figures for code, one in written.items()}, {a.code: a for a in edition.areas}
    )
    library = library_of(workspace, replace(edition, estimates=estimates), breaks)
    ledger = Ledger(dict(edition.ledger.claims))
    blocks, told = dict(edition.blocks), dict[str, Any]()
    made = {code: compose(one, Desk(library, one.area, one.figures), ledger) for code, one in written.items()}
    raise_all([problem for one in made.values() for problem in one.problems])
    for code, one in made.items():
        blocks[code] = with_narratives(blocks[code], one.sections, written[code].template)
        desk = Desk(library, written[code].area, written[code].figures)
        told[code] = _told(one, contradictions(blocks[code], one.unbound, desk, ledger))
    return replace(
        edition, estimates=estimates, ledger=ledger, blocks=blocks, manifest={**edition.manifest, "narrative": told}
    )


def library_of(workspace: Workspace, edition: Edition, breaks: Mapping[str, Sequence[Break]]) -> Library:
    """What the narratives of an edition are written against."""
    partnership, settings = workspace.partnership, workspace.settings.edition
    names = {id: group.name for id, group in partnership.groups.items()}
    return Library(
        EstimateIndex(edition.estimates), edition.areas, edition.period,
        {name: Period.parse(text) for name, text in settings.baselines.items()}, {**MEASURES, **FIGURES}, names,
        _sources(edition), breaks, partnership.area_words,
    )  # fmt: skip


def _sources(edition: Edition) -> dict[str, str]:
    """Publisher, title and release of each source of an edition, as printed."""
    return {
        record["source"]: f"{SOURCES[record['source']].publisher}: {SOURCES[record['source']].title}, "
        f"release {record['release']}"
        for record in edition.manifest["releases"]
    }


def _told(made: Composed, found: Sequence[Contradiction]) -> dict[str, Any]:
    return {
        "sections": list(made.sections),
        "contradictions": [asdict(one) for one in found],
        "unbound": [
            {"where": one.where, "number": one.text, "sentence": one.sentence, "is_spelt": one.is_spelt}
            for one in made.unbound
        ],
    }
