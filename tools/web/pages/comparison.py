"""Any two years of a department side by side."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tools.review.changes.kinds import FileChanges
from tools.review.changes.view import COLUMNS, FileView, view
from tools.source.repository import Entry
from tools.web.links import project_anchors, relative
from tools.web.page import Page, crumbs, place_of
from tools.web.provenance import of_years
from tools.web.public import Department, Public
from tools.web.withheld import compared


def pages(public: Public, department: Department) -> Iterator[Page]:
    """A page for each two years of the department."""
    for before, after in combinations(department.years, 2):
        yield _page(public, department, before, after)


def address(before: Entry, after: Entry) -> str:
    """Where two years of a department are compared, e.g. ``xinglong/sifaju/2024-2026``."""
    return f"{after.region}/{after.department}/{before.year}-{after.year}"


def others(department: Department, here: str) -> list[dict[str, Any]]:
    """The comparisons of the department, the latest first, as links on the page ``here``."""
    pairs = sorted(combinations(department.years, 2), key=lambda p: (-p[1].year, -p[0].year))
    return [
        {"before": one.year, "after": other.year, "link": relative(here, address(one, other))}
        for one, other in pairs
        if address(one, other) != here
    ]


def _page(public: Public, department: Department, before: Entry, after: Entry) -> Page:
    here = address(before, after)
    changes = compared(before, after)
    shown = view(changes)
    values = {
        **place_of(department),
        "crumbs": crumbs(public.repository, here),
        "name": department.name,
        "before": _year(here, before),
        "after": _year(here, after),
        "unit": (after.record.unit or "") if before.record.unit == after.record.unit else "",
        "units": (before.record.unit or "", after.record.unit or ""),
        "view": shown,
        "is_partial": bool(before.hidden or after.hidden),
        "columns": [column for column in COLUMNS if _count(shown, column)],
        "same": list(_unchanged(changes, here, after)),
        "others": others(department, here),
        "provenance": of_years(public, (before, after), here),
    }
    return Page(folder=here, template="comparison.md.j2", values=values)


def _year(here: str, entry: Entry) -> dict[str, Any]:
    return {"year": entry.year, "link": relative(here, entry.address)}


def _count(shown: FileView, column: str) -> int:
    return sum(project.counts[column] for project in shown.projects)


def _unchanged(changes: FileChanges, here: str, after: Entry) -> Iterator[dict[str, str]]:
    """Projects of the later year in which nothing changed; of one withheld nobody is told."""
    changed = {(one.identity, one.name) for one in changes.projects}
    projects = after.record.projects
    shown = after.record.disclosed
    for project, anchor in zip(projects, project_anchors(projects), strict=True):
        if project in shown and (project.identity, project.name) not in changed:
            yield {"name": project.name, "link": f"{relative(here, after.address)}#{anchor}"}
