"""Draw a stored edition in every format, for every area, side by side; what is there already is not drawn again."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opensna
from opensna.actions._draw import Order, Outcome, downloads, downloads_of_edition, draw_area, draw_edition
from opensna.actions._drawn import DrawnFolder
from opensna.actions._formats import formats_asked
from opensna.actions._workers import draw_side_by_side
from opensna.actions.progress import Progress, silent
from opensna.actions.workspace import Workspace
from opensna.core.area import Area
from opensna.core.errors import PeriodError, UnknownIdError, WarehouseError
from opensna.core.period import Period
from opensna.report import renderers
from opensna.report.renderers._base import FolderRenderer, Shown, slugs
from opensna.report.renderers.html import render_index

FEW = 3
"""So many areas are drawn in this process: to start another takes as long as to draw one."""


@dataclass(frozen=True)
class Failure:
    """A format of an area that could not be drawn, and why; no area where it is of the edition as a whole."""

    area: str
    format: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What was drawn: the index page, how many formats of areas were drawn and how many were there, what could not be drawn.

    `documents` are the files that were asked for, where one area was; pictures are named by their folder.
    """

    index: Path
    areas: int
    drawn: int
    kept: int
    failures: tuple[Failure, ...]
    documents: tuple[Path, ...] = ()


def report(
    workspace: Workspace,
    edition: str,
    *,
    audience: str = "authors",
    formats: Sequence[str] = (),
    areas: Sequence[str] = (),
    processes: int | None = None,
    progress: Progress = silent,
) -> Report:
    """Draw an edition into editions/<edition>/<audience>/report/<area>/, and the index page that leads to all of it.

    A killed run is taken up where it stopped: a file is drawn again only if the edition, the renderers or the file changed. What
    cannot be drawn is told in the result and stops nothing else.

    Parameters
    ----------
    formats : ids; otherwise every format whose packages this machine has.
    areas : names or codes; otherwise all.
    processes : how many draw side by side; otherwise as many as there are processors.

    Raises
    ------
    WarehouseError : no such edition, or it was changed on disk. DisclosureError : an edition for others than its authors that
        the register does not hold. InputError : a format or an area that there is not.
    """
    wanted = formats_asked(formats)
    progress("reading the edition", 0.0)
    order = Order(str(workspace.editions), str(workspace.register), edition, audience, wanted, "")
    shown = _opened(order, workspace.settings.edition.period)
    order = Order(
        str(workspace.editions), str(workspace.register), edition, audience, wanted, _fingerprint(order, shown)
    )
    chosen = _areas(shown, areas)
    root = DrawnFolder(order.into, order.fingerprint)
    root.save()
    outcomes = []
    for outcome in _outcomes(order, shown, [area.code for area in chosen], processes or os.cpu_count() or 1):
        outcomes.append(outcome)
        progress(_told(shown, outcome), 0.95 * len(outcomes) / len(chosen))
    progress("the edition as a whole", 0.95)
    outcomes.append(draw_edition(order, shown))
    index = _write_index(order, shown, outcomes)
    progress("drawn", 1.0)
    failures = tuple(
        Failure(_name(shown, outcome.area), form, why) for outcome in outcomes for form, why in outcome.failures.items()
    )
    drawn, kept = sum(o.drawn for o in outcomes), sum(o.kept for o in outcomes)
    documents = _documents(order, slugs(shown.edition.areas)[chosen[0].code]) if len(chosen) == 1 else ()
    return Report(index, len(chosen), drawn, kept, failures, documents)


def _opened(order: Order, period: str) -> Shown:
    """The edition; where there is none, the remedy makes one of the period that its name says."""
    try:
        return order.open()
    except WarehouseError as error:
        if (order.into.parent / "manifest.json").is_file():
            raise
        absent = error
    of_authors = (order.into.parent.parent / "authors" / "manifest.json").is_file()
    make = f"opensna assess --edition {order.name}"
    with contextlib.suppress(PeriodError):
        make += f" --period {order.name}" if Period.parse(order.name) != Period.parse(period) else ""
    publish = f"opensna publish {order.name} --audience {order.audience} --author A --reviewer B"
    steps = [publish] if of_authors else [make] if order.audience == "authors" else [make, publish]
    raise WarehouseError(
        absent.what, where=absent.where, found=absent.found, do_this=f"make it with: {', then '.join(steps)}"
    )


def _documents(order: Order, slug: str) -> tuple[Path, ...]:
    """The files of an area in the formats wanted; a format of many files as the folder that holds them."""
    held = [file for file in DrawnFolder(order.into / slug, order.fingerprint).files if file.format in order.formats]
    known = renderers.formats()
    paths = [
        (order.into / slug / file.path).parent
        if isinstance(known[file.format], FolderRenderer)
        else order.into / slug / file.path
        for file in held
    ]
    return tuple(dict.fromkeys(paths))


def _areas(shown: Shown, wanted: Sequence[str]) -> tuple[Area, ...]:
    """Areas of the edition by name or code; InputError for one that it does not hold."""
    held = {key.casefold(): area for area in shown.edition.areas for key in (area.code, area.name)}
    for name in wanted:
        if name.casefold() not in held:
            names = [area.name for area in shown.edition.areas]
            raise UnknownIdError.of("area", name, names, do_this="use the name or code of an area of the edition")
    return tuple(dict.fromkeys(held[name.casefold()] for name in wanted)) or shown.edition.areas


def _outcomes(order: Order, shown: Shown, codes: Sequence[str], processes: int) -> Iterator[Outcome]:
    if len(codes) <= FEW or processes == 1:
        return (draw_area(order, shown, code) for code in codes)
    return draw_side_by_side(order, codes, processes=min(processes, len(codes)))


def _fingerprint(order: Order, shown: Shown) -> str:
    """What all drawings depend on: the edition as stored, its entry in the register, and this version of what draws them."""
    manifest = (order.into.parent / "manifest.json").read_bytes()
    entry = shown.published.entry if shown.published else ""
    return hashlib.sha256(b"\n".join((manifest, entry.encode(), _version().encode()))).hexdigest()


@cache
def _version() -> str:
    """The package's version and the bytes of its renderers, so that a change of a template draws everything again."""
    folder = Path(opensna.__file__).parent / "report" / "renderers"
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return hashlib.sha256(opensna.__version__.encode() + b"".join(path.read_bytes() for path in files)).hexdigest()


def _write_index(order: Order, shown: Shown, outcomes: Sequence[Outcome]) -> Path:
    """The page that leads to all that is there, of this run and of earlier ones."""
    places = slugs(shown.edition.areas)
    files = {code: downloads(order, slug, slug) for code, slug in places.items()}
    failed = {
        o.area: "; ".join(f"{renderers.formats()[form].title}: {why}" for form, why in o.failures.items())
        for o in outcomes
        if o.failures
    }
    page = render_index(shown, files=files, failures=failed, whole=downloads_of_edition(order))
    index = order.into / "index.html"
    draft = index.with_name(".index.html.writing")
    draft.write_bytes(page)
    os.replace(draft, index)
    return index


def _name(shown: Shown, code: str) -> str:
    return next((area.name for area in shown.edition.areas if area.code == code), "")


def _told(shown: Shown, outcome: Outcome) -> str:
    name = _name(shown, outcome.area)
    return f"{name}: {len(outcome.failures)} formats could not be drawn" if outcome.failures else name
