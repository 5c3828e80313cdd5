from __future__ import annotations

from pathlib import Path

import pytest

from opensna.core.errors import DocumentError
from opensna.reference.areas import LONDON, area, boroughs
from opensna.reference.partnership import WHOLE, partnerships, read_partnership
from opensna.reference.population import residents

GOOD = """
id: two
title: Two
whole: {code: E23000014, name: West Midlands, type: pfa}
areas: {E08000025: Birmingham, E08000026: Coventry}
comparators: {first: {name: First, members: [E08000025]}}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "partnership.yaml"
    path.write_text(text, "utf-8")
    return path


def test_london_is_its_33_authorities() -> None:
    london = partnerships()["london"]
    assert [place.code for place in london.every_area] == [LONDON, *(place.code for place in boroughs())]
    assert {place.parent for place in london.every_area[1:]} == {LONDON}


def test_inner_and_outer_london_share_out_the_33_authorities() -> None:
    groups = partnerships()["london"].groups
    inner, outer = (set(groups[id].members) for id in ("inner_london", "outer_london"))
    assert (len(inner), len(outer)) == (14, 19)
    assert not inner & outer
    assert area("E09000025").code in inner  # Newham: inner by statistics, outer by statute
    assert area("E09000011").code in outer  # Greenwich: the other way round
    assert groups[WHOLE].members == (LONDON,)


@pytest.mark.parametrize("id", sorted(partnerships()))
def test_a_preset_has_residents_in_every_area(id: str) -> None:
    found = partnerships()[id]
    assert found.id == id
    assert residents(year=2023).reindex(list(found.areas)).notna().all()
    assert found.whole_area.is_whole


def test_the_west_midlands_are_seven_authorities() -> None:
    assert len(partnerships()["west-midlands"].areas) == 7


def test_a_partnership_writes_its_own_file(tmp_path: Path) -> None:
    found = read_partnership(written(tmp_path, GOOD))
    assert [place.name for place in found.every_area] == ["West Midlands", "Birmingham", "Coventry"]
    assert found.groups["first"].members == ("E08000025",)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (GOOD.replace("[E08000025]", "[E08000099]"), "none of its areas"),
        (GOOD.replace("{first:", "{whole:"), "give yours another id"),
        (GOOD.replace("type: pfa", "type: empire"), "whole.type"),
    ],
)
def test_what_does_not_fit_is_said_by_field(tmp_path: Path, changed: str, found: str) -> None:
    with pytest.raises(DocumentError, match=found):
        read_partnership(written(tmp_path, changed))
