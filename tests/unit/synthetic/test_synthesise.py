from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from opensna.contracts.check import check_text
from opensna.core.errors import InputError
from opensna.sources import (
    ambulance_assaults,
    mps_borough_crime,
    police_offences,
    police_suspects,
    police_victims,
    sna_extract,
)
from opensna.sources._base import TextRows
from opensna.synthetic.synthesise import SOURCES, synthesise

Files = dict[str, tuple[Path, ...]]
RECORDS = {
    module.SOURCE.id: module.SOURCE
    for module in (police_offences, police_victims, police_suspects, ambulance_assaults, sna_extract)
}


@pytest.fixture
def london(small_london: Files) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for source, (path,) in small_london.items():
            connection.execute(f"CREATE VIEW {source} AS FROM read_csv('{path}', header = true, all_varchar = true)")
        yield connection


def one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found = connection.execute(query).fetchone()
    assert found is not None
    return int(found[0])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    def digests(folder: str, seed: int) -> list[str]:
        files = synthesise(tmp_path / folder, seed=seed, years=(2021,), scale=0.002)
        few = files.pop("mps_homicide_victims")  # so small a London may have none, and then both are a header
        assert few[0].read_text("utf-8").startswith("month,")
        return [hashlib.sha256(path.read_bytes()).hexdigest() for paths in files.values() for path in paths]

    first = digests("a", 1)
    assert first == digests("b", 1)
    assert not set(first) & set(digests("c", 2))


def test_every_file_says_in_its_name_and_in_a_sidecar_that_it_is_synthetic(small_london: Files) -> None:
    assert tuple(small_london) == SOURCES
    assert all(path.name == f"synthetic_{source}.csv" for source, (path,) in small_london.items())
    sidecar = json.loads((small_london["police_offences"][0].parent / "synthetic.json").read_text("utf-8"))
    assert sidecar["is_synthetic"] is True
    assert sidecar["seed"] == 20250401
    assert sidecar["calibrated_to"]


@pytest.mark.parametrize("source_id", sorted(RECORDS))
def test_every_delivered_row_meets_its_contract(
    source_id: str, small_london: Files, london: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    contract = RECORDS[source_id].contract
    header = small_london[source_id][0].read_text("utf-8").split("\n", 1)[0]
    assert tuple(header.split(",")) == contract.names
    london.execute(f"CREATE VIEW delivered AS SELECT *, row_number() OVER () AS source_row FROM {source_id}")
    judged = check_text(london, "delivered", contract, tmp_path / "judged.parquet")
    assert one(london, f"SELECT count(*) FROM '{judged}' WHERE len(reasons) > 0") == 0
    key = ", ".join(f'"{name}"' for name in contract.key)
    assert one(london, f"SELECT count(*) - count(DISTINCT ({key})) FROM '{judged}'") == 0


def test_the_borough_table_is_read_by_its_source_and_counts_the_same_offences(
    small_london: Files, london: duckdb.DuckDBPyConnection
) -> None:
    rows = mps_borough_crime.SOURCE.read(small_london["mps_borough_crime"][0], london)
    assert isinstance(rows, TextRows)
    assert one(london, f"SELECT sum(count::INT) FROM {rows.relation}") == one(
        london, "SELECT count(*) FROM police_offences"
    )
    differing = f"""
        SELECT count(*) FROM
        (SELECT month, borough_code, offence_subgroup, sum("count"::INT) AS n FROM {rows.relation} GROUP BY ALL HAVING n > 0) m
        FULL JOIN (SELECT date[:7] || '-01' AS month, borough_code, offence_subgroup, count(*) AS n FROM police_offences
            GROUP BY ALL) p USING (month, borough_code, offence_subgroup)
        WHERE m.n IS DISTINCT FROM p.n AND coalesce(m.borough_code, p.borough_code) LIKE 'E09%'"""
    assert one(london, differing) == 0


def test_victims_and_suspects_belong_to_offences_and_carry_their_columns(london: duckdb.DuckDBPyConnection) -> None:
    for table in ("police_victims", "police_suspects"):
        joined = f"{table} p LEFT JOIN police_offences o USING (offence_id)"
        same = "o.date = p.date AND o.borough_code = p.borough_code AND o.offence_name = p.offence_name"
        assert one(london, f"SELECT count(*) FROM {joined} WHERE ({same}) IS NOT TRUE") == 0


def test_some_people_are_there_several_times_and_stay_who_they_are(london: duckdb.DuckDBPyConnection) -> None:
    people = """SELECT person_id, count(*) AS n, count(DISTINCT sex || ethnicity || residence_borough_code) AS kinds,
        max(date[:4]::INT - age::INT) - min(date[:4]::INT - age::INT) AS drift FROM police_victims GROUP BY ALL HAVING n > 1"""
    assert one(london, f"SELECT count(*) FROM ({people})") > 100
    assert one(london, f"SELECT count(*) FROM ({people}) WHERE kinds > 1 OR drift > 0") == 0
    assert (
        one(london, "SELECT count(*) FROM police_victims WHERE NOT regexp_full_match(person_id, 'SYN-V-\\d{7}')") == 0
    )


def test_about_two_in_five_offences_have_a_suspect_and_none_has_more_than_three(
    london: duckdb.DuckDBPyConnection,
) -> None:
    offences = one(london, "SELECT count(*) FROM police_offences")
    assert 0.37 < one(london, "SELECT count(DISTINCT offence_id) FROM police_suspects") / offences < 0.45
    most = "SELECT max(n) FROM (SELECT count(*) AS n FROM police_suspects GROUP BY offence_id)"
    assert one(london, most) == 3


def test_non_fatal_strangulation_is_only_recorded_from_7_june_2022(london: duckdb.DuckDBPyConnection) -> None:
    named = "FROM police_offences WHERE offence_name ILIKE '%strangulation%'"
    assert one(london, f"SELECT count(*) {named}") > 50
    assert one(london, f"SELECT count(*) {named} AND date < '2022-06-07'") == 0


def test_names_of_sexual_offences_agree_with_the_victims_sex_and_age(london: duckdb.DuckDBPyConnection) -> None:
    first = "SELECT * FROM police_victims QUALIFY count(*) OVER (PARTITION BY offence_id) = 1"
    wrong = """offence_name ILIKE '%a male%' AND sex <> 'Male' OR offence_name ILIKE '%a female%' AND sex = 'Male'
        OR offence_name ILIKE '%under 13%' AND NOT age::INT BETWEEN 1 AND 12
        OR offence_name ILIKE '%child under 16%' AND NOT age::INT BETWEEN 13 AND 15"""
    assert one(london, f"SELECT count(*) FROM ({first}) WHERE offence_group = 'Sexual offences' AND ({wrong})") == 0


def test_a_discharge_is_a_gun_offence_and_an_unknown_borough_has_no_ward(london: duckdb.DuckDBPyConnection) -> None:
    assert (
        one(london, "SELECT count(*) FROM police_offences WHERE flag_lethal_barrel = 'true' AND flag_gun = 'false'")
        == 0
    )
    unknown = "FROM police_offences WHERE borough_code = 'Unknown'"
    assert one(london, f"SELECT count(*) {unknown}") > 0
    assert one(london, f"SELECT count(*) {unknown} AND ward_code IS NOT NULL") == 0


def test_victims_aged_0_and_suspects_under_10_are_there_to_be_left_out(london: duckdb.DuckDBPyConnection) -> None:
    assert one(london, "SELECT count(*) FROM police_victims WHERE age = '0'") > 0
    assert one(london, "SELECT count(*) FROM police_suspects WHERE age::INT < 10") > 0


def test_the_extract_counts_the_offences_that_affect_under_25s(london: duckdb.DuckDBPyConnection) -> None:
    wanted = "SELECT sum(count::INT) FROM sna_extract WHERE role = 'offence' AND offence_name = 'Robbery of personal property'"
    young = """SELECT offence_id FROM police_victims WHERE age::INT BETWEEN 1 AND 24
        UNION SELECT offence_id FROM police_suspects WHERE age::INT BETWEEN 10 AND 24"""
    got = f"SELECT count(*) FROM police_offences WHERE offence_code = '34B' AND offence_id IN ({young})"
    assert one(london, wanted) == one(london, got)


def test_progress_is_told_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[float] = []
    synthesise(tmp_path, years=(2023,), scale=0.001, progress=lambda what, share: told.append(share))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("years", [(), (2018,), (2023, 2024), (2021, 2021)])
def test_years_without_published_totals_are_refused(years: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ask for years from 2019 to 2023"):
        synthesise(tmp_path / "none", years=years)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("scale", [0.0, -1.0, 1.5, float("nan")])
def test_a_scale_that_is_no_share_is_refused(scale: float, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"use 1 for a London of true size, or a share such as 0\.01"):
        synthesise(tmp_path, scale=scale)
