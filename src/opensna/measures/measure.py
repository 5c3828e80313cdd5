"""The one model of a measure: a YAML file of this folder is read into it, and its JSON Schema is generated from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Value = str | int | bool


class Range(BaseModel):
    """A range of whole numbers, both ends included; an end that is not given is open."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    minimum: int | None = None
    maximum: int | None = None


Condition = Annotated[
    Value | tuple[Value, ...] | Range, Field(description="the column equals, is one of, or lies between")
]


class PopulationDenominator(BaseModel):
    """Residents, of an age range and sex, of the areas that the source covers: person-years if annualised."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    population: Literal["residents"]
    age: Range = Range()


class RecordsDenominator(BaseModel):
    """Records of the same source: the measure is a share, 0 to 1. The numerator's conditions are added to these."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    records: dict[str, Condition]


class Measure(BaseModel):
    """Numerator over denominator for area and period.

    `where` names columns of the source's table (after `definition` has added its own: in_definition, under_25,
    domestic_abuse, sexual_violence). `sum` names a column to add; without it a row counts as one. `distinct` counts distinct
    values afresh for each cell. `breakdowns` are columns or crossings ("sex*age_band"). `grain` is the shortest period it is
    published for. `level` is the smallest area that it is counted for; below borough and for the whole alone, an edition counts the
    assessed period and no other.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    question: str
    source: str
    unit: Literal["offence", "victim", "suspect", "incident", "person", "admission", "attendance", "callout"]
    where: dict[str, Condition] = {}
    sum: str | None = None
    distinct: str | None = None
    denominator: PopulationDenominator | RecordsDenominator | None = None
    per: int = 1000
    annualised: bool = False
    method: Literal["byar_or_exact", "wilson", "count"] = "byar_or_exact"
    breakdowns: tuple[str, ...] = ()
    grain: Literal["month", "year"] = "month"
    level: Literal["whole", "borough", "ward"] = "borough"
    comparators: tuple[str, ...] = ("whole",)
    direction: Literal["lower_is_better", "higher_is_better", "neither"]
    disclosure: Literal["by_access", "strict"] = "by_access"
    caveats: tuple[str, ...] = ()
    status: Literal["draft", "published"] = "published"
    reviewed_by: str = "unreviewed"
    reviewed_on: str = ""
