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
    rules,
    sources,
)
from tools.web.public import Department, Public
from tools.web.search.pages import search_pages


def all_pages(public: Public) -> Iterator[Page]:
    """Every generated page of the site."""
    yield from shared_pages(public)
    for one in public.departments:
        yield from department_pages(public, one)


def shared_pages(public: Public) -> Iterator[Page]:
    """The pages that are not of one department."""
    yield home.page(public)
    yield from search_pages(public)
    yield coverage.page(public)
    yield corrections.page(public)
    yield sources.page(public)
    found = findings.checked(public, public.departments)
    yield from rules.pages(public.repository, found)
    yield findings.overview_page(public, found)
    for name, place, departments in public.regions():
        yield region.page(public, name, place, departments)


def department_pages(public: Public, one: Department) -> Iterator[Page]:
    """The pages of one department, of which nothing else has to be known."""
    yield department.page(public, one)
    yield from comparison.pages(public, one)
    yield from project.pages(public, one)
    for found in findings.checked(public, [one]):
        yield department_year.page(public, one, found)
        yield findings.year_page(public, found)
