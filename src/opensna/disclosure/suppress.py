"""Which further figures to hide, so that the least is lost: a mixed-integer program that learns from the attack.

A heuristic answers first: it hides what holds back most of all narrow counts together, by the dual values of one attack on them,
until the attack fails. The program then looks for less: it chooses figures to hide, the attack finds what a reader could
still narrow, and its dual values say which figures would have had to be hidden for that to fail, an inequality that every
sufficient choice meets. Choice and attack take turns until the attack fails or the program has done its work. In either case
the program's bound says how far the answer is from the best one.

No clock decides anything: work is counted by the sizes of the programs solved, so that the same figures are hidden on every
machine, however busy. Whether enough is hidden never depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from opensna.disclosure.attack import FAR, SEED, Held, attack
from opensna.disclosure.rows import Bools, Floats, Ints

QUICK = 6
"""So many programs a round look at what the heuristic has helped."""
SINGLY = 3
"""So few narrow targets are helped one by one."""
STRETCH = 30.0
"""How much further a hidden figure may be taken to move to either side than a shown one; more would only be safer."""
GAP = 0.005
"""Of the program's cost: a choice that is no farther from the best is taken."""
WORK_A_SECOND = 400_000
"""Entries of the programs that a usual machine solves in a second."""
OVERHEAD = 500
"""What starting a program costs, in such entries."""
NODES = 200
"""Of the mixed-integer program, at most so many branches are looked at a round."""
_NEARLY = 1e-6
Cut = tuple[Ints, Floats, float]
"""Figures, weights and bound: weights @ hidden[figures] >= bound."""


@dataclass(frozen=True)
class Chosen:
    """which: (n_cells,) figures to hide. by_program: whether the program chose them, or else the heuristic.

    bound: no sufficient choice costs less. unproved: (n_targets,) targets that stay narrow whatever is hidden.
    """

    which: Bools
    by_program: bool
    bound: float
    unproved: Bools


def cost_of_hiding(shown: Floats, is_total: Bools) -> Floats:
    """(n_cells,) what a reader loses. A total can be added up again, roughly, and costs half; a zero costs most."""
    cost = np.log2(2 + np.maximum(shown, 0)) * np.where(is_total, 0.5, 1.0)
    return np.where(shown == 0, 30.0, np.round(cost, 3))  # the last digits of a logarithm differ between processors


def hide(held: Held, which: Bools) -> Held:
    """Nothing but the lowest value is known of figures that are hidden to protect others."""
    low = np.where(which, np.where(held.low > 0, 1, 0), held.low)
    return replace(held, low=low, high=np.where(which, np.inf, held.high))


def choose(held: Held, may_hide: Bools, cost: Floats, *, seconds: float) -> Chosen:
    """Figures to hide so that no target of `held` can be narrowed.

    may_hide, cost : (n_cells,). seconds : of a usual machine, for the program; counted as work, see WORK_A_SECOND. With 0 the
    heuristic answers alone.
    """
    narrow = attack(held, singly=0).narrow(held.widths)
    number = np.flatnonzero(narrow)
    held = only(held, narrow)
    unproved = np.zeros(len(narrow), bool)
    if not len(number):
        return Chosen(np.zeros(len(cost), bool), True, 0.0, unproved)
    which, is_hopeless = _quickly(held, may_hide, cost)
    unproved[number[is_hopeless]] = True
    best, bound = _program(only(held, ~is_hopeless), may_hide, cost, seconds * WORK_A_SECOND)
    if best is not None and cost[best].sum() < cost[which].sum():
        return Chosen(best, True, bound, unproved)
    return Chosen(which, False, bound, unproved)


def _program(held: Held, may_hide: Bools, cost: Floats, work: float) -> tuple[Bools | None, float]:
    """The cheapest sufficient choice, if it is found with so much work, and a bound that holds in either case."""
    which, cuts, bound = np.zeros(len(cost), bool), list[Cut](), 0.0
    size = held.rows.matrix.nnz + OVERHEAD
    while work > 0:
        now = hide(held, which)
        narrow = np.flatnonzero(attack(now, singly=0).narrow(held.widths))
        affordable = narrow[: int(work / (2 * size)) + 1]
        found = [_cut(held, now, int(target), may_hide) for target in affordable]
        new = [cut for cut in found if cut is not None]
        if not new and len(affordable) == len(narrow):
            return which, bound
        cuts += new
        work -= (10 + 2 * len(affordable)) * size + 20 * sum(len(cut[0]) for cut in cuts)
        chosen = _cheapest(cuts, cost) if cuts else None
        if chosen is None:
            break
        which, bound = chosen[0], max(bound, chosen[1])
    return None, bound


def only(held: Held, wanted: Bools) -> Held:
    """The same with only these (n_targets,) protected: to hide more never narrows another."""
    n_cells = int((held.cell_width > 0).sum())
    cells, rows = held.cell_width.copy(), held.row_width.copy()
    cells[np.flatnonzero(cells > 0)[~wanted[:n_cells]]] = 0
    rows[np.flatnonzero(rows > 0)[~wanted[n_cells:]]] = 0
    return replace(held, cell_width=cells, row_width=rows)


def _cheapest(cuts: list[Cut], cost: Floats) -> tuple[Bools, float] | None:
    """The cheapest choice that meets every inequality, and a bound of its cost."""
    figures, number = np.unique(np.concatenate([cut[0] for cut in cuts]), return_inverse=True)
    at = np.repeat(np.arange(len(cuts)), [len(cut[0]) for cut in cuts])
    weights = np.concatenate([cut[1] for cut in cuts])
    bounds = np.array([cut[2] for cut in cuts])
    matrix = csr_matrix((np.minimum(weights, bounds[at]), (at, number)), shape=(len(cuts), len(figures)))
    found = milp(
        cost[figures],
        integrality=np.ones(len(figures)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(matrix, bounds, np.inf)],
        options={"node_limit": NODES, "mip_rel_gap": GAP},
    )
    if found.x is None:
        return None
    which = np.zeros(len(cost), bool)
    which[figures[np.round(found.x) > 0]] = True
    return which, float(found.mip_dual_bound)


def _cut(held: Held, now: Held, target: int, may_hide: Bools) -> Cut | None:
    """The inequality that the choice made `now` does not meet, if it leaves this target narrow; of weight 0 if none can help."""
    row = held.targets[[target]].toarray()[0]
    (most, lower_1, higher_1), (least, lower_2, higher_2) = _extreme(now, row), _extreme(now, -row)
    width = most + least
    if width + _NEARLY >= held.widths[target]:
        return None
    is_out = may_hide & np.isinf(now.high) & np.isfinite(held.high)
    gain = np.where(may_hide, (lower_1 + lower_2) * _room_below(held) + (higher_1 + higher_2) * STRETCH, 0)
    useful = np.flatnonzero(gain > _NEARLY)
    return useful, gain[useful], held.widths[target] - width + float(gain[is_out].sum())


def _most_first(gain: Floats) -> Ints:
    """Positions, of equals in order; the last digits, in which processors differ, do not count."""
    return np.argsort(-np.round(gain, 6), kind="stable")


def _room_below(held: Held) -> Floats:
    return np.minimum(STRETCH, held.low - np.minimum(held.low, 1))


def _greedy(cuts: list[Cut], cost: Floats, hidden: Bools) -> Bools:
    """The heuristic: for each inequality in turn, beside what is hidden, figures that gain most for their cost, until it is met."""
    which = hidden.copy()
    for figures, weights, bound in cuts:
        for i in _most_first(np.minimum(weights, bound) / cost[figures]):
            if weights[which[figures]].sum() >= bound - _NEARLY:
                break
            which[figures[i]] = True
    return which


def _extreme(now: Held, direction: Floats) -> tuple[float, Floats, Floats]:
    """The most that direction @ cells can be, and by how much that grows if a low bound falls or a high one rises by 1."""
    closed = now.rows.is_closed
    low, high = np.maximum(now.low, now.point - FAR), np.minimum(now.high, now.point + FAR)
    result = linprog(
        -direction,
        A_ub=-now.rows.matrix[~closed] if (~closed).any() else None,
        b_ub=np.zeros(int((~closed).sum())) if (~closed).any() else None,
        A_eq=now.rows.matrix[closed] if closed.any() else None,
        b_eq=np.zeros(int(closed.sum())) if closed.any() else None,
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    return -result.fun, np.maximum(result.lower.marginals, 0), np.maximum(-result.upper.marginals, 0)


def _quickly(held: Held, may_hide: Bools, cost: Floats) -> tuple[Bools, Bools]:
    """The heuristic: hide what holds back most of all narrow targets together, for its cost; then what holds back single ones.

    Also (n_targets,) which targets no choice can help.
    """
    which, random = np.zeros(len(cost), bool), np.random.default_rng(SEED)
    is_hopeless = np.zeros(len(held.widths), bool)
    number, idle = np.arange(len(held.widths)), 0
    while len(number):
        more: list[int] = []
        if idle < 2 and len(number) > SINGLY:
            now = hide(held, which)
            _, if_lower, if_higher = _extreme(now, held.targets.T @ random.choice([-1.0, 1.0], len(number)))
            gain = np.where(may_hide & ~which, if_lower * _room_below(now) + if_higher * STRETCH, 0) / cost
            more = _apart(now, _most_first(gain)[: int((gain > _NEARLY).sum())])
            which[more] = True
            idle = 0 if more else idle + 1
        else:
            which, helped = _one_by_one(held, may_hide, cost, which)
            is_hopeless[number[~helped]] = True
            return which, is_hopeless
        narrow = attack(hide(held, which), singly=0, draws=QUICK).narrow(held.widths)
        held, number = only(held, narrow), number[narrow]
    return which, is_hopeless


def _one_by_one(held: Held, may_hide: Bools, cost: Floats, which: Bools) -> tuple[Bools, Bools]:
    """Beside what is hidden, enough for each target in turn; and (n_targets,) which of them could be helped."""
    helped = np.ones(len(held.widths), bool)
    for target in range(len(held.widths)):
        while helped[target] and (cut := _cut(held, hide(held, which), target, may_hide)) is not None:
            helped[target] = cut[1].sum() >= cut[2] - _NEARLY
            if helped[target]:
                which = _greedy([cut], cost, which)
    return which, helped


def _apart(held: Held, ordered: Ints) -> list[int]:
    """Of these figures, the first ones of which no two are in one row."""
    is_taken = np.zeros(held.rows.matrix.shape[0], bool)
    found = []
    for figure in ordered:
        rows = held.rows.links_of_cells[figure].indices
        if not is_taken[rows].any():
            found.append(int(figure))
            is_taken[rows] = True
    return found
