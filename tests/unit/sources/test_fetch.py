"""Downloads, against a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from opensna.core.errors import FetchError, UnknownIdError
from opensna.sources import mps_borough_crime, police_victims
from opensna.sources._base import Source
from opensna.sources._fetch import RECORD, fetch

BODY = b"MajorText,MinorText,BoroughName,202211\n" + b"x" * 300_000


@dataclass
class Publisher:
    """A server that plays one answer a request, then whole files."""

    address: str
    answers: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def source(self, *names: str, release: str = "2024-03") -> Source:
        files = {release: tuple(f"{self.address}/download/{name}" for name in names)}
        return replace(mps_borough_crime.SOURCE, files=files)


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            played.asked.append(self.path)
            answer = played.answers.pop(0) if played.answers else "whole"
            if answer.isdigit():
                return self.send_error(int(answer))
            self.send_response(200)
            if answer != "unannounced":
                self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY[:1000] if answer == "cut" else BODY)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    played = Publisher(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield played
    server.shutdown()
    thread.join()
    server.server_close()


def run(
    source: Source,
    into: Path,
    release: str | None = None,
    progress: Callable[[str, float], None] = lambda what, share: None,
) -> tuple[Path, ...]:
    return fetch(source, release, into, pause=0.001, progress=progress)


def left_behind(into: Path) -> list[str]:
    return [path.name for path in into.rglob("*.part")]


def test_files_arrive_with_their_address_hash_and_time(publisher: Publisher, tmp_path: Path) -> None:
    paths = run(publisher.source("a%20b.csv", "c.csv"), tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "mps_borough_crime/2024-03/a b.csv",
        "mps_borough_crime/2024-03/c.csv",
    ]
    assert paths[0].read_bytes() == BODY
    record = json.loads((paths[0].parent / RECORD).read_text())
    assert record["source"] == "mps_borough_crime"
    assert record["release"] == "2024-03"
    entry = record["files"]["a b.csv"]
    assert (entry["url"], entry["size"]) == (f"{publisher.address}/download/a%20b.csv", len(BODY))
    assert len(entry["sha256"]) == 64
    assert entry["fetched"].endswith("+00:00")
    assert left_behind(tmp_path) == []


def test_a_second_run_downloads_nothing(publisher: Publisher, tmp_path: Path) -> None:
    first = run(publisher.source("a.csv"), tmp_path)
    record = (first[0].parent / RECORD).read_bytes()
    assert run(publisher.source("a.csv"), tmp_path) == first
    assert len(publisher.asked) == 1
    assert (first[0].parent / RECORD).read_bytes() == record


@pytest.mark.parametrize("damage", ["changed", "lost", "no record", "record damaged", "record of another shape"])
def test_a_file_that_is_not_as_recorded_is_fetched_again(publisher: Publisher, tmp_path: Path, damage: str) -> None:
    (path,) = run(publisher.source("a.csv"), tmp_path)
    record = path.parent / RECORD
    match damage:
        case "changed":
            path.write_text("other")
        case "lost":
            path.unlink()
        case "no record":
            record.unlink()
        case "record damaged":
            record.write_text("{")
        case _:
            record.write_text('{"files": []}')
    run(publisher.source("a.csv"), tmp_path)
    assert path.read_bytes() == BODY
    assert len(publisher.asked) == 2


def test_a_run_that_was_cut_off_goes_on_with_the_next_file(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers = ["whole", "404"]
    source = publisher.source("a.csv", "b.csv")
    with pytest.raises(FetchError, match="by hand"):
        run(source, tmp_path)
    run(source, tmp_path)
    assert [path.rsplit("/", 1)[1] for path in publisher.asked] == ["a.csv", "b.csv", "b.csv"]


@pytest.mark.parametrize("fault", ["500", "503", "429", "cut"])
def test_a_fault_that_passes_is_tried_again(publisher: Publisher, tmp_path: Path, fault: str) -> None:
    publisher.answers = [fault, fault]
    (path,) = run(publisher.source("a.csv"), tmp_path)
    assert path.read_bytes() == BODY
    assert len(publisher.asked) == 3


def test_a_length_that_is_not_announced_is_no_fault(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers = ["unannounced"]
    (path,) = run(publisher.source("a.csv"), tmp_path)
    assert path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("fault", "asked", "found"), [("404", 1, "HTTP 404"), ("403", 1, "HTTP 403"), ("500", 4, "HTTP 500")]
)
def test_a_fault_that_stays_gives_the_address_for_a_hand_download(
    publisher: Publisher, tmp_path: Path, fault: str, asked: int, found: str
) -> None:
    publisher.answers = [fault] * 9
    remedy = f"(?s){found}.*set HTTPS_PROXY; or download {publisher.address}/download/a.csv by hand"
    with pytest.raises(FetchError, match=remedy) as caught:
        run(publisher.source("a.csv"), tmp_path)
    assert mps_borough_crime.SOURCE.address in str(caught.value)
    assert len(publisher.asked) == asked
    assert not list(tmp_path.rglob("*.csv"))
    assert left_behind(tmp_path) == []


def test_a_download_that_is_always_cut_leaves_nothing(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers = ["cut"] * 9
    with pytest.raises(FetchError, match=f"(?s)1,000 of {len(BODY):,} bytes came.*by hand"):
        run(publisher.source("a.csv"), tmp_path)
    assert not list(tmp_path.rglob("*.csv"))
    assert left_behind(tmp_path) == []


def test_a_server_that_is_not_there_is_named(publisher: Publisher, tmp_path: Path) -> None:
    source = replace(mps_borough_crime.SOURCE, files={"2024-03": ("http://127.0.0.1:9/a.csv",)})
    with pytest.raises(FetchError, match=r"(?s)refused.*by hand"):
        run(source, tmp_path)


def test_the_proxy_of_the_environment_is_used(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", publisher.address)
    source = replace(mps_borough_crime.SOURCE, files={"2024-03": ("http://publisher.invalid/a.csv",)})
    run(source, tmp_path)
    assert publisher.asked == ["http://publisher.invalid/a.csv"]


def test_the_newest_release_is_taken_when_none_is_named(publisher: Publisher, tmp_path: Path) -> None:
    files = {release: (f"{publisher.address}/{release}.csv",) for release in ("2024-03", "2024-11", "2023-10")}
    source = replace(mps_borough_crime.SOURCE, files=files)
    assert [path.name for path in run(source, tmp_path)] == ["2024-11.csv"]
    assert [path.name for path in run(source, tmp_path, "2023-10")] == ["2023-10.csv"]
    with pytest.raises(UnknownIdError, match="use one of: 2023-10, 2024-03, 2024-11"):
        run(source, tmp_path, "2022-01")


def test_a_restricted_source_is_asked_for_and_not_downloaded(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="ask Metropolitan Police Service for the extract"):
        run(police_victims.SOURCE, tmp_path)


def test_without_a_direct_address_the_page_is_given(tmp_path: Path) -> None:
    remedy = (
        "(?s)by hand from https://data.london.gov.uk/dataset/recorded_crime_summary.*opensna ingest mps_borough_crime"
    )
    with pytest.raises(FetchError, match=remedy):
        run(replace(mps_borough_crime.SOURCE, files={}), tmp_path)


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://127.0.0.1/a.csv", "https://127.0.0.1/", "a.csv"])
def test_only_web_addresses_of_files_are_opened(tmp_path: Path, address: str) -> None:
    source = replace(mps_borough_crime.SOURCE, files={"2024-03": (address,)})
    with pytest.raises(FetchError, match=r"correct `files` in sources/mps_borough_crime.py"):
        run(source, tmp_path)


def test_a_place_that_cannot_be_written_is_named(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "mps_borough_crime").write_text("a file where a folder should be")
    with pytest.raises(FetchError, match=r"(?s)cannot be written.*by hand"):
        run(publisher.source("a.csv"), tmp_path)


def test_progress_is_told_for_each_file(publisher: Publisher, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    run(publisher.source("a.csv", "b.csv"), tmp_path, progress=lambda what, share: told.append((what, share)))
    assert told == [("downloading a.csv", 0.0), ("downloading b.csv", 0.5), ("downloaded", 1.0)]
