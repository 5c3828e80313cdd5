from __future__ import annotations

import pytest
from pydantic import ValidationError

from opensna.assessment.template.model import Template, template


def test_the_template_has_its_sections_checks_and_conditions_in_order() -> None:
    known = template()
    assert [section.id for section in known.sections] == [f"S{n}" for n in range(17)]
    assert [check.id for check in known.checks] == [f"C{n}" for n in range(1, 18)]
    assert [requirement.id for requirement in known.requirements] == [f"L{n}" for n in range(1, 11)]
    assert [condition.id for condition in known.conditions] == [
        "definition",
        "unit",
        "months",
        "ages",
        "geography",
        "recording",
    ]
    assert [section.id for section in known.sections if not section.is_required] == ["S15", "S16"]
    assert len(known.questions) == 12
    assert known.section("S6").title == "Domestic abuse"


def test_every_indicator_belongs_to_a_section_and_says_who_collects_it() -> None:
    assert {indicator.level for indicator in template().indicators} == {"london", "borough", "both"}
    assert {"P1", "R15", "V18", "D5", "X4"} <= {indicator.id for indicator in template().indicators}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"checks": "twice"}, "checks: C1 is given twice"),
        ({"indicators": "lost"}, "indicators P1 belong to no section"),
    ],
)
def test_a_template_with_an_id_twice_or_a_lost_indicator_does_not_load(change: dict[str, str], message: str) -> None:
    content = template().model_dump()
    if "checks" in change:
        content["checks"] = (content["checks"][0], *content["checks"])
    else:
        content["indicators"] = ({**content["indicators"][0], "section": "S99"},)
    with pytest.raises(ValidationError, match=message):
        Template.model_validate(content)
