"""What data catalogues and search engines read: DCAT and schema.org in one JSON-LD.

The context stands in the file, so no reader has to fetch one.
"""

from collections.abc import Iterable
from typing import Any

from tools.web.opendata import places
from tools.web.opendata.dates import changed
from tools.web.opendata.explanation import LICENCE, SUMMARY
from tools.web.opendata.feed import urn
from tools.web.opendata.interface import TITLE
from tools.web.opendata.subjects import Year
from tools.web.opendata.trees import compact

Node = dict[str, Any]

CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "contentUrl": {"@type": "@id"},
    "url": {"@type": "@id"},
    "license": {"@type": "@id"},
    "dataset": {"@type": "@id"},
    "dcat:dataset": {"@type": "@id"},
    "dcat:distribution": {"@type": "@id"},
    "dcat:downloadURL": {"@type": "@id"},
    "dcat:landingPage": {"@type": "@id"},
    "dcat:mediaType": {"@type": "@id"},
    "dct:license": {"@type": "@id"},
    "dct:modified": {"@type": "xsd:date"},
    "dateModified": {"@type": "https://schema.org/Date"},
}
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "yaml": "application/yaml",
    "sqlite": "application/vnd.sqlite3",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def catalogue(years: Iterable[Year]) -> Node:
    """All datasets, and the files that hold everything."""
    here = places.CATALOGUE
    listed = list(years)
    whole = {
        "XLSX": places.WORKBOOK,
        "SQLite": places.DATABASE,
        **{f"CSV：{name}": path for name, path in places.tables()},
    }
    datasets = [_dataset(here, year) for year in listed]
    terms = places.link(here, places.LICENCE)
    return {
        "@context": CONTEXT,
        "@id": urn(""),
        "@type": ["DataCatalog", "dcat:Catalog"],
        **_words(TITLE, SUMMARY),
        **_terms(terms),
        "url": places.link(here, ""),
        "dcat:landingPage": places.link(here, ""),
        "distribution": [_distribution(here, name, path) for name, path in whole.items()],
        "dcat:distribution": [_id(here, path) for path in whole.values()],
        "dataset": datasets,
        "dcat:dataset": [dataset["@id"] for dataset in datasets],
    }


def dataset(year: Year) -> Node:
    """One department-year by itself."""
    return {"@context": CONTEXT, **_dataset(places.dataset(year.address), year)}


def embedded(year: Year) -> str:
    """The same for the page itself, safe inside its ``script`` of type ``application/ld+json``."""
    here = f"{year.address}/index.html"
    text = compact({"@context": CONTEXT, **_dataset(here, year)}).decode("utf-8").strip()
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _dataset(here: str, year: Year) -> Node:
    when = changed(year)
    page = places.link(here, year.address)
    files = {file.label: file.link for file in places.year_files(year.address)}
    about = f"{year.place.name}{year.title}。{SUMMARY}{when.note}"
    dated = {} if when.note else {"dateModified": when.day, "dct:modified": when.day}
    publisher = {"@type": ["Organization", "foaf:Organization"], "name": year.name}
    return {
        "@id": urn(year.address),
        "@type": ["Dataset", "dcat:Dataset"],
        **_words(year.title, about),
        **_terms(places.link(here, places.LICENCE)),
        **dated,
        "identifier": year.address,
        "dct:identifier": year.address,
        "url": page,
        "dcat:landingPage": page,
        "inLanguage": "zh-CN",
        "temporalCoverage": f"{year.entry.year}-01-01/{year.entry.year}-12-31",
        "spatialCoverage": {"@type": "Place", "name": year.place.full_name or year.place.name},
        "keywords": ["预算绩效目标", year.place.name, str(year.entry.year)],
        "isAccessibleForFree": True,
        "creator": publisher,
        "dct:publisher": {**publisher, "foaf:name": year.name},
        "distribution": [_distribution(here, name, path) for name, path in files.items()],
        "dcat:distribution": [_id(here, path) for path in files.values()],
    }


def _words(title: str, about: str) -> Node:
    return {"name": title, "dct:title": title, "description": about, "dct:description": about}


def _terms(link: str) -> Node:
    return {
        "license": link,
        "dct:license": link,
        "conditionsOfAccess": LICENCE,
    }


def _distribution(here: str, name: str, path: str) -> Node:
    media = MEDIA[path.rpartition(".")[2]]
    link = places.link(here, path)
    return {
        "@id": _id(here, path),
        "@type": ["DataDownload", "dcat:Distribution"],
        "name": name,
        "dct:title": name,
        "encodingFormat": media,
        "dcat:mediaType": MEDIA_TYPES + media,
        "contentUrl": link,
        "dcat:downloadURL": link,
    }


def _id(here: str, path: str) -> str:
    """A distribution is told from the file it is of."""
    return f"{places.link(here, path)}#distribution"
