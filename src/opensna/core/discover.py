"""One file adds one thing: a package's constants, found by walking its folder in name order."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Protocol, TypeVar


class HasId(Protocol):
    """Anything a folder can hold one of."""

    @property
    def id(self) -> str:
        """The file's name."""
        ...


T = TypeVar("T", bound=HasId)


def discover(package: ModuleType, constant: str, kind: type[T]) -> Mapping[str, T]:
    """Read-only mapping id to object, one for each module of `package` whose name does not begin with an underscore.

    Raises
    ------
    TypeError : a module lacks the constant, it has another type, or its id is not the file's name. A mistake of a
        developer, not of a user, and so a builtin exception.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        if info.name.startswith("_"):
            continue
        value = getattr(importlib.import_module(f"{package.__name__}.{info.name}"), constant, None)
        if not isinstance(value, kind) or value.id != info.name:
            raise TypeError(
                f"{package.__name__}.{info.name} must define {constant} = {kind.__name__}(id={info.name!r}, ...)"
            )
        found[info.name] = value
    return MappingProxyType(found)
