"""Commands about what is commissioned: the registers, grants, and the directory of services."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer

from opensna.actions import programmes as _programmes
from opensna.cli import _show
from opensna.cli._here import AsJson, File, In, On, Replace, app, open_here, open_if_any
from opensna.core.period import Period

programmes = typer.Typer(help="The register of programmes, funds, awards and evaluations.", no_args_is_help=True)
app.add_typer(programmes, name="programmes")


HIDDEN = ("id", "programme", "approaches", "in_protocol", "protocol", "tier", "areas")
"""Columns that a person can do without on a terminal; --json has all of them."""


@programmes.command()
def show(
    part: Annotated[
        Literal["table3", "quarter", "money", "results"],
        typer.Option(help="Table 3, the quarterly report, where money ends, or the results of evaluations."),
    ] = "table3",
    quarter: Annotated[str | None, typer.Option(help="Such as 2025-01/2025-03; otherwise the last whole one.")] = None,
    months: Annotated[int, typer.Option(help="How far to look ahead for money that ends.")] = 12,
    into: Annotated[
        Path | None, typer.Option(help="Write the quarterly report, a page and a CSV, into this folder.")
    ] = None,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """The register seen whole: Table 3, the quarter, whom it reached at least and at most, and where money ends."""
    when = Period.parse(quarter) if quarter else last_quarter(date.today())
    if into:
        made = _programmes.write_quarter(open_if_any(workspace), when, into, months=months)
        return _show.print_paths(made, as_json=as_json)
    seen = _programmes.portfolio(open_if_any(workspace), when, months=months)
    tables = {"table3": table3(seen), "quarter": seen.quarterly, "money": seen.cliffs, "results": seen.results}
    shown = tables[part] if as_json else tables[part].drop(columns=list(HIDDEN), errors="ignore")
    _show.print_table(f"Programmes, {when.label}", shown, as_json=as_json)
    counted = len(seen.reach.counted)
    people = f"{seen.reach.least:,} to {seen.reach.most:,}" if counted else "[x]"
    _show.notes.print(
        f"reached: {people} different people in the {counted} programmes that state "
        f"people; {len(seen.reach.not_counted)} state none",
        markup=False,  # or [x] would be read as markup
    )
    _show.notes.print(
        f"money: {len(seen.cliffs)} end within {months} months; of {len(seen.unknown_ends)} nobody wrote an end"
    )
    return None


def table3(seen: _programmes.Portfolio) -> pd.DataFrame:
    """Table 3 as a frame: one row a priority area, a column a tier, names parted by semicolons."""
    rows = [
        {"priority area": row.title, **{tier: "; ".join(names) for tier, names in row.by_tier.items()},
         "not tiered": "; ".join(row.not_tiered)}
        for row in seen.table3
    ]  # fmt: skip
    return pd.DataFrame(rows)


def last_quarter(day: date) -> Period:
    """The last calendar quarter that was over on a day."""
    this = (day.month - 1) // 3 * 3 + 1
    return Period.of_months(day.year, this, 3).shift(-3)


@programmes.command()
def add(
    kind: Literal["programmes", "funds", "awards", "evaluations"],
    file: File,
    replace: Replace = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a record that somebody wrote (YAML) into the workspace, after checking it, its links and its fund's terms."""
    _show.print_paths([_programmes.add_record(open_here(workspace), kind, file, replace=replace)], as_json=as_json)


@programmes.command()
def grants(
    file: File,
    schema: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="A copy of the official schema, to set its verdict beside ours."
        ),
    ] = None,
    replace: Replace = False,
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Take in grants in the 360Giving standard (JSON, or a sheet as CSV): none lost, each with its verdict."""
    with _show.progress_bar() as progress:
        made = _programmes.import_grants(open_here(workspace), file, schema=schema, replace=replace, progress=progress)
    counts, spend = dict(made.grants.counts), made.spend
    if as_json:
        return _show.print_json({
            "record": str(made.record), "counts": counts, "reasons": dict(made.grants.reasons),
            "judged_otherwise": made.judged_otherwise, "stated_share": spend.stated_share,
            "spend": spend.table.to_dict("records"),
        })  # fmt: skip
    _show.results.print(", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in counts.items()))
    _show.print_rows(
        "What is wrong with how many",
        ("problem", "grants"),
        [(r, f"{n:,}") for r, n in [*made.grants.reasons.items()][:10]],
    )
    _show.print_table("Pounds by the place that they are for", spend.table.head(15), as_json=False)
    _show.notes.print(f"the place is stated for {spend.stated_share:.1%} of the money")
    if made.judged_otherwise is not None:
        _show.notes.print(f"the official schema judges {made.judged_otherwise:,} otherwise")
    return None


@programmes.command()
def export(
    into: Path,
    title: Annotated[str, typer.Option(help="What the package is called.")] = "Awards",
    on: On = None,
    addresses: Annotated[
        _programmes.Addresses,
        typer.Option(
            help="Of recipients that say that they are refuges: withheld, or as they came, for their funder only."
        ),
    ] = "withheld",
    workspace: In = None,
    as_json: AsJson = False,
) -> None:
    """Write the workspace's awards as one 360Giving package, and every imported file with every grant of it."""
    with _show.progress_bar() as progress:
        made = _programmes.export_grants(
            open_here(workspace), into, title=title, on=on.date() if on else date.today(), addresses=addresses, progress=progress
        )  # fmt: skip
    _show.print_paths(made, as_json=as_json)
