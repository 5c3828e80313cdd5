"""The model of a published figure: a value that its publisher worked out, shown as released and never counted again."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from opensna.core.document import read_each


class Figure(BaseModel):
    """One YAML file of the folder `figures`.

    Parameters
    ----------
    id : the file's name. title, question : as printed. source : whose table has the contract of published figures.
    indicator : the value of the column of that name. value_is : a share (0 to 1), a rate (`per` so many), a count, or a plain
        value such as a score, named by `unit`.
    scale : what the publisher's value is multiplied by, such as 0.01 where a share is published per cent.
    typical : the usual range among areas, after scaling; synthetic figures are drawn from it, and nothing else uses it.
    breakdowns : groupings to take, such as "sex"; everybody is always taken.
    leave_out : area codes whose figures its publisher gives on another scale.
    rate_per : of a count of a police force's offences, how many residents it is also given for as a rate.
    breaks : ids of the breaks in its series (definition/series_breaks.yaml), to be said and drawn wherever it is shown.
    direction, caveats, status, reviewed_by, reviewed_on : as for a measure.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    question: str
    source: str
    indicator: str
    value_is: Literal["share", "rate", "count", "value"]
    unit: str
    per: float = 1
    scale: float = 1
    typical: tuple[float, float]
    breakdowns: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    rate_per: float | None = Field(default=None, gt=0)
    breaks: tuple[str, ...] = ()
    direction: Literal["lower_is_better", "higher_is_better", "neither"]
    caveats: tuple[str, ...] = ()
    status: Literal["draft", "published"] = "published"
    reviewed_by: str = "unreviewed"
    reviewed_on: str = ""


def load_figures(folder: Traversable) -> Mapping[str, Figure]:
    """Every published figure by id, in order of name, read-only.

    Raises
    ------
    DocumentError : a file that does not fit, or an id that is not the file's.
    """
    return MappingProxyType(read_each(folder, Figure))
