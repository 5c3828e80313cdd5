"""Series breaks: when a law, a counting rule or an IT system moved a series, and what must be said beside it."""

from __future__ import annotations

import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError
from opensna.core.period import Period


class Break(BaseModel):
    """One break.

    `date` is the first day under the new state and `until` the last one of a passing break. `subgroups` are the offence
    subgroups concerned (none: all of them), `offences_like` words of their offences' names, `flags` the flags (none: the
    offences themselves). `direction` is what it does to recorded counts. `releases_from` limits it to releases from that one
    on. `sentence` is printed beside a figure. `stops_trends`: no change is given across it unless somebody asks; false where
    it moves little of the series, and then it is only said.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    date: datetime.date
    until: datetime.date | None = None
    subgroups: tuple[str, ...] = ()
    offences_like: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    direction: Literal["up", "down", "either"]
    kind: Literal["law", "counting_rule", "it_system", "circumstances"]
    source: str
    releases_from: str | None = None
    sentence: str
    stops_trends: bool = True

    def concerns(self, subgroup: str | None = None, *, flags: tuple[str, ...] = (), release: str = "") -> bool:
        """Whether it touches a series of this subgroup (None: of many), counted by these flags, from this release."""
        if self.releases_from is not None and release < self.releases_from:
            return False
        if self.flags and not set(self.flags) & set(flags):
            return False
        return not self.subgroups or subgroup is None or subgroup in self.subgroups

    def touches(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether a series from the first day to the last crosses it, or has days within one that passes."""
        if self.until is not None:
            return first <= self.until and last >= self.date
        return first < self.date <= last

    def lies_between(self, earlier: Period, later: Period) -> bool:
        """Whether a change from `earlier` to `later` sets one side of the break against the other."""
        if self.until is not None:
            touched = [p.start <= self.until and p.end >= self.date for p in (earlier, later)]
            return any(touched)
        return earlier.start < self.date <= later.end


class _Breaks(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    breaks: tuple[Break, ...]


def load_breaks(path: Traversable) -> tuple[Break, ...]:
    """Breaks of a document, earliest first.

    Raises
    ------
    DocumentError : it does not fit, or an id is given twice.
    """
    found = fit(read_yaml(path), _Breaks, where=path.name).breaks
    ids = [item.id for item in found]
    twice = sorted({item for item in ids if ids.count(item) > 1})
    if twice:
        raise DocumentError(
            "a break is given twice",
            where=f"{path.name}, field breaks",
            found=", ".join(twice),
            do_this="give each break an id of its own",
        )
    return tuple(sorted(found, key=lambda item: (item.date, item.id)))


@cache
def series_breaks() -> tuple[Break, ...]:
    """The breaks that come with OpenSNA, earliest first."""
    return load_breaks(resources.files("opensna.definition") / "series_breaks.yaml")
