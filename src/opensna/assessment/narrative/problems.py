"""Everything that is wrong with the narratives is said at once, each by file and line."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.core.errors import OpenSNAError


def raise_all(problems: Sequence[OpenSNAError]) -> None:
    """Raise the only error, or one of the first's kind that lists them all; nothing where there is none."""
    if not problems:
        return
    first = problems[0]
    if len(problems) == 1:
        raise first
    listed = "\n  ".join(f"{one.where}: {one.what}: {_more(one)}" for one in problems)
    raise type(first)(
        f"{len(problems)} things in the narratives cannot be printed",
        where=first.where,
        found=f"\n  {listed}\n",
        do_this=f"for the first: {first.do_this}; then the others",
    )


def _more(one: OpenSNAError) -> str:
    return f"{one.found}" + (f" (expected {one.expected})" if one.expected else "")
