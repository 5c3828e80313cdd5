"""One small synthetic London for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from opensna.synthetic.synthesise import synthesise

SCALE = 0.02


@pytest.fixture(scope="session")
def small_london(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, ...]]:
    """Delivered files by source, a fiftieth of London's size."""
    return synthesise(tmp_path_factory.mktemp("london"), scale=SCALE)
