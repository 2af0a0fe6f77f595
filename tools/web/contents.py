"""Every page of the site."""

from collections.abc import Iterator

from tools.web.page import Page
from tools.web.pages import department, department_year, findings, home, project, region
from tools.web.public import Public


def all_pages(public: Public) -> Iterator[Page]:
    """Every generated page of the site."""
    yield home.page(public)
    yield from findings.review_pages(public.repository, public.findings)
    for name, place, departments in public.regions():
        yield region.page(name, place, departments)
        for one in departments:
            yield department.page(public, one)
            yield from project.pages(public, one)
            for entry in one.years:
                yield department_year.page(public, one, entry)
