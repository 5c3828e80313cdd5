"""Homicide victims recorded by the Metropolitan Police, one row a victim."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from duckdb import DuckDBPyConnection

from opensna.contracts.contract import Column, TableContract
from opensna.contracts.files import header_of, sniff, utf8_copy
from opensna.core.errors import HeaderError
from opensna.sources._base import Source, TextRows
from opensna.sources._mps import borough_columns, register_places

_HEADER = {
    "Recorded Date": "month", "Borough": "borough_name", "Age Group": "age_band", "Sex": "sex",
    "Method of Killing": "method_of_killing", "Domestic Abuse": "domestic_abuse", "Homicide Offence Type": "offence_type",
    "Solved Status": "solved_status", "Officer Observed Ethnicity": "ethnicity_officer_observed", "Count of Victims": "count",
}  # fmt: skip


def _read(path: Path, connection: DuckDBPyConnection) -> TextRows:
    shape = sniff(path)
    header = header_of(path, shape)
    if set(header) != set(_HEADER):
        raise HeaderError(
            "the header is not that of the homicide victims file",
            where=path.name,
            found=f"lacks: {', '.join(sorted(set(_HEADER) - set(header))) or '-'}; not known: {', '.join(sorted(set(header) - set(_HEADER))[:5]) or '-'}",
            expected=", ".join(_HEADER),
            do_this="check that this is the victims file of the homicide dashboard, not the proceedings",
        )
    copy = utf8_copy(path, shape, Path(tempfile.mkdtemp(prefix="opensna-")))
    register_places(connection)
    at = {ours: f"c{header.index(theirs)}" for theirs, ours in _HEADER.items()}
    name = "delivered_" + re.sub(r"\W", "_", path.stem)
    types = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(header))) + "}"
    plain = ", ".join(f'{at[c]} AS "{c}"' for c in ("age_band", "sex", "method_of_killing", "offence_type", "solved_status", "ethnicity_officer_observed", "count"))
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name} AS
        SELECT coalesce(strftime(try_strptime(trim({at["month"]}), '%b-%y'), '%Y-%m-01'), {at["month"]}) AS month,
            trim({at["borough_name"]}) AS borough_name, coalesce(code, trim({at["borough_name"]})) AS borough_code,
            CASE lower(trim({at["domestic_abuse"]})) WHEN 'domestic abuse' THEN 'true' WHEN 'not domestic abuse' THEN 'false'
                ELSE {at["domestic_abuse"]} END AS domestic_abuse, {plain}, row_number() OVER () + 1 AS source_row
        FROM read_csv(?, header=true, delim='{shape.delimiter}', quote='"', columns={types}, null_padding=true,
            auto_detect=false, max_line_size=1000000) LEFT JOIN mps_places ON lower(trim({at["borough_name"]})) = place""",
        [str(copy)],
    )
    return TextRows(name)


SOURCE = Source(
    id="mps_homicide_victims",
    title="Homicide victims",
    publisher="Metropolitan Police Service, through the London Datastore",
    licence="Open Government Licence v3.0",
    access="open",
    row_means="victim of homicide",
    covers="met_police",
    contract=TableContract(
        id="mps_homicide_victims",
        version="1.0.0",
        columns=(
            Column("month", "month", "Month of recording."),
            *borough_columns(),
            Column("age_band", "string", "Age band of the victim."),
            Column("sex", "string", "Sex of the victim."),
            Column("method_of_killing", "string", "Method of killing."),
            Column("domestic_abuse", "boolean", "Whether the homicide was domestic abuse."),
            Column("offence_type", "string", "Murder, manslaughter or infanticide."),
            Column("solved_status", "string", "Solved or not."),
            Column("ethnicity_officer_observed", "string", "Ethnicity as an officer observed it."),
            Column("count", "integer", "Victims: always 1.", minimum=1),
        ),
        area_column="borough_code",
    ),
    read=_read,
    caveats=(
        "Victims carry the ethnicity that an officer observed: never compared with suspects' self classified ethnicity.",
        "Homicides are few: a change from one year to the next is mostly chance.",
    ),
    address="https://data.london.gov.uk/dataset/mps-homicide-dashboard-data",
)
