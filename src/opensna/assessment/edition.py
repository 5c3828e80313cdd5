"""An edition: one dated assessment of a set of areas for one audience, on disk and back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from opensna import __version__
from opensna.assessment import blocks as block_json
from opensna.assessment.faithful import refuse_unfaithful
from opensna.assessment.ledger import Ledger
from opensna.core.area import Area
from opensna.core.block import SectionBlocks
from opensna.core.errors import WarehouseError
from opensna.core.estimate import Estimates
from opensna.core.period import Period
from opensna.core.provenance import ReleaseRecord
from opensna.estimates.lookup import EstimateIndex

PACKAGES = ("duckdb", "ibis-framework", "pandas", "numpy", "scipy")


@dataclass(frozen=True)
class Edition:
    """Blocks by area code, the estimates and claims they rest on, and the manifest of what made them."""

    name: str
    audience: str
    period: Period
    areas: tuple[Area, ...]
    blocks: Mapping[str, tuple[SectionBlocks, ...]]
    estimates: Estimates
    ledger: Ledger
    manifest: Mapping[str, Any]

    @property
    def is_synthetic(self) -> bool:
        """Whether any release it rests on is synthetic."""
        return bool(self.manifest["is_synthetic"])


def build_manifest(
    releases: Sequence[ReleaseRecord], *, definition: str, settings: Mapping[str, Any], seed: int | None = None
) -> dict[str, Any]:
    """What made an edition: releases and their hashes, definition, versions, settings, time, and the seed of synthetic rows."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "opensna": __version__,
        "packages": {name: version(name) for name in PACKAGES},
        "definition": definition,
        "settings": dict(settings),
        "seed": seed,
        "is_synthetic": any(record.is_synthetic for record in releases),
        "releases": [asdict(record) for record in releases],
    }


def write_edition(edition: Edition, root: Path, *, index: EstimateIndex | None = None) -> Path:
    """Store an edition in root/name/audience; an earlier one of the same name and audience is replaced as a whole.

    Raises
    ------
    ClaimError : a sentence that the estimates do not give, or that is printed otherwise than the ledger has it.
    """
    edition.ledger.check(index or EstimateIndex(edition.estimates))
    refuse_unfaithful(edition.blocks, edition.ledger)
    final = root / edition.name / edition.audience
    draft = final.with_name(f".{edition.audience}.writing")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "blocks").mkdir(parents=True)
    edition.estimates.table.to_parquet(draft / "estimates.parquet", index=False)
    (draft / "claims.json").write_text(edition.ledger.to_json(), "utf-8")
    for code, sections in edition.blocks.items():
        (draft / "blocks" / f"{code}.json").write_text(block_json.to_json(sections), "utf-8")
    about = {
        "name": edition.name,
        "audience": edition.audience,
        "period": str(edition.period),
        "policy": edition.estimates.policy,
    }
    areas = [asdict(area) for area in edition.areas]
    manifest = {**edition.manifest, **about, "areas": areas, "files": _hashes(draft)}
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False, default=str), "utf-8")
    earlier = _earlier(final)
    shutil.rmtree(earlier, ignore_errors=True)
    if final.exists():
        os.replace(final, earlier)
    os.replace(draft, final)
    shutil.rmtree(earlier, ignore_errors=True)
    return final


def read_edition(root: Path, name: str, audience: str) -> Edition:
    """Read a stored edition.

    Raises
    ------
    WarehouseError : there is none, or a file of it was changed after it was written.
    """
    folder = root / name / audience
    if not folder.exists() and _earlier(folder).exists():
        os.replace(_earlier(folder), folder)
    if not (folder / "manifest.json").is_file():
        raise WarehouseError(
            "there is no such edition",
            where=f"{name} for {audience}",
            found=", ".join(
                sorted(f"{p.parent.parent.name} for {p.parent.name}" for p in root.glob("*/*/manifest.json"))
            )
            or "no edition",
            do_this=f"make it with: opensna {'assess --edition' if audience == 'authors' else 'publish'} {name}",
        )
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    changed = sorted(set(manifest["files"].items()) ^ set(_hashes(folder).items()))
    if changed:
        raise WarehouseError(
            "the edition was changed after it was written",
            where=f"{name} for {audience}",
            found=f"{len({path for path, _ in changed})} files differ from the manifest",
            do_this="make the edition again; corrections belong in its sources and records",
        )
    return Edition(
        name, audience, Period.parse(manifest["period"]), tuple(Area(**area) for area in manifest["areas"]),
        {path.stem: block_json.from_json(path.read_text("utf-8")) for path in sorted((folder / "blocks").glob("*.json"))},
        Estimates(pd.read_parquet(folder / "estimates.parquet"), audience, manifest["policy"]),
        Ledger.from_json((folder / "claims.json").read_text("utf-8")), manifest,
    )  # fmt: skip


def _earlier(folder: Path) -> Path:
    """Where an edition stands aside while a newer one takes its place; it is put back if that was interrupted."""
    return folder.with_name(f".{folder.name}.earlier")


def _hashes(folder: Path) -> dict[str, str]:
    """sha256 of each stored file but the manifest and what is rendered from it."""
    files = [folder / "estimates.parquet", folder / "claims.json", *sorted((folder / "blocks").glob("*.json"))]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()
    }
