"""The ledger: every sentence with a number, the estimates it rests on, and whether it still holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from opensna.assessment.claims import SENTENCES
from opensna.core.claim import Claim, EstimateKey
from opensna.core.errors import ClaimError
from opensna.estimates.lookup import EstimateIndex


def word(index: EstimateIndex, kind: str, keys: tuple[EstimateKey, ...], fields: dict[str, str]) -> str:
    """The sentence that these estimates give."""
    return SENTENCES[kind]([index.one(key) for key in keys], fields)


@dataclass
class Ledger:
    """Claims by id, in the order they were made."""

    claims: dict[str, Claim] = field(default_factory=dict)

    def add(self, index: EstimateIndex, kind: str, keys: tuple[EstimateKey, ...], fields: dict[str, str]) -> Claim:
        """Word a claim and keep it."""
        claim = Claim(f"c{len(self.claims) + 1:05d}", kind, word(index, kind, keys, fields), keys, fields)
        self.claims[claim.id] = claim
        return claim

    def check(self, index: EstimateIndex) -> None:
        """Word every claim again.

        Raises
        ------
        ClaimError : with all claims whose sentence the estimates no longer give.
        """
        wrong = [c for c in self.claims.values() if word(index, c.kind, c.keys, c.fields) != c.text]
        if wrong:
            raise ClaimError(
                f"{len(wrong)} sentences are not what the estimates say",
                where=", ".join(c.id for c in wrong[:5]),
                found=wrong[0].text,
                expected=word(index, wrong[0].kind, wrong[0].keys, wrong[0].fields),
                do_this="assess again; a generated sentence is never edited by hand",
            )

    def to_json(self) -> str:
        """All claims, one object each."""
        return json.dumps([asdict(claim) for claim in self.claims.values()], ensure_ascii=False, indent=0)

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """Read what `to_json` wrote."""
        claims = [
            Claim(c["id"], c["kind"], c["text"], tuple(EstimateKey(**key) for key in c["keys"]), c["fields"])
            for c in json.loads(text)
        ]
        return cls({claim.id: claim for claim in claims})
