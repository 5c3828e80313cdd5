"""Commands on evidence, programmes, services, funds and other people's assessments: what they print, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from opensna.cli.allocate import choices_of
from opensna.cli.programmes import last_quarter
from opensna.core.period import Period
from opensna.whatworks.index import approaches

Run = Callable[..., int]
HEADER = "MajorText,MinorText,BoroughName," + ",".join(f"2023{month:02d}" for month in range(1, 13))
ROBBERIES = {"Camden": 30, "Barnet": 20, "Brent": 19, "Ealing": 5}
SERVICE: dict[str, Any] = {
    "id": "11111111-1111-4111-8111-111111111111", "name": "Football club", "status": "active", "minimum_age": 11, "maximum_age": 17,
    "cost_options": [{"id": "21111111-1111-4111-8111-111111111111", "amount": 0}],
    "schedules": [{"id": "31111111-1111-4111-8111-111111111111", "freq": "WEEKLY", "byday": "MO", "dtstart": "2025-01-06",
                   "opens_at": "16:00:00", "closes_at": "18:00:00"}],
}  # fmt: skip


@pytest.fixture
def here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of London, and this folder is it."""
    assert run("init", "london", "w") == 0
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


@pytest.fixture
def robberies(run: Run, here: Path) -> Path:
    rows = [f"ROBBERY,ROBBERY OF PERSONAL PROPERTY,{name},{','.join([str(n)] * 12)}" for name, n in ROBBERIES.items()]
    (here / "borough.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    assert run("ingest", "mps_borough_crime", "borough.csv", "--released", "2024-03") == 0
    return here


def file(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(
        yaml.safe_dump(content, sort_keys=False) if path.suffix == ".yaml" else json.dumps(content), "utf-8"
    )
    return str(path)


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


# what works -------------------------------------------------------------------------------------------------------


def test_the_index_is_listed_anywhere_with_a_filter(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("whatworks", "list", "--direction", "harmful") == 0
    found = capsys.readouterr()
    assert "2 approaches, 2 ratings" in found.out
    assert "HARMFUL" in found.out
    assert "readings are old or undated" in found.err


def test_the_index_as_json_holds_ratings_disagreements_and_what_is_stale(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("whatworks", "list", "--words", "cctv", "--json") == 0
    found = printed(capsys)
    assert {row["registry"] for row in found["ratings"]} >= {"Youth Endowment Fund Toolkit"}
    assert "disagree" in found["disagreements"]["cctv"]
    assert len(found["stale"]) == len(found["ratings"])


def test_a_condition_that_no_approach_can_meet_names_those_there_are(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("whatworks", "list", "--tier", "first") == 2
    assert "primary, secondary, tertiary" in capsys.readouterr().err


def test_a_reading_is_recorded_with_what_changed(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = file(here, "now.yaml", {"impact": {"printed": "MODERATE", "word": "MODERATE"}})
    assert run("whatworks", "read", "cctv", "YEF-22", "--on", "2025-11-01", "--changes", changes) == 0
    held = yaml.safe_load((here / "records/approaches/cctv.yaml").read_text("utf-8"))
    assert held["ratings"][0]["impact"]["word"] == "MODERATE"
    assert held["ratings"][0]["history"][0]["said"] == "impact: LOW"
    capsys.readouterr()
    assert run("whatworks", "read", "cctv", "YEF-99", "--json") == 2
    assert json.loads(capsys.readouterr().err)["error"]["do_this"].startswith("cctv has YEF-22")


def test_an_approach_is_added_once(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = {**approaches()["boot_camps"].model_dump(mode="json", exclude_defaults=True), "id": "camps"}
    content["ratings"][0]["id"] = "YEF-98"
    added = file(here, "camps.yaml", content)
    assert run("whatworks", "add", added) == 0
    assert run("whatworks", "add", added) != 0
    assert "--replace" in capsys.readouterr().err
    assert run("whatworks", "add", added, "--replace") == 0


def test_what_is_exported_can_be_imported_again(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("whatworks", "export", "out", "--on", "2025-11-01", "--json") == 0
    table, whole, page = printed(capsys)
    assert Path(page).name == "what-works.html"
    assert run("whatworks", "import", table) == 0
    assert len(list((here / "records/approaches").glob("*.yaml"))) == len(approaches())
    assert Path(whole).is_file()


def test_studies_are_imported_and_matched(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "s.ris").write_text("TY  - JOUR\nTI  - T\nKW  - CCTV\nER  - \n", "utf-8")
    assert run("whatworks", "import", "s.ris") == 0
    assert "1 studies, 1 of them name an approach" in capsys.readouterr().err
    assert run("whatworks", "import", "s.ris", "--replace", "--json") == 0
    assert list(printed(capsys)["matched"].values()) == [["cctv"]]


def test_a_file_that_is_not_there_is_said_before_anything_is_read(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("whatworks", "add", "nothing.yaml") == 2
    assert "does not exist" in capsys.readouterr().err


# programmes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "quarter"), [(date(2025, 4, 1), "2025-01/2025-03"), (date(2025, 3, 31), "2024-10/2024-12")]
)
def test_the_last_quarter_is_one_that_is_over(day: date, quarter: str) -> None:
    assert last_quarter(day) == Period.parse(quarter)


def test_table_3_is_shown_with_reach_as_bounds(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("programmes", "show", "--quarter", "2025-01/2025-03") == 0
    found = capsys.readouterr()
    assert "DIVERT" in found.out
    assert "20,000 to 21,700 different people" in found.err
    assert run("programmes", "show", "--part", "quarter", "--json") == 0
    assert len(printed(capsys)) == 43


def test_a_record_is_added_and_one_with_a_loose_end_is_refused(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    award = {
        "id": "A-1", "title": "Response", "description": "After an incident", "fund": "critical_incidents",
        "funder": {"id": "GB-x", "name": "VRU"}, "recipient": {"id": "GB-y", "name": "Borough"}, "amount": 5000,
        "awarded": date(2025, 1, 15), "benefits": ["E09000002"],
    }  # fmt: skip
    assert run("programmes", "add", "awards", file(here, "A-1.yaml", award)) == 0
    loose = file(here, "A-2.yaml", {**award, "id": "A-2", "fund": "no_such_fund"})
    assert run("programmes", "add", "awards", loose) != 0
    assert "add the record that it names first" in " ".join(capsys.readouterr().err.split())
    assert run("programmes", "export", "out", "--on", "2025-04-01", "--title", "Ours") == 0
    assert json.loads(Path("out/awards.json").read_text("utf-8"))["grants"][0]["id"] == "A-1"


def test_grants_are_counted_by_status_and_their_place_of_benefit(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grant = {
        "id": "360G-a-1", "title": "t", "description": "d", "currency": "GBP", "amountAwarded": 100, "awardDate": "2024-01-01",
        "recipientOrganization": [{"id": "GB-x", "name": "X"}], "fundingOrganization": [{"id": "GB-y", "name": "Y"}],
        "beneficiaryLocation": [{"geoCode": "E09000007"}],
    }  # fmt: skip
    grants = file(here, "g.json", {"grants": [grant, {**grant, "id": "360G-a-2", "beneficiaryLocation": []}]})
    assert run("programmes", "grants", grants) == 0
    found = capsys.readouterr()
    assert "read 2, accepted" in found.out
    assert "the place is stated for 50.0% of the money" in found.err
    assert run("programmes", "grants", grants, "--replace", "--json") == 0
    assert printed(capsys)["stated_share"] == pytest.approx(0.5)


# services ---------------------------------------------------------------------------------------------------------


def test_a_feed_that_breaks_the_standard_fails_with_exit_code_1(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("services", "check", file(here, "bad.json", {**SERVICE, "id": "club"})) == 1
    assert "fail: read 1" in capsys.readouterr().out
    assert run("services", "check", file(here, "good.json", SERVICE), "--json") == 0
    assert printed(capsys)["verdict"] in ("pass", "warn")


def test_a_service_is_found_by_age_day_hour_and_cost(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("services", "find") != 0
    assert "opensna services import FILE" in capsys.readouterr().err
    assert run("services", "import", file(here, "feed.json", SERVICE)) == 0
    second = {**SERVICE, "id": "41111111-1111-4111-8111-111111111111", "name": "Boxing", "maximum_age": 12}
    assert run("services", "add", file(here, "boxing.yaml", second)) == 0
    capsys.readouterr()
    assert run("services", "find", "--age", "14", "--on", "2025-04-07", "--at", "16:30", "--free", "--json") == 0
    assert [service["name"] for service in printed(capsys)] == ["Football club"]
    assert run("services", "find", "--on", "2025-04-08", "--json") == 0
    assert printed(capsys) == []
    assert run("services", "find") == 0
    assert "2 services" in capsys.readouterr().out
    assert run("services", "export", "out") == 0
    assert len(list(Path("out").iterdir())) == 2


# funds ------------------------------------------------------------------------------------------------------------


def test_a_fund_is_divided_by_its_own_rule(run: Run, robberies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("allocate", "--fund", "robbery", "--budget", "1500", "--period", "2023", "--json") == 0
    found = printed(capsys)
    assert found["rule"] == "equal grants to the 15 areas with most"
    assert {row["area_name"] for row in found["areas"] if row["gets"]} >= set(ROBBERIES)
    assert next(row["chance"] for row in found["areas"] if row["area_name"] == "City of London") is None


def test_a_rule_given_here_shows_the_line(run: Run, robberies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("allocate", "--measure", "mps_personal_robbery", "--top", "2", "--budget", "1000", "--period", "2023")
    assert run(*words) == 0
    found = capsys.readouterr()
    assert "£1,000: equal grants to the 2 areas with most" in found.out
    assert "the line runs between Barnet (240) and Brent (228)" in " ".join(found.err.split())
    assert "£500 hangs on it" in " ".join(found.err.split())


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ((), "give a fund, or a measure with a rule"),
        (("--fund", "robbery", "--top", "3"), "the fund has its own rule"),
        (("--measure", "mps_rape", "--budget", "9"), "give --top, --threshold or --formula"),
        (("--measure", "mps_rape", "--budget", "9", "--top", "3", "--formula"), "one of the three"),
        (("--measure", "mps_rape", "--top", "3"), "how many pounds"),
        (("--measure", "mps_rape", "--budget", "9", "--top", "3", "--floor", "5", "--cap", "2"), "correct, add or remove"),
        (("--fund", "robbery"), "give the budget with --budget"),
        (("--fund", "robery", "--budget", "9"), "robbery"),
    ],
)  # fmt: skip
def test_what_does_not_make_a_rule_is_refused_with_what_to_give(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], remedy: str
) -> None:
    assert run("allocate", *words) != 0
    assert remedy in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_choices_are_every_combination_labelled_by_what_varies() -> None:
    made = choices_of({"basis": ["count", "rate"], "period": ["2023"]})
    assert made == {"count": {"basis": "count", "period": "2023"}, "rate": {"basis": "rate", "period": "2023"}}
    assert next(iter(choices_of({"basis": ["count", "rate"], "period": ["2022", "2023"]}))) == "count, 2022"


def test_an_allocation_is_compared_between_periods(
    run: Run, robberies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("allocate", "compare", "--measure", "mps_personal_robbery", "--top", "2", "--budget", "1000")
    periods = ("--period", "2023-01/2023-06", "--period", "2023-07/2023-12")
    capsys.readouterr()
    assert run(*words, *periods, "--json") == 0
    found = printed(capsys)
    assert found["changes"][0]["stayed"] == 2
    assert {row["area_name"] for row in found["areas"] if row["times"] == 2} == {"Camden", "Barnet"}
    assert run(*words, *periods) == 0
    assert "nobody in, nobody out, 2 stay; £0 moves" in " ".join(capsys.readouterr().err.split())


def test_one_choice_cannot_be_compared(run: Run, robberies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("allocate", "compare", "--measure", "mps_personal_robbery", "--top", "2", "--budget", "1000")
    assert run(*words, "--period", "2023") != 0
    assert "add another year, release, definition or measure" in capsys.readouterr().err


# review -----------------------------------------------------------------------------------------------------------


def test_a_text_that_contradicts_itself_is_told_with_its_quote_and_a_persons_word_is_kept(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "n.txt").write_text(
        "Needs assessment for Camden\n\nPersonal robbery fell from 200 offences in 2022 to 150 offences in 2023, a fall of 40%.\n",
        "utf-8",
    )
    assert run("review", "n.txt", "--write", "n.json") == 0
    assert "what contradicts itself" in capsys.readouterr().out
    (document,) = json.loads((here / "n.json").read_text("utf-8"))["documents"]
    wrong = next(finding for finding in document["findings"] if finding["verdict"] == "fails")
    assert "40%" in json.dumps(wrong)
    assert (
        run("review", "n.txt", "--finding", wrong["id"], "--says", "dismissed", "--by", "A", "--why", "a misprint") == 0
    )
    assert "corrections" in capsys.readouterr().out
    assert run("review", "n.txt", "--finding", "nothing") == 2
    assert "use an id that the review prints" in capsys.readouterr().err
    assert run("review", "n.txt", "--json") == 0
    assert wrong["id"] not in {finding["id"] for finding in printed(capsys)["documents"][0]["findings"]}


def test_the_map_says_what_one_programmes_end_would_change(
    run: Run, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("map-provision", "--on", "2025-04-01", "--without", "your_choice_cbt", "--json") == 0
    change = printed(capsys)
    assert change["gaps_opened"] == ["young_people_at_risk/cbt"]
    assert change["gaps_closed"] == []
    assert {row["what"] for row in change["cells"]} == {"possible", "programmes"}
    assert all(
        "your_choice_cbt" in (*row["before"],) and "your_choice_cbt" not in (*row["after"],) for row in change["cells"]
    )
    assert run("map-provision", "--on", "2025-04-01", "--without", "your_choice") == 2
    assert "did you mean: your_choice_cbt" in capsys.readouterr().err


def test_the_map_for_the_partnership_wants_its_agreement_by_name(run: Run, here: Path) -> None:
    assert run("map-provision", "--audience", "everybody") == 2
    assert run("map-provision", "--audience", "partnership", "--agreement", "Sharing agreement") == 0


def test_the_quarterly_report_is_a_page_and_a_table(run: Run, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("programmes", "show", "--quarter", "2025-01/2025-03", "--into", "out", "--json") == 0
    page, table = (Path(name) for name in printed(capsys))
    assert (page.name, table.name) == (
        "quarterly-report-2025-01-2025-03.html", "quarterly-report-2025-01-2025-03.csv",
    )  # fmt: skip
    assert "Quarterly report of programmes: London, January 2025 to March 2025" in page.read_text("utf-8")
    assert len(table.read_text("utf-8").splitlines()) == 44


def test_a_partnership_with_no_register_of_its_own_is_told_so(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("init", "west-midlands", "wm") == 0
    assert run("programmes", "show", "-w", "wm") == 0
    assert "reached: [x] different people" in capsys.readouterr().err
    assert run("allocate", "-w", "wm", "--fund", "robbery", "--budget", "5") == 2
    assert "opensna programmes add funds FILE" in capsys.readouterr().err
