"""Kind of claim to the function that words it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from opensna.assessment import claims, model_claims
from opensna.assessment.claims import Fields, Rows

SENTENCES: Mapping[str, Callable[[Rows, Fields], str]] = {
    "level": claims.level,
    "change": claims.change,
    "comparison": claims.comparison,
    "rank": claims.rank,
    "share": claims.share,
    "figure": claims.figure,
    "figure_since": claims.figure_since,
    "pooled": model_claims.pooled,
    "concentrated": model_claims.concentrated,
    "associated": model_claims.associated,
    "agreement": model_claims.agreement,
    "disproportion": model_claims.disproportion,
    "harm": model_claims.harm,
}
