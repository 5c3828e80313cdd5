"""A review as blocks for the renderers, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from opensna.assessment.review.finders.sections import Coverage
from opensna.assessment.review.finding import Finding, Quote, rules
from opensna.assessment.review.review import Reading, ReviewResult
from opensna.assessment.template.model import template
from opensna.core.block import Block, Callout, Prose, SectionBlocks, Table

_LONGEST = 240
_BELONGS = (
    "This review belongs to the area and the coordinating unit. Areas are not ranked on it. "
    "Every finding keeps its quote; a person can confirm or correct it."
)


def review_blocks(result: ReviewResult) -> tuple[SectionBlocks, ...]:
    """One section a document, and one of all of them where there are several."""
    made = [_document(reading) for reading in result.readings]
    if len(result.readings) > 1:
        made.append(SectionBlocks("side_by_side", "Side by side", tuple(_side_by_side(result))))
    return tuple(made)


def _document(reading: Reading) -> SectionBlocks:
    name = reading.document.name
    title = f"{reading.area or 'Area not named'}: {name}"
    blocks: list[Block] = [Callout("Whose this is", _BELONGS)]
    if reading.unreadable:
        blocks.append(Prose(f"Nothing to read: {reading.unreadable}."))
        if reading.contradictions:
            blocks.append(_findings("What was seen all the same", reading.contradictions))
        return SectionBlocks(name, title, tuple(blocks))
    blocks.append(
        Prose(
            f"{len(reading.figures)} figures were read, {len(reading.findings)} findings "
            f"made, {len(reading.contradictions)} of them contradictions."
        )
    )
    if reading.contradictions:
        blocks.append(_findings("Contradictions", reading.contradictions))
    blocks.append(_checks(reading))
    rows = tuple(
        (one.id, one.title, one.verdict, _short(one.quotes[0].text) if one.quotes else "") for one in reading.sections
    )
    blocks.append(
        Table(
            "Sections of the template",
            ("Section", "Title", "Verdict", "Words it rests on"),
            rows,
            note="Cannot tell: the reader saw only part of the document.",
        )
    )
    others = [finding for finding in reading.findings if not finding.is_contradiction and finding.rule != "section"]
    blocks.append(_findings("Other findings", others))
    blocks.append(
        Table(
            "Themes",
            ("Kind", "Code", "Sentences"),
            tuple((theme.kind, theme.code, str(theme.times)) for theme in reading.themes),
            ("Sentences",),
        )
    )
    return SectionBlocks(name, title, tuple(blocks))


def _findings(title: str, findings: Sequence[Finding]) -> Table:
    rows = tuple(
        (finding.id, rules()[finding.rule].title, finding.verdict, finding.says, _quotes(finding), finding.corrected)
        for finding in findings
    )
    return Table(title, ("Id", "Rule", "Verdict", "Finding", "Quotes", "A person said"), rows)


def _checks(reading: Reading) -> Table:
    rows = tuple((result.check.id, result.check.asks, result.verdict, result.says) for result in reading.checks)
    return Table("Checks of the template", ("Check", "Question", "Verdict", "Why"), rows)


def _side_by_side(result: ReviewResult) -> Iterator[Block]:
    readable = [reading for reading in result.readings if not reading.unreadable]
    heads = tuple(reading.area or reading.document.name for reading in readable)
    columns = (
        "Section",
        *(
            f"{head} ({reading.document.name})" if heads.count(head) > 1 else head
            for head, reading in zip(heads, readable, strict=True)
        ),
    )
    known = template().sections
    rows = tuple(
        (f"{section.id} {section.title}", *(reading.sections[i].verdict for reading in readable))
        for i, section in enumerate(known)
    )
    yield Table(
        "Areas by sections",
        columns,
        rows,
        note="Cannot tell is not absent: the reader saw only part of the document. Areas are not ranked.",
    )
    if result.differing:
        names = {condition.id: condition.title for condition in template().conditions}
        rows = tuple(
            (names[key], answer, *(result.conditions[reading.document.name][key] for reading in readable))
            for key, answer in result.differing.items()
        )
        yield Table(
            "Conditions of comparison",
            ("Condition", "Answer", *columns[1:]),
            rows,
            note="Figures may be set side by side only where all six agree; nothing is averaged.",
        )
    if result.across:
        yield _findings("Between editions", result.across)


def _quotes(finding: Finding) -> str:
    return " … ".join(
        f"{'p. ' + str(quote.page) + ': ' if quote.page else ''}“{_short(quote.text)}”" for quote in finding.quotes
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def review_json(result: ReviewResult) -> dict[str, Any]:
    """Everything, as plain data; quotes whole."""
    return {
        "documents": [_reading_json(reading) for reading in result.readings],
        "between_editions": [finding_json(finding) for finding in result.across],
        "conditions": {name: dict(held) for name, held in result.conditions.items()},
        "differing": dict(result.differing),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "id": finding.id, "rule": finding.rule, "checks": list(finding.checks), "verdict": finding.verdict, "says": finding.says,
        "value": finding.value, "quotes": [_quote_json(quote) for quote in finding.quotes], "corrected": finding.corrected,
    }  # fmt: skip


def _quote_json(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "document": quote.document, "page": quote.page, "position": quote.position}


def _coverage_json(one: Coverage) -> dict[str, Any]:
    return {"id": one.id, "verdict": one.verdict, "quotes": [_quote_json(quote) for quote in one.quotes]}


def _reading_json(reading: Reading) -> dict[str, Any]:
    return {
        "document": reading.document.name,
        "area": reading.area,
        "unreadable": reading.unreadable,
        "findings": [finding_json(finding) for finding in reading.findings],
        "figures": [
            {
                "value": figure.number.value, "unit": figure.number.unit, "text": figure.number.text, "noun": figure.noun,
                "per": figure.per, "period": figure.period.value if figure.period else "", "place": figure.place,
                "quote": _quote_json(figure.quote(reading.document)),
            }
            for figure in reading.figures
        ],
        "sections": [_coverage_json(one) for one in reading.sections],
        "indicators": [_coverage_json(one) for one in reading.indicators],
        "themes": [
            {"kind": theme.kind, "code": theme.code, "times": theme.times, "quote": _quote_json(theme.quote)}
            for theme in reading.themes
        ],
        "checks": [{"id": result.check.id, "verdict": result.verdict, "says": result.says} for result in reading.checks],
    }  # fmt: skip
