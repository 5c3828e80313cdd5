"""The registry of evaluations: one YAML each, every result as visible as any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from opensna.core.document import read_each
from opensna.evaluation.evaluation import Evaluation
from opensna.reference.outcomes import outcomes

COLUMNS = (
    "id", "title", "programme", "approaches", "design", "status", "protocol", "outcome", "primary", "in_protocol", "statistic",
    "value", "lower", "upper", "finding", "costs", "address",
)  # fmt: skip


@cache
def evaluations() -> Mapping[str, Evaluation]:
    """The evaluations that the report names, by id."""
    return MappingProxyType(read_each(resources.files("opensna.evaluation") / "evaluations", Evaluation))


def with_own(registry: Mapping[str, Evaluation], folder: Path) -> Mapping[str, Evaluation]:
    """The registry with a workspace's own evaluations laid over it."""
    return MappingProxyType({**registry, **read_each(folder, Evaluation)})


def results_table(registry: Iterable[Evaluation]) -> pd.DataFrame:
    """COLUMNS, one row an outcome measured, in order of id: with a result or, as visibly, without one (finding [x])."""
    rows = [row for evaluation in sorted(registry, key=lambda e: e.id) for row in _rows(evaluation)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def statuses(registry: Iterable[Evaluation]) -> dict[str, str]:
    """In a few words where each evaluation stands, by id."""
    return {e.id: f"{e.design}, {e.status}; {e.primary_finding}" for e in registry}


def _rows(evaluation: Evaluation) -> list[dict[str, object]]:
    protocol = evaluation.protocol
    shared: dict[str, object] = {
        "id": evaluation.id,
        "title": evaluation.title,
        "programme": evaluation.programme,
        "approaches": ", ".join(evaluation.approaches),
        "design": evaluation.design,
        "status": evaluation.status,
        "protocol": protocol.written_on.isoformat()
        if protocol
        else f"[x] {evaluation.no_protocol or 'not yet written'}",
        "costs": sum(cost.amount for cost in evaluation.costs) if evaluation.costs else float("nan"),
        "address": evaluation.address or "",
    }
    if not evaluation.measured:
        return [shared | {"finding": f"[x] {evaluation.no_result or 'no outcome named yet'}"}]
    rows: list[dict[str, object]] = []
    for entry in evaluation.measured:
        results = [result for result in evaluation.results if result.outcome == entry.outcome]
        said = {"outcome": outcomes()[entry.outcome].name, "primary": entry.primary, "in_protocol": entry.in_protocol}
        rows += [
            shared | said | {
                "statistic": r.statistic, "value": r.value, "lower": r.lower, "upper": r.upper, "finding": r.finding
            } for r in results
        ] or [shared | said | {"finding": f"[x] {evaluation.no_result or 'no result yet'}"}]  # fmt: skip
    return rows
