"""A project through its years: what it promises now, and what changed from year to year."""

from collections.abc import Iterator
from typing import Any

from tools.review.changes.threads import Value, indicator_threads
from tools.review.changes.verdict import Verdict
from tools.source.repository import Entry
from tools.web.former import rows_by_anchor
from tools.web.links import relative
from tools.web.opendata.comparing import is_withheld
from tools.web.page import Page, crumbs, place_of
from tools.web.pages.since import sentence
from tools.web.pages.targets import is_told, targets
from tools.web.provenance import of_project
from tools.web.public import Department, Public
from tools.web.threads import Stage, Thread
from tools.web.understanding import understood
from tools.web.withheld import is_partial

HERE = "targets"
QUIET = (None, Verdict.SAME, Verdict.FORMATTING)


def pages(public: Public, department: Department) -> Iterator[Page]:
    """The pages of all projects of the department."""
    for thread in department.threads:
        yield _page(public, department, thread)


def _page(public: Public, department: Department, thread: Thread) -> Page:
    here, last = thread.address, thread.last
    years = [_year(here, stage) for stage in reversed(thread.stages)]
    values = {
        **place_of(department),
        "crumbs": crumbs(public.repository, here),
        "department": department.name,
        "name": last.project.name,
        "names": sorted({s.project.name for s in thread.stages} - {last.project.name}),
        "year": last.year,
        "unit": last.entry.record.unit or "",
        "year_link": _place(here, last),
        "project": targets(public, last, HERE),
        "former": rows_by_anchor(last.project, HERE),
        "since": _since(department, thread),
        "years": years,
        "same_code": len({one["code"] for one in years}) == 1,
        "rows": _rows(public, thread) if len(thread.stages) > 1 else [],
        "steps": list(_steps(department, thread)),
        "provenance": of_project(public, thread),
    }
    return Page(folder=here, template="project.md.j2", values=values)


def _since(department: Department, thread: Thread) -> str:
    last, before = thread.last, thread.before(thread.last)
    if before is None:
        return ""
    return sentence(last, before, department.changes[last.entry.address, last.index])


def _place(here: str, stage: Stage) -> str:
    """Where the project stands on the department-year's page."""
    return f"{relative(here, stage.entry.address)}#{stage.anchor}"


def _year(here: str, stage: Stage) -> dict[str, Any]:
    tree = stage.tree
    return {
        "year": stage.year,
        "link": _place(here, stage),
        "name": stage.project.name,
        "code": tree.get("项目编码") or "",
        "budget": tree.get("预算数"),
        "unit": stage.entry.record.unit or "",
        "indicators": len(stage.project.filled_indicators),
    }


def _rows(public: Public, thread: Thread) -> list[dict[str, Any]]:
    """Each indicator with its value in each year, the latest first."""
    years = [stage.year for stage in reversed(thread.stages)]
    listed = indicator_threads([(stage.year, stage.project) for stage in thread.stages])
    return [_row(public, thread.last.entry, values, years) for values in listed]


def _row(
    public: Public, entry: Entry, thread: tuple[Value, ...], years: list[int]
) -> dict[str, Any]:
    values = {value.year: value for value in thread}
    last = thread[-1].indicator
    doubtful = _doubtful(thread)
    return {
        "level2": public.printed(entry, last.level2),
        "name": last.name,
        "cells": [_cell(values.get(year), doubtful) for year in years],
    }


def _doubtful(thread: tuple[Value, ...]) -> set[int]:
    """The years of which nobody outside can say how the value changed: one is withheld."""
    pairs = zip((None, *thread), thread, strict=False)
    return {value.year for before, value in pairs if is_withheld(before, value)}


def _cell(value: Value | None, doubtful: set[int]) -> dict[str, str] | None:
    if value is None:
        return None
    is_quiet = value.verdict in QUIET or value.year in doubtful
    told = "" if is_quiet else str(value.verdict)
    written = value.indicator.value or ""
    return {
        "value": written,
        "verdict": told,
        "understood": understood(value.indicator.target) if is_told(written) else "",
    }


def _steps(department: Department, thread: Thread) -> Iterator[dict[str, Any]]:
    """What changed from one year to the next, the latest first."""
    for stage in reversed(thread.stages):
        before = thread.before(stage)
        if before:
            yield {
                "before": before.year,
                "after": stage.year,
                "units": tuple(one.entry.record.unit or "" for one in (before, stage)),
                "changes": department.changes[stage.entry.address, stage.index],
                "is_partial": is_partial(before, stage),
            }
