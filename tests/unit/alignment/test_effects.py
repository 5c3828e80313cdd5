from __future__ import annotations

import pytest

from opensna.alignment.effects import Effect, effects_of_evaluations, effects_of_index
from opensna.core.errors import InputError
from opensna.evaluation.evaluation import Evaluation
from opensna.whatworks.index import approaches


def evaluation(**result: object) -> Evaluation:
    base = {
        "outcome": "violence", "statistic": "rate ratio", "value": 0.8, "lower": 0.64, "upper": 1.0, "no_difference": 1.0,
        "better": "lower", "read_at": "table 3",
    }  # fmt: skip
    return Evaluation.model_validate(
        {
            "id": "trial", "title": "A trial", "programme": "p", "evaluator": "A university", "design": "randomised trial",
            "status": "running", "no_protocol": "a test", "source": "a test",
            "measured": [{"outcome": "violence", "measure": "m", "primary": True}], "results": [base | result],
        }
    )  # fmt: skip


def test_the_index_gives_an_effect_for_each_number_it_holds_and_none_for_words() -> None:
    made = effects_of_index(approaches().values())
    numbers = [e for a in approaches().values() for r in a.ratings for e in r.effects if e.change is not None]
    assert len(made) == len(numbers)
    assert made["YEF-07/violence"].change == -0.21
    assert made["YEF-29/likelihood_of_future_violent_and_non_violent_crime"].change == 0.06
    assert all(effect.lower is None and effect.source and effect.wording for effect in made.values())


def test_an_undated_reading_says_that_its_date_is_unknown() -> None:
    assert "date unknown" in effects_of_index(approaches().values())["YEF-07/violence"].source


def test_a_ratio_of_an_evaluation_becomes_a_relative_change_with_its_limits() -> None:
    (effect,) = effects_of_evaluations([evaluation()]).values()
    assert effect.id == "trial/violence/rate_ratio"
    assert (effect.change, effect.lower, effect.upper) == pytest.approx((-0.2, -0.36, 0.0))
    assert "A university" in effect.source


def test_limits_of_another_level_are_brought_to_95_per_cent() -> None:
    (wide,) = effects_of_evaluations([evaluation(level=0.9)]).values()
    assert wide.lower < -0.36
    assert wide.upper > 0
    assert (1 + wide.lower) * (1 + wide.upper) == pytest.approx(0.8**2)


@pytest.mark.parametrize("result", [{"no_difference": 0.0}, {"lower": 0.0}])
def test_a_difference_or_a_ratio_without_a_lower_limit_gives_no_effect(result) -> None:
    assert not effects_of_evaluations([evaluation(**result)])


@pytest.mark.parametrize(("change", "lower", "upper"), [(-1.5, None, None), (-0.2, -0.1, 0.0), (-0.2, -0.3, None)])
def test_an_effect_that_cannot_be_is_refused(change, lower, upper) -> None:
    with pytest.raises(InputError, match=r"write 21 per cent less as -0.21"):
        Effect("x", "violence", change, lower, upper, "a trial")
