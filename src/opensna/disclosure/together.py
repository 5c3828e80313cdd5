"""The attack on several editions at once, by a reader who holds them all and sees nothing but what they print.

A new edition may be safe by itself and not beside an earlier one: boroughs against London, this year against last, all ages
against under 25, one definition against another, a release against its correction. Whatever isolates a small group is found
and named here. No true count is needed: what an interval still allows decides.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from opensna.core.errors import DisclosureError
from opensna.disclosure.cells import as_cells
from opensna.disclosure.differences import Finding, differences, is_small_group
from opensna.disclosure.kinds import Derived
from opensna.disclosure.policy import policies
from opensna.disclosure.published import Published
from opensna.disclosure.readers import Known, known_from


def find_together(
    published: Published, *, wholes: Mapping[str, str] | None = None, derived: Derived | None = None
) -> list[Finding]:
    """Every small group that all these figures together isolate and that no single edition prints.

    Parameters
    ----------
    published : figures of two or more editions that one reader may hold.
    """
    cells = as_cells(published)
    controlled = [policy.id for policy in policies().values() if policy.controls]
    found: list[Finding] = []
    for source in cells.loc[cells["policy"].isin(controlled), "source"].unique():
        mine = cells[(cells["source"] == source) & cells["mark"].isin(["", "[c]"])].reset_index(drop=True)
        if mine["edition"].nunique() > 1:
            known = known_from(mine, wholes=wholes, derived=derived or {})
            found += _differences_of_versions(known) + differences(known)
    return found


def refuse_together(
    earlier: Published, new: Published, *, wholes: Mapping[str, str] | None = None, derived: Derived | None = None
) -> None:
    """Raise DisclosureError if a reader of both could isolate a small group; nothing to do without an earlier edition."""
    if earlier.table.empty or new.table.empty:
        return
    both = Published(pd.concat([earlier.table, new.table], ignore_index=True))
    found = find_together(both, wholes=wholes, derived=derived)
    if found:
        raise DisclosureError(
            f"{len(found)} small groups could be isolated with editions that were published before",
            where=", ".join(sorted(new.table["edition"].unique())),
            found="; ".join(str(finding) for finding in found[:5]),
            expected="no difference between published figures that isolates a small group",
            do_this="leave these measures, areas or periods out, or keep the earlier edition's definition and release",
        )


def _differences_of_versions(known: Known) -> list[Finding]:
    """The same question under two definitions, or from two releases: what was added or taken away."""
    found: list[Finding] = []
    seen: dict[object, list[int]] = {}
    for i, (kind, area, period) in enumerate(known.figured.keys):
        key = (kind.base[0], kind.base[3:], kind.conditions, kind.counts, kind.is_distinct, area, period)
        seen.setdefault(key, []).append(i)
    for versions in seen.values():
        for a in range(len(versions)):
            for b in range(a + 1, len(versions)):
                i, j = versions[a], versions[b]
                low, high = known.low[i] - known.high[j], known.high[i] - known.low[j]
                width, most = min(known.width[i], known.width[j]), min(known.most_hidden[i], known.most_hidden[j])
                if is_small_group(low, high, width, most) or is_small_group(-high, -low, width, most):
                    found.append(Finding((known.labels[i], known.labels[j]), low, high))
    return found
