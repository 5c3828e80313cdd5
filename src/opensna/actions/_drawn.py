"""A folder of drawn files that knows what it holds: which format made each, of what, and whether it is still as it was written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RECORD = ".drawn.json"


@dataclass(frozen=True)
class DrawnFile:
    """A file by its path in the folder: the format's id, the `key` of what it was drawn from, sha256 and size in bytes."""

    path: str
    format: str
    key: str
    sha256: str
    size: int


class DrawnFolder:
    """Files of one fingerprint; what another edition or another version of the renderers left there is removed at once.

    Every file is written under another name and renamed, and the record after them: a run that was killed leaves whole files,
    and the next run draws again what the record does not hold.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path, self.fingerprint = path, fingerprint
        self._files: dict[str, DrawnFile] = {}
        held = _read(path / RECORD)
        if held is not None and held["fingerprint"] == fingerprint:
            self._files = {file["path"]: DrawnFile(**file) for file in held["files"]}
        else:
            shutil.rmtree(path, ignore_errors=True)

    @property
    def files(self) -> tuple[DrawnFile, ...]:
        """What the record holds, by path."""
        return tuple(file for _, file in sorted(self._files.items()))

    def holds(self, form: str, key: str) -> bool:
        """Whether the format was drawn from the same, and each of its files is there, unchanged."""
        own = [file for file in self._files.values() if file.format == form]
        return bool(own) and all(file.key == key and self._is_whole(file) for file in own)

    def write(self, form: str, key: str, contents: Mapping[str, bytes]) -> None:
        """Store a format's files in place of those it had."""
        self.discard(form, keeping=contents)
        for path, content in contents.items():
            target = self.path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}.writing")
            draft.write_bytes(content)
            os.replace(draft, target)
            self._files[path] = DrawnFile(path, form, key, hashlib.sha256(content).hexdigest(), len(content))
        self.save()

    def discard(self, form: str, *, keeping: Iterable[str] = ()) -> None:
        """Remove a format's files, but for those at the paths in `keeping`."""
        kept = set(keeping)
        gone = [path for path, file in self._files.items() if file.format == form and path not in kept]
        for path in gone:
            del self._files[path]
        if gone:
            self.save()
            for path in gone:
                (self.path / path).unlink(missing_ok=True)

    def save(self) -> None:
        """Write the record, so that the folder is known as this fingerprint's."""
        self.path.mkdir(parents=True, exist_ok=True)
        told = {"fingerprint": self.fingerprint, "files": [asdict(file) for file in self.files]}
        draft = self.path / f"{RECORD}.writing"
        draft.write_text(json.dumps(told, indent=1), "utf-8")
        os.replace(draft, self.path / RECORD)

    def _is_whole(self, file: DrawnFile) -> bool:
        path = self.path / file.path
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def _read(path: Path) -> dict[str, Any] | None:
    """A record, or None where there is none that can be read: then everything is drawn again."""
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return None
