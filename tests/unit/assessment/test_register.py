from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from opensna.assessment.edition import Edition
from opensna.assessment.publish import publish
from opensna.assessment.register import (
    FIGURES,
    describe,
    figures_of,
    held_already,
    held_by_readers,
    publications,
    read_figures,
)
from opensna.core.errors import DisclosureError
from opensna.core.estimate import Estimates
from opensna.disclosure.policy import Agreement
from opensna.disclosure.protect import Protection
from opensna.measures.measure import Measure

MEASURE = Measure(
    id="m", title="M", question="?", source="s", unit="offence", direction="neither", where={"knife": True}
)


def under(edition: Edition, policy: str, *, name: str = "", value: float | None = None, agreement: str = "") -> Edition:
    """The edition as made under a policy, and perhaps for the partnership."""
    about = {"policies": {"m": policy}, "counts_of": {}, "agreement": agreement}
    table = edition.estimates.table if value is None else edition.estimates.table.assign(value=value, numerator=value)
    estimates = Estimates(table, "partnership" if agreement else "public", policy)
    return replace(
        edition, name=name or edition.name, audience=estimates.audience, estimates=estimates,
        manifest={**edition.manifest, "disclosure": about},
    )  # fmt: skip


def test_the_figures_of_a_publication_are_kept_as_printed(edition: Edition, tmp_path: Path) -> None:
    publish(under(edition, "nhs_england", value=2635.0), author="A", reviewer="B", register=tmp_path)
    (entry,) = publications(tmp_path)
    kept = read_figures(tmp_path, entry["figures"]).table
    assert kept["value"].tolist() == [2635.0, 2635.0]
    assert set(kept["policy"]) == {"nhs_england"}
    assert set(kept["edition"]) == {"2023 for public"}


def test_figures_that_were_changed_are_refused(edition: Edition, another_edition: Edition, tmp_path: Path) -> None:
    publish(edition, author="A", reviewer="B", register=tmp_path)
    (stored,) = (tmp_path / FIGURES).glob("*.parquet")
    stored.write_bytes(stored.read_bytes() + b" ")
    with pytest.raises(DisclosureError, match="restore the register from a backup"):
        publish(another_edition, author="A", reviewer="B", register=tmp_path)


def test_an_edition_that_differs_from_an_earlier_one_by_a_small_group_is_blocked(
    edition: Edition, tmp_path: Path
) -> None:
    publish(under(edition, "threshold_5", value=50.0), author="A", reviewer="B", register=tmp_path)
    later = under(edition, "threshold_5", name="2024", value=53.0)
    later = replace(later, manifest={**later.manifest, "definition": "wider 2"})
    with pytest.raises(DisclosureError, match="keep the earlier edition's definition and release") as caught:
        publish(later, author="A", reviewer="B", register=tmp_path)
    assert "2023 for public" in caught.value.found
    assert len(publications(tmp_path)) == 1


def test_readers_of_the_partnership_hold_the_public_editions_too(edition: Edition, tmp_path: Path) -> None:
    publish(under(edition, "nhs_england", value=50.0), author="A", reviewer="B", register=tmp_path)
    for_partners = under(edition, "threshold_5", name="partners", value=52.0, agreement="ISA 7")
    publish(for_partners, author="A", reviewer="B", register=tmp_path)
    circles = held_by_readers(tmp_path, "public")
    assert set(circles) == {"public", "ISA 7"}
    assert set(circles["public"].table["edition"]) == {"2023 for public"}
    assert set(circles["ISA 7"].table["edition"]) == {"2023 for public", "partners for partnership"}
    assert set(held_by_readers(tmp_path, "partnership", "ISA 8")) == {"ISA 8"}
    assert len(held_by_readers(tmp_path, "partnership", "ISA 8")["ISA 8"].table) == 2


def test_a_partnership_edition_counts_as_known_to_public_readers_who_have_it(edition: Edition, tmp_path: Path) -> None:
    publish(
        under(edition, "threshold_5", name="p", value=50.0, agreement="ISA 7"),
        author="A",
        reviewer="B",
        register=tmp_path,
    )
    later = under(edition, "threshold_5", name="2024", value=53.0)
    later = replace(later, manifest={**later.manifest, "definition": "wider 2"})
    with pytest.raises(DisclosureError, match="keep the earlier edition's definition and release"):
        publish(later, author="A", reviewer="B", register=tmp_path)


def test_a_partnership_edition_without_an_agreement_cannot_be_published(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="assess it under an information sharing agreement"):
        publish(replace(edition, audience="partnership"), author="A", reviewer="B", register=tmp_path)


def test_authors_hold_nothing_that_a_working_copy_must_be_kept_in_step_with(tmp_path: Path) -> None:
    assert held_already(tmp_path, "authors") is None
    public, partners = held_already(tmp_path, "public"), held_already(tmp_path, "partnership", Agreement("ISA 7"))
    assert public is not None
    assert partners is not None
    assert public.table.empty
    assert partners.table.empty


def test_a_manifest_says_policy_meaning_and_how_figures_were_chosen() -> None:
    how = Protection(targets=9, hidden=2, by_heuristic=1, lost=10.0, bound=9.0, seconds=1.25)
    about = describe({"m": MEASURE}, audience="public", access={"s": "restricted"}, agreement=None, how=how)
    assert about["policies"] == {"m": "nhs_england"}
    assert '"knife": true' in about["counts_of"]["m"]
    assert (about["agreement"], about["hidden_to_protect_others"], about["optimality_gap"]) == ("", 2, 0.1)


def test_the_records_of_a_share_are_figures_too(edition: Edition) -> None:
    table = edition.estimates.table
    share = table.assign(statistic="share", value=0.5, denominator=[5000.0, float("nan")])
    both = Estimates(pd.concat([table, share]), "public", "none")
    made = figures_of(replace(edition, estimates=both)).table
    assert made["role"].tolist() == ["numerator", "numerator", "denominator", "denominator"]
    assert made["mark"].tolist() == ["", "", "", "[c]"]
