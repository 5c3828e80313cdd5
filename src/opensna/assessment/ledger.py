"""The ledger: every sentence with a number, the estimates it rests on, and whether it still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from opensna.assessment.narrative.stance import broken
from opensna.assessment.sentences import SENTENCES
from opensna.core.claim import Claim, EstimateKey
from opensna.core.errors import ClaimError
from opensna.estimates.lookup import EstimateIndex


def word(index: EstimateIndex, kind: str, keys: tuple[EstimateKey, ...], fields: dict[str, str]) -> str:
    """The sentence that these estimates give."""
    return SENTENCES[kind]([index.one(key) for key in keys], fields)


def _same(kind: str, keys: tuple[EstimateKey, ...], fields: dict[str, str]) -> tuple[object, ...]:
    """What makes two claims one sentence."""
    return kind, keys, tuple(sorted(fields.items()))


@dataclass
class Ledger:
    """Claims by id, in the order they were made. A sentence that many pages share is worked out once."""

    claims: dict[str, Claim] = field(default_factory=dict)
    _worded: dict[tuple[object, ...], str] = field(default_factory=dict, repr=False, compare=False)

    def add(self, index: EstimateIndex, kind: str, keys: tuple[EstimateKey, ...], fields: dict[str, str]) -> Claim:
        """Word a claim and keep it."""
        same = _same(kind, keys, fields)
        if same not in self._worded:
            self._worded[same] = word(index, kind, keys, fields)
        claim = Claim(f"c{len(self.claims) + 1:05d}", kind, self._worded[same], keys, fields)
        self.claims[claim.id] = claim
        return claim

    def check(self, index: EstimateIndex) -> None:
        """Word every claim again.

        Raises
        ------
        ClaimError : with all claims whose sentence the estimates no longer give, or whose author relies on what they no longer say.
        """
        wrong = self.wrong(index)
        if wrong:
            raise ClaimError(
                f"{len(wrong)} sentences are not what the estimates say",
                where=", ".join(c.id for c in wrong[:5]),
                found=wrong[0].text,
                expected=word(index, wrong[0].kind, wrong[0].keys, wrong[0].fields),
                do_this="assess again; a generated sentence is never edited by hand",
            )
        self._refuse_broken(index)

    def wrong(self, index: EstimateIndex) -> tuple[Claim, ...]:
        """Claims whose sentence the estimates do not give; each is worded again, one that many pages share once."""
        again: dict[tuple[object, ...], str] = {}
        for c in self.claims.values():
            same = _same(c.kind, c.keys, c.fields)
            if same not in again:
                again[same] = word(index, c.kind, c.keys, c.fields)
        return tuple(c for c in self.claims.values() if again[_same(c.kind, c.keys, c.fields)] != c.text)

    def _refuse_broken(self, index: EstimateIndex) -> None:
        """ClaimError for claims whose direction or size no longer is what their author relies on."""
        said = ((c, broken(c.fields, [index.one(key) for key in c.keys])) for c in self.claims.values())
        wrong = [(c, why) for c, why in said if why]
        if wrong:
            first, why = wrong[0]
            raise ClaimError(
                f"{len(wrong)} claims are not what their author relies on",
                where=", ".join(f"{c.id} ({c.fields.get('written', '')})" for c, _ in wrong[:5]),
                found=why,
                expected=first.fields.get("expect") or first.fields.get("stated") or "the size that was relied on",
                do_this="write the sentence again for what the estimate says now, or take it out",
            )

    def to_json(self) -> str:
        """All claims, one object a line."""
        lines = (json.dumps(claim, default=vars, ensure_ascii=False) for claim in self.claims.values())
        return "[\n" + ",\n".join(lines) + "\n]"

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """Read what `to_json` wrote."""
        claims = [
            Claim(c["id"], c["kind"], c["text"], tuple(EstimateKey(**key) for key in c["keys"]), c["fields"])
            for c in json.loads(text)
        ]
        return cls({claim.id: claim for claim in claims})
