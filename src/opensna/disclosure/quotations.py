"""A voice's own words: with consent, from a group large enough, and never beside named participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opensna.core.errors import DisclosureError
from opensna.disclosure.policy import policies

LEAST_GROUP = 8
"""People in the group that a speaker is said to be of: one more than NHS England's rule hides."""
NAMED = 3
"""From so many named participants on, words that are not summarised can be put to one of them."""


@dataclass(frozen=True)
class Quotation:
    """Words of one person or of a session.

    group_size : people who could have said them, as far as the edition tells (of this age, sex, borough). audiences : those for
    whom the speaker has consented, "authors" | "partnership" | "public"; none without consent. is_verbatim : word for word.
    named_participants : names of people in the session that the same edition prints.
    """

    text: str
    group_size: int
    audiences: frozenset[str]
    is_verbatim: bool = True
    named_participants: tuple[str, ...] = ()


def refuse_quotations(quotations: Sequence[Quotation], *, audience: str, where: str = "quotations") -> None:
    """Keep back words that would point at somebody; all failures at once, by number and never by their text.

    Raises
    ------
    DisclosureError : for an audience outside the authors' circle: no consent for it, a group below the threshold, named
        participants beside a verbatim quotation, or one of their names in the words.
    """
    if audience == "authors":
        return
    wrong = [f"{number}: {why}" for number, one in enumerate(quotations, start=1) for why in _why_not(one, audience)]
    if wrong:
        raise DisclosureError(
            "quotations that may point at somebody",
            where=where,
            found="; ".join(wrong),
            expected=f"consent for {audience}, a group of {LEAST_GROUP} or more, no names beside verbatim words",
            do_this="leave these out, summarise them, name nobody, or describe the speaker by a larger group",
        )


def _why_not(one: Quotation, audience: str) -> list[str]:
    found = []
    if audience not in one.audiences:
        found.append(f"no consent for {audience}")
    if one.group_size < max(LEAST_GROUP, policies()["nhs_england"].hide_to + 1):
        found.append("too small a group")
    if one.is_verbatim and len(one.named_participants) >= NAMED:
        found.append(f"verbatim beside {len(one.named_participants)} named participants")
    if any(name.casefold() in one.text.casefold() for name in one.named_participants if name.strip()):
        found.append("a participant's name in the words")
    return found
