from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.rounding import round_half_up_to


def test_halves_go_upwards_and_absent_values_stay() -> None:
    np.testing.assert_array_equal(round_half_up_to([12, 13, 22, 23, 12.5, np.nan], 5), [10, 15, 20, 25, 15, np.nan])


@pytest.mark.parametrize("base", [0, -5, np.nan])
def test_a_base_of_zero_or_less_is_refused(base: float) -> None:
    with pytest.raises(InputError, match="do this: give the multiple to round to"):
        round_half_up_to([1], base)
