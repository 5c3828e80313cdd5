"""Reads definitions: those that come with OpenSNA and a partnership's own, each as a change of another or in full."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from opensna.core.document import fit, read_yaml, yaml_files
from opensna.core.errors import DocumentError, UnknownIdError
from opensna.definition.definition import Definition

NOT_DEFINITIONS = frozenset({"series_breaks.yaml"})
ADDED, LEFT_OUT = "add_offences", "leave_out_offences"
"""Fields of a document that changes another's list of offences."""

_WHOLE = ("counting_unit", "counting_note", "flagged", "not_counted")
_BY_FIELD = ("under_25", "domestic_abuse", "sexual_violence")
_NO_DEFINITIONS: Mapping[str, Definition] = MappingProxyType({})


def load_definitions(
    folder: Traversable, known: Mapping[str, Definition] = _NO_DEFINITIONS
) -> Mapping[str, Definition]:
    """Every definition of a folder by id, read-only, in name order; a folder that is not there has none.

    Parameters
    ----------
    known : definitions of elsewhere that those of the folder may be based on.

    Raises
    ------
    DocumentError : a document that does not fit, an id that is not the file's name or is known already, an offence given twice,
        definitions that are based on one another. UnknownIdError : one based on a definition that is not there.
    """
    contents = {path.name: read_yaml(path) for path in yaml_files(folder) if path.name not in NOT_DEFINITIONS}
    found: dict[str, Definition] = {}
    for name in contents:
        _read(name, contents, {**known}, found, ())
    return MappingProxyType({name.removesuffix(".yaml"): found[name] for name in contents})


@cache
def definitions() -> Mapping[str, Definition]:
    """The definitions that come with OpenSNA, by id."""
    return load_definitions(resources.files("opensna.definition"))


def load(definition_id: str) -> Definition:
    """The definition with this id.

    Raises
    ------
    UnknownIdError : there is none; names the nearest.
    """
    known = definitions()
    if definition_id not in known:
        raise UnknownIdError.of("definition", definition_id, list(known))
    return known[definition_id]


def document_schema() -> dict[str, Any]:
    """JSON Schema of a definition's file, in which all that a definition has from another may be left out."""
    schema = Definition.model_json_schema()
    offence = {"$ref": "#/$defs/DefinedOffence"}
    schema["properties"][ADDED] = {"type": "array", "items": offence, "description": "with based_on: offences to add"}
    schema["properties"][LEFT_OUT] = {"type": "array", "items": {"type": "string"}, "description": "names to leave out"}
    whole = [name for name in schema["required"] if name in (*_WHOLE, *_BY_FIELD, "offences")]
    schema["required"] = [name for name in schema["required"] if name not in whole]
    schema["anyOf"] = [{"required": ["based_on"]}, {"required": whole}]
    return schema


def _read(
    name: str, contents: Mapping[str, dict[str, Any]], known: dict[str, Definition], found: dict[str, Definition],
    under_way: tuple[str, ...],
) -> Definition:  # fmt: skip
    """The definition of one file, after the one that it is based on."""
    if name in found:
        return found[name]
    if name in under_way:
        raise DocumentError(
            "definitions are based on one another",
            where=f"{name}, field based_on",
            found=" on ".join((*under_way, name)),
            do_this="give one of them in full, with offences and strands of its own",
        )
    content = dict(contents[name])
    base_id = content.get("based_on")
    if base_id is not None:
        file = f"{base_id}.yaml"
        if file not in contents and base_id not in known:
            ids = [*known, *(other.removesuffix(".yaml") for other in contents)]
            raise UnknownIdError.of("definition", str(base_id), ids, do_this=f"correct based_on in {name}")
        base = known[base_id] if file not in contents else _read(file, contents, known, found, (*under_way, name))
        content = _changed(base, content, name)
    definition = fit(content, Definition, where=name)
    _check(definition, name, known)
    found[name] = definition
    return definition


def _changed(base: Definition, content: dict[str, Any], name: str) -> dict[str, Any]:
    """A document with what it does not say itself from its base, and the base's offences less and more some."""
    whole = base.model_dump()
    added, gone = content.pop(ADDED, []), content.pop(LEFT_OUT, [])
    if "offences" in content and (added or gone):
        raise DocumentError(
            "a list of offences and changes to one",
            where=f"{name}, field offences",
            do_this=f"keep offences, or {ADDED} and {LEFT_OUT}",
        )
    held = {offence.name.strip().lower() for offence in base.offences}
    strange = [text for text in gone if str(text).strip().lower() not in held]
    if strange:
        raise DocumentError(
            "an offence is left out that the base does not have",
            where=f"{name}, field {LEFT_OUT}",
            found=", ".join(map(str, strange)),
            expected=f"names as {base.id} lists them",
            do_this="copy the name from there, or remove it",
        )
    dropped = {str(text).strip().lower() for text in gone}
    kept = [offence.model_dump() for offence in base.offences if offence.name.strip().lower() not in dropped]
    parts = {field: {**whole[field], **content[field]} for field in _BY_FIELD if isinstance(content.get(field), dict)}
    inherited = {field: whole[field] for field in (*_WHOLE, *_BY_FIELD)}
    return {**inherited, "offences": [*kept, *(added if isinstance(added, list) else [added])], **content, **parts}


def _check(definition: Definition, name: str, known: Mapping[str, Definition]) -> None:
    problem, field, found, expected, remedy = "", "id", "", "", ""
    names = [offence.name.strip().lower() for offence in definition.offences]
    twice = sorted({offence for offence in names if names.count(offence) > 1})
    strange = sorted(set(definition.sexual_violence.subgroups) - set(definition.subgroups))
    if f"{definition.id}.yaml" != name:
        problem, found, expected = (
            "the id is not the file's name",
            repr(definition.id),
            repr(name.removesuffix(".yaml")),
        )
        remedy = "rename the file or correct the id"
    elif definition.id in known:
        problem, found = "OpenSNA has a definition of this id", repr(definition.id)
        remedy = "give yours another id, and say based_on if it is a change of that one"
    elif twice:
        problem, field, found = "an offence is given twice", "offences", ", ".join(twice)
        remedy = "keep one entry for each offence name"
    elif strange:
        problem, field = "a subgroup of the sexual-violence strand has no offence", "sexual_violence.subgroups"
        found, expected = ", ".join(strange), ", ".join(definition.subgroups)
        remedy = "use the subgroups of the listed offences"
    if problem:
        raise DocumentError(problem, where=f"{name}, field {field}", found=found, expected=expected, do_this=remedy)
