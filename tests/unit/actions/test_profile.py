"""The whole profile on a small synthetic London: every section has something to show, and says SYNTHETIC."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from opensna.actions.assess import assess
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.synthesise import synthesise
from opensna.assessment.contradictions.by_rule import by_rule
from opensna.assessment.contradictions.claimed import notes_of_other_periods
from opensna.assessment.edition import Edition
from opensna.assessment.faithful import texts_of, unfaithful
from opensna.assessment.ledger import Ledger
from opensna.catalogue import FIGURES, SECTIONS
from opensna.core.block import Block, Callout, Chart, Listing, Prose, SectionBlocks, Subheading, Table
from opensna.core.errors import UnknownIdError
from opensna.core.estimate import as_released
from opensna.estimates.lookup import EstimateIndex
from opensna.reference.areas import LONDON

TEXT_ONLY = frozenset({"definition_and_sources", "data_quality", "methods"})


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    workspace = init("london", tmp_path_factory.mktemp("profile") / "demo", is_demo=True)
    with resources.as_file(resources.files("opensna.synthetic") / "narratives") as written:
        shutil.copytree(written, workspace.root / "records" / "narratives")
    for source, files in synthesise(workspace, scale=0.05).items():
        ingest(workspace, source, files, released="2024-03")
    return assess(workspace)


@pytest.mark.parametrize("id_", sorted(set(SECTIONS) - TEXT_ONLY))
def test_every_section_of_the_demo_has_figures(edition: Edition, id_: str) -> None:
    blocks = next(section.blocks for section in edition.blocks[LONDON] if section.id == id_)
    assert any(isinstance(block, Chart | Table) for block in blocks), [getattr(b, "text", "") for b in blocks]
    assert not any(isinstance(block, Callout) and block.title == "No figures: not available [x]" for block in blocks)


def test_every_published_figure_is_in_the_demo(edition: Edition) -> None:
    table = edition.estimates.table
    figures = table[as_released(table)]
    assert set(figures["measure"]) == set(FIGURES)
    assert set(figures.loc[figures["kind"] == "published", "source"]) == {"ons_population"}, "all others are made up"


def test_wards_are_counted_for_the_sections_that_need_them_alone(edition: Edition) -> None:
    table = edition.estimates.table
    wards = table[~as_released(table) & (table["area_type"] == "ward")]
    assert set(wards["measure"]) == {
        "mps_ward_group_violence",
        "mps_ward_group_robbery",
        "mps_ward_group_sexual_offences",
    }


def test_an_unknown_preset_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="do this: use a preset"):
        init("londn", tmp_path / "ws")


# not one number may differ ------------------------------------------------------------------------------------------

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def corrupted(text: str, place: int) -> str:
    """The text with one digit more in the last place of its number of this place; a 9 becomes a 0."""
    number = list(NUMBER.finditer(text))[place]
    last = number.end() - 1
    return f"{text[:last]}{(int(text[last]) + 1) % 10}{text[last + 1 :]}"


def numbers_in(text: str) -> int:
    return len(NUMBER.findall(text))


def test_any_number_of_any_claim_that_is_corrupted_is_caught_by_the_ledger(edition: Edition) -> None:
    index, claims = EstimateIndex(edition.estimates), edition.ledger.claims
    assert edition.ledger.wrong(index) == ()
    most = max(numbers_in(claim.text) for claim in claims.values())
    assert most >= 10
    tried = 0
    for place in range(most):
        wrong = {
            id: replace(claim, text=corrupted(claim.text, place))
            for id, claim in claims.items()
            if numbers_in(claim.text) > place
        }
        tried += len(wrong)
        assert [claim.id for claim in Ledger(wrong).wrong(index)] == list(wrong)
    assert tried == sum(numbers_in(claim.text) for claim in claims.values()) > 10_000


def corruptions(block: Block, ledger: Ledger) -> Iterator[Block]:
    """The block once for each number of each claim that it prints, with that number corrupted where it stands."""
    for place, text in enumerate(texts_of(block)):
        claims = [ledger.claims[id].text for id in getattr(block, "claim_ids", ())]
        spans = [m.span() for claim in claims if claim for m in re.finditer(re.escape(claim), text)]
        for at, number in enumerate(NUMBER.finditer(text)):
            if any(start <= number.start() and number.end() <= end for start, end in spans):
                yield with_text(block, place, corrupted(text, at))


def with_text(block: Block, place: int, text: str) -> Block:
    if isinstance(block, Prose | Subheading):
        return replace(block, text=text)
    if isinstance(block, Listing):
        return replace(block, items=(*block.items[:place], text, *block.items[place + 1 :]))
    assert isinstance(block, Table)
    row, column = divmod(place, len(block.columns))
    cells = [list(cells) for cells in (block.columns, *block.rows)]
    cells[row][column] = text
    return replace(block, columns=tuple(cells[0]), rows=tuple(map(tuple, cells[1:])))


def test_any_number_of_a_claim_that_a_page_prints_otherwise_is_caught(edition: Edition) -> None:
    tried = 0
    for code, sections in edition.blocks.items():
        for section in sections:
            for block in section.blocks:
                for wrong in corruptions(block, edition.ledger):
                    tried += 1
                    printed = {code: [SectionBlocks(section.id, section.title, (wrong,))]}
                    assert next(unfaithful(printed, edition.ledger), None) is not None, texts_of(wrong)
    assert tried > 10_000


def test_every_sentence_of_a_narrative_is_a_claim(edition: Edition) -> None:
    written = [s for sections in edition.blocks.values() for s in sections if s.id.startswith("narrative_")]
    assert len(written) == 3
    for section in written:
        for block in section.blocks[:-1]:
            held = {edition.ledger.claims[id].text for id in getattr(block, "claim_ids", ())}
            assert set(texts_of(block)) <= held


def test_nothing_in_the_demo_contradicts_anything(edition: Edition) -> None:
    told = edition.manifest["narrative"]
    assert set(told) == {"E09000008", "E09000012"}
    assert {code: one["contradictions"] for code, one in told.items()} == {"E09000008": [], "E09000012": []}
    assert [one["unbound"] for one in told.values()] == [[], []]


@pytest.mark.parametrize("code", [LONDON, "E09000001", "E09000033"])
def test_nothing_generated_contradicts_anything_either(edition: Edition, code: str) -> None:
    sections = edition.blocks[code]
    assert [*by_rule(code, sections, prefix="narrative_"), *notes_of_other_periods(sections)] == []
