"""Commands that divide a fund between areas."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer

from opensna.actions import allocate as _allocate
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here
from opensna.commissioning.rule import AllocationRule
from opensna.core.document import fit

allocate = typer.Typer(help="Divide a fund between areas, and see how near the line they stand.")
app.add_typer(allocate, name="allocate")

Budget = Annotated[float | None, typer.Option(help="Pounds to be divided.")]
Measure = Annotated[str | None, typer.Option(help="The measure of need.")]
Top = Annotated[int | None, typer.Option(help="Equal grants to so many areas with most.")]
Threshold = Annotated[float | None, typer.Option(help="Equal grants to every area with so much or more.")]
Formula = Annotated[bool, typer.Option("--formula", help="In proportion to need.")]
Floor = Annotated[float, typer.Option(help="The least that any area gets, in pounds.")]
Cap = Annotated[float | None, typer.Option(help="The most that any area gets, in pounds.")]
Ties = Annotated[Literal["include", "exclude", "share"], typer.Option(help="What happens to a tie on the line.")]
Eligible = Annotated[list[str] | None, typer.Option(help="An area that may apply; may be repeated; otherwise all.")]
Weights = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="For harm: a CSV of measure and weight.")
]
SURE = 0.995
"""A drawn chance above this, or below what is left of 1, is printed as over 99% or under 1%: draws never make certain."""


@allocate.callback(invoke_without_command=True)
def divide(
    context: typer.Context,
    fund: Annotated[str | None, typer.Option(help="A fund of the register that has a rule, such as robbery.")] = None,
    measure: Measure = None,
    budget: Budget = None,
    top: Top = None,
    threshold: Threshold = None,
    formula: Formula = False,
    floor: Floor = 0.0,
    cap: Cap = None,
    ties: Ties = "include",
    basis: Annotated[
        Literal["count", "rate", "harm"], typer.Option(help="Need by records, by the measure's own rate, or by harm.")
    ] = "count",
    period: Annotated[str | None, typer.Option(help="Such as 2022-10/2023-09.")] = None,
    release: Annotated[str | None, typer.Option(help="Which release answers; otherwise the newest.")] = None,
    definition: Annotated[str | None, typer.Option(help="Which definition of serious violence.")] = None,
    eligible: Eligible = None,
    weights: Weights = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Divide a fund by its own rule, or a budget by a rule given here, with the chance that each area belongs."""
    if context.invoked_subcommand:
        return
    if (fund is None) == (measure is None):
        raise typer.BadParameter("give a fund, or a measure with a rule: one of the two", param_hint="--fund")
    if fund and (top is not None or threshold is not None or formula):
        raise typer.BadParameter("the fund has its own rule; give a measure to try another", param_hint="--fund")
    with _show.progress_bar() as progress:
        if fund:
            made = _allocate.allocate_fund(
                open_here(workspace), fund, budget=budget, basis=basis, period=period, release=release, progress=progress
            )  # fmt: skip
        else:
            made = _allocate.allocate(
                open_here(workspace), str(measure), rule_of(top, threshold, formula, floor, cap, ties), budget=needed(budget),
                basis=basis, period=period, release=release, definition=definition, eligible=tuple(eligible or ()),
                weights=weights, progress=progress,
            )  # fmt: skip
    _print_divided(made, as_json=as_json)


@allocate.command()
def compare(
    measure: Annotated[str, typer.Option(help="The measure of need.")],
    budget: Annotated[float, typer.Option(help="Pounds to be divided.")],
    top: Top = None,
    threshold: Threshold = None,
    formula: Formula = False,
    floor: Floor = 0.0,
    cap: Cap = None,
    ties: Ties = "include",
    basis: Annotated[list[str] | None, typer.Option(help="count, rate or harm; may be repeated.")] = None,
    period: Annotated[list[str] | None, typer.Option(help="Such as 2022; may be repeated: shows churn.")] = None,
    release: Annotated[list[str] | None, typer.Option(help="A release; may be repeated.")] = None,
    definition: Annotated[list[str] | None, typer.Option(help="A definition; may be repeated.")] = None,
    eligible: Eligible = None,
    weights: Weights = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """The same rule under several choices (repeat an option): periods, releases, definitions or bases side by side."""
    given = {"basis": basis, "period": period, "release": release, "definition": definition}
    choices = choices_of({name: values for name, values in given.items() if values})
    with _show.progress_bar() as progress:
        made = _allocate.compare_allocations(
            open_here(workspace), measure, rule_of(top, threshold, formula, floor, cap, ties), budget=budget, choices=choices,
            eligible=tuple(eligible or ()), weights=weights, progress=progress,
        )  # fmt: skip
    if as_json:
        return _show.print_json({"areas": made.table.to_dict("records"), "changes": made.changes.to_dict("records")})
    _show.print_table("Pounds by choice", made.table.drop(columns="area_code"), as_json=False)
    for change in made.changes.to_dict("records"):
        entered, left = (", ".join(change[way]) or "nobody" for way in ("entered", "left"))
        _show.notes.print(
            f"from {change['from_label']} to {change['to_label']}: {entered} in, {left} out, {change['stayed']} stay; "
            f"£{change['moved']:,.0f} moves",
            soft_wrap=True,
        )
    return None


def choices_of(given: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    """Every combination of the values given, labelled by those that vary."""
    combined = [dict(zip(given, values, strict=True)) for values in itertools.product(*given.values())]
    varying = [name for name, values in given.items() if len(values) > 1]
    return {", ".join(choice[name] for name in varying): choice for choice in combined}


def rule_of(
    top: int | None, threshold: float | None, formula: bool, floor: float, cap: float | None, ties: str
) -> AllocationRule:
    """The rule that the options state; DocumentError, naming what does not hold together, if they state none or two."""
    methods = [
        name
        for name, given in (("top_n", top), ("threshold", threshold), ("formula", formula or None))
        if given is not None
    ]
    if len(methods) != 1:
        raise typer.BadParameter("give --top, --threshold or --formula: one of the three", param_hint="--top")
    wanted = {"method": methods[0], "n": top, "threshold": threshold, "floor": floor, "cap": cap, "ties": ties}
    return fit(
        {name: value for name, value in wanted.items() if value is not None}, AllocationRule, where="the options"
    )


def needed(budget: float | None) -> float:
    """The budget, which a rule of one's own cannot do without."""
    if budget is None:
        raise typer.BadParameter("say how many pounds are to be divided", param_hint="--budget")
    return budget


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table of an allocation as a person reads it: pounds, chances in per cent, [x] where an area has no value."""
    made = table[["area_name", "value", "low", "high", "rank"]].rename(columns={"area_name": "area", "value": "need"})
    return made.assign(
        need=table["value"].map(lambda value: "[x]" if math.isnan(value) else f"{round(value, 2):,.10g}"),
        grant=table["amount"].map(lambda pounds: f"£{pounds:,.2f}".removesuffix(".00")),
        from_line=table["from_line"].map(
            lambda distance: "" if math.isnan(distance) else f"{round(distance, 2):+,.10g}"
        ),
        chance=table["chance"].map(_percent),
    ).rename(columns={"from_line": "from the line", "chance": "chance of belonging"})


def _percent(chance: float) -> str:
    if math.isnan(chance):
        return ""
    return "over 99%" if chance > SURE else "under 1%" if chance < 1 - SURE else f"{chance:.0%}"


def _print_divided(made: _allocate.Divided, *, as_json: bool) -> None:
    table, edge = made.allocation.table, made.edge
    if as_json:
        return _show.print_json({
            "rule": made.allocation.rule.wording, "budget": made.allocation.budget, "unspent": made.allocation.unspent,
            "areas": table.astype(object).where(table.notna(), None).to_dict("records"),
            "edge": _show.as_plain(edge) if edge else None, "notes": made.allocation.notes, "warnings": made.warnings,
        })  # fmt: skip
    _show.warn((*made.warnings, *made.allocation.notes))
    _show.print_table(f"£{made.allocation.budget:,.0f}: {made.allocation.rule.wording}", readable(table), as_json=False)
    if edge:
        sides = (
            f"{name} ({value:,.10g})"
            for name, value in ((edge.last_in, edge.value_in), (edge.first_out, edge.value_out))
        )
        _show.notes.print(
            f"the line runs between {' and '.join(sides)}; that they truly stand the other way round has a chance of "
            f"{edge.swap.level:.0%}, and £{edge.at_stake:,.0f} hangs on it",
            soft_wrap=True,
        )
    return None
