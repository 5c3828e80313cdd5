from __future__ import annotations

import ast
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import opensna.report.renderers
from opensna.assessment.publish import publish
from opensna.core.area import Area
from opensna.core.block import Table
from opensna.core.errors import DisclosureError
from opensna.report.renderers import formats
from opensna.report.renderers._base import (
    AUTHORS,
    PARTNERSHIP,
    SYNTHETIC,
    UNSTATED,
    AnyRenderer,
    EditionRenderer,
    Renderer,
    Shown,
    is_installed,
    shown_of,
    slugs,
    symbols,
)

FOLDER = Path(opensna.report.renderers.__file__).parent


def test_every_format_has_the_name_of_its_file_and_a_title():
    assert {"csv", "data_package", "dcat", "html", "json", "ods", "xlsx"} <= set(formats())
    assert all((FOLDER / f"{name}.py").is_file() and renderer.title for name, renderer in formats().items())


def test_no_two_formats_write_the_same_file():
    names = [renderer.name("hackney") for renderer in formats().values() if isinstance(renderer, Renderer)]
    assert len(names) == len(set(names))


def test_a_renderer_of_another_name_is_refused(monkeypatch):
    wrong = ModuleType("opensna.report.renderers.html")
    wrong.RENDERER = Renderer("other", "Other", ".other", lambda shown, area: b"")
    monkeypatch.setitem(sys.modules, wrong.__name__, wrong)
    formats.cache_clear()
    with pytest.raises(TypeError, match="RENDERER must be a Renderer with id='html'"):
        formats()
    monkeypatch.undo()
    formats.cache_clear()


def test_a_format_whose_packages_are_missing_is_not_installed():
    assert is_installed(Renderer("a", "A", ".a", lambda shown, area: b"", needs=("json",)))
    assert not is_installed(Renderer("a", "A", ".a", lambda shown, area: b"", needs=("json", "no_such_package")))


def test_a_file_is_named_after_its_area_or_has_a_name_of_its_own():
    def name(suffix):
        return Renderer("a", "A", suffix, lambda shown, area: b"").name("hackney")

    assert [name(s) for s in (".pdf", "-briefing.pdf", "index.html")] == [
        "hackney.pdf", "hackney-briefing.pdf", "index.html",
    ]  # fmt: skip


@pytest.mark.parametrize("audience", ["public", "partnership", "anybody"])
def test_an_edition_for_others_than_its_authors_is_refused_until_published(two, audience):
    with pytest.raises(DisclosureError, match="publish it with: opensna publish"):
        shown_of(replace(two, audience=audience))
    with pytest.raises(DisclosureError, match="publish it with: opensna publish"):
        Shown(replace(two, audience=audience))


def test_the_entry_of_one_edition_does_not_show_another(public):
    with pytest.raises(DisclosureError, match="publish it with: opensna publish"):
        replace(public, edition=replace(public.edition, name="another"))


def test_every_format_takes_only_what_may_be_shown():
    """Whatever draws is given a Shown, which cannot be made of an unpublished edition: no file but _base names Edition."""
    named = {
        path.name
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("opensna.assessment.")
        if {alias.name for alias in node.names} & {"Edition", "PublishedAssessment", "read_edition", "read_published"}
    }
    assert named == {"_base.py"}


def test_the_words_of_an_edition(shown, public):
    assert shown.marks == (SYNTHETIC, AUTHORS)
    assert public.marks == (SYNTHETIC,)
    assert (public.period, len(public.made)) == ("2023", 10)
    assert "1 to 7 are hidden" in public.policy_sentences[0]
    assert public.setting("contact") == UNSTATED


def test_an_edition_for_the_partnership_says_that_it_is_not_for_the_public(two, tmp_path):
    manifest = {**two.manifest, "disclosure": {"agreement": "An agreement"}}
    edition = replace(two, audience="partnership", manifest=manifest)
    told = shown_of(publish(edition, author="Ada", reviewer="Grace", register=tmp_path, is_demo=True))
    assert told.marks == (SYNTHETIC, PARTNERSHIP)


def test_an_edition_whose_manifest_says_little_has_empty_words(two):
    told = shown_of(replace(two, manifest={"is_synthetic": False}))
    assert (told.synthetic, told.made, told.manifest["releases"]) == ("", "", [])


def test_areas_of_one_name_are_told_apart_by_their_codes():
    areas = [
        Area("E1", "St. Ann's", "ward"),
        Area("E2", "St Ann s", "ward"),
        Area("E3", "Ham", "ward"),
        Area("E4", "—", "ward"),
    ]
    assert slugs(areas) == {"E1": "E1", "E2": "E2", "E3": "ham", "E4": "E4"}


def test_marks_are_found_alone_and_behind_a_value():
    assert [str(mark) for mark in symbols(Table("t", ("A",), (("5 [b]",), ("[c]",), ("[note]",))))] == ["[c]", "[b]"]


def test_formats_are_of_an_area_or_of_the_edition():
    assert all(isinstance(renderer, AnyRenderer) for renderer in formats().values())
    assert {name for name, renderer in formats().items() if isinstance(renderer, EditionRenderer)} == {
        "data_package",
        "dcat",
    }
