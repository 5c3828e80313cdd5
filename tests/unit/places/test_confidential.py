"""No address of a refuge is read in, stored or written out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opensna.places.confidential import is_confidential
from opensna.places.directory import directory_of, directory_of_tables, read_directory, write_directory
from opensna.places.withhold import WITHHELD, withhold

SECRETS = ("1 High Street", "E8 1AA", "51.5", "The hall")


@pytest.mark.parametrize(
    "text",
    ["Refuge for women", "a SAFE HOUSE", "safe-house", "safe accommodation", "women’s shelter", "domestic abuse hostel",
     "domestic violence accommodation", "Address withheld", "confidential location", "the address is not disclosed",
     "Sanctuary scheme"],
)  # fmt: skip
def test_words_that_say_so_make_a_service_confidential(club: dict[str, Any], text: str) -> None:
    for changes in ({"name": text}, {"description": text}, {"organization": {"name": text}}):
        assert is_confidential(club | changes)
    term = {"attributes": [{"taxonomy_term": {"name": text}}]}
    assert is_confidential(club | term)


@pytest.mark.parametrize(
    "text", ["Refugee support", "Housing advice", "Sanctuary on 5th Street", "Women's group", "A safe place"]
)
def test_other_words_do_not(club: dict[str, Any], text: str) -> None:
    assert not is_confidential(club | {"name": text, "description": text})


def test_a_refuge_is_kept_without_its_place(refuge: dict[str, Any]) -> None:
    made, found = withhold(refuge)
    text = json.dumps(made)
    assert not any(secret in text for secret in SECRETS)
    assert WITHHELD in made["description"]
    assert made["service_at_locations"][0]["location"] == {
        "id": "81111111-1111-4111-8111-111111111111", "location_type": "virtual",
    }  # fmt: skip
    assert [(entry.service, entry.locations) for entry in found] == [(refuge["id"], 1)]


def test_any_other_service_stays_as_it_was(club: dict[str, Any]) -> None:
    assert withhold(club) == (club, ())


def test_a_place_that_a_refuge_shares_is_hidden_everywhere(club: dict[str, Any], refuge: dict[str, Any]) -> None:
    other = refuge | {"id": "12222222-1111-4111-8111-111111111111"}
    made, _ = withhold({"contents": [club, other]})
    assert not any(secret in json.dumps(made) for secret in SECRETS)


def test_an_organisation_that_is_a_refuge_hides_all_its_places(club: dict[str, Any]) -> None:
    location = club["service_at_locations"][0]["location"]
    body = {"id": club["organization"]["id"], "name": "Harbour Refuge", "description": "d", "locations": [location],
            "services": [{k: v for k, v in club.items() if k != "organization"}]}  # fmt: skip
    made, found = withhold(body)
    assert not any(secret in json.dumps(made) for secret in SECRETS)
    assert len(found) == 1


def test_one_refuge_of_an_organisation_hides_only_its_own(club: dict[str, Any], refuge: dict[str, Any]) -> None:
    elsewhere = json.loads(json.dumps(refuge).replace("81111111", "82222222").replace("1 High Street", "9 Low Road"))
    elsewhere["id"] = "12222222-1111-4111-8111-111111111111"
    body = {"id": club["organization"]["id"], "name": "Gym", "description": "d", "services": [club, elsewhere]}
    text = json.dumps(withhold(body)[0])
    assert "1 High Street" in text
    assert "9 Low Road" not in text


def test_a_service_at_a_location_that_is_a_refuge_loses_it(refuge: dict[str, Any]) -> None:
    here = refuge["service_at_locations"][0] | {
        "service": {k: v for k, v in refuge.items() if k != "service_at_locations"}
    }
    made, found = withhold(here)
    assert not any(secret in json.dumps(made) for secret in SECRETS)
    assert len(found) == 1


def test_neither_memory_nor_disc_holds_it_after_reading_and_writing(tmp_path: Path, refuge: dict[str, Any]) -> None:
    (tmp_path / "in.json").write_text(json.dumps(refuge))
    made = read_directory(tmp_path / "in.json")
    (written,) = write_directory(made, tmp_path / "out.json")
    for text in (repr(made), written.read_text()):
        assert not any(secret in text for secret in SECRETS)
    assert read_directory(written).verdict == "pass"


def test_a_directory_made_by_hand_is_withheld_again_when_it_is_written(tmp_path: Path, club: dict[str, Any]) -> None:
    made = directory_of({"x.json": club})
    made.documents["x.json"]["name"] = "Refuge"
    (written,) = write_directory(made, tmp_path / "x.json")
    assert not any(secret in written.read_text() for secret in SECRETS)


TABLES: dict[str, list[dict[str, Any]]] = {
    "services.csv": [
        {"id": "11111111-1111-4111-8111-111111111111", "organization_id": "21111111-1111-4111-8111-111111111111",
         "name": "Harbour", "status": "active", "description": "A refuge in E8 1AA"},
        {"id": "12222222-1111-4111-8111-111111111111", "organization_id": "21111111-1111-4111-8111-111111111111",
         "name": "Club", "status": "active", "description": "Boxing"},
    ],
    "organizations.csv": [{"id": "21111111-1111-4111-8111-111111111111", "name": "Gym", "description": "d"}],
    "service_at_location.csv": [
        {"id": "71111111-1111-4111-8111-111111111111", "service_id": "11111111-1111-4111-8111-111111111111",
         "location_id": "81111111-1111-4111-8111-111111111111"},
        {"id": "72222222-1111-4111-8111-111111111111", "service_id": "12222222-1111-4111-8111-111111111111",
         "location_id": "82222222-1111-4111-8111-111111111111"},
    ],
    "locations.csv": [
        {"id": "81111111-1111-4111-8111-111111111111", "location_type": "physical", "name": "The hall", "latitude": "51.5"},
        {"id": "82222222-1111-4111-8111-111111111111", "location_type": "physical", "name": "The gym", "latitude": "51.4"},
    ],
    "addresses.csv": [
        {"id": "91111111-1111-4111-8111-111111111111", "location_id": "81111111-1111-4111-8111-111111111111",
         "address_1": "1 High Street", "city": "London", "state_province": "L", "postal_code": "E8 1AA", "country": "GB",
         "address_type": "physical"},
    ],
}  # fmt: skip


def test_tables_lose_the_places_of_a_refuge_and_keep_the_rest(tmp_path: Path) -> None:
    made = directory_of_tables(TABLES)
    write_directory(made, tmp_path / "out")
    text = repr(made) + "".join(file.read_text() for file in (tmp_path / "out").glob("*.csv"))
    assert not any(secret in text for secret in SECRETS)
    assert "The gym" in text
    assert made.counts == {"read": 8, "accepted": 7, "warned": 0, "rejected": 0, "withheld": 1}
    assert len(made.withheld) == 1


@given(st.text(alphabet="abc XYZ,.'-", max_size=30), st.text(alphabet="abc XYZ,.'-", max_size=30))
def test_whatever_stands_around_the_word_it_hides_the_address(before: str, after: str) -> None:
    location = {"id": "p", "location_type": "physical", "addresses": [{"address_1": "1 High Street"}]}
    places = [{"id": "l", "location": location}]
    service = {"id": "s", "name": f"{before} refuge {after}", "status": "active", "service_at_locations": places}
    assert "High Street" not in json.dumps(withhold(service)[0])


def test_no_message_tells_what_was_taken_out(refuge: dict[str, Any]) -> None:
    location = refuge["service_at_locations"][0]["location"]
    location |= {"latitude": "51.5 north", "external_identifier": 123456}
    location["addresses"][0]["postal_code"] = 81
    made = directory_of({"x.json": refuge})
    assert made.verdict == "pass"
    assert not any(secret in repr(made) for secret in ("51.5", "123456", "81,"))
    rows = {
        **TABLES,
        "locations.csv": [{**TABLES["locations.csv"][0], "latitude": "51.5 north"}, TABLES["locations.csv"][1]],
    }
    assert "51.5" not in repr(directory_of_tables(rows))


STREET = "14 Acacia Road"
EVERYWHERE: dict[str, Any] = {
    "id": "11111111-1111-4111-8111-111111111111", "name": f"Rosewood, {STREET}", "status": "active",
    "description": f"A refuge for women. We are at {STREET}.", "application_process": f"Come to {STREET}", "additional": STREET,
    "url": "https://rosewood.example.org/14-acacia-road", "email": "ring@rosewood.example.org",
    "phones": [{"id": "p", "number": "020 7946 0000", "description": f"rings at {STREET}"}],
    "contacts": [{"id": "c", "name": "Jo", "title": f"Manager, {STREET}"}],
    "service_areas": [
        {"id": "a", "name": "Acacia Road", "extent": "-0.0987,51.5432"}, {"id": "b", "name": "London Borough of Hackney"},
    ],
    "attributes": [
        {"id": "t", "label": "address", "value": STREET, "taxonomy_term": {"id": "u", "name": "x", "description": STREET}},
    ],
    "required_documents": [{"id": "r", "document": f"bring to {STREET}"}],
    "cost_options": [{"id": "o", "amount": 0, "amount_description": f"pay at {STREET}"}],
    "metadata": [{"id": "m", "previous_value": STREET, "easting": 533123}],
    "organization": {"id": "g", "name": "Rose Trust", "description": STREET, "website": "https://rose.example.org/acacia"},
    "service_at_locations": [{
        "id": "l", "description": f"{STREET}, side door", "schedules": [{"id": "s", "freq": "WEEKLY", "description": STREET}],
        "location": {
            "id": "q", "location_type": "physical", "name": "Rosewood", "latitude": 51.5432, "longitude": -0.0987,
            "transportation": "Bus 38 to Acacia Road", "accessibility": [{"description": STREET}],
            "addresses": [{"id": "d", "address_1": STREET, "city": "London", "postal_code": "E8 1AA"}],
        },
    }],
}  # fmt: skip
TRACES = ("acacia", "e8 1aa", "51.5432", "0.0987", "bus 38", "533123")


def _traces(value: Any) -> list[str]:
    text = json.dumps(value).casefold()
    return [trace for trace in TRACES if trace in text]


def test_no_field_of_a_refuge_tells_where_it_is_and_it_can_still_be_found_and_rung() -> None:
    made, _ = withhold(EVERYWHERE)
    assert _traces(made) == []
    assert made["phones"][0]["number"] == "020 7946 0000"
    assert (made["email"], made["url"]) == ("ring@rosewood.example.org", "https://rosewood.example.org")
    assert made["service_areas"][1]["name"] == "London Borough of Hackney"
    assert made["cost_options"][0]["amount"] == 0


@pytest.mark.parametrize(
    "field",
    ["additional", "application_process", "alert", "wait_time", "fees_description", "eligibility", "licenses", "url"],
)
def test_the_word_hides_in_whatever_field_it_stands(field: str) -> None:
    said = {
        **EVERYWHERE,
        "description": "Ring first",
        field: "https://refuge.example.org" if field == "url" else "Our refuge",
    }
    assert _traces(withhold(said)[0]) == []
    held = {**EVERYWHERE, "description": "Ring first", "attributes": [{"id": "t", "label": "type", "value": "refuge"}]}
    assert _traces(withhold(held)[0]) == []


@pytest.mark.parametrize(
    "text",
    ["Foyer pour femmes", "Casa de acogida", "Schronisko dla kobiet", "Lloches i fenywod", "Kadın sığınma evi", "ملجأ للنساء",
     "পাশে আশ্রয়কেন্দ্র আছে", "Hoyga haweenka", "réfuge", "ref\u200buge", "ref<b>uge</b>", "ｒｅｆｕｇｅ", "safe\u2010house",
     "safe\u00a0house", "Women-only hostel", "Dispersed accommodation for victims of domestic abuse",
     "Emergency shelter for survivors", "Safe-housing after modern slavery"],
)  # fmt: skip
def test_other_languages_and_disguises_say_so_too(text: str) -> None:
    assert is_confidential({"name": text})


def test_what_one_document_tells_is_hidden_in_every_document_of_the_feed() -> None:
    bare = {key: EVERYWHERE[key] for key in ("id", "status", "service_at_locations")} | {"name": "Rosewood"}
    moved = json.loads(json.dumps(EVERYWHERE["service_at_locations"][0]["location"]).replace('"q"', '"another id"'))
    other = {"id": "12222222-1111-4111-8111-111111111111", "name": "Advice", "status": "active",
             "service_at_locations": [{"id": "z", "location": moved}]}  # fmt: skip
    made = directory_of({"a.json": EVERYWHERE, "b.json": bare, "c.json": other})
    assert _traces({name: dict(document) for name, document in made.documents.items()}) == []


def test_the_same_street_in_another_town_stays() -> None:
    place = {"id": "e", "location_type": "physical", "addresses": [{"address_1": STREET, "postal_code": "LS1 4AB"}]}
    club = {"id": "12222222-1111-4111-8111-111111111111", "name": "Club", "status": "active",
            "service_at_locations": [{"id": "z", "location": place}]}  # fmt: skip
    made, _ = withhold({"contents": [EVERYWHERE, club]})
    assert made["contents"][1] == club


def test_rows_that_hang_on_a_refuge_tell_nothing_either() -> None:
    name = TABLES["services.csv"][0]["id"]
    rows = {
        **TABLES,
        "contacts.csv": [{"id": "c", "service_id": name, "name": "Jo", "title": "Manager, 1 High Street"}],
        "cost_options.csv": [
            {"id": "o", "service_id": name, "amount": "0", "amount_description": "pay at 1 High Street"}
        ],
        "schedules.csv": [{"id": "s", "service_id": name, "freq": "WEEKLY", "description": "Ring at 1 High Street"}],
        "attributes.csv": [{"id": "t", "link_id": name, "value": "1 High Street", "taxonomy_term_id": "u"}],
    }
    made = directory_of_tables(rows)
    text = repr(made.tables) + repr(made.services)
    assert not any(secret in text for secret in SECRETS)
    assert made.tables["cost_options.csv"][0]["amount"] == "0"
    assert made.tables["contacts.csv"][0].keys() == {"id", "service_id", "name", "title"}
