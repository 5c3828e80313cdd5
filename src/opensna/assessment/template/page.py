"""The template as a page of Markdown: what each section asks, of whom, and which figures it must hold."""

from __future__ import annotations

from collections.abc import Iterator

from opensna.assessment.template.model import LEVELS, Indicator, Section, Template


def page(template: Template) -> str:
    """The whole page."""
    return "\n".join(_lines(template)) + "\n"


def _lines(template: Template) -> Iterator[str]:
    yield f"# {template.title}: the template\n"
    yield "One model, `src/opensna/assessment/template/template.yaml` ([its schema](schemas/template.schema.json)), from which this"
    yield "page, the schema and the Word outline (`opensna narrative outline`) are made, and by which [review](review.md) reads"
    yield "other people's assessments. A borough may add to it ([schema](schemas/template-extension.schema.json)) and takes nothing"
    yield "away: see [how a borough writes its part](narrative.md).\n"
    yield "## What must be there, and by whose rule\n"
    yield "| id | requirement | rule | known from |\n|---|---|---|---|"
    yield from (f"| {one.id} | {one.text} | {one.rule} | {one.known_from} |" for one in template.requirements)
    yield "\n## Sections\n"
    for section in template.sections:
        yield from _section(section, template)
    yield "## Questions for every assessment\n"
    yield from (f"{number}. {question}" for number, question in enumerate(template.questions, 1))
    yield "\n## What a review checks\n"
    yield "| id | check | asks |\n|---|---|---|"
    yield from (f"| {one.id} | {one.title} | {one.asks} |" for one in template.checks)
    yield "\n## When two areas may be set side by side\n"
    yield from (f"- {one.title}" for one in template.conditions)


def _section(section: Section, template: Template) -> Iterator[str]:
    yield f"### {section.id} {section.title}\n"
    yield f"*{'Required' if section.is_required else 'Desirable'}. Written by {section.owner}.*\n"
    yield from (f"- {question}" for question in section.questions)
    yield f"\nCounts as present when: {section.present_when}.\n"
    if section.generated:
        yield f"Figures generated in: {', '.join(f'`{id}`' for id in section.generated)}.\n"
    indicators = template.indicators_of(section.id)
    if indicators:
        yield "| id | indicator | numerator | denominator | source | collected | measures |\n|---|---|---|---|---|---|---|"
        yield from (_indicator(one) for one in indicators)
        yield ""


def _indicator(one: Indicator) -> str:
    measures = ", ".join(f"`{id}`" for id in one.measures) or "none yet"
    cells = (one.id, one.title, one.numerator, one.denominator, one.source, LEVELS[one.level], measures)
    return f"| {' | '.join(cells)} |"
