"""A department across its years."""

from tools.web.page import Page, card, crumbs, place_of
from tools.web.public import Department, Public


def page(public: Public, department: Department) -> Page:
    """The page of the department."""
    here = department.address
    values = {
        **place_of(department),
        "crumbs": crumbs(public.repository, here),
        "name": department.name,
        "entries": [card(department, entry, here) for entry in department.years],
    }
    return Page(folder=here, template="department.md.j2", values=values)
