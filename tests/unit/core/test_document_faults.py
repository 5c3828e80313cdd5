"""What a document that does not fit is told: the field, what stands there, and what is wrong, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError


class Part(BaseModel):
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    months: int = 1
    parts: tuple[Part, ...] = Field(min_length=1)

    @field_validator("months")
    @classmethod
    def _whole_years(cls, months: int) -> int:
        if months < 0:
            raise ValueError("months are counted forward")
        return months


def refused(content: dict[str, Any]) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        fit(content, Thing, where="thing.yaml")
    return caught.value


def test_an_id_is_refused_in_words_and_not_by_its_pattern() -> None:
    error = refused({"id": "My Thing", "parts": [{"id": "a"}]})
    assert "an id has small letters" in error.found
    assert "^[a-z]" not in error.found
    assert error.where == "thing.yaml, field id"


def test_the_fields_are_listed_only_where_one_is_missing_or_strange() -> None:
    assert refused({"parts": [{"id": "a"}]}).expected == "the fields id, months, parts"
    assert refused({"id": "a", "parts": [{"id": "a"}], "partz": 1}).expected == "the fields id, months, parts"
    assert not refused({"id": "a", "months": -1, "parts": [{"id": "a"}]}).expected


def test_our_own_checks_speak_for_themselves() -> None:
    assert "(months are counted forward)" in refused({"id": "a", "months": -1, "parts": [{"id": "a"}]}).found


def test_a_list_is_not_called_too_short_for_an_item_that_is_told() -> None:
    assert "at least 1 item" not in refused({"id": "a", "parts": [{"id": "B"}]}).found
    assert "at least 1 item" in refused({"id": "a", "parts": []}).found


def test_an_empty_file_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "thing.yaml").write_text("", "utf-8")
    with pytest.raises(DocumentError) as caught:
        read_yaml(tmp_path / "thing.yaml")
    assert caught.value.found == "an empty file"
