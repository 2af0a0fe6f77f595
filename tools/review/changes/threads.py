"""One project, and one indicator, through the years of a department."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from tools import model
from tools.likeness.pairing import Pair
from tools.review.changes.matching import match_indicators, match_projects
from tools.review.changes.verdict import Verdict, verdict

T = TypeVar("T")


class Stage(Struct, frozen=True):
    """One year of a project: ``file`` and ``project`` are indexes."""

    file: int
    project: int


class Value(Struct, frozen=True):
    """One year of an indicator. ``verdict`` compares with the year before; None for the first."""

    year: int
    indicator: model.Indicator
    verdict: Verdict | None


def project_threads(files: Sequence[model.DepartmentYear]) -> list[tuple[Stage, ...]]:
    """Every project of the files, which stand by year, each with all its years.

    A project that pauses a year and comes back under its code or name is one thread.
    """
    listed = [file.projects for file in files]
    return [
        tuple(Stage(file, project) for file, project in thread)
        for thread in _threads(listed, match_projects)
    ]


def indicator_threads(
    stages: Sequence[tuple[int, model.Project]],
) -> list[tuple[Value, ...]]:
    """Every filled indicator of one project with all its years; ``stages`` are year and project."""
    listed = [project.filled_indicators for _, project in stages]
    years = [year for year, _ in stages]
    result = []
    for thread in _threads(listed, match_indicators):
        rows = [(years[file], listed[file][row]) for file, row in thread]
        result.append(tuple(_valued(rows)))
    return result


def _valued(rows: list[tuple[int, model.Indicator]]) -> list[Value]:
    values = []
    for number, (year, row) in enumerate(rows):
        before = rows[number - 1] if number else None
        found = verdict(before[1], row, (before[0], year)) if before else None
        values.append(Value(year, row, found))
    return values


def _threads(
    listed: Sequence[Sequence[T]], match: Callable[[Sequence[T], Sequence[T]], list[Pair]]
) -> list[list[tuple[int, int]]]:
    """Threads of (list, index) in the order in which they begin."""
    threads: list[list[tuple[int, int]]] = []
    for number, items in enumerate(listed):
        ends = [listed[thread[-1][0]][thread[-1][1]] for thread in threads]
        for pair in match(ends, items):
            if pair.after is None:
                continue
            if pair.before is None:
                threads.append([(number, pair.after)])
            else:
                threads[pair.before].append((number, pair.after))
    return threads
