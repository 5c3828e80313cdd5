"""The files of MOPAC's surveys: `;` between columns, decimal commas, day-first quarter ends, quotation marks inside labels.

One row is a borough's (or, as "MPS", the force's) share for a measure and a quarter's end. The files do not say that a share is of
the twelve months before that date, but the figures say it: over 37 quarters a borough's change grows with the square root of the
number of quarters up to four and not beyond, as it must when each figure shares three of its four quarters with the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from opensna.core.errors import HeaderError
from opensna.core.missing import Mark
from opensna.reference.areas import boroughs
from opensna.reference.lookups import force_areas, police_forces
from opensna.sources._base import TextRows
from opensna.sources._published import area_types, figures_reader, marked, translated
from opensna.sources._text import normal_text

PUBLISHER = "Mayor's Office for Policing and Crime"
ADDRESS = "https://data.london.gov.uk/dataset/mopac-surveys"
MONTHS = 12
FORCE = force_areas("Metropolitan Police")[0].parent

_FORCE_NAME = {force.code: force.name for force in police_forces()}[FORCE]
_HEADER = ("Date", "Borough", "Measure", "Proportion")
_WHOLE = "mps"
_OTHER_NAMES = {"city of westminster": "Westminster"}


def survey_reader(survey: str, measures: Sequence[str] = ()) -> Callable[[Path, DuckDBPyConnection], TextRows]:
    """A `read` of one survey's borough or force file.

    `survey` is what the column Survey says, if there is one; `measures` are the labels as stored, without quotation marks. The
    column MPS of the borough file repeats the force file's figures on each borough's line, and is not read.
    """
    stored = {normal_text(measure): measure for measure in measures}
    places = {normal_text(place.name): place for place in boroughs()}
    places |= {other: places[normal_text(name)] for other, name in _OTHER_NAMES.items()}
    codes = {name: place.code for name, place in places.items()} | {_WHOLE: FORCE}
    names = {name: place.name for name, place in places.items()} | {_WHOLE: _FORCE_NAME}

    def figures(rows: pd.DataFrame) -> pd.DataFrame:
        _is_of(survey, rows)
        end = pd.to_datetime(rows["Date"], format="%d/%m/%Y", errors="coerce")
        is_end = end.eq(end + pd.offsets.MonthEnd(0))
        start = end - pd.offsets.MonthBegin(MONTHS)
        code = translated(rows["Borough"], codes, key=normal_text)
        share = marked(rows["Proportion"].str.replace(",", "."), {"": Mark.NOT_AVAILABLE, "-": Mark.NOT_AVAILABLE})
        return share.assign(
            indicator=translated(rows["Measure"].str.replace('"', "").str.strip(), stored, key=normal_text),
            area_code=code,
            area_name=translated(rows["Borough"], names, key=normal_text),
            area_type=area_types(code).fillna("lad"),
            period_start=start.dt.strftime("%Y-%m-%d").where(is_end, rows["Date"]),
            period_end=end.dt.strftime("%Y-%m-%d").where(is_end, rows["Date"]),
            unit="share of respondents",
            source_row=rows["source_row"],
        )

    return figures_reader(
        figures, header=_HEADER, do_this="give a file with Date, Borough, Measure and Proportion, one share a line"
    )


def _is_of(survey: str, rows: pd.DataFrame) -> None:
    said = sorted(set(rows["Survey"].dropna()) - {survey}) if "Survey" in rows else []
    if said:
        raise HeaderError(
            "the file is of another survey",
            where="column Survey",
            found=", ".join(said[:3]),
            expected=survey,
            do_this="ingest it as mopac_pas (PAS) or victim_satisfaction (USS), whichever its column Survey says",
        )
