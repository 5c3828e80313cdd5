from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.ranks import RankDefects, competition_rank, quantiles, ranking_defects


def test_ties_share_the_best_rank_and_the_next_is_skipped() -> None:
    assert competition_rank([10, 30, 20, 20, 5]).tolist() == [4, 1, 2, 2, 5]


def test_an_absent_value_has_no_rank_and_takes_none() -> None:
    np.testing.assert_array_equal(competition_rank([np.nan, 2, 1]), [np.nan, 1, 2])


def test_a_tie_that_is_not_followed_by_a_gap_is_a_defect() -> None:
    assert ranking_defects([1, 2, 2, 3]) == RankDefects(duplicates=(2,), missing=(4,))


def test_a_gap_that_no_tie_explains_is_a_defect() -> None:
    defects = ranking_defects([1, 3, np.nan])
    assert (defects.missing, defects.is_valid) == ((2,), False)


def test_ranks_of_nobody_are_valid() -> None:
    assert ranking_defects([np.nan]).is_valid
    assert ranking_defects([]).is_valid


@pytest.mark.parametrize("rank", [0, -1, 1.5, np.inf])
def test_what_is_no_rank_is_refused(rank: float) -> None:
    with pytest.raises(InputError, match="do this: give the ranks themselves"):
        ranking_defects([1, rank])


def test_tenths_of_ten_values_are_their_order_and_can_be_turned_round() -> None:
    assert quantiles(range(10), 10).tolist() == list(range(1, 11))
    assert quantiles(range(10), 10, invert=True).tolist() == list(range(10, 0, -1))


def test_fewer_values_than_groups_have_no_quantile() -> None:
    assert np.isnan(quantiles([1, 2, np.nan], 3)).all()


def test_fewer_than_two_groups_are_refused() -> None:
    with pytest.raises(InputError, match=r"do this: ask for 5 \(fifths\) or 10 \(tenths\)"):
        quantiles([1, 2], 1)
