"""A borough's own figures, each with who published it, where it stands and for which period; no interval is invented for one.

They are `figures.yaml` beside the narratives. In an edition each is an estimate of kind "quoted", so that the ledger holds it like
any other. One that is not public yet is in the authors' edition alone: nothing else may be quoted to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, field_validator

from opensna.core.area import Area
from opensna.core.claim import EstimateKey
from opensna.core.document import fit, read_yaml
from opensna.core.errors import DocumentError, PeriodError
from opensna.core.estimate import ESTIMATE_COLUMNS, Estimates
from opensna.core.period import Period

FILE = "figures.yaml"
SOURCE = "local_figures"
PREFIX = "local."
"""What the id of a local figure has before it in the table of estimates, so that it is never taken for a measure's."""


class LocalFigure(BaseModel):
    """One figure of the borough's own.

    `value` is as printed: a share from 0 to 1, a rate `per` so many. `unit` follows it in a sentence: "young people on the list".
    `restates` names a measure or published figure of OpenSNA that is of the same thing; if the two differ, `differs_because` says
    why, or the difference is told as a contradiction. `is_public` says that anybody could read it already, at `publisher`'s.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    value: float = Field(ge=0, allow_inf_nan=False)
    value_is: Literal["count", "share", "rate", "value"]
    unit: str
    per: float = Field(default=1, gt=0)
    period: str
    publisher: str
    document: str
    page: str
    is_public: bool
    restates: str = ""
    differs_because: str = ""
    caveats: tuple[str, ...] = ()

    @field_validator("period")
    @classmethod
    def _is_period(cls, text: str) -> str:
        try:
            return str(Period.parse(text))
        except PeriodError as error:
            raise ValueError(f"{error.what}: {text!r}; {error.expected}") from None

    @property
    def when(self) -> Period:
        """Its period."""
        return Period.parse(self.period)

    @property
    def source(self) -> str:
        """Publisher, document and page, as printed."""
        return f"{self.publisher}: {self.document}, {self.page}"

    def key(self, area: str) -> EstimateKey:
        """Its key in the table of estimates."""
        when = self.when
        return EstimateKey(PREFIX + self.id, area, when.start.isoformat(), when.end.isoformat(), self.value_is)


class LocalFigures(BaseModel):
    """figures.yaml of one area."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    figures: tuple[LocalFigure, ...]


def read_local(file: Path, where: str) -> Mapping[str, LocalFigure]:
    """An area's own figures by id; none where there is no file.

    Raises
    ------
    DocumentError : it does not fit, a share is above 1, or an id is given twice.
    """
    if not file.is_file():
        return {}
    held: dict[str, LocalFigure] = {}
    for figure in fit(read_yaml(file), LocalFigures, where=where).figures:
        if figure.id in held:
            raise DocumentError(
                "an id is given twice", where=where, found=figure.id, do_this="give each an id of its own"
            )
        if figure.value_is == "share" and figure.value > 1:
            raise DocumentError(
                "a share above 1", where=f"{where}, figure {figure.id}", found=str(figure.value),
                expected="a number from 0 to 1", do_this="divide a percentage by 100",
            )  # fmt: skip
        held[figure.id] = figure
    return held


def with_local(
    estimates: Estimates, figures: Mapping[str, Mapping[str, LocalFigure]], areas: Mapping[str, Area]
) -> Estimates:
    """The estimates with the local figures (by area code, then id) that the edition's audience may read."""
    rows = [
        _row(figure, areas[code])
        for code, of_area in figures.items()
        for figure in of_area.values()
        if is_shown(figure, estimates.audience)
    ]
    if not rows:
        return estimates
    added = pd.DataFrame(rows)[list(ESTIMATE_COLUMNS)].astype(estimates.table.dtypes.to_dict())
    return replace(estimates, table=pd.concat([estimates.table, added], ignore_index=True))


def is_shown(figure: LocalFigure, audience: str) -> bool:
    """Whether readers may see it: what is public already, and to the authors everything."""
    return figure.is_public or audience == "authors"


def _row(figure: LocalFigure, area: Area) -> dict[str, object]:
    when, nothing = figure.when, float("nan")
    return {
        "measure": PREFIX + figure.id, "area_code": area.code, "period_start": when.start, "period_end": when.end,
        "breakdown": "none", "group": "", "area_name": area.name, "area_type": area.type, "statistic": figure.value_is,
        "value": figure.value, "ci_lower": nothing, "ci_upper": nothing, "ci_level": nothing, "method": "quoted",
        "numerator": nothing, "denominator": nothing, "per": figure.per, "unit": figure.unit, "rank": nothing,
        "rank_high": nothing, "rank_n": nothing, "comparator": "", "comparison": "", "mark": "", "source": SOURCE,
        "release": "", "kind": "quoted", "baseline_start": None, "baseline_end": None,
    }  # fmt: skip
