"""What each page of the site shows: models to the values that templates print."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from msgspec import UNSET, UnsetType

from tools import model
from tools.framework import Framework
from tools.problem import Problem
from tools.source.repository import Entry, Repository
from tools.value import MONEY_UNITS
from tools.web import former
from tools.web.findings import findings_folder, review_pages
from tools.web.links import indicator_anchors, project_anchors, relative
from tools.web.page import Page, crumbs, display_name
from tools.web.years import years_of_projects

LABELS = ("项目编码", "项目类别", "预算数", "财政资金", "其他资金", "资金用途")
AMOUNTS = {"预算数", "财政资金", "其他资金"}


def all_pages(
    repository: Repository, frameworks: dict[str, Framework], findings: Iterable[Problem] = ()
) -> Iterator[Page]:
    """Every generated page of the site; ``findings`` are those of the review."""
    yield _home(repository)
    yield from review_pages(repository, findings)
    for region, entries in groupby(repository.entries, key=lambda entry: entry.region):
        listed = list(entries)
        yield _region(repository, region, listed)
        for department, years in groupby(listed, key=lambda entry: entry.department):
            of_department = list(years)
            yield _department(repository, region, department, of_department)
            for entry in of_department:
                yield _department_year(repository, entry, of_department, frameworks)


def download_stem(entry: Entry) -> str:
    """The name of an entry's files for download, without the ending."""
    return entry.address.replace("/", "-")


def _totals(entries: list[Entry]) -> dict[str, Any]:
    """How much is disclosed; ``budget`` is in 万元, over the projects that print one."""
    budgets = [
        project.budget * MONEY_UNITS[entry.record.unit] / MONEY_UNITS["万元"]
        for entry in entries
        for project in entry.record.projects
        if isinstance(project.budget, Decimal) and isinstance(entry.record.unit, str)
    ]
    return {
        "documents": len(entries),
        "departments": len({(entry.region, entry.department) for entry in entries}),
        "projects": sum(len(entry.record.projects) for entry in entries),
        "indicators": sum(
            len(project.filled_indicators) for entry in entries for project in entry.record.projects
        ),
        "budget": sum(budgets, Decimal(0)),
        "budgeted": len(budgets),
    }


def _card(repository: Repository, entry: Entry, page: str) -> dict[str, Any]:
    """A department-year as one line of a list."""
    return {
        "link": relative(page, entry.address),
        "year": entry.year,
        "name": display_name(repository, entry),
        "status": entry.record.status,
        **_totals([entry]),
    }


def _home(repository: Repository) -> Page:
    entries = [
        {
            **_card(repository, entry, ""),
            "region": repository.regions[entry.region].name,
            "region_link": relative("", entry.region),
            "department_link": relative("", f"{entry.region}/{entry.department}"),
            "sample": repository.is_sample(entry),
        }
        for entry in repository.entries
    ]
    counted = [entry for entry in repository.entries if not repository.is_sample(entry)]
    regions = len({entry.region for entry in counted})
    values = {"entries": entries, "totals": {"regions": regions, **_totals(counted)}}
    return Page(folder="", template="home.md.j2", values=values)


def _common(repository: Repository, page: str) -> dict[str, Any]:
    region = repository.regions[page.split("/")[0]]
    return {
        "crumbs": crumbs(repository, page),
        "sample": region.sample,
        "region": model.chinese(region),
    }


def _region(repository: Repository, region: str, entries: list[Entry]) -> Page:
    values = {
        **_common(repository, region),
        "totals": _totals(entries),
        "entries": [_card(repository, entry, region) for entry in entries],
    }
    return Page(folder=region, template="region.md.j2", values=values)


def _department(repository: Repository, region: str, department: str, entries: list[Entry]) -> Page:
    page = f"{region}/{department}"
    values = {
        **_common(repository, page),
        "name": repository.regions[region].departments[department].name,
        "entries": [_card(repository, entry, page) for entry in entries],
    }
    return Page(folder=page, template="department.md.j2", values=values)


def _department_year(
    repository: Repository,
    entry: Entry,
    siblings: list[Entry],
    frameworks: dict[str, Framework],
) -> Page:
    record = entry.record
    framework = frameworks[record.framework]
    anchors = project_anchors(record.projects)
    tree = model.chinese(record)
    values = {
        **_common(repository, entry.address),
        "name": display_name(repository, entry),
        "year": entry.year,
        "tree": tree,
        "unit": tree.get("金额单位", ""),
        "framework": framework.document,
        "totals": _totals([entry]),
        "stem": download_stem(entry),
        "findings_link": relative(entry.address, findings_folder(entry)),
        "siblings": [
            {"year": other.year, "link": relative(entry.address, other.address)}
            for other in siblings
            if other is not entry
        ],
        "former": former.by_anchor(record.projects),
        "projects": list(_projects(entry, anchors, framework, years_of_projects(siblings))),
    }
    return Page(folder=entry.address, template="department-year.md.j2", values=values)


def _projects(
    entry: Entry,
    anchors: list[str],
    framework: Framework,
    years: dict[tuple[str, int], dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Projects numbered as the form numbers them: anew in each category."""
    number = 0
    category: str | UnsetType = UNSET
    for index, (project, anchor) in enumerate(zip(entry.record.projects, anchors, strict=True)):
        is_new = project.category != category
        number = 1 if is_new else number + 1
        category = project.category
        yield {
            **_project(project, anchor, framework),
            "number": number,
            "years": years.get((entry.address, index)),
            "category": project.category if is_new and project.category else None,
        }


def _project(project: model.Project, anchor: str, framework: Framework) -> dict[str, Any]:
    tree = model.chinese(project)
    anchors = indicator_anchors(anchor, project.indicators)
    rows = [
        {
            "anchor": row_anchor,
            "level1": framework.level1(row.level2),
            **model.chinese(row),
        }
        for row, row_anchor in zip(project.indicators, anchors, strict=True)
        if not row.is_blank
    ]
    return {
        "anchor": anchor,
        "name": project.name,
        "budget": project.budget if isinstance(project.budget, Decimal) else None,
        "heading": tree.get("标题"),
        "facts": [
            {"label": key, "value": tree[key], "amount": key in AMOUNTS}
            for key in LABELS
            if key in tree
        ],
        "plan": tree.get("资金支出计划"),
        "goals": project.goals,
        "rows": rows,
        "blank": [row.level2 for row in project.indicators if row.is_blank],
    }
