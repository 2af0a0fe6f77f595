"""A region with its departments."""

from collections.abc import Sequence
from typing import Any

from tools import model
from tools.source.repository import Entry
from tools.web.links import relative
from tools.web.opendata import places
from tools.web.page import Page
from tools.web.provenance import of_many
from tools.web.public import Department, Public, entries
from tools.web.totals import totals


def page(
    public: Public, region: str, place: model.Region, departments: Sequence[Department]
) -> Page:
    """The page of the region in the folder ``region``."""
    values = {
        "crumbs": [{"name": "首页", "link": relative(region, "")}],
        "sample": place.sample,
        "region": model.chinese(place),
        "totals": totals(entries(departments)),
        "latest": _latest(entries(departments)),
        "departments": [_department(region, one) for one in departments],
        "coverage_link": f"{relative(region, 'coverage')}#{region}",
        "provenance": of_many(public, entries(departments), region, [places.region(region)]),
    }
    return Page(folder=region, template="region.md.j2", values=values)


def _latest(listed: Sequence[Entry]) -> dict[str, Any]:
    """How much is disclosed for the latest year; budgets of several years do not add up."""
    year = max(entry.year for entry in listed)
    return {"year": year, **totals(entry for entry in listed if entry.year == year)}


def _department(here: str, department: Department) -> dict[str, Any]:
    """A department with its latest year, and links to all of them."""
    last = department.years[-1]
    return {
        "name": department.name,
        "link": relative(here, department.address),
        "years": [
            {"year": entry.year, "link": relative(here, entry.address)}
            for entry in department.years
        ],
        **totals([last]),
    }
