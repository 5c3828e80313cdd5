"""One area as a web page that needs nothing else: no script, no request, no font to fetch; and the index of a small site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from opensna.core.area import Area
from opensna.core.block import Callout, Chart, Prose, SectionBlocks, Table
from opensna.core.missing import Mark
from opensna.report.renderers._base import TITLE, Download, Renderer, Shown, symbols
from opensna.report.renderers.charts import svg

_QUOTED = re.compile("“([^”]*)”")


def render(shown: Shown, area: Area) -> bytes:
    """The page of one area, UTF-8."""
    given = shown.sections(area)
    ids = {section.title: section.id for section in given}
    sections = [_numbered(section, ids) for section in given]
    return _page("area.html.j2", shown, area=area, sections=sections, downloads=shown.downloads)


RENDERER = Renderer("html", "Web page", "index.html", render, leads_to_files=True)


def render_index(
    shown: Shown,
    *,
    files: Mapping[str, Sequence[Download]],
    failures: Mapping[str, str],
    whole: Sequence[Download] = (),
) -> bytes:
    """The page that leads to all areas, UTF-8.

    Parameters
    ----------
    files : by area code, what was drawn of it, with paths from the index; an area without any is not linked.
    failures : by area code, why something of it could not be drawn.
    whole : files of the edition as a whole.
    """
    tally, none = _tally(shown), {"shown": 0, "hidden": 0, "absent": 0}
    rows = [
        {
            "area": area,
            "page": next((f.path for f in files.get(area.code, ()) if f.path.endswith("/index.html")), ""),
            "files": [f for f in files.get(area.code, ()) if not f.path.endswith("/index.html")],
            "failure": failures.get(area.code, ""),
            **tally.get(area.code, none),
        }
        for area in shown.edition.areas
    ]
    return _page("index.html.j2", shown, area=None, rows=rows, whole=whole)


def _page(template: str, shown: Shown, **more: Any) -> bytes:
    edition = shown.edition
    about = {
        "title_of_all": TITLE, "edition": edition, "manifest": shown.manifest, "period": shown.period, "made": shown.made,
        "synthetic": shown.synthetic, "audience_mark": shown.audience_mark, "published": shown.published,
    }  # fmt: skip
    return _environment().get_template(template).render(**about, **more).encode()


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("opensna.report.renderers"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages.filters["symbols"] = _symbols
    pages.filters["in_bytes"] = in_bytes
    return pages


def _symbols(table: Table) -> str:
    """The marks that stand in a table's cells, in words."""
    return ", ".join(f"{mark} {meaning}" for mark, meaning in symbols(table).items())


def in_bytes(size: int) -> str:
    """A file's size as a reader of a link wants it."""
    return (
        f"{size / 1e6:.1f}\N{NO-BREAK SPACE}MB"
        if size >= 1e6
        else f"{max(1, round(size / 1000)):,}\N{NO-BREAK SPACE}KB"
    )


def _numbered(section: SectionBlocks, ids: Mapping[str, str]) -> dict[str, Any]:
    """A section with an id for each block, its charts drawn and what names another section leading to it."""
    return {"id": section.id, "title": section.title, "blocks": list(_drawn(section, ids))}


def _linked(text: str, ids: Mapping[str, str]) -> Markup:
    """Text in which the title of another section, in quotation marks, is a link to it."""
    plain = Markup.escape
    parts = _QUOTED.split(text)
    said = [
        Markup('“<a href="#{}">{}</a>”').format(ids[p], p) if i % 2 and p in ids else plain(f"“{p}”" if i % 2 else p)
        for i, p in enumerate(parts)
    ]
    return Markup("").join(said)


def _drawn(section: SectionBlocks, ids: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for number, block in enumerate(section.blocks, start=1):
        ident = f"{section.id.replace('_', '-')}-{number}"
        yield {"id": ident, "block": block, "svg": svg(block, ident=ident) if isinstance(block, Chart) else None,
               "said": _linked(block.text, ids) if isinstance(block, Prose | Callout) else ""}  # fmt: skip


def _tally(shown: Shown) -> dict[str, dict[str, int]]:
    """By area code: how many of its counts in the assessed period are shown, hidden and not available."""
    table, period = shown.edition.estimates.table, shown.edition.period
    now = table[
        (table["statistic"] == "count") & (table["breakdown"] == "none")
        & (table["period_start"].astype(str).str[:10] == period.start.isoformat())
        & (table["period_end"].astype(str).str[:10] == period.end.isoformat())
    ]  # fmt: skip
    held = Counter(now.loc[now["value"].notna(), "area_code"])
    hidden = Counter(now.loc[now["mark"] == Mark.SUPPRESSED, "area_code"])
    return {
        code: {"shown": held[code], "hidden": hidden[code], "absent": size - held[code] - hidden[code]}
        for code, size in Counter(now["area_code"]).items()
    }
