"""Reads hand-written YAML documents, each into its one model class; what does not fit is said by file and field."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from opensna.core.errors import DocumentError

PLACEHOLDERS = frozenset({"", "n/a", "na", "tbc", "tbd", "todo", "none", "-", "?"})
"""Text that says nothing, and so may not stand in a document (compared without case and outer spaces)."""

Model = TypeVar("Model", bound=BaseModel)


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where PyYAML has its C parser


class _UniqueKeyLoader(_SafeLoader):  # type: ignore[misc]  # the base is chosen at run time
    """A safe loader that refuses a key given twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build the mapping after a check of its keys."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is given twice", key_node.start_mark)
            seen.add(key)
        built: dict[Any, Any] = super().construct_mapping(node, deep)
        return built


def read_yaml(path: Traversable) -> dict[str, Any]:
    """The document as a dictionary.

    Raises
    ------
    DocumentError : not YAML, a key given twice, or not a set of fields.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DocumentError(
            "this is not a readable YAML document",
            where=path.name,
            found=" ".join(str(error).split())[:200],
            do_this="correct the line that is named, and save the file as UTF-8",
        ) from error
    if not isinstance(content, dict):
        raise DocumentError(
            "the document is not a set of fields",
            where=path.name,
            found="an empty file" if content is None else f"a {type(content).__name__}",
            expected="lines of the form field: value",
            do_this="start from a neighbouring file of the same folder",
        )
    return content


def fit(content: dict[str, Any], model: type[Model], *, where: str) -> Model:
    """The document as its model.

    Raises
    ------
    DocumentError : every field that does not fit, at once.
    """
    refuse_placeholders(content, where=where)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = _own_faults(error)
        raise DocumentError(
            f"the document does not fit {model.__name__}",
            where=f"{where}, field {_path(faults[0])}" if faults[0]["loc"] else where,
            found="; ".join(dict.fromkeys(_told(fault) for fault in faults)),
            expected=_fields(model) if any(fault["type"] in _ABSENT_OR_STRANGE for fault in faults) else "",
            do_this="correct, add or remove the fields that are named",
        ) from error


def yaml_files(folder: Traversable) -> list[Traversable]:
    """The documents of a folder, in order of name; none of a folder that is not there."""
    if not folder.is_dir():
        return []
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)


def read_named(file: Traversable, model: type[Model]) -> Model:
    """The document of a thing that is named by its file.

    Parameters
    ----------
    model : has a field `id`.

    Raises
    ------
    DocumentError : it does not fit, or its id is not the name of the file.
    """
    content = read_yaml(file)
    made = fit(content, model, where=file.name)
    if f"{content['id']}.yaml" != file.name:
        raise DocumentError(
            "the id is not the name of the file",
            where=f"{file.name}, field id",
            found=repr(content["id"]),
            expected=repr(file.name.removesuffix(".yaml")),
            do_this="rename the file or correct the id",
        )
    return made


def read_each(folder: Traversable, model: type[Model]) -> dict[str, Model]:
    """The things of a folder, one a file, by id in order of id; DocumentError as `read_named`."""
    return {file.name.removesuffix(".yaml"): read_named(file, model) for file in yaml_files(folder)}


def refuse_placeholders(content: Any, *, where: str, field: str = "") -> None:
    """Raise DocumentError for text that says nothing, at any depth."""
    if isinstance(content, dict):
        for key, value in content.items():
            refuse_placeholders(value, where=where, field=f"{field}.{key}".strip("."))
    elif isinstance(content, list):
        for value in content:
            refuse_placeholders(value, where=where, field=field)
    elif isinstance(content, str) and content.strip().casefold() in PLACEHOLDERS:
        raise DocumentError(
            "a placeholder where there should be a value",
            where=f"{where}, field {field}",
            found=repr(content),
            do_this="write the value, or remove the field if it may be left out",
        )


_ABSENT_OR_STRANGE = frozenset({"missing", "extra_forbidden"})
"""Faults that the list of a model's fields helps to mend."""
_IN_WORDS = {
    r"^[a-z][a-z0-9_]*$": "an id has small letters, digits and _, and begins with a letter",
    r"^\d{4}-\d{2}-\d{2}$": "a day is written as 2026-03-31",
    r"\d{4}-\d{2}": "a month is written as 2026-03",
    r"^[EWNSK]\d{8}$": "an area's code is one letter of E, W, N, S or K, and eight digits",
}
"""Patterns of fields, as people say them."""


def _own_faults(error: ValidationError) -> list[Any]:
    """What is wrong, without "too short" of a list that is only so because one of its items is already told."""
    faults: list[Any] = list(error.errors())
    wrong = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(loc[: len(fault["loc"])] == fault["loc"] and loc != fault["loc"] for loc in wrong)
    ]


def _path(fault: Any) -> str:
    return ".".join(str(part) for part in fault["loc"])


def _told(fault: Any) -> str:
    """One fault: its field, what was found there and what is wrong with it."""
    found = "missing" if fault["type"] == "missing" else f"found {fault['input']!r}"[:120]
    why = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "string_pattern_mismatch":
        why = _IN_WORDS.get(str(fault["ctx"]["pattern"]), why)
    return f"{_path(fault)}: {found} ({why})" if fault["loc"] else why


def _fields(model: type[BaseModel]) -> str:
    return f"the fields {', '.join(model.model_fields)}"
