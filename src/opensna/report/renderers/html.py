"""A stored edition as web pages that need nothing else: no script, no request, no font to fetch."""

from __future__ import annotations

import os
import re
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from opensna.assessment.edition import Edition
from opensna.assessment.publish import PublishedAssessment
from opensna.core.area import Area
from opensna.core.block import Chart, SectionBlocks, Table
from opensna.core.errors import DisclosureError, OpenSNAError
from opensna.core.missing import Mark
from opensna.report.renderers.charts import SYNTHETIC, svg

AUTHORS = "Authors' working copy - not for release"
UNTOLD: dict[str, Any] = {"opensna": "", "made": "", "definition": "", "packages": {}, "releases": []}
"""What stands where a manifest is silent."""
Progress = Callable[[str, float], None]


def render_html(
    shown: Edition | PublishedAssessment, into: Path, *, progress: Progress = lambda what, share: None
) -> Path:
    """Write `into`/index.html and `into`/<area>/index.html for each area; the path of the index.

    An area that cannot be drawn is named by `progress`, by a warning and on the index, and the others are still written. An
    earlier report in `into` is replaced as a whole at the end.

    Raises
    ------
    DisclosureError : an edition for readers outside the authors' circle that was not published. OpenSNAError : no area at all
        could be drawn.
    """
    edition = _edition_of(shown)
    pages = _environment()
    about = _about(shown, edition)
    draft = into.with_name(f".{into.name}.writing")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    failures: dict[str, Exception] = {}
    slugs = _slugs(edition.areas)
    for done, area in enumerate(edition.areas, start=1):
        try:
            page = _draw_area(pages, about, edition, area, slugs)
        except Exception as error:  # one area's data must not keep the others from being written; told below
            failures[area.code] = error
        else:
            (draft / slugs[area.code]).mkdir()
            (draft / slugs[area.code] / "index.html").write_text(page, "utf-8")
        progress(f"{area.name}{' could not be drawn' if area.code in failures else ''}", done / len(edition.areas))
    if len(failures) == len(edition.areas):
        shutil.rmtree(draft)
        raise next(iter(failures.values()), RuntimeError("an edition without areas"))
    reasons = {code: _reason(error) for code, error in failures.items()}
    index = pages.get_template("index.html.j2").render(**about, area=None, rows=_index_rows(edition, slugs, reasons))
    (draft / "index.html").write_text(index, "utf-8")
    shutil.rmtree(into, ignore_errors=True)
    os.replace(draft, into)
    if reasons:
        warnings.warn(
            "areas that could not be drawn: " + "; ".join(f"{c}: {r}" for c, r in reasons.items()), stacklevel=2
        )
    return into / "index.html"


def _edition_of(shown: Edition | PublishedAssessment) -> Edition:
    if isinstance(shown, PublishedAssessment):
        return shown.edition
    if shown.audience != "authors":
        raise DisclosureError(
            "this edition was not published",
            where=f"{shown.name} for {shown.audience}",
            found="an edition without an entry in the register",
            do_this=f"publish it with: opensna publish {shown.name} --author … --reviewer …",
        )
    return shown


def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("opensna.report.renderers"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages.filters["symbols"] = symbols
    return pages


def symbols(table: Table) -> str:
    """The marks that stand in a table's cells, in words."""
    cells = {cell for row in table.rows for cell in row}
    return ", ".join(f"{mark} {mark.meaning}" for mark in Mark if mark in cells)


def _about(shown: Edition | PublishedAssessment, edition: Edition) -> dict[str, Any]:
    """What every page says of its edition."""
    return {
        "edition": edition, "manifest": {**UNTOLD, **edition.manifest},
        "period": edition.period.label, "made": str(edition.manifest.get("made", ""))[:10],
        "synthetic": SYNTHETIC if edition.is_synthetic else "", "authors": AUTHORS if edition.audience == "authors" else "",
        "published": shown if isinstance(shown, PublishedAssessment) else None,
    }  # fmt: skip


def _draw_area(pages: Environment, about: dict[str, Any], edition: Edition, area: Area, slugs: dict[str, str]) -> str:
    sections = edition.blocks[area.code]
    return pages.get_template("area.html.j2").render(
        **about, area=area, sections=[_numbered(section) for section in sections], others=edition.areas, slugs=slugs
    )


def _numbered(section: SectionBlocks) -> dict[str, Any]:
    """A section with an id for each block, and its charts drawn."""
    return {"id": section.id, "title": section.title, "blocks": list(_drawn(section))}


def _drawn(section: SectionBlocks) -> Iterator[dict[str, Any]]:
    for number, block in enumerate(section.blocks, start=1):
        ident = f"{section.id.replace('_', '-')}-{number}"
        yield {"id": ident, "block": block, "svg": svg(block, ident=ident) if isinstance(block, Chart) else None}


def _slugs(areas: tuple[Area, ...]) -> dict[str, str]:
    """Folder name by area code: the area's name, or its code where two areas share a name."""
    names = {area.code: re.sub(r"[^a-z0-9]+", "-", area.name.lower()).strip("-") for area in areas}
    return {code: name if list(names.values()).count(name) == 1 else code for code, name in names.items()}


def _index_rows(edition: Edition, slugs: dict[str, str], failures: dict[str, str]) -> list[dict[str, Any]]:
    """Each area with how many of its counts in the assessed period are shown, hidden and not available."""
    table = edition.estimates.table
    now = table[
        (table["statistic"] == "count") & (table["breakdown"] == "none")
        & (table["period_start"].astype(str).str[:10] == edition.period.start.isoformat())
        & (table["period_end"].astype(str).str[:10] == edition.period.end.isoformat())
    ]  # fmt: skip
    size = Counter(now["area_code"])
    held = Counter(now.loc[now["value"].notna(), "area_code"])
    hidden = Counter(now.loc[now["mark"] == Mark.SUPPRESSED, "area_code"])
    rows = []
    for area in edition.areas:
        shown, kept = held[area.code], hidden[area.code]
        rows.append({"area": area, "slug": slugs[area.code], "failure": failures.get(area.code, ""),
                     "shown": shown, "hidden": kept, "absent": size[area.code] - shown - kept})  # fmt: skip
    return rows


def _reason(error: Exception) -> str:
    """Why an area could not be drawn, without a value of its data."""
    return f"{error.what}. {error.do_this}" if isinstance(error, OpenSNAError) else type(error).__name__
