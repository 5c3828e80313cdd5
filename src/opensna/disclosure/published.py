"""What was published before, as its readers hold it: figures as shown, never a true count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from opensna.core.counts import KEY
from opensna.core.errors import DisclosureError

PUBLISHED_COLUMNS = (*KEY, "role", "value", "mark", "source", "release", "definition", "policy", "meaning", "edition")
"""Columns of Published.table.

role: "numerator" | "denominator" (of a share). value: as printed, NaN where hidden; mark: "" or why it is absent. policy: id of
the policy that it was printed under. meaning: JSON of kinds.Meaning, or "" where it is not known. edition: for messages, as
"2023 for public".
"""


@dataclass(frozen=True)
class Published:
    """Figures of one or several editions (PUBLISHED_COLUMNS), one row a printed figure."""

    table: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse a table of another shape."""
        lacking = [column for column in PUBLISHED_COLUMNS if column not in self.table.columns]
        if lacking:
            raise DisclosureError(
                "a table without all columns of published figures",
                where="Published",
                found=f"lacks {', '.join(lacking)}",
                expected=", ".join(PUBLISHED_COLUMNS),
                do_this="read it from the register of releases",
            )


def joined(several: Sequence[Published]) -> Published:
    """All figures of several editions."""
    tables = [one.table[list(PUBLISHED_COLUMNS)] for one in several]
    return Published(pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(PUBLISHED_COLUMNS)))
