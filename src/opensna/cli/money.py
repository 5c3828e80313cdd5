"""Commands about money: what violence costs, what a programme is worth, and what a target asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from opensna.actions import costs as _costs
from opensna.actions import target as _target
from opensna.actions import unit_costs as _unit_costs
from opensna.actions import value as _value
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here
from opensna.cli._money_shown import show_costs, show_printed, show_target, show_value, target_as_plain, value_as_plain

SEED = 20250401
Seed = Annotated[int, typer.Option(help="The same seed gives the same draws.")]
Workbook = Annotated[Path | None, typer.Option(help="Write a spreadsheet with live formulas here.")]


@app.command()
def costs(
    what: Annotated[
        str, typer.Option(help="definition, police (case-level counts alone) or open (the open series).")
    ] = "definition",
    period: Annotated[str | None, typer.Option(help="Twelve months, such as 2023 or fy2022-23.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="A name or code; may be repeated.")] = None,
    split: Annotated[Literal["offence", "component", "bearer", "stage"], typer.Option()] = "offence",
    prices: Annotated[str | None, typer.Option(help="Year of the prices, such as 2023 or fy2023-24.")] = None,
    index: Annotated[str, typer.Option(help="gdp_deflator or cpi.")] = "gdp_deflator",
    base: Annotated[str | None, typer.Option(help="Year that the unit costs are read as, if not the source's.")] = None,
    counts: Annotated[Path | None, typer.Option(help="A CSV of disclosed counts instead of the workspace's.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="An offence to leave out; may be repeated.")] = None,
    acknowledge: Annotated[list[str] | None, typer.Option(help="An overlap you know of; may be repeated.")] = None,
    estimated: Annotated[bool, typer.Option("--estimated", help="Use your multipliers for unrecorded crime.")] = False,
    workbook: Workbook = None,
    seed: Seed = SEED,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """What violence costs, by offence, component or who bears it (an author's working figure: not for release)."""
    answer = _costs.costs(
        open_here(workspace), what=what, period=period, areas=tuple(area or ()), without=tuple(without or ()), counts=counts,
        prices=prices, index=index, base=base, is_estimated=estimated, acknowledged=tuple(acknowledge or ()), workbook=workbook,
        seed=seed,
    )  # fmt: skip
    _show.warn(answer.warnings)
    if as_json:
        _show.print_table("", answer.costs.by(split), as_json=True)
    else:
        show_costs(answer, split)


@app.command(name="unit-costs")
def unit_costs(
    check: Annotated[str | None, typer.Option(help="Record that you read this unit cost in its source.")] = None,
    value: Annotated[float | None, typer.Option(help="The value that you read.")] = None,
    by: Annotated[str, typer.Option(help="Who read it.")] = "",
    on: Annotated[str | None, typer.Option(help="On which day; otherwise today.")] = None,
    page: Annotated[str, typer.Option(help="On which page.")] = "",
    printed: Annotated[bool, typer.Option("--printed", help="The cost tables of the 2025 report, made again.")] = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """The unit costs in force and which of them somebody has checked; --check records a check."""
    if printed:
        found = _unit_costs.printed_tables()
        if as_json:
            _show.print_table("", found.reproduction.rows, as_json=True)
        else:
            show_printed(found)
        return
    if check:
        if value is None:
            raise typer.BadParameter("say the value that you read", param_hint="--value")
        made = _unit_costs.check_unit_cost(open_here(workspace), check, value=value, by=by, on=on, page=page)
        _show.results.print(f"checked: {made.id} is {made.value:g}")
        return
    listed = _unit_costs.list_unit_costs(open_here(workspace))
    shown = listed if as_json else listed[["id", "value", "per", "price_year", "standing"]]
    _show.print_table("Unit costs (source and page: --json)", shown, as_json=as_json)


@app.command()
def value(
    document: Annotated[str, typer.Argument(help="A file, or the name of a worked example such as divert.")],
    workbook: Workbook = None,
    seed: Seed = SEED,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """What a programme is worth: who pays, who gains, and how sure that is."""
    found = _value.value(open_here(workspace), document, workbook=workbook, seed=seed)
    _show.print_json(value_as_plain(found)) if as_json else show_value(found)


@app.command()
def target(
    measure: Annotated[str, typer.Option(help="The measure to lower.")] = _target.KNIFE,
    area: Annotated[str | None, typer.Option(help="A name or code; otherwise the whole.")] = None,
    counts: Annotated[
        Path | None, typer.Option(help="A CSV of monthly counts (area_code, month, value) instead.")
    ] = None,
    baseline: Annotated[str | None, typer.Option(help="The year to start from, such as 2023.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="The first month to fit from, such as 2023-04.")] = None,
    across: Annotated[list[str] | None, typer.Option(help="A break to fit across knowingly; may be repeated.")] = None,
    reduction: Annotated[float, typer.Option(help="0.5 is a halving.")] = 0.5,
    years: Annotated[int, typer.Option()] = 10,
    mix: Annotated[Path | None, typer.Option(help="A YAML of programmes that contribute.")] = None,
    seed: Seed = SEED,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """What a target asks of each year and area, beside a forecast of doing nothing. Scenarios, not promises."""
    found = _target.target(
        open_here(workspace), measure_id=measure, counts=counts, area=area, baseline=baseline, start=start,
        across=tuple(across or ()), reduction=reduction, years=years, mix=mix, seed=seed,
    )  # fmt: skip
    if as_json:
        _show.print_json(target_as_plain(found))
        return
    _show.warn(found.warnings)
    show_target(found)
