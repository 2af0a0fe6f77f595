"""JSON-LD: a program that knows nothing of us finds datasets and their files."""

import json
import warnings
from pathlib import Path

from rdflib import Graph, Namespace
from rdflib.namespace import DCAT, DCTERMS, RDF

from tests.records import HOSTILE, tree
from tests.web.opendata.made import small, year
from tools import model
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.opendata import places
from tools.web.opendata.catalogue import dataset, embedded
from tools.web.opendata.dates import UNKNOWN
from tools.web.opendata.trees import pretty

SCHEMA = Namespace("https://schema.org/")
SITE = "https://example.invalid/sub/"


def graph(data: bytes, path: str) -> Graph:
    found = Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        found.parse(data=data.decode("utf-8"), format="json-ld", publicID=SITE + path)
    return found


def files_of(found: Graph) -> set[str]:
    return {str(url).removeprefix(SITE) for url in found.objects(None, DCAT.downloadURL)}


def test_the_catalogue_names_every_dataset_and_file(real: Workspace) -> None:
    data = (real.build / places.CATALOGUE).read_bytes()
    found = graph(data, places.CATALOGUE)
    addresses = {entry.address for entry in load(real).entries}
    (catalogue,) = found.subjects(RDF.type, DCAT.Catalog)
    for kind, link in ((DCAT.Dataset, DCAT.dataset), (SCHEMA.Dataset, SCHEMA.dataset)):
        datasets = set(found.subjects(RDF.type, kind))
        assert datasets == set(found.objects(catalogue, link))
        assert {str(found.value(one, DCTERMS.identifier)) for one in datasets} == addresses
    assert set(found.objects(None, DCAT.downloadURL)) == set(found.objects(None, SCHEMA.contentUrl))
    for path in files_of(found):
        if path.startswith("data/"):
            assert (real.build / path).is_file(), path
        else:
            assert path.endswith((".docx", ".yaml")), path
    pages = {str(url) for url in found.objects(None, DCAT.landingPage)}
    assert pages == {SITE, *(f"{SITE}{address}/" for address in addresses)}
    for distribution in found.subjects(RDF.type, DCAT.Distribution):
        assert found.value(distribution, DCAT.mediaType)
        assert next(found.subjects(DCAT.distribution, distribution))


def test_each_dataset_says_the_same_as_the_catalogue(real: Workspace) -> None:
    catalogue = graph((real.build / places.CATALOGUE).read_bytes(), places.CATALOGUE)
    for path in sorted((real.build / "data/department-years").rglob("*.jsonld")):
        name = f"data/{path.relative_to(real.build / 'data').as_posix()}"
        alone = graph(path.read_bytes(), name)
        (one,) = alone.subjects(RDF.type, DCAT.Dataset)
        assert set(alone.objects(one, DCAT.distribution)) == set(
            catalogue.objects(one, DCAT.distribution)
        )
        assert alone.value(one, DCTERMS.title) == catalogue.value(one, DCTERMS.title)


def test_a_day_that_nobody_knows_is_left_out() -> None:
    known, unknown = dataset(small()), dataset(year(tree()))
    assert known["dct:modified"] == known["dateModified"] == "2024-05-06"
    assert "dct:modified" not in unknown
    assert UNKNOWN in unknown["description"]


def test_hostile_texts_are_words_and_no_links() -> None:
    for text in HOSTILE:
        region = model.region({"格式": 1, "名称": text, "部门": {"sifaju": {"名称": text}}})
        data = pretty(dataset(year(tree(), region)))
        found = graph(data, places.dataset(year(tree()).address))
        assert text in {str(value) for value in found.objects(None, SCHEMA.keywords)}
        assert json.loads(data)["spatialCoverage"]["name"] == text


def test_nothing_is_fetched_to_read_it(real: Workspace) -> None:
    path: Path = real.build / places.CATALOGUE
    assert isinstance(json.loads(path.read_text("utf-8"))["@context"], dict)


def test_a_page_can_hold_it() -> None:
    """Nothing in it ends the script, and it says the same as the file."""
    region = model.region(
        {"格式": 1, "名称": "</script><b>&", "部门": {"sifaju": {"名称": "司法局"}}}
    )
    one = year(tree(), region)
    text = embedded(one)
    assert not set("<>&") & set(text)
    assert json.loads(text)["identifier"] == one.address
    assert "</script><b>&" in json.loads(text)["keywords"]
    page = graph(text.encode("utf-8"), f"{one.address}/index.html")
    assert files_of(page) == files_of(graph(pretty(dataset(one)), places.dataset(one.address)))
