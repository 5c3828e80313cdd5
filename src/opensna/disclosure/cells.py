"""Printed counts as cells of sets of records: what each counts, where, when, and its name in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opensna.disclosure.kinds import Derived, Kind, Meaning, kind_of
from opensna.disclosure.published import Published
from opensna.disclosure.rows import Ints

_ABOUT = ["measure", "breakdown", "group", "role", "is_share", "source", "release", "definition", "meaning"]


def number_kinds(cells: pd.DataFrame, derived: Derived) -> tuple[Ints, list[Kind]]:
    """(n_cells,) the number of each cell's kind, and the kinds. Cells of one kind count the same records.

    cells : measure, breakdown, group, role, is_share, source, release, definition, and meaning (JSON, or "" if not known).
    """
    distinct = cells[_ABOUT].drop_duplicates()
    numbers: dict[Kind, int] = {}
    of_each = []
    for row in distinct.to_dict("records"):
        kind = kind_of(
            row["measure"], row["breakdown"], row["group"], row["role"],
            base=(row["source"], row["release"], row["definition"]),
            meaning=Meaning.from_json(row["meaning"]) if row["meaning"] else None, is_share=bool(row["is_share"]),
            derived=derived,
        )  # fmt: skip
        of_each.append(numbers.setdefault(kind, len(numbers)))
    at = cells[_ABOUT].merge(distinct.assign(number=of_each), on=_ABOUT, how="left")["number"]
    return at.to_numpy(np.int64), list(numbers)


def labels_of(cells: pd.DataFrame) -> list[str]:
    """Cells in words: ids, area code, period and group, never their counts."""
    columns = zip(*(cells[name] for name in ("measure", "area_code", "start", "end", "group", "role")), strict=True)
    return [_label(*row) for row in columns]


def _label(measure: str, area: str, start: object, end: object, group: str, role: str) -> str:
    of = "" if role == "numerator" else " (all records)"
    return f"{measure}{of} {area} {start:%Y-%m}/{end:%Y-%m}" + (f" {group}" if group else "")


def with_dates(table: pd.DataFrame) -> pd.DataFrame:
    """The same with period_start and period_end as the dates start and end."""
    found = table.copy()
    for name, column in (("start", "period_start"), ("end", "period_end")):
        found[name] = found[column].map({v: pd.Timestamp(v).date() for v in found[column].unique()}).astype(object)
    return found


def as_cells(published: Published) -> pd.DataFrame:
    """PUBLISHED_COLUMNS with start and end as dates, and is_share."""
    table = published.table.reset_index(drop=True)
    shares = table.loc[table["role"] == "denominator", ["measure", "edition"]].drop_duplicates().assign(is_share=True)
    found = table.merge(shares, on=["measure", "edition"], how="left")
    found["is_share"] = found["is_share"].eq(True)
    return with_dates(found)
