"""Sentences that state one thing in a known way; periods of figures; recommendations; voice; small numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import figures
from opensna.assessment.review.finding import Finding, quote
from opensna.assessment.review.language.numbers import hours, numbers
from opensna.assessment.review.language.periods import Span, periods
from opensna.assessment.review.vocabulary import data_list

_OF_DATA = re.compile(
    r"\b(?:data|dataset|datasets|figures?|statistics|period|cover\w*|offences|number of|"
    r"analysis|assessment|recorded|comparable|during|since|year ending)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:survey\w*|respondents?|residents'? survey|roundtables?|focus groups?|interview\w*|"
    r"workshops?|consult\w+|spoken to|spoke to|engagement|listening sessions?|witness\w*)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"^\s*(?:\w+ ){0,2}(?:people|residents|respondents|responses|young people|participants|"
    r"interviews|roundtables?|focus groups|pupils|stakeholders|workshops?|representatives|"
    r"children|parents)",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|felt|impacted|witness\w*|respondents)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\bacross ((?:19|20)\d\d) to ((?:19|20)\d\d)\b", re.IGNORECASE)
_PEAK = re.compile(
    r"\bpeak\w*|\bbetween\b|\bmost (?:common|offences)|\bhotspot|\boccur\w*|\btake place|\bprevalent", re.IGNORECASE
)
_CLAIM = re.compile(
    r"\b(?:peak\w*|highest|lowest|increas\w*|decreas\w*|fell|rose|doubled|trebled|victims?|offences|homicides?|incidents?)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\s*(?:\w+[- ]){0,2}(?:offences|homicides?|incidents?|victims|murders|deaths|stabbings|shootings|discharges|cases)\b",
    re.IGNORECASE,
)
_EXTREME = re.compile(
    r"\b(?:(?:highest|lowest|worst|best)\b.{0,60}\b(?:since|on record|in \w+ years|ever)|"
    r"significant(?:ly)? (?:\w+ )?(?:increas|decreas|reduc|ris|fall|higher|lower)\w*"
    r"|(?:sharp|dramatic|marked|substantial)(?:ly)? (?:\w+ )?(?:increas|decreas|reduc|ris|fall|higher|lower)\w*)",
    re.IGNORECASE,
)
_OF_VIOLENCE = re.compile(
    r"\b(?:violen\w+|crimes?|offences?|offending|homicides?|robber\w+|assaults?|abuse|knife|gun|"
    r"victims?|suspects?|exploitation)\b",
    re.IGNORECASE,
)
_RECOMMENDED = re.compile(r"\b(recommendations?|(?:initial |priority |key )?actions?|objectives)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:[-•*]\s*)?Recommendation (\d+)\b", re.IGNORECASE)


@lru_cache
def _patterns() -> tuple[tuple[Mapping[str, Any], re.Pattern[str]], ...]:
    return tuple(
        (entry, re.compile(entry["pattern"], re.IGNORECASE if entry["rule"] != "marking" else 0))
        for entry in data_list("statements.yaml")
    )


def statements(document: Document) -> Iterator[Finding]:
    """What data/statements.yaml knows, once a sentence and rule."""
    for block in document.prose:
        for sentence in block.sentences:
            told: set[str] = set()
            for entry, pattern in _patterns():
                match = pattern.search(sentence)
                if match and entry["rule"] not in told:
                    told.add(entry["rule"])
                    value = entry["value"].format(*(group or "" for group in match.groups()))
                    yield Finding(
                        entry["rule"],
                        entry["verdict"],
                        f"{entry['rule']}: {value}",
                        (quote(document, block, sentence),),
                        value,
                    )


def data_periods(document: Document) -> Iterator[Finding]:
    """Periods that figures are said to be of, each once; and years that do not say which twelve months."""
    told: set[str] = set()
    for block in document.blocks:
        if block.kind in ("note", "table"):
            continue
        for sentence in block.sentences:
            if vague := _VAGUE.search(sentence):
                if vague[0] not in told:
                    told.add(vague[0])
                    yield Finding(
                        "no_period",
                        "cannot tell",
                        f"{vague[0]!r} does not say which twelve months",
                        (quote(document, block, sentence),),
                        vague[0],
                    )
                continue
            for span in periods(sentence):
                if _is_of_data(span, sentence) and span.value not in told:
                    told.add(span.value)
                    end = _end_of_series(document, span)
                    yield Finding(
                        "period",
                        "present",
                        f"figures of {span.text}",
                        (quote(document, block, sentence),),
                        end or span.value,
                    )


def _is_of_data(span: Span, sentence: str) -> bool:
    near = sentence[max(0, span.start - 80) : span.end + 50]
    if not _OF_DATA.search(near) or re.search(
        r"\b(?:Act|Strategy|Plan|Duty|Regulations) (?:of )?$", sentence[: span.start]
    ):
        return False
    if re.search(r"\b(?:strategy|plan)\b", sentence[max(0, span.start - 60) : span.start], re.IGNORECASE) or (
        span.kind == "month" and span.text[0].isdigit()
    ):
        return False
    if span.kind == "length":
        return bool(re.match(r"\W*(?:\w+ )?(?:data|period|worth)", sentence[span.end :]))
    return span.kind in ("months", "year_ending", "financial", "financial_years", "years", "since")


def _end_of_series(document: Document, span: Span) -> str:
    """A series said to run since a year ends with the last year of the table's heads."""
    if span.kind != "since" or span.period is None:
        return ""
    years = [
        period.period
        for block in document.tables
        for cell in block.rows[0]
        for period in periods(cell)
        if period.kind == "calendar" and period.period and period.text == cell.strip()
    ]
    last = max((year.end for year in years), default=None)
    return f"{span.period.start:%Y-%m}/{last:%Y-%m}" if last and last > span.period.start else ""


def recommendations(document: Document) -> Iterator[Finding]:
    """The number of recommendations that the text states, and those that are numbered; where both are there, they should be one."""
    numbered: dict[int, Finding] = {}
    for block in document.prose:
        if match := _NUMBERED.match(block.text):
            numbered.setdefault(
                int(match[1]),
                Finding(
                    "recommendations", "present", f"recommendation {match[1]}", (quote(document, block),), match[1]
                ),
            )
    yield from numbered.values()
    if numbered:
        left_out = sorted(set(range(1, max(numbered) + 1)) - set(numbered))
        says = f"{len(numbered)} numbered recommendations" + (
            f"; no {', '.join(map(str, left_out))}" if left_out else ""
        )
        yield Finding(
            "recommendations",
            "differs" if left_out else "present",
            says,
            numbered[max(numbered)].quotes,
            str(len(numbered)),
        )
    for block in document.prose:
        for sentence in block.sentences:
            for number in numbers(sentence):
                match = _RECOMMENDED.match(sentence[number.end :].lstrip())
                if (
                    match is None
                    or number.unit != "count"
                    or number.value > 200
                    or (match[1].casefold() == "objectives")
                ):
                    continue
                stated = f"{number.value:.0f} {match[1].casefold()}"
                is_other = bool(numbered) and "recommend" in match[1].casefold() and number.value != len(numbered)
                yield Finding(
                    "recommendations",
                    "differs" if is_other else "present",
                    f"{stated} stated",
                    (quote(document, block, sentence),),
                    stated,
                )


def voice(document: Document) -> Iterator[Finding]:
    """Who was asked: with a number of people it is present; percentages of answers without one are partial."""
    asked = [
        (block, sentence)
        for block in document.prose
        if block.kind != "note"
        for sentence in block.sentences
        if _ASKED.search(sentence)
    ]
    counted = [
        pair
        for pair in asked
        if any(n.unit == "count" and n.value >= 2 and _PEOPLE.match(pair[1][n.end :]) for n in numbers(pair[1]))
    ]
    for block, sentence in counted[:5]:
        yield Finding(
            "voice", "present", "people asked, with their number", (quote(document, block, sentence),), "number"
        )
    answers = [
        (block, sentence)
        for block in document.prose
        for sentence in block.sentences
        if _SAID.search(sentence) and any(n.unit == "percent" for n in numbers(sentence))
    ]
    if answers and asked and not counted:
        yield Finding(
            "voice",
            "partial",
            "percentages of answers, and no number of people",
            tuple(quote(document, *pair) for pair in answers[:3]),
            "no number",
        )


def times(document: Document) -> Iterator[Finding]:
    """Hours at which violence is said to be most frequent."""
    for block in document.prose:
        for sentence in block.sentences:
            found = hours(sentence)
            if (
                found
                and _PEAK.search(sentence)
                and re.search(r"peak|violence|offence|robber|incident", sentence, re.IGNORECASE)
            ):
                yield Finding(
                    "time", "noted", f"hours: {', '.join(found)}", (quote(document, block, sentence),), ", ".join(found)
                )


def bare_claims(document: Document) -> Iterator[Finding]:
    """Sentences that claim an extreme or a significant change of violence: with a number present, without one partial."""
    for block in document.prose:
        if block.kind in ("note", "heading"):
            continue
        for sentence in block.sentences:
            if _EXTREME.search(sentence) and _OF_VIOLENCE.search(sentence):
                has_number = any(number.value for number in numbers(sentence))
                says = "a claim with a figure" if has_number else "a claim without a figure"
                yield Finding(
                    "claim", "present" if has_number else "partial", says, (quote(document, block, sentence),), "claim"
                )


def small_numbers(document: Document) -> Iterator[Finding]:
    """Counts below 30 of offences or people that a peak or a change is told of."""
    for figure in figures(document):
        n = figure.number
        after = figure.sentence[n.end :]
        is_small = n.unit == "count" and 0 < n.value < 30 and n.value == int(n.value) and not figure.per
        if is_small and _COUNTED.match(after) and _CLAIM.search(figure.sentence) and any(map(str.isdigit, n.text)):
            yield Finding(
                "small_number",
                "noted",
                f"{n.text} is too few to tell a change from chance",
                (figure.quote(document),),
                n.text,
            )
