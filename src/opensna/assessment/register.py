"""The register of releases: what was published and who decided, only ever added to, each entry chained to the one before.

`releases.jsonl` holds the entries; `figures/<sha256>.parquet` the figures of each publication as they were printed, so that a later
edition can be attacked together with them even when the edition itself was replaced. No true count is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from opensna.assessment.edition import Edition
from opensna.core.counts import KEY
from opensna.core.errors import DisclosureError
from opensna.disclosure.kinds import Meaning
from opensna.disclosure.policy import Agreement, policy_for
from opensna.disclosure.protect import Protection
from opensna.disclosure.published import PUBLISHED_COLUMNS, Published, joined
from opensna.measures.measure import Measure

REGISTER = "releases.jsonl"
FIGURES = "figures"
PUBLICATION, DECISION = "publication", "decision"


def append(register: Path, kind: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Add an entry of this kind ("publication" | "decision") and give it back with its time and hash.

    Raises
    ------
    DisclosureError : an earlier entry was changed or removed.
    """
    register.mkdir(parents=True, exist_ok=True)
    path = register / REGISTER
    earlier = read_register(path)
    made: dict[str, Any] = {
        "kind": kind,
        **entry,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "previous": earlier[-1]["hash"] if earlier else "",
    }
    made["hash"] = _hash(made)
    draft = path.with_suffix(".writing")
    draft.write_text("".join(json.dumps(line) + "\n" for line in (*earlier, made)), "utf-8")
    os.replace(draft, path)
    return made


def read_register(path: Path) -> list[dict[str, Any]]:
    """Every entry, oldest first, after a check of the chain of hashes.

    Raises
    ------
    DisclosureError : an entry was changed or removed.
    """
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
    previous = ""
    for number, entry in enumerate(entries, start=1):
        if entry["previous"] != previous or entry["hash"] != _hash({k: v for k, v in entry.items() if k != "hash"}):
            raise _changed(f"{path.name}, entry {number}")
        previous = entry["hash"]
    return entries


def publications(register: Path) -> list[dict[str, Any]]:
    """Entries of what was published, oldest first."""
    return [entry for entry in read_register(register / REGISTER) if entry.get("kind", PUBLICATION) == PUBLICATION]


def figures_of(edition: Edition) -> Published:
    """The counts that an edition prints, with the policy and the meaning of each measure, as its manifest says."""
    about = edition.manifest.get("disclosure", {})
    table = edition.estimates.table
    counts = table[table["statistic"] == "count"].drop_duplicates(list(KEY))
    shares = table[table["statistic"] == "share"].drop_duplicates(list(KEY))
    shares = shares[shares["mark"].isin(["", "[c]"])]
    whole = shares.assign(value=shares["denominator"], mark=np.where(shares["denominator"].isna(), "[c]", ""))
    found = pd.concat([counts.assign(role="numerator"), whole.assign(role="denominator")], ignore_index=True)
    policies, meanings = about.get("policies", {}), about.get("counts_of", {})
    return Published(
        found.assign(
            mark=found["mark"].astype(str),
            period_start=found["period_start"].astype(str),
            period_end=found["period_end"].astype(str),
            release=found["release"].astype(str),
            definition=str(edition.manifest.get("definition", "")),
            policy=[policies.get(measure, edition.estimates.policy) for measure in found["measure"]],
            meaning=[meanings.get(measure, "") for measure in found["measure"]],
            edition=f"{edition.name} for {edition.audience}",
        )[list(PUBLISHED_COLUMNS)]
    )


def describe(
    measures: Mapping[str, Measure],
    *,
    audience: str,
    access: Mapping[str, str],
    agreement: Agreement | None,
    how: Protection,
) -> dict[str, Any]:
    """What an edition's manifest says under "disclosure": agreement, policy and meaning of each measure, what was hidden and how.

    access : by source id.
    """
    return {
        "agreement": agreement.name if agreement else "",
        "policies": {
            m.id: policy_for(audience, access[m.source], m.disclosure, agreement=agreement).id
            for m in measures.values()
        },
        "counts_of": {m.id: Meaning.of(m).to_json() for m in measures.values()},
        "protected": how.targets,
        "hidden_to_protect_others": how.hidden,
        "hidden_by_heuristic": how.by_heuristic,
        "optimality_gap": round(how.gap, 4),
        "seconds": round(how.seconds, 1),
    }


def keep_figures(register: Path, published: Published) -> str:
    """Store figures beside the register; their sha256, which is also their name."""
    folder = register / FIGURES
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / ".writing"
    published.table.to_parquet(draft, index=False)
    name = hashlib.sha256(draft.read_bytes()).hexdigest()
    os.replace(draft, folder / f"{name}.parquet")
    return name


def read_figures(register: Path, name: str) -> Published:
    """Figures that `keep_figures` stored.

    Raises
    ------
    DisclosureError : they were changed or removed.
    """
    path = register / FIGURES / f"{name}.parquet"
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != name:
        raise _changed(f"{FIGURES}/{name[:12]}")
    return Published(pd.read_parquet(path))


def held_by_readers(register: Path, audience: str, agreement: str = "") -> dict[str, Published]:
    """What each circle of readers of a new edition may hold already, by the name of the circle.

    Readers of a public edition hold the public ones; members under an agreement hold those of the partnership that were made
    under it as well. An edition for the partnership has readers under its agreement only.
    """
    public: list[Published] = []
    by_agreement: dict[str, list[Published]] = {}
    for entry in publications(register):
        if not entry.get("figures"):
            continue
        figures = read_figures(register, entry["figures"])
        if entry["audience"] == "public":
            public.append(figures)
        else:
            by_agreement.setdefault(str(entry.get("agreement", "")), []).append(figures)
    if audience == "partnership":
        return {agreement: joined([*public, *by_agreement.get(agreement, [])])}
    return {"public": joined(public), **{name: joined([*public, *several]) for name, several in by_agreement.items()}}


def held_already(register: Path, audience: str, agreement: Agreement | None = None) -> Published | None:
    """What all readers of a new edition may hold: it is kept in step with these figures. None for the authors."""
    if audience == "authors":
        return None
    circles = held_by_readers(register, audience, agreement.name if agreement else "")
    return circles["public" if audience == "public" else agreement.name if agreement else ""]


def _changed(where: str) -> DisclosureError:
    return DisclosureError(
        "the register of releases was changed",
        where=where,
        do_this="restore the register from a backup; it is only ever added to",
    )


def _hash(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
