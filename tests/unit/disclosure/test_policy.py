from __future__ import annotations

import pytest

from opensna.core.errors import DisclosureError, DocumentError, UnknownIdError
from opensna.disclosure.policy import AUDIENCES, policies, policy_for, read_policy


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
    assert set(policies()) == {"none", "nhs_england"}
    assert all(policy.sentence.endswith(".") and policy.source for policy in policies().values())


def test_partnership_audience_is_refused_with_what_to_use_instead() -> None:
    with pytest.raises(DisclosureError, match="use the audience authors"):
        policy_for("partnership", "open")


def test_unknown_audience_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="did you mean: public"):
        policy_for("publik", "open")


@pytest.mark.parametrize(("access", "disclosure"), [("secret", "by_access"), ("open", "loose")])
def test_access_or_disclosure_without_a_rule_is_refused(access: str, disclosure: str) -> None:
    with pytest.raises(DisclosureError, match="correct the source's access"):
        policy_for("public", access, disclosure)


GOOD = "{id: a, title: t, source: s, hide_from: 1, hide_to: 7, round_to: 5, shows_zero: true, sentence: x.}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "id: [unclosed"),
        ("a.yaml", "id: a"),
        ("b.yaml", GOOD),
        ("a.yaml", GOOD.replace("true", "false")),
        ("a.yaml", GOOD.replace("hide_from: 1", "hide_from: 9")),
    ],
)
def test_document_that_is_no_policy_is_refused(name: str, text: str) -> None:
    with pytest.raises(DocumentError, match=r"copy nhs_england\.yaml"):
        read_policy(name, text)
