"""Every page of the site."""

from collections.abc import Iterator

from tools.web.page import Page
from tools.web.pages import (
    comparison,
    corrections,
    coverage,
    department,
    department_year,
    findings,
    home,
    project,
    region,
    sources,
)
from tools.web.public import Public
from tools.web.search.pages import search_pages


def all_pages(public: Public) -> Iterator[Page]:
    """Every generated page of the site."""
    yield home.page(public)
    yield from search_pages(public)
    yield coverage.page(public)
    yield corrections.page(public)
    yield sources.page(public)
    yield from findings.review_pages(public)
    for name, place, departments in public.regions():
        yield region.page(public, name, place, departments)
        for one in departments:
            yield department.page(public, one)
            yield from comparison.pages(public, one)
            yield from project.pages(public, one)
            for entry in one.years:
                yield department_year.page(public, one, entry)
