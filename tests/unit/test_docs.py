"""The documentation says what the code says, and every link in it leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from opensna.actions.workspace import EditionSettings, Settings
from opensna.catalogue import DEFINITIONS, FIGURES, MEASURES, SECTIONS, SOURCES
from opensna.contracts.failures import REMEDIES
from opensna.core import errors
from opensna.core.missing import Mark

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
ELSEWHERE = re.compile(
    r"(?:^|[\s`(\"'])(/(?:home|root|tmp|work|usr|var|etc|opt|mnt|Users)/|[A-Z]:\\|\.\./\.\./|\.\./shared)"
)


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "scripts" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _text(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def test_generated_pages_are_as_the_code_says() -> None:
    stale = _generator().stale()
    assert not stale, "run `make docs`:\n" + "\n".join("\n".join(diff.splitlines()[:12]) for diff in stale)


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_has_an_entry_and_a_schema(source: str) -> None:
    assert f"## {source}\n" in _text("sources.md")
    assert (DOCS / "schemas" / f"{source}.json").is_file()


def test_every_measure_has_an_entry() -> None:
    text = _text("measures.md")
    assert [measure for measure in MEASURES if f"### {measure}\n" not in text] == []


def test_every_published_figure_has_an_entry() -> None:
    text = _text("figures.md")
    assert [figure for figure in FIGURES if f"| `{figure}` |" not in text] == []


def test_every_section_and_definition_has_an_entry() -> None:
    text = _text("sections.md")
    assert [name for name in (*SECTIONS, *DEFINITIONS) if f"| `{name}` |" not in text] == []


def test_every_command_and_setting_has_an_entry() -> None:
    text = _text("commands.md")
    assert [name for name in _generator().commands() if f"## opensna {name}\n" not in text] == []
    settings = [n for n in Settings.model_fields if n != "edition"] + [
        f"edition.{n}" for n in EditionSettings.model_fields
    ]
    assert [name for name in settings if f"| `{name}` |" not in text] == []


def test_every_error_has_an_entry_with_its_code_and_exit_code() -> None:
    text = _text("errors.md")
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.OpenSNAError)]
    lacking = [
        kind.__name__
        for kind in kinds
        if kind is not errors.OpenSNAError and f"| {kind.__name__} | `{kind.code}` | {kind.exit_code} |" not in text
    ]
    assert lacking == []


def test_bad_input_page_names_only_errors_that_exist_with_their_exit_codes() -> None:
    for name, exit_code in re.findall(r"\| (\w+Error), (\d) \|", _text("bad-input.md")):
        assert getattr(errors, name).exit_code == int(exit_code), name


def test_every_reason_of_a_bad_row_is_on_the_bad_input_page() -> None:
    text = _text("bad-input.md")
    assert [reason for reason in REMEDIES if f"| `{reason}` |" not in text] == []


def test_every_mark_is_in_the_glossary_with_its_meaning() -> None:
    text = _text("glossary.md")
    assert [mark for mark in Mark if f"| `{mark}` | {mark.meaning} |" not in text] == []


def test_every_room_of_the_package_is_in_the_architecture() -> None:
    rooms = {p.stem for p in (ROOT / "src" / "opensna").iterdir() if not p.name.startswith("__")}
    text = _text("architecture.md")
    assert [room for room in sorted(rooms) if f"| `{room}` |" not in text] == []


def test_every_dependency_has_a_line() -> None:
    listed = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.S | re.M)
    assert listed is not None
    names = re.findall(r'^\s*"([a-z0-9-]+)', listed.group(1), re.M)
    assert names
    assert [name for name in names if f"| {name} " not in _text("dependencies.md")] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_resolves(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    broken = [link for link in targets if not _resolves(page, link)]
    assert broken == []


def _resolves(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.M) if anchor else []
    return not anchor or anchor in {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "NOTICE"], ids=_name)
def test_no_page_names_a_place_outside_the_repository(page: Path) -> None:
    found = [line for line in page.read_text("utf-8").splitlines() if ELSEWHERE.search(line)]
    assert found == []
