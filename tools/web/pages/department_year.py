"""A department-year: everything that its form says."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from msgspec import UNSET, UnsetType

from tools import model
from tools.source.repository import Entry
from tools.web import former
from tools.web.links import (
    download_stem,
    measure_anchors,
    project_anchors,
    relative,
    sub_target_anchors,
)
from tools.web.opendata import places
from tools.web.opendata.catalogue import embedded
from tools.web.opendata.subjects import Year
from tools.web.page import Page, crumbs, place_of
from tools.web.pages.comparison import address
from tools.web.pages.findings import Checked, findings_folder, marks, summary
from tools.web.pages.sources import source_anchor
from tools.web.pages.targets import targets
from tools.web.provenance import of_entry
from tools.web.public import Department, Public
from tools.web.threads import Stage, Thread
from tools.web.totals import totals
from tools.web.withheld import is_partial


def page(public: Public, department: Department, found: Checked) -> Page:
    """The page of one year of the department, with marks where something was found."""
    entry = found.entry
    record, here = entry.record, entry.address
    tree = model.chinese(record)
    values = {
        **place_of(department),
        "crumbs": crumbs(public.repository, here),
        "name": department.name,
        "year": entry.year,
        "tree": tree,
        "item_anchors": sub_target_anchors(record.targets.sub_targets),
        "measure_anchors": measure_anchors(record.targets.measures),
        "unit": tree.get("金额单位", ""),
        "framework": public.framework(entry).document,
        "totals": totals([entry]),
        "hidden": bool(entry.hidden),
        "stem": download_stem(entry.address),
        "workbook": places.from_folder(here, places.workbook(entry.address)),
        "sources_link": f"{relative(here, 'sources')}#{source_anchor(entry)}",
        "findings_link": relative(here, findings_folder(entry)),
        "siblings": [
            {
                "year": other.year,
                "link": relative(here, other.address),
                "comparison": relative(here, address(*sorted((entry, other), key=_year))),
            }
            for other in department.years
            if other is not entry
        ],
        "former": former.by_anchor(record.projects),
        "projects": list(_projects(public, department, entry)),
        "marks": marks(found),
        "checked": summary(found),
        "provenance": of_entry(public, entry, here),
        "dataset": _dataset(public, department, entry),
    }
    return Page(folder=here, template="department-year.md.j2", values=values)


def _dataset(public: Public, department: Department, entry: Entry) -> Markup:
    """What search engines are told, as JSON that is safe within the page."""
    year = Year(
        entry=entry,
        place=department.place,
        name=department.name,
        framework=public.framework(entry),
        commit=public.commits.get(entry.address),
    )
    return Markup(embedded(year))  # noqa: S704 - every sign that HTML knows is escaped there


def _year(entry: Entry) -> int:
    return entry.year


def _projects(public: Public, department: Department, entry: Entry) -> Iterator[dict[str, Any]]:
    """Projects numbered as the form numbers them: anew in each category."""
    number = 0
    category: str | UnsetType = UNSET
    anchors = project_anchors(entry.record.projects)
    for index, (project, anchor) in enumerate(zip(entry.record.projects, anchors, strict=True)):
        is_new = project.category != category
        number = 1 if is_new else number + 1
        category = project.category
        thread, stage = department.places[entry.address, index]
        yield {
            **targets(public, stage, anchor),
            **_through_years(department, thread, stage),
            "number": number,
            "category": project.category if is_new and project.category else None,
        }


def _through_years(department: Department, thread: Thread, stage: Stage) -> dict[str, Any]:
    """Where the project's own page is, and how it changed since the year before."""
    before = thread.before(stage)
    changes = department.changes.get((stage.entry.address, stage.index))
    return {
        "link": relative(stage.entry.address, thread.address),
        "before": before.year if before else None,
        "changes": changes,
        "is_partial": before is not None and is_partial(before, stage),
    }
