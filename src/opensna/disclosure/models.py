"""Results of models fitted on rows: coefficients and intervals may pass, nothing that is about a row or a small group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opensna.core.errors import DisclosureError
from opensna.disclosure.policy import STRICT, policies

LEAST_DF = 10
"""Residual degrees of freedom below which a model nearly restates its rows (ACRO's default)."""


@dataclass(frozen=True)
class Term:
    """One coefficient with its limits, in the model's own unit."""

    name: str
    estimate: float
    ci_lower: float
    ci_upper: float


@dataclass(frozen=True)
class DisclosedModel:
    """What may be shown of a model. There is no place for fitted values or residuals."""

    terms: tuple[Term, ...]
    n: int
    residual_df: int


def disclose_model(
    terms: Sequence[Term], *, n: int, residual_df: int, level_sizes: Mapping[str, int], at_row_level: Sequence[str] = ()
) -> DisclosedModel:
    """A model's coefficients, if it is of enough records.

    Parameters
    ----------
    level_sizes : records at each level of each factor ("sex=Female"). at_row_level : names of anything in the result that has a
        value for each row or person: fitted values, residuals, scores.

    Raises
    ------
    DisclosureError : fewer than 10 residual degrees of freedom, a level at or below the threshold, or anything at row level.
    """
    smallest = policies()[STRICT].hide_to
    small = sorted(level for level, size in level_sizes.items() if size <= smallest)
    wrong = []
    if residual_df < LEAST_DF:
        wrong.append(f"fewer than {LEAST_DF} residual degrees of freedom")
    if small:
        wrong.append(f"levels of {smallest} or fewer: {', '.join(small)}")
    if at_row_level:
        wrong.append(f"values for single rows: {', '.join(at_row_level)}")
    if wrong:
        raise DisclosureError(
            "a model that says too much of few records",
            where="disclose_model",
            found="; ".join(wrong),
            expected=f"{LEAST_DF} or more residual degrees of freedom, every level above {smallest}, nothing at row level",
            do_this="join small levels, leave terms out, or fit it on more records; show coefficients and intervals only",
        )
    return DisclosedModel(tuple(terms), n, residual_df)
