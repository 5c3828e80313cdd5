"""English indices of deprivation 2025: summaries by local authority of 2024, scores and indicators by small area of 2021."""

from __future__ import annotations

from opensna.sources._base import Source
from opensna.sources._imd import CAVEATS, LICENCE, MULTIPLE, PUBLISHER, Kind, Layout, imd_contract, imd_reader

_DOMAINS = {
    "imd": MULTIPLE,
    "income": "Income",
    "employment": "Employment",
    "education_skills_and_training": "Education",
    "health_deprivation_and_disability": "Health",
    "crime": "Crime",
    "barriers_to_housing_and_services": "Barriers to housing and services",
    "living_environment": "Living environment",
}
_SMALL_AREA_DOMAINS = {
    "IMD": MULTIPLE,
    "Income": "Income",
    "Employment": "Employment",
    "Education": "Education",
    "Health": "Health",
    "Crime": "Crime",
    "Housing_and_Services": "Barriers to housing and services",
    "Environment": "Living environment",
}
_RANK, _TENTH = "rank, 1 is the most deprived", "tenth, 1 is the most deprived"
_IN_TENTH = "proportion_of_lso_as_in_most_deprived_10_percent_nationally"
_STATISTICS = {
    "{}_average_rank": ("average rank", "rank, high is deprived"),
    "{}_rank_of_average_rank": ("rank of the average rank", _RANK),
    "{}_average_score": ("average score", "score"),
    "{}_rank_of_average_score": ("rank of the average score", _RANK),
    f"{{}}_{_IN_TENTH}": ("share of small areas in the most deprived tenth", "share of small areas"),
    f"{{}}_rank_of_{_IN_TENTH}": ("rank of the share in the most deprived tenth", _RANK),
}
_POLICE_RATES = {
    "violence_with_injury_rate_per_1_000_at_risk_population": "violence with injury",
    "violence_without_injury_rate_per_1_000_at_risk_population": "violence without injury",
    "stalking_and_harassment_rate_per_1_000_at_risk_population": "stalking and harassment",
    "criminal_damage_rate_per_1_000_at_risk_population": "criminal damage",
    "public_order_and_possession_of_weapons_rate_per_1_000_at_risk_population": "public order and possession of weapons",
}
_OVERCROWDING = {
    "household_overcrowding_indicator_rooms": "overcrowded households, by rooms",
    "household_overcrowding_indicator_bedrooms": "overcrowded households, by bedrooms",
}


def _authority_columns() -> dict[str, Kind]:
    columns = {
        pattern.format(theirs): (f"{domain}: {statistic}", unit)
        for theirs, domain in _DOMAINS.items()
        for pattern, (statistic, unit) in _STATISTICS.items()
    }
    return columns | {
        "imd25_extent": (f"{MULTIPLE}: extent", "share of residents"),
        "imd25_local_concentration": (f"{MULTIPLE}: local concentration", "rank, high is deprived"),
        "income_scale": ("Income: people deprived", "people"),
        "employment_scale": ("Employment: people deprived", "people"),
    }


def _small_area_columns() -> dict[str, Kind]:
    statistics = {"score": ("score", "score"), "rank": ("rank", _RANK), "decile": ("tenth", _TENTH)}
    return {
        f"{theirs}_{suffix}": (f"{domain}: {statistic}", unit)
        for theirs, domain in _SMALL_AREA_DOMAINS.items()
        for suffix, (statistic, unit) in statistics.items()
    }


def _indicator_columns() -> dict[str, Kind]:
    """Of the underlying indicators, those on violence, as modelled for the index, on homelessness and on overcrowding."""
    return {
        **{theirs: (f"Crime: {rate} (modelled)", "per 1,000 at risk") for theirs, rate in _POLICE_RATES.items()},
        **{
            theirs: (f"Barriers to housing and services: {share}", "share of households")
            for theirs, share in _OVERCROWDING.items()
        },
        "homelessness_indicator_rate_per_1_000_households": (
            "Barriers to housing and services: homelessness",
            "per 1,000 households",
        ),
    }


_LAYOUTS = (
    Layout("ltla24_code", "ltla24_name", _authority_columns()),
    Layout("lsoa21_code", "", _small_area_columns()),
    Layout("lsoa21_code", "", _indicator_columns()),
)

SOURCE = Source(
    id="imd_2025",
    title="English indices of deprivation 2025",
    publisher=PUBLISHER,
    licence=LICENCE,
    access="open",
    row_means="index, domain or indicator of deprivation of one area",
    covers="england",
    contract=imd_contract("imd_2025", _LAYOUTS),
    read=imd_reader(2025, _LAYOUTS),
    caveats=(
        *CAVEATS,
        "The rates of violence by small area are modelled for the index; they are no count of offences.",
        "By average rank eleven of London's authorities are among England's fifty most deprived; by average score, seven.",
    ),
    address="https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025",
)
