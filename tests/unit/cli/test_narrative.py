"""From files that a borough wrote to its part of an edition, through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from opensna.assessment.edition import read_edition

Run = Callable[..., int]
MONTHS = [f"{year}{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
ROBBERIES = {"Camden": 30, "Hackney": 21, "Brent": 19}
WRITTEN = """## Robbery

{{ claim: mps_personal_robbery }} It is {{ number: mps_personal_robbery rank }} by count. There were 14 talks.

- {{ number: mps_personal_robbery change_since=year_before }}
"""


@pytest.fixture
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two years of robberies, and an account of Hackney's."""
    assert run("init", "london", "w") == 0
    monkeypatch.chdir(tmp_path / "w")
    rows = [f"ROBBERY,ROBBERY OF PERSONAL PROPERTY,{name},{','.join([str(n)] * 24)}" for name, n in ROBBERIES.items()]
    delivered = tmp_path / "borough.csv"
    delivered.write_text("\n".join((f"MajorText,MinorText,BoroughName,{','.join(MONTHS)}", *rows)) + "\n", "utf-8")
    assert run("ingest", "mps_borough_crime", str(delivered), "--released", "2024-03") == 0
    write(tmp_path / "w", WRITTEN)
    return tmp_path / "w"


def write(here: Path, text: str) -> None:
    folder = here / "records" / "narratives" / "E09000012"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "S5.md").write_text(text, "utf-8")


def test_assess_prints_typed_numbers_and_stores_the_narrative(run: Run, here: Path, capsys) -> None:
    assert run("assess") == 0
    assert "E09000012/S5.md, line 3: 14 rests on no estimate, in: There were 14 talks." in capsys.readouterr().err
    edition = read_edition(here / "editions", "2023", "authors")
    (section,) = [one for one in edition.blocks["E09000012"] if one.id == "narrative_s5"]
    _, prose, listing, _ = section.blocks
    assert prose.text.startswith("In 2023, 252 offences of robbery of personal property were recorded in Hackney")
    assert "It is 2 of 32 by count." in prose.text
    assert listing.items[0].startswith("0.0% (95% confidence interval")
    assert not [one for one in edition.blocks["E09000007"] if one.id.startswith("narrative")]


def test_assess_refuses_an_account_and_lists_everything_that_is_wrong(run: Run, here: Path, capsys) -> None:
    write(
        here, "{{ claim: mps_personal_robery }}\n\nIt fell by {{ number: mps_personal_robbery change_since=2022 }}.\n"
    )
    assert run("assess") == 2
    told = capsys.readouterr().err
    assert "2 things in the narratives cannot be printed" in told
    assert "E09000012/S5.md, line 1" in told
    assert "did you mean: mps_personal_robbery" in told
    assert "E09000012/S5.md, line 3" in told
    assert not (here / "editions" / "2023").exists()


def test_check_reads_a_stored_edition_and_says_what_is_wrong_and_what_is_missing(run: Run, here: Path, capsys) -> None:
    assert run("narrative", "check") == 4
    assert "opensna assess --edition 2023" in capsys.readouterr().err
    assert run("assess") == 0
    assert run("narrative", "check") == 0
    printed = capsys.readouterr()
    assert "Hackney: written S5" in printed.out
    assert "required, not written yet: S0, S1" in printed.out
    write(here, "{{ number: mps_personal_robbery share }}\n")
    assert run("narrative", "check", "--json") == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["problems"][0]["where"] == "E09000012/S5.md, line 1: number: mps_personal_robbery share"
    assert "count, rate" in told["problems"][0]["expected"]


def test_figures_lists_what_a_narrative_can_refer_to(run: Run, here: Path, capsys) -> None:
    assert run("assess") == 0
    capsys.readouterr()
    assert run("narrative", "figures", "hackney", "--json") == 0
    held = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert held["mps_personal_robbery"]["statistics"] == ["count", "rate"]
    assert "2022-01" in held["mps_personal_robbery"]["since"]
    assert "whole" in held["mps_personal_robbery"]["against"]
    assert run("narrative", "figures", "Hackny") == 2
    assert "did you mean: Hackney" in capsys.readouterr().err


def test_a_narrative_goes_to_word_and_back_and_a_changed_number_is_named(run: Run, here: Path, capsys) -> None:
    assert run("assess") == 0
    assert run("narrative", "export", "Hackney", "out/hackney.docx") == 0
    path = here / "out" / "hackney.docx"
    capsys.readouterr()
    assert run("narrative", "import", str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert (here / "records" / "narratives" / "E09000012" / "S5.md").read_text("utf-8") == WRITTEN
    document = docx.Document(str(path))
    next(t for t in document.element.body.iter(qn("w:t")) if t.text == "2 of 32").text = "1 of 32"
    document.add_paragraph("We look ahead.")
    document.save(str(path))
    assert run("narrative", "import", str(path)) == 0
    printed = capsys.readouterr()
    told = "S5, number: mps_personal_robbery rank: changed by hand to '1 of 32'; it was '2 of 32'"
    assert told in printed.err
    text = (here / "records" / "narratives" / "E09000012" / "S5.md").read_text("utf-8")
    assert "{{ number: mps_personal_robbery rank }}{>>OpenSNA" in text
    assert (here / "records" / "narratives" / "E09000012" / "S16.md").read_text("utf-8") == "We look ahead.\n"
    assert run("assess") == 0


def test_an_import_does_not_write_over_what_changed_meanwhile_unless_it_is_asked_to(
    run: Run, here: Path, capsys
) -> None:
    assert run("narrative", "export", "Hackney", "hackney.docx") == 0
    assert "3 claims went out by name: assess first" in capsys.readouterr().err
    write(here, "Another text.\n")
    assert run("narrative", "import", "hackney.docx") == 2
    assert "found: S5" in capsys.readouterr().err
    assert run("narrative", "import", "hackney.docx", "--replace") == 0
    text = (here / "records" / "narratives" / "E09000012" / "S5.md").read_text("utf-8")
    assert "{{ claim: mps_personal_robbery }}" in text


def test_an_outline_is_the_template_and_belongs_to_nobody(run: Run, tmp_path: Path, capsys) -> None:
    assert run("narrative", "outline", "outline.docx") == 0
    texts = [one.text for one in docx.Document(str(tmp_path / "outline.docx")).paragraphs]
    assert "S5 Violence affecting under-25s, and exploitation" in texts
    run("init", "london", "w")
    assert run("narrative", "import", "outline.docx", "--workspace", "w") == 2
    assert "opensna narrative export AREA" in capsys.readouterr().err


def test_an_outline_of_an_area_has_what_it_adds(run: Run, here: Path) -> None:
    folder = here / "records" / "template"
    folder.mkdir(parents=True)
    added = "area: E09000012\nquestions:\n  - {section: S5, question: What happens on the canal?}\n"
    (folder / "E09000012.yaml").write_text(added, "utf-8")
    assert run("narrative", "outline", "outline.docx", "--area", "Hackney") == 0
    assert "What happens on the canal?" in [one.text for one in docx.Document(str(here / "outline.docx")).paragraphs]


def test_contradictions_are_printed_by_assess_and_check(run: Run, here: Path, capsys) -> None:
    write(here, "There were 300 robberies of personal property in 2023.\n")
    assert run("assess") == 0
    said = "Hackney: contradiction: Robbery of personal property, Metropolitan Police, 2023, is 252, typed 300"
    assert said in capsys.readouterr().err
    assert run("narrative", "check") == 0
    assert said in capsys.readouterr().err
