"""The page that searches everything, and the one that lists all indicators.

Both are filled in by the scripts of ``site/assets/search/``; without them they say so and lead to
every department-year.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tools.source.repository import Entry, Repository
from tools.web.links import relative
from tools.web.page import Page, display_name

SEARCH = "search"
INDICATORS = "indicators"
# What a visitor may try first.
EXAMPLES = ("满意度", "培训", "法律顾问", "≥95%")


def search_pages(repository: Repository) -> Iterator[Page]:
    """The two pages; ``listed`` are all department-years, for those without JavaScript."""
    for folder in (SEARCH, INDICATORS):
        values = {"listed": _listed(repository, folder), "examples": EXAMPLES}
        yield Page(folder=folder, template=f"{folder}.md.j2", values=values)


def _listed(repository: Repository, page: str) -> list[dict[str, Any]]:
    """Departments with links to their years."""
    return [
        {
            "region": repository.regions[region].name,
            "name": display_name(repository, years[0]),
            "sample": repository.is_sample(years[0]),
            "years": [
                {"year": entry.year, "link": relative(page, entry.address)} for entry in years
            ],
        }
        for (region, _), years in _by_department(repository)
    ]


def _by_department(repository: Repository) -> Iterator[tuple[tuple[str, str], list[Entry]]]:
    for key, years in groupby(repository.entries, key=lambda e: (e.region, e.department)):
        yield key, list(years)
