"""Which department has published which year, and which year is missing."""

from collections.abc import Sequence
from typing import Any

from tools.web.former import regions_by_slug
from tools.web.links import relative
from tools.web.page import Page
from tools.web.provenance import of_many
from tools.web.public import Department, Public, entries

FOLDER = "coverage"


def page(public: Public) -> Page:
    """The page on coverage; a department of region.yaml without any year is listed too."""
    values = {
        "crumbs": [{"name": "首页", "link": relative(FOLDER, "")}],
        "provenance": of_many(public, public.repository.entries, FOLDER),
        "former": regions_by_slug(public.repository.regions),
        "regions": [_region(public, region, listed) for region, _, listed in public.regions()],
    }
    return Page(folder=FOLDER, template="coverage.md.j2", values=values)


def _region(public: Public, region: str, departments: Sequence[Department]) -> dict[str, Any]:
    place = public.repository.regions[region]
    known = {department.slug: department for department in departments}
    present = entries(departments)
    years = _years(public, sample=place.sample)
    rows = [
        _row(department.name, known.get(slug), years)
        for slug, department in sorted(place.departments.items())
    ]
    return {
        "slug": region,
        "name": place.name,
        "link": relative(FOLDER, region),
        "sample": place.sample,
        "years": years,
        "rows": rows,
        "present": len(present),
        "missing": len(years) * len(rows) - len(present),
    }


def _years(public: Public, *, sample: bool) -> list[int]:
    """From the first to the last year of any department; made-up years count by themselves."""
    found = [
        entry.year
        for department in public.departments
        if department.place.sample == sample
        for entry in department.years
    ]
    return list(range(min(found), max(found) + 1))


def _row(name: str, department: Department | None, years: Sequence[int]) -> dict[str, Any]:
    entries = {entry.year: entry for entry in department.years} if department else {}
    cells = [
        {
            "status": entries[year].record.status,
            "link": relative(FOLDER, entries[year].address),
            "year": year,
        }
        if year in entries
        else None
        for year in years
    ]
    link = relative(FOLDER, department.address) if department else ""
    return {"name": name, "link": link, "cells": cells}
