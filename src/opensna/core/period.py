"""Period: whole months, both ends included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from opensna.core.errors import PeriodError

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_FINANCIAL = re.compile(r"fy(\d{4})-(\d{2})")


def _first(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Whole calendar months from `start` to `end`, both days included.

    Examples
    --------
    >>> Period.parse("2022-10/2023-09").months
    12
    >>> str(Period.parse("fy2019-20"))
    '2019-04/2020-03'
    """

    start: date
    end: date

    @classmethod
    def of_months(cls, year: int, month: int, count: int) -> Period:
        """`count` months from the first of `month`; months outside 1-12 carry over to other years."""
        return cls(_first(year, month), _first(year, month + count) - timedelta(days=1))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2023", "2023-04", "2022-10/2023-09" or "fy2022-23" (April to March).

        Raises
        ------
        PeriodError : any other text, or an end before its start.
        """
        text = text.strip()
        if re.fullmatch(r"\d{4}", text):
            return cls.of_months(int(text), 1, 12)
        if (match := _FINANCIAL.fullmatch(text)) and (int(match[1]) + 1) % 100 == int(match[2]):
            return cls.of_months(int(match[1]), 4, 12)
        ends = [_MONTH.fullmatch(part) for part in text.split("/")]
        if 1 <= len(ends) <= 2 and all(ends):
            (first, last) = (ends[0], ends[-1])
            assert first is not None
            assert last is not None
            period = cls(
                _first(int(first[1]), int(first[2])), _first(int(last[1]), int(last[2]) + 1) - timedelta(days=1)
            )
            if period.start <= period.end:
                return period
        raise PeriodError(
            "this is not a period of whole months",
            where="--period",
            found=repr(text),
            expected="2023, 2023-04, 2022-10/2023-09 or fy2022-23",
            do_this="give a first and a last month, the earlier one first",
        )

    @property
    def months(self) -> int:
        """Whole months."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def years(self) -> float:
        """Length in years."""
        return self.months / 12

    @property
    def mid_year(self) -> int:
        """The year that holds the period's midpoint: which mid-year population goes with it."""
        return (self.start + (self.end - self.start) / 2).year

    def tells_of(self, wanted: Period) -> tuple[int, bool, int, int]:
        """How well a figure of this period answers for another: the greater, the better.

        By the days that both share; of as many, one that does not end after it, then the newer, then the one nearest in length.
        """
        shared = max(0, (min(self.end, wanted.end) - max(self.start, wanted.start)).days + 1)
        is_over = self.end <= wanted.end
        newest = self.end.toordinal() if is_over else -self.end.toordinal()
        return shared, is_over, newest, -abs(self.months - wanted.months)

    def shift(self, months: int) -> Period:
        """The same length, moved by months (negative: earlier)."""
        return Period.of_months(self.start.year, self.start.month + months, self.months)

    def each_month(self) -> tuple[Period, ...]:
        """The months it is made of."""
        return tuple(Period.of_months(self.start.year, self.start.month + i, 1) for i in range(self.months))

    @property
    def label(self) -> str:
        """As a sentence names it."""
        if self.months == 1:
            return f"{self.start:%B %Y}"
        if self.months == 12 and self.start.month == 1:
            return f"{self.start.year}"
        if self.months == 12:
            return f"year ending {self.end:%B %Y}"
        return f"{self.start:%B %Y} to {self.end:%B %Y}"

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        return f"{self.start:%Y-%m}/{self.end:%Y-%m}"
