"""A small contract with every kind of column, and a way to check a CSV text against it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opensna.contracts import delimited
from opensna.contracts.contract import Column, Rule, TableContract
from opensna.contracts.delimited import CsvFile, check_csv
from opensna.contracts.settle import Verdict, settle, write_accepted

CONTRACT = TableContract(
    id="offences",
    version="1.0.0",
    columns=(
        Column("id", "string", "pseudonymous", pattern="[A-Z][0-9]+"),
        Column("group", "string", "group", codes=("Robbery", "Violence with injury")),
        Column("day", "date", "committed"),
        Column("month", "month", "recorded", required=False),
        Column("hour", "integer", "0 to 23", required=False, minimum=0, maximum=23),
        Column("count", "integer", "offences", minimum=0),
        Column("knife", "boolean", "flag", required=False),
        Column("note", "string", "free text", required=False),
        Column("share", "number", "a share", required=False, minimum=0, maximum=100),
        Column("score", "number", "unbounded", required=False),
    ),
    key=("id",),
    rules=(Rule("midnight_is_empty", "hour > 0 OR count = 0", "nothing is counted at midnight"),),
)
HEADER = ",".join(CONTRACT.names)


@dataclass(frozen=True)
class Outcome:
    """Accepted rows as tuples, quarantined rows as dicts, the verdict."""

    accepted: list[tuple[Any, ...]]
    quarantined: list[dict[str, Any]]
    verdict: Verdict

    @property
    def reasons(self) -> dict[int, list[str]]:
        """By record number."""
        return {row["source_row"]: row["reasons"] for row in self.quarantined}


Check = Callable[..., Outcome]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check CSV texts (a file each) as one delivery; header_added=False for a text that has its own."""
    tries = iter(range(1000))

    def run(
        *texts: str | bytes, header_added: bool = True, quote_values: bool = True, contract: TableContract = CONTRACT
    ) -> Outcome:
        folder = tmp_path / str(next(tries))
        folder.mkdir()
        connection = duckdb.connect()
        files = []
        for i, text in enumerate(texts):
            path = folder / f"file{i}.csv"
            whole = f"{HEADER}\n{text}" if header_added and isinstance(text, str) else text
            path.write_bytes(whole if isinstance(whole, bytes) else whole.encode())
            columns = {name: name for name in contract.names}
            files.append(check_csv(connection, CsvFile(path, columns, number=i), contract, folder))
        verdict = settle(connection, files, contract, folder / "bad.parquet", quote_values=quote_values)
        write_accepted(connection, files, contract, folder / "good.parquet")
        good = connection.execute(f"FROM read_parquet('{folder}/good.parquet')")
        assert tuple(one[0] for one in good.description) == contract.names
        accepted = good.fetchall()
        bad = connection.execute(f"FROM read_parquet('{folder}/bad.parquet')")
        names = [one[0] for one in bad.description]
        quarantined = [dict(zip(names, row, strict=True)) for row in bad.fetchall()]
        assert verdict.rows_read == len(accepted) + len(quarantined)
        assert verdict.rows_quarantined == len(quarantined)
        return Outcome(accepted, quarantined, verdict)

    return run


@pytest.fixture(params=["typed", "text"])
def both_paths(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with the fast path, and with every row judged as text."""
    if request.param == "text":
        monkeypatch.setattr(delimited, "_typed", lambda *args, **kwargs: None)
    return str(request.param)
