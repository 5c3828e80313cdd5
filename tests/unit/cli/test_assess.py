"""What an edition may rest on: refusals, warnings before it is stored, and what went in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opensna.actions.edition_inputs import inputs_of
from opensna.actions.ingest import ingest
from opensna.actions.init import init
from opensna.actions.workspace import Workspace
from opensna.core.errors import InputError

MONTHS = [f"{year}{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
WARD = "E05013652"


def table(months: list[str], *, ward: bool = False) -> str:
    places = "WardName,WardCode,LookUp_BoroughName" if ward else "BoroughName"
    place = f"Bloomsbury,{WARD},Camden" if ward else "Camden"
    header = f"MajorText,MinorText,{places},{','.join(months)}"
    return f"{header}\nROBBERY,ROBBERY OF PERSONAL PROPERTY,{place},{','.join('7' for _ in months)}\n"


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """London with recorded crime of 2022 and 2023."""
    made = init("london", tmp_path / "w")
    path = tmp_path / "borough.csv"
    path.write_text(table(MONTHS), "utf-8")
    ingest(made, "mps_borough_crime", [path], released="2024-03")
    return made


def add_wards(here: Workspace) -> None:
    path = here.root / "ward.csv"
    path.write_text(table(MONTHS[6:], ward=True), "utf-8")
    ingest(here, "mps_ward_crime", [path], released="2024-02")


def settings(here: Workspace, old: str, new: str) -> Workspace:
    path = here.root / "opensna.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return Workspace.open(here.root)


def test_an_edition_of_nothing_is_refused_and_the_remedy_fits_the_partnership(run, capsys) -> None:
    for preset, source in (("london", "mps_borough_crime"), ("west-midlands", "home_office_recorded_crime_csp")):
        assert run("init", preset, preset) == 0
        assert run("assess", "-w", preset) == 2
        told = capsys.readouterr().err
        assert "no police figures are loaded" in told
        assert f"do this: ingest a delivery: opensna ingest {source} FILES --released YYYY-MM" in told
        assert not list(Path(preset, "editions").iterdir())


def test_the_packaged_population_alone_is_assessed_if_somebody_says_so(tmp_path: Path) -> None:
    given = inputs_of(init("west-midlands", tmp_path / "w"), even_if_empty=True)
    assert given.counted == ()
    assert "the packaged population alone" in given.warnings[0]


def test_published_figures_alone_need_no_option(tmp_path: Path) -> None:
    made = init("west-midlands", tmp_path / "w")
    path = tmp_path / "figures.csv"
    header = "indicator,area_code,area_name,area_type,period_start,period_end,group,value,unit,lower,upper,mark"
    path.write_text(f"{header}\nTrust MPS,E09000007,Camden,lad,2022-01-01,2022-12-31,,0.5,share of respondents,,,\n")
    ingest(made, "mopac_pas", [path], released="2024-03")
    assert "published figures alone" in inputs_of(made).warnings[0]


def test_a_period_that_no_release_holds_is_refused_with_one_that_it_does(here: Workspace) -> None:
    add_wards(here)
    late = settings(here, 'period = "2023"', 'period = "2025"')
    with pytest.raises(
        InputError, match=r"(?s)mps_borough_crime 2024-03 \(2022-01 to 2023-12\).*--period 2023-01/2023-12"
    ):
        inputs_of(late)
    with pytest.raises(InputError, match=r"do this: set period in opensna\.toml or say --period"):
        inputs_of(here, period="2021-12/2022-11")


def test_a_source_that_does_not_hold_the_period_is_named_before_anything_is_stored(here: Workspace) -> None:
    assert inputs_of(here).warnings == ()
    add_wards(here)
    (wards,) = inputs_of(here, period="2022").warnings
    assert wards == (
        "period 2022 lies partly outside mps_ward_crime 2024-02 (2022-07 to 2023-12): its newest months are shown instead. "
        "do this: set period in opensna.toml, or ingest a release that begins earlier"
    )


def test_another_stored_release_that_holds_the_period_is_the_first_remedy(here: Workspace) -> None:
    path = here.root / "later.csv"
    path.write_text(table(["202401", "202402"]), "utf-8")
    ingest(here, "mps_borough_crime", [path], released="2024-06")
    remedy = r'do this: its release 2024-03 holds it: write mps_borough_crime = "2024-03" below \[releases\]'
    with pytest.raises(InputError, match=remedy):
        inputs_of(here)
    pinned = settings(here, '# mps_borough_crime = "2024-03"', 'mps_borough_crime = "2024-03"')
    assert inputs_of(pinned).warnings == ()


def test_figures_that_a_source_will_lack_are_foretold(here: Workspace) -> None:
    path = here.root / "ambulance.csv"
    path.write_text(
        "month,borough_code,incident_type,weapon,patient_age_band,incidents\n2022-03-01,E09000007,assault,none,unknown,4\n"
    )
    ingest(here, "ambulance_assaults", [path], released="2024-03")
    (told,) = inputs_of(here).warnings
    assert told.startswith(
        "period 2023 lies outside ambulance_assaults 2024-03 (2022-03): its figures will be [x]. do this:"
    )
    assert "ingest a later release" in told


def test_a_name_that_is_another_period_is_refused(here: Workspace) -> None:
    with pytest.raises(InputError, match="do this: say: opensna assess --edition 2022 --period 2022"):
        inputs_of(here, edition="2022")
    for name in ("2023", "draft", "2023-01_to_2023-12"):
        assert inputs_of(here, edition=name).name == name
    with pytest.raises(InputError, match="do this: leave --edition out, or say --edition 2023"):
        inputs_of(here, edition="2022/2023")


def test_a_period_said_names_the_edition_and_is_kept_in_its_settings(here: Workspace) -> None:
    given = inputs_of(here, period="fy2022-23")
    assert given.name == "fy2022-23"
    assert given.workspace.settings.edition.period == "fy2022-23"
    assert inputs_of(here, period="2022-10/2023-09").name == "2022-10_to_2023-09"


def test_others_are_to_read_the_period_that_the_authors_did(here: Workspace) -> None:
    folder = here.editions / "summer" / "authors"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"settings": {"edition": {"period": "2022"}}}), "utf-8")
    assert inputs_of(here, edition="summer", audience="public").workspace.settings.edition.period == "2022"
    assert inputs_of(here, edition="winter", audience="public").workspace.settings.edition.period == "2023"


def test_assess_says_what_went_in_and_what_has_no_data(run, here: Workspace, capsys) -> None:
    assert run("assess", "--period", "2022", "-w", str(here.root)) == 0
    told = capsys.readouterr().out
    assert "edition 2022 for authors" in told
    assert "from: mps_borough_crime 2024-03 (2022-01 to 2023-12)\n" in told
    assert "from: ons_population 2024-07 (" in told
    assert "sections without data: " in told
    assert "Violence affecting under-25s" in told
    manifest = json.loads((here.editions / "2022" / "authors" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"]["edition"]["period"] == "2022"
