"""Studies behind the ratings, from a reference manager (RIS) or a coded review (EPPI JSON)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rispy

from opensna.core.errors import UnreadableFileError
from opensna.whatworks.index import Index


@dataclass(frozen=True)
class Study:
    """A reference, and the codes or keywords that a reviewer gave it. `year` is None where the file has none."""

    id: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    address: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ReadStudies:
    """The studies of a file, and how many of its references had no title and were left out."""

    studies: tuple[Study, ...]
    without_title: int


def read_studies(path: Path) -> ReadStudies:
    """The references of a .ris file or of an EPPI-Reviewer .json file.

    Raises
    ------
    UnreadableFileError : another kind of file, not readable as what its name says, or without references.
    """
    readers = {".ris": _ris, ".json": _eppi}
    if path.suffix.lower() not in readers:
        raise _unreadable(path, f"a name that ends in {path.suffix or 'nothing'}")
    try:
        found = readers[path.suffix.lower()](path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError, rispy.parser.ParseError) as error:
        raise _unreadable(path, str(error)[:120]) from error
    if not found:
        raise _unreadable(path, "no references")
    studies = tuple(study for study in found if study.title)
    return ReadStudies(studies, len(found) - len(studies))


def matched(studies: Iterable[Study], index: Index) -> Mapping[str, tuple[str, ...]]:
    """Ids of the approaches whose id or name is a code of each study, by the study's id; nothing is guessed from titles."""
    names = {_plain(text): a.id for a in index.values() for text in (a.id, a.name, *(r.calls_it for r in a.ratings))}
    return {
        study.id: tuple(dict.fromkeys(names[_plain(code)] for code in study.codes if _plain(code) in names))
        for study in studies
    }


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def _unreadable(path: Path, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        "this is not a file of references", where=path.name, found=found,
        expected="RIS from a reference manager (.ris), or JSON as EPPI-Reviewer exports it (.json) with References",
        do_this="export the references again in one of the two formats",
    )  # fmt: skip


def _ris(text: str) -> list[Study]:
    # A file without any tag of the format is not RIS; the parser would silently find nothing in it.
    entries = rispy.loads(text, skip_unknown_tags=True)
    return [_of_ris(position, entry) for position, entry in enumerate(entries, start=1)]


def _of_ris(position: int, entry: dict[str, Any]) -> Study:
    doi = entry.get("doi", "")
    address = f"https://doi.org/{doi}" if doi else (entry.get("urls") or [""])[0]
    return Study(
        id=str(entry.get("id") or doi or f"reference {position}"),
        title=str(entry.get("title") or entry.get("primary_title") or ""),
        authors=tuple(entry.get("authors") or entry.get("first_authors") or ()),
        year=_year(entry.get("year") or entry.get("publication_year") or entry.get("date")),
        address=address,
        codes=tuple(entry.get("keywords") or ()),
    )


def _eppi(text: str) -> list[Study]:
    content = json.loads(text)
    names: dict[int, str] = {}
    for code_set in content.get("CodeSets", ()):
        _name_codes(code_set.get("Attributes"), names)
    return [_of_eppi(reference, names) for reference in content["References"]]


def _name_codes(attributes: Mapping[str, Any] | None, into: dict[int, str]) -> None:
    for attribute in (attributes or {}).get("AttributesList", ()):
        into[attribute["AttributeId"]] = attribute["AttributeName"]
        _name_codes(attribute.get("Attributes"), into)


def _of_eppi(reference: Mapping[str, Any], names: Mapping[int, str]) -> Study:
    authors = [name.strip() for name in str(reference.get("Authors") or "").split(";")]
    doi = str(reference.get("DOI") or "")
    return Study(
        id=str(reference["ItemId"]),
        title=str(reference.get("Title") or ""),
        authors=tuple(name for name in authors if name),
        year=_year(reference.get("Year")),
        address=doi if doi.startswith("http") else f"https://doi.org/{doi}" if doi else str(reference.get("URL") or ""),
        codes=tuple(
            names[code["AttributeId"]] for code in reference.get("Codes") or () if code.get("AttributeId") in names
        ),
    )


def _year(text: Any) -> int | None:
    found = re.search(r"\d{4}", str(text or ""))
    return int(found[0]) if found else None
