"""The static API: JSON files at addresses that stay, each with links to what it is about.

Lists stop at a department-year, so none grows long and no page of a list ever moves. An indicator
has no file of its own: sixty thousand files of 700 bytes help nobody. It is found by its id in its
project's file, or in the list of its department-year; its id is also its address on the site.
"""

from collections.abc import Iterator
from itertools import groupby

from tools.web.opendata import places
from tools.web.opendata.columns import (
    CORRECTIONS,
    DEPARTMENT_YEARS,
    INDICATORS,
    MEASURES,
    PLAN,
    PROJECTS,
    SUB_TARGETS,
)
from tools.web.opendata.subjects import Project, Year
from tools.web.opendata.tables import ProjectRows, YearRows
from tools.web.opendata.trees import Tree, tree, trees

VERSION = "1.0.0"
TITLE = "预算绩效目标公开数据"
LONG = ("overall",)  # told in the department-year's own file only


def of_all(years: list[Year]) -> Iterator[tuple[str, Tree]]:
    """The files above the department-years: each with its path."""
    yield places.INDEX, index(years)
    yield places.REGIONS, regions(years)
    yield places.DEPARTMENTS, departments(years)
    yield places.YEARS, department_years(years)
    for name, group in groupby(years, key=lambda year: year.entry.region):
        here = places.region(name)
        of_region = list(group)
        yield here, {**_region(here, of_region), "departments": _departments(here, of_region)}
        for below, listed in groupby(of_region, key=lambda year: year.entry.department):
            yield places.department(name, below), department(list(listed))


def of_year(rows: YearRows) -> Iterator[tuple[str, Tree]]:
    """The files of one department-year."""
    year = rows.subject
    parts = [_parts(project) for project in rows.projects]
    yield places.department_year(year.address), department_year(rows, parts)
    yield places.projects(year.address), projects(rows)
    yield places.indicators(year.address), indicators(rows)
    for found, part in zip(rows.projects, parts, strict=True):
        subject = found.subject
        yield places.project(year.address, subject.anchor), project(found, part)


def index(years: list[Year]) -> Tree:
    """Where to begin: what there is, how much, and where."""
    here = places.INDEX
    targets = {
        "openapi": places.OPENAPI,
        "regions": places.REGIONS,
        "departments": places.DEPARTMENTS,
        "department_years": places.YEARS,
        "datapackage": places.PACKAGE,
        "catalogue": places.CATALOGUE,
        "feed": places.FEED,
        "manifest": places.MANIFEST,
        "licence": places.LICENCE,
        "page": "",
    }
    records = [year.record for year in years]
    return {
        "title": TITLE,
        "version": VERSION,
        "counts": {
            "regions": len({year.entry.region for year in years}),
            "departments": len({(year.entry.region, year.entry.department) for year in years}),
            "department_years": len(years),
            "projects": sum(len(record.disclosed) for record in records),
            "indicators": sum(len(p.filled_indicators) for r in records for p in r.disclosed),
        },
        "links": {name: places.link(here, target) for name, target in targets.items()},
    }


def regions(years: list[Year]) -> Tree:
    """Every region."""
    here = places.REGIONS
    groups = groupby(years, key=lambda year: year.entry.region)
    return {"regions": [_region(here, list(group)) for _, group in groups]}


def departments(years: list[Year]) -> Tree:
    """Every department."""
    return {"departments": _departments(places.DEPARTMENTS, years)}


def department_years(years: list[Year]) -> Tree:
    """Every department-year."""
    return {"department_years": [_summary(places.YEARS, year) for year in years]}


def department(years: list[Year]) -> Tree:
    """One department with its years."""
    entry = years[0].entry
    here = places.department(entry.region, entry.department)
    listed = [_summary(here, year) for year in years]
    return {**_department(here, years), "department_years": listed}


def department_year(rows: YearRows, parts: list[Tree] | None = None) -> Tree:
    """All that a department-year's form says, and what programs understand of it."""
    year = rows.subject
    here = places.department_year(year.address)
    made = [_parts(found) for found in rows.projects] if parts is None else parts
    return {
        **tree(DEPARTMENT_YEARS, rows.row),
        "sub_targets": trees(SUB_TARGETS, rows.sub_targets, nested=True),
        "measures": trees(MEASURES, rows.measures, nested=True),
        "projects": [
            {
                **tree(PROJECTS, found.row, nested=True),
                **part,
                "links": _project_links(here, found.subject),
            }
            for found, part in zip(rows.projects, made, strict=True)
        ],
        "corrections": trees(CORRECTIONS, rows.corrections, nested=True),
        "links": _year_links(here, year),
    }


def projects(rows: YearRows) -> Tree:
    """The projects of a department-year, without their indicators."""
    year = rows.subject
    here = places.projects(year.address)
    listed = [
        {**tree(PROJECTS, found.row), "links": _project_links(here, found.subject)}
        for found in rows.projects
    ]
    return {"department_year": year.address, "projects": listed, "links": _year_links(here, year)}


def indicators(rows: YearRows) -> Tree:
    """Every row of every project of a department-year."""
    year = rows.subject
    here = places.indicators(year.address)
    listed = [tree(INDICATORS, row) for found in rows.projects for row in found.indicators]
    return {"department_year": year.address, "indicators": listed, "links": _year_links(here, year)}


def project(rows: ProjectRows, parts: Tree | None = None) -> Tree:
    """One project with its plan and its indicators."""
    found = rows.subject
    here = places.project(found.year.address, found.anchor)
    made = _parts(rows) if parts is None else parts
    return {**tree(PROJECTS, rows.row), **made, "links": _project_links(here, found)}


def _parts(rows: ProjectRows) -> Tree:
    """What belongs to a project; the same in every file."""
    return {
        "plan": trees(PLAN, rows.plan, nested=True),
        "indicators": trees(INDICATORS, rows.indicators, nested=True),
    }


def _region(here: str, years: list[Year]) -> Tree:
    entry, place = years[0].entry, years[0].place
    return {
        "region": entry.region,
        "name": place.name,
        "full_name": place.full_name or None,
        "code": place.code or None,
        "note": place.note or None,
        "sample": place.sample,
        "department_year_count": len(years),
        "links": {
            "self": places.link(here, places.region(entry.region)),
            "page": places.link(here, entry.region),
        },
    }


def _departments(here: str, years: list[Year]) -> list[Tree]:
    groups = groupby(years, key=lambda year: (year.entry.region, year.entry.department))
    return [_department(here, list(group)) for _, group in groups]


def _department(here: str, years: list[Year]) -> Tree:
    entry = years[0].entry
    return {
        "region": entry.region,
        "region_name": years[0].place.name,
        "department": entry.department,
        "name": years[0].name,
        "sample": years[0].place.sample,
        "years": [year.entry.year for year in years],
        "links": {
            "self": places.link(here, places.department(entry.region, entry.department)),
            "region": places.link(here, places.region(entry.region)),
            "page": places.link(here, f"{entry.region}/{entry.department}"),
        },
    }


def _summary(here: str, year: Year) -> Tree:
    row = tree(DEPARTMENT_YEARS, DEPARTMENT_YEARS.row(year))
    kept = {name: value for name, value in row.items() if name not in LONG}
    return {**kept, "links": _year_links(here, year)}


def _year_links(here: str, year: Year) -> dict[str, str]:
    return {
        "self": places.link(here, places.department_year(year.address)),
        "department": places.link(
            here, places.department(year.entry.region, year.entry.department)
        ),
        "projects": places.link(here, places.projects(year.address)),
        "indicators": places.link(here, places.indicators(year.address)),
        **places.downloads(here, year.address),
    }


def _project_links(here: str, found: Project) -> dict[str, str]:
    address, anchor = found.year.address, found.anchor
    return {
        "self": places.link(here, places.project(address, anchor)),
        "department_year": places.link(here, places.department_year(address)),
        "page": places.link(here, address, anchor),
        "csv": places.link(here, places.project_file(address, anchor, "csv")),
        "yaml": places.link(here, places.project_file(address, anchor, "yaml")),
    }
