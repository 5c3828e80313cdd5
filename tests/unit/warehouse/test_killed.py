"""kill -9 and a full disc, at any point of ingest: the next run is clean."""

import errno
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.core.errors import WarehouseError
from opensna.sources._base import Source
from opensna.warehouse import checking
from opensna.warehouse.engine import guarded
from opensna.warehouse.warehouse import Warehouse

Deliver = Callable[..., Path]

KILLED = """
    import importlib.util, os, pathlib, signal, sys
    spec = importlib.util.spec_from_file_location("fixtures", {fixtures!r})
    fixtures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fixtures)
    import opensna.warehouse.checking as checking
    import opensna.warehouse.warehouse as warehouse

    module = {module}

    def kill(*args, **kwargs):
        {first}
        os.kill(os.getpid(), signal.SIGKILL)

    original = module.{point}
    module.{point} = kill
    warehouse.Warehouse(pathlib.Path({root!r})).ingest(fixtures.SOURCE, [pathlib.Path({path!r})], released="2024-03")
"""


@pytest.mark.parametrize(
    ("module", "point"),
    [
        ("checking", "_check_file"),
        ("checking", "settle"),
        ("checking", "write_accepted"),
        ("warehouse", "measured"),
        ("warehouse", "write_record"),
        ("warehouse", "_keep_only"),
        ("warehouse", "os.replace"),
    ],
)
@pytest.mark.parametrize("first", ["pass", "original(*args, **kwargs)"])
def test_a_killed_ingest_leaves_nothing_that_the_next_one_trips_over(
    module: str, point: str, first: str, source: Source, warehouse: Warehouse, deliver: Deliver
) -> None:
    path = deliver(extra="2023-06-01,E09000002,Rape,x\n")
    fixtures = str(Path(__file__).with_name("conftest.py"))
    script = KILLED.format(
        fixtures=fixtures, module=module, point=point, first=first, root=str(warehouse.root), path=str(path)
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], env=environment, check=False)
    assert done.returncode == -9
    held = warehouse.releases("small_crime")  # nothing, or the whole release when it was killed after the rename
    assert len(held) == (point == "os.replace" and first != "pass")
    record = warehouse.ingest(source, [path], released="2024-03")
    assert (record.rows_accepted, record.rows_quarantined) == (18, 1)
    assert [entry.name for entry in (warehouse.root / "small_crime").iterdir() if entry.name != ".lock"] == ["2024-03"]


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (duckdb.IOException('IO Error: Could not write file "x": No space left on device'), "No space left on device"),
        (OSError(errno.EIO, "odd"), "a write that failed"),
    ],
)
def test_a_full_disc_is_told_and_nothing_is_stored(
    raised: Exception,
    said: str,
    source: Source,
    warehouse: Warehouse,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any) -> None:
        raise raised

    monkeypatch.setattr(checking, "write_accepted", fail)
    with pytest.raises(WarehouseError, match=f"{said}\n  do this: free disc space"):
        warehouse.ingest(source, [deliver()], released="2024-03")
    assert warehouse.releases("small_crime") == ()
    assert [entry.name for entry in (warehouse.root / "small_crime").iterdir()] == [".lock"]


def test_a_real_limit_on_file_size_is_told(warehouse: Warehouse, deliver: Deliver) -> None:
    script = """
        import importlib.util, pathlib, resource, signal
        spec = importlib.util.spec_from_file_location("fixtures", {fixtures!r})
        fixtures = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(fixtures)
        import opensna.warehouse.warehouse as module
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        try:
            module.Warehouse(pathlib.Path({root!r})).ingest(fixtures.SOURCE, [pathlib.Path({path!r})], released="2024-03")
        except module.WarehouseError as error:
            raise SystemExit(f"told: {{error.do_this}}")
    """.format(fixtures=str(Path(__file__).with_name("conftest.py")), root=str(warehouse.root), path=str(deliver()))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], env=environment, check=False, capture_output=True, text=True
    )
    assert "told: free disc space" in done.stderr
    assert warehouse.releases("small_crime") == ()


@pytest.mark.parametrize(
    ("raised", "remedy"),
    [
        (duckdb.OutOfMemoryException("failed to allocate"), "free disc space under the workspace"),
        (duckdb.ConversionException("Could not convert string 'Secret Name'"), "report this with the contract's id"),
    ],
)
def test_what_the_engine_says_never_leaves(raised: Exception, remedy: str) -> None:
    def work() -> None:
        raise raised

    with pytest.raises(WarehouseError, match=f"do this: {remedy}") as caught:
        guarded(work, where="small_crime 2024-03")
    assert "Secret" not in str(caught.value)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
