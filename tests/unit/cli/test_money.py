"""Commands about money: what they print for a person, everything as JSON, and exit codes with a remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Run = Callable[..., int]
COUNTS = """offence,value,low,high,area_code,area_name,period
rape,40,38,42,E12000007,London,2023
homicide,2,2,2,E12000007,London,2023
"""


@pytest.fixture
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert run("init", "london", "w") == 0
    monkeypatch.chdir(tmp_path / "w")
    (tmp_path / "w" / "counts.csv").write_text(COUNTS, "utf-8")
    return tmp_path / "w"


@pytest.fixture
def said(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(*words)
        found = capsys.readouterr()
        return code, found.out, found.err

    return call


def test_costs_print_the_split_the_total_and_the_day(said: Any) -> None:
    code, out, err = said("costs", "--counts", "counts.csv", "--split", "bearer")
    assert code == 0
    assert "victims_and_society" in out
    assert "prices of 2023 (calendar year), from 2015" in err
    assert "London, all of these: " in err
    assert " a day)" in err


def test_the_parts_printed_as_json_add_up_by_every_split(said: Any) -> None:
    totals = []
    for split in ("offence", "component", "bearer", "stage"):
        code, out, _ = said("costs", "--counts", "counts.csv", "--split", split, "--json")
        assert code == 0
        totals.append(sum(row["value"] for row in json.loads(out)))
    assert totals == pytest.approx([totals[0]] * 4)


def test_another_index_gives_another_cost_and_says_so(said: Any) -> None:
    found = {}
    for index in ("gdp_deflator", "cpi_monthly"):
        _, out, _ = said("costs", "--counts", "counts.csv", "--prices", "2024", "--index", index, "--json")
        found[index] = json.loads(out)[0]
    assert "by GDP deflator" in found["gdp_deflator"]["uprating"]
    assert "by Consumer Prices Index" in found["cpi_monthly"]["uprating"]
    assert found["cpi_monthly"]["value"] != found["gdp_deflator"]["value"]


def test_estimated_volumes_without_multipliers_are_refused_with_what_to_write(said: Any) -> None:
    code, _, err = said("costs", "--counts", "counts.csv", "--estimated")
    assert code != 0
    assert "write records/multipliers.csv from a source that you name" in " ".join(err.split())


def test_a_check_is_recorded_printed_and_refused_where_the_source_says_otherwise(said: Any, here: Path) -> None:
    code, _, err = said("unit-costs", "--check", "ho2018/rape/police", "--value", "1", "--by", "A. Reader")
    assert code != 0
    assert "then record the check" in " ".join(err.split())
    code, out, _ = said(
        "unit-costs", "--check", "ho2018/rape/police", "--value", "6360", "--by", "A. Reader", "--on", "2026-01-02"
    )
    assert (code, "checked: ho2018/rape/police is 6360" in out) == (0, True)
    _, out, _ = said("unit-costs", "--json")
    (row,) = (r for r in json.loads(out) if r["id"] == "ho2018/rape/police")
    assert row["standing"] == "checked by A. Reader on 2026-01-02"
    assert (here / "records/unit_cost_checks.csv").is_file()


def test_the_printed_tables_are_made_again_with_what_does_not_reconcile(said: Any) -> None:
    code, out, err = said("unit-costs", "--printed")
    assert code == 0
    assert "579,173,540" in out
    for words in (
        "1.33852867 to 1.33852897",
        "3,261,437 a day",
        "1,715,990,944",
        "the two do not reconcile",
        "120,836 x £45,225",
    ):
        assert words in err
    _, out, _ = said("unit-costs", "--printed", "--json")
    assert {row["difference"] for row in json.loads(out)} == {0}


def test_a_value_is_printed_in_words_and_in_full_as_json(said: Any) -> None:
    code, out, err = said("value", "divert", "--workbook", "divert.xlsx")
    assert code == 0
    assert "break-even effect" in err
    assert "Effect on reoffending (YEF-08)" in out
    assert Path("divert.xlsx").is_file()
    _, out, _ = said("value", "divert", "--json")
    found = json.loads(out)
    assert found["npv"] == pytest.approx(sum(found["gainers"].values()) - sum(found["payers"].values()))
    assert sum(row["pays"] for row in found["partners"]) == pytest.approx(sum(found["payers"].values()))
    assert all(row["source"] for row in [*found["assumptions"], *found["unit_costs"]])
    assert 0 <= found["chance"] <= 1


def test_a_target_of_a_published_series_is_printed_in_words_and_in_full_as_json(said: Any, here: Path) -> None:
    draws = np.random.default_rng(3).poisson(90, 48)
    lines = [f"E12000007,{2022 + i // 12}-{i % 12 + 1:02d},{n}" for i, n in enumerate(draws)]
    (here / "months.csv").write_text("\n".join(["area_code,month,value", *lines]) + "\n", "utf-8")
    code, out, err = said("target", "--counts", "months.csv")
    assert code == 0
    assert "6.7% fewer each year" in err
    assert "scenarios, not promises" in err
    assert "no chance is given" in err
    assert "what is lacking" in out
    _, out, _ = said("target", "--counts", "months.csv", "--json")
    found = json.loads(out)
    assert found["chance"] is None
    assert found["path"][-1]["offences"] == pytest.approx(found["baseline"]["value"] / 2)
    assert len(found["scenarios"]) == 10
    assert {task["actor"] for task in found["tasks"]} == {"government", "partnership", "young_futures"}
