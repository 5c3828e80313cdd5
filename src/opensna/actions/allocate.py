"""Divide a fund between areas by a measure, and see how near the line they stand (an author's working figures)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from opensna.actions.measure import Answer, measure
from opensna.actions.programmes import registers
from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.catalogue import MEASURES, find
from opensna.commissioning.allocation import SEED, Allocation
from opensna.commissioning.allocation import allocate as divide
from opensna.commissioning.compare import Comparison
from opensna.commissioning.compare import compare as set_side_by_side
from opensna.commissioning.edges import CliffEdge, cliff_edge
from opensna.commissioning.rule import AllocationRule
from opensna.core.errors import DocumentError, InputError
from opensna.stats.harm import HarmWeights, harm_score

Basis = Literal["count", "rate", "harm"]
AREAS = "borough"


@dataclass(frozen=True)
class Divided:
    """An allocation, the two areas at its line (None where it draws none) and the warnings of its figures."""

    allocation: Allocation
    edge: CliffEdge | None
    warnings: tuple[str, ...]


def allocate(
    workspace: Workspace,
    measure_id: str,
    rule: AllocationRule,
    *,
    budget: float,
    basis: Basis = "count",
    period: str | None = None,
    release: str | None = None,
    definition: str | None = None,
    eligible: Sequence[str] = (),
    weights: Path | None = None,
    seed: int = SEED,
    progress: Progress = silent,
) -> Divided:
    """Divide a budget between the areas of a partnership.

    Parameters
    ----------
    basis : "count" (records), "rate" (the measure's own value, whatever it is) or "harm" (counts of all measures of `weights`).
    eligible : codes or names of the areas that may apply; all of the partnership unless given.
    weights : for harm, a CSV of measure and weight; `measure_id` must be one of its measures.

    Raises
    ------
    UnknownIdError, InputError, PeriodError, WarehouseError, DocumentError.
    """
    progress("measuring need", 0.0)
    need, warnings = need_of(
        workspace, measure_id, basis=basis, period=period, release=release, definition=definition, eligible=eligible,
        weights=weights,
    )  # fmt: skip
    progress("dividing", 0.7)
    made = divide(need, rule, budget=budget, seed=seed)
    progress("drawing chances", 0.9)
    edge = cliff_edge(made, seed=seed)
    progress("done", 1.0)
    return Divided(made, edge, warnings)


def allocate_fund(
    workspace: Workspace,
    fund_id: str,
    *,
    budget: float | None = None,
    basis: Basis = "count",
    period: str | None = None,
    release: str | None = None,
    progress: Progress = silent,
) -> Divided:
    """Divide a fund of the register by its own rule and measure.

    Raises
    ------
    UnknownIdError : no such fund. InputError : it has no rule, or nobody states a budget; and what `allocate` raises.
    """
    funds = registers(workspace).funds
    if not funds:
        raise InputError(
            "the register holds no fund", where=f"fund {fund_id}", found=f"none of {workspace.partnership.whole.name}",
            do_this="write one and take it in with opensna programmes add funds FILE, or give --measure with a rule",
        )  # fmt: skip
    fund = find("fund", funds, fund_id)
    money = fund.budget if budget is None else budget
    if fund.rule is None or fund.measure is None or money is None:
        raise InputError(
            "this fund cannot be divided", where=f"fund {fund.id}",
            found="no rule" if fund.rule is None else "no budget", expected=f"a rule and a budget; {fund.rule_in_its_words}",
            do_this="give the budget with --budget, or write the rule into records/funds",
        )  # fmt: skip
    return allocate(
        workspace, fund.measure, fund.rule, budget=money, basis=basis, period=period, release=release, progress=progress
    )


def compare_allocations(
    workspace: Workspace,
    measure_id: str,
    rule: AllocationRule,
    *,
    budget: float,
    choices: Mapping[str, Mapping[str, str]],
    eligible: Sequence[str] = (),
    weights: Path | None = None,
    progress: Progress = silent,
) -> Comparison:
    """The same rule under several choices: years show churn, releases and definitions show their effect, bases another need.

    Parameters
    ----------
    choices : by label, keyword arguments of `need_of`: {"2022": {"period": "2022"}, "2023": {"period": "2023"}}, or
        {"by count": {"basis": "count"}, "by rate": {"basis": "rate"}}.
    """
    needs = {}
    for position, (label, choice) in enumerate(choices.items()):
        progress(f"measuring need: {label}", position / (len(choices) + 1))
        given = {"eligible": eligible, "weights": weights, **choice}
        needs[label], _ = need_of(workspace, measure_id, **given)  # type: ignore[arg-type]  # a choice may hold any argument by name
    made = set_side_by_side(needs, rule, budget=budget)
    progress("done", 1.0)
    return made


def need_of(
    workspace: Workspace,
    measure_id: str,
    *,
    basis: Basis = "count",
    period: str | None = None,
    release: str | None = None,
    definition: str | None = None,
    eligible: Sequence[str] = (),
    weights: Path | None = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Need as `opensna.commissioning.need` takes it: area_code, area_name, value, low, high; and the warnings of the figures."""
    if basis not in ("count", "rate", "harm"):
        raise InputError(
            "need is not counted so", where="basis", found=repr(basis), expected="count, rate or harm",
            do_this="choose one of the three",
        )  # fmt: skip
    wanted = find("measure", MEASURES, measure_id)

    def answer(of: str) -> Answer:
        return measure(
            workspace, of, period=period, by=AREAS, areas=tuple(eligible), release=release, definition=definition
        )  # fmt: skip

    if basis == "harm":
        return _harm(answer, wanted.id, weights)
    made = answer(wanted.id)
    rows = made.table[made.table["breakdown"] == "none"]
    named = rows[["area_code", "area_name"]].reset_index(drop=True)
    value = rows["numerator"] if basis == "count" else rows["value"]
    need = named.assign(value=value.to_numpy("float64", na_value=np.nan), low=np.nan, high=np.nan)
    if basis == "rate":
        need = need.assign(low=rows["ci_lower"].to_numpy(float), high=rows["ci_upper"].to_numpy(float))
    return need, made.warnings


def _harm(answer: Callable[[str], Answer], first: str, weights: Path | None) -> tuple[pd.DataFrame, tuple[str, ...]]:
    table = _read_weights(weights, first)
    answers = {name: answer(name) for name in table}
    counts = pd.concat({name: a.table.set_index("area_code")["numerator"] for name, a in answers.items()}, axis=1)
    scored = harm_score(
        counts.to_numpy("float64", na_value=np.nan), list(table), HarmWeights("weights given", "", table)
    )
    names = next(iter(answers.values())).table.set_index("area_code")["area_name"].reindex(counts.index)
    need = pd.DataFrame({
        "area_code": counts.index, "area_name": names.to_numpy(), "value": scored.value, "low": scored.ci_lower,
        "high": scored.ci_upper,
    })  # fmt: skip
    return need, tuple(dict.fromkeys(text for a in answers.values() for text in a.warnings))


def _read_weights(path: Path | None, first: str) -> dict[str, float]:
    if path is None:
        raise InputError(
            "harm needs weights", where="weights", found="none", expected="a CSV of measure and weight",
            do_this="give the file with --weights; docs/commissioning.md shows one",
        )  # fmt: skip
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = {row["measure"].strip(): float(row["weight"]) for row in csv.DictReader(lines)}
    except (OSError, UnicodeDecodeError, KeyError, ValueError, AttributeError) as error:
        raise DocumentError(
            "the weights cannot be read", where=path.name, found=str(error)[:100], expected="measure,weight; one line a measure",
            do_this="correct the file",
        ) from error  # fmt: skip
    if first not in table:
        raise DocumentError(
            "the weights leave out the measure that is allocated by", where=path.name, found=", ".join(table) or "no lines",
            expected=first, do_this="add a line for it",
        )  # fmt: skip
    return table
