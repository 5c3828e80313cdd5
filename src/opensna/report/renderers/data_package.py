"""The estimates of every area as one CSV, described as a Frictionless Data Package and as CSV on the Web."""

from __future__ import annotations

from collections.abc import Mapping

from opensna.report.renderers._base import EditionRenderer, Shown
from opensna.report.renderers._package import described, estimates_csv

FOLDER = "data"


def render(shown: Shown) -> Mapping[str, bytes]:
    """data/datapackage.json, data/csv-metadata.json and data/estimates.csv."""
    files = described(shown, [estimates_csv(shown)], name="opensna-estimates", of=f"{len(shown.edition.areas)} areas")
    return {f"{FOLDER}/{path}": content for path, content in files.items()}


RENDERER = EditionRenderer("data_package", "Estimates of all areas as a Data Package", render)
