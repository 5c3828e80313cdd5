"""Each chart of an area as a picture that stands alone: SVG and PNG with title, source, area, period, edition and marks inside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from opensna.core.area import Area
from opensna.core.block import Chart
from opensna.report.renderers._base import FolderRenderer, Shown
from opensna.report.renderers._typst import painted, size_of
from opensna.report.renderers.chart_pages import pages
from opensna.report.renderers.charts import WARN, svg
from opensna.report.renderers.svg_parts import SOFT, paragraph

PPI = 192
"""Pixels to an inch: two for each of the drawing's own, so that print and large screens are sharp."""
FOLDER = "charts"


@dataclass(frozen=True)
class Picture:
    """A chart of a section and the drawing of it that stands alone; `name` is its file's, without a suffix."""

    section: str
    name: str
    chart: Chart
    svg: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in the drawing's own pixels."""
        return size_of(self.svg)


def render(shown: Shown, area: Area) -> Mapping[str, bytes]:
    """The files of one area's charts."""
    drawn = pictures(shown, area)
    files = {f"{FOLDER}/{picture.name}.svg": picture.svg.encode() for picture in drawn}
    return files | {f"{FOLDER}/{p.name}.png": png for p, png in zip(drawn, as_png(drawn), strict=True)}


RENDERER = FolderRenderer("pictures", "Pictures of charts", render, needs=("typst", "font_source_sans_pro"))


def pictures(shown: Shown, area: Area) -> tuple[Picture, ...]:
    """The area's charts in order, named by section and place in it; one too tall for a page is as many as it has parts."""
    return tuple(
        Picture(
            section.id, "-".join(map(str, (section.id.replace("_", "-"), *place))), part, _stamped(part, shown, area)
        )
        for section in shown.sections(area)
        for number, block in enumerate(section.blocks, start=1)
        if isinstance(block, Chart)
        for place, part in _placed(number, pages(block))
    )


def _placed(number: int, parts: tuple[Chart, ...]) -> Iterator[tuple[tuple[int, ...], Chart]]:
    """Each part and the numbers that name it: its chart's place, and its own where there are several."""
    if len(parts) == 1:
        yield (number,), parts[0]
    else:
        yield from (((number, i), part) for i, part in enumerate(parts, start=1))


def as_png(drawn: Sequence[Picture]) -> list[bytes]:
    """Each picture as PNG. Formats of one area ask for the same pictures, so those painted last are kept."""
    return list(_painted(tuple(picture.svg for picture in drawn)))


@lru_cache(maxsize=2)
def _painted(drawings: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(painted(drawings, ppi=PPI))


def _stamped(chart: Chart, shown: Shown, area: Area) -> str:
    """The drawing with a foot that says where, when and in which edition, and for whom it is."""
    drawing = str(svg(chart, ident="chart"))
    height = size_of(drawing)[1]
    edition = shown.edition
    told = f"{area.name}. Period: {shown.period}. Edition {edition.name} for {edition.audience}, made {shown.made}."
    foot, end = paragraph(height - 8, told, fill=SOFT)
    if shown.audience_mark:
        mark, end = paragraph(end, shown.audience_mark, bold=True, fill=WARN)
        foot += mark
    grown = re.sub(
        rf'(viewBox="0 0 [\d.]+ ){height:.0f}(" width="[\d.]+" height="){height:.0f}"',
        rf'\g<1>{end + 12:.0f}\g<2>{end + 12:.0f}"',
        drawing,
        count=1,
    )
    return grown.removesuffix("</svg>") + foot + "</svg>"
