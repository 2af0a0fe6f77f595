"""One project through the years, as the table on its place of the site."""

from collections.abc import Sequence
from typing import Any

from tools.review.changes.threads import Value, indicator_threads, project_threads
from tools.review.changes.verdict import Verdict
from tools.source.repository import Entry
from tools.web.links import project_anchors, relative

QUIET = (None, Verdict.SAME, Verdict.FORMATTING)


def years_of_projects(entries: Sequence[Entry]) -> dict[tuple[str, int], dict[str, Any]]:
    """For each address and index of a project that has other years, what its table shows.

    ``entries`` are the years of one department, the earliest first.
    """
    result = {}
    anchors = [project_anchors(entry.record.projects) for entry in entries]
    for thread in project_threads([entry.record for entry in entries]):
        if len(thread) < 2:
            continue
        stages = [
            (entries[stage.file], stage.project, anchors[stage.file][stage.project])
            for stage in thread
        ]
        for entry, index, _ in stages:
            result[entry.address, index] = _table(entry, stages)
    return result


def _table(here: Entry, stages: list[tuple[Entry, int, str]]) -> dict[str, Any]:
    years = [
        {
            "year": entry.year,
            "link": f"{relative(here.address, entry.address)}#{anchor}" if entry != here else "",
            "budget": entry.record.projects[index].amount,
            "unit": entry.record.unit or "",
            "name": entry.record.projects[index].name,
        }
        for entry, index, anchor in stages
    ]
    projects = [(entry.year, entry.record.projects[index]) for entry, index, _ in stages]
    threads = indicator_threads(projects)
    return {
        "years": years,
        "rows": [_row(thread, [year for year, _ in projects]) for thread in threads],
    }


def _row(thread: tuple[Value, ...], years: list[int]) -> dict[str, Any]:
    values = {value.year: value for value in thread}
    last = thread[-1].indicator
    return {
        "level2": last.level2,
        "name": last.name,
        "cells": [_cell(values.get(year)) for year in years],
    }


def _cell(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    told = "" if value.verdict in QUIET else str(value.verdict)
    return {"value": value.indicator.value or "", "verdict": told}
