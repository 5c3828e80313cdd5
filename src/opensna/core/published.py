"""Published figures: values that a publisher worked out and released, on their way to the table of estimates."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from opensna.core.counts import KEY
from opensna.core.errors import DisclosureError

PUBLISHED_COLUMNS = (
    *KEY, "area_name", "area_type", "value", "lower", "upper", "mark", "source", "release", "access", "kind",
)  # fmt: skip
"""Columns of PublishedFigures.table: KEY as in Counts; value in the publisher's unit or NaN; lower, upper: the publisher's
interval, or the bounds of a value that it hid or rounded, or NaN; mark: "" or a Mark; access: of the source; kind: "published", or
"synthetic" where its release is."""


@dataclass(frozen=True)
class PublishedFigures:
    """Figures of open sources, one row a key. A restricted source's figures are refused: they go by way of disclosure."""

    table: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse a table of another shape, and anything that was not public already."""
        lacking = [column for column in PUBLISHED_COLUMNS if column not in self.table.columns]
        if lacking:
            raise DisclosureError(
                "a table without all columns of PublishedFigures",
                where="PublishedFigures",
                found=f"lacks {', '.join(lacking)}",
                expected=", ".join(PUBLISHED_COLUMNS),
                do_this="build it from a source whose contract is that of published figures",
            )
        restricted = sorted(set(self.table.loc[self.table["access"] != "open", "source"]))
        if restricted:
            raise DisclosureError(
                "figures of a restricted source cannot pass as published",
                where=", ".join(restricted),
                do_this="count its records, and let disclosure control decide what is shown",
            )
