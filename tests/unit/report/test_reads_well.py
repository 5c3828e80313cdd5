"""What a reader stumbled over once: each fault has a test that it stays mended."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from opensna.assessment.edition import Edition
from opensna.assessment.sentences import SENTENCES
from opensna.catalogue import DEFINITIONS, MEASURES, SECTIONS, SOURCES
from opensna.core.block import Block, Callout, Chart, Prose, SectionBlocks
from opensna.core.estimate import Estimates
from opensna.core.period import Period
from opensna.definition.definition import Definition
from opensna.estimates.lookup import EstimateIndex
from opensna.reference.areas import CITY, LONDON, area
from opensna.reference.partnership import partnerships
from opensna.report.section import Edited, SectionContext
from opensna.report.sections._figures import from_the_first
from opensna.report.sections._published import NO_VERDICT

HACKNEY = "E09000012"
OPEN = ("mps_violence_with_injury", "mps_personal_robbery", "mps_rape", "mps_homicide", "homicide_victims")


def section(edition: Edition, id_: str, code: str = HACKNEY) -> SectionBlocks:
    return next(s for s in edition.blocks[code] if s.id == id_)


def words(blocks: tuple[Block, ...]) -> str:
    return " ".join(b.text for b in blocks if isinstance(b, Prose | Callout))


@pytest.fixture(scope="module")
def opened(make: Callable[..., Edition]) -> Edition:
    """For the authors, from open releases alone."""
    return make(audience="authors", wanted=OPEN, is_synthetic=False)


def without_figures(edition: Edition, definition: Definition, *, code: str) -> str:
    """The headline of an area of which a release of other months holds nothing."""
    table = edition.estimates.table.assign(value=float("nan"), mark="[x]")
    measures = {id: MEASURES[id] for id in OPEN}
    index = EstimateIndex(Estimates(table, edition.estimates.audience, edition.estimates.policy))
    sources, whole = {m.source: SOURCES[m.source] for m in measures.values()}, partnerships()["london"]
    edited = Edited(index, edition.areas, Period.parse("2025"), {}, measures, (), sources, definition, whole)
    context = SectionContext(edited, area(code))
    return words(SECTIONS["headline"].build(context))


def test_only_the_city_of_london_is_sent_to_another_force(opened: Edition) -> None:
    sentence = "The Metropolitan Police do not cover the City of London, which has"
    assert sentence in without_figures(opened, DEFINITIONS["london"], code=CITY)
    elsewhere = without_figures(opened, DEFINITIONS["london"], code=HACKNEY)
    assert sentence not in elsewhere
    assert "What is loaded holds no police figures for Hackney in 2025" in elsewhere


def test_a_change_is_of_the_count_and_says_so(opened: Edition) -> None:
    for id_ in ("headline", "trends"):
        text = words(section(opened, id_).blocks)
        assert not re.search(r"That is [\d.]+% (higher|lower)", text)
        assert "The count is" in text or "whether the count is" in text


def test_a_paragraph_says_once_what_the_figures_cannot_tell(opened: Edition) -> None:
    for block in section(opened, "trends").blocks:
        if isinstance(block, Prose):
            assert block.text.count("The figures cannot tell whether the count") <= 1


def test_charts_and_tables_begin_with_the_first_period_that_was_measured() -> None:
    marks = ["[x]", "[x]", "", "[x]", "[c]", ""]
    held = pd.DataFrame({"value": [None, None, 1.0, None, None, 2.0], "mark": marks})
    assert list(from_the_first(held)["mark"]) == ["", "[x]", "[c]", ""]


def test_no_chart_over_time_begins_with_a_year_that_nobody_measured(opened: Edition) -> None:
    for sections in opened.blocks.values():
        for chart in (b for s in sections for b in s.blocks if isinstance(b, Chart) and b.form == "line"):
            assert "[x]" not in chart.table.rows[0], chart.title
            assert "not available in" not in chart.alt


def test_sexual_offences_over_time_stand_in_one_section(opened: Edition) -> None:
    titles = [b.title for s in opened.blocks[HACKNEY] for b in s.blocks if isinstance(b, Chart) and b.form == "line"]
    assert len(titles) == len(set(titles))
    assert "stands under “Trends by offence”" in words(section(opened, "domestic_and_sexual").blocks)


def test_one_series_is_not_called_side_by_side(opened: Edition, make: Callable[..., Edition]) -> None:
    (chart,) = [b for b in section(opened, "witnesses_compared", LONDON).blocks if isinstance(b, Chart)]
    assert "side by side" in chart.title
    alone = make(audience="authors", wanted=OPEN, is_synthetic=False, with_figures=False)
    (chart,) = [b for b in section(alone, "witnesses_compared").blocks if isinstance(b, Chart)]
    assert chart.title == "Police: violence with injury, Hackney"
    assert "Never added" not in chart.table.note


def test_a_section_says_once_that_published_changes_have_no_verdict(full: Edition) -> None:
    said = [b for b in section(full, "risk_factors").blocks if isinstance(b, Prose) and b.text == NO_VERDICT]
    assert len(said) == 1


def test_the_model_behind_an_association_stands_in_a_note() -> None:
    assert "associated_model" in SENTENCES


def test_no_area_sends_its_reader_to_a_page_of_the_whole(full: Edition) -> None:
    for code, sections in full.blocks.items():
        if code != LONDON:
            assert "London's page" not in " ".join(words(s.blocks) for s in sections)


def test_names_have_their_article(full: Edition) -> None:
    text = words(section(full, "place_and_population").blocks)
    assert "as the Office for National Statistics published" in text
