"""A small edition whose every text is hostile and whose every kind of cell is there, as renderers are given it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opensna.assessment.edition import Edition
from opensna.assessment.publish import publish
from opensna.core.area import Area
from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.report.renderers._base import Shown, shown_of

EVIL = '=HYPERLINK("https://example.org","<b>&</b>")'
WIDE = Table(
    "Figures", ("Borough", "Count", "Rate", "95% interval", "Share", "Change", "Cost", "Said"),
    (
        ("Hackney", "1,204", "1.50", "1.40 to 1.60", "12.3%", "−5.1%", "£1,200", EVIL),
        ("Camden", "[c]", "[c]", "[c]", "[c]", "[c]", "[c]", "@SUM(A1)"),
        ("-2+3", "0", "0.0061", "6.1e-05 to 0.01", "0.0%", "+4.0%", "£7", "\ttab"),
        ("007", "35 [b]", "[x]", "[x]", "[z]", "[u]", "[x]", "a  b"),
    ),
    numeric=("Count", "Rate", "95% interval", "Share", "Change", "Cost"), note="A note.", source="A source", is_synthetic=True,
)  # fmt: skip
BARS = Chart(
    "bar", "A chart", "The finding.", "Rate", "per 1,000",
    ({"label": "10 to 14", "value": 1.0, "lower": 0.5, "upper": 1.5, "series": "Victims"},), WIDE, "A source", True,
)  # fmt: skip
BLOCKS = (Prose(EVIL), Callout("Care", EVIL), WIDE, BARS)


@pytest.fixture(scope="session")
def two(full: Edition) -> Edition:
    """An authors' edition of London and Hackney, with these blocks."""
    areas = tuple(area for area in full.areas if area.name in ("London", "Hackney"))
    sections = (SectionBlocks("one", "One", BLOCKS), SectionBlocks("two", EVIL, BLOCKS))
    kept = full.estimates.table["area_code"].isin([area.code for area in areas])
    few = full.estimates.table[kept].groupby("area_code").head(40)
    return replace(
        full,
        areas=areas,
        blocks={area.code: sections for area in areas},
        estimates=replace(full.estimates, table=few.reset_index(drop=True)),
    )


@pytest.fixture(scope="session")
def hackney(two: Edition) -> Area:
    """One area of it."""
    return next(area for area in two.areas if area.name == "Hackney")


@pytest.fixture(scope="session")
def shown(two: Edition) -> Shown:
    """The authors' copy."""
    return shown_of(two)


@pytest.fixture(scope="session")
def public(two: Edition, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The same for the public, published."""
    register: Path = tmp_path_factory.mktemp("register")
    edition = replace(two, audience="public", estimates=replace(two.estimates, audience="public", policy="nhs_england"))
    return shown_of(publish(edition, author="Ada", reviewer="Grace", register=register, is_demo=True))
