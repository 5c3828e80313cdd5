"""Price years and price indices: what turns the money of one year into that of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

import pandas as pd

from opensna.core.errors import DocumentError, InputError, UnknownIdError
from opensna.core.missing import Mark
from opensna.reference._money import table

YearKind = Literal["calendar", "financial"]
GDP_DEFLATOR = "gdp_deflator"
"""HM Treasury's: the index for appraisal, and the default."""

_FINANCIAL = re.compile(r"(?:fy)?(\d{4})-(\d{2})")
_MARKS = {"forecast": Mark.FORECAST, "provisional": Mark.PROVISIONAL}
_STATUSES = ("outturn", "provisional", "forecast", "recalled")


@dataclass(frozen=True, order=True)
class PriceYear:
    """A year of prices: "2023" (calendar) or "2023-24" (financial, April to March). `start` is the year it begins in."""

    start: int
    kind: YearKind = "calendar"

    @classmethod
    def parse(cls, text: str) -> PriceYear:
        """Read "2023", "2023-24" or "fy2023-24".

        Raises
        ------
        InputError : any other text.
        """
        wanted = text.strip()
        if re.fullmatch(r"\d{4}", wanted):
            return cls(int(wanted), "calendar")
        if (match := _FINANCIAL.fullmatch(wanted)) and (int(match[1]) + 1) % 100 == int(match[2]):
            return cls(int(match[1]), "financial")
        raise InputError(
            "this is not a year of prices",
            where="price year",
            found=repr(text),
            expected="2023 for a calendar year, 2023-24 for a financial year",
            do_this="write the year in one of these two ways",
        )

    def overlaps(self, other: PriceYear) -> bool:
        """Whether the two years share a month."""
        first, second = self.months, other.months
        return first[0] <= second[1] and second[0] <= first[1]

    @property
    def months(self) -> tuple[int, int]:
        """First and last month, counted from year 0."""
        first = self.start * 12 + (3 if self.kind == "financial" else 0)
        return first, first + 11

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        return f"{self.start}" if self.kind == "calendar" else f"{self.start}-{(self.start + 1) % 100:02d}"


@dataclass(frozen=True)
class PriceIndex:
    """One index: `values` by year, with the years' statuses (outturn, provisional, forecast, recalled)."""

    id: str
    title: str
    publisher: str
    release: str
    values: Mapping[PriceYear, float]
    statuses: Mapping[PriceYear, str]

    def value(self, year: PriceYear) -> float:
        """The index in this year.

        Raises
        ------
        InputError : the index does not hold it. A year is never worked out from another kind's.
        """
        if year not in self.values:
            held = [str(held) for held in sorted(self.values) if held.kind == year.kind]
            kinds = " and ".join(sorted({held.kind for held in self.values}))
            raise InputError(
                "the price index does not hold this year",
                where=f"{self.id} ({self.title}, {self.release})",
                found=f"{year} ({year.kind})",
                expected=f"{held[0]} to {held[-1]}" if held else f"a {kinds} year",
                do_this="choose a year and kind it holds, another index, or add the value to records/price_indices.csv",
            )
        return self.values[year]

    def mark(self, year: PriceYear) -> str:
        """[f] for a forecast, [p] for a provisional value, else nothing."""
        return str(_MARKS.get(self.statuses.get(year, ""), ""))

    @property
    def credit(self) -> str:
        """Title, publisher and release in one clause."""
        return f"{self.title}, {self.publisher}, {self.release}"


@cache
def price_indices() -> Mapping[str, PriceIndex]:
    """The indices that come with OpenSNA, by id."""
    rows = pd.concat([table("price_indices.csv"), table("price_indices_typed.csv")], ignore_index=True)
    return MappingProxyType(_indices(rows, table("price_index_sources.csv"), where="price_indices.csv"))


def price_index(wanted: str, indices: Mapping[str, PriceIndex] | None = None) -> PriceIndex:
    """The index with this id; UnknownIdError, naming the nearest, if there is none."""
    held = price_indices() if indices is None else indices
    if wanted not in held:
        raise UnknownIdError.of("price index", wanted, list(held))
    return held[wanted]


def with_own_indices(rows: pd.DataFrame, *, where: str) -> Mapping[str, PriceIndex]:
    """The indices that come with OpenSNA, with a partnership's own rows in front of them.

    Parameters
    ----------
    rows : index, year ("2024" or "2024-25"), value, status, source; all text. A year of an index held already replaces it.

    Raises
    ------
    DocumentError : a row that cannot be read, every one at once.
    """
    _require_columns(rows, ("index", "year", "value", "status", "source"), where=where)
    rows = rows.assign(year_kind="")
    made = dict(price_indices())
    own = _indices(rows, _own_sources(rows), where=where)
    for name, index in own.items():
        made[name] = _laid_over(made[name], index) if name in made else index
    return MappingProxyType(made)


def _laid_over(held: PriceIndex, own: PriceIndex) -> PriceIndex:
    values, statuses = {**held.values, **own.values}, {**held.statuses, **own.statuses}
    release = f"{held.release}; {own.publisher}, {own.release}"
    return replace(held, release=release, values=MappingProxyType(values), statuses=MappingProxyType(statuses))


def _own_sources(rows: pd.DataFrame) -> pd.DataFrame:
    by_index = rows.groupby("index", sort=False)["source"].agg(lambda s: "; ".join(dict.fromkeys(s)))
    return pd.DataFrame(
        {"index": by_index.index, "title": by_index.index, "publisher": by_index.to_numpy(), "release": "added here"}
    )


def _require_columns(rows: pd.DataFrame, wanted: Iterable[str], *, where: str) -> None:
    lacking = [name for name in wanted if name not in rows.columns]
    if lacking:
        raise DocumentError(
            "the table lacks columns",
            where=where,
            found=f"lacks {', '.join(lacking)}",
            expected=", ".join(wanted),
            do_this="add the columns to the file's first line",
        )


def _indices(rows: pd.DataFrame, sources: pd.DataFrame, *, where: str) -> dict[str, PriceIndex]:
    problems: list[str] = []
    values: dict[str, dict[PriceYear, float]] = {}
    statuses: dict[str, dict[PriceYear, str]] = {}
    for line, row in enumerate(rows.to_dict("records"), start=2):
        try:
            year, number = PriceYear.parse(str(row["year"])), float(row["value"])
        except (InputError, ValueError):
            problems.append(f"line {line}: {row['year']!r}, {row['value']!r}")
            continue
        if not 0 < number < float("inf") or row["status"] not in _STATUSES:
            problems.append(f"line {line}: {row['value']!r}, {row['status']!r}")
            continue
        values.setdefault(str(row["index"]), {})[year] = number
        statuses.setdefault(str(row["index"]), {})[year] = str(row["status"])
    if problems:
        raise DocumentError(
            "a price index cannot be read",
            where=where,
            found="; ".join(problems[:8]),
            expected=f"a year, a number above zero, and one of {', '.join(_STATUSES)}",
            do_this="correct the lines that are named",
        )
    credits = sources.set_index("index").to_dict("index")
    return {
        name: PriceIndex(
            name, str(credits[name]["title"]), str(credits[name]["publisher"]), str(credits[name]["release"]),
            MappingProxyType(values[name]), MappingProxyType(statuses[name]),
        )
        for name in values
    }  # fmt: skip
