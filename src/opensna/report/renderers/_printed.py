"""What is printed of one area, in order, for every format on pages: the stored sections, then how the edition was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from opensna.core.area import Area
from opensna.core.block import Block, Callout, Chart, Listing, Prose, SectionBlocks, Table
from opensna.core.missing import Mark
from opensna.report.care import INGEST, NOTHING
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, TITLE, UNSTATED, Shown, symbols
from opensna.report.renderers._layout import MOST_BESIDE
from opensna.report.renderers.chart_pages import pages

ANNEX = "Longer tables"
"""Title of the last section, if a chart has a table too long to print beneath it."""
LACKING = "What this assessment does not have, and how to get it"
WHAT_IS_LACKING = "These sections of the assessment have no figures. Each line says what it would take."
TO_AUTHORS = " Ingest what a line names (opensna sources lists the sources) and assess again."
_MEANINGS = {
    SYNTHETIC: "A computer made these figures to show what OpenSNA does. No person and no place is described.",
    AUTHORS: "Figures are not rounded or hidden. Do not pass this on.",
}


@dataclass(frozen=True)
class Printed:
    """One area's document. `facts` are label and value, `marks` a mark and what it means; tables carry their mark in each row."""

    area: str
    title: str
    facts: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    imprint: str
    sections: tuple[SectionBlocks, ...]
    made: str

    @property
    def name(self) -> str:
        """The document's title in one line."""
        return f"{self.area}: {self.title}"


def printed(shown: Shown, area: Area) -> Printed:
    """The document of one area."""
    given, lacking = _told_and_lacking(shown.sections(area))
    sections = [replace(s, blocks=tuple(p for b in _tables_once(s.blocks) for p in _parts(b))) for s in given]
    if lacking:
        for_authors = TO_AUTHORS if shown.edition.audience == "authors" else ""
        sections.append(SectionBlocks("lacking", LACKING, (Prose(f"{WHAT_IS_LACKING}{for_authors}"), Listing(lacking))))
    sections.append(SectionBlocks("manifest", "How this was made", tuple(_manifest(shown))))
    long = tuple(b.table for s in sections for b in s.blocks if isinstance(b, Chart) and _is_long(b.table))
    if long:
        sections.append(SectionBlocks("annex", ANNEX, long))
    return Printed(
        area.name, f"{TITLE}, {shown.period}", _facts(shown), tuple((m, _MEANINGS.get(m, "")) for m in shown.marks),
        f"Edition {shown.edition.name}, for {shown.edition.audience}, made {shown.made} with OpenSNA {shown.manifest['opensna']}",
        tuple(sections), str(shown.manifest["made"]),
    )  # fmt: skip


def _told_and_lacking(sections: Sequence[SectionBlocks]) -> tuple[list[SectionBlocks], tuple[str, ...]]:
    """The sections that say something, and a line for each of the others: a chapter of one line tells a reader less than a list."""
    told, lacking = [], []
    for section in sections:
        reasons = [b.text for b in section.blocks if isinstance(b, Callout) and b.title == NOTHING]
        if len(reasons) == len(section.blocks):
            lacking.append(f"{section.title} {Mark.NOT_AVAILABLE}: {' '.join(reasons).removesuffix(INGEST)}")
        else:
            told.append(section)
    return told, tuple(lacking)


def _tables_once(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, of which a chart whose table stands beneath an earlier one only names it."""
    printed_before: dict[Table, str] = {}
    for block in blocks:
        if isinstance(block, Chart) and block.table.columns and block.table in printed_before:
            where = f"The figures are in the table “{printed_before[block.table]}”, above."
            yield replace(block, alt=f"{block.alt} {where}", table=Table("", (), ()))
            continue
        if isinstance(block, Chart) and not _is_long(block.table):
            printed_before[block.table] = block.table.title
        yield block


def beneath(chart: Chart) -> Table | None:
    """The table that is printed beneath a chart; None if it stands in the last section, or beneath a later part of the chart."""
    return chart.table if chart.table.columns and not _is_long(chart.table) else None


def finding(chart: Chart) -> str:
    """What is printed beneath a chart: its finding, and where its figures are if not beneath."""
    return f"{chart.alt} The figures are under “{ANNEX}”, at the end." if _is_long(chart.table) else chart.alt


def _is_long(table: Table) -> bool:
    return len(table.rows) > MOST_BESIDE


def alternative(chart: Chart) -> str:
    """What a screen reader says in place of the picture: title, finding, and the mark that the picture carries."""
    parts = (chart.title.rstrip("."), chart.alt.rstrip("."), SYNTHETIC if chart.is_synthetic else "")
    return ". ".join(part for part in parts if part) + "."


def marked(table: Table) -> Table:
    """A table of synthetic figures with the word in each row, so that it stays with rows that are copied."""
    if not table.is_synthetic:
        return table
    rows = tuple((*row, "synthetic") for row in table.rows)
    return replace(table, columns=(*table.columns, "Data"), rows=rows)


def notes(table: Table) -> tuple[str, ...]:
    """What stands beneath a table, one line each: its symbols and note, its source."""
    marks = ", ".join(f"{mark} {meaning}" for mark, meaning in symbols(table).items())
    about = " ".join(part for part in (f"Symbols: {marks}." if marks else "", table.note) if part)
    return tuple(part for part in (about, f"Source: {table.source}." if table.source else "") if part)


def _parts(block: Block) -> Iterator[Block]:
    """The block as printed: a chart too tall for a page in parts, of which the last keeps the table."""
    if isinstance(block, Chart):
        *first, last = pages(block)
        yield from (replace(part, table=Table("", (), ())) for part in first)
        yield replace(last, table=marked(block.table))
    else:
        yield marked(block) if isinstance(block, Table) else block


def _facts(shown: Shown) -> tuple[tuple[str, str], ...]:
    people = (
        (("Author", shown.published.author), ("Reviewer", shown.published.reviewer))
        if shown.published is not None
        else ()
    )
    told = ((name.capitalize(), shown.setting(name)) for name in ("publisher", "contact", "licence"))
    return (
        ("Period", shown.period), ("Edition", shown.edition.name), ("Audience", shown.edition.audience),
        ("Made", shown.made), *people, *((label, value) for label, value in told if value != UNSTATED),
    )  # fmt: skip


def _manifest(shown: Shown) -> Iterator[Block]:
    """What the edition was made from, as prose and tables."""
    manifest = shown.manifest
    yield Prose(
        "What this edition was made from. Anyone who holds the same files and versions can make it again and compare the hashes "
        "(SHA-256). Each sentence with a figure has an entry in the ledger, claims.json."
    )
    yield Callout("How counts are hidden and rounded", " ".join(shown.policy_sentences))
    told = [
        ("Disclosure policy", shown.edition.estimates.policy), ("Definition", str(manifest["definition"])),
        ("Made", str(manifest["made"])), ("OpenSNA", str(manifest["opensna"])),
        *((str(name), str(version)) for name, version in manifest["packages"].items()),
    ]  # fmt: skip
    if manifest.get("seed") is not None:
        told.append(("Seed", str(manifest["seed"])))
    if shown.published is not None:
        told.append(("Register entry", shown.published.entry))
    yield Table("Policy, definition and versions", ("What", "Which"), tuple(told))
    files = tuple(
        (str(record["source"]), str(record["release"]), str(record["contract_version"]),
         "synthetic" if record["is_synthetic"] else "measured", str(file["name"]), f"{file['sha256'][:12]}…")
        for record in manifest["releases"]
        for file in record["files"]
    )  # fmt: skip
    if files:
        columns = ("Source", "Release", "Contract", "Kind", "File", "SHA-256")
        yield Table("Releases and the files they were read from", columns, files)
