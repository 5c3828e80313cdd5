"""What a members' briefing says of one area: two pages cut from the stored blocks, the same for PDF and Word.

It knows no section: the first section is the headline, its first table the key figures, and the low charts of those figures
come first, then the first low chart of each other section. Lengths are estimated for the wider of the two typefaces, so that
both documents keep to two pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from opensna.core.area import Area
from opensna.core.block import Callout, Prose, Table
from opensna.report.renderers._base import TITLE, Shown
from opensna.report.renderers._layout import PICTURE
from opensna.report.renderers.pictures import Picture, pictures

CARE, SAID = 480, 260
"""Characters of what to read with care, and of a paragraph."""
MOST_FIGURES, MOST_CHARTS, LOW = 6, 3, 0.75
"""Most key figures and charts; height over width of a chart that leaves room for words."""
MORE = "More in the full assessment."


@dataclass(frozen=True)
class Fit:
    """What a format's pages hold, in millimetres on the safe side: a page, its title, key figures (each and together), a line.

    `characters` are those of a line; `foot` the pixels by which its pictures are lower than those that stand alone.
    """

    page: float
    title: float
    each_figure: float
    figures: float
    line: float
    characters: int
    foot: float = 0

    def text(self, words: str) -> float:
        """The height of a paragraph."""
        return ceil(len(words) / self.characters) * self.line + 2.5

    def picture(self, picture: Picture) -> float:
        """The height of a picture and its caption."""
        width, height = picture.size
        return PICTURE * (height - self.foot) / width + self.text(picture.chart.alt) + 5


@dataclass(frozen=True)
class Page:
    """A page of the briefing: paragraphs, then pictures."""

    words: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Briefing:
    """Title, key figures, two pages, what to read with care, and where the figures are from."""

    title: str
    figures: Table | None
    pages: tuple[Page, Page]
    care: tuple[Callout, ...]
    sources: tuple[str, ...]


def briefing(shown: Shown, area: Area, fit: Fit) -> Briefing:
    """The briefing of one area, as much as fits."""
    first, *_ = (*shown.sections(area), None)
    blocks = first.blocks if first is not None else ()
    key = _key_figures(shown, area)
    figures = _short(key) if key is not None else None
    care = tuple(Callout(clipped(b.title, 80), clipped(b.text, CARE)) for b in blocks if isinstance(b, Callout))[:1]
    charts = headline_pictures(shown, area)
    cited = (figures.source if figures else "", *(picture.chart.source for picture in charts))
    sources = tuple(dict.fromkeys(clipped(part, 160) for source in cited for part in source.split("; ") if part))[:5]
    words = [clipped(b.text, SAID, more="") for b in blocks if isinstance(b, Prose) and b.claim_ids]
    top = fit.title + (len(figures.rows) * fit.each_figure + fit.figures + fit.text(figures.note) if figures else 0)
    foot = sum(fit.text(c.text) + 11 for c in care) + sum(map(fit.text, sources)) + 24
    pages = _pages(words, list(charts), fit, fit.page - top, fit.page - foot)
    return Briefing(f"Members' briefing from the {TITLE}, {shown.period}", figures, pages, care, sources)


def headline_pictures(shown: Shown, area: Area, *, most: int = MOST_CHARTS) -> tuple[Picture, ...]:
    """One low chart of each section that has one: first those that draw a key figure, in the order of the figures."""
    figures = _key_figures(shown, area)
    names = [row[0] for row in figures.rows] if figures is not None else []
    low = [picture for picture in pictures(shown, area) if picture.size[1] <= picture.size[0] * LOW]
    chosen: dict[str, Picture] = {}
    for picture in sorted(low, key=lambda picture: _place(picture.chart.title, names)):
        chosen.setdefault(picture.section, picture)
    return tuple(chosen.values())[:most]


def _place(title: str, names: Sequence[str]) -> int:
    """The place of the figure that a chart's title begins with; after all for a chart of something else."""
    return next((place for place, name in enumerate(names) if name and title.startswith(name)), len(names))


def _key_figures(shown: Shown, area: Area) -> Table | None:
    """The first table of the first section, if it has one."""
    return next((b for section in shown.sections(area)[:1] for b in section.blocks if isinstance(b, Table)), None)


def clipped(text: str, most: int, *, more: str = MORE) -> str:
    """The first sentences of at most so many characters, and where to read on if any is left out."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        if len(kept) + len(sentence) + len(more) + 2 > most:
            break
        kept = f"{kept} {sentence}".strip()
    return f"{kept} {more}".strip() if kept else f"{text[: most - 1].rstrip()}…"


def _short(table: Table) -> Table:
    rows = tuple(tuple(clipped(cell, 60) for cell in row) for row in table.rows[:MOST_FIGURES])
    return Table(
        clipped(table.title, 100), tuple(clipped(name, 30) for name in table.columns[:6]), tuple(row[:6] for row in rows),
        table.numeric, clipped(table.note, 260), clipped(table.source, 300), table.is_synthetic,
    )  # fmt: skip


def _pages(words: Sequence[str], charts: list[Picture], fit: Fit, *rooms: float) -> tuple[Page, Page]:
    """Paragraphs and charts on two pages: a chart at the foot of each, before it as many paragraphs as there is room for."""
    left, pages = list(words), []
    for number, room in enumerate(rooms):
        drawn = charts[:1] if charts and fit.picture(charts[0]) <= room else []
        del charts[: len(drawn)]
        room -= sum(map(fit.picture, drawn))
        said: list[str] = []
        while left and fit.text(left[0]) <= room:
            room -= fit.text(left[0])
            said.append(left.pop(0))
        if number and charts and fit.picture(charts[0]) <= room:
            drawn.append(charts.pop(0))
        pages.append(Page(tuple(said), tuple(drawn)))
    return pages[0], pages[1]
