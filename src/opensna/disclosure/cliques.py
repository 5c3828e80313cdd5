"""Which columns must be looked at together, so that looking at a few at a time misses nothing.

Figures by age and figures by sex need no crossing of age and sex, unless some figure crosses them. Columns that figures cross are
neighbours; enough more pairs are made neighbours that the groups of columns that are all neighbours (the cliques) can be laid out
as a tree. Tables for the cliques that agree where two cliques meet are then the margins of one table of all columns.

Source: Lauritzen 1996, Graphical Models, chapters 2 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import prod

Columns = tuple[str, ...]
"""In order of their names."""


def cliques_of(scopes: Iterable[frozenset[str]], sizes: Mapping[str, int]) -> list[Columns]:
    """The cliques, by taking away the column whose neighbours lack the fewest pairs, one after the other.

    scopes : columns that one figure crosses. sizes : classes of each column; of equals, the smallest table is taken first.
    """
    beside: dict[str, set[str]] = {}
    for scope in scopes:
        for name in scope:
            beside.setdefault(name, set()).update(scope - {name})
    found: list[frozenset[str]] = []
    while beside:
        first = min(beside, key=lambda name: (*_price(name, beside, sizes), name))
        clique = frozenset({first, *beside[first]})
        if not any(clique <= other for other in found):
            found.append(clique)
        for name in beside.pop(first):
            beside[name] |= clique - {name}
            beside[name].discard(first)
    return [tuple(sorted(clique)) for clique in found] or [()]


def _price(name: str, beside: Mapping[str, set[str]], sizes: Mapping[str, int]) -> tuple[int, int]:
    lacking = sum(b not in beside[a] for a, b in combinations(beside[name], 2))
    return lacking, prod(sizes[other] for other in (name, *beside[name]))


def tree_of(cliques: list[Columns]) -> list[tuple[int, int, Columns]]:
    """Pairs of cliques that lie side by side in the tree, and the columns that both have; the most columns first."""
    shared = [(i, j, tuple(sorted({*cliques[i]} & {*cliques[j]}))) for i, j in combinations(range(len(cliques)), 2)]
    tree_of_clique = list(range(len(cliques)))
    found = []
    for i, j, columns in sorted(shared, key=lambda one: (-len(one[2]), one[0], one[1])):
        if tree_of_clique[i] != tree_of_clique[j]:
            found.append((i, j, columns))
            joined, gone = tree_of_clique[i], tree_of_clique[j]
            tree_of_clique = [joined if tree == gone else tree for tree in tree_of_clique]
    return found
