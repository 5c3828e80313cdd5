"""The edition's record for a data catalogue: DCAT 3 in JSON-LD. Source: W3C, Data Catalog Vocabulary, version 3 (2024)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from opensna.report.renderers._base import LANGUAGE, TITLE, UNSTATED, Download, EditionRenderer, Shown
from opensna.report.renderers._package import description

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#", "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
PLACE = "http://statistics.data.gov.uk/id/statistical-geography/"
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
MEDIA = {
    ".html": "text/html", ".pdf": "application/pdf", ".json": "application/json", ".csv": "text/csv", ".zip": "application/zip",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet", ".svg": "image/svg+xml", ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip


def render(shown: Shown) -> Mapping[str, bytes]:
    """catalogue.jsonld: the dataset, its distributions (`shown.downloads`, by path from the record) and the record itself."""
    edition, made = shown.edition, _typed(shown.manifest["made"], "dateTime")
    licence, contact = shown.setting("licence"), shown.setting("contact")
    dataset: dict[str, Any] = {
        "@id": "#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{edition.name}/{edition.audience}",
        "dct:title": _said(f"{TITLE}, {shown.period}"),
        "dct:description": _said(description(shown)),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": shown.setting("publisher")},
        "dct:license": {"@id": licence} if licence.startswith("http") else _said(licence),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(edition.period.start.isoformat(), "date"),
            "dcat:endDate": _typed(edition.period.end.isoformat(), "date"),
        },
        "dct:spatial": [
            {"@id": PLACE + area.code, "@type": "dct:Location", "dct:title": area.name} for area in edition.areas
        ],
        "dct:issued": made,
        "dct:language": {"@id": ENGLISH},
        "dct:accessRights": _said(
            "public" if edition.audience == "public" else shown.audience_mark or edition.audience
        ),
        "dcat:keyword": [_said(word) for word in ("serious violence", "strategic needs assessment", *shown.marks)],
        "dcat:version": edition.name,
        "prov:wasDerivedFrom": [
            {"@type": "prov:Entity", "dct:title": f"{r['source']}, release {r['release']}"}
            for r in shown.manifest["releases"]
        ],
        "dcat:distribution": [_distribution(file) for file in shown.downloads],
    }
    if contact != UNSTATED:
        dataset["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:fn": contact}
    record = {"@id": "", "@type": "dcat:CatalogRecord", "foaf:primaryTopic": {"@id": "#dataset"}, "dct:modified": made}
    document = {"@context": CONTEXT, "@graph": [record, dataset]}
    return {"catalogue.jsonld": json.dumps(document, ensure_ascii=False, indent=1).encode()}


RENDERER = EditionRenderer("dcat", "Record for a data catalogue (DCAT)", render, leads_to_files=True)


def _distribution(file: Download) -> dict[str, Any]:
    media = MEDIA.get(PurePosixPath(file.path).suffix, "application/octet-stream")
    return {
        "@type": "dcat:Distribution",
        "dct:title": _said(file.title),
        "dcat:downloadURL": {"@id": file.path},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dcat:byteSize": _typed(str(file.size), "nonNegativeInteger"),
    }


def _said(text: str) -> dict[str, str]:
    return {"@value": text, "@language": LANGUAGE}


def _typed(text: str, kind: str) -> dict[str, str]:
    return {"@value": text, "@type": f"xsd:{kind}"}
