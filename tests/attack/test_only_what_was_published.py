"""Every public function of the package is walked: nothing but a published assessment can be drawn for readers outside the circle.

The types are the lock: rows become Counts, Counts become DisclosedCounts in `disclosure` alone, only these become Estimates, and a
drawing takes a Shown, which cannot be made of an edition for others than its authors that was not published.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.attack.world import AREAS, Publisher, edition_of, make_world

import opensna
from opensna.assessment.edition import Edition
from opensna.assessment.publish import PublishedAssessment, read_published
from opensna.core.counts import Counts, DisclosedCounts
from opensna.core.errors import DisclosureError
from opensna.core.estimate import Estimates
from opensna.core.period import Period
from opensna.disclosure.disclose import Controlled, control
from opensna.report.renderers import formats
from opensna.report.renderers._base import Shown, shown_of

LOCKS = (Counts, DisclosedCounts, Controlled, Estimates, Edition, PublishedAssessment, Shown)
DRAWN = (bytes, bytearray)
SOURCE = Path(opensna.__file__).parent
RENDERERS = "opensna.report.renderers."
Function = Callable[..., Any]
Named = tuple[str, Function]


def public_functions() -> Iterator[Named]:
    """Functions and methods that have a public name, of every module."""
    for module in pkgutil.walk_packages(opensna.__path__, "opensna."):
        if module.name.endswith("__main__"):
            continue
        for name, held in vars(importlib.import_module(module.name)).items():
            if name.startswith("_") or getattr(held, "__module__", None) != module.name:
                continue
            members = vars(held) if inspect.isclass(held) else {"": held}
            for member, raw in members.items():
                function = raw.fget if isinstance(raw, property) else getattr(raw, "__func__", raw)
                if not member.startswith("_") and inspect.isfunction(function):
                    yield ".".join(part for part in (module.name, name, member) if part), function


def named_in(hint: Any) -> set[Any]:
    """Every type that an annotation names, inside others too."""
    if isinstance(hint, list):  # the parameters of a Callable
        return set().union(*(named_in(one) for one in hint))
    return {hint, typing.get_origin(hint)}.union(*(named_in(one) for one in typing.get_args(hint)))


def taken_and_given(function: Function) -> tuple[set[Any], set[Any]]:
    """The types of its parameters, and of what it returns. One whose annotations cannot be read may name no lock."""
    try:
        hints = typing.get_type_hints(function)
    except (NameError, TypeError):
        said = " ".join(str(hint) for hint in function.__annotations__.values())
        assert not [lock.__name__ for lock in LOCKS if lock.__name__ in said], function.__qualname__
        return set(), set()
    given = named_in(hints.pop("return", None))
    return set().union(*(named_in(hint) for hint in hints.values())), given


@pytest.fixture(scope="module")
def walked() -> dict[str, tuple[set[Any], set[Any]]]:
    return {name: taken_and_given(function) for name, function in public_functions()}


def givers(walked: dict[str, tuple[set[Any], set[Any]]], kind: type) -> set[str]:
    return {name for name, (_, given) in walked.items() if kind in given}


def drawn_past_the_lock(walked: dict[str, tuple[set[Any], set[Any]]]) -> list[str]:
    """Functions that make bytes of what is not a Shown; and of the renderers, any that take less than a Shown."""
    before = set(LOCKS) - {Shown}
    return sorted(
        name
        for name, (taken, given) in walked.items()
        if taken & before
        and (given & set(DRAWN) or name.startswith(RENDERERS))
        and name != f"{RENDERERS}_base.shown_of"
    )


def test_the_walk_goes_everywhere(walked: dict[str, tuple[set[Any], set[Any]]]) -> None:
    rooms = {name.split(".")[1] for name in walked}
    assert rooms >= {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert len(walked) > 1000
    assert walked["opensna.estimates.derive.derive"][0] >= {DisclosedCounts}
    assert Shown in walked[f"{RENDERERS}ods.render"][0]


def test_the_walk_sees_a_function_that_draws_past_the_lock() -> None:
    def leak(edition: Edition) -> bytes:
        return edition.name.encode()

    def peep(estimates: list[Estimates] | None) -> str:
        return str(estimates)

    made = {"opensna.actions.leak": taken_and_given(leak), f"{RENDERERS}peep": taken_and_given(peep)}
    assert drawn_past_the_lock(made) == sorted(made)


def test_nothing_is_drawn_but_a_shown(walked: dict[str, tuple[set[Any], set[Any]]]) -> None:
    assert drawn_past_the_lock(walked) == []


def test_each_lock_is_opened_in_one_place(walked: dict[str, tuple[set[Any], set[Any]]]) -> None:
    assert givers(walked, DisclosedCounts) == {"opensna.disclosure.disclose.disclose"}
    assert givers(walked, Controlled) == {"opensna.disclosure.disclose.control"}
    assert givers(walked, PublishedAssessment) == {
        "opensna.actions.publish.publish", "opensna.assessment.publish.publish", "opensna.assessment.publish.read_published",
    }  # fmt: skip
    for name in givers(walked, Estimates):
        assert walked[name][0] & {DisclosedCounts, Estimates}, name


@pytest.mark.parametrize(
    ("lock", "makers"),
    [
        ("DisclosedCounts", {"disclosure/disclose.py"}),
        ("Controlled", {"disclosure/disclose.py"}),
        ("PublishedAssessment", {"assessment/publish.py"}),
    ],
)
def test_no_other_file_makes_one(lock: str, makers: set[str]) -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and lock in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                found.add(path.relative_to(SOURCE).as_posix())
    assert found == makers


@pytest.fixture(scope="module")
def unpublished() -> Edition:
    counts = make_world(0, 0.6).counts(["all"], [Period.parse("2023")])
    made = control(counts, audience="public")
    return edition_of(made.counts, "2023", made.how)


def test_an_edition_that_was_not_published_is_neither_shown_nor_read(unpublished: Edition, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="publish it with: opensna publish"):
        shown_of(unpublished)
    with pytest.raises(DisclosureError, match="publish it with: opensna publish"):
        Shown(unpublished)
    with pytest.raises(DisclosureError, match="which enters it in the register"):
        PublishedAssessment(unpublished, "Ada", "Grace", "entry")
    with pytest.raises(Exception, match="2023"):
        read_published(tmp_path, "2023", "public", register=tmp_path)


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_takes_a_shown_and_fails_on_an_edition(name: str, unpublished: Edition) -> None:
    render = formats()[name].render
    taken, _ = taken_and_given(render)
    assert Shown in taken
    rest = [AREAS[0]] if len(inspect.signature(render).parameters) > 1 else []
    with pytest.raises(AttributeError):
        render(unpublished, *rest)  # type: ignore[arg-type,call-arg]  # what must not be drawn


def test_what_was_published_is_drawn(tmp_path: Path) -> None:
    counts = make_world(0, 0.6).counts(["all"], [Period.parse("2023")])
    publisher = Publisher(tmp_path)
    assert all(path.stat().st_size > 1000 for path in publisher.write(publisher.publish(counts, "2023")))
