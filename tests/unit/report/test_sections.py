from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from opensna.assessment.edition import Edition
from opensna.catalogue import SECTIONS, SOURCES
from opensna.core.block import Block, Callout, Chart, Prose, SectionBlocks, Table
from opensna.estimates.lookup import EstimateIndex
from opensna.reference.areas import CITY, LONDON
from opensna.report.outline import ORDER, in_order
from opensna.report.section import Section

HACKNEY = "E09000012"
SCENES = ("full", "suppressed", "empty")
OF_RECORDS = (
    "cost_of_violence", "wider_economy", "what_works", "commissioning", "value_of_programmes", "halving_knife_crime",
    "definitions_compared",
)  # fmt: skip
"""Sections that hold tables of registers, documents, texts and of the printed report beside those of releases."""


def texts(block: Block) -> str:
    match block:
        case Prose(text=text):
            return text
        case Callout(title=title, text=text):
            return f"{title}. {text}"
        case Table():
            return " | ".join(
                [block.title, *block.columns, *(c for row in block.rows for c in row), block.note, block.source]
            )
        case _:
            return f"{block.title}. {block.alt}. {texts(block.table)}"


def section(edition: Edition, id_: str, area: str = HACKNEY) -> SectionBlocks:
    return next(s for s in edition.blocks[area] if s.id == id_)


def said(edition: Edition, id_: str, area: str = HACKNEY) -> str:
    return "\n".join(texts(block) for block in section(edition, id_, area).blocks)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("id_", list(SECTIONS))
def test_every_section_is_built_for_every_area(scene: str, id_: str, request: pytest.FixtureRequest) -> None:
    edition: Edition = request.getfixturevalue(scene)
    for code in edition.blocks:
        blocks = section(edition, id_, code).blocks
        assert blocks, f"{id_} of {code} is empty"
        for block in blocks:
            assert not re.search(r"\bnan\b|\bNone\b|NaT", texts(block)), texts(block)


@pytest.mark.parametrize("scene", SCENES)
def test_every_claim_holds_and_every_number_in_a_sentence_is_a_claim(
    scene: str, request: pytest.FixtureRequest
) -> None:
    edition: Edition = request.getfixturevalue(scene)
    edition.ledger.check(EstimateIndex(edition.estimates))
    for sections in edition.blocks.values():
        for block in (b for s in sections for b in s.blocks if isinstance(b, Prose) and b.claim_ids):
            assert block.text == " ".join(edition.ledger.claims[i].text for i in block.claim_ids)


def test_sections_come_in_the_order_of_the_outline_and_an_unknown_one_last() -> None:
    stranger = Section("a_stranger", "A stranger", (), lambda context: ())
    ids = [s.id for s in in_order({**SECTIONS, "a_stranger": stranger})]
    assert ids == [*ORDER, "a_stranger"]


def test_every_chart_carries_a_table_and_states_a_finding(full: Edition) -> None:
    charts = [b for sections in full.blocks.values() for s in sections for b in s.blocks if isinstance(b, Chart)]
    assert charts
    for chart in charts:
        assert chart.table.rows
        assert chart.alt
        assert chart.is_synthetic == chart.table.is_synthetic


def test_synthetic_figures_are_marked_in_every_chart_and_table_of_figures(full: Edition) -> None:
    passed_over = ("methods", "definition_and_sources", "data_quality")
    for found in (s for sections in full.blocks.values() for s in sections if s.id not in passed_over):
        for block in (b for b in found.blocks if isinstance(b, Chart | Table)):
            rests_on_a_release = "release 2024-03" in block.source
            assert block.is_synthetic == (rests_on_a_release or found.id not in OF_RECORDS), block.title


def test_measured_figures_are_not_called_synthetic(make: Callable[..., Edition]) -> None:
    edition = make(is_synthetic=False, audience="authors", wanted=("mps_violence_with_injury",))
    assert "SYNTHETIC" not in "".join(
        texts(b) for sections in edition.blocks.values() for s in sections for b in s.blocks
    )


def test_hidden_counts_are_in_no_text(suppressed: Edition) -> None:
    restricted = section(suppressed, "under_25s")
    for block in restricted.blocks:
        if isinstance(block, Table) and "Count" not in block.columns:
            assert all(
                set(row[1:4]) <= {"[c]", "0", "0.00", "[z]"} or row[1] == "0" or "to" in row[3] for row in block.rows
            )
    assert "[c]" in said(suppressed, "under_25s")
    assert "hidden" in said(suppressed, "headline")


def test_a_section_without_its_measures_says_what_to_do(empty: Edition) -> None:
    for id_ in ("headline", "trends", "under_25s", "domestic_and_sexual", "boroughs_compared", "who_is_affected"):
        (block,) = section(empty, id_).blocks
        assert isinstance(block, Callout)
        assert block.title == "No figures: not available [x]"
        assert ("assess again" in block.text) == (empty.audience == "authors")


def test_the_city_has_no_met_police_figures_and_says_so(full: Edition) -> None:
    assert "The Metropolitan Police do not cover the City of London" in said(full, "headline", CITY)
    assert "There are no figures on offences of violence with injury in the City of London for 2023 [x]" in said(
        full, "trends", CITY
    )
    assert "City of London: [x] not available" in said(full, "boroughs_compared", CITY)


def test_headline_gives_level_change_comparison_and_place_by_count(full: Edition) -> None:
    text = said(full, "headline")
    assert re.search(
        r"In 2023, [\d,]+ domestic abuse offences were recorded in Hackney: [\d.]+ for every 1,000 residents", text
    )
    assert re.search(r"than in 2022|more or less than in 2022", text)
    assert re.search(r"highest count of \d boroughs", text)
    assert "worst" not in text.lower()


def test_a_region_has_no_rank_and_no_comparison_with_itself(full: Edition) -> None:
    text = said(full, "headline", LONDON)
    assert "highest count" not in text
    assert "London's" not in text


def test_boroughs_compared_shows_intervals_and_is_no_league_table(full: Edition) -> None:
    blocks = section(full, "boroughs_compared").blocks
    assert any(isinstance(b, Callout) and b.title == "This is not a league table" for b in blocks)
    dots = [b for b in blocks if isinstance(b, Chart) and b.form == "dot_interval"]
    shown = [d for d in dots[0].data if d["value"] is not None]
    assert all(d["lower"] <= d["value"] <= d["upper"] for d in shown)
    drawn = [d["label"] for d in dots[0].data]
    assert drawn == sorted(drawn)
    assert "in order of name" in dots[0].title
    assert [d["label"] for d in dots[0].data if d["highlight"]] == ["Hackney"]
    names = [row[0] for row in dots[0].table.rows]
    assert names == sorted(names)
    assert "rank" not in " ".join(dots[0].table.columns).lower()


def test_the_map_has_a_band_for_every_borough_and_a_symbol_for_every_band(full: Edition) -> None:
    (chart,) = [b for b in section(full, "boroughs_compared").blocks if isinstance(b, Chart) and b.form == "map"]
    assert {record["band"] for record in chart.data} <= {band for band, _, _ in chart.options["bands"]}
    assert len({symbol for _, symbol, _ in chart.options["bands"]}) == len(chart.options["bands"])


def test_trends_mark_breaks_in_the_chart_and_explain_them_beside_it(full: Edition) -> None:
    blocks = section(full, "trends").blocks
    at = next(i for i, b in enumerate(blocks) if isinstance(b, Chart) and b.title.startswith("Violence with injury"))
    chart, beside = blocks[at], blocks[at + 1]
    assert isinstance(chart, Chart)
    assert {b["x"] for b in chart.options["breaks"]} >= {"2022-06-07"}
    assert isinstance(beside, Callout)
    assert "Non-fatal strangulation" in beside.text


def test_suspects_are_never_called_offenders_without_the_caveat(full: Edition) -> None:
    assert "Suspects are not offenders" in said(full, "who_is_affected")


def ethnic(edition: Edition, area: str) -> list[Table]:
    return [
        b
        for b in section(edition, "who_is_affected", area).blocks
        if isinstance(b, Table) and "Ethnic group" in b.columns
    ]


def test_suspects_by_ethnic_group_are_public_for_london_alone_and_beside_victims(make: Callable[..., Edition]) -> None:
    public = make(wanted=("victims_under25", "suspects_10_24"))
    (london,) = ethnic(public, LONDON)
    assert london.columns == ("Ethnic group", "Victims aged 1 to 24", "Suspects aged 10 to 24")
    (hackney,) = ethnic(public, HACKNEY)
    assert hackney.columns == ("Ethnic group", "Victims aged 1 to 24")
    assert "Who becomes a suspect depends on where the police are sent" in said(public, "who_is_affected", LONDON)


def test_suspects_by_ethnic_group_are_not_shown_without_victims(make: Callable[..., Edition]) -> None:
    assert not ethnic(make(audience="authors", wanted=("suspects_10_24",)), LONDON)


def test_rows_of_restricted_sources_are_rounded_for_the_public(full: Edition, suppressed: Edition) -> None:
    exact = next(b for b in section(full, "data_quality").blocks if isinstance(b, Table))
    public = next(b for b in section(suppressed, "data_quality").blocks if isinstance(b, Table))
    by_source = {row[0]: row for row in public.rows}
    assert {row[3:6] for row in exact.rows} == {("1,003", "998", "5")}
    assert by_source["Police offences, case level (SYNTHETIC)"][3:6] == ("1,005", "1,000", "[c]")
    assert by_source["Recorded crime by borough (SYNTHETIC)"][3:6] == ("1,003", "998", "5")


def test_quarantine_reasons_release_dates_and_unknown_geography_are_printed(full: Edition) -> None:
    text = said(full, "data_quality")
    assert all(word in text for word in ("2024-03", "1.4%", "unknown value", "March 2020 holds 40% fewer rows."))


def test_drift_of_restricted_sources_stays_with_the_authors(suppressed: Edition) -> None:
    drift = next(
        b for b in section(suppressed, "data_quality").blocks if isinstance(b, Table) and "Change" in b.columns
    )
    restricted = {f"{source.title} (SYNTHETIC)" for source in SOURCES.values() if source.access == "restricted"}
    named = {row[0] for row in drift.rows}
    assert "Recorded crime by borough (SYNTHETIC)" in named
    assert not named & restricted


def test_methods_print_that_a_measure_is_unreviewed(full: Edition) -> None:
    assert "unreviewed" in said(full, "methods")
    assert "Byar" in said(full, "methods")


def test_ambulance_figures_are_never_added_to_police_figures(empty: Edition) -> None:
    assert "never added" in said(empty, "ambulance")
