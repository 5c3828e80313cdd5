from __future__ import annotations

import numpy as np
import pytest

from opensna.core.errors import DenominatorError, InputError
from opensna.stats.harm import HarmWeights, harm_rate, harm_score

DAYS = HarmWeights("sentence days", "2018", {"1": 7979.0, "34B": 746.0, "8N": 184.0})


def test_one_homicide_can_outweigh_forty_assaults_and_the_counts_stand_beside() -> None:
    found = harm_score([[1, 0], [0, 40], [np.nan, 1]], ["1", "8N"], DAYS)
    assert found.value[:2].tolist() == [7979, 7360]
    assert found.offences[:2].tolist() == [1, 40]
    assert found.weights == "sentence days, 2018"
    assert found.method.tolist() == ["dobson exact", "dobson", ""]
    assert np.isnan(found.value[2])
    assert found.ci_upper[0] / found.value[0] > found.ci_upper[1] / found.value[1]


def test_a_lower_limit_is_never_below_nought() -> None:
    assert harm_score([[1, 9]], ["1", "8N"], DAYS).ci_lower[0] == 0


def test_an_area_without_offences_has_no_harm_and_no_upper_limit() -> None:
    found = harm_score([[0, 0]], ["1", "8N"], DAYS)
    assert (found.value[0], found.ci_lower[0]) == (0, 0)
    assert np.isnan(found.ci_upper[0])


def test_offences_without_a_weight_are_all_listed_even_where_none_happened() -> None:
    with pytest.raises(InputError, match=r"found: 19C, 8U[\s\S]*do this: add their weights to the file"):
        harm_score([[1, 0, 0]], ["1", "8U", "19C"], DAYS)


@pytest.mark.parametrize("weight", [-1.0, np.nan, np.inf])
def test_weights_that_cannot_be_used_are_refused(weight: float) -> None:
    with pytest.raises(InputError, match="do this: correct the file of weights"):
        harm_score([[1]], ["1"], HarmWeights("w", "2020", {"1": weight}))


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(InputError, match="add the columns of a code that stands twice"):
        harm_score([[1, 2]], ["1", "1"], DAYS)


def test_counts_that_do_not_fit_the_codes_are_refused() -> None:
    with pytest.raises(InputError, match="do this: give one column of counts for each offence code"):
        harm_score([[1, 2]], ["1"], DAYS)


def test_a_rate_needs_residents() -> None:
    with pytest.raises(DenominatorError, match="do this:"):
        harm_rate([[1]], ["1"], DAYS, [0])
