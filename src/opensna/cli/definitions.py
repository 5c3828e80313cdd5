"""Commands about definitions of serious violence: which there are, what each says, and what switching does to every figure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Annotated, Any

import pandas as pd
import typer

from opensna.actions._definitions import definitions_of
from opensna.actions.definition_compare import Switched, compare_definitions
from opensna.assessment.claims import number, percent, rate
from opensna.catalogue import DEFINITIONS, find
from opensna.cli import _show
from opensna.cli._here import AsJson, In, app, open_here, open_if_any
from opensna.definition.definition import Definition

definition = typer.Typer(
    help="What counts as serious violence, and what another definition would make of it.", no_args_is_help=True
)
app.add_typer(definition, name="definition")
EVERY = "every"


@definition.command("list")
def list_definitions(workspace: In = None, as_json: AsJson = False) -> None:
    """The definitions that can be counted under: OpenSNA's, and a workspace's own (records/definitions)."""
    here = open_if_any(workspace)
    known = definitions_of(here) if here else DEFINITIONS
    if as_json:
        return _show.print_json([one.model_dump(mode="json") for one in known.values()])
    rows = [(d.id, d.title, d.version, d.based_on, str(len(d.offences))) for d in known.values()]
    return _show.print_rows("Definitions", ("id", "title", "version", "based on", "offences"), rows)


@definition.command("show")
def show_definition(
    name: Annotated[str, typer.Argument(metavar="ID")], workspace: In = None, as_json: AsJson = False
) -> None:
    """One definition: what is read in its text, how it is counted and how sure that is, what is open, what cannot be counted."""
    here = open_if_any(workspace)
    found = find("definition", definitions_of(here) if here else DEFINITIONS, name)
    _show.print_json(found.model_dump(mode="json")) if as_json else _print_definition(found)


@definition.command("compare")
def compare(
    name: Annotated[str, typer.Argument(metavar="A", help="The definition switched from.")],
    other: Annotated[list[str] | None, typer.Argument(metavar="B", help="Those switched to; otherwise all others.")] = None,
    period: Annotated[str | None, typer.Option(help="2023, 2022-10/2023-09 or fy2022-23; otherwise the newest year.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="A measure's id; may be repeated; otherwise all that can move.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="A name or code, or every; may be repeated; otherwise the whole.")] = None,
    release: Annotated[str | None, typer.Option(help="Which release answers; otherwise the newest.")] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """What switching definition does to every figure: count, rate, rank and trend (an author's working figures)."""
    here = open_here(workspace)
    areas = tuple(area or (EVERY if as_json else here.partnership.whole.code,))
    found = compare_definitions(
        here, name, tuple(other or ()), period=period, measures=tuple(measure or ()),
        areas=() if areas == (EVERY,) else areas, release=release,
    )  # fmt: skip
    _show.warn(found.warnings)
    if as_json:
        return _show.print_table("", found.table, as_json=True)
    for one in found.others:
        _print_switch(found, one)
    return None


def _print_definition(one: Definition) -> None:
    lines = [
        f"{one.id} {one.version}: {one.title}", f"whose: {one.partnership}", f"source: {one.source}",
        f"ages: {one.under_25.applies.replace('_', ' ')}. {one.under_25.note}",
        f"domestic abuse: {one.domestic_abuse.standing.replace('_', ' ')}. {one.domestic_abuse.note}",
        f"sexual violence: {one.sexual_violence.note}",
        *(f"{strand.title.lower()}: {strand.note} (confidence {strand.confidence})" for strand in one.flagged),
    ]  # fmt: skip
    _show.results.print("\n".join(lines), markup=False, soft_wrap=True)
    readings = [(r.says, r.counted, r.confidence) for r in one.readings]
    _show.print_rows("What is read, and how it is counted", ("read", "counted", "confidence"), readings)
    if one.left_open:
        _show.print_rows("Left open", ("",), [(text,) for text in one.left_open])
    if one.not_counted:
        _show.print_rows("Named and not counted [x]", ("what", "why"), [(n.what, n.reason) for n in one.not_counted])
    _show.print_rows(
        "Offences", ("name", "classes", "subgroup"), [(o.name, ", ".join(o.codes), o.subgroup) for o in one.offences]
    )


def _print_switch(found: Switched, other: Definition) -> None:
    """Figures that move as a table, and the others by name."""
    rows = found.table[found.table["definition"] == other.id]
    same = (rows["value_of_switch"] == 0).to_numpy()
    own = found.definition.id
    columns = (
        "figure",
        "area",
        own,
        other.id,
        "effect",
        f"rate, {own}",
        f"rate, {other.id}",
        "rank",
        "on the year before",
    )
    if not same.all():
        cells = [_cells(row) for row in rows[~same].to_dict("records")]
        _show.print_rows(f"{own} to {other.id}, {found.periods[1].label}: figures that move", columns, cells)
    names = ", ".join(dict.fromkeys(rows.loc[same, "measure"]))
    said = f"{own} to {other.id}: {int(same.sum())} of {len(rows)} figures are unchanged" + (
        f": {names}" if names else ""
    )
    _show.results.print(said, markup=False, soft_wrap=True)
    for reason in dict.fromkeys(rows.loc[rows["reason"] != "", "reason"]):
        _show.results.print(f"{other.id}: {reason}", markup=False, soft_wrap=True)


def _cells(row: dict[Hashable, Any]) -> tuple[str, ...]:
    mark, other_mark = str(row["mark"]), str(row["mark_of_other"])
    return (
        str(row["measure"]),
        str(row["area_name"]),
        _text(row["count"], number, mark),
        _text(row["count_of_other"], number, other_mark),
        _text(row["value_of_switch"], _signed, str(row["mark_of_switch"] or "")),
        _text(row["rate"], rate, mark),
        _text(row["rate_of_other"], rate, other_mark),
        _pair(_rank(row, ""), _rank(row, "_of_other")),
        _pair(_trend(row, ""), _trend(row, "_of_other")),
    )


def _text(value: object, say: Callable[[float], str], mark: str) -> str:
    """A number as `say` puts it, or its mark."""
    return say(float(value)) if isinstance(value, float | int) and not pd.isna(value) else mark


def _signed(value: float) -> str:
    return percent(value, signed=True)


def _rank(row: dict[Hashable, Any], of: str) -> str:
    value = row[f"rank{of}"]
    return "" if not isinstance(value, float) or pd.isna(value) else f"{value:.0f}"


def _trend(row: dict[Hashable, Any], of: str) -> str:
    said = row[f"trend_says{of}"]
    mark = row[f"trend_mark{of}"]
    text = _text(row[f"trend{of}"], _signed, mark if isinstance(mark, str) else str(row[f"mark{of}"]))
    return f"{text} {said if isinstance(said, str) else ''}".strip()


def _pair(first: str, second: str) -> str:
    """One text where both are the same."""
    return first if first == second else f"{first or '[z]'} to {second or '[z]'}"
