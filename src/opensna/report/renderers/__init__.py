"""Draws stored blocks; builds nothing, so what was reviewed is what is shown. `formats` names what can be drawn."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from opensna.report.renderers._base import AnyRenderer


@cache
def formats() -> Mapping[str, AnyRenderer]:
    """Every format by id: the `RENDERER` of each file here that defines one. Files without one draw parts of a format.

    Raises
    ------
    TypeError : a RENDERER of another type, or whose id is not its file's name. A mistake of a developer, not of a user.
    """
    found: dict[str, AnyRenderer] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        if info.name.startswith("_"):
            continue
        renderer = getattr(importlib.import_module(f"{__name__}.{info.name}"), "RENDERER", None)
        if renderer is None:
            continue
        if not isinstance(renderer, AnyRenderer) or renderer.id != info.name:
            raise TypeError(f"{__name__}.{info.name}: RENDERER must be a Renderer with id={info.name!r}")
        found[info.name] = renderer
    return MappingProxyType(found)
