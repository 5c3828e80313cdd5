"""Policies are data (policies/*.yaml); which one applies follows from the audience, the source's access and the measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from opensna.core.errors import DisclosureError, DocumentError, UnknownIdError


class Policy(BaseModel):
    """What happens to a whole number of records.

    `hide_from` to `hide_to` (both included) is hidden; every other count is rounded half up to a multiple of `round_to`.
    `hide_to` 0 hides nothing; `round_to` 1 rounds nothing. `sentence` is printed beside the figures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    source: str
    hide_from: int = Field(ge=0)
    hide_to: int = Field(ge=0)
    round_to: int = Field(ge=1)
    shows_zero: bool
    sentence: str

    @property
    def controls(self) -> bool:
        """Whether it changes any count."""
        return self.hide_to > 0 or self.round_to > 1

    @property
    def protected_width(self) -> int:
        """How wide an interval an attacker must be left with for a hidden count."""
        return self.hide_to - self.hide_from


@dataclass(frozen=True)
class Audience:
    """Who reads an edition, and the sentence that stands on each of its pages."""

    id: str
    title: str
    sentence: str


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        "authors": Audience("authors", "Authors", "Authors' working copy: not for release."),
        "partnership": Audience("partnership", "Partnership", "For the named members of the partnership."),
        "public": Audience("public", "Public", "For anyone."),
    }
)
STRICT = "nhs_england"


@cache
def policies() -> Mapping[str, Policy]:
    """Every policy by id, from the package's own files.

    Raises
    ------
    DocumentError : a file does not fit Policy, or its id is not its name.
    """
    folder = resources.files("opensna.disclosure") / "policies"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return MappingProxyType({(policy := read_policy(file.name, file.read_text("utf-8"))).id: policy for file in files})


def read_policy(name: str, text: str) -> Policy:
    """The policy that the text of file `name` gives; DocumentError if it does not fit."""
    try:
        policy = Policy.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise _misfit(name, str(error).splitlines()[0]) from error
    if name != f"{policy.id}.yaml" or not policy.shows_zero or policy.hide_from > policy.hide_to:
        raise _misfit(name, f"id {policy.id}, hides {policy.hide_from} to {policy.hide_to}")
    return policy


def policy_for(audience: str, access: str, measure_disclosure: str = "by_access") -> Policy:
    """The policy for an audience and a source's access; a measure's "strict" only tightens it.

    Authors see counts as they are, in a copy that is marked so. In public a restricted source is under NHS England's rule and
    an open one is shown as its publisher released it, unless the measure is strict.

    Raises
    ------
    UnknownIdError : no such audience. DisclosureError : the partnership's audience, or an access or a measure's disclosure that has
        no rule.
    """
    if audience not in AUDIENCES:
        raise UnknownIdError.of("audience", audience, list(AUDIENCES))
    if audience == "partnership":
        raise DisclosureError(
            "editions for the partnership cannot be made yet: they need an information sharing agreement to follow",
            where="audience partnership",
            do_this="use the audience authors for a working copy, or public for an edition that anyone may read",
        )
    if access not in ("open", "restricted") or measure_disclosure not in ("by_access", "strict"):
        raise DisclosureError(
            "there is no disclosure rule for this",
            where="policy_for",
            found=f"access {access!r}, disclosure {measure_disclosure!r}",
            expected="access open or restricted; disclosure by_access or strict",
            do_this="correct the source's access or the measure's disclosure",
        )
    is_controlled = audience == "public" and (access == "restricted" or measure_disclosure == "strict")
    return policies()[STRICT if is_controlled else "none"]


def _misfit(name: str, found: str) -> DocumentError:
    return DocumentError(
        "this is not a disclosure policy",
        where=f"disclosure/policies/{name}",
        found=found,
        expected="id as the file is named, title, source, hide_from <= hide_to, round_to, shows_zero: true, sentence",
        do_this="copy nhs_england.yaml and change its values",
    )
