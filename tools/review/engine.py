"""Runs the rules over a department's years and turns findings into problems.

The only place that decides how much a finding weighs.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from msgspec import Struct, structs

from tools import model
from tools.framework import Framework
from tools.problem import Level, Problem
from tools.review import exemptions, rules
from tools.review.finding import Criterion, Finding, Scope
from tools.review.levels import HIDDEN_BY, LEVELS, WITHOUT_EXCEPTION
from tools.review.page import Page, parse_page
from tools.review.subject import FileSubject, HistorySubject, ProjectSubject, Subject
from tools.source.repository import Entry
from tools.source.withholding import cells, covers

CRASHED = "rule-crashed"


class Rule(Struct, frozen=True):
    """One file of ``rules/``: its id, its manual page and its check."""

    name: str
    scope: Scope
    criterion: Criterion
    page: Page
    check: Callable[[Any], Iterable[Finding]]

    @property
    def level(self) -> Level:
        """How much its findings weigh."""
        return LEVELS[self.name]

    @property
    def title(self) -> str:
        """The first line of the manual page: the defect in a few words."""
        return self.page.title


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by criterion and then by name; the list is the folder."""
    names = sorted(info.name for info in pkgutil.iter_modules(rules.__path__))
    found = [_rule(importlib.import_module(f"{rules.__name__}.{name}")) for name in names]
    order = list(Criterion)
    return tuple(sorted(found, key=lambda rule: order.index(rule.criterion)))


@cache
def always_failing() -> frozenset[str]:
    """What fails a build even in a published file: private matters, and rules that broke down."""
    return private_rules() | {CRASHED}


@cache
def private_rules() -> frozenset[str]:
    """The rules whose findings are private matters themselves."""
    return frozenset(r.name for r in all_rules() if r.criterion is Criterion.PRIVACY)


def _rule(module: ModuleType) -> Rule:
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    page = parse_page(inspect.getdoc(module) or "")
    return Rule(name, module.SCOPE, module.CRITERION, page, module.check)


def review(
    department: Sequence[Entry],
    frameworks: dict[str, Framework],
    region: model.Region | None = None,
    chosen: Sequence[Rule] | None = None,
) -> Iterator[Problem]:
    """Every finding on a department's files that is not excepted, and every idle exception.

    ``department`` holds its files by year. With ``chosen`` only those rules are run, and
    exceptions from the others are left alone.
    """
    running = all_rules() if chosen is None else chosen
    files = [FileSubject(entry, frameworks[entry.record.framework], region) for entry in department]
    problems: dict[str, list[Problem]] = {entry.path: [] for entry in department}
    for problem in _found(files, running):
        problems[problem.path].append(problem)
    names = {rule.name for rule in running}
    for entry in department:
        found = [_unpublished(entry, one) for one in _plainest(problems[entry.path])]
        yield from exemptions.apply(entry, found, names, {rule.name for rule in all_rules()})


def _found(files: list[FileSubject], running: Iterable[Rule]) -> Iterator[Problem]:
    """What every rule finds; one that crashes is told, and the others go on."""
    entries = {file.entry.path: file.entry for file in files}
    for rule in running:
        for entry, subject in _subjects(rule.scope, files):
            try:
                for finding in rule.check(subject):
                    at = entries[finding.path] if finding.path else entry
                    yield _problem(rule, at, finding, subject)
            except Exception as error:  # any fault of a rule is that rule's, never the run's
                yield _crash(rule, entry, error)


def _subjects(scope: Scope, files: list[FileSubject]) -> Iterator[tuple[Entry, Subject]]:
    if scope is Scope.REPOSITORY and files:
        yield files[-1].entry, HistorySubject(tuple(files))
    for file in files:
        if scope is Scope.DEPARTMENT_YEAR:
            yield file.entry, file
        elif scope is Scope.PROJECT:
            for project in file.projects:
                yield file.entry, project


def _problem(rule: Rule, entry: Entry, finding: Finding, subject: Subject) -> Problem:
    within = subject.place if isinstance(subject, ProjectSubject) else ""
    problem = entry.problem(
        f"{within}{finding.place}", rule.name, finding.message, finding.hint, level=rule.level
    )
    if finding.replacement is None:
        return problem
    return structs.replace(problem, replacement=finding.replacement)


def _crash(rule: Rule, entry: Entry, error: Exception) -> Problem:
    return Problem(
        path=entry.path,
        rule=CRASHED,
        message=f"审核规则 {rule.name} 运行出错，没有检查完（{type(error).__name__}: {error}）",
        hint="这是程序的毛病，不是数据的；请连同这个文件报给维护程序的人",
    )


def _unpublished(entry: Entry, problem: Problem) -> Problem:
    """What is private and withheld gets published nowhere: it is told, and stops nothing."""
    if not entry.record.withheld or problem.rule not in private_rules():
        return problem
    if not any(covers(place, problem.pointer) for place in cells(entry.record)):
        return problem
    return structs.replace(
        problem,
        rule=exemptions.EXCEPTED,
        level=Level.INFO,
        message=f"已列入“不公开”，不会公开 [{problem.rule}]",
        hint="不公开的内容仍在这个数据文件里，文件所在的仓库不能公开",
        replacement=None,
    )


def _plainest(problems: list[Problem]) -> list[Problem]:
    """One defect, one finding: where two rules see the same, the one that says it better.

    Where something private stands, no other rule may quote it.
    """
    at = {(problem.rule, problem.pointer) for problem in problems}
    private = {problem.pointer for problem in problems if problem.rule in WITHOUT_EXCEPTION}
    return [
        problem
        for problem in problems
        if not any((rule, problem.pointer) in at for rule in HIDDEN_BY.get(problem.rule, ()))
        and (problem.pointer not in private or problem.rule in private_rules())
    ]
