"""A finding: what a rule saw, with the words it saw."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict

from opensna.assessment.review.document import Block, Document

Verdict = Literal["holds", "fails", "differs", "cannot tell", "present", "partial", "absent", "noted"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
CONTRADICTIONS: tuple[Verdict, ...] = ("fails", "differs")


class Rule(BaseModel):
    """A rule as data/rules.yaml words it. `checks` are those of the template that its findings answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    reads: str
    checks: tuple[str, ...] = ()


@lru_cache
def rules() -> Mapping[str, Rule]:
    """Every rule by id."""
    text = (resources.files("opensna.assessment.review") / "data" / "rules.yaml").read_text("utf-8")
    return {key: Rule.model_validate(value) for key, value in yaml.safe_load(text).items()}


@dataclass(frozen=True)
class Quote:
    """Words as the document has them, and where: block by position, page where the format has pages."""

    text: str
    document: str
    position: int
    page: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing found. `value` is the figure, period or group in short; `says` the finding in a sentence of ours.

    `id` is made of rule, document and quotes, so a correction finds it again on the next run.
    """

    rule: str
    verdict: Verdict
    says: str
    quotes: tuple[Quote, ...]
    value: str = ""
    corrected: str = ""
    """What a person said of it: empty, "confirmed", or "corrected: " and why."""

    @property
    def id(self) -> str:
        """Eight characters, the same on every run over the same words."""
        words = "|".join(
            (self.rule, self.value, *(f"{quote.document}:{' '.join(quote.text.split())}" for quote in self.quotes))
        )
        return hashlib.sha256(words.encode()).hexdigest()[:8]

    @property
    def document(self) -> str:
        """The document its first quote is from."""
        return self.quotes[0].document if self.quotes else ""

    @property
    def checks(self) -> tuple[str, ...]:
        """Checks of the template that it answers."""
        return rules()[self.rule].checks

    @property
    def is_contradiction(self) -> bool:
        """Whether the document says something that cannot be so, or cannot both be so."""
        return self.verdict in CONTRADICTIONS


def quote(document: Document, block: Block, text: str = "") -> Quote:
    """The words of a block, or some of them, as a quote."""
    return Quote(text or block.text, document.name, block.position, block.page)
