from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.association import ECOLOGICAL_WARNING, SPATIAL_WARNING, associate
from opensna.stats.regression import negative_binomial_regression


def _line(n: int) -> np.ndarray:
    return np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)


def _areas(n: int, *, effect: float, alpha: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    index, people = generator.normal(20, 8, n), generator.integers(5_000, 15_000, n)
    mean = people * 0.01 * np.exp(effect * (index - index.mean()) / index.std(ddof=1))
    counts = generator.poisson(mean * generator.gamma(1 / alpha, alpha, n))
    return counts, people, index


def test_a_known_association_is_found_with_its_dispersion() -> None:
    counts, people, index = _areas(400, effect=0.3, alpha=0.2)
    found = associate(counts, people, index, _line(400), index_contains_crime=False, permutations=99)
    assert found.per_sd.ci_lower < np.exp(0.3) < found.per_sd.ci_upper
    assert found.alpha == pytest.approx(0.2, rel=0.25)
    assert found.poisson_dispersion > 5
    assert (found.n, found.residual_df) == (400, 398)
    # A decile of a normal index is about a third of a standard deviation.
    assert np.log(found.per_decile.value) == pytest.approx(np.log(found.per_sd.value) / 2.87, rel=0.15)
    assert found.warnings == (ECOLOGICAL_WARNING,)
    assert found.residual_moran_p > 0.05


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held = 0
    for seed in range(30):
        counts, people, index = _areas(60, effect=0.2, alpha=0.3, seed=seed)
        columns = np.column_stack([np.ones(60), (index - index.mean()) / index.std(ddof=1)])
        model = negative_binomial_regression(counts, columns, exposure=people)
        held += abs(model.coefficients[1] - 0.2) < 1.96 * model.standard_errors[1]
    assert held >= 26


def test_clustered_residuals_add_the_spatial_warning() -> None:
    counts = np.round(100 + 60 * np.sin(np.arange(60) / 6))
    index = np.tile([1.0, 2.0, 3.0, 4.0], 15)
    found = associate(counts, [1000] * 60, index, _line(60), index_contains_crime=False)
    assert found.warnings == (ECOLOGICAL_WARNING, SPATIAL_WARNING)
    assert found.residual_moran > 0.5


def test_an_index_that_contains_crime_is_refused() -> None:
    with pytest.raises(InputError, match="do this: use the income or employment domain"):
        associate([1] * 20, [1] * 20, range(20), _line(20), index_contains_crime=True)


def test_eleven_areas_are_too_few() -> None:
    with pytest.raises(InputError, match="do this: use smaller areas"):
        associate([1] * 11, [1] * 11, range(11), _line(11), index_contains_crime=False)


@pytest.mark.parametrize(
    ("counts", "index"),
    [([np.nan, *[1.0] * 19], list(range(20))), ([1.0] * 20, [np.nan, *range(19)]), ([1.0] * 20, [3] * 20)],
)
def test_absent_figures_and_an_index_without_variation_are_refused(counts: list[float], index: list[float]) -> None:
    with pytest.raises(InputError, match="do this: leave the areas without figures out of every argument"):
        associate(counts, [1] * 20, index, _line(20), index_contains_crime=False)


def test_an_area_without_residents_is_refused() -> None:
    with pytest.raises(DenominatorError, match="do this:"):
        associate([1] * 20, [0] * 20, range(20), _line(20), index_contains_crime=False)


def test_records_nowhere_are_refused() -> None:
    with pytest.raises(InputError, match="do this: take more years or areas"):
        associate([0] * 20, [1] * 20, range(20), _line(20), index_contains_crime=False)


def test_counts_that_vary_no_more_than_poissons_get_an_alpha_of_nought() -> None:
    model = negative_binomial_regression([5, 5, 6, 5, 5, 6], np.ones((6, 1)))
    assert model.alpha == 0
    assert model.dispersion < 1


def test_a_column_that_repeats_another_is_refused() -> None:
    with pytest.raises(
        InputError, match="do this: take more years or areas, and leave out a column that repeats others"
    ):
        negative_binomial_regression([5, 3, 6, 5], [[1, 2], [1, 2], [1, 2], [1, 2]])
