"""Every contradiction of one area's assessment."""

from __future__ import annotations

from collections.abc import Sequence

from opensna.assessment.contradictions.by_rule import by_rule
from opensna.assessment.contradictions.claimed import notes_of_other_periods, other_comparators, other_periods
from opensna.assessment.contradictions.contradiction import Contradiction
from opensna.assessment.contradictions.typed import local_otherwise, typed_otherwise
from opensna.assessment.ledger import Ledger
from opensna.assessment.narrative.compose import PREFIX
from opensna.assessment.narrative.desk import Desk
from opensna.assessment.narrative.unbound import Unbound
from opensna.core.block import SectionBlocks


def contradictions(
    sections: Sequence[SectionBlocks], typed: Sequence[Unbound], desk: Desk, ledger: Ledger
) -> tuple[Contradiction, ...]:
    """Across narrative, generated text and tables; those that are certain first.

    Parameters
    ----------
    sections : all of one area, as printed. typed : numbers of its narratives that rest on no estimate.
    """
    written = [section for section in sections if section.id.startswith(PREFIX)]
    found = [
        *typed_otherwise(typed, desk),
        *local_otherwise(desk),
        *other_periods(written, ledger),
        *other_comparators(written, ledger),
        *notes_of_other_periods(sections),
        *by_rule(desk.area.name, sections, prefix=PREFIX),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: not one.is_certain))
