"""Runs a command as a terminal does, in an empty folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from opensna.cli import _show, main


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Calls the command line with some words and gives its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENSNA_WORKSPACE", raising=False)
    for console in (_show.results, _show.notes):  # made when the module was imported, by whichever test came first
        monkeypatch.setattr(console, "_width", 200)

    def call(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["opensna", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return call
