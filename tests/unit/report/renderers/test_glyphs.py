"""What the typeface can draw."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opensna.report.renderers._glyphs import MISSING, drawable


@pytest.mark.parametrize(
    ("given_text", "drawn"),
    [
        ("Hackney \u2013 \u22124.8% \u2265 1", "Hackney \u2013 \u22124.8% \u2265 1"),
        ("Zo\u00eb \u0141\u00f3d\u017a \u0416", "Zo\u00eb \u0141\u00f3d\u017a \u0416"),
        ("e\u0301", "\u00e9"),
        ("\u65e5", MISSING),
        ("a\x00\x07\u200b\u202e\ufeffb", "ab"),
        (" a \t\r\n b ", "a b"),
        ("non\u2011breaking", "non-breaking"),
        ("", ""),
    ],
)
def test_text_is_drawn_with_what_the_typeface_has(given_text, drawn):
    assert drawable(given_text) == drawn


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_drawing_twice_changes_nothing_more(text):
    assert drawable(drawable(text)) == drawable(text)
