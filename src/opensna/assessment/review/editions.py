"""Several documents: values restated between editions of one area, and the conditions under which areas may be compared."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.definitions import find_definition
from opensna.assessment.review.finders.figures import figures
from opensna.assessment.review.finders.places import area_of
from opensna.assessment.review.finders.statements import data_periods, statements
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.grid import Grid, grids
from opensna.assessment.review.language.periods import periods
from opensna.assessment.review.language.words import stems
from opensna.assessment.review.vocabulary import named, vocabulary


def edition_of(document: Document) -> date:
    """How late a document is: the end of the latest month or year that it speaks of, or that its name holds."""
    ends = [
        span.period.end
        for block in document.blocks
        for span in periods(block.text)
        if span.period is not None and span.kind in ("month", "months", "calendar", "year_ending", "financial")
    ]
    named_years = [int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", document.name)]
    return max((*ends, *(date(year, 1, 1) for year in named_years)), default=date.min)


def restated_values(documents: Sequence[Document]) -> Iterator[Finding]:
    """The same row and year in two editions of one area with different values; and years that a later edition no longer shows."""
    for one, two in itertools.combinations(sorted(documents, key=edition_of), 2):
        if not _is_one_area(one, two):
            continue
        for before, after in itertools.product(grids(one), grids(two)):
            if _is_same(before, after):
                yield from _compare(one, two, before, after)


def _is_one_area(one: Document, two: Document) -> bool:
    """Whether two documents are of one area by name, or stand at one address."""
    address = [re.sub(r"^\w+://(?:www\.)?|/$", "", document.address.casefold()) for document in (one, two)]
    return (bool(area_of(one)) and area_of(one) == area_of(two)) or (bool(address[0]) and address[0] == address[1])


def _is_same(before: Grid, after: Grid) -> bool:
    shared = {frozenset(stems(label)) for label in before.labels} & {frozenset(stems(label)) for label in after.labels}
    return (
        bool(shared - {frozenset()})
        and any(column.year for column in before.columns)
        and any(column.year for column in after.columns)
    )


def _compare(one: Document, two: Document, before: Grid, after: Grid) -> Iterator[Finding]:
    old = {
        (frozenset(stems(before.labels[i])), column.year): (cell, i)
        for column in before.columns
        if column.year
        for i, cell in enumerate(column.cells)
        if cell is not None
    }
    for column in after.columns:
        for i, cell in enumerate(column.cells):
            key = (frozenset(stems(after.labels[i])), column.year)
            if not column.year or cell is None or key not in old or old[key][0].unit != cell.unit:
                continue
            was, row = old[key]
            if was.value != cell.value:
                share = f", {100 * (cell.value / was.value - 1):+.1f}%" if was.value else ""
                says = (
                    f"{after.labels[i]}, {column.head}: {was.text} in {one.name}, {cell.text} in "
                    f"{two.name} ({cell.value - was.value:+,.10g}{share})"
                )
                quotes = (quote(two, after.block, after.row_text(i)), quote(one, before.block, before.row_text(row)))
                yield Finding("restated_value", "differs", says, quotes, cell.text)
    gone = sorted(
        {column.year for column in before.columns if column.year}
        - {column.year for column in after.columns if column.year}
    )
    first = min(column.year for column in after.columns if column.year)
    earlier = [year for year in gone if year < first]
    if earlier:
        says = f"{two.name} no longer shows {', '.join(year[:4] for year in earlier)}, which {one.name} shows"
        yield Finding(
            "series_cut",
            "noted",
            says,
            (quote(two, after.block, after.caption), quote(one, before.block, before.caption)),
            first[:4],
        )


def conditions(document: Document) -> Mapping[str, str]:
    """What a document is like in each of the six conditions of comparison, in words; "not stated" where it does not say."""
    found = find_definition(document)
    units = sorted(named(" ".join(figure.noun for figure in figures(document)), vocabulary()["things"]))
    months = [
        finding.value
        for finding in data_periods(document)
        if finding.rule == "period" and "/" in finding.value and not finding.value.endswith("..")
    ]
    breaks = [finding for finding in statements(document) if finding.rule == "recording"]
    return {
        "definition": ("; ".join(found.differences) or "London's") if found else "not stated",
        "unit": ", ".join(units) or "not stated",
        "months": ", ".join(sorted(set(months))[:4]) or "not stated",
        "ages": {"limit": "under 25", "focus": "all ages, with a focus on under 25", "none": "all ages"}[found.under_25]
        if found
        else "not stated",
        "geography": area_of(document) or "not stated",
        "recording": "a break is declared" if breaks else "not stated",
    }


def differing(documents: Sequence[Document]) -> Mapping[str, str]:
    """For each condition: "agrees", "differs", or "cannot tell" where a document does not state it. Geography differs
    in kind, not in name.
    """
    held = [conditions(document) for document in documents]
    answers: dict[str, str] = {}
    for name in ("definition", "unit", "months", "ages", "geography", "recording"):
        values = [one[name] for one in held]
        stated = {value for value in values if value != "not stated"}
        if name == "geography":
            kinds = {"London" if value == "London" else "area" for value in stated}
            answers[name] = "differs" if len(kinds) > 1 else "cannot tell" if "not stated" in values else "agrees"
        else:
            answers[name] = "differs" if len(stated) > 1 else "cannot tell" if "not stated" in values else "agrees"
    return answers
