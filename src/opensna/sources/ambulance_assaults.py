"""London Ambulance Service: assault incidents as the call handler was told."""

from __future__ import annotations

from opensna.contracts.contract import Column, TableContract
from opensna.sources._base import Source
from opensna.sources._mapping import record_reader
from opensna.sources._police import BOROUGH_CODES, LICENCE

_CONTRACT = TableContract(
    id="ambulance_assaults",
    version="1.0.0",
    columns=(
        Column("month", "month", "First day of the month of the call."),
        Column("borough_code", "string", "GSS code of the borough of the incident, or Unknown.", codes=BOROUGH_CODES),
        Column("incident_type", "string", "What the caller said.", codes=("assault", "rape or sexual assault")),
        Column("weapon", "string", "Weapon the caller named.", codes=("none", "knife", "gun", "other")),
        Column("patient_age_band", "string", "Age of the patient.", codes=("under 25", "25 and over", "unknown")),
        Column("incidents", "integer", "Incidents attended.", minimum=0),
    ),
    key=("month", "borough_code", "incident_type", "weapon", "patient_age_band"),
    month_column="month",
    area_column="borough_code",
)

SOURCE = Source(
    id="ambulance_assaults",
    title="Ambulance assault incidents",
    publisher="London Ambulance Service NHS Trust",
    licence=LICENCE,
    access="restricted",
    row_means="incidents of one kind in one borough in one month",
    covers="london",
    contract=_CONTRACT,
    read=record_reader(_CONTRACT),
    caveats=(
        "Incidents, not victims; what the caller said, not what was found.",
        "Never joined to police counts: other clocks, another unit.",
    ),
)
