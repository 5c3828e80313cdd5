from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.indirect import indirect_rate, indirect_ratio


def test_ratio_rate_and_expected_number_go_together() -> None:
    people = [[1000, 2000], [500, 500]]
    ratio = indirect_ratio([12, np.nan], people, [40, 10], [10_000, 10_000])
    assert ratio.expected.tolist() == [6, 2.5]
    assert ratio.value[0] == 2
    assert np.isnan(ratio.value[1])
    assert ratio.method.tolist() == ["byar", ""]
    rate = indirect_rate([12, 3], people, [40, 10], [10_000, 10_000], per=1000)
    np.testing.assert_allclose(rate.value, [5, 3])


def test_an_area_where_nothing_is_expected_is_refused() -> None:
    with pytest.raises(DenominatorError, match="do this: take a larger reference, or more years of it"):
        indirect_ratio([1], [[100, 100]], [0, 0], [1000, 1000])


@pytest.mark.parametrize("reference", [[1, 2, 3], [1, np.nan]])
def test_bands_that_do_not_fit_the_reference_are_refused(reference: list[float]) -> None:
    with pytest.raises(InputError, match=r"do this: (count area and reference in the same|give one entry an area)"):
        indirect_ratio([1], [[100, 100]], reference, [1000] * len(reference))


def test_one_count_an_area_is_needed() -> None:
    with pytest.raises(InputError, match="do this: give one entry an area to each argument"):
        indirect_ratio([1, 2, 3], [[100], [100]], [1], [1000])
