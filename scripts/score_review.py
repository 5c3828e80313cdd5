"""Scores the reader of other people's assessments against facts read by hand, and on copies with known alterations.

    scripts/score_review.py FOLDER [--judged CSV] [--report FILE --copies 10]

FOLDER holds the texts and facts.csv (file, kind, quote, value, check, note). The matching rule: a fact is found when the review
of the same document makes a claim of a rule that answers the fact's kind (ANSWERS below), with the fact's verdict where it has
one (VERDICTS), that holds every number of the fact's value (of each part, where semicolons part it), to 0.006, in its value,
its sentence or its quotes; or, where the value
has no number, whose quotes hold at least 60% of the words of the fact's quote. A figure read from a sentence or a table counts as a
claim of the rule "figure".

Precision is of every finding made on the folder: right where a person judged it right (judged.csv: id, judgement), wrong where
judged wrong; those that nobody judged are counted apart. What can be checked without a person is checked: each quote must stand
in its document word for word.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from opensna.actions.review import review
from opensna.assessment.review.document import Document
from opensna.assessment.review.finders.figures import figures, table_figures
from opensna.assessment.review.finding import Finding
from opensna.assessment.review.language.periods import periods
from opensna.assessment.review.reading.read import read_document
from opensna.assessment.review.review import RULES, ReviewResult
from opensna.assessment.review.trials import Trial, trial

ANSWERS = {
    "period": ("period", "publication"),
    "arithmetic": ("table_total", "table_formula", "table_shares", "change", "share", "daily", "parts", "shares_sum"),
    "indicator": ("figure", "no_base", "small_number", "restated_value", "age_limit", "change", "share"),
    "gap": ("series_cut",),
    "source": ("source",),
    "sections": ("listed", "section"),
    "recommendations": ("recommendations",),
    "publication": ("publication",),
    "scope": ("scope",),
    "time": ("time",),
    "extraction": ("repeated_entry", "unreadable"),
    "negative": ("unreadable",),
}
VERDICTS = (
    ("holds", ("holds",)),
    ("rounded down", ("differs",)),
    ("differs", ("differs", "fails")),
    ("contradicts", ("fails", "differs")),
    ("cannot be checked", ("cannot tell",)),
    ("implies a base", ("cannot tell",)),
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Claim:
    """What the review claims of a document, of either sort."""

    file: str
    rule: str
    verdict: str
    text: str
    quotes: str


def claims(result: ReviewResult) -> list[Claim]:
    """Every finding, and every figure of sentences and tables."""
    made = [
        Claim(f.document, f.rule, f.verdict, f"{f.value} {f.says}", " ".join(q.text for q in f.quotes))
        for f in result.findings
    ]
    for reading in result.readings:
        if reading.unreadable:
            continue
        document = reading.document
        made += [
            Claim(document.name, "figure", "noted", figure.number.text, figure.sentence) for figure in figures(document)
        ]
        made += [
            Claim(document.name, "figure", "noted", f"{cell.text} {head}", row)
            for _, row, _, head, cell in table_figures(document)
        ]
        made += [
            Claim(document.name, "section", s.verdict, s.title, " ".join(q.text for q in s.quotes))
            for s in reading.sections
            if s.quotes
        ]
    return made


def is_found(fact: dict[str, str], made: Sequence[Claim]) -> bool:
    """By the matching rule at the head of this file."""
    verdicts = next((allowed for start, allowed in VERDICTS if fact["check"].startswith(start)), ())
    answers = [
        c
        for c in made
        if c.file == fact["file"] and c.rule in ANSWERS[fact["kind"]] and (not verdicts or c.verdict in verdicts)
    ]
    parts = fact["value"].split(";") if _NUMBER.search(fact["value"]) else [fact["value"]]
    return all(any(_says({**fact, "value": part.strip()}, claim) for claim in answers) for part in parts)


def _says(fact: dict[str, str], claim: Claim) -> bool:
    if fact["kind"] == "period":
        named = {_months(word) for word in claim.text.split()} | {span.value for span in periods(claim.text)}
        return _months(fact["value"]) in named or fact["value"] in claim.text.split()
    wanted = [_value(word) for word in _NUMBER.findall(fact["value"])]
    if wanted:
        held = [_value(word) for word in _NUMBER.findall(f"{claim.text} {claim.quotes}")] + _spelt(claim.text)
        return all(any(abs(want - have) <= 0.006 for have in held) for want in wanted)
    words = set(re.findall(r"[^\W_]+", fact["quote"].casefold()))
    held_words = set(re.findall(r"[^\W_]+", f"{claim.quotes} {claim.text}".casefold()))
    return len(words & held_words) >= 0.6 * len(words)


def _value(word: str) -> float:
    return float(word.replace(",", ""))


def _spelt(text: str) -> list[float]:
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return [float(names.index(word)) for word in text.casefold().split() if word in names]


def _months(text: str) -> str:
    """A period in months, both ends: 2018/2022 is 2018-01/2022-12."""
    ends = text.split("/")
    first, last = ends[0], ends[-1]
    return f"{first if '-' in first else first + '-01'}/{last if '-' in last else last + '-12'}"


@lru_cache(maxsize=4)
def _contradictions(document: Document) -> tuple[Finding, ...]:
    return tuple(finding for rule in RULES for finding in rule(document) if finding.is_contradiction)


def misquoted(result: ReviewResult) -> list[Finding]:
    """Findings with a quote that its document does not hold word for word."""
    texts = {
        r.document.name: " ".join(
            re.sub(r"[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]|\^\{[\d ]+\}", " ", r.document.text).split()
        )
        for r in result.readings
    }
    return [
        f
        for f in result.findings
        if any(
            " ".join(re.sub(r"[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]|\^\{[\d ]+\}", " ", q.text).split())
            not in texts[q.document]
            for q in f.quotes
        )
    ]


def score_facts(folder: Path, judged: Path | None) -> tuple[int, int, list[dict[str, str]], ReviewResult]:
    """Facts found, facts, those missed, and the review."""
    with (folder / "facts.csv").open(encoding="utf-8") as rows:
        facts = list(csv.DictReader(rows))
    result = review(sorted(folder.glob("*.txt")))
    made = claims(result)
    missed = [fact for fact in facts if not is_found(fact, made)]
    return len(facts) - len(missed), len(facts), missed, result


def precision(result: ReviewResult, judged: Path | None) -> tuple[int, int, int]:
    """Findings judged right, judged wrong, and not judged."""
    said: dict[str, str] = {}
    if judged is not None and judged.is_file():
        with judged.open(encoding="utf-8") as rows:
            said = {row["id"]: row["judgement"] for row in csv.DictReader(rows)}
    words = [said.get(finding.id, "") for finding in result.findings]
    return words.count("right"), words.count("wrong"), words.count("")


def trials(path: Path, copies: int) -> list[Trial]:
    """Altered copies of one document, seeds 0 to copies - 1."""
    document = read_document(path)
    return [trial(document, seed, _contradictions) for seed in range(copies)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--judged", type=Path, help="judgements by hand: id, judgement (right or wrong)")
    parser.add_argument("--report", type=Path, help="a document to alter")
    parser.add_argument("--copies", type=int, default=10)
    arguments = parser.parse_args()
    found, of, missed, result = score_facts(arguments.folder, arguments.judged)
    out = sys.stdout.write
    out(f"facts found: {found} of {of}\n")
    for fact in missed:
        out(f"  missed: {fact['file']} {fact['kind']} {fact['quote'][:80]!r} ({fact['value']}, {fact['check']})\n")
    right, wrong, unjudged = precision(result, arguments.judged)
    out(f"findings: {len(result.findings)}; judged right {right}, wrong {wrong}, not judged {unjudged}")
    out(f"; precision {right / (right + wrong):.3f}\n" if right + wrong else "\n")
    out(f"quotes that do not stand in their document: {len(misquoted(result))}\n")
    if arguments.report:
        made = trials(arguments.report, arguments.copies)
        n = sum(len(one.found) + len(one.missed) for one in made)
        got = sum(len(one.found) for one in made)
        alarms = sum(len(one.false_alarms) for one in made)
        out(f"alterations found: {got} of {n} ({got / n:.0%}) in {len(made)} copies; false alarms {alarms}\n")
        for one in made:
            for alteration in one.missed:
                out(
                    f"  missed in copy {one.seed}: {alteration.kind} {alteration.was!r} -> "
                    f"{alteration.now!r} at block {alteration.position}\n"
                )


if __name__ == "__main__":
    main()
