"""A delivered file that its source refuses: which other source reads it, so that the message can say so."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb

from opensna.contracts.files import sniff
from opensna.core.errors import DeliveryError, OpenSNAError, ReleaseDateError, UnreadableFileError
from opensna.sources._base import Source
from opensna.warehouse.checking import check_delivery

LINES = 200
"""So many lines of a text table are tried: enough to know it by, and quick though the file be large."""

LARGEST = 5_000_000
"""A larger workbook or archive, which has to be read whole, is not tried."""

MOST_BAD = 0.5
"""A source fits if at least this share of those lines is good: the first ones may be its worst."""


def with_likely_source(
    error: DeliveryError, refused_by: Source, files: Sequence[Path], known: Mapping[str, Source]
) -> DeliveryError:
    """The same error; where another source reads the file, the remedy begins with that."""
    if isinstance(error, ReleaseDateError):
        return error
    likely = sources_that_read(files[0], known)
    if not likely or refused_by.id in likely:  # its own source, with too many bad rows for it
        return error
    hint = f"this looks like {' or '.join(likely)}: ingest it as that, with: opensna ingest {likely[0]} {files[0].name}"
    return type(error)(
        error.what, where=error.where, found=error.found, expected=error.expected,
        do_this=f"{hint}. If it is not: {error.do_this}",
    )  # fmt: skip


def sources_that_read(path: Path, known: Mapping[str, Source]) -> tuple[str, ...]:
    """Ids of the sources whose header and contract the file fits; nothing is stored."""
    with tempfile.TemporaryDirectory(prefix="opensna-looks-") as folder:
        sample = _start_of(path, Path(folder))
        if sample == path and path.stat().st_size > LARGEST:
            return ()
        return tuple(id for id, source in known.items() if _reads(source, sample, Path(folder)))


def _start_of(path: Path, folder: Path) -> Path:
    """The first lines of a text table under its own name, in UTF-8; a workbook or another archive as it is."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as packed:
            return _sample(packed, folder / path.name.removesuffix(".gz"))
    except (OSError, EOFError, zlib.error):
        pass  # no gzip archive
    try:
        with path.open(encoding=sniff(path).codec, errors="replace", newline=None) as plain:
            return _sample(plain, folder / path.name)
    except UnreadableFileError:
        return path


def _sample(lines: Iterable[str], into: Path) -> Path:
    into.write_text("".join(islice(lines, LINES + 1)), "utf-8")
    return into


def _reads(source: Source, sample: Path, folder: Path) -> bool:
    lenient = replace(source, contract=replace(source.contract, max_quarantined_share=MOST_BAD))
    with duckdb.connect() as connection:
        try:
            check_delivery(connection, lenient, [sample], folder, tell=lambda stage, share: None)
        except (OpenSNAError, duckdb.Error, ValueError, KeyError):  # what is not its own it may stumble over
            return False
    return True
