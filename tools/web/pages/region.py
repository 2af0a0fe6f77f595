"""A region with its departments and their years."""

from collections.abc import Sequence

from tools import model
from tools.web.links import relative
from tools.web.page import Page, card
from tools.web.public import Department, entries
from tools.web.totals import totals


def page(region: str, place: model.Region, departments: Sequence[Department]) -> Page:
    """The page of the region in the folder ``region``."""
    values = {
        "crumbs": [{"name": "首页", "link": relative(region, "")}],
        "sample": place.sample,
        "region": model.chinese(place),
        "totals": totals(entries(departments)),
        "entries": [card(one, entry, region) for one in departments for entry in one.years],
    }
    return Page(folder=region, template="region.md.j2", values=values)
