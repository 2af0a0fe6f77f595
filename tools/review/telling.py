"""Which findings of the review the public may read: none that could quote what is withheld."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from tools.framework import Framework
from tools.problem import Problem
from tools.review.engine import review
from tools.source.repository import Entry, Repository
from tools.source.withholding import covers

WHOLE_FILE = ("", "/项目", "/整体绩效目标")


def told_publicly(
    public: Repository, frameworks: Mapping[str, Framework], found: Iterable[Problem]
) -> Iterator[Problem]:
    """What was ``found`` in whole files, for departments all of whose files are public and whole.

    For the others the rules run once more, on what is public. Of that is told what was found
    before too, so that no blank left by withholding counts as a defect, and nothing that stands
    where something is withheld.
    """
    guarded = {
        name: list(years)
        for name, years in groupby(public.entries, key=_department)
        if name in public.guarded
    }
    paths = {entry.path for years in guarded.values() for entry in years}
    before = set()
    for problem in found:
        if problem.path in paths:
            before.add(_at(problem))
        else:
            yield problem
    for (region, _), years in guarded.items():
        entries = {entry.path: entry for entry in years}
        for problem in review(years, dict(frameworks), public.regions.get(region)):
            if _at(problem) in before and not _touches(entries[problem.path], problem.pointer):
                yield problem


def _department(entry: Entry) -> tuple[str, str]:
    return entry.region, entry.department


def _at(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.rule, problem.pointer


def _touches(entry: Entry, pointer: str) -> bool:
    if any(covers(at, pointer) for at in entry.hidden):
        return True
    return pointer not in WHOLE_FILE and any(covers(pointer, at) for at in entry.hidden)
