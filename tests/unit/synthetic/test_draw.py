from __future__ import annotations

import numpy as np

from opensna.synthetic.draw import both_margins, by_shares, exactly, generator, spread, whole


def test_streams_of_different_names_differ_and_of_one_name_agree() -> None:
    assert generator(1, "a").random() == generator(1, "a").random()
    assert generator(1, "a").random() != generator(1, "b").random()
    assert generator(1, "a").random() != generator(2, "a").random()


def test_a_share_is_met_within_one_row_in_every_cell() -> None:
    rng = generator(1, "t")
    cells = rng.integers(0, 7, 1000)
    got = np.bincount(cells[spread(cells, rng) < 0.3], minlength=7)
    assert np.abs(got - 0.3 * np.bincount(cells, minlength=7)).max() <= 1


def test_categories_follow_the_shares_of_their_cell() -> None:
    cells = np.repeat([0, 1], 100)
    got = by_shares(cells, [[1, 3], [0, 5]], generator(1, "t"))
    assert (got[:100] == 1).sum() == 75
    assert (got[100:] == 1).all()


def test_no_rows_give_no_draws() -> None:
    assert len(spread(np.array([], dtype=np.int64), generator(1, "t"))) == 0
    assert len(by_shares(np.array([], dtype=np.int64), [[1.0, 1.0]], generator(1, "t"))) == 0


def test_exactly_the_wanted_rows_are_chosen_or_all_there_are() -> None:
    cells = np.array([0] * 10 + [1] * 5 + [2] * 3)
    chosen = exactly(cells, [4, 9, 0], generator(1, "t"))
    assert np.bincount(cells, weights=chosen).tolist() == [4, 5, 0]


def test_whole_numbers_keep_their_sum() -> None:
    assert whole([0.5, 0.5, 1.0]).tolist() == [1, 0, 1]
    assert whole([1.2, 1.2, 1.2], 5).sum() == 5


def test_both_margins_meets_columns_exactly_and_rows_within_two() -> None:
    sizes = generator(1, "t").integers(50, 200, (6, 3))
    columns = np.array([120, 200, 60])
    rows = np.array([30, 40, 50, 70, 90, 100])
    got = both_margins(rows, columns, sizes)
    assert got.sum(axis=0).tolist() == columns.tolist()
    assert np.abs(got.sum(axis=1) - rows).max() <= 2
    assert (got <= sizes).all()


def test_both_margins_never_asks_for_more_than_there_is() -> None:
    got = both_margins([100, 1], [101], [[10], [200]])
    assert got[:, 0].tolist() == [10, 91]
