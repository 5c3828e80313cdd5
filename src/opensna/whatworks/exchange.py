"""The index as a dated table and back: one row a rating, the columns that spreadsheets and other indices can fill."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from opensna.core.document import fit
from opensna.core.errors import DocumentError, OpenSNAError, UnreadableFileError
from opensna.whatworks.approach import Approach
from opensna.whatworks.index import Index
from opensna.whatworks.rating import FACTS, Rating
from opensna.whatworks.registries import EMMIE, registries

_PRINTED = ("impact", "evidence", "cost", "studies")
COLUMNS = (
    "approach", "id", "registry", "calls_it", "direction", "statement",
    "impact", "impact_word", "evidence", "evidence_word", "emmie_vintage", *(f"emmie_{part}" for part in EMMIE),
    "cost", "cost_word", "effects", "effect_outcomes", "effect_changes", "studies", "studies_number", "outcomes_in_its_words",
    "group_in_its_words", "uk_evidence", "rated_on", "rated_on_note", "read_on", "address", "read_at", "quote", "confidence",
    "index", "note", *(f"unknown_{fact}" for fact in FACTS),
)  # fmt: skip
"""One row a rating. Lists are parted by " | ". An empty cell of a fact needs its reason in unknown_<fact>."""
_LIST = " | "
_LISTS = ("outcomes_in_its_words", "read_at")
_TEXTS = (
    "id", "registry", "calls_it", "direction", "statement", "group_in_its_words", "uk_evidence", "rated_on", "rated_on_note",
    "read_on", "address", "quote", "confidence", "index", "note",
)  # fmt: skip


def ratings_table(approaches: Iterable[Approach]) -> pd.DataFrame:
    """Every rating as a row of COLUMNS, text only, in the order given."""
    rows = [_row(approach.id, rating) for approach in approaches for rating in approach.ratings]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def effects_table(approaches: Iterable[Approach]) -> pd.DataFrame:
    """id, effect_size_headline, source_registry, source_url; one row a rating: what a model of value reads effects from."""
    rows = [
        {
            "id": rating.id,
            "effect_size_headline": "; ".join(effect.printed for effect in rating.effects),
            "source_registry": registries()[rating.registry].short,
            "source_url": rating.address or "",
        }
        for approach in approaches
        for rating in approach.ratings
    ]
    return pd.DataFrame(rows, columns=["id", "effect_size_headline", "source_registry", "source_url"])


def write_dated(approaches: Iterable[Approach], folder: Path, *, on: date) -> tuple[Path, Path]:
    """The index as of a day: what-works-2025-04-01.csv (ratings) and .json (whole approaches with their histories)."""
    chosen = tuple(approaches)
    folder.mkdir(parents=True, exist_ok=True)
    table, whole = (folder / f"what-works-{on.isoformat()}{ending}" for ending in (".csv", ".json"))
    ratings_table(chosen).to_csv(table, index=False, quoting=csv.QUOTE_MINIMAL)
    content = {"as_of": on.isoformat(), "approaches": [a.model_dump(mode="json", exclude_none=True) for a in chosen]}
    whole.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return table, whole


def read_ratings(path: Path) -> tuple[tuple[str, Rating], ...]:
    """Ratings of a CSV of COLUMNS (those that may be empty may be left out), each with the id of its approach.

    Raises
    ------
    UnreadableFileError : not text, or without the columns that every rating needs.
    DocumentError : rows that do not fit, all at once.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(
            "the file is not a table of text", where=path.name, found=str(error)[:120],
            do_this="save it as CSV in UTF-8 and import it again",
        ) from error  # fmt: skip
    needed = ("approach", "id", "registry", "calls_it", "direction", "quote", "confidence")
    lacking = [name for name in needed if not rows or name not in rows[0]]
    if lacking:
        raise UnreadableFileError(
            "the table lacks columns, or rows", where=path.name, found=f"lacks {', '.join(lacking)}",
            expected=", ".join(COLUMNS), do_this="start from a file that `opensna whatworks export` writes",
        )  # fmt: skip
    return _fit_rows(rows, path.name)


def with_ratings(index: Index, ratings: Iterable[tuple[str, Rating]]) -> dict[str, Approach]:
    """The approaches that change, by id, with the ratings added; a rating of the same id replaces the one that is there.

    Raises
    ------
    DocumentError : a rating of an approach that the index does not hold, or whose id belongs to another approach.
    """
    holder = {rating.id: approach.id for approach in index.values() for rating in approach.ratings}
    changed: dict[str, Approach] = {}
    for name, rating in ratings:
        if name not in index or holder.get(rating.id, name) != name:
            raise DocumentError(
                "a rating that has no place", where=f"rating {rating.id}", found=f"approach {name!r}",
                expected=f"{holder.get(rating.id, 'an approach of the index')}",
                do_this="add the approach as a file first, or correct the ids",
            )  # fmt: skip
        approach = changed.get(name, index[name])
        others = tuple(held for held in approach.ratings if held.id != rating.id)
        changed[name] = approach.model_copy(update={"ratings": (*others, rating)})
    return changed


def _fit_rows(rows: list[dict[str, str]], name: str) -> tuple[tuple[str, Rating], ...]:
    made, problems = [], []
    for line, row in enumerate(rows, start=2):
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        try:
            made.append((cells["approach"], fit(_content(cells), Rating, where=f"line {line}")))
        except OpenSNAError as error:
            problems.append(f"line {line} ({cells['id'] or 'no id'}): {error.found}")
        except ValueError as error:
            problems.append(f"line {line} ({cells['id'] or 'no id'}): {error}")
    if problems:
        raise DocumentError(
            f"{len(problems)} of {len(rows)} ratings do not fit; none was taken", where=name, found="; ".join(problems[:8]),
            expected="the registry's own words, and a reason for every fact that is not known",
            do_this="correct the lines that are named; docs/whatworks.md describes the columns",
        )  # fmt: skip
    return tuple(made)


def _row(approach: str, rating: Rating) -> dict[str, str]:
    content = rating.model_dump(mode="json", exclude_none=True)
    row = {"approach": approach} | {name: str(content.get(name, "")) for name in _TEXTS}
    row |= {name: _LIST.join(content.get(name, ())) for name in _LISTS}
    for name in _PRINTED:
        said = content.get(name, {})
        row |= {name: said.get("printed", ""), f"{name}_word": said.get("word", "")}
    row["studies_number"] = str(content.get("studies", {}).get("number", ""))
    grades = content.get("emmie", {})
    row["emmie_vintage"] = grades.get("vintage", "")
    row |= {f"emmie_{part}": grades.get(part, "") for part in EMMIE}
    for column, key in (("effects", "printed"), ("effect_outcomes", "outcome"), ("effect_changes", "change")):
        row[column] = _LIST.join(str(effect.get(key, "")) for effect in content.get("effects", ()))
    return row | {f"unknown_{fact}": rating.unknown.get(fact, "") for fact in FACTS}


def _content(cells: dict[str, str]) -> dict[str, Any]:
    """A row as the document of a rating; empty cells are left out."""
    made: dict[str, Any] = {name: cells[name] for name in _TEXTS if cells.get(name)}
    made |= {name: _parts(cells[name]) for name in _LISTS if cells.get(name)}
    for name in _PRINTED:
        if cells.get(name):
            made[name] = {"printed": cells[name]} | (
                {"word": cells[f"{name}_word"]} if cells.get(f"{name}_word") else {}
            )
    if cells.get("studies_number"):
        made["studies"]["number"] = int(cells["studies_number"])
    grades = {part: cells[f"emmie_{part}"] for part in EMMIE if cells.get(f"emmie_{part}")}
    if cells.get("emmie_vintage"):
        made["emmie"] = {"vintage": cells["emmie_vintage"], **grades}
    if cells.get("effects"):
        made["effects"] = _effects(cells)
    unknown = {fact: cells[f"unknown_{fact}"] for fact in FACTS if cells.get(f"unknown_{fact}")}
    return made | ({"unknown": unknown} if unknown else {})


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_LIST.strip())]


def _effects(cells: dict[str, str]) -> list[dict[str, Any]]:
    columns = [_parts(cells.get(name, "")) for name in ("effects", "effect_outcomes", "effect_changes")]
    printed, outcomes, changes = columns
    if len(outcomes) != len(printed) or len(changes) not in (1, len(printed)):
        raise ValueError(f"{len(printed)} effects but {len(outcomes)} outcomes and {len(changes)} changes")
    changes = changes if len(changes) == len(printed) else changes * len(printed)
    return [
        {"printed": text, "outcome": outcome} | ({"change": float(change)} if change.strip() else {})
        for text, outcome, change in zip(printed, outcomes, changes, strict=True)
    ]
