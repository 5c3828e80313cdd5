"""Kind of claim to the function that words it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from opensna.assessment import claims, model_claims, narrative_claims
from opensna.assessment.claims import Fields, Rows

PLACE = re.compile("\ue000(\\d+)\ue001")
"""The place of a claim in a passage: its number between two characters of no language."""


def passage(rows: Rows, fields: Fields) -> str:
    """A whole passage of a narrative: its words with its claims in them, so that not one character can change unnoticed.

    fields: `template`, the words with a PLACE for each claim; `pieces`, as JSON, each claim's kind, number of rows, and fields.
    """
    said, begin = list[str](), 0
    for part in json.loads(fields["pieces"]):
        end = begin + part["rows"]
        said.append(SENTENCES[part["kind"]](rows[begin:end], part["fields"]))
        begin = end
    return PLACE.sub(lambda match: said[int(match[1])], fields["template"])


SENTENCES: Mapping[str, Callable[[Rows, Fields], str]] = {
    "level": claims.level,
    "change": claims.change,
    "comparison": claims.comparison,
    "rank": claims.rank,
    "share": claims.share,
    "figure": claims.figure,
    "figure_since": claims.figure_since,
    "pooled": model_claims.pooled,
    "concentrated": model_claims.concentrated,
    "associated": model_claims.associated,
    "associated_model": model_claims.associated_model,
    "agreement": model_claims.agreement,
    "disproportion": model_claims.disproportion,
    "harm": model_claims.harm,
    "moved": narrative_claims.moved,
    "set_against": narrative_claims.set_against,
    "placed": narrative_claims.placed,
    "stated": narrative_claims.stated,
    "numbered": narrative_claims.numbered,
    "local": narrative_claims.local,
    "plain": narrative_claims.plain,
    "withheld": narrative_claims.withheld,
    "unshown": narrative_claims.unshown,
    "passage": passage,
}
