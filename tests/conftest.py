"""What every test shares: no network, the same Hypothesis examples each run, and the folder of published files."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = {"localhost", "::1"}

settings.register_profile(
    "ci", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("night", parent=settings.get_profile("ci"), derandomize=False, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the published files carries the marker, whether or not its author wrote it."""
    for item in items:
        if "real_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real_data)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of published files: OPENSNA_REAL_DATA, or shared/data beside the checkout."""
    named = os.environ.get("OPENSNA_REAL_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    reason = f"no published files in {folder}: set OPENSNA_REAL_DATA to the folder that holds them"
    if os.environ.get("OPENSNA_REQUIRE_REAL_DATA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _is_local(address: Any) -> bool:
    """Whether a socket address stays on this machine: a Unix socket's path, or a loopback host."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    return host in LOOPBACK or host.startswith("127.")


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""

    patch = pytest.MonkeyPatch()  # its own: a test that undoes `monkeypatch` stays guarded
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, _original: Any = original) -> Any:
            if not _is_local(address):
                raise RuntimeError(f"a test tried to reach {address}: use a server on 127.0.0.1")
            return _original(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()
