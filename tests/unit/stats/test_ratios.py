from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.ratios import compare_pooled, exact_p_value, rate_ratio


@pytest.mark.parametrize("method", ["exact", "score"])
def test_nothing_on_either_side_leaves_every_ratio_possible(method: str) -> None:
    found = rate_ratio([0, 5], 100, [0, 0], 100, method=method)  # type: ignore[arg-type]  # parametrised
    assert found.ci_lower[0] == 0
    assert np.isinf(found.ci_upper).all()
    assert np.isnan(found.value).all()


def test_an_absent_count_has_no_ratio_and_no_p_value() -> None:
    for method in ("exact", "score", "log_wald"):
        found = rate_ratio([np.nan], 100, [4], 100, method=method)  # type: ignore[arg-type]  # parametrised
        assert np.isnan([found.value[0], found.ci_lower[0], found.ci_upper[0]]).all()
        assert found.method[0] == ""
    assert np.isnan(exact_p_value(np.nan, 1, 4, 1)[0])


def test_another_method_is_refused() -> None:
    with pytest.raises(InputError, match="do this: use exact unless you have a reason"):
        rate_ratio(1, 1, 1, 1, method="bootstrap")  # type: ignore[arg-type]  # that is the point


def test_people_are_needed() -> None:
    with pytest.raises(DenominatorError, match="do this: leave areas without residents out"):
        exact_p_value(1, 0, 1, 1)


def test_six_homicides_after_four_are_too_few_to_tell_and_sixty_after_ten_are_not() -> None:
    found = compare_pooled([[2, 3, 1], [20, 20, 20]], 100_000, [[1, 2, 1], [3, 3, 4]], 100_000)
    assert found.verdict.tolist() == ["cannot tell", "higher"]
    assert found.is_too_few.tolist() == [True, False]
    assert (found.records.tolist(), found.base_records.tolist()) == ([6, 60], [4, 10])
    assert found.p_value[1] < 0.001


def test_many_records_that_cannot_tell_are_not_called_too_few() -> None:
    found = compare_pooled([[110]], 1000, [[100]], 1000)
    assert (found.verdict[0], found.is_too_few[0]) == ("cannot tell", False)


def test_a_large_count_on_both_sides_can_be_similar() -> None:
    assert compare_pooled([[50_000]], 1000, [[50_000]], 1000).verdict[0] == "similar"


def test_an_absent_year_leaves_the_area_without_a_verdict() -> None:
    found = compare_pooled([[2, np.nan]], 1000, [[1, 1]], 1000)
    assert (found.verdict[0], found.is_too_few[0]) == ("", False)


def test_many_areas_may_share_one_base() -> None:
    found = compare_pooled([[1, 1], [30, 30]], 1000, [10, 10], 1000)
    assert found.base_records.tolist() == [20, 20]
    assert found.verdict.tolist() == ["lower", "higher"]
