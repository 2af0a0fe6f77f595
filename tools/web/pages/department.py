"""A department across its years."""

from typing import Any

from tools.web.links import relative
from tools.web.opendata import places
from tools.web.page import Page, card, crumbs, place_of
from tools.web.pages.comparison import others
from tools.web.provenance import of_many
from tools.web.public import Department, Public
from tools.web.threads import Thread


def page(public: Public, department: Department) -> Page:
    """The page of the department."""
    here = department.address
    data = places.department(department.region, department.slug)
    values = {
        **place_of(department),
        "crumbs": crumbs(public.repository, here),
        "name": department.name,
        "entries": [card(department, entry, here) for entry in department.years],
        "comparisons": others(department, here),
        "years": [entry.year for entry in department.years],
        "projects": [_project(department, thread) for thread in _latest_first(department)],
        "provenance": of_many(public, department.years, here, [data]),
    }
    return Page(folder=here, template="department.md.j2", values=values)


def _latest_first(department: Department) -> list[Thread]:
    """Projects of the latest year in its order, then those that ended before."""
    return sorted(department.threads, key=lambda thread: (-thread.last.year, thread.last.index))


def _project(department: Department, thread: Thread) -> dict[str, Any]:
    here = department.address
    stages = {stage.year: stage for stage in thread.stages}
    cells = [
        {
            "link": f"{relative(here, entry.address)}#{stages[entry.year].anchor}",
            "withheld": stages[entry.year].withheld,
            "budget": stages[entry.year].tree.get("预算数"),
            "unit": entry.record.unit or "",
            "indicators": len(stages[entry.year].project.filled_indicators),
        }
        if entry.year in stages
        else None
        for entry in department.years
    ]
    return {
        "name": thread.last.project.name,
        "link": relative(here, thread.address),
        "cells": cells,
    }
