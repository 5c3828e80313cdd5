from __future__ import annotations

import pytest

from opensna.core.errors import DisclosureError, DocumentError, UnknownIdError
from opensna.disclosure.policy import AUDIENCES, Agreement, policies, policy_for, read_policy


@pytest.mark.parametrize(
    ("audience", "access", "disclosure", "expected"),
    [
        ("authors", "restricted", "by_access", "none"),
        ("authors", "open", "strict", "none"),
        ("public", "open", "by_access", "none"),
        ("public", "restricted", "by_access", "nhs_england"),
        ("public", "open", "strict", "nhs_england"),
        ("public", "restricted", "strict", "nhs_england"),
    ],
)
def test_policy_follows_from_audience_access_and_measure(
    audience: str, access: str, disclosure: str, expected: str
) -> None:
    assert policy_for(audience, access, disclosure).id == expected


def test_authors_copy_says_that_it_is_not_for_release() -> None:
    assert "not for release" in AUDIENCES["authors"].sentence


def test_every_policy_has_a_sentence_and_a_source() -> None:
    assert set(policies()) == {"none", "nhs_england", "opensafely", "threshold_5", "threshold_10"}
    assert all(policy.sentence.endswith(".") and policy.source for policy in policies().values())


@pytest.mark.parametrize(
    ("policy", "interval", "base"),
    [("nhs_england", (1, 7), 5), ("opensafely", (0, 7), 5), ("threshold_5", (1, 4), 1), ("threshold_10", (1, 9), 1)],
)
def test_every_policy_states_the_interval_it_protects(policy: str, interval: tuple[int, int], base: int) -> None:
    one = policies()[policy]
    assert (one.protects_from, one.protects_to) == interval == (one.hide_from, one.hide_to)
    assert (one.protected_width, one.round_to) == (interval[1] - interval[0], base)


@pytest.mark.parametrize(
    ("access", "disclosure", "expected"),
    [
        ("restricted", "by_access", "threshold_10"),
        ("restricted", "strict", "nhs_england"),
        ("open", "by_access", "none"),
    ],
)
def test_a_partnership_edition_follows_its_agreement(access: str, disclosure: str, expected: str) -> None:
    agreement = Agreement("Information sharing agreement 7", "threshold_10")
    assert policy_for("partnership", access, disclosure, agreement=agreement).id == expected


@pytest.mark.parametrize("agreement", [None, Agreement(" ")])
def test_a_partnership_edition_without_an_agreement_is_refused(agreement: Agreement | None) -> None:
    with pytest.raises(DisclosureError, match="name the agreement under which it is read"):
        policy_for("partnership", "restricted", agreement=agreement)


def test_an_agreement_that_hides_nothing_is_refused() -> None:
    with pytest.raises(DisclosureError, match="give a policy that hides small counts"):
        policy_for("partnership", "restricted", agreement=Agreement("ISA", "none"))


def test_an_agreement_with_an_unknown_policy_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="threshold_5"):
        policy_for("partnership", "restricted", agreement=Agreement("ISA", "threshold_6"))


def test_unknown_audience_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="did you mean: public"):
        policy_for("publik", "open")


@pytest.mark.parametrize(("access", "disclosure"), [("secret", "by_access"), ("open", "loose")])
def test_access_or_disclosure_without_a_rule_is_refused(access: str, disclosure: str) -> None:
    with pytest.raises(DisclosureError, match="correct the source's access"):
        policy_for("public", access, disclosure)


GOOD = (
    "{id: a, title: t, source: s, hide_from: 1, hide_to: 7, round_to: 5, protects_from: 1, protects_to: 7, "
    "national_as_released: true, sentence: x.}"
)


def test_document_that_fits_is_a_policy() -> None:
    assert read_policy("a.yaml", GOOD).hide_to == 7


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "id: [unclosed"),
        ("a.yaml", "id: a"),
        ("b.yaml", GOOD),
        ("a.yaml", GOOD.replace("protects_to: 7", "protects_to: 6")),
        ("a.yaml", GOOD.replace("hide_from: 1", "hide_from: 9")),
    ],
)
def test_document_that_is_no_policy_is_refused(name: str, text: str) -> None:
    with pytest.raises(DocumentError, match=r"copy nhs_england\.yaml"):
        read_policy(name, text)
