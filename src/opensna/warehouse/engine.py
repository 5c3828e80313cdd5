"""The query engine: DuckDB, out of core."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from duckdb import DuckDBPyConnection

from opensna.core.errors import OpenSNAError, WarehouseError

T = TypeVar("T")


def connect(memory_limit: str | None = None, *, folder: Path | None = None) -> Any:
    """An Ibis DuckDB backend in memory that spills to disk. Returns ibis.backends.duckdb.Backend (Ibis has no types).

    memory_limit : such as "2GB"; default 1.5 GB, so that a whole ingest or count stays under 2 GB.
    folder : where it spills; default a folder of its own under the system's temporary one.
    """
    import ibis  # takes longer to import than a small ingest takes to run, and ingest does not need it

    spill = folder or Path(tempfile.gettempdir()) / f"opensna-{os.getpid()}"
    return ibis.duckdb.connect(memory_limit=memory_limit or "1.5GB", temp_directory=str(spill))


def open_table(backend: Any, path: Path) -> Any:
    """The stored rows of a release as an ibis.Table.

    Raises
    ------
    WarehouseError : the file is missing or damaged.
    """
    try:
        return backend.read_parquet(str(path))
    except duckdb.Error:
        failure = WarehouseError(
            "the stored rows cannot be read",
            where=str(path),
            expected="a Parquet file that ingest wrote",
            do_this=f"remove it with: opensna forget {path.parent.parent.name} {path.parent.name}, and ingest its files again",
        )
    raise failure


def guarded(work: Callable[[], T], *, where: str) -> T:
    """Run engine work; what the engine or the disc says becomes ours, without the engine's text, which may quote values.

    Raises
    ------
    WarehouseError : a full disc, a file size limit, too little memory, or anything else the engine could not do.
    OpenSNAError : as the work raised it.
    """
    try:
        return work()
    except OpenSNAError:
        raise
    except duckdb.OutOfMemoryException:
        failure = WarehouseError(
            "the engine ran out of memory or of room to spill",
            where=where,
            do_this="free disc space under the workspace, or give the machine more memory; nothing was stored",
        )
    except (OSError, duckdb.IOException) as error:
        failure = WarehouseError(
            "the release could not be written",
            where=where,
            found=_disc_says(error),
            do_this="free disc space (about the size of the delivered files) and ingest again; nothing was stored",
        )
    except duckdb.Error as error:
        failure = WarehouseError(
            "the engine could not check the delivery",
            where=where,
            found=type(error).__name__,
            do_this="report this with the contract's id; nothing was stored",
        )
    # Raised outside the handler: an exception that carries the engine's as its context would carry its quoted values.
    raise failure


def settings(connection: DuckDBPyConnection, *, folder: Path, memory_limit: str) -> None:
    """Bound memory and spill into `folder`."""
    connection.execute(f"SET temp_directory = '{str(folder).replace(chr(39), chr(39) * 2)}'")
    connection.execute(f"SET memory_limit = '{memory_limit}'")
    connection.execute("SET enable_progress_bar = false")


def _disc_says(error: OSError | duckdb.IOException) -> str:
    text = str(error)
    known = ("No space left on device", "File too large", "Permission denied", "Read-only file system")
    return next((phrase for phrase in known if phrase in text), "a write that failed")
