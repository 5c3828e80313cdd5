"""Policies are data (policies/*.yaml); which one applies follows from the audience, the source's access and the measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from opensna.core.document import yaml_files
from opensna.core.errors import DisclosureError, DocumentError, UnknownIdError


class Policy(BaseModel):
    """What happens to a whole number of records.

    `hide_from` to `hide_to` (both included) is hidden; every other count is rounded half up to a multiple of `round_to`.
    `hide_to` 0 hides nothing; `round_to` 1 rounds nothing. From `protects_from` to `protects_to` is the interval as wide as which
    the reader's uncertainty about a hidden count must stay. `national_as_released`: figures of a whole country are under no
    control. `sentence` is printed beside the figures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    source: str
    hide_from: int = Field(ge=0)
    hide_to: int = Field(ge=0)
    round_to: int = Field(ge=1)
    protects_from: int = Field(ge=0)
    protects_to: int = Field(ge=0)
    national_as_released: bool
    sentence: str

    @property
    def controls(self) -> bool:
        """Whether it changes any count."""
        return self.hide_to > 0 or self.round_to > 1

    @property
    def protected_width(self) -> int:
        """How wide an interval an attacker must be left with for a hidden count."""
        return self.protects_to - self.protects_from


@dataclass(frozen=True)
class Audience:
    """Who reads an edition, and the sentence that stands on each of its pages."""

    id: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Agreement:
    """The information sharing agreement under which an edition for the partnership is read: its name, and its policy's id."""

    name: str
    policy: str = "threshold_5"


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        "authors": Audience("authors", "Authors", "Authors' working copy: not for release."),
        "partnership": Audience("partnership", "Partnership", "For the named members of the partnership."),
        "public": Audience("public", "Public", "For anyone."),
    }
)
STRICT = "nhs_england"
NATIONAL = frozenset({"E92000001", "W92000004", "S92000003", "N92000002", "K02000001", "K03000001", "K04000001"})
"""Codes of the countries of the United Kingdom and of the sums of several."""


@cache
def policies() -> Mapping[str, Policy]:
    """Every policy by id, from the package's own files.

    Raises
    ------
    DocumentError : a file does not fit Policy, or its id is not its name.
    """
    folder = resources.files("opensna.disclosure") / "policies"
    return MappingProxyType(
        {(policy := read_policy(file.name, file.read_text("utf-8"))).id: policy for file in yaml_files(folder)}
    )


def read_policy(name: str, text: str) -> Policy:
    """The policy that the text of file `name` gives; DocumentError if it does not fit."""
    try:
        policy = Policy.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise _misfit(name, str(error).splitlines()[0]) from error
    covers = policy.protects_from <= policy.hide_from <= policy.hide_to <= policy.protects_to
    if name != f"{policy.id}.yaml" or not covers:
        raise _misfit(name, f"id {policy.id}, hides {policy.hide_from} to {policy.hide_to}")
    return policy


def policy_for(
    audience: str, access: str, measure_disclosure: str = "by_access", *, agreement: Agreement | None = None
) -> Policy:
    """The policy for an audience and a source's access; a measure's "strict" only tightens it.

    Authors see counts as they are, in a copy that is marked so. In public a restricted source is under NHS England's rule and
    an open one is shown as its publisher released it, unless the measure is strict. For the partnership a restricted source
    is under its agreement's policy, and a strict measure under NHS England's rule.

    Raises
    ------
    UnknownIdError : no such audience or policy. DisclosureError : the partnership without an agreement, an agreement that hides
        nothing, or an access or a measure's disclosure that has no rule.
    """
    if audience not in AUDIENCES:
        raise UnknownIdError.of("audience", audience, list(AUDIENCES))
    if access not in ("open", "restricted") or measure_disclosure not in ("by_access", "strict"):
        raise DisclosureError(
            "there is no disclosure rule for this",
            where="policy_for",
            found=f"access {access!r}, disclosure {measure_disclosure!r}",
            expected="access open or restricted; disclosure by_access or strict",
            do_this="correct the source's access or the measure's disclosure",
        )
    agreed = _agreed(agreement) if audience == "partnership" else STRICT
    if audience == "authors" or (access == "open" and measure_disclosure != "strict"):
        return policies()["none"]
    return policies()[STRICT if measure_disclosure == "strict" else agreed]


def _agreed(agreement: Agreement | None) -> str:
    if agreement is None or not agreement.name.strip():
        raise DisclosureError(
            "an edition for the partnership needs an information sharing agreement to follow",
            where="audience partnership",
            do_this="name the agreement under which it is read and its policy, or use the audience authors or public",
        )
    if agreement.policy not in policies():
        raise UnknownIdError.of("policy", agreement.policy, list(policies()))
    if not policies()[agreement.policy].controls:
        raise DisclosureError(
            "an agreement whose policy hides nothing",
            where=agreement.name,
            found=agreement.policy,
            do_this="give a policy that hides small counts: threshold_5, threshold_10, opensafely or nhs_england",
        )
    return agreement.policy


def _misfit(name: str, found: str) -> DocumentError:
    return DocumentError(
        "this is not a disclosure policy",
        where=f"disclosure/policies/{name}",
        found=found,
        expected="id as the file is named, title, source, round_to, sentence; protects_from <= hide_from <= hide_to <= protects_to",
        do_this="copy nhs_england.yaml and change its values",
    )
