"""What the records of each form of chart must hold, checked when a chart is made and not when it is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from numbers import Real
from types import MappingProxyType
from typing import Any

from opensna.core.errors import ChartError


@dataclass(frozen=True)
class Fields:
    """Fields of every record of a form.

    `words` are there; `dates` are dates or ISO text; `numbers` are there, None where absent; `may` are numbers that may be left
    out; `from_zero` are those numbers that cannot be negative; `options` are keys that the chart's options must hold.
    """

    words: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    from_zero: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def must(self) -> tuple[str, ...]:
        """All fields that no record may lack."""
        return self.words + self.dates + self.numbers


INTERVAL = ("lower", "upper")
FORMS: Mapping[str, Fields] = MappingProxyType({
    "line": Fields(dates=("x",), numbers=("y",), may=INTERVAL),
    "fan": Fields(dates=("x",), numbers=("y",), may=(*INTERVAL, "outer_lower", "outer_upper")),
    "small_multiples": Fields(words=("panel",), dates=("x",), numbers=("y",), may=INTERVAL),
    "dot_interval": Fields(words=("label",), numbers=("value",), may=INTERVAL),
    "change_dots": Fields(words=("label", "verdict"), numbers=("value",), may=INTERVAL),
    "bar": Fields(words=("label",), numbers=("value",), may=INTERVAL),
    "pyramid": Fields(words=("label", "series"), numbers=("value",), may=INTERVAL, from_zero=("value", *INTERVAL)),
    "tornado": Fields(words=("label",), numbers=("low", "high"), options=("base",)),
    "funnel": Fields(words=("label", "verdict"), numbers=("population", "value"), from_zero=("population",), options=("limits",)),
    "heat_map": Fields(words=("row", "column"), numbers=("value",)),
    "gap_map": Fields(words=("row", "column"), numbers=("value",), from_zero=("value",)),
    "map": Fields(words=("area_code",), numbers=("value",)),
    "tile_map": Fields(words=("label",), numbers=("value",), may=("row", "column")),
    "flow": Fields(words=("source", "target"), numbers=("value",), from_zero=("value",)),
})  # fmt: skip
"""Required fields by form; the table in `opensna.core.block.Chart` says what else a record may hold."""


def check(form: str, title: str, data: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> None:
    """Refuse data that the form cannot draw.

    Raises
    ------
    ChartError : no such form; a field or an option is missing; a field does not hold a number, a date or a number from 0 up.
    """
    where = f"chart {title!r}, form {form}"
    if form not in FORMS:
        raise ChartError(
            "there is no such form of chart", where=where, expected=", ".join(FORMS), do_this="use one of these forms"
        )
    fields = FORMS[form]
    lacking = [key for key in fields.options if key not in options]
    if lacking and data:
        raise ChartError(
            "the options lack a key", where=where, found=", ".join(options) or "none", expected=", ".join(fields.options),
            do_this=f"add to options: {', '.join(lacking)}",
        )  # fmt: skip
    faults = dict.fromkeys(fault for record in data for fault in _faults(record, fields))
    if faults:
        raise ChartError(
            "records do not fit the form", where=where, found="; ".join(faults), expected=", ".join(fields.must),
            do_this="give every record these fields, numbers as numbers and None where a value is absent",
        )  # fmt: skip


def _faults(record: Mapping[str, Any], fields: Fields) -> list[str]:
    """What is wrong with a record, by the names of its fields and never by their values."""
    faults = [f"no field {name!r}" for name in fields.must if name not in record or _is_void(record, name, fields)]
    faults += [f"{name!r} is not a date" for name in fields.dates if record.get(name) and not _is_date(record[name])]
    for name in fields.numbers + fields.may:
        value = record.get(name)
        if value is not None and not isinstance(value, Real):
            faults.append(f"{name!r} is not a number")
        elif value is not None and name in fields.from_zero and value < 0 and math.isfinite(value):
            faults.append(f"{name!r} is below 0")
    return faults


def _is_void(record: Mapping[str, Any], name: str, fields: Fields) -> bool:
    return name not in fields.numbers and record[name] is None


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return True
