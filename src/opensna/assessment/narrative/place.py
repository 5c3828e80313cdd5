"""Where a narrative stands in an assessment: directly before the first generated section that gives its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opensna.assessment.template.model import Template
from opensna.core.block import SectionBlocks


def with_narratives(
    generated: Sequence[SectionBlocks], written: Mapping[str, SectionBlocks], template: Template
) -> tuple[SectionBlocks, ...]:
    """Generated sections with the written ones between them.

    The first generated section is the summary and stays first. A written one stands directly before the
    first other one that belongs to it, even where a section that the template has earlier has figures further on; sections of the
    same place stand in the order of the template. One without generated figures stands after what the template has before it.

    Parameters
    ----------
    written : by the template's id of the section.
    """
    ids = [section.id for section in generated]
    least = min(1, len(ids))
    without: dict[int, list[SectionBlocks]] = {}
    before: dict[int, list[SectionBlocks]] = {}
    for section in template.sections:
        places = [ids.index(id) for id in section.generated if id in ids[1:]]
        if section.id in written:
            kept, place = (before, min(places)) if places else (without, least)
            kept.setdefault(place, []).append(written[section.id])
        least = max(least, (max(places) + 1) if places and not _is_at_the_end(section.generated) else least)
    placed = [p for i, one in enumerate(generated) for p in (*without.get(i, ()), *before.get(i, ()), one)]
    return (*placed, *without.get(len(ids), ()))


def _is_at_the_end(generated: Sequence[str]) -> bool:
    """Whether a section's figures stand at the end of every assessment although the template has it early."""
    return bool({"definition_and_sources", "methods", "data_quality"} & set(generated))
