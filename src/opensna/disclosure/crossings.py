"""A table of every class of some columns: which of its atoms each figure holds, and where it meets another table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from opensna.disclosure.cliques import Columns
from opensna.disclosure.columns import Column
from opensna.disclosure.kinds import Derived, allowed_by
from opensna.disclosure.rows import Bools, Ints


class Crossing:
    """The atoms of a clique of columns: all combinations of a class of each, in order."""

    def __init__(self, names: Columns, columns: Mapping[str, Column], derived: Derived) -> None:
        """columns: all of them, by name. derived: flags, of which a combination that contradicts one is no atom."""
        self._names = names
        self._columns = [columns[name] for name in names]
        self.shape = tuple(column.size for column in self._columns)
        n_atoms = int(np.prod(self.shape))
        self._classes = np.indices(self.shape).reshape(len(names), n_atoms)
        self.is_possible = np.ones(n_atoms, bool)
        for flag, long in derived.items():
            if {flag, *long} <= set(names):
                self.is_possible &= self._is_true_to(flag, long)

    def _is_true_to(self, flag: str, long: Mapping[str, object]) -> Bools:
        says = np.ones(len(self.is_possible), bool)
        for name, condition in long.items():
            says &= self.holds({name: allowed_by(condition)})  # type: ignore[arg-type]  # a Condition
        other = self.other[self._names.index(flag)]
        found: Bools = (self.holds({flag: frozenset({True})}) == says) & ~other
        return found

    def holds(self, key: Mapping[str, object]) -> Bools:
        """(n_atoms,) whether an atom meets the conditions."""
        found = np.ones(len(self.is_possible), bool)
        for name, condition in key.items():
            at = self._names.index(name)
            found &= self._columns[at].of[condition][self._classes[at]]
        return found

    def inside(self, key: Mapping[str, object]) -> Ints:
        """The atoms that meet the conditions, and are possible."""
        chosen = [
            np.flatnonzero(column.of[key[name]]) if name in key else np.arange(column.size)
            for name, column in zip(self._names, self._columns, strict=True)
        ]
        if not chosen:
            return np.zeros(1, np.int64)
        found: Ints = np.ravel_multi_index(np.meshgrid(*chosen, indexing="ij"), self.shape).ravel()
        return found[self.is_possible[found]]

    def along(self, shared: Columns) -> Ints:
        """(n_atoms,) the number of the combination of classes of some of its columns."""
        at = [self._names.index(name) for name in shared]
        if not at:
            return np.zeros(len(self.is_possible), np.int64)
        found: Ints = np.ravel_multi_index(tuple(self._classes[at]), tuple(self.shape[i] for i in at))
        return found

    def combinations(self, shared: Columns) -> int:
        """How many combinations of classes some of its columns have."""
        return int(np.prod([self.shape[self._names.index(name)] for name in shared]))

    @cached_property
    def other(self) -> Bools:
        """(n_columns, n_atoms) whether an atom is of a class that only wholes hold."""
        each = [column.other[classes] for column, classes in zip(self._columns, self._classes, strict=True)]
        return np.array(each, bool).reshape(self._classes.shape)
