"""What is never published, whatever its size."""

from __future__ import annotations

from opensna.core.counts import Counts
from opensna.reference.areas import LONDON


def leave_out_never(counts: Counts, *, audience: str) -> Counts:
    """Counts without suspects by ethnicity below London, unless for the authors: those of a borough are never public."""
    if audience == "authors":
        return counts
    table = counts.table
    never = (table["unit"] == "suspect") & table["breakdown"].str.contains("ethnicity") & (table["area_code"] != LONDON)
    return Counts(table[~never].reset_index(drop=True))
