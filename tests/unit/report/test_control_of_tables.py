"""How sections say and allow for the disclosure policy that an edition's counts were put under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from opensna.assessment.edition import Edition
from opensna.catalogue import DEFINITIONS, MEASURES, SOURCES
from opensna.core.area import Area
from opensna.estimates.lookup import EstimateIndex
from opensna.reference.partnership import partnerships
from opensna.report.section import Edited, SectionContext
from opensna.report.sections._figures import most_rounded, rounding_note

OPEN, RESTRICTED = "mps_violence_with_injury", "victims_under25_rape"


def context(edition: Edition, *, policy: str) -> SectionContext:
    """What a section is given of an edition, as if its counts had been put under the named policies."""
    estimates = replace(edition.estimates, policy=policy)
    london = partnerships()["london"]
    index = EstimateIndex(estimates)
    edited = Edited(index, edition.areas, edition.period, {}, MEASURES, (), SOURCES, DEFINITIONS["london"], london)
    return SectionContext(edited, Area("E09000012", "Hackney", "lad"))


@pytest.mark.parametrize(
    ("policy", "slack", "note"),
    [
        ("nhs_england", 2, "1 to 7 hidden [c], others rounded to the nearest 5."),
        ("threshold_5", 0, "1 to 4 hidden [c], no rounding."),
        ("threshold_10, nhs_england", 0, "1 to 9 hidden [c], no rounding."),
        ("opensafely", 2, "0 to 7 hidden [c], others rounded to the nearest 5."),
    ],
)
def test_a_restricted_count_is_as_far_from_the_true_one_as_its_policy_rounds(
    suppressed: Edition, policy: str, slack: int, note: str
) -> None:
    made = context(suppressed, policy=policy)
    assert most_rounded(made, RESTRICTED) == slack
    assert note in rounding_note(made, RESTRICTED)


def test_an_open_count_is_as_released_and_so_is_a_note_on_open_figures_alone(suppressed: Edition) -> None:
    made = context(suppressed, policy="nhs_england")
    assert most_rounded(made, OPEN) == 0
    assert rounding_note(made, OPEN) == "Figures as their publisher released them."
    assert "1 to 7" in rounding_note(made, OPEN, RESTRICTED)


def test_authors_see_counts_as_they_are(make: Callable[..., Edition]) -> None:
    made = context(make(audience="authors", wanted=(OPEN,), with_figures=False), policy="none")
    assert most_rounded(made, RESTRICTED) == 0
    assert "not for release" in rounding_note(made, RESTRICTED)
