from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from opensna.core.errors import InputError
from opensna.stats.rates import (
    byar_half_limits,
    byar_limits,
    exact_poisson_limits,
    jeffreys_poisson_limits,
    score_poisson_limits,
)

METHODS = [byar_limits, byar_half_limits, exact_poisson_limits, jeffreys_poisson_limits, score_poisson_limits]


def test_zero_count_gives_zero_lower_limit_when_exact() -> None:
    lower, upper = exact_poisson_limits(0)
    assert lower[0] == 0
    assert upper[0] == pytest.approx(3.6888794541139363)  # -ln 0.025


def test_zero_count_has_no_lower_limit_of_byar() -> None:
    assert np.isnan(byar_limits(0)[0][0])


def test_a_lower_limit_of_byar_below_zero_is_absent() -> None:
    assert np.isnan(byar_limits(1, level=0.998)[0][0])
    assert np.isnan(byar_half_limits(0)[0][0])


@pytest.mark.parametrize("limits", METHODS)
def test_an_absent_count_has_absent_limits(limits: Callable[..., Any]) -> None:
    lower, upper = limits([np.nan, 20.0])
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, False]


@pytest.mark.parametrize("limits", METHODS)
def test_a_negative_count_is_refused(limits: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match=r"1 of 2[\s\S]*do this: correct the counts where they were made"):
        limits([-1, 3])


@pytest.mark.parametrize("limits", METHODS)
@pytest.mark.parametrize("level", [0, 1, 95, np.nan])
def test_a_level_that_is_no_share_is_refused(limits: Callable[..., Any], level: float) -> None:
    with pytest.raises(InputError, match=r"do this: write 95 per cent as 0\.95"):
        limits(3, level=level)
