"""One area's figures as CSV: its estimates and each of its tables, in one archive that is a Frictionless Data Package."""

from __future__ import annotations

from opensna.core.area import Area
from opensna.report.renderers._base import Renderer, Shown
from opensna.report.renderers._exported import tables_of
from opensna.report.renderers._package import described, estimates_csv, table_csv
from opensna.report.renderers._zip import zipped


def render(shown: Shown, area: Area) -> bytes:
    """A zip of datapackage.json, csv-metadata.json, estimates.csv and tables/<section>_<number>.csv."""
    resources = [estimates_csv(shown, area), *(table_csv(shown, exported) for exported in tables_of(shown, area))]
    return zipped(described(shown, resources, name=f"opensna-{area.code.lower()}", of=area.name))


RENDERER = Renderer("csv", "CSV files with their description", "-csv.zip", render)
