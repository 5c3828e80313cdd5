"""Where a narrative's figures come from: one row each, with value, interval, period and source, and their caveats beneath."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.assessment.claims import figure_text, mark_of, percent, rate
from opensna.assessment.narrative.bind import Bound
from opensna.assessment.narrative.desk import Desk
from opensna.core.block import Table
from opensna.core.claim import EstimateKey
from opensna.core.estimate import PUBLISHED
from opensna.core.period import Period
from opensna.estimates.lookup import EstimateRow

COLUMNS = ("Figure", "Period", "Value", "95% interval", "Source")
_STATISTICS = {"change": "change since ", "difference_from": "difference from "}


def origins(said: Sequence[Bound], desk: Desk) -> Table | None:
    """The table beneath a narrative; None where it has no figure."""
    rows: dict[tuple[str, ...], None] = {}
    caveats: dict[str, None] = {}
    synthetic = False
    for one in said:
        for key in one.keys:
            row = desk.row(key)
            rows[_row(one, key, row, desk)] = None
            synthetic = synthetic or (row is not None and row.kind == "synthetic")
            caveats.update(dict.fromkeys(_caveats(one, desk)))
    if not rows:
        return None
    return Table(
        "Figures in this account and where they come from", COLUMNS, tuple(rows), numeric=COLUMNS[2:4],
        note=" ".join(caveats), is_synthetic=synthetic,
    )  # fmt: skip


def _row(one: Bound, key: EstimateKey, row: EstimateRow | None, desk: Desk) -> tuple[str, ...]:
    when = Period.parse(f"{key.period_start[:7]}/{key.period_end[:7]}").label
    since = {"change": one.fields.get("base", ""), "difference_from": one.fields.get("other", "")}.get(
        key.statistic, ""
    )
    about = f" ({_STATISTICS.get(key.statistic, key.statistic)}{since})"
    group = f", {key.group}" if key.group else ""
    title = desk.local[one.reference.id].title if one.kind == "local" else desk.library.known[key.measure].title
    where = "" if key.area_code == desk.area.code else f", {one.fields['where']}"
    return (f"{title}{group}{where}{about}", when, _value(row), _interval(row), _source(one, key, desk))


def _value(row: EstimateRow | None) -> str:
    if row is None or row.is_absent:
        return mark_of(row)
    if row.statistic in ("change", "difference_from"):
        return percent(row.value, signed=True)
    if row.statistic == "rate" and row.kind != "quoted" and row.method != PUBLISHED:
        return f"{rate(row.value)} per {row.per:,.0f}"
    return figure_text(row)


def _interval(row: EstimateRow | None) -> str:
    if row is None or row.is_absent:
        return mark_of(row)
    if row.ci_lower != row.ci_lower:
        return "none"
    if row.statistic in ("change", "difference_from", "share"):
        signed = row.statistic != "share"
        return f"{percent(row.ci_lower, signed=signed)} to {percent(row.ci_upper, signed=signed)}"
    return f"{rate(row.ci_lower)} to {rate(row.ci_upper)}"


def _source(one: Bound, key: EstimateKey, desk: Desk) -> str:
    if one.kind == "local":
        return one.fields["source"]
    return desk.library.sources.get(desk.library.known[key.measure].source, "")


def _caveats(one: Bound, desk: Desk) -> tuple[str, ...]:
    if one.kind == "local":
        figure = desk.local[one.reference.id]
        return (*figure.caveats, figure.differs_because) if figure.differs_because else figure.caveats
    return desk.library.known[one.reference.id].caveats
