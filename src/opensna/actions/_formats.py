"""Which formats a person asked for: by id, or by the name that the format goes by elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.core.errors import InputError, UnknownIdError
from opensna.report import renderers
from opensna.report.renderers._base import is_installed

ALIASES = {
    "docx": "word", "doc": "word", "excel": "xlsx", "xls": "xlsx", "htm": "html", "web": "html", "page": "html",
    "opendocument": "ods", "pptx": "slides", "powerpoint": "slides", "briefing": "briefing_pdf", "charts": "pictures",
    "svg": "pictures", "png": "pictures",
}  # fmt: skip


def formats_asked(wanted: Sequence[str]) -> tuple[str, ...]:
    """Ids of the formats to draw; without a word, all whose packages are here.

    Raises
    ------
    InputError : one that there is not, or whose packages are not here.
    """
    known = renderers.formats()
    ids = [_id_of(name, list(known)) for name in wanted]
    for name in ids:
        if not is_installed(known[name]):
            raise InputError(
                "this machine lacks what the format needs",
                where=f"--format {name}",
                expected=", ".join(known[name].needs),
                do_this="install it with: pip install 'opensna[report]'",
            )
    return tuple(dict.fromkeys(ids)) or tuple(name for name, renderer in known.items() if is_installed(renderer))


def _id_of(name: str, known: list[str]) -> str:
    plain = name.strip().removeprefix(".").casefold().replace("-", "_")
    if plain in known or ALIASES.get(plain) in known:
        return plain if plain in known else ALIASES[plain]
    raise UnknownIdError.of("format", name, known, do_this=f"use one of: {', '.join(known)}")
