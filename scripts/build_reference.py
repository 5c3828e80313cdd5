"""Rebuild src/opensna/reference/data from the publishers' files: python scripts/build_reference.py DATA_FOLDER.

DATA_FOLDER holds the downloads (paths as in FILES below). Each table is re-laid-out, cut to London or England and to the
columns that OpenSNA uses; sources.yaml, kept by hand in the same folder, says who published what, under which licence, and when.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

OUT = Path(__file__).resolve().parents[1] / "src/opensna/reference/data"
FILES = {
    "boroughs": "reference/geography/london_boroughs_lad24_bsc_wgs84.geojson",
    "wards": "reference/geography/london_wards22_wgs84.geojson",
    "population": "reference/population/mye_2000_2023_england_lad_syoa_sex.parquet",
    "forces": "reference/population/mye24_police_force_area_syoa_persons.csv",
    "imd2019": "reference/deprivation/imd2019_england_ltla19.csv",
    "imd2025": "reference/deprivation/imd2025_england_ltla24.csv",
    "offences": "vectors/offences/ons_crime_offence_hierarchy_2018.csv",
    "mps_before": "crime/mps-borough/mps_borough_201004-202201_vint2024-03.csv",
    "mps_after": "crime/mps-borough/mps_borough_202202-202401_vint2024-03.csv",
    "regions": "reference/geography/lookup_ltla24_region24.csv",
    "partnerships": "reference/geography/lookup_ltla24_csp24_pfa24.csv",
    "lsoa21": "reference/geography/lookup_lsoa21_ward24_ltla24_ew.csv",
    "lsoa11": "reference/geography/lookup_lsoa11_lsoa21_ltla22.csv.gz",
    "residents": "reference/population/mye2020_london_lsoa11_syoa_persons.csv.gz",
    "households": "reference/census-2021/london_household_overcrowding21_lsoa21.csv",
    "dfe_areas": "reference/risk-factors/la_code_list.xlsx",
    "dfe_indicators": "reference/risk-factors/lait_data_dictionary.csv",
}
# ONS statistical Inner London; the rest are Outer London.
INNER = frozenset(
    (
        "City of London", "Camden", "Hackney", "Hammersmith and Fulham", "Haringey", "Islington", "Kensington and Chelsea",
        "Lambeth", "Lewisham", "Newham", "Southwark", "Tower Hamlets", "Wandsworth", "Westminster",
    )
)  # fmt: skip
# Codes of the 33 authorities before January 2011, in order of name with the City first.
BEFORE_2011 = [f"00A{letter}" for letter in "ABCDEFGHJKLMNPQRSTUWXYZ"] + [f"00B{letter}" for letter in "ABCDEFGHJK"]
AIRPORTS = "London Heathrow and London City Airports"
FIRST_YEAR, LAST_YEAR = 2011, 2023


def main(data: Path) -> None:
    """Write every table."""
    OUT.mkdir(parents=True, exist_ok=True)
    features = json.loads((data / FILES["boroughs"]).read_text())["features"]
    names = {f["properties"]["LAD24CD"]: f["properties"]["LAD24NM"] for f in features}
    areas = pd.DataFrame(
        [(code, name, "inner" if name in INNER else "outer") for code, name in names.items()],
        columns=["area_code", "area_name", "part"],
    ).sort_values("area_name")
    _write(areas, "areas_london.csv")
    _write(_forces(data), "police_forces.csv")
    before = pd.DataFrame({"code_before_2011": BEFORE_2011, "area_code": sorted(names)})
    _write(before, "codes_before_2011_london.csv")
    (OUT / "outlines_london.json").write_text(_outlines(features) + "\n")
    _write(_wards(data), "wards_london.csv")
    _write(_authorities(data), "authorities_england.csv")
    _write(_partnerships(data), "safety_partnerships_england.csv")
    _write(_small_areas(data), "lsoa_england.parquet")
    _write(_small_area_changes(data), "lsoa_changes_england.csv")
    _write(_small_area_residents(data), "lsoa_2011_residents_london.csv")
    _write(_dfe_areas(data), "dfe_areas.csv")
    _write(_dfe_indicators(data), "dfe_indicators.csv")
    _write(_population(data), "population_england.parquet")
    _write(_imd(data), "imd_england.csv")
    _write(_offences(data), "offence_codes.csv")
    _write(_mps_totals(data, {name: code for code, name in names.items()}), "mps_yearly_totals.csv")


def _forces(data: Path) -> pd.DataFrame:
    """Residents of the 43 police force areas of England and Wales in mid-2024."""
    rows = pd.read_csv(data / FILES["forces"])
    named = {"pfa24_code": "force_code", "pfa24_name": "force_name", "All ages": "residents"}
    return rows.rename(columns=named)[list(named.values())].sort_values("force_code")


def _write(table: pd.DataFrame, name: str) -> None:
    if name.endswith(".parquet"):
        codes_only = all(table[column].dtype == "str" for column in table)  # sorted codes share most of their text
        packed = {"use_dictionary": False, "column_encoding": dict.fromkeys(table, "DELTA_BYTE_ARRAY")}
        table.to_parquet(OUT / name, index=False, compression="zstd", **(packed if codes_only else {}))
    else:
        table.to_csv(OUT / name, index=False, lineterminator="\n")
    print(f"{name:28} {len(table):6,} rows {(OUT / name).stat().st_size / 1000:8.1f} kB")


def _rounded(coordinates: Any, digits: int = 4) -> Any:
    """Coordinates rounded; points that repeat the one before, and rings that shrink to nothing, are left out."""
    if isinstance(coordinates[0][0], (int, float)):
        points = [[round(x, digits), round(y, digits)] for x, y in coordinates]
        ring = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
        return ring if len(ring) >= 4 else []
    return [part for part in (_rounded(part, digits) for part in coordinates) if part]


def _outlines(features: list[dict[str, Any]]) -> str:
    """A JSON object, one line an area: GeoJSON geometry by area code."""
    shapes = {
        f["properties"]["LAD24CD"]: {**f["geometry"], "coordinates": _rounded(f["geometry"]["coordinates"])}
        for f in features
    }
    lines = [f'"{code}":{json.dumps(shapes[code], separators=(",", ":"))}' for code in sorted(shapes)]
    return "{\n" + ",\n".join(lines) + "\n}"


def _wards(data: Path) -> pd.DataFrame:
    properties = [f["properties"] for f in json.loads((data / FILES["wards"]).read_text())["features"]]
    table = pd.DataFrame(properties).rename(
        columns={"ward22_code": "ward_code", "ward22_name": "ward_name", "ltla24_code": "borough_code"}
    )
    return table[["ward_code", "ward_name", "borough_code"]].sort_values("ward_code")


def _authorities(data: Path) -> pd.DataFrame:
    """The 296 authorities of England with their region and police force area, 2024 boundaries."""
    force = pd.read_csv(data / FILES["partnerships"])[["ltla24_code", "pfa24_code", "pfa24_name"]].drop_duplicates()
    table = pd.read_csv(data / FILES["regions"]).merge(force, on="ltla24_code", how="left", validate="one_to_one")
    columns = {
        "ltla24_code": "area_code", "ltla24_name": "area_name", "region24_code": "region_code", "region24_name": "region_name",
        "pfa24_code": "force_code", "pfa24_name": "force_name",
    }  # fmt: skip
    return table.rename(columns=columns)[list(columns.values())].sort_values("area_code")


def _partnerships(data: Path) -> pd.DataFrame:
    """Community safety partnerships of England with each authority that they lie in."""
    table = pd.read_csv(data / FILES["partnerships"])
    columns = {"csp24_code": "csp_code", "csp24_name": "csp_name", "ltla24_code": "area_code"}
    table = table[table["ltla24_code"].str.startswith("E")].rename(columns=columns)[list(columns.values())]
    return table.drop_duplicates().sort_values(["csp_code", "area_code"])


def _small_areas(data: Path) -> pd.DataFrame:
    columns = {"lsoa21_code": "lsoa_code", "ward24_code": "ward_code", "ltla24_code": "area_code"}
    table = pd.read_csv(data / FILES["lsoa21"]).rename(columns=columns)[list(columns.values())]
    return table[table["lsoa_code"].str.startswith("E")].sort_values("lsoa_code")


def _small_area_changes(data: Path) -> pd.DataFrame:
    """LSOAs of 2011 that are not one LSOA of 2021 under the same code, with the share of each that lies in its successors.

    The share is of households at the 2021 census where that file has them (London), else equal parts.
    """
    table = pd.read_csv(data / FILES["lsoa11"])
    table = table[table["lsoa11_code"].str.startswith("E") & (table["lsoa11_code"] != table["lsoa21_code"])]
    counted = pd.read_csv(data / FILES["households"]).groupby("lsoa21_code")["total_households"].first()
    homes = table["lsoa21_code"].map(counted)
    known = homes.notna().groupby(table["lsoa11_code"]).transform("all")
    homes = homes.where(known, 1.0)
    table["weight"] = (homes / homes.groupby(table["lsoa11_code"]).transform("sum")).round(6)
    alone = table.groupby("lsoa11_code")["lsoa21_code"].transform("size") == 1
    table["weighted_by"] = known.map({True: "households", False: "equal parts"}).mask(alone, "whole")
    columns = {"lsoa11_code": "lsoa_code_2011", "lsoa21_code": "lsoa_code_2021", "change_code": "change"}
    table = table.rename(columns=columns)[[*columns.values(), "weight", "weighted_by"]]
    return table.sort_values(["lsoa_code_2011", "lsoa_code_2021"])


def _small_area_residents(data: Path) -> pd.DataFrame:
    """Residents of London's LSOAs of 2011 in mid-2020, to weight a best fit by."""
    columns = {"lsoa11_code": "lsoa_code_2011", "total_population": "residents"}
    table = pd.read_csv(data / FILES["residents"]).rename(columns=columns)[list(columns.values())]
    return table.astype({"residents": int}).sort_values("lsoa_code_2011")


# Areas of the Department for Education under names, or with bounds, that no authority of 2024 has.
DFE_NAMES = {
    "Bedford Borough": "E06000055", "Durham": "E06000047", "Herefordshire": "E06000019",
    "Kingston Upon Hull, City of": "E06000010", "Bournemouth (Pre LG)": "E06000028", "Poole (Pre LG)": "E06000029",
    "Cambridgeshire": "E10000003", "Cumbria": "E10000006", "Derbyshire": "E10000007", "Devon": "E10000008",
    "Dorset (Pre LG)": "E10000009", "East Sussex": "E10000011", "Essex": "E10000012", "Gloucestershire": "E10000013",
    "Hampshire": "E10000014", "Hertfordshire": "E10000015", "Kent": "E10000016", "Lancashire": "E10000017",
    "Leicestershire": "E10000018", "Lincolnshire": "E10000019", "Norfolk": "E10000020", "Northamptonshire": "E10000021",
    "Nottinghamshire": "E10000024", "Oxfordshire": "E10000025", "Staffordshire": "E10000028", "Suffolk": "E10000029",
    "Surrey": "E10000030", "Warwickshire": "E10000031", "West Sussex": "E10000032", "Worcestershire": "E10000034",
    "England": "E92000001", "London (Inner)": "E13000001", "London (Outer)": "E13000002",
}  # fmt: skip


def _dfe_areas(data: Path) -> pd.DataFrame:
    """Number, name and GSS code of the areas of the Local Authority Interactive Tool."""
    known = pd.read_csv(data / FILES["regions"])
    codes = dict(zip(known["ltla24_name"], known["ltla24_code"], strict=True)) | DFE_NAMES
    regions = {
        name.casefold(): code
        for name, code in known[["region24_name", "region24_code"]].drop_duplicates().itertuples(index=False)
    }
    table = pd.read_excel(data / FILES["dfe_areas"])
    table = table[table["LA Name"] != "England (discontinued)"]
    is_region = table["LA Number"].between(980, 990) & ~table["LA Name"].str.contains("(", regex=False)
    region = table["LA Name"].str.casefold().map(regions)
    table["area_code"] = table["LA Name"].map(codes).where(~is_region, region)
    if table["area_code"].isna().any():
        raise SystemExit("an area of the Department for Education has no GSS code: add it to DFE_NAMES")
    table = table.rename(columns={"LA Number": "dfe_number", "LA Name": "area_name"})
    return table[["dfe_number", "area_name", "area_code"]].sort_values("dfe_number")


YEARS = {
    "Academic Year": "academic", "Financial Year": "financial", "Calendar Year": "calendar", "Annual": "31 March",
    "Annual (end of Sept)": "30 September", "Annual - January": "January",
}  # fmt: skip


def _dfe_indicators(data: Path) -> pd.DataFrame:
    """Short name, title, topic, unit and kind of year of the tool's indicators; one listed under two topics keeps the first."""
    table = pd.read_csv(data / FILES["dfe_indicators"], dtype=str).drop_duplicates("Measure_short")
    columns = {"Measure_short": "indicator", "Chart_title": "title", "Topic": "topic", "y_axis_name": "unit"}
    table["year"] = table["Year_Type"].map(YEARS)
    if table["year"].isna().any():
        raise SystemExit("an indicator of the Department for Education has a kind of year that is not in YEARS: add it")
    table = table.rename(columns=columns)[[*columns.values(), "year"]]
    for column in columns.values():
        table[column] = table[column].str.split().str.join(" ") if column != "indicator" else table[column]
    return table.sort_values("indicator")


def _population(data: Path) -> pd.DataFrame:
    """One row an area, year and single year of age, the last being 90 and over: female and male residents."""
    table = pd.read_parquet(data / FILES["population"])
    table = table[table["year"].between(FIRST_YEAR, LAST_YEAR)]
    wide = table.pivot(index=["area_code", "year", "age"], columns="sex", values="population")
    return wide.rename(columns={"f": "female", "m": "male"}).astype("int32").reset_index().rename_axis(columns=None)


def _imd(data: Path) -> pd.DataFrame:
    """The 2019 ranks are ours, from the published average scores of all authorities; the 2025 ones are the publisher's."""
    old = pd.read_csv(data / FILES["imd2019"]).rename(
        columns={"ltla19_code": "area_code", "Score": "average_score", "Income_Score": "income_average_score"}
    )
    old["rank_of_average_score"] = old["average_score"].rank(method="min", ascending=False)
    new = pd.read_csv(data / FILES["imd2025"]).rename(
        columns={
            "ltla24_code": "area_code",
            "imd_average_score": "average_score",
            "imd_rank_of_average_score": "rank_of_average_score",
            "imd_rank_of_average_rank": "rank_of_average_rank",
        }
    )
    both = pd.concat([old.assign(edition=2019, authorities=len(old)), new.assign(edition=2025, authorities=len(new))])
    both = both.astype({"rank_of_average_score": int, "rank_of_average_rank": "Int64"})
    columns = (
        "edition area_code average_score rank_of_average_score rank_of_average_rank income_average_score authorities"
    )
    return both[columns.split()].sort_values(["edition", "area_code"])


# Codes that came after the 2018 list, and how sure we are of each (see the confidence column).
LATER = (
    ("8T", "Assault with injury on an emergency worker (other than a constable)", "Violence with injury", "medium",
     "class in use since 2018; not in the 2018 list, so not verified against it"),
    ("8U", "Non-fatal strangulation and suffocation", "Violence with injury", "low",
     "in force since 7 June 2022; Home Office offence 008/77; class letter to be verified"),
    ("8V", "Racially or religiously aggravated non-fatal strangulation and suffocation", "Violence with injury", "low",
     "in force since 7 June 2022; class letter to be verified"),
)  # fmt: skip
GROUPS = {
    "Criminal damage and arson": "Arson and criminal damage",
    "Possession of weapons offences": "Possession of weapons",
}
SUBGROUPS_NOW = {
    **dict.fromkeys(("8L", "8M", "8Q", "8R"), "Stalking and harassment"),
    **dict.fromkeys(("4.4", "4.6", "4.8", "4.9", "37.1"), "Death or serious injury - unlawful driving"),
    "34A": "Robbery of business property",
    "34B": "Robbery of personal property",
}
ONE_SUBGROUP = {
    "Violence against the person": "Homicide",
    "Possession of weapons": "Possession of weapons",
    "Theft offences": "Other theft offences",
}


HOMICIDE = {"1": "Murder", "4.1": "Manslaughter", "4.10": "Corporate manslaughter", "4.2": "Infanticide"}


def _offences(data: Path) -> pd.DataFrame:
    old = pd.read_csv(data / FILES["offences"], dtype=str, keep_default_na=False)
    rows = []
    for code, offence, group, subgroup_2018 in old.itertuples(index=False):
        group_now = GROUPS.get(group, group)
        subgroup = SUBGROUPS_NOW.get(code) or subgroup_2018 or ONE_SUBGROUP.get(group_now, "")
        for one in code.split("-"):  # "1-4.1-4.10-4.2" is published as one line
            name = HOMICIDE.get(one, offence)
            rows.append((one, name, group_now, subgroup, subgroup_2018, "high", ""))
    rows += [
        (code, name, "Violence against the person", subgroup, "", confidence, note)
        for code, name, subgroup, confidence, note in LATER
    ]
    return pd.DataFrame(
        rows, columns=["code", "offence", "group", "subgroup", "subgroup_2018", "confidence", "note"]
    ).sort_values(["group", "subgroup", "code"])


MPS_SUBGROUPS = {
    "Robbery of Business Property": "Robbery of business property",
    "Theft from Person": "Theft from the person",
    "Racially or Religiously Aggravated Public Fear, Al": "Racially or religiously aggravated public fear, alarm or distress",
    "Public Fear Alarm or Distress": "Public fear, alarm or distress",
}
ONE_MPS_SUBGROUP = ("Possession of weapons", "Miscellaneous crimes against society")


def _mps_totals(data: Path, codes: dict[str, str]) -> pd.DataFrame:
    """Calendar-year totals of the 2024-03 release; weapons and miscellaneous crimes as one subgroup each."""
    keys = ["offence_group", "offence_subgroup", "borough_code"]
    long = pd.concat(
        pd.read_csv(data / FILES[part])
        .rename(columns={"MajorText": keys[0], "MinorText": keys[1], "LookUp_BoroughName": keys[2]})
        .melt(id_vars=keys, var_name="month", value_name="count")
        for part in ("mps_before", "mps_after")
    )
    long["year"] = long["month"].str[:4].astype(int)
    long = long[long["year"].between(2019, 2023)]
    long["borough_code"] = long["borough_code"].map({**codes, AIRPORTS: "Airports"})
    long["offence_group"] = long["offence_group"].str.capitalize()
    fine = long["offence_subgroup"].map(lambda text: MPS_SUBGROUPS.get(text, text.capitalize()))
    long["offence_subgroup"] = fine.mask(long["offence_group"].isin(ONE_MPS_SUBGROUP), long["offence_group"])
    if long["borough_code"].isna().any():
        raise SystemExit("a borough name of the Met Police file is not an ONS name: add it to _mps_totals")
    totals = long.groupby(["year", "borough_code", "offence_group", "offence_subgroup"])["count"].sum()
    return totals.astype(int).reset_index()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python scripts/build_reference.py DATA_FOLDER")
    main(Path(sys.argv[1]))
