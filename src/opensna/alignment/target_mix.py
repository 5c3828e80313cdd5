"""What a mix of programmes could contribute to a fall, as far as its evidence carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from opensna.alignment.effects import Effect
from opensna.alignment.value_spec import Quantity, Readers, Text
from opensna.core.errors import UnknownIdError
from opensna.costs.draws import draw_stated_range
from opensna.stats.rates import Floats

DIRECT = ("knife crime", "knife offences", "knife violence")
"""Outcomes that are knife offences themselves: an effect on them needs no link."""


class Contribution(BaseModel):
    """One approach in the mix.

    `share` is the part of the area's knife offences that it reaches (0 to 1), None where nobody has published it. `link` is what a
    change in the effect's own outcome does to knife offences (1: the same relative change); it needs a source that is not us and an
    interval, or the approach contributes [x].
    `full_from` is the year, counted from 1, in which it is at work in full; before, it grows in equal steps.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Text
    title: Text
    effect: Text
    share: Quantity | None = None
    link: Quantity | None = None
    assumed_interval: tuple[float, float] | None = None
    full_from: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _check(self) -> Contribution:
        if self.share and (self.share.ends[0] < 0 or self.share.ends[1] > 1):
            raise ValueError("a share outside 0 to 1")
        return self


class MixSpec(BaseModel):
    """The document of a mix (records/target_mix.yaml, or one that comes with OpenSNA): its approaches.

    `audience` is the widest that may see it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    audience: Readers = "authors"
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True)
class Counted:
    """What one approach contributes: relative change in all knife offences once at work in full, its range, or why it is [x].

    `effect` is the effect's id and `evidence` the effect in the source's words, with its outcome.
    """

    id: str
    title: str
    effect: str
    evidence: str
    change: float | None
    lower: float | None
    upper: float | None
    reason: str
    source: str


@dataclass(frozen=True)
class Mix:
    """Each approach, and the share of offences that the mix leaves: `left` (years, draws)."""

    parts: tuple[Counted, ...]
    left: Floats

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it could be counted."""
        return all(part.change is None for part in self.parts)


def mix_of(
    contributions: Sequence[Contribution], effects: Mapping[str, Effect], *, years: int, seed: int, draws: int
) -> Mix:
    """Put approaches together: what each leaves is multiplied, so that no offence is prevented twice.

    Raises
    ------
    UnknownIdError : an effect that was not handed in.
    """
    left = np.ones((years, draws))
    parts = []
    for item in contributions:
        if item.effect not in effects:
            raise UnknownIdError.of(
                "effect",
                item.effect,
                list(effects),
                do_this="name an effect of the What Works index or of an evaluation",
            )
        effect = _with_interval(effects[item.effect], item)
        says = effect.wording or f"{effect.change:+.0%} {effect.outcome}"
        reason, share = _why_not(item, effect), item.share
        if reason or share is None:
            parts.append(Counted(item.id, item.title, item.effect, says, None, None, None, reason, effect.source))
            continue
        change = _draws(item, effect, share, seed, draws)
        grown = np.minimum(np.arange(1, years + 1) / item.full_from, 1.0)
        left *= 1 + np.multiply.outer(grown, change)
        low, high = np.quantile(change, [0.025, 0.975])
        link = 1.0 if item.link is None else item.link.value
        sources = [effect.source, share.source, *([item.link.source] if item.link else [])]
        middle = share.value * effect.change * link
        parts.append(
            Counted(item.id, item.title, item.effect, says, middle, float(low), float(high), "", "; ".join(sources))
        )
    return Mix(tuple(parts), left)


def _with_interval(effect: Effect, item: Contribution) -> Effect:
    """The effect with its printed limits, or with those assumed; InputError where those do not hold it."""
    if effect.lower is not None or item.assumed_interval is None:
        return effect
    low, high = item.assumed_interval
    return replace(effect, lower=low, upper=high)


def _why_not(item: Contribution, effect: Effect) -> str:
    """Every reason why an approach contributes nothing that can be counted; "" where it does."""
    why = []
    if effect.lower is None:
        why.append("no interval is printed, and none is assumed")
    if effect.outcome.casefold() not in DIRECT:
        if item.link is None or item.link.origin == "ours":
            why.append(f"no sourced link from {effect.outcome} to knife offences")
        elif item.link.ends[0] == item.link.ends[1]:
            why.append(f"the link from {effect.outcome} to knife offences has no interval")
    if item.share is None:
        why.append("the share of knife offences that it reaches is not published")
    return "; ".join(why)


def _draws(item: Contribution, effect: Effect, share: Quantity, seed: int, draws: int) -> Floats:
    def drawn(name: str, value: float, ends: tuple[float, float]) -> Floats:
        return draw_stated_range(ends[0], value, ends[1], seed=seed, key=f"mix|{name}", draws=draws)

    low, high = (effect.change if end is None else end for end in (effect.lower, effect.upper))
    change = drawn(effect.id, effect.change, (low, high)) * drawn(f"share|{item.id}", share.value, share.ends)
    if item.link is not None:
        change = change * drawn(f"link|{item.id}", item.link.value, item.link.ends)
    return np.maximum(change, -1.0)
