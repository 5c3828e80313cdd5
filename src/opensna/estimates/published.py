"""Published figures as rows of the table of estimates: shown as released, with the publisher's interval if there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from opensna.core.errors import DisclosureError
from opensna.core.estimate import ESTIMATE_COLUMNS, PUBLISHED, Estimates
from opensna.core.missing import Mark
from opensna.core.published import PublishedFigures
from opensna.estimates._frame import as_dates
from opensna.estimates.beside import beside_sets
from opensna.measures.figure import Figure
from opensna.reference.comparison import ComparisonSet


def published(figures: PublishedFigures, known: Mapping[str, Figure]) -> pd.DataFrame:
    """ESTIMATE_COLUMNS, one row a figure; statistic is the figure's `value_is`, its kind "published" or "synthetic".

    A value that the publisher hid has its mark, and no interval. There is no rank and no comparison: nothing is known of how two
    published figures vary together.
    """
    table = figures.table.reset_index(drop=True)
    of = {
        name: table["measure"].map({f.id: getattr(f, name) for f in known.values()})
        for name in ("value_is", "unit", "per")
    }
    absent = table["value"].isna()
    rows = table.assign(
        period_start=as_dates(table["period_start"]),
        period_end=as_dates(table["period_end"]),
        value=table["value"].astype(np.float64),
        statistic=of["value_is"].astype(object),
        unit=of["unit"].astype(object),
        per=of["per"].astype(np.float64),
        ci_lower=table["lower"].where(~absent),
        ci_upper=table["upper"].where(~absent),
        mark=table["mark"]
        .fillna("")
        .astype(object)
        .where(~absent | (table["mark"].fillna("") != ""), str(Mark.NOT_AVAILABLE)),
        ci_level=0.95,
        method=PUBLISHED,
        comparator="",
        comparison="",
        **dict.fromkeys(("numerator", "denominator", "rank", "rank_high", "rank_n"), np.nan),
        **{name: pd.Series([None] * len(table), dtype=object) for name in ("baseline_start", "baseline_end")},
    )
    return rows[list(ESTIMATE_COLUMNS)]


def with_published(
    estimates: Estimates,
    figures: PublishedFigures,
    known: Mapping[str, Figure],
    *,
    sets: Iterable[ComparisonSet] = (),
    residents: Mapping[str, float] = MappingProxyType({}),
) -> Estimates:
    """The estimates and the published figures as one table, these beside the comparison sets as `beside_sets` has them.

    The audience and its policy stay as they are.
    """
    if figures.table.empty:
        return estimates
    shown = published(figures, known)
    parts = [part for part in (estimates.table, shown, beside_sets(shown, known, sets, residents)) if len(part)]
    return replace(estimates, table=pd.concat(parts, ignore_index=True))


def refuse_synthetic_figures(figures: PublishedFigures, *, is_demo: bool) -> None:
    """Keep figures that are made up in the place of published ones out of an edition that leaves the authors' circle.

    Raises
    ------
    DisclosureError : a figure of a synthetic release, and the workspace is not a demo.
    """
    made_up = figures.table[figures.table["kind"] == "synthetic"]
    releases = sorted(set(made_up["source"] + " " + made_up["release"]))
    if releases and not is_demo:
        raise DisclosureError(
            "synthetic figures may not be published",
            where="figures shown as released",
            found=f"synthetic releases: {', '.join(releases)}",
            expected="figures that their publishers released",
            do_this="fetch and ingest the real releases of these sources (opensna fetch, opensna ingest), or publish from a demo "
            "workspace (opensna demo)",
        )
