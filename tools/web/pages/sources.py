"""The source of each document, and what is not printed there and was inferred."""

from collections.abc import Iterator
from typing import Any

from tools.source.repository import Entry
from tools.web.former import folders, old_paths
from tools.web.links import download_stem, relative
from tools.web.page import Page
from tools.web.provenance import of_many
from tools.web.public import Public

FOLDER = "sources"


def page(public: Public) -> Page:
    """The page on sources."""
    values = {
        "crumbs": [
            {"name": "首页", "link": relative(FOLDER, "")},
            {"name": "关于本站", "link": relative(FOLDER, "about")},
        ],
        "sources": list(_sources(public)),
        "provenance": of_many(public, public.repository.entries, FOLDER),
    }
    return Page(folder=FOLDER, template="sources.md.j2", values=values)


def source_anchor(entry: Entry) -> str:
    """Where the page tells the source of the entry."""
    return _anchor(entry.address)


def _anchor(address: str) -> str:
    return f"s-{download_stem(address)}"


def _sources(public: Public) -> Iterator[dict[str, Any]]:
    repository = public.repository
    addresses = [entry.address for entry in repository.entries]
    moved = old_paths(addresses, folders(repository.regions))
    for department in public.departments:
        for entry in department.years:
            origin = entry.record.origin
            yield {
                "name": department.name,
                "region": department.place.name,
                "region_note": department.place.note or "",
                "sample": department.place.sample,
                "year": entry.year,
                "anchor": source_anchor(entry),
                "former": [_anchor(old) for old, now in moved.items() if now == entry.address],
                "link": relative(FOLDER, entry.address),
                "path": entry.path,
                "file": (origin.file or "") if origin else "",
                "note": (origin.note or "") if origin else "",
            }
