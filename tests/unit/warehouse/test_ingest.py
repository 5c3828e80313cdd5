"""From delivered files to an immutable release."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from opensna.core.errors import ContractError, HeaderError, ReleaseDateError, UnreadableFileError, WarehouseError
from opensna.sources._base import CsvRows, Source
from opensna.warehouse.engine import connect, open_table
from opensna.warehouse.release import building
from opensna.warehouse.warehouse import Warehouse

Deliver = Callable[..., Path]


@pytest.mark.parametrize("kind", ["source", "text_source"])
def test_a_delivery_becomes_a_release(
    kind: str, request: pytest.FixtureRequest, warehouse: Warehouse, deliver: Deliver
) -> None:
    source: Source = request.getfixturevalue(kind)
    path = deliver(extra="2023-06-01,E09000002,Rape,-1\n2023-06-01,e09000003,RAPE,2\n")
    record = warehouse.ingest(source, [path], released="2024-03")
    assert (record.rows_read, record.rows_accepted, record.rows_quarantined) == (20, 19, 1)
    assert record.reasons == {"out_of_range:count": 1}
    assert (record.period_start, record.period_end) == ("2023-01-01", "2023-06-30")
    assert record.unknown_geography_share == pytest.approx(30 / 92)
    assert (record.contract_version, record.is_synthetic, record.drift) == ("1.0.0", False, ())
    assert record.files[0].name == "small.csv"
    assert warehouse.release("small_crime") == record
    folder = warehouse.path("small_crime", "2024-03").parent
    assert sorted(path.name for path in folder.iterdir()) == ["data.parquet", "quarantine.parquet", "release.json"]
    assert json.loads((folder / "release.json").read_text())["rows_read"] == 20
    rows = open_table(connect(), folder / "data.parquet")
    assert tuple(rows.columns) == source.contract.names
    assert rows.count().to_pyarrow().as_py() == 19
    bad = duckdb.execute(
        f"SELECT source_file, source_row, reasons, count FROM '{folder}/quarantine.parquet'"
    ).fetchall()
    assert bad == [("small.csv", 20, ["out_of_range:count"], "-1")]


def test_a_clean_file_is_stored_in_file_order_and_twice_alike(
    source: Source, warehouse: Warehouse, deliver: Deliver, tmp_path: Path
) -> None:
    path = deliver()
    warehouse.ingest(source, [path], released="2024-03")
    other = Warehouse(tmp_path / "other")
    other.ingest(source, [path], released="2024-03")
    stored = warehouse.path("small_crime", "2024-03").read_bytes()
    assert stored == other.path("small_crime", "2024-03").read_bytes()


def test_the_same_bytes_again_are_recognised(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    first = warehouse.ingest(source, [deliver()], released="2024-03")
    assert warehouse.ingest(source, [deliver("renamed.csv")], released="2024-03") == first
    assert warehouse.releases("small_crime") == (first,)


def test_a_file_named_twice_is_read_once(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    record = warehouse.ingest(
        source, [deliver(), deliver("copy.csv"), deliver("b.csv", first=7, last=7)], released="2024-03"
    )
    assert (record.rows_read, record.rows_quarantined, len(record.files)) == (21, 0, 2)


def test_a_release_never_changes(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    warehouse.ingest(source, [deliver()], released="2024-03")
    with pytest.raises(WarehouseError, match="do this: ingest all files of a release together, or give another date"):
        warehouse.ingest(source, [deliver("later.csv", first=7, last=9)], released="2024-03")
    assert len(warehouse.releases("small_crime")) == 1


def test_two_releases_of_the_same_months_are_kept_apart_and_the_newest_answers(
    source: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    warehouse.ingest(source, [deliver(count=8)], released="2024-11")
    warehouse.ingest(source, [deliver("b.csv")], released="2024-03")
    assert [record.release for record in warehouse.releases("small_crime")] == ["2024-03", "2024-11"]
    assert warehouse.release("small_crime").release == "2024-11"
    assert warehouse.release("small_crime", "2024-03").release == "2024-03"
    with pytest.raises(WarehouseError, match="do this: use one of: 2024-03, 2024-11"):
        warehouse.release("small_crime", "2023-01")


def test_a_source_that_was_never_ingested_says_so(warehouse: Warehouse) -> None:
    assert warehouse.releases("small_crime") == ()
    with pytest.raises(WarehouseError, match="do this: ingest its files with: opensna ingest small_crime"):
        warehouse.release("small_crime")


@pytest.mark.parametrize("released", ["2024", "2024-13", "March 2024", "2024-02-30"])
def test_what_is_no_release_date_is_refused(
    source: Source, warehouse: Warehouse, deliver: Deliver, released: str
) -> None:
    with pytest.raises(ReleaseDateError, match="do this: say when the publisher released the files"):
        warehouse.ingest(source, [deliver()], released=released)


def test_without_any_release_date_the_delivery_is_refused(
    source: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    with pytest.raises(ReleaseDateError, match=r"neither the file[\s\S]*do this: say when"):
        warehouse.ingest(source, [deliver()])
    assert not warehouse.root.exists()


def test_the_file_may_say_its_release_and_files_must_agree(
    source: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    dated = replace(source, release_of=lambda path: path.stem[-7:])
    assert warehouse.ingest(dated, [deliver("a_2024-03-15.csv".replace("-15", ""))]).release == "2024-03"
    with pytest.raises(ReleaseDateError, match="do this: ingest each release by itself"):
        warehouse.ingest(dated, [deliver("a_2024-04.csv"), deliver("a_2024-05.csv", first=7, last=8)])


def test_too_many_bad_rows_refuse_the_delivery_with_every_failure(
    source: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    bad = "2023-01-01,E09000002,Robery,1\n" * 6 + "2023-01-01,E09000009,Rape,1.5\n"
    with pytest.raises(ContractError, match="do this: correct the spelling") as caught:
        warehouse.ingest(source, [deliver(extra=bad)], released="2024-03")
    assert "7 of 25 rows break the contract (28.00%)" in caught.value.what
    assert "group: unknown_value in 6 rows ('Robery' 6, did you mean 'Robbery')" in caught.value.found
    assert "borough_code: unknown_value in 1 row" in caught.value.found
    assert "count: not_an_integer in 1 row" in caught.value.found
    assert warehouse.releases("small_crime") == ()
    assert not list((warehouse.root / "small_crime").glob("*2024*"))


def test_a_restricted_delivery_that_is_refused_quotes_no_value(
    restricted: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    bad = "2023-01-01,E09000002,Secret Name,1\n" * 30
    with pytest.raises(ContractError, match="do this: correct the spelling") as caught:
        warehouse.ingest(restricted, [deliver(extra=bad)], released="2024-03")
    assert "Secret" not in str(caught.value)
    assert caught.value.__context__ is None


def test_overlapping_files_of_one_release_are_duplicates(
    source: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    record = warehouse.ingest(
        source, [deliver("a.csv"), deliver("b.csv", first=6, last=12, count=9)], released="2024-03"
    )
    assert record.reasons == {"duplicate_key:month+borough_code+group": 3}
    assert (record.rows_read, record.rows_accepted) == (39, 36)


def test_a_header_without_rows_is_refused(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    with pytest.raises(UnreadableFileError, match="do this: ask the supplier to send it again; nothing was stored"):
        warehouse.ingest(source, [deliver(first=2, last=1)], released="2024-03")
    assert warehouse.releases("small_crime") == ()


def test_a_file_that_is_no_text_is_refused_and_nothing_is_stored(
    source: Source, warehouse: Warehouse, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(UnreadableFileError, match="do this: open or unpack it"):
        warehouse.ingest(source, [path], released="2024-03")
    assert warehouse.releases("small_crime") == ()


def test_a_missing_month_is_told_as_breaking(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    record = warehouse.ingest(
        source, [deliver("a.csv", last=3), deliver("b.csv", first=5, last=6, count=4)], released="2024-03"
    )
    assert record.drift == ("1 month missing inside the delivery: 2023-04; ask the supplier for it",)


def test_drift_is_told_against_the_older_release(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    warehouse.ingest(source, [deliver(last=6)], released="2024-03")
    record = warehouse.ingest(
        source, [deliver("b.csv", last=5, count=9, extra="2023-05-01,Unknown,Rape,1\n")], released="2024-04"
    )
    assert "for information, since 2024-03: group: 1 code not seen before: Rape" in record.drift
    assert any(
        sentence.startswith("changed since 2024-03: 5 months moved by more than 20%") for sentence in record.drift
    )
    assert "changed since 2024-03: 1 month not delivered again: 2023-06" in record.drift


def test_progress_runs_from_nothing_to_all(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    told: list[float] = []
    warehouse.ingest(source, [deliver()], released="2024-03", progress=lambda stage, share: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_damaged_release_says_how_to_mend_it(source: Source, warehouse: Warehouse, deliver: Deliver) -> None:
    warehouse.ingest(source, [deliver()], released="2024-03")
    path = warehouse.path("small_crime", "2024-03")
    path.write_bytes(b"not parquet")
    with pytest.raises(WarehouseError, match="do this: remove it with: opensna forget small_crime 2024-03"):
        open_table(connect(), path)
    path.unlink()
    with pytest.raises(WarehouseError, match="do this: remove it with: opensna forget small_crime 2024-03"):
        warehouse.releases("small_crime")


def test_two_ingests_of_a_source_at_once_are_refused(warehouse: Warehouse, source: Source, deliver: Deliver) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with building(warehouse.root / "small_crime", "2024-01"):
            held.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    try:
        with pytest.raises(WarehouseError, match="do this: wait until it has finished"):
            warehouse.ingest(source, [deliver()], released="2024-03")
    finally:
        done.set()
        thread.join()


def test_a_file_in_the_contracts_own_shape_is_read_whatever_the_source_expects(
    source: Source, warehouse: Warehouse, tmp_path: Path
) -> None:
    """A source that reads a workbook still takes a CSV with the contract's columns, in any order."""

    def refuse(path: Path, connection: object) -> CsvRows:
        raise HeaderError("not this", where=path.name, found="a", expected="b", do_this="send the workbook")

    names = source.contract.names
    other = replace(source, read=refuse)
    path = tmp_path / "ours.csv"
    path.write_text(",".join(reversed(names)) + "\n", "utf-8")
    with pytest.raises(UnreadableFileError, match="no rows"):
        warehouse.ingest(other, [path], released="2024-03")
    path.write_text(",".join((*names, "more")) + "\n", "utf-8")
    with pytest.raises(HeaderError, match="do this: send the workbook"):
        warehouse.ingest(other, [path], released="2024-03")
