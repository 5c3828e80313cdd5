import re

import pytest

from opensna.core.block import Chart, Form, Table
from opensna.core.chart_forms import FORMS
from opensna.core.errors import ChartError

TABLE = Table("", (), ())


def chart(form, record, **options):
    return Chart(form, "Robbery", "F.", "", "", (record,), TABLE, options=options)


def record_of(form):
    fields = FORMS[form]
    return (
        dict.fromkeys(fields.words, "a")
        | dict.fromkeys(fields.dates, "2023-01-01")
        | dict.fromkeys(fields.numbers, 1.0)
    )


def options_of(form):
    return {"base": {"value": 1.0}, "limits": []} if FORMS[form].options else {}


@pytest.mark.parametrize(("form", "name"), [(form, name) for form in FORMS for name in FORMS[form].must])
def test_a_missing_field_is_named(form, name):
    record = {k: v for k, v in record_of(form).items() if k != name}
    with pytest.raises(ChartError, match=rf"form {form}(?s:.)*no field '{name}'(?s:.)*give every record these fields"):
        chart(form, record, **options_of(form))


@pytest.mark.parametrize(
    ("form", "name"), [(form, name) for form in FORMS for name in FORMS[form].numbers + FORMS[form].may]
)
def test_text_where_a_number_belongs_is_named_and_not_quoted(form, name):
    with pytest.raises(ChartError, match=f"'{name}' is not a number") as told:
        chart(form, record_of(form) | {name: "1,234"}, **options_of(form))
    assert "1,234" not in told.value.message


@pytest.mark.parametrize("form", FORMS)
def test_an_absent_number_is_accepted_and_an_absent_word_is_not(form):
    fields = FORMS[form]
    chart(form, record_of(form) | dict.fromkeys(fields.numbers + fields.may), **options_of(form))
    with pytest.raises(ChartError, match="give every record these fields"):
        chart(form, record_of(form) | dict.fromkeys(fields.words + fields.dates), **options_of(form))


@pytest.mark.parametrize(("form", "option"), [("funnel", "limits"), ("tornado", "base")])
def test_a_missing_option_is_named(form, option):
    with pytest.raises(ChartError, match=f"add to options: {option}"):
        chart(form, record_of(form))


def test_a_date_that_is_none_is_named():
    with pytest.raises(ChartError, match="'x' is not a date"):
        chart("line", {"x": "last spring", "y": 1.0})


def test_a_flow_below_nothing_is_refused():
    with pytest.raises(ChartError, match="'value' is below 0"):
        chart("flow", {"source": "a", "target": "b", "value": -1.0})


def test_a_form_that_does_not_exist_is_refused():
    with pytest.raises(ChartError, match="use one of these forms"):
        chart("pie", {})


def test_an_error_names_each_fault_once():
    with pytest.raises(ChartError) as told:
        Chart("bar", "T", "F.", "", "", ({"label": "a"}, {"label": "b"}), TABLE)
    assert told.value.message.count("no field 'value'") == 1


def test_the_docstring_lists_every_form_with_its_required_fields():
    assert set(Form.__args__) == set(FORMS)
    text = Chart.__doc__ or ""
    for form, fields in FORMS.items():
        line = re.search(rf"^ +{form} +(.*)$", text, re.MULTILINE)
        assert line, form
        assert set(fields.must + fields.may + fields.options) <= set(re.findall(r"\w+", line[1])), form
