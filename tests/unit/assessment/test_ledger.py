from __future__ import annotations

from dataclasses import replace

import pytest

from opensna.assessment.edition import Edition
from opensna.assessment.ledger import Ledger
from opensna.core.errors import ClaimError
from opensna.core.estimate import Estimates
from opensna.estimates.lookup import EstimateIndex


def test_a_claim_holds_for_the_estimates_that_it_was_made_from(edition: Edition) -> None:
    edition.ledger.check(EstimateIndex(edition.estimates))


def test_a_claim_is_refused_when_its_estimate_has_moved(edition: Edition, changed_estimates: Estimates) -> None:
    with pytest.raises(ClaimError, match="assess again; a generated sentence is never edited by hand") as caught:
        edition.ledger.check(EstimateIndex(changed_estimates))
    assert "2,634" in caught.value.found
    assert "2,635" in caught.value.expected


def test_an_edited_sentence_is_refused(edition: Edition) -> None:
    claim = edition.ledger.claims["c00001"]
    edited = Ledger({claim.id: replace(claim, text=claim.text.replace("2,634", "2,000"))})
    with pytest.raises(ClaimError, match="assess again"):
        edited.check(EstimateIndex(edition.estimates))


def test_a_ledger_reads_back_what_it_wrote(edition: Edition) -> None:
    assert Ledger.from_json(edition.ledger.to_json()) == edition.ledger
