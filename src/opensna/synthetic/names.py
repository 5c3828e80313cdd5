"""Offence names: drawn within each class by day; sexual offences by the sex and age of the victim."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np

from opensna.definition.load import load
from opensna.synthetic.draw import Bools, Floats, Small, by_shares
from opensna.synthetic.parameters import OffenceName, classes

SEXUAL = "Sexual offences"
AGE_GROUPS = ((1, 12), (13, 15), (16, 120))


@cache
def all_names() -> tuple[OffenceName, ...]:
    """Every offence name; its place in this list is its number."""
    return tuple(offence for item in classes() for offence in item.offences)


@cache
def in_definition() -> Bools:
    """By name number: whether London's definition holds the name or its whole class."""
    london = load("london")
    inside = [offence.name.lower() in london.names or offence.code in london.codes for offence in all_names()]
    return np.array([*inside, False], dtype=np.bool_)  # the last stands for -1, not named yet


@cache
def name_traits(trait: Literal["hate", "gun"]) -> Bools:
    """By name number: whether the name itself says so."""
    return np.array([*(getattr(offence, trait) for offence in all_names()), False], dtype=np.bool_)


@cache
def is_sexual() -> Bools:
    """By class number."""
    return np.array([item.group == SEXUAL for item in classes()], dtype=np.bool_)


def name_offences(kind: Small, day: np.ndarray, rng: np.random.Generator) -> Small:
    """Name numbers by class, -1 for sexual offences; a name with a first day is not given before it."""
    starts = sorted({np.datetime64(offence.since) for offence in all_names() if offence.since is not None})
    phase = np.searchsorted(np.array(starts, dtype="datetime64[D]"), day, side="right")
    n_phases = len(starts) + 1
    shares = np.zeros((len(classes()) * n_phases, len(all_names())))
    first = 0
    for j, item in enumerate(classes()):
        for number, offence in enumerate(item.offences, start=first):
            begins = 0 if offence.since is None else starts.index(np.datetime64(offence.since)) + 1
            shares[j * n_phases + begins : (j + 1) * n_phases, number] = offence.share
        first += len(item.offences)
    name = _draw(kind.astype(np.int64) * n_phases + phase, shares, rng)
    return np.where(is_sexual()[kind], -1, name).astype(np.int16)


def name_sexual(kind: Small, is_male: Bools, age: Small, rng: np.random.Generator) -> Small:
    """Name numbers of sexual offences by the sex and age of the first victim; an age that is not known counts as 16 and over."""
    group = np.where((age >= 1) & (age <= 12), 0, np.where((age >= 13) & (age <= 15), 1, 2))
    n_cells = 2 * len(AGE_GROUPS)
    shares = np.zeros((len(classes()) * n_cells, len(all_names())))
    shares[:, 0] = 1e-12  # cells that no sexual offence is in
    first = 0
    for j, item in enumerate(classes()):
        for number, offence in enumerate(item.offences, start=first):
            if is_sexual()[j]:
                shares[j * n_cells : (j + 1) * n_cells, number] = _by_victim(offence)
        first += len(item.offences)
    return _draw(kind.astype(np.int64) * n_cells + is_male * len(AGE_GROUPS) + group, shares, rng)


def _by_victim(offence: OffenceName) -> Floats:
    """Share of the name in each cell of sex (female, male) and age group."""
    sex, youngest, oldest = offence.victim
    fits = [youngest <= last and oldest >= first for first, last in AGE_GROUPS]
    return np.array([offence.share * (sex in ("Any", which) and fit) for which in ("Female", "Male") for fit in fits])


def _draw(cell: np.ndarray, shares: Floats, rng: np.random.Generator) -> Small:
    """Category by cell, over only the names that a cell can have (few of all)."""
    width = int((shares > 0).sum(axis=1).max())
    best = np.argsort(-shares, axis=1, kind="stable")[:, :width]
    chosen = by_shares(cell, np.take_along_axis(shares, best, axis=1), rng)
    return np.asarray(best[cell, chosen], dtype=np.int16)
