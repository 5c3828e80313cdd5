from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.concentration import concentration, gini


def test_a_few_hot_places_stand_out_from_chance_and_an_even_city_does_not() -> None:
    hot = concentration([200, 150, *[1] * 98], top=[2])
    assert hot.share_of_places.value[0] == 0.01
    assert hot.share_of_places.value[1] < hot.share_of_places.random_lower[1]
    assert hot.share_of_offences.value[0] > hot.share_of_offences.random_upper[0]
    random = np.random.default_rng(5).multinomial(450, np.full(100, 0.01))
    even = concentration(random, top=[2])
    assert even.share_of_offences.random_lower[0] <= even.share_of_offences.value[0]
    assert even.share_of_offences.value[0] <= even.share_of_offences.random_upper[0]
    assert even.gini.random_lower[0] <= even.gini.value[0] <= even.gini.random_upper[0]


def test_fewer_offences_than_places_look_concentrated_by_chance_alone() -> None:
    found = concentration([1] * 10 + [0] * 990, draws=99)
    assert found.share_of_places.value[1] == 0.005
    assert found.share_of_places.random_mean[1] < 0.006
    assert found.gini.value[0] == pytest.approx(0)


def test_the_same_seed_gives_the_same_benchmark() -> None:
    counts = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    first, again, other = (concentration(counts, draws=50, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.gini.random_mean, again.gini.random_mean)
    assert first.gini.random_mean[0] != other.gini.random_mean[0]


def test_adding_an_empty_place_raises_the_standard_gini() -> None:
    assert gini([5, 3, 2, 0]).standard > gini([5, 3, 2]).standard


def test_one_place_or_one_offence_has_no_unbiased_gini() -> None:
    assert np.isnan(gini([7]).unbiased)
    assert np.isnan(gini([1, 0, 0]).unbiased)


@pytest.mark.parametrize("counts", [[0, 0], [1.5, 2], [-1, 2], [np.nan, 2], [[1, 2]]])
def test_counts_that_cannot_be_ordered_are_refused(counts: list[object]) -> None:
    with pytest.raises(InputError, match="do this: count every place, those without offences as 0"):
        gini(counts)


def test_questions_out_of_range_are_refused() -> None:
    for question in ({"holding": [0.0]}, {"holding": [25]}, {"top": [0]}, {"top": [3]}):
        with pytest.raises(InputError, match=r"do this: write a quarter as 0\.25"):
            concentration([1, 2], **{"top": [1], **question})  # type: ignore[arg-type]  # parametrised
    with pytest.raises(InputError, match="do this: leave the number of draws out"):
        concentration([1, 2], top=[1], draws=0)
