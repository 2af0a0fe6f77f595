"""The complete site: every link of every data file leads somewhere, and nothing is left behind."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import pytest
from lxml import etree

from tests.records import save, tree
from tools.checking import check
from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web.assembly import assemble
from tools.web.opendata import manifest, places

ROOT = Path(__file__).parents[2]
HOST = "https://site.invalid/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("assembled").resolve()
    for name in ("schema", "templates", "site", "targets"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    workspace = Workspace(root)
    checked = check(workspace)
    assemble(workspace, checked.repository, checked.findings)
    return workspace


def links(content: Any) -> Iterator[str]:
    """What looks like a link in a JSON document, whatever it is called there."""
    if isinstance(content, dict):
        for key, value in content.items():
            is_link = key in ("contentUrl", "url", "license", "path", "dcat:downloadURL")
            if isinstance(value, str) and (is_link or key == "dcat:landingPage"):
                yield value
            elif key == "links":
                yield from value.values()
            else:
                yield from links(value)
    elif isinstance(content, list):
        for value in content:
            yield from links(value)


def found(folder: Path) -> Iterator[tuple[str, str]]:
    """Every link with the file that it stands in."""
    for path in sorted((folder / "data").rglob("*")):
        here = path.relative_to(folder).as_posix()
        if path.suffix in (".json", ".jsonld") and here not in (places.MANIFEST, places.OPENAPI):
            yield from ((here, link) for link in set(links(json.loads(path.read_bytes()))))
        elif path.suffix == ".xml":
            for link in etree.parse(path).iter("{*}link"):
                yield here, link.get("href")


def test_every_link_of_the_data_leads_somewhere(built: Workspace) -> None:
    folder = built.build / "site"
    ids: dict[Path, set[str]] = {}
    seen = 0
    for here, link in found(folder):
        if link.startswith("https://"):
            continue
        address, anchor = urldefrag(urljoin(HOST + here, link))
        target = folder / unquote(urlparse(address).path).lstrip("/")
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), (here, link)
        if anchor and target.suffix == ".html":
            known = ids.setdefault(target, set(re.findall(r'\bid="([^"]+)"', target.read_text())))
            assert anchor in known, (here, link)
        seen += 1
    assert seen > 500


def test_every_id_of_a_row_is_its_place_on_the_page(built: Workspace) -> None:
    folder = built.build / "site"
    for table in ("sub_targets", "measures", "projects"):
        rows = json.loads((folder / places.table(table, "json")).read_bytes())
        assert rows
        for row in rows:
            address, anchor = urldefrag(row["id"])
            page = (folder / address / "index.html").read_text("utf-8")
            assert f' id="{anchor}"' in page, row["id"]


def test_pages_and_data_offer_the_same_files(built: Workspace) -> None:
    folder = built.build / "site"
    for entry in load(built).entries:
        for offer in places.year_files(entry.address, entry.address):
            assert (folder / entry.address / offer.link).is_file(), offer
    page = (folder / "opendata/index.html").read_text("utf-8")
    offered = re.findall(r'href="(\.\./data/[^"]+)"', page)
    assert len(offered) > 15
    for link in offered:
        assert (folder / "opendata" / link).is_file(), link


def test_every_page_names_the_feed(built: Workspace) -> None:
    folder = built.build / "site"
    for path in folder.rglob("index.html"):
        (link,) = re.findall(r'type=.?application/atom\+xml.*?href="([^"]+)"', path.read_text())
        assert (path.parent / link).resolve() == folder / "data/feed.xml"


def test_every_file_but_pages_and_their_looks_is_in_the_manifest(built: Workspace) -> None:
    folder = built.build / "site"
    known = {f.path for f in manifest.read((folder / places.MANIFEST).read_bytes()).files}
    own = {places.MANIFEST, places.SUMS}
    data = {p.relative_to(folder).as_posix() for p in (folder / "data").rglob("*") if p.is_file()}
    listed = (path for ending in ("docx", "yaml") for path in folder.rglob(f"*.{ending}"))
    beside = {path.relative_to(folder).as_posix() for path in listed}
    assert data | beside == known | own


def test_a_fault_leaves_the_old_site_up(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    save(copy, "shili/sifaju/2024", tree())
    (copy.build / "site").mkdir(parents=True)
    (copy.build / "site/old.html").write_text("x")

    def fail(*_: object) -> bytes:
        raise OSError("磁盘满了")

    monkeypatch.setattr(manifest, "write", fail)
    with pytest.raises(OSError, match="磁盘满了"):
        assemble(copy, load(copy))
    assert [p.name for p in (copy.build / "site").iterdir()] == ["old.html"]
    assert sorted(p.name for p in copy.build.iterdir()) == ["docs", "site"]
