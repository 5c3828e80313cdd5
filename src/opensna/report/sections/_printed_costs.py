"""The cost tables of the assessment of April 2025 made again and held against one another."""

from __future__ import annotations

from collections.abc import Iterable

from opensna.assessment.claims import number, percent
from opensna.core.block import Block, Callout, Table
from opensna.costs.printed import HEADED, PRICED_IN
from opensna.costs.uprating import NearIndex, obvious_base
from opensna.reference.bearers import bearers
from opensna.reference.prices import GDP_DEFLATOR
from opensna.report.rooms import PrintedReport

PRINTED = "Strategic Needs Assessment for London, April 2025, chapter 2, section 4"


def printed_report(printed: PrintedReport) -> list[Block]:
    """What a reader of the printed report must know of its cost tables."""
    return [_made_again(printed), _factors(printed), *_by_bearer(printed), _domestic_abuse(printed)]


def _made_again(printed: PrintedReport) -> Table:
    made = printed.reproduction
    rows = [
        (f"Table {r['table']}", str(r["offence"]).replace("_", " "), number(r["volume"]), number(r["printed"]), number(r["ours"]), number(r["difference"]))
        for r in made.rows.to_dict("records")
    ]  # fmt: skip
    for name, total in made.totals.items():
        of_table = made.rows.loc[made.rows["table"] == name.removeprefix("Table "), "printed"].sum()
        rows.append((name, "all of these", "[z]", number(of_table), number(total), number(total - of_table)))
        rows.append((name, "all of these, a day", "[z]", "[z]", number(made.a_day[name]), "[z]"))
    columns = ("Printed in", "Offence", "Offences", "Printed, £", "Made again, £", "Difference, £")
    return Table(
        "The printed Tables 13 and 15, made again", columns, tuple(rows), numeric=columns[2:],
        note="Unit costs of 2015-16 times one factor for all, each rounded to a whole pound, times the printed offences, to the nearest £10.",
        source=PRINTED,
    )  # fmt: skip


def _factors(printed: PrintedReport) -> Table:
    """The factor of the printed tables beside the nearest indices, and the total that the default index gives."""
    made = printed.reproduction
    low, high = made.factor
    total = sum(made.totals.values())
    deflated, step = made.deflated.by()["value"].sum(), made.deflated.table.iloc[0]
    factor = step["index_target"] / step["index_base"]
    rows = [("The printed tables (any factor in this range fits)", "[z]", f"{low:.8f} to {high:.8f}", number(total))]
    rows += [
        (near.title, f"{near.base} to {near.target} {near.mark}".strip(), f"{near.factor:.5f}", number(total * near.factor * 2 / (low + high)))
        for near in _best_of_each(made.nearest)
    ]  # fmt: skip
    years = f"{obvious_base(PRICED_IN, HEADED)} to {HEADED}"
    rows.append((f"GDP deflator ({GDP_DEFLATOR})", years, f"{factor:.5f}", number(deflated)))
    columns = ("Price index", "Years", "Factor", "Tables 13 and 15 together, £")
    return Table(
        "Which price index the printed tables used", columns, tuple(rows), numeric=columns[2:],
        note=f"Of each index the pair of years nearest to the printed factor, of {len(made.nearest)} pairs held. The tables are headed 2023; the nearest index runs to 2024. The "
        f"last line: {step['uprating']}.", source=PRINTED,
    )  # fmt: skip


def _best_of_each(nearest: Iterable[NearIndex]) -> list[NearIndex]:
    """The nearest pair of years of each index, nearest index first."""
    best: dict[str, NearIndex] = {}
    for near in nearest:
        best.setdefault(near.index, near)
    return list(best.values())


def _by_bearer(printed: PrintedReport) -> list[Block]:
    found = printed.bearers
    rows = [
        (bearers()[r["bearer"]].title, number(r["printed"]), number(r["from_table_13"]), f"{r['ratio']:.3f}")
        for r in found.lines.to_dict("records")
    ]
    rows.append(("Sum", number(found.lines["printed"].sum()), number(found.lines["from_table_13"].sum()), "[z]"))
    columns = ("Who bears it", "Printed in Table 14, £", "From the offences of Table 13, £", "Printed over ours")
    table = Table(
        "The printed Table 14 does not reconcile", columns, tuple(rows), numeric=columns[1:],
        note=f"No numbers of the four offences of Table 13 explain every line better than to {percent(found.fit.worst_misfit)}.", source=PRINTED,
    )  # fmt: skip
    return [table, Callout("Table 14 against Tables 13 and 15", " ".join(d.text for d in found.differences))]


def _domestic_abuse(printed: PrintedReport) -> Table:
    found = printed.domestic_abuse
    likely = found.pairs[0]
    rows = (
        ("Printed total", "[x]", "[x]", number(found.total)),
        ("Likeliest: offences times a cost per victim and year", number(likely.volume), number(likely.unit_cost), number(likely.volume * likely.unit_cost)),
        ("With the offences that the same chapter prints", number(round(found.with_printed_offences / likely.unit_cost)), number(likely.unit_cost),
         number(found.with_printed_offences)),
        ("Victims of the year times the cost per victim", "[x]", number(likely.unit_cost), "[x]"),
    )  # fmt: skip
    columns = ("Cost of domestic abuse", "Counted", "Unit cost, £", "Total, £")
    return Table(
        "The printed cost of domestic abuse, taken apart",
        columns,
        rows,
        numeric=columns[1:],
        note=found.warning,
        source=PRINTED,
    )
