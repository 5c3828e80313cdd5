"""Small invented documents, written by the tests and read by the readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opensna.assessment.review.document import Document
from opensna.assessment.review.reading.read import read_document

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a text, and reads it."""

    def write_and_read(text: str, name: str = "invented.txt") -> Document:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_document(path)

    return write_and_read
