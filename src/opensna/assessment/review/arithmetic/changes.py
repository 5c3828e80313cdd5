"""Changes and shares in sentences, worked again from the values beside them; and changes that have none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from opensna.assessment.review.arithmetic.table_sums import verdict_of_change
from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import Figure, figures
from opensna.assessment.review.finding import Finding, Verdict

_FROM_TO = re.compile(
    r"\bfrom\b.*\bto\b|\bcompared (?:to|with)\b|\bin (?:19|20)\d\d\b.*\bin (?:19|20)\d\d\b", re.IGNORECASE
)
_POINTS = re.compile(r"percent(?:age)? points?|\bpp\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:increas\w*|decreas\w*|ris(?:e|en|ing)|rose|fall\w*|fell|reduc\w*|declin\w*|grow\w*|grew|growth|drop\w*|up|down|more|fewer|higher|lower|jump\w*|uplift)\b",
    re.IGNORECASE,
)


def changes(document: Document) -> Iterator[Finding]:
    """Every percentage change of the prose: worked again from two values of its sentence or the one before, else without a base."""
    held = figures(document)
    for figure in held:
        if not is_change(figure):
            continue
        here = [other for other in held if other.block is figure.block and other.sentence == figure.sentence]
        before = _before(figure, held)
        after = _after(figure, held)
        worked = _worked(document, figure, _counts(here), certain=True) or _worked(
            document, figure, _counts(before) + _counts(here), mixed=True
        )
        if worked is None and not _counts(here):
            worked = _worked(document, figure, _counts(after))
        yield worked or _difference(document, figure, here) or _without_base(document, figure, here, before)


def is_change(figure: Figure) -> bool:
    """Whether a percentage is a change: a word for it beside it, and it is not an end of "from 3 to 5 percent"."""
    number, sentence = figure.number, figure.sentence
    if (
        number.unit != "percent"
        or _POINTS.search(sentence[number.end : number.end + 20])
        or not any(map(str.isdigit, number.text))
    ):
        return False
    if "associated with" in sentence:
        return False
    before, after = sentence[max(0, number.start - 75) : number.start], sentence[number.end : number.end + 30]
    if re.search(
        r"\bfrom (?:[\d.]+ ?(?:%|percent|per cent)? to )?$|\bto $|\bthan $|average of $", before, re.IGNORECASE
    ):
        return False
    by = re.search(r"\b(?:by|of|was|a|an|is|now|over|almost|further)\s*(?:around |about |nearly |just )?$", before)
    return bool(
        re.match(r"[\s,)]*(?:\w+ )?" + _CHANGED.pattern, after, re.IGNORECASE) or (by and _CHANGED.search(before))
    )


def _counts(held: Sequence[Figure]) -> list[Figure]:
    return [
        figure
        for figure in held
        if figure.number.unit != "percent" and not figure.per.isdigit() and figure.number.text[0] in "£0123456789"
    ]


def _before(figure: Figure, held: Sequence[Figure]) -> list[Figure]:
    sentences = figure.block.sentences
    at = sentences.index(figure.sentence)
    return [other for other in held if at and other.block is figure.block and other.sentence == sentences[at - 1]]


def _after(figure: Figure, held: Sequence[Figure]) -> list[Figure]:
    sentences = figure.block.sentences
    at = sentences.index(figure.sentence) + 1
    return [
        other
        for other in held
        if at < len(sentences) and other.block is figure.block and other.sentence == sentences[at]
    ]


def _worked(
    document: Document, figure: Figure, counts: Sequence[Figure], *, certain: bool = False, mixed: bool = False
) -> Finding | None:
    """The pair of values that makes the change; if `certain`, and there is one pair and one change only, also where it does not."""
    pairs = [
        (a, b)
        for a, b in itertools.permutations(counts, 2)
        if a.number.unit == b.number.unit and a.number.value > 0 and a.number.value != b.number.value
    ]
    if mixed:
        pairs = [(a, b) for a, b in pairs if (a.sentence == figure.sentence) != (b.sentence == figure.sentence)]
    wanted = [
        (a, b) for a, b in pairs if not figure.change or (b.number.value > a.number.value) == (figure.change == "up")
    ]

    def gap(pair: tuple[Figure, Figure]) -> float:
        return abs(abs(100 * (pair[1].number.value / pair[0].number.value - 1)) - figure.number.value)

    if not wanted:
        return None
    first, last = min(wanted, key=gap)
    made = 100 * (last.number.value / first.number.value - 1)
    verdict = verdict_of_change(made, figure.number)
    alone = (
        certain
        and len(counts) == 2
        and len(pairs) == 2
        and bool(_FROM_TO.search(figure.sentence))
        and _is_only_change(figure)
    )
    if verdict == "fails" and not alone:
        return None
    if verdict == "differs" and not (alone or certain or first.period):
        return None
    rounded = " (rounded down)" if verdict == "differs" and int(abs(made)) == figure.number.value else ""
    quotes = tuple(dict.fromkeys((figure.quote(document), first.quote(document), last.quote(document))))
    return Finding(
        "change",
        verdict,
        f"{first.number.text} to {last.number.text} is {made:+.2f}%, printed {figure.number.text}{rounded}",
        quotes,
        f"{made:+.2f}%",
    )


def _is_only_change(figure: Figure) -> bool:
    return len(re.findall(r"%|\bpercent\b|\bper cent\b", figure.sentence)) == 1


def _difference(document: Document, figure: Figure, here: Sequence[Figure]) -> Finding | None:
    """A difference beside its percentage, such as 48 more and 15%, implies the value before."""
    for other in _counts(here):
        if (
            re.match(r"\s*(?:more|fewer|additional|extra)\b", other.sentence[other.number.end :])
            and figure.number.value
        ):
            base = 100 * other.number.value / figure.number.value
            return Finding(
                "no_base", "cannot tell",
                f"{other.number.text} and {figure.number.text} imply about {base:,.0f} before; neither value is given",
                (figure.quote(document),), f"{other.number.text}; {figure.number.text}",
            )  # fmt: skip
    return None


def _without_base(document: Document, figure: Figure, here: Sequence[Figure], before: Sequence[Figure]) -> Finding:
    one = _counts(here) or _counts(before)
    says = (
        f"a change of {figure.number.text} beside one value, {one[0].number.text}: the other is not given"
        if len(one) == 1
        else f"a change of {figure.number.text} with no value before or after"
    )
    return Finding("no_base", "cannot tell", says, (figure.quote(document),), figure.number.text)


def shares(document: Document) -> Iterator[Finding]:
    """Percentages beside the two counts they are of: "N of M", and the rest of it."""
    held = figures(document)
    for figure in held:
        if figure.number.unit != "percent" or is_change(figure) or not any(map(str.isdigit, figure.number.text)):
            continue
        here = _counts([other for other in held if other.block is figure.block and other.sentence == figure.sentence])
        pairs = [
            (a, b)
            for a, b in itertools.permutations(here, 2)
            if 0 < a.number.value < b.number.value and a.number.unit == b.number.unit
        ]
        for part, whole in pairs:
            between = figure.sentence[part.number.end : whole.number.start]
            if not re.search(r"\b(?:out )?of\b", between) or len(between) > 60:
                continue
            share = 100 * part.number.value / whole.number.value
            made = min((share, 100 - share), key=lambda value: abs(value - figure.number.value))
            verdict: Verdict = verdict_of_change(made, figure.number)
            if verdict != "fails" or (len(here) == 2 and _is_only_change(figure) and len(between) < 20):
                yield Finding(
                    "share", verdict, f"{part.number.text} of {whole.number.text} is {share:.2f}%, printed {figure.number.text}",
                    (figure.quote(document),), f"{made:.2f}%",
                )  # fmt: skip
