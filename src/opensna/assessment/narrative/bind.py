"""From a reference to the estimates that it means: which measure, where, when, and against what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from opensna.assessment.narrative.desk import (
    Desk,
    Held,
    as_written,
    bases,
    in_words,
    residents_of,
    value_of,
    what_is_counted,
)
from opensna.assessment.narrative.references import Reference, plain_text
from opensna.assessment.narrative.stance import read_stance
from opensna.core.area import Area
from opensna.core.claim import EstimateKey
from opensna.core.errors import DocumentError, OpenSNAError, PeriodError, UnknownIdError
from opensna.core.period import Period
from opensna.measures.figure import Figure
from opensna.measures.measure import Measure

RATES = {"count": "level", "rate": "level", "rank": "placed"}
"""Kind of sentence for a statistic of a measure."""


@dataclass(frozen=True)
class Bound:
    """A reference with its claim: kind, estimates and fields, as the ledger takes them."""

    reference: Reference
    kind: str
    keys: tuple[EstimateKey, ...]
    fields: dict[str, str]

    @property
    def is_sentence(self) -> bool:
        """Whether it makes a sentence of its own."""
        return self.reference.kind == "claim"


def bind(reference: Reference, desk: Desk) -> Bound:
    """The claim that a reference makes.

    Raises
    ------
    UnknownIdError : no measure, figure, area, comparator or local figure of this name. PeriodError : a period that cannot be read.
    DocumentError : the edition holds no such estimate, or the statistic is none of this measure's.
    """
    if reference.kind == "plain":
        return Bound(reference, "plain", (), {"text": plain_text(reference), "written": reference.where})
    if reference.kind == "local":
        return _bind_local(reference, desk)
    library = desk.library
    if reference.id not in library.known:
        ids = list(library.known)
        raise _at(reference, UnknownIdError.of("measure or figure", reference.id, ids, do_this=_LIST))
    described, area, statistic = library.known[reference.id], _area(reference, desk), _statistic(reference, desk)
    period = _period(reference, desk, area, statistic)
    fields = {
        "what": reference.options.get("called") or what_is_counted(described), "where": area.name, "when": in_words(period),
        "of": residents_of(described), "written": reference.where, "says": reference.name, **read_stance(reference),
    }  # fmt: skip
    key = EstimateKey(
        reference.id, area.code, period.start.isoformat(), period.end.isoformat(), "count" if statistic == "rank" else statistic,
        reference.options.get("by", "none"), reference.options.get("group", ""),
    )  # fmt: skip
    if statistic == "change":
        key, fields = _since(reference, desk, key, period, fields)
    elif statistic == "difference_from":
        key, fields = _against(reference, desk, key, fields)
    _refuse_absent(reference, desk, key)
    return _claim(reference, described, key, fields, desk)


_LIST = "list what there is with: opensna narrative figures AREA"


def _claim(
    reference: Reference, described: Measure | Figure, key: EstimateKey, fields: dict[str, str], desk: Desk
) -> Bound:
    statistic = reference.statistic or key.statistic
    if reference.kind == "number":
        return Bound(reference, "numbered", (key,), {**fields, "form": statistic})
    if key.statistic == "change":
        return Bound(reference, "moved", (key,), fields)
    if key.statistic == "difference_from":
        return Bound(reference, "set_against", (key,), fields)
    if isinstance(described, Figure) or statistic == "share":
        return Bound(reference, "stated", (key,), fields)
    if statistic == "rank":
        return Bound(reference, "placed", (key,), {**fields, "among": desk.library.area_words})
    pair = tuple(
        EstimateKey(*(key.measure, key.area_code, key.period_start, key.period_end, one, key.breakdown, key.group))
        for one in ("count", "rate")
    )
    group = f" ({key.group})" if key.group else ""
    return Bound(reference, "level", pair, {**fields, "what": fields["what"] + group})


def _bind_local(reference: Reference, desk: Desk) -> Bound:
    if reference.id not in desk.local:
        remedy = "add it to figures.yaml beside the narratives, or use one that is there"
        raise _at(reference, UnknownIdError.of("local figure", reference.id, list(desk.local), do_this=remedy))
    figure = desk.local[reference.id]
    fields = {
        "what": reference.options.get("called") or figure.title, "when": figure.when.label, "publisher": figure.publisher,
        "source": figure.source, "written": reference.where, "says": reference.name,
    }  # fmt: skip
    return Bound(reference, "local", (figure.key(desk.area.code),), fields)


def _statistic(reference: Reference, desk: Desk) -> str:
    options, wanted = reference.options, reference.statistic
    ways = [name for name in ("change_since", "against") if name in options]
    if len(ways) + bool(wanted) > 1:
        raise _refused(
            reference, "two answers are asked for at once", " and ".join([*ways, wanted]).strip(), "one of them"
        )
    if ways:
        return "change" if ways[0] == "change_since" else "difference_from"
    return wanted or value_of(desk.library.known[reference.id])


def _area(reference: Reference, desk: Desk) -> Area:
    wanted = reference.options.get("area")
    if wanted is None:
        return desk.area
    areas = {name: area for area in desk.library.areas for name in (area.code, area.name)}
    if wanted not in areas:
        names = [area.name for area in desk.library.areas]
        raise _at(
            reference,
            UnknownIdError.of("area", wanted, names, do_this="use the name or code of an area of the edition"),
        )
    return areas[wanted]


def _period(reference: Reference, desk: Desk, area: Area, statistic: str) -> Period:
    """The period named; else the assessed one, and of a published figure its newest up to then."""
    wanted = reference.options.get("period")
    if wanted is not None:
        return _parsed(reference, wanted, "period")
    period = desk.library.period
    if isinstance(desk.library.known[reference.id], Figure):
        groups = (reference.options.get("by", "none"), reference.options.get("group", ""))
        held = [
            one for one in desk.library.held(reference.id, area.code)
            if one.statistic == statistic and (one.breakdown, one.group) == groups and one.start <= period.end
        ]  # fmt: skip
        return Period(held[-1].start, held[-1].end) if held else period
    return period


def _since(
    reference: Reference, desk: Desk, key: EstimateKey, period: Period, fields: dict[str, str]
) -> tuple[EstimateKey, dict[str, str]]:
    wanted = reference.options["change_since"]
    if wanted == "year_before":
        base = period.shift(-12)
    else:
        base = desk.library.baselines.get(wanted) or _parsed(reference, wanted, "change_since")
    between = [b for b in desk.library.breaks.get(key.measure, ()) if b.stops_trends and b.lies_between(base, period)]
    named = EstimateKey(*(key.measure, key.area_code, key.period_start, key.period_end, "change", key.breakdown, key.group,
                          base.start.isoformat()))  # fmt: skip
    breaks = " ".join(b.sentence for b in between)
    return named, {**fields, "base": in_words(base), "breaks": breaks}


def _against(
    reference: Reference, desk: Desk, key: EstimateKey, fields: dict[str, str]
) -> tuple[EstimateKey, dict[str, str]]:
    wanted, known = reference.options["against"], desk.library.comparators
    ids = {**{name: id for id, name in known.items()}, **{id: id for id in known}}
    if wanted not in ids:
        remedy = f"use one of: {', '.join(known)}"
        raise _at(reference, UnknownIdError.of("comparator", wanted, list(known), do_this=remedy))
    named = EstimateKey(*(key.measure, key.area_code, key.period_start, key.period_end, "difference_from", key.breakdown,
                          key.group, "", ids[wanted]))  # fmt: skip
    return named, {**fields, "other": known[ids[wanted]]}


def _refuse_absent(reference: Reference, desk: Desk, key: EstimateKey) -> None:
    """Refuse an estimate that the edition does not have although it has others of the measure: what is hidden is there as [c]."""
    library = desk.library
    if key in library.index or (key.measure not in library.measures and library.audience != "authors"):
        return
    held = library.held(key.measure, key.area_code)
    if not held:
        raise _refused(
            reference, "the edition has no estimate of this in the area", key.measure, "a measure whose source is loaded",
            "ingest a delivery of its source, or take the reference out",
        )  # fmt: skip
    do_this = _moved_on(reference, desk, key, held) or "correct the reference"
    raise _refused(reference, "the edition has no such estimate", _told(key), _nearest(key, held), do_this)


def _moved_on(reference: Reference, desk: Desk, key: EstimateKey, held: Sequence[Held]) -> str:
    """What to write for a year before that is none any more since the assessed year moved; empty for all else."""
    if not key.baseline_start or reference.options["change_since"] == "year_before":
        return ""
    period, wanted = _when(key), date.fromisoformat(key.baseline_start)
    year = period.shift(-12)
    if year not in bases(_now(key, held)) or wanted.month != period.start.month:
        return ""
    which = "the period assessed" if period == desk.library.period else as_written(period)
    return (
        f"if the sentence means the year before {which}, write change_since=year_before: here that is {as_written(year)}, and it "
        "moves with the period; otherwise use one that is there"
    )


def _when(key: EstimateKey) -> Period:
    return Period(date.fromisoformat(key.period_start), date.fromisoformat(key.period_end))


def _now(key: EstimateKey, held: Sequence[Held]) -> list[Held]:
    """Those of a key's statistic, group and period, whatever they are compared with."""
    of = (key.statistic, key.breakdown, key.group, key.period_start, key.period_end)
    return [
        one
        for one in held
        if (one.statistic, one.breakdown, one.group, one.start.isoformat(), one.end.isoformat()) == of
    ]


def _told(key: EstimateKey) -> str:
    base = date.fromisoformat(key.baseline_start) if key.baseline_start else None
    since = f", since {as_written(Period.of_months(base.year, base.month, _when(key).months))}" if base else ""
    against = f", against {key.comparator}" if key.comparator else ""
    group = f", by {key.breakdown} {key.group}" if key.breakdown != "none" else ""
    return f"{key.statistic}, {as_written(_when(key))}{since}{against}{group}"


def _nearest(key: EstimateKey, held: Sequence[Held]) -> str:
    """What there is in its place: the first thing in which the reference asks for something else."""
    statistics = _each(one.statistic for one in held)
    if key.statistic not in statistics:
        return f"one of the statistics {', '.join(statistics)}"
    same = [one for one in held if one.statistic == key.statistic]
    if key.breakdown not in {one.breakdown for one in same}:
        return f"one of the breakdowns {', '.join(_each(one.breakdown for one in same))}"
    same = [one for one in same if one.breakdown == key.breakdown]
    if key.group not in {one.group for one in same}:
        return f"one of the groups {', '.join(_each(one.group for one in same)[:12])}"
    same = [one for one in same if one.group == key.group]
    now = _now(key, same)
    if not now:
        periods = sorted({Period(one.start, one.end) for one in same})
        return f"one of the periods {', '.join(map(as_written, periods[-6:]))}"
    if key.baseline_start:
        return f"a change since one of {', '.join(map(as_written, bases(now))) or 'none: no change can be told here'}"
    return f"one of the comparators {', '.join(_each(one.comparator for one in now))}"


def _each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _parsed(reference: Reference, text: str, option: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise PeriodError(
            error.what, where=f"{reference.where}, option {option}", found=error.found,
            expected=error.expected + (", year_before, or a baseline of opensna.toml" if option == "change_since" else ""),
            do_this=error.do_this,
        ) from None  # fmt: skip


def _refused(
    reference: Reference, what: str, found: str, expected: str, do_this: str = "correct the reference"
) -> DocumentError:
    return DocumentError(
        what, where=f"{reference.where}: {reference.name}", found=found, expected=expected, do_this=do_this
    )


def _at(reference: Reference, error: OpenSNAError) -> OpenSNAError:
    """The same error with the file and line that it is about."""
    return type(error)(
        error.what, where=reference.where, found=error.found, expected=error.expected, do_this=error.do_this
    )
