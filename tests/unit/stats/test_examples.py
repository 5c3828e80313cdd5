"""The examples in the docstrings of the room run and say what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import opensna.stats


@pytest.mark.parametrize("name", sorted(module.name for module in pkgutil.iter_modules(opensna.stats.__path__)))
def test_examples_of_a_module_run(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"opensna.stats.{name}"))
    assert found.failed == 0
