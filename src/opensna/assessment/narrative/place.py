"""Where a narrative stands in an assessment: before the first generated section that gives its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opensna.assessment.template.model import Template
from opensna.core.block import SectionBlocks


def with_narratives(
    generated: Sequence[SectionBlocks], written: Mapping[str, SectionBlocks], template: Template
) -> tuple[SectionBlocks, ...]:
    """Generated sections with the written ones between them, in the order of the template.

    The first generated section is the summary and stays first. A written one without generated figures of its own stands after
    what the template has before it.

    Parameters
    ----------
    written : by the template's id of the section.
    """
    ids = [section.id for section in generated]
    before: dict[int, list[SectionBlocks]] = {}
    least = min(1, len(ids))
    for section in template.sections:
        places = [ids.index(id) for id in section.generated if id in ids]
        place = max(least, min(places)) if places else least
        if section.id in written:
            before.setdefault(place, []).append(written[section.id])
        least = max(least, (max(places) + 1) if places and not _is_at_the_end(section.generated) else least)
    placed = [part for i, section in enumerate(generated) for part in (*before.get(i, ()), section)]
    return (*placed, *before.get(len(ids), ()))


def _is_at_the_end(generated: Sequence[str]) -> bool:
    """Whether a section's figures stand at the end of every assessment although the template has it early."""
    return bool({"definition_and_sources", "methods", "data_quality"} & set(generated))
