"""The workbooks recomputed by LibreOffice agree with OpenSNA, as written and after an assumption is changed in them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from opensna.alignment.value import value_programme
from opensna.alignment.value_model import centre
from opensna.alignment.value_workbook import write_value_workbook
from opensna.costs.cost import cost_of_violence
from opensna.costs.uprating import Uprating
from opensna.costs.volumes import read_volumes
from opensna.costs.workbook import write_cost_workbook
from opensna.reference.prices import PriceYear


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory):
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        reason = "LibreOffice is not here: install it (Debian: apt-get install libreoffice-calc-nogui) to recompute workbooks"
        if os.environ.get("OPENSNA_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("libreoffice")

    def recalculate(path: Path) -> openpyxl.Workbook:
        subprocess.run(
            [soffice, "--headless", f"-env:UserInstallation={home.as_uri()}", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", str(home), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return openpyxl.load_workbook(home / path.name, data_only=True)

    return recalculate


def _results(book: openpyxl.Workbook) -> dict[str, tuple[float, float]]:
    return {r[0]: (r[1], r[2]) for r in book["Results"].iter_rows(min_row=5, values_only=True) if r[3] is not None}


def test_the_value_workbook_recomputes_to_what_opensna_worked_out(
    recalculated, programme, catalogue, tmp_path: Path
) -> None:
    made = value_programme(programme, catalogue)
    results = _results(recalculated(write_value_workbook(made, tmp_path / "value.xlsx")))
    assert len(results) >= 4 + len(made.payers) + len(made.gainers)
    for theirs, ours in results.values():
        assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-6)
    assert results["net present value"][0] == pytest.approx(made.npv)


def test_a_changed_assumption_changes_the_workbook_as_it_changes_opensna(
    recalculated, programme, catalogue, tmp_path: Path
) -> None:
    made = value_programme(programme, catalogue)
    path = write_value_workbook(made, tmp_path / "changed.xlsx")
    book = openpyxl.load_workbook(path)
    changes = {"effect:X/violence": -0.33, "drop_off": 0.1, "reach": 1.4, "optimism_costs": 0.3}
    for row in book["Assumptions"].iter_rows(min_row=5):
        if row[0].value in changes:
            row[1].value = changes[row[0].value]
    book.save(path)
    expected = float(made.model.npv({**centre(made.model.parameters()), **changes}))
    assert _results(recalculated(path))["net present value"][0] == pytest.approx(expected)


def test_the_cost_workbook_recomputes_to_what_opensna_worked_out(recalculated, catalogue, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "offence": ["homicide", "rape", "rape", "personal_robbery"], "value": [3.0, 40.0, 7.0, float("nan")],
            "low": [3.0, 38.0, 7.0, 1.0], "high": [3.0, 42.0, 7.0, 7.0], "area_code": ["E1", "E1", "E2", "E2"],
            "area_name": ["Here", "Here", "There", "There"], "period": "2023",
        }
    )  # fmt: skip
    made = cost_of_violence(read_volumes(frame), catalogue, Uprating(PriceYear(2023)))
    book = recalculated(write_cost_workbook(made, tmp_path / "costs.xlsx"))
    for what in ("offence", "component", "bearer"):
        rows = list(book[f"By {what}"].iter_rows(min_row=4, values_only=True))
        assert len(rows) == len(made.by(what))
        shown = [(row[4], row[5]) for row in rows if row[5] is not None]
        assert shown
        for theirs, ours in shown:
            assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-6)
