"""Flags that the definition makes of other columns, so that the attack knows which sets of records they are."""

from __future__ import annotations

from types import MappingProxyType

from opensna.definition.definition import Definition
from opensna.disclosure.kinds import Derived


def flags_of(definition: Definition) -> Derived:
    """sexual_violence is short for offences of some subgroups that are in the definition."""
    subgroups = tuple(definition.sexual_violence.subgroups)
    return MappingProxyType({"sexual_violence": {"in_definition": True, "offence_subgroup": subgroups}})
