"""From files that a borough wrote to its part of an edition, through the command line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from rich.console import Console

from opensna.actions.narrative import Referable
from opensna.assessment.edition import read_edition
from opensna.cli._narrative_listed import print_figures

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
    robbery = held["mps_personal_robbery"]
    assert (robbery["newest"], robbery["since"]) == ("2023", ["2022"]), "2019 is not available"
    assert robbery["against"] == ["whole", "inner_london", "outer_london"]
    assert run("narrative", "figures", "Hackny") == 2
    assert "did you mean: Hackney" in capsys.readouterr().err


LONG = Referable(
    "racially_or_religiously_aggravated_public_fear_alarm_or_distress", "Aggravated public fear, alarm or distress, recorded",
    "count", ("count", "rate"), "2023", ("2019", "fy2019-20", "2022"), ("whole", "inner_london"),
)  # fmt: skip


def test_figures_that_are_piped_stand_on_one_line_each(capsys) -> None:
    print_figures("Hackney", [LONG])
    told = [line for line in capsys.readouterr().out.splitlines() if LONG.id in line]
    assert [cell.strip() for cell in told[0].strip("│ ").split("│")] == [
        LONG.id, LONG.title, "count, rate", "2023", "2019, fy2019-20, 2022", "whole, inner_london",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 100])
def test_an_id_is_never_folded_however_narrow_the_terminal(width: int) -> None:
    held = io.StringIO()
    print_figures("Hackney", [LONG], console=Console(file=held, force_terminal=True, color_system=None, width=width))
    lines = [line.rstrip() for line in held.getvalue().splitlines()]
    assert LONG.id in lines
    assert "    change_since: 2019, fy2019-20, 2022" in lines


def test_a_terminal_with_room_has_the_table() -> None:
    held = io.StringIO()
    print_figures("Hackney", [LONG], console=Console(file=held, force_terminal=True, color_system=None, width=250))
    assert f"│ {LONG.id} │" in held.getvalue()


def test_check_shows_each_sentence_under_its_section(run: Run, here: Path, capsys) -> None:
    assert run("assess") == 0
    capsys.readouterr()
    assert run("narrative", "check", "--show") == 0
    lines = capsys.readouterr().out.splitlines()
    begins = lines.index("S5 Violence affecting under-25s, and exploitation: the account of Hackney")
    assert "Hackney: as the authors' edition will word it; not for release" in lines[:begins]
    said = lines[begins + 1 :]
    assert said[0] == "  ## Robbery"
    assert said[1].startswith("  In 2023, 252 offences of robbery of personal property were recorded in Hackney")
    assert said[2:4] == ["  It is 2 of 32 by count.", "  There were 14 talks."]
    assert said[4].startswith("  - 0.0% (95% confidence interval")
    write(
        here,
        "1. {{ plain: 2 }}\n2. b\n\n| a | b |\n|---|---|\n| c | d |\n\n{{ number: mps_personal_robbery share }} is.\n",
    )
    assert run("narrative", "check", "--show", "--json") == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["worded"][0]["lines"] == ["1. 2", "2. b", "a | b", "c | d"]
    assert run("narrative", "check", "--json") == 1
    assert "worded" not in json.loads(capsys.readouterr().out)[0]


def test_start_makes_files_with_the_questions_and_never_writes_over_one(run: Run, here: Path, capsys) -> None:
    folder = here / "records" / "narratives"
    assert run("narrative", "start", "city of london", "s4", "S6", "s4") == 0
    made = [folder / "E09000001" / "S4.md", folder / "E09000001" / "S6.md"]
    assert capsys.readouterr().out.split() == [str(path) for path in made]
    text = made[1].read_text("utf-8")
    assert "{>>Template: What do police figures miss?<<}" in text
    assert 'opensna narrative figures "City of London"' in text
    assert run("narrative", "start", "Hackney", "S5", "S99") == 2
    assert "did you mean: S9" in capsys.readouterr().err
    assert run("narrative", "start", "Hackney", "S5", "S7", "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == [str(folder / "E09000012" / "S7.md")]
    assert f"left alone, it is there: {folder / 'E09000012' / 'S5.md'}" in printed.err
    assert (folder / "E09000012" / "S5.md").read_text("utf-8") == WRITTEN


def test_a_file_that_was_started_counts_as_written_when_something_stands_in_it(run: Run, here: Path, capsys) -> None:
    assert run("narrative", "start", "Hackney", "S6") == 0
    assert run("assess") == 0
    assert run("narrative", "check") == 0
    assert "Hackney: written S5\n" in capsys.readouterr().out
    path = here / "records" / "narratives" / "E09000012" / "S6.md"
    path.write_text(path.read_text("utf-8") + "Ours.\n", "utf-8")
    assert run("narrative", "check", "--show") == 0
    out = capsys.readouterr().out
    assert "Hackney: written S5, S6\n" in out
    assert "What do police figures miss?" not in out
    assert run("narrative", "export", "Hackney", "h.docx") == 0
    assert run("narrative", "import", "h.docx") == 0
    assert "nothing new" in capsys.readouterr().err


def test_the_word_document_says_on_every_page_for_whom_it_is_and_what_it_is_from(run: Run, here: Path) -> None:
    assert run("narrative", "export", "Hackney", "before.docx") == 0
    assert run("assess") == 0
    assert run("narrative", "export", "Hackney", "h.docx") == 0
    mark = "Authors' working copy - not for release"
    page = docx.Document(str(here / "h.docx")).sections[0]
    head, foot = ([one.text for one in part.paragraphs] for part in (page.header, page.footer))
    assert head[0].startswith("Hackney: edition 2023, for authors, period 2023, made 20")
    assert head[1] == mark
    assert foot[0].startswith("Figures from Metropolitan Police Service")
    assert foot[0].endswith("release 2024-03.")
    assert foot[1:3] == [head[0], mark]
    assert mark in docx.Document(str(here / "h.docx")).core_properties.subject
    page = docx.Document(str(here / "before.docx")).sections[0]
    assert [one.text for one in page.header.paragraphs] == ["Hackney", mark]
    assert page.footer.paragraphs[0].text == "No edition has worded the claims: each stands by its name."
    first = (here / "h.docx").read_bytes()
    assert run("narrative", "export", "Hackney", "h.docx") == 0
    assert (here / "h.docx").read_bytes() == first


def test_the_word_document_of_synthetic_releases_is_marked_so(run: Run, here: Path) -> None:
    assert run("assess") == 0
    manifest = here / "editions" / "2023" / "authors" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"is_synthetic": false', '"is_synthetic": true'), "utf-8")
    assert run("narrative", "export", "Hackney", "h.docx") == 0
    page = docx.Document(str(here / "h.docx")).sections[0]
    said = "SYNTHETIC DATA - not real figures · Authors' working copy - not for release"
    assert said in [one.text for one in page.header.paragraphs]
    assert said in [one.text for one in page.footer.paragraphs]


@pytest.mark.parametrize(
    ("title", "name", "remedy"),
    [
        ("Tower Hamlets: Strategic Needs Assessment", "x.docx",
         'opensna narrative export "Tower Hamlets" tower-hamlets-narrative.docx'),
        ("", "tower-hamlets.docx", 'opensna narrative export "Tower Hamlets" tower-hamlets-narrative.docx'),
        ("", "letter.docx", "opensna narrative export AREA area-narrative.docx"),
    ],
)  # fmt: skip
def test_a_document_that_is_no_draft_is_refused_with_the_command_that_makes_one(
    run: Run, here: Path, capsys, title: str, name: str, remedy: str
) -> None:
    document = docx.Document()
    document.core_properties.title = title
    document.save(str(here / name))
    assert run("narrative", "import", name) == 3
    told = capsys.readouterr().err
    assert "this document is no draft of a narrative" in told
    assert f"do this: make a draft with: {remedy}; write in that document, then: opensna narrative import" in told
    (here / name).write_text("no document", "utf-8")
    assert run("narrative", "import", name) == 3
    assert "open it in a word processor and save it as .docx" in capsys.readouterr().err


def test_an_import_of_what_is_there_already_says_nothing_new(run: Run, here: Path, capsys) -> None:
    assert run("narrative", "export", "Hackney", "h.docx") == 0
    capsys.readouterr()
    assert run("narrative", "import", "h.docx") == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nothing new: every section says what its file says" in printed.err


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
