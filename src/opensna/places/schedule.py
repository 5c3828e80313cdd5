"""When a service is open: recurring schedules as the standard writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr

_PARTS = (
    ("freq", "FREQ"), ("interval", "INTERVAL"), ("byday", "BYDAY"), ("bymonthday", "BYMONTHDAY"), ("byweekno", "BYWEEKNO"),
    ("byyearday", "BYYEARDAY"), ("wkst", "WKST"),
)  # fmt: skip
_MIDNIGHT = time(0)


def schedule_problem(schedule: Mapping[str, Any]) -> str:
    """Why the recurrence cannot be read, or nothing."""
    if not schedule.get("freq"):
        return ""
    try:
        _rule(schedule, date(2025, 1, 6))
    except (ValueError, TypeError, KeyError, AttributeError):
        return "the recurrence cannot be read: check byday (MO,TU), bymonthday and interval"
    return ""


def runs_on(schedule: Mapping[str, Any], day: date) -> bool:
    """Whether it has an occurrence that begins on that day. One that cannot be read, or has no frequency, has none."""
    start, end = (_day(schedule.get(name)) for name in ("valid_from", "valid_to"))
    if not schedule.get("freq") or schedule_problem(schedule) or (start and day < start) or (end and day > end):
        return False
    first = _day(schedule.get("dtstart")) or start or day - timedelta(days=day.weekday() + 364)
    until = _day(schedule.get("until"))
    if day < first or (until and day > until):
        return False
    rule = _rule(schedule, first)
    moment = datetime.combine(day, _MIDNIGHT)
    return bool(rule.between(moment, moment, inc=True))


def is_open(schedules: Iterable[Mapping[str, Any]], day: date, at: time | None = None) -> bool:
    """Whether any of them is open on the day, at any hour or at that one. One that closes before it opens runs past midnight.

    A schedule without hours is open all day.
    """
    for schedule in schedules:
        opens, closes = (_time(schedule.get(name)) for name in ("opens_at", "closes_at"))
        today = runs_on(schedule, day)
        if at is None or opens is None or closes is None:
            if today:
                return True
            continue
        if opens <= closes:
            if today and opens <= at < closes:
                return True
        elif (today and at >= opens) or (at < closes and runs_on(schedule, day - timedelta(days=1))):
            return True
    return False


def _rule(schedule: Mapping[str, Any], first: date) -> Any:
    given = [(key, schedule.get(name)) for name, key in _PARTS]
    parts = [f"{key}={str(value).replace(' ', '')}" for key, value in given if value not in (None, "")]
    if schedule.get("count"):
        parts.append(f"COUNT={int(schedule['count'])}")
    return rrulestr(";".join(parts), dtstart=datetime.combine(first, _MIDNIGHT))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _time(value: Any) -> time | None:
    try:
        return time.fromisoformat(str(value).removesuffix("Z")).replace(tzinfo=None) if value else None
    except ValueError:
        return None
