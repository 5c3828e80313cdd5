"""A header whose names a publisher has changed: our columns found by any name they have had, in any order and case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from opensna.core.errors import HeaderError
from opensna.sources._text import TextTable

ABSENT = "CAST(NULL AS VARCHAR)"
"""Engine expression of a column that a vintage has not."""

NEW_LAYOUT = "if it comes like this again, the publisher has changed its layout: ask whoever keeps OpenSNA to add it"
"""The remedy for a header that only a change of the source's file can make known; callers name that file after it."""

Names = Mapping[str, tuple[str, ...]]
"""Our column: every name that the publisher has given it."""


def plain(name: str) -> str:
    """A header's name as names are compared: lower case, blanks for underscores, single blanks."""
    return " ".join(name.replace("_", " ").casefold().split())


def engine_columns(
    path: Path, table: TextTable, names: Names, *, what: str, do_this: str, may_lack: Collection[str] = ()
) -> dict[str, str]:
    """The engine's column of `table` for each of ours; ABSENT for one of `may_lack` that the file has not.

    A column that stands under two of its names is the first of them.

    Raises
    ------
    HeaderError : a column that it may not lack; `what` says which file was expected, `do_this` the remedy.
    """
    spelt = {plain(name): name for name in table.header}
    at = {}
    for ours, theirs in names.items():
        found = [spelt[plain(name)] for name in theirs if plain(name) in spelt]
        at[ours] = table.column(found[0]) if found else ABSENT
    lacking = [" or ".join(names[ours]) for ours, column in at.items() if column == ABSENT and ours not in may_lack]
    if lacking:
        raise HeaderError(
            f"the header is no known layout of {what}",
            where=path.name,
            found=f"lacks {'; '.join(lacking)}",
            expected=", ".join(" or ".join(theirs) for theirs in names.values()),
            do_this=do_this,
        )
    return at
