"""Where a figure comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveredFile:
    """A file as delivered: its name (no folders), sha256 and size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ReleaseRecord:
    """What release.json holds of one release of one source."""

    source: str
    release: str
    files: tuple[DeliveredFile, ...]
    contract_version: str
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    reasons: dict[str, int]
    unknown_geography_share: float | None
    period_start: str | None
    period_end: str | None
    is_synthetic: bool
    ingested: str
    opensna_version: str
    drift: tuple[str, ...] = ()
