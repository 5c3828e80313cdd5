"""A claim: a sentence and the estimates that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class EstimateKey:
    """Finds one row of Estimates.table: every field equal, dates as ISO text."""

    measure: str
    area_code: str
    period_start: str
    period_end: str
    statistic: str
    breakdown: str = "none"
    group: str = ""
    baseline_start: str = ""
    comparator: str = ""


@dataclass(frozen=True)
class Claim:
    """`template` with `{name}` places, the estimates that fill them, and the sentence they gave. The ledger re-computes it.

    `kind` names the builder in assessment.claims that turns the estimates into `text` ("level", "change", "comparison", …).
    """

    id: str
    kind: str
    text: str
    keys: tuple[EstimateKey, ...]
    fields: dict[str, str] = field(default_factory=dict)
