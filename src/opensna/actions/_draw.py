"""Draw the formats of one area; as a program, of every area that it is told on standard input.

`python -m opensna.actions._draw` is what `_workers` starts: each process reads the edition itself, through the same door, so that
nothing but names crosses over.
"""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from opensna.actions._drawn import DrawnFolder
from opensna.assessment.edition import read_edition
from opensna.assessment.publish import read_published
from opensna.core.area import Area
from opensna.core.errors import OpenSNAError
from opensna.report.renderers import formats
from opensna.report.renderers._base import (
    AnyRenderer,
    Download,
    EditionRenderer,
    FolderRenderer,
    Renderer,
    Shown,
    shown_of,
    slugs,
)


@dataclass(frozen=True)
class Order:
    """What is to be drawn: the stored edition, where its drawings go, which formats, and the fingerprint of it all."""

    editions: str
    register: str
    name: str
    audience: str
    formats: tuple[str, ...]
    fingerprint: str

    @property
    def into(self) -> Path:
        """The report's folder."""
        return Path(self.editions) / self.name / self.audience / "report"

    def open(self) -> Shown:
        """Read the edition: an authors' copy as it is stored, any other as the register holds it."""
        root = Path(self.editions)
        if self.audience == "authors":
            return shown_of(read_edition(root, self.name, self.audience))
        return shown_of(read_published(root, self.name, self.audience, register=Path(self.register)))


@dataclass(frozen=True)
class Outcome:
    """What became of one area: how many formats were drawn, how many kept, and by format why one could not be drawn."""

    area: str
    drawn: int
    kept: int
    failures: Mapping[str, str]


def draw_area(order: Order, shown: Shown, code: str) -> Outcome:
    """Draw the formats of one area that are not there yet. A format that fails is told and keeps no other from being drawn."""
    area = next(area for area in shown.edition.areas if area.code == code)
    slug = slugs(shown.edition.areas)[code]
    tally = _Tally(DrawnFolder(order.into / slug, order.fingerprint))
    for renderer in _in_turn(order):
        if isinstance(renderer, EditionRenderer):
            continue
        beside = downloads(order, slug) if isinstance(renderer, Renderer) and renderer.leads_to_files else ()
        tally.draw(renderer.id, _key(beside), partial(_files, renderer, replace(shown, downloads=beside), area, slug))
    return Outcome(code, tally.drawn, tally.kept, tally.failures)


def draw_edition(order: Order, shown: Shown) -> Outcome:
    """Draw the formats of the edition as a whole."""
    folder = DrawnFolder(order.into, order.fingerprint)
    tally = _Tally(folder)
    for renderer in _in_turn(order):
        if not isinstance(renderer, EditionRenderer):
            continue
        beside: tuple[Download, ...] = ()
        if renderer.leads_to_files:
            places = slugs(shown.edition.areas).values()
            beside = (*downloads_of_edition(order), *(file for slug in places for file in downloads(order, slug, slug)))
            beside = tuple(
                file for file in beside if file.path not in {f.path for f in folder.files if f.format == renderer.id}
            )
        tally.draw(renderer.id, _key(beside), partial(renderer.render, replace(shown, downloads=beside)))
    return Outcome("", tally.drawn, tally.kept, tally.failures)


def downloads(order: Order, slug: str, below: str = "") -> tuple[Download, ...]:
    """The documents that are there of an area, by title, with paths from `below`; from beside the page itself, all but the page.

    Pictures are part of a page and are not listed.
    """
    held = DrawnFolder(order.into / slug, order.fingerprint).files
    documents = [
        Download(str(PurePosixPath(below) / file.path), found.title, file.size)
        for file in held
        if isinstance(found := formats().get(file.format), Renderer) and (below or not found.leads_to_files)
    ]
    return tuple(sorted(documents, key=lambda document: document.title))


def downloads_of_edition(order: Order) -> tuple[Download, ...]:
    """The files that are there of the edition as a whole."""
    return tuple(
        Download(file.path, f"{formats()[file.format].title}: {PurePosixPath(file.path).name}", file.size)
        for file in DrawnFolder(order.into, order.fingerprint).files
        if file.format in formats()
    )


def _in_turn(order: Order) -> list[AnyRenderer]:
    """The formats wanted, those that lead to the others last."""
    wanted = [formats()[name] for name in order.formats]
    return sorted(wanted, key=lambda r: not isinstance(r, FolderRenderer) and r.leads_to_files)


def _files(renderer: Renderer | FolderRenderer, shown: Shown, area: Area, slug: str) -> Mapping[str, bytes]:
    if isinstance(renderer, FolderRenderer):
        return renderer.render(shown, area)
    return {renderer.name(slug): renderer.render(shown, area)}


def _key(beside: Sequence[Download]) -> str:
    """What a format was drawn from besides the edition: the files that it leads to."""
    return hashlib.sha256(repr(beside).encode()).hexdigest()[:16] if beside else ""


class _Tally:
    """Draws into a folder what it does not hold, and counts."""

    def __init__(self, folder: DrawnFolder) -> None:
        self._folder = folder
        self.drawn, self.kept = 0, 0
        self.failures: dict[str, str] = {}

    def draw(self, form: str, key: str, render: Callable[[], Mapping[str, bytes]]) -> None:
        """Draw a format unless it is there; what could not be drawn again is not left there from before."""
        if self._folder.holds(form, key):
            self.kept += 1
            return
        try:
            contents = render()
        except Exception as error:  # one format's fault must not keep the others from being drawn; told in the outcome
            self._folder.discard(form)
            self.failures[form] = reason(error)
        else:
            self._folder.write(form, key, contents)
            self.drawn += 1


def reason(error: BaseException) -> str:
    """Why something could not be drawn, without a value of its data: what to do, or the kind of fault and where it is."""
    if isinstance(error, OpenSNAError):
        return f"{error.what}; {error.do_this}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"a fault of ours, {type(error).__name__}{place}"


def main() -> None:
    """Read an order, then area codes, one JSON a line; answer each with its outcome, until there are no more."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library prints must not stand among the answers
    told = json.loads(sys.stdin.readline())
    order = Order(**{**told, "formats": tuple(told["formats"])})
    shown = order.open()
    for line in sys.stdin:
        answers.write(json.dumps(asdict(draw_area(order, shown, json.loads(line)))) + "\n")
        answers.flush()


if __name__ == "__main__":
    try:
        main()
    except (KeyboardInterrupt, BrokenPipeError):  # whoever stopped the command is told by the process that they started
        raise SystemExit(130) from None
