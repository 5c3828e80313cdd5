"""The typeface of pages and pictures, and which characters it can draw. PDF/UA refuses a page with a character that it cannot."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FAMILY = "Source Sans Pro"
MISSING = "\N{LOZENGE}"
"""Stands for a character that the typeface lacks: shown, so that nobody takes the text for complete."""
_ALIKE = {"\N{NON-BREAKING HYPHEN}": "-", "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"}


def font_folder() -> Path:
    """Where the typeface is installed."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.font_directory)


def drawable(text: str) -> str:
    """The text with what the typeface can draw: characters that are not seen left out, those it lacks as MISSING.

    White space becomes single spaces, as on a web page.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_table()).split())


class _Table(dict[int, str]):
    """What stands for each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            drawn = character if code == 0xA0 else " "
        elif unicodedata.category(character) in ("Cc", "Cf"):
            drawn = ""
        else:
            drawn = _ALIKE.get(character) or (character if code in _covered() else MISSING)
        self[code] = drawn
        return drawn


@cache
def _table() -> _Table:
    return _Table()


@cache
def _covered() -> frozenset[int]:
    """Code points that the typeface draws: the segmented map (format 12) of its `cmap` table, in the OpenType layout."""
    data = (font_folder() / "SourceSansPro-Regular.otf").read_bytes()
    number_of_tables = struct.unpack_from(">H", data, 4)[0]
    tags = {data[12 + 16 * i : 16 + 16 * i]: 20 + 16 * i for i in range(number_of_tables)}
    start = struct.unpack_from(">I", data, tags[b"cmap"])[0]
    number_of_maps = struct.unpack_from(">H", data, start + 2)[0]
    maps = [start + struct.unpack_from(">I", data, start + 8 + 8 * i)[0] for i in range(number_of_maps)]
    segmented = next(at for at in maps if struct.unpack_from(">H", data, at)[0] == 12)
    number_of_groups = struct.unpack_from(">I", data, segmented + 12)[0]
    groups = [struct.unpack_from(">II", data, segmented + 16 + 12 * i) for i in range(number_of_groups)]
    return frozenset(code for first, last in groups for code in range(first, last + 1))
