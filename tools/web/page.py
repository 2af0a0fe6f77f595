"""What every page of the site has: an address, a template, and the way to it."""

from typing import Any

from msgspec import Struct

from tools import model
from tools.source.repository import Entry, Repository
from tools.web.links import relative
from tools.web.public import Department
from tools.web.totals import totals


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


def card(department: Department, entry: Entry, page: str) -> dict[str, Any]:
    """A department-year as one line of a list on ``page``."""
    return {
        "link": relative(page, entry.address),
        "year": entry.year,
        "name": department.name,
        "status": entry.record.status,
        "department_link": relative(page, department.address),
        "region": department.place.name,
        "region_link": relative(page, department.region),
        "sample": department.place.sample,
        **totals([entry]),
    }


def place_of(department: Department) -> dict[str, Any]:
    """What pages of a department say of its region."""
    return {"sample": department.place.sample, "region": model.chinese(department.place)}
