"""Effects as the index of evidence or an evaluation holds them: handed over, never retyped."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType

from opensna.core.errors import InputError
from opensna.evaluation.evaluation import Evaluation, Result
from opensna.whatworks.approach import Approach
from opensna.whatworks.rating import Rating
from opensna.whatworks.registries import registries

LEVEL = 0.95
_RATIO = 1.0
"""The value that means no effect where a result is a ratio; one of a difference says nothing of a relative change."""


@dataclass(frozen=True)
class Effect:
    """A relative change in one outcome: -0.21 is 21 per cent less of it than without the programme.

    `lower` and `upper` are 95 per cent limits, None where the source prints none. `outcome` is in the source's words
    ("violence", "reoffending"). `wording` is what was printed.
    """

    id: str
    outcome: str
    change: float
    lower: float | None
    upper: float | None
    source: str
    wording: str = ""

    def __post_init__(self) -> None:
        """Refuse a change that cannot be, or limits around another value."""
        low, high = (self.change if end is None else end for end in (self.lower, self.upper))
        if not -1 <= low <= self.change <= high < float("inf") or (self.lower is None) != (self.upper is None):
            raise InputError(
                "an effect that cannot be",
                where=self.id,
                found=f"{self.change:g}, limits {self.lower} to {self.upper}",
                expected="a relative change of -1 (none left) or more, between both of its limits or with neither",
                do_this="write 21 per cent less as -0.21, and take the limits from the source or leave both out",
            )


def effects_of_index(approaches: Iterable[Approach]) -> Mapping[str, Effect]:
    """Effects that the What Works index holds as numbers, by the rating's id and the outcome: "YEF-07/violence".

    The registries print no limits, so none has any. What a registry prints in words alone gives no effect.
    """
    made = {}
    for approach in approaches:
        for rating in approach.ratings:
            for held in rating.effects:
                if held.change is not None:
                    name = f"{rating.id}/{_slug(held.outcome)}"
                    made[name] = Effect(name, held.outcome, held.change, None, None, _credit(rating), held.printed)
    return MappingProxyType(made)


def effects_of_evaluations(evaluations: Iterable[Evaluation]) -> Mapping[str, Effect]:
    """Results of evaluations that are ratios, with 95 per cent limits, by evaluation, outcome and statistic.

    A result that is a difference states no relative change, and gives none. Limits of another level are brought to 95 per cent on
    the logarithm of the ratio.
    """
    made = {}
    for evaluation in evaluations:
        for result in evaluation.results:
            if result.no_difference == _RATIO and result.lower > 0:
                name = f"{evaluation.id}/{result.outcome}/{_slug(result.statistic)}"
                lower, upper = _limits(result)
                source = f"{evaluation.title}, {evaluation.evaluator}, {result.read_at}"
                wording = f"{result.statistic} {result.value:g} ({result.lower:g} to {result.upper:g})"
                made[name] = Effect(name, result.outcome, result.value - 1, lower, upper, source, wording)
    return MappingProxyType(made)


def _limits(result: Result) -> tuple[float, float]:
    widen = _deviate(LEVEL) / _deviate(result.level)
    ends = (math.log(end / result.value) * widen for end in (result.lower, result.upper))
    lower, upper = (result.value * math.exp(end) - 1 for end in ends)
    return lower, upper


def _deviate(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _credit(rating: Rating) -> str:
    """Which registry, where, and when it was read: most pages carry no date, and that is said."""
    read = f"read on {rating.read_on}" if rating.read_on else "as read, date unknown"
    return f"{registries()[rating.registry].name} {rating.id}, {rating.address or '; '.join(rating.read_at)}, {read}"


def _slug(text: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", text.lower()))
