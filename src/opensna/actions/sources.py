"""What can be read, and what of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from opensna.actions.workspace import Workspace
from opensna.catalogue import SOURCES
from opensna.sources._base import Source


@dataclass(frozen=True)
class SourceState:
    """A source and the releases of it that a workspace holds, oldest first."""

    source: Source
    releases: tuple[str, ...]


def sources(workspace: Workspace | None) -> tuple[SourceState, ...]:
    """Every source of the catalogue, in its order; without a workspace none is loaded."""
    return tuple(
        SourceState(source, tuple(r.release for r in workspace.warehouse.releases(source.id)) if workspace else ())
        for source in SOURCES.values()
    )
