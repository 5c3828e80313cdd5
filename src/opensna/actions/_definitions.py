"""The definitions that a workspace can count under: OpenSNA's and its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from opensna.actions.workspace import Workspace
from opensna.catalogue import DEFINITIONS, find
from opensna.definition.columns import Columns, nested
from opensna.definition.definition import Definition
from opensna.definition.load import load_definitions
from opensna.disclosure.flags import flags_of
from opensna.disclosure.kinds import Derived

OWN = "definitions"
"""Folder of a workspace's records, a YAML file a definition."""


def definitions_of(workspace: Workspace) -> Mapping[str, Definition]:
    """Those that come with OpenSNA and those of records/definitions, by id.

    Raises
    ------
    DocumentError, UnknownIdError : a file of records/definitions does not fit.
    """
    return MappingProxyType({**DEFINITIONS, **load_definitions(workspace.root / "records" / OWN, DEFINITIONS)})


def find_definition(workspace: Workspace, wanted: str | None = None) -> Definition:
    """The definition with this id; without one, that of the settings. UnknownIdError names the nearest."""
    return find("definition", definitions_of(workspace), wanted or workspace.settings.definition)


def others_of(workspace: Workspace, definition: Definition) -> tuple[Definition, ...]:
    """All definitions but this one, in order of id."""
    return tuple(one for id, one in sorted(definitions_of(workspace).items()) if id != definition.id)


def derived_of(definition: Definition, others: Iterable[Definition]) -> Derived:
    """What the attack is told of flags: what those of the definition are short for, and which definitions lie in which."""
    several = (definition, *others)
    return MappingProxyType({**flags_of(definition), **nested(Columns(one, definition) for one in several)})
