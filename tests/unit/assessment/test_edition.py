from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from opensna.assessment.edition import Edition, build_manifest, read_edition, write_edition
from opensna.core.errors import ClaimError, WarehouseError
from opensna.core.estimate import Estimates


def test_an_edition_reads_back_as_it_was_written(edition: Edition, tmp_path: Path) -> None:
    folder = write_edition(edition, tmp_path)
    read = read_edition(tmp_path, "2023", "public")
    assert folder == tmp_path / "2023" / "public"
    assert (read.name, read.audience, read.period, read.areas) == (
        edition.name,
        edition.audience,
        edition.period,
        edition.areas,
    )
    assert dict(read.blocks) == dict(edition.blocks)
    assert read.ledger == edition.ledger
    assert read.estimates.policy == "none"
    pd.testing.assert_frame_equal(read.estimates.table, edition.estimates.table, check_dtype=False)


def test_the_manifest_names_releases_versions_definition_seed_and_hashes(edition: Edition, tmp_path: Path) -> None:
    manifest = json.loads((write_edition(edition, tmp_path) / "manifest.json").read_text("utf-8"))
    assert manifest["releases"][0]["files"][0]["sha256"] == "ab" * 32
    assert manifest["releases"][0]["contract_version"] == "1.0.0"
    assert manifest["definition"] == "london 1"
    assert {"opensna", "packages", "seed", "is_synthetic", "made"} <= set(manifest)
    assert set(manifest["files"]) == {
        "estimates.parquet",
        "claims.json",
        "blocks/E12000007.json",
        "blocks/E09000012.json",
    }


def test_the_seed_of_synthetic_rows_is_in_the_manifest() -> None:
    assert build_manifest((), definition="london 1", settings={}, seed=7)["seed"] == 7


@pytest.mark.parametrize("name", ["claims.json", "estimates.parquet", "blocks/E09000012.json"])
def test_an_edition_that_was_changed_on_disk_is_refused(edition: Edition, tmp_path: Path, name: str) -> None:
    path = write_edition(edition, tmp_path) / name
    path.write_bytes(path.read_bytes().replace(b"2", b"3", 1) + b" ")
    with pytest.raises(WarehouseError, match="make the edition again"):
        read_edition(tmp_path, "2023", "public")


def test_a_file_added_to_an_edition_is_noticed(edition: Edition, tmp_path: Path) -> None:
    (write_edition(edition, tmp_path) / "blocks" / "E09000099.json").write_text("[]", "utf-8")
    with pytest.raises(WarehouseError, match="make the edition again"):
        read_edition(tmp_path, "2023", "public")


def test_an_edition_that_is_not_there_names_those_that_are(edition: Edition, tmp_path: Path) -> None:
    write_edition(edition, tmp_path)
    with pytest.raises(WarehouseError, match="make it with: opensna assess --edition 2031") as caught:
        read_edition(tmp_path, "2031", "authors")
    assert caught.value.found == "2023 for public"


def test_an_edition_with_a_false_sentence_is_not_written(
    edition: Edition, changed_estimates: Estimates, tmp_path: Path
) -> None:
    with pytest.raises(ClaimError, match="assess again"):
        write_edition(replace(edition, estimates=changed_estimates), tmp_path)
    assert not list(tmp_path.rglob("*"))


def test_writing_again_replaces_the_whole_edition(edition: Edition, tmp_path: Path) -> None:
    (write_edition(edition, tmp_path) / "report").mkdir()
    folder = write_edition(edition, tmp_path)
    assert not (folder / "report").exists()
    assert [p.name for p in folder.parent.iterdir()] == ["public"]


def test_a_run_killed_while_replacing_leaves_the_last_good_edition(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # a sentence
    write_edition(edition, tmp_path)
    replace_file, calls = os.replace, 0

    def killed_at_the_second(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        replace_file(source, target)

    monkeypatch.setattr(os, "replace", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        write_edition(edition, tmp_path)
    monkeypatch.setattr(os, "replace", replace_file)
    assert read_edition(tmp_path, "2023", "public").ledger == edition.ledger
