from __future__ import annotations

import pytest

from opensna.core.errors import InputError
from opensna.costs.factors import factor_pairs
from opensna.costs.reconcile import nearest_volumes, reconcile, require_reconciled
from opensna.reference.prices import PriceYear


def test_tables_that_differ_are_reported_with_the_amounts() -> None:
    (found,) = reconcile({"Table A": 100.0, "Table B": 130.0})
    assert not found.agrees
    assert found.text == "Table B (£130) is £30 more than Table A (£100): the two do not reconcile."
    (same,) = reconcile({"Table A": 100.0, "Table B": 100.2})
    assert same.agrees
    assert "agree" in same.text


def test_our_own_tables_that_differ_stop_the_build() -> None:
    with pytest.raises(InputError, match="make every table from one and the same Costs"):
        require_reconciled({"by offence": 100.0, "by bearer": 90.0})
    require_reconciled({"by offence": 100.0, "by bearer": 100.4})


def test_volumes_that_made_a_table_are_found_again() -> None:
    costs = {"a": {"police": 10.0, "health": 5.0}, "b": {"police": 2.0, "health": 9.0}}
    printed = {"police": 10 * 7 + 2 * 3, "health": 5 * 7 + 9 * 3}
    found = nearest_volumes(printed, costs)
    assert found.worst_misfit == pytest.approx(0, abs=1e-9)
    assert found.volumes == pytest.approx({"a": 7, "b": 3})


def test_a_table_that_no_volumes_explain_has_a_misfit() -> None:
    assert nearest_volumes({"police": 100.0, "health": 100.0}, {"a": {"police": 1.0}}).worst_misfit == pytest.approx(1)


def test_nothing_to_fit_is_refused() -> None:
    with pytest.raises(InputError, match="at least one offence"):
        nearest_volumes({"police": 1.0}, {})


def test_factor_pairs_are_all_divisors_in_the_range_likeliest_first() -> None:
    pairs = factor_pairs(
        360,
        10.0,
        PriceYear(2015, "financial"),
        between=(9, 20),
        factor_used=1.2,
        factor_priced_in=PriceYear(2015, "financial"),
    )
    assert sorted(p.unit_cost for p in pairs) == [9, 10, 12, 15, 18, 20]
    assert all(p.volume * p.unit_cost == 360 for p in pairs)
    assert pairs[0].unit_cost == 12


def test_a_range_without_a_unit_cost_is_refused() -> None:
    year = PriceYear(2015)
    with pytest.raises(InputError, match="the range within which its unit cost must lie"):
        factor_pairs(100, 10.0, year, between=(20, 9), factor_used=1.2, factor_priced_in=year)
