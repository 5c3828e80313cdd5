"""A narrative as blocks: every reference worded from this edition's estimates, every passage a claim in the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from opensna.assessment.ledger import Ledger, word
from opensna.assessment.narrative.bind import Bound, bind
from opensna.assessment.narrative.comments import without_comments
from opensna.assessment.narrative.desk import Desk
from opensna.assessment.narrative.files import Account, Narrative
from opensna.assessment.narrative.local import is_shown
from opensna.assessment.narrative.origins import origins
from opensna.assessment.narrative.passages import Passage, read_passages
from opensna.assessment.narrative.references import CLOSE, OPEN, Reference, mark_references
from opensna.assessment.narrative.stance import broken, stated_direction
from opensna.assessment.narrative.unbound import Unbound, unbound
from opensna.assessment.review.language.sentences import sentences
from opensna.assessment.sentences import PLACE
from opensna.core.block import Block, Listing, Prose, SectionBlocks, Subheading, Table
from opensna.core.errors import ClaimError, OpenSNAError
from opensna.core.missing import Mark

PREFIX = "narrative_"
"""What the id of a narrative's section has before that of the template."""


@dataclass
class Composed:
    """What was made of an area's narratives: sections by the template's id, typed numbers, and what cannot be printed.

    `worded` is what each reference became, by section and its number there; one that is hidden, or cannot be printed, is not in it.
    """

    sections: dict[str, SectionBlocks] = field(default_factory=dict)
    worded: dict[str, dict[int, str]] = field(default_factory=dict)
    unbound: list[Unbound] = field(default_factory=list)
    problems: list[OpenSNAError] = field(default_factory=list)


def compose(account: Account, desk: Desk, ledger: Ledger) -> Composed:
    """Every section of an account as blocks; its claims are kept in the ledger."""
    made = Composed()
    for narrative in account.sections:
        title = account.template.section(narrative.section).title
        writer = _Writer(desk, ledger, made.problems)
        blocks = tuple(writer.blocks(narrative, made.unbound))
        made.worded[narrative.section] = writer.worded
        made.sections[narrative.section] = SectionBlocks(
            PREFIX + narrative.section.lower(), f"{title}: the account of {account.area.name}", blocks
        )
    return made


class _Writer:
    """Words one narrative."""

    def __init__(self, desk: Desk, ledger: Ledger, problems: list[OpenSNAError]) -> None:
        self.desk, self.ledger, self.problems = desk, ledger, problems
        self.worded: dict[int, str] = {}
        self._said: list[Bound] = []
        self._typed: list[Unbound] = []
        self._name = self._line = ""

    def blocks(self, narrative: Narrative, typed: list[Unbound]) -> Iterator[Block]:
        """The blocks of a narrative, and then where its figures come from."""
        self._name = narrative.name
        marked = mark_references(narrative.text, narrative.name)
        read = read_passages(without_comments(marked.text), narrative.name)
        self.problems += [*marked.problems, *read.problems]
        self._typed = typed
        bound = [self._bind(reference) for reference in marked.references]
        for passage in read.passages:
            yield self._block(passage, bound)
        if table := origins(self._said, self.desk):
            yield table

    def _bind(self, reference: Reference) -> Bound | None:
        try:
            return bind(reference, self.desk)
        except OpenSNAError as problem:
            self.problems.append(problem)
            return None

    def _block(self, passage: Passage, bound: Sequence[Bound | None]) -> Block:
        begin = len(self.ledger.claims)
        self._line = f"{self._name}, line {passage.line}"
        texts = [self._passage(_marked(text, passage), bound) for text in passage.texts]
        ids = tuple(list(self.ledger.claims)[begin:])
        if passage.kind == "heading":
            return Subheading(texts[0], ids)
        if passage.kind in ("bullets", "numbered"):
            return Listing(tuple(texts), passage.kind == "numbered", ids)
        if passage.kind == "table":
            rows = [tuple(texts[i : i + passage.columns]) for i in range(0, len(texts), passage.columns)]
            return Table("As the account gives it", rows[0], tuple(rows[1:]), claim_ids=ids)
        return Prose(texts[0], ids)

    def _passage(self, text: str, bound: Sequence[Bound | None]) -> str:
        """A text worded sentence by sentence, with its claims in the ledger and then itself as one."""
        template, parts = list[str](), list[Bound]()
        for sentence in sentences(text) or (text,):
            places = [int(match[1]) for match in PLACE.finditer(sentence)]
            mine = [bound[place] for place in places]
            if any(one is None for one in mine):
                continue
            said = self._stated(sentence, [one for one in mine if one is not None])
            hidden = self._hidden(said)
            if hidden is None:
                self.worded |= {place: self._word(one) for place, one in zip(places, said, strict=True)}
            else:
                said, sentence = [hidden], f"{OPEN}0{CLOSE}"
            numbers = iter(range(len(parts), len(parts) + len(said)))
            template.append(PLACE.sub(lambda _, numbers=numbers: f"{OPEN}{next(numbers)}{CLOSE}", sentence))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            parts += said
        self._said += parts
        self._typed += unbound(" ".join(template), self._line)
        return self._kept(" ".join(template), parts)

    def _stated(self, sentence: str, mine: list[Bound]) -> list[Bound]:
        """Claims of a sentence, with the direction that its words give a number; one that no longer holds is a problem."""
        found = []
        for one, match in zip(mine, PLACE.finditer(sentence), strict=True):
            is_change = bool(one.keys) and one.keys[0].statistic in ("change", "difference_from")
            way = stated_direction(sentence[: match.start()], sentence[match.end() :]) if is_change else ""
            if one.kind == "numbered" and way:
                one = replace(one, fields={**one.fields, "stated": way})
            if wrong := broken(one.fields, [self.desk.row(key) for key in one.keys]):
                self.problems.append(_no_longer(one, wrong))
            found.append(_without_stance(one) if self._is_hidden(one) else one)
        return found

    def _word(self, one: Bound) -> str:
        return word(self.desk.library.index, one.kind, one.keys, one.fields)

    def _is_hidden(self, one: Bound) -> bool:
        rows = [self.desk.row(key) for key in one.keys]
        return any(row is not None and row.mark == Mark.SUPPRESSED for row in rows)

    def _hidden(self, said: list[Bound]) -> Bound | None:
        """What stands in place of a sentence that this audience may not read; None for one that it may."""
        for one in said:
            if one.kind == "local" and not is_shown(self.desk.local[one.reference.id], self.desk.library.audience):
                return replace(one, kind="unshown", keys=(), fields={"written": one.reference.where})
        hidden = [one for one in said if not one.is_sentence and self._is_hidden(one)]
        if hidden:
            return replace(hidden[0], kind="withheld", fields={"written": hidden[0].reference.where})
        return None

    def _kept(self, template: str, parts: Sequence[Bound]) -> str:
        """The text as printed. One without any claim is kept too, so that nobody can change a typed number unnoticed either."""
        index = self.desk.library.index
        for part in parts:
            self.ledger.add(index, part.kind, part.keys, part.fields)
        told = [{"kind": part.kind, "rows": len(part.keys), "fields": part.fields} for part in parts]
        keys = tuple(key for part in parts for key in part.keys)
        fields = {"template": template, "pieces": json.dumps(told, ensure_ascii=False), "written": self._name}
        return self.ledger.add(index, "passage", keys, fields).text


def _without_stance(one: Bound) -> Bound:
    """The claim without what its author says of a value that is hidden: that would give its direction or size away."""
    kept = {
        name: text
        for name, text in one.fields.items()
        if name not in ("expect", "at_least", "at_most", "stated", "says")
    }
    return replace(one, fields=kept)


def _marked(text: str, passage: Passage) -> str:
    """A quotation between quotation marks, whether or not its author set them."""
    bare = text.strip('“”"')
    return f"“{bare}”" if passage.kind == "quotation" else text


def _no_longer(one: Bound, wrong: str) -> ClaimError:
    relied = one.fields.get("expect") or one.fields.get("stated") or "a size"
    how = "expect=" if "expect" in one.fields else "the words around the number say " if "stated" in one.fields else ""
    return ClaimError(
        "a claim of the narrative does not hold", where=f"{one.reference.where}: {one.reference.name}", found=wrong,
        expected=f"{how}{relied}", do_this="write the sentence again for what the estimate says now, or take it out",
    )  # fmt: skip
