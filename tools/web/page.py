"""What every page of the site has: an address, a template, and the way to it."""

from typing import Any

from msgspec import Struct

from tools.source.repository import Entry, Repository
from tools.web.links import relative


class Page(Struct, frozen=True, kw_only=True):
    """One page: its folder from the site's root, its template and the values for it."""

    folder: str
    template: str
    values: dict[str, Any]


def display_name(repository: Repository, entry: Entry) -> str:
    """How the site calls the department of an entry."""
    return repository.regions[entry.region].departments[entry.department].name


def crumbs(repository: Repository, page: str) -> list[dict[str, str]]:
    """The way from the home page to the parent of ``page``."""
    parts = page.split("/")
    way = [{"name": "首页", "link": relative(page, "")}]
    if len(parts) > 1:
        name = repository.regions[parts[0]].name
        way.append({"name": name, "link": relative(page, parts[0])})
    if len(parts) > 2:
        name = repository.regions[parts[0]].departments[parts[1]].name
        way.append({"name": name, "link": relative(page, "/".join(parts[:2]))})
    return way
