from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date

import frictionless
import pytest

from opensna.report.renderers import formats
from opensna.report.renderers._base import AUTHORS, SYNTHETIC, Download, shown_of
from opensna.report.renderers._exported import COLUMNS
from opensna.report.renderers._sheets import book_of
from opensna.report.renderers._zip import unzipped

TOLD = {"publisher": "The partnership", "contact": "sna@example.org", "licence": "OGL-UK-3.0"}


@pytest.fixture(scope="module")
def told(two):
    return shown_of(replace(two, manifest={**two.manifest, "settings": TOLD}))


@pytest.fixture(scope="module")
def package(told, hackney):
    return unzipped(formats()["csv"].render(told, hackney))


@pytest.fixture(scope="module")
def document(told, hackney):
    return json.loads(formats()["json"].render(told, hackney))


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def write(files, folder):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def test_frictionless_accepts_the_package_of_an_area(package, tmp_path, monkeypatch):
    write(package, tmp_path)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == 5


def test_frictionless_accepts_the_package_of_all_areas(told, tmp_path, monkeypatch):
    write(formats()["data_package"].render(told), tmp_path)
    monkeypatch.chdir(tmp_path / "data")
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["type", "note"])


def test_frictionless_refuses_the_package_when_a_number_is_not_one(package, tmp_path, monkeypatch):
    write(package, tmp_path)
    path = tmp_path / "tables" / "one_1.csv"
    path.write_bytes(path.read_bytes().replace(b"0.0061", b"high"))
    monkeypatch.chdir(tmp_path)
    assert not frictionless.validate("datapackage.json").valid


def test_the_package_says_what_it_holds_by_version_2(package):
    described = json.loads(package["datapackage.json"])
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "profile" not in described
    assert described["licenses"] == [{"name": "OGL-UK-3.0"}]
    assert described["contributors"] == [{"title": "The partnership", "roles": ["publisher"]}]
    assert SYNTHETIC in described["description"]
    assert len({resource["name"] for resource in described["resources"]}) == len(described["resources"]) == 5
    for resource in described["resources"]:
        content = package[resource["path"]]
        assert resource["type"] == "table"
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert [field["name"] for field in resource["schema"]["fields"]] == content.decode().splitlines()[0].split(",")
        assert "[c]" in resource["schema"]["missingValues"]


def test_a_licence_that_is_an_address_is_a_path_and_one_in_words_is_left_out(two, hackney):
    def licences(licence):
        own = shown_of(replace(two, manifest={**two.manifest, "settings": {"licence": licence}}))
        return json.loads(unzipped(formats()["csv"].render(own, hackney))["datapackage.json"]).get("licenses")

    assert licences("https://example.org/l") == [{"path": "https://example.org/l"}]
    assert licences("by agreement only") is None


def test_csvw_describes_the_same_columns_with_their_types(package):
    described = json.loads(package["csv-metadata.json"])
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    for table in described["tables"]:
        columns = table["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == package[table["url"]].decode().splitlines()[0].split(",")
        assert len({column["name"] for column in columns}) == len(columns)
    types = {c["titles"]: c["datatype"] for c in described["tables"][0]["tableSchema"]["columns"]}
    assert (types["value"], types["period_start"], types["measure"]) == ("double", "date", "string")


def test_every_row_carries_its_marks(package, document):
    for path, content in package.items():
        if path.endswith(".csv"):
            assert {row["status"] for row in rows_of(content)} == {f"{SYNTHETIC}; {AUTHORS}"}, path
    names = [column["name"] for column in document["estimates"]["columns"]]
    assert {row[names.index("status")] for row in document["estimates"]["rows"]} == {f"{SYNTHETIC}; {AUTHORS}"}
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    tables = [b.get("table", b) for b in blocks if b["type"] in ("table", "chart")]
    assert len(tables) == 4
    assert all(row[-1] == f"{SYNTHETIC}; {AUTHORS}" for table in tables for row in table["rows"])
    charts = [b for s in document["sections"] for b in s["blocks"] if b["type"] == "chart"]
    assert all(record["status"] for chart in charts for record in chart["data"])


def test_a_row_of_real_figures_carries_the_mark_of_its_audience_and_no_other(two, hackney):
    frame = two.estimates.table.assign(kind="measured")
    real = replace(two, estimates=replace(two.estimates, table=frame), manifest={**two.manifest, "is_synthetic": False})
    made = unzipped(formats()["csv"].render(shown_of(real), hackney))
    assert {row["status"] for row in rows_of(made["estimates.csv"])} == {AUTHORS}


def test_a_table_is_stored_as_plain_numbers_and_neutral_text(package):
    first, second, third, _ = rows_of(package["tables/one_1.csv"])
    assert (first["Count"], first["Share"], first["Change"], first["Cost"]) == ("1204", "0.123", "-0.051", "1200")
    assert first["Said"].startswith("'=HYPERLINK")
    assert (second["Count"], second["95% interval: lower"]) == ("[c]", "[c]")
    assert third["Borough"] == "'-2+3"


def test_no_cell_of_any_csv_can_begin_a_formula_but_a_number(package):
    for path, content in package.items():
        if path.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode(), newline="")):
                for cell in row:
                    if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                        float(cell)


def test_estimates_are_those_of_the_edition(package, two, hackney):
    held = two.estimates.table[two.estimates.table["area_code"] == hackney.code]
    rows = rows_of(package["estimates.csv"])
    assert [list(row) for row in rows[:1]] == [list(COLUMNS)]
    assert [row["measure"] for row in rows] == list(held["measure"])
    wanted = [value if value == value else None for value in held["value"]]
    assert [float(row["value"]) if row["value"][0] != "[" else None for row in rows] == wanted


@pytest.fixture(scope="module")
def broken(full, hackney):
    """Hackney's robberies, which the pandemic alone touches, its violence with injury, which a law of 2022 does too, and others."""
    ids = ["mps_personal_robbery", "mps_violence_with_injury", "sv_domestic_abuse", "residents"]
    kept = full.estimates.table[lambda table: table["measure"].isin(ids) & (table["area_code"] == hackney.code)]
    return shown_of(
        replace(full, blocks={hackney.code: ()}, areas=(hackney,), estimates=replace(full.estimates, table=kept))
    )


def exported_rows(form, shown, area):
    """The estimates as a format holds them: a row's breaks by measure, statistic, first day of the period and of the baseline."""
    if form == "json":
        told = json.loads(formats()["json"].render(shown, area))["estimates"]
        names = [column["name"] for column in told["columns"]]
        rows = [dict(zip(names, row, strict=True)) for row in told["rows"]]
    elif form == "csv":
        rows = rows_of(unzipped(formats()["csv"].render(shown, area))["estimates.csv"])
    elif form == "data_package":
        rows = rows_of(formats()["data_package"].render(shown)["data/estimates.csv"])
    else:
        sheet = next(one for one in book_of(shown, area).sheets if one.name == "Estimates")
        rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
    whole = [row for row in rows if row["breakdown"] == "none" and row["period_end"][5:7] in ("03", "12")]
    return {(r["measure"], r["statistic"], r["period_start"][:7], r["baseline_start"][:7]): r["breaks"] for r in whole}


@pytest.mark.parametrize("form", ["csv", "data_package", "json", "ods"])
def test_every_row_names_the_breaks_that_its_series_crosses(broken, hackney, form):
    rows = exported_rows(form, broken, hackney)
    pandemic, law = "2020-03-23 to 2021-07-18 pandemic_2020", "2022-06-07 non_fatal_strangulation_2022"
    robbery, violence = "mps_personal_robbery", "mps_violence_with_injury"
    assert rows[robbery, "count", "2019-01", "[z]"] == pandemic
    assert rows[violence, "count", "2019-01", "[z]"] == f"{pandemic}; {law}"
    assert rows[violence, "rate", "2023-01", "[z]"] == f"{pandemic}; {law}"
    assert rows[robbery, "change", "2023-01", "2022-01"] == "[z]"
    assert rows[violence, "change", "2023-01", "2022-01"] == law
    assert rows[violence, "change", "2023-01", "2019-01"] == law
    assert rows[violence, "change", "2022-01", "2021-01"] == f"{pandemic}; {law}"
    assert rows[violence, "change", "2021-01", "2020-01"] == pandemic
    abuse = rows["sv_domestic_abuse", "count", "2023-01", "[z]"]
    assert "2023-04-01 domestic_abuse_method_2023" in abuse
    assert "connect_2024" not in abuse, "the series ends before it"
    assert {text for (measure, *_), text in rows.items() if measure == "residents"} == {"[z]"}


def test_the_breaks_are_told_once_in_words_beside_the_rows(broken, hackney):
    package = json.loads(unzipped(formats()["csv"].render(broken, hackney))["datapackage.json"])
    document = json.loads(formats()["json"].render(broken, hackney))
    told = {one["id"]: one["sentence"] for one in package["opensna:series_breaks"]}
    assert told == {one["id"]: one["sentence"] for one in document["series_breaks"]}
    assert "suffocation became offences of their own" in told["non_fatal_strangulation_2022"]
    notes = next(sheet for sheet in book_of(broken, hackney).sheets if sheet.name == "Notes")
    assert f"2022-06-07: {told['non_fatal_strangulation_2022']}" in {row[2] for row in notes.rows}
    (schema,) = (resource["schema"] for resource in package["resources"] if resource["path"] == "estimates.csv")
    (column,) = (field for field in schema["fields"] if field["name"] == "breaks")
    assert column["type"] == "string"
    assert "Breaks that the row's series crosses" in column["description"]


def test_an_edition_that_kept_no_breaks_says_that_they_are_not_available(broken, hackney):
    silent = {name: value for name, value in broken.edition.manifest.items() if name != "series_breaks"}
    older = shown_of(replace(broken.edition, manifest=silent))
    assert set(exported_rows("csv", older, hackney).values()) == {"[x]"}


def test_json_has_what_was_reviewed_and_null_where_there_is_no_number(document, two, hackney):
    names = [column["name"] for column in document["estimates"]["columns"]]
    held = two.estimates.table[two.estimates.table["area_code"] == hackney.code]
    wanted = [value if value == value else None for value in held["value"]]
    assert [row[names.index("value")] for row in document["estimates"]["rows"]] == wanted
    assert document["schema"] == {"name": "opensna-area", "version": "1.1"}
    assert document["marks"] == [SYNTHETIC, AUTHORS]
    assert document["published"] is None
    assert document["sections"][0]["blocks"][0]["text"].startswith("=HYPERLINK")
    assert document["shorthand"]["[c]"] == "suppressed to protect people"
    assert (document["publisher"], document["contact"], document["licence"]) == tuple(TOLD.values())


def test_json_of_a_published_edition_names_its_entry(public, hackney):
    document = json.loads(formats()["json"].render(public, hackney))
    assert document["published"]["entry"] == public.published.entry
    assert document["policy"]["id"] == "nhs_england"


def test_the_catalogue_record_has_publisher_licence_period_places_and_files(told):
    given = replace(told, downloads=(Download("hackney/hackney.ods", "OpenDocument spreadsheet", 1000),))
    record, dataset = json.loads(formats()["dcat"].render(given)["catalogue.jsonld"])["@graph"]
    assert record["foaf:primaryTopic"]["@id"] == dataset["@id"]
    assert dataset["@type"] == "dcat:Dataset"
    assert dataset["dct:publisher"]["foaf:name"] == "The partnership"
    assert dataset["dct:license"]["@value"] == "OGL-UK-3.0"
    assert dataset["dcat:contactPoint"]["vcard:fn"] == "sna@example.org"
    dates = [date.fromisoformat(dataset["dct:temporal"][f"dcat:{end}Date"]["@value"]) for end in ("start", "end")]
    assert dates == [date(2023, 1, 1), date(2023, 12, 31)]
    assert [place["@id"][-9:] for place in dataset["dct:spatial"]] == [area.code for area in told.edition.areas]
    assert SYNTHETIC in dataset["dct:description"]["@value"]
    (file,) = dataset["dcat:distribution"]
    assert file["dcat:downloadURL"]["@id"] == "hackney/hackney.ods"
    assert file["dcat:mediaType"]["@id"].endswith("opendocument.spreadsheet")
    assert file["dcat:byteSize"]["@value"] == "1000"


def test_a_catalogue_record_without_a_contact_names_none(shown):
    dataset = json.loads(formats()["dcat"].render(shown)["catalogue.jsonld"])["@graph"][1]
    assert "dcat:contactPoint" not in dataset


@pytest.mark.parametrize("name", ["csv", "json", "ods", "xlsx", "html"])
def test_a_format_gives_the_same_bytes_each_time(name, shown, hackney):
    render = formats()[name].render
    assert render(shown, hackney) == render(shown, hackney)
