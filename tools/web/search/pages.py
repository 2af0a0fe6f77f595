"""The page that searches everything, and the one that lists all indicators.

Both are filled in by the scripts of ``site/assets/search/``; without them they say so and lead to
every department-year.
"""

from collections.abc import Iterator
from typing import Any

from tools.web.links import relative
from tools.web.page import Page
from tools.web.public import Department, Public

SEARCH = "search"
INDICATORS = "indicators"
# What a visitor may try first.
EXAMPLES = ("满意度", "培训", "法律顾问", "≥95%")


def search_pages(public: Public) -> Iterator[Page]:
    """The two pages.

    ``listed`` are all department-years, for those without JavaScript; ``mixed`` tells whether
    there are real and sample data, of which the sample is left out until it is asked for.
    """
    mixed = len({department.place.sample for department in public.departments}) > 1
    for folder in (SEARCH, INDICATORS):
        listed = [_listed(department, folder) for department in public.departments]
        values = {"listed": listed, "examples": EXAMPLES, "mixed": mixed}
        yield Page(folder=folder, template=f"{folder}.md.j2", values=values)


def _listed(department: Department, page: str) -> dict[str, Any]:
    """A department with links to its years."""
    return {
        "region": department.place.name,
        "name": department.name,
        "sample": department.place.sample,
        "years": [
            {"year": entry.year, "link": relative(page, entry.address)}
            for entry in department.years
        ],
    }
