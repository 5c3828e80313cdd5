"""A measure as another definition has it: the same question, of that definition's columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from opensna.core.missing import Mark
from opensna.definition.columns import FLAGS, Columns
from opensna.definition.definition import Definition
from opensna.measures.ask import records_where
from opensna.measures.measure import Condition, Measure, RecordsDenominator

AGES = "within_ages"
BETWEEN = "@"
"""Between the ids of a measure and of the definition that it is counted under, where that is not the edition's own."""


@dataclass(frozen=True)
class Counted:
    """Who answers a measure under a definition: the id of the measure that is counted, or why there is no figure.

    measure, definition : ids. counted : id of a measure ("" with a mark). mark : why there is none ("" if there is one), and
    reason : the same in words.
    """

    measure: str
    definition: str
    counted: str
    mark: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Compared:
    """Which definitions an edition compares with its own, by id, and who answers under them."""

    definitions: Mapping[str, Definition] = field(default_factory=dict)
    answers: tuple[Counted, ...] = ()

    def answer(self, measure: str, definition: str) -> Counted | None:
        """Who answers a measure under a definition; None if nobody was asked."""
        return next((a for a in self.answers if (a.measure, a.definition) == (measure, definition)), None)


def depends(measure: Measure) -> bool:
    """Whether a definition has a say in what the measure counts."""
    return any(column in FLAGS for column in (*measure.where, *(records_where(measure) or {})))


def under(measure: Measure, columns: Columns) -> Measure:
    """The measure with a definition's columns; itself if they say what the base's say.

    The age limit is written out: `within_ages` becomes the under-25 rule where the definition is limited to it, and nothing where
    it is not, so that whoever compares what two measures count sees it. So is a strand that was left out of the analysis.
    """
    records, denominator = records_where(measure), measure.denominator
    left_out = _left_out(measure, columns)
    where = _renamed(measure.where, columns) | (left_out if records is None else {})
    if records is not None:
        denominator = RecordsDenominator(records=_renamed(records, columns) | left_out)
    if where == measure.where and denominator == measure.denominator:
        return measure
    changed = measure.model_copy(update={"where": where, "denominator": denominator})
    return changed if columns.definition is columns.base else changed.model_copy(
        update={"id": f"{measure.id}{BETWEEN}{columns.definition.id}", "breakdowns": ()}
    )  # fmt: skip


def compare(
    measures: Iterable[Measure], base: Definition, several: Sequence[Definition]
) -> tuple[dict[str, Measure], tuple[Counted, ...]]:
    """The further measures to count, by id, and who answers each measure under each definition.

    Definitions under which a measure counts the same rows share one answer, so nothing is counted twice.
    """
    further: dict[str, Measure] = {}
    answers: list[Counted] = []
    for measure in measures:
        held = {_rows(under(measure, Columns(base, base))): measure.id}
        for definition in several:
            mark, reason = why_none(measure, definition)
            asked = under(measure, Columns(definition, base))
            if not mark and _rows(asked) not in held:
                held[_rows(asked)] = asked.id
                further[asked.id] = asked
            answers.append(Counted(measure.id, definition.id, "" if mark else held[_rows(asked)], mark, reason))
    return further, tuple(answers)


def why_none(measure: Measure, definition: Definition) -> tuple[str, str]:
    """The mark and the reason where a definition has no such figure; two blanks where it has one."""
    asked = {**measure.where, **(records_where(measure) or {})}
    abuse = definition.domestic_abuse
    if asked.get("domestic_abuse") is True and abuse.standing != "in":
        if abuse.standing == "not_analysed":
            return str(Mark.NOT_AVAILABLE), f"Domestic abuse was defined in and left out of the analysis. {abuse.note}"
        return str(Mark.NOT_APPLICABLE), f"Domestic abuse is not in the definition. {abuse.note}"
    if asked.get("sexual_violence") is True and not definition.sexual_violence.subgroups:
        return str(Mark.NOT_APPLICABLE), f"Sexual violence is not in the definition. {definition.sexual_violence.note}"
    return "", ""


def _renamed(where: Mapping[str, Condition], columns: Columns) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for column, condition in where.items():
        if column != AGES:
            found[columns.names.get(column, column)] = condition
        elif columns.definition.under_25.applies == "limit":
            found[columns.names["under_25"]] = condition
    return found


def _left_out(measure: Measure, columns: Columns) -> dict[str, Condition]:
    """The condition that keeps out what a definition leaves out of its analysis; `in_scope` and the strand say so already."""
    said = {*measure.where, *(records_where(measure) or {})}
    is_out = columns.definition.domestic_abuse.standing == "not_analysed" and said.isdisjoint(
        {"in_scope", "domestic_abuse"}
    )
    return {columns.names["domestic_abuse"]: False} if is_out and depends(measure) else {}


def _rows(measure: Measure) -> str:
    """What two measures that count the same rows have in common."""
    records = sorted((records_where(measure) or {}).items(), key=lambda item: item[0])
    return repr((sorted(measure.where.items(), key=lambda item: item[0]), records))
