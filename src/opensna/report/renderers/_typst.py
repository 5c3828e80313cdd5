"""Typst as a typesetter of our own templates: data goes in as JSON that no template evaluates, PDF or PNG comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from opensna.report.renderers._glyphs import FAMILY, drawable, font_folder

TEMPLATES = Path(__file__).parent / "templates"
UNDATED = 0
"""Seconds of the epoch that stand for a manifest without a time."""


def typeset(template: str, data: Mapping[str, Any], *, made: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of `template` filled with `data`, dated `made` (ISO time) so that its bytes can be made again.

    Strings of `data` are shown as text whatever they hold; drawings go in under the key "svg", as SVG.
    """
    given = json.dumps(_drawable(data), ensure_ascii=False)
    pages: bytes = _compiler(template).compile(
        format="pdf", pdf_standards="ua-1", sys_inputs={"data": given}, timestamp=_seconds(made)
    )
    return pages


def painted(drawings: Sequence[str], *, ppi: int) -> list[bytes]:
    """Each SVG as PNG, in the type of the report; `ppi` pixels to 96 of the drawing."""
    if not drawings:
        return []
    given = json.dumps([in_type(svg) for svg in drawings], ensure_ascii=False)
    made = _compiler("picture.typ").compile(format="png", ppi=float(ppi), sys_inputs={"data": given})
    return [made] if isinstance(made, bytes) else list(made)


def in_type(svg: str) -> str:
    """The drawing set in the report's typeface, with only characters that it can draw."""
    return drawable(svg.replace("Arial, Helvetica, sans-serif", FAMILY))


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing, in its own pixels."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise ValueError("a drawing without a viewBox from 0 0: svg() gives one")
    return float(found[1]), float(found[2])


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, Mapping):
        return {key: in_type(part) if key == "svg" else _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list | tuple) else value


def _seconds(made: str) -> int:
    return int(datetime.fromisoformat(made).timestamp()) if made else UNDATED


@cache
def _compiler(template: str) -> Any:
    """A compiler that keeps its fonts and what it parsed from one area to the next."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])
    return typst.Compiler(
        input=str(TEMPLATES / template), root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True
    )
