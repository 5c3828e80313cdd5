"""Each measure: its question, what it divides by, its method, and who reviewed it."""

from __future__ import annotations

from opensna.core.block import Block, Prose, Table
from opensna.measures.measure import Condition, Measure, PopulationDenominator, Range, RecordsDenominator
from opensna.report.section import Section, SectionContext

METHODS = {
    "byar_or_exact": "rate; exact Poisson interval below 10, Byar's from 10",
    "wilson": "share; Wilson's interval",
    "count": "count only",
}


def _build(context: SectionContext) -> tuple[Block, ...]:
    columns = ("Measure", "Counts", "Divided by", "Method", "Reviewed by")
    rows = tuple(
        (m.title, _numerator(m), _denominator(m), METHODS[m.method], m.reviewed_by)
        for m in context.edited.measures.values()
        if m.id in context.edited.drawn
    )
    return (
        Prose("Intervals are 95% confidence intervals. They allow for chance and for the rounding of shown figures, not for offences "
              "that were never reported or were recorded otherwise; they treat offences as independent, which repeat victims are not."),
        Prose(f"An area is called higher or lower than {context.whole.name} where the 95% interval of the ratio of the two rates lies wholly on one "
              "side of 1, similar where it lies within 10% of 1, and otherwise the figures cannot tell. Many comparisons are made at "
              "once, so about one in twenty would look different by chance alone."),
        Table("Measures", columns, rows),
    )  # fmt: skip


def _numerator(measure: Measure) -> str:
    """What is counted, in the measure's own conditions."""
    said = [f"{column.replace('_', ' ')} {_condition(wanted)}" for column, wanted in measure.where.items()]
    counted = (
        f"distinct {measure.distinct} of {measure.unit} records" if measure.distinct else f"{measure.unit} records"
    )
    return f"{counted} with {', '.join(said)}" if said else counted


def _condition(wanted: Condition) -> str:
    match wanted:
        case Range(minimum=low, maximum=high):
            return f"{'any' if low is None else low} to {'any' if high is None else high}"
        case tuple():
            return " or ".join(str(value) for value in wanted)
        case bool():
            return "yes" if wanted else "no"
        case _:
            return f"{wanted}"


def _denominator(measure: Measure) -> str:
    match measure.denominator:
        case PopulationDenominator(age=age):
            low, high = age.minimum, age.maximum
            ages = (
                ""
                if low is None and high is None
                else f" aged {low or 0} to {high}"
                if high is not None
                else f" aged {low} and over"
            )
            return f"residents{ages}"
        case RecordsDenominator(records=wanted):
            return "records with " + ", ".join(
                f"{column.replace('_', ' ')} {_condition(value)}" for column, value in wanted.items()
            )
        case _:
            return "[z]"


SECTION = Section(id="methods", title="Methods", needs=(), build=_build)
