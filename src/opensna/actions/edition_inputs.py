"""What goes into an edition: its period, its name, the releases that answer, and what of the period they do not hold."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, replace

from opensna.actions._tables import POLICE, coverage_of, loaded
from opensna.actions.workspace import SETTINGS, Workspace, plain_name
from opensna.assessment.edition import Edition
from opensna.catalogue import MEASURES, SECTIONS, SOURCES
from opensna.core.block import Callout
from opensna.core.errors import InputError, PeriodError
from opensna.core.period import Period
from opensna.core.provenance import ReleaseRecord
from opensna.measures.measure import Measure
from opensna.reference.areas import covered_by


@dataclass(frozen=True)
class Inputs:
    """The workspace as assessed (its settings hold the period), the edition's name, the sources that are counted, and warnings."""

    workspace: Workspace
    name: str
    period: Period
    counted: tuple[str, ...]
    warnings: tuple[str, ...]


def inputs_of(
    workspace: Workspace,
    *,
    edition: str | None = None,
    period: str | None = None,
    audience: str = "authors",
    even_if_empty: bool = False,
) -> Inputs:
    """Look at what an edition would rest on; only records of releases are read.

    period : otherwise that of the settings; for others than the authors, that of the authors' edition of this name.
    even_if_empty : though nothing was ingested, so that the packaged population is all that there is.

    Raises
    ------
    InputError : nothing is loaded; no loaded release of counts holds the period; or the name is another period's.
    """
    said = period or _of_authors(workspace, edition, audience) or workspace.settings.edition.period
    when = Period.parse(said)
    name = edition or plain_name(said)
    _refuse_name(name, when, said)
    held = loaded(workspace)
    if not held and not even_if_empty:
        raise _nothing_loaded(workspace)
    counted = tuple(source for source in held if measures_of(source) and SOURCES[source].repeats not in held)
    settings = workspace.settings
    set_so = settings.model_copy(update={"edition": settings.edition.model_copy(update={"period": said})})
    warnings = _outside(workspace, counted, when, said) if counted else _without_counts(held)
    return Inputs(replace(workspace, settings=set_so), name, when, counted, warnings)


def measures_of(source: str) -> list[Measure]:
    """Published measures of a source; of those by ward, which are many, the ones that a section needs."""
    needed = {id for section in SECTIONS.values() for id in section.needs}
    of_source = (m for m in MEASURES.values() if m.source == source and m.status == "published")
    return [m for m in of_source if m.level != "ward" or m.id in needed]


def went_in(workspace: Workspace, edition: Edition) -> tuple[str, ...]:
    """Each release that an edition rests on, as "mps_borough_crime 2024-03 (2010-04 to 2024-01)"."""
    return tuple(_named(workspace, ReleaseRecord(**record)) for record in edition.manifest["releases"])


def without_data(edition: Edition) -> tuple[str, ...]:
    """Titles of the sections that only say, for the whole, what they would need."""
    sections = edition.blocks[edition.areas[0].code]
    return tuple(one.title for one in sections if all(isinstance(block, Callout) for block in one.blocks))


def _of_authors(workspace: Workspace, edition: str | None, audience: str) -> str:
    """The period of the authors' edition of this name, which is what others are to read; "" if there is none."""
    if audience == "authors" or not edition:
        return ""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        manifest = json.loads((workspace.editions / edition / "authors" / "manifest.json").read_text("utf-8"))
        return str(manifest["settings"]["edition"]["period"])
    return ""


def _refuse_name(name: str, period: Period, said: str) -> None:
    if "/" in name or "\\" in name or name.startswith("."):
        raise InputError(
            "an edition's name is a folder's name",
            where="--edition",
            found=repr(name),
            expected=f"a name without slashes, such as {plain_name(said)}",
            do_this=f"leave --edition out, or say --edition {plain_name(said)}",
        )
    with contextlib.suppress(PeriodError):
        other = Period.parse(name)
        if other != period:
            raise InputError(
                "the edition's name is another period than the one assessed",
                where=f"--edition {name}",
                found=f"period {said}",
                expected=f"period {name}, or a name that is no period",
                do_this=f"say: opensna assess --edition {name} --period {name}; or leave --edition out to assess {said}",
            )


def _nothing_loaded(workspace: Workspace) -> InputError:
    is_met = set(workspace.partnership.areas) <= set(covered_by("london"))
    source = "mps_borough_crime" if is_met else "home_office_recorded_crime_csp"
    return InputError(
        "no police figures are loaded, nor any others",
        where=str(workspace.root),
        found="no release, only the packaged population",
        expected="at least one release",
        do_this=f"ingest a delivery: opensna ingest {source} FILES --released YYYY-MM, or say --even-if-empty for an "
        "edition of the packaged population alone",
    )


def _without_counts(held: tuple[str, ...]) -> tuple[str, ...]:
    shown = "published figures alone" if held else "the packaged population alone"
    return (f"no loaded source holds counts of offences or of other records: this edition is of {shown}",)


def _outside(workspace: Workspace, counted: tuple[str, ...], when: Period, said: str) -> tuple[str, ...]:
    """A warning for each source that does not hold the period.

    Raises
    ------
    InputError : none of those that must hold it does.
    """
    wanted = dict.fromkeys(source for one in counted for source in (POLICE if one in POLICE else (one,)))
    pins = workspace.settings.releases
    held = {source: workspace.warehouse.release(source, pins.get(source)) for source in wanted if measures_of(source)}
    spans = {source: coverage_of(record) for source, record in held.items()}
    outside = [s for s, span in spans.items() if when.start < span.start or span.end < when.end]
    bound = [source for source in spans if not _takes_the_newest(source)]
    if bound and set(bound) <= set(outside):
        newest = max((spans[source] for source in bound), key=lambda span: span.end)
        pins_that_hold = [remedy for source in bound if (remedy := _pin(workspace, source, when))]
        months = min(when.months, newest.months)
        last = Period.of_months(newest.end.year, newest.end.month - months + 1, months)
        raise InputError(
            "no loaded release of counts holds the period",
            where=f"period {said}",
            found="; ".join(_named(workspace, held[source]) for source in bound),
            expected=f"one that holds {when}",
            do_this="; or ".join(
                [
                    *pins_that_hold,
                    f"set period in {SETTINGS} or say --period, such as --period {last}",
                    "ingest a later release",
                ]
            ),
        )
    return tuple(_warning(workspace, held[s], spans[s], when, said) for s in outside)


def _warning(workspace: Workspace, record: ReleaseRecord, span: Period, when: Period, said: str) -> str:
    partly = "" if when.end < span.start or span.end < when.start else "partly "
    then = "its newest months are shown instead" if _takes_the_newest(record.source) else "its figures will be [x]"
    later = "a later release" if span.end < when.end else "a release that begins earlier"
    remedy = _pin(workspace, record.source, when) or f"set period in {SETTINGS}, or ingest {later}"
    return f"period {said} lies {partly}outside {_named(workspace, record)}: {then}. do this: {remedy}"


def _pin(workspace: Workspace, source: str, when: Period) -> str:
    """The remedy where another stored release of the source holds the period; "" where none does."""
    spans = {record.release: coverage_of(record) for record in workspace.warehouse.releases(source)}
    holding = [release for release, span in spans.items() if span.start <= when.start and when.end <= span.end]
    return (
        f'its release {holding[-1]} holds it: write {source} = "{holding[-1]}" below [releases] in {SETTINGS}'
        if holding
        else ""
    )


def _takes_the_newest(source: str) -> bool:
    """Whether every measure of a source is one that an edition counts in the newest months where the period is not held."""
    return all(m.level == "ward" or (m.level == "whole" and m.grain == "month") for m in measures_of(source))


def _named(workspace: Workspace, record: ReleaseRecord) -> str:
    mark = " SYNTHETIC" if record.is_synthetic else ""
    return f"{record.source} {record.release}{mark} ({workspace.span(record)})"
