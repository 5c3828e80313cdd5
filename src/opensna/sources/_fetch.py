"""Downloads a release of an open source. It parses nothing, and running it again changes nothing.

::

    <into>/<source>/<release>/<file>       as the publisher sent it
                              fetch.json   address, sha256, size and time of each file
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, build_opener

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from opensna.core.errors import FetchError, UnknownIdError
from opensna.sources._base import Source

RECORD = "fetch.json"

_ATTEMPTS, _TIMEOUT, _CHUNK = 4, 60, 2**18
_Opener = Callable[..., AbstractContextManager[Any]]


class _Incomplete(Exception):
    """Fewer bytes came than the server announced."""


def _open(request: Request, *, timeout: float) -> AbstractContextManager[Any]:
    """As urllib opens it, through the proxies that the environment names now."""
    opened: AbstractContextManager[Any] = build_opener().open(request, timeout=timeout)
    return opened


def fetch(
    source: Source,
    release: str | None,
    into: Path,
    *,
    open_url: _Opener = _open,
    pause: float = 1.0,
    progress: Callable[[str, float], None] = lambda what, share: None,
) -> tuple[Path, ...]:
    """Download the files of a release to `into`/<source>/<release>/; a file that is there with its sha256 is left alone.

    Parameters
    ----------
    release : the newest for None. open_url : as urllib.request.urlopen.
    pause : seconds before the second attempt; it doubles after each.

    Raises
    ------
    UnknownIdError : the source has no such release. FetchError : restricted, without a direct address, or the download failed;
        each says what to do by hand.
    """
    chosen, addresses = _addresses(source, release, into)
    folder = into / source.id / chosen
    record, paths = _read_record(folder), []
    for i, address in enumerate(addresses):
        path = folder / _file_name(source, address)
        progress(f"downloading {path.name}", i / len(addresses))
        known = record.get(path.name, {})
        if not (path.is_file() and known.get("url") == address and known.get("sha256") == _sha256(path)):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                record[path.name] = _download(source, address, path, open_url=open_url, pause=pause)
                _write_record(folder, source, chosen, record)
            except OSError as error:  # a full disc, a folder that may not be written
                raise _failed(source, address, path, type(error).__name__, what="the file cannot be written") from None
        paths.append(path)
    progress("downloaded", 1.0)
    return tuple(paths)


def _addresses(source: Source, release: str | None, into: Path) -> tuple[str, tuple[str, ...]]:
    """The release and its addresses."""
    if source.access == "restricted":
        raise FetchError(
            "this source is not published",
            where=source.id,
            do_this=f"ask {source.publisher} for the extract under your data sharing agreement, then: "
            f"opensna ingest {source.id} FILE --released YYYY-MM",
        )
    if not source.files:
        raise FetchError(
            "the publisher gives no lasting direct address for these files",
            where=source.id,
            do_this=f"download them by hand from {source.address or source.publisher}, put them in "
            f"{into.name}/{source.id}/ and run: opensna ingest {source.id} FILE --released YYYY-MM",
        )
    chosen = release or max(source.files)
    if chosen not in source.files:
        known = sorted(source.files)
        raise UnknownIdError.of("release", chosen, known, do_this=f"use one of: {', '.join(known)}")
    return chosen, source.files[chosen]


def _file_name(source: Source, address: str) -> str:
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path)).name
    if parts.scheme not in ("http", "https") or not parts.netloc or name in ("", ".", "..", RECORD):
        raise FetchError(
            "this is no web address of a file",
            where=source.id,
            found=address,
            expected="http:// or https://",
            do_this=f"correct `files` in sources/{source.id}.py",
        )
    return name


def _download(source: Source, address: str, path: Path, *, open_url: _Opener, pause: float) -> dict[str, Any]:
    """Fetch to a temporary name, then rename; what fetch.json says of it."""
    part = path.with_name(f".{path.name}.part")
    retrying = Retrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_exponential(multiplier=pause, max=30),
        reraise=True,
    )
    try:
        digest, size = retrying(_receive, address, part, open_url)
        os.replace(part, path)
    except (URLError, HTTPException, TimeoutError, ConnectionError, _Incomplete) as error:
        raise _failed(source, address, path, _said(error)) from None
    finally:
        part.unlink(missing_ok=True)
    return {"url": address, "sha256": digest, "size": size, "fetched": datetime.now(UTC).isoformat(timespec="seconds")}


def _receive(address: str, part: Path, open_url: _Opener) -> tuple[str, int]:
    """Write the body to `part`; its sha256 and size."""
    request = Request(address, headers={"User-Agent": "opensna"})
    try:
        with open_url(request, timeout=_TIMEOUT) as response, part.open("wb") as file:
            shutil.copyfileobj(response, file, _CHUNK)
            size, announced = file.tell(), response.headers.get("Content-Length")
    except HTTPError as error:
        error.close()  # it holds the connection open
        raise
    if announced is not None and size != int(announced):
        raise _Incomplete(f"{size:,} of {int(announced):,} bytes came")
    return _sha256(part), size


def _may_pass(error: BaseException) -> bool:
    """Whether another attempt may help: the server's own faults and broken lines, not "not found" or "forbidden"."""
    if isinstance(error, HTTPError):
        return error.code >= 500 or error.code in (408, 425, 429)
    return isinstance(error, URLError | HTTPException | TimeoutError | ConnectionError | _Incomplete)


def _said(error: BaseException) -> str:
    if isinstance(error, HTTPError):
        return f"HTTP {error.code} {error.reason}"
    return str(error.reason) if isinstance(error, URLError) else str(error) or type(error).__name__


def _failed(source: Source, address: str, path: Path, found: str, *, what: str = "the download failed") -> FetchError:
    return FetchError(
        what,
        where=source.id,
        found=found,
        do_this=f"behind a proxy set HTTPS_PROXY; or download {address} by hand, save it as {path} and ingest it"
        + (f" (the publisher's page: {source.address})" if source.address else ""),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_record(folder: Path) -> dict[str, dict[str, Any]]:
    """By file name; empty if there is none that can be read, and then everything is downloaded again."""
    try:
        held = json.loads((folder / RECORD).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): dict(entry) for name, entry in held.items()} if isinstance(held, dict) else {}


def _write_record(folder: Path, source: Source, release: str, files: dict[str, dict[str, Any]]) -> None:
    text = json.dumps({"source": source.id, "release": release, "files": files}, indent=2, sort_keys=True)
    part = folder / f".{RECORD}.part"
    part.write_text(text + "\n", encoding="utf-8")
    os.replace(part, folder / RECORD)
