"""Runs the rules over department-years and turns findings into problems.

The only place that decides how much a finding weighs.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import ModuleType

from msgspec import Struct

from tools import model
from tools.framework import Framework
from tools.problem import Level, Problem
from tools.review import rules
from tools.review.finding import Criterion, Finding, Subject
from tools.source.repository import Entry

LEVELS = {
    "cost-over-budget": Level.ERROR,
    "funds-do-not-add-up": Level.ERROR,
    "missing-value": Level.ERROR,
    "plan-not-cumulative": Level.ERROR,
}


class Rule(Struct, frozen=True):
    """One file of ``rules/``: its id, its manual page and its check."""

    name: str
    criterion: Criterion
    page: str
    check: Callable[[Subject], Iterable[Finding]]

    @property
    def title(self) -> str:
        """The first line of the manual page."""
        return self.page.partition("\n")[0]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by name; the list is the folder."""
    names = sorted(info.name for info in pkgutil.iter_modules(rules.__path__))
    return tuple(_rule(importlib.import_module(f"{rules.__name__}.{name}")) for name in names)


def _rule(module: ModuleType) -> Rule:
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    return Rule(name, module.CRITERION, inspect.getdoc(module) or "", module.check)


def review(entry: Entry, frameworks: dict[str, Framework]) -> Iterator[Problem]:
    """Every finding on one department-year that is not excepted, and every idle exception."""
    found = list(_findings(entry, frameworks[entry.record.framework]))
    used = set()
    for problem in found:
        exemption = next((e for e in entry.record.exemptions if _covers(e, problem, entry)), None)
        if exemption:
            used.add(exemption)
        else:
            yield problem
    for index, exemption in enumerate(entry.record.exemptions):
        if exemption not in used:
            yield _idle(entry, index, exemption)


def _findings(entry: Entry, framework: Framework) -> Iterator[Problem]:
    for number, project in enumerate(entry.record.projects):
        subject = Subject(project, entry.record, framework)
        for rule in all_rules():
            for finding in rule.check(subject):
                yield entry.problem(
                    f"/项目/{number}{finding.place}",
                    rule.name,
                    finding.message,
                    finding.hint,
                    level=LEVELS[rule.name],
                )


def _covers(exemption: model.Exemption, problem: Problem, entry: Entry) -> bool:
    """An exemption names the rule and the project, and may narrow it to one indicator."""
    if exemption.rule != problem.rule:
        return False
    if exemption.place == problem.project:
        return True
    name = _indicator_name(problem.pointer, entry)
    return name is not None and exemption.place == f"{problem.project}/{name}"


def _indicator_name(pointer: str, entry: Entry) -> str | None:
    parts = pointer.split("/")
    if len(parts) < 5 or parts[3] != "绩效指标":
        return None
    return entry.record.projects[int(parts[2])].indicators[int(parts[4])].level3


def _idle(entry: Entry, index: int, exemption: model.Exemption) -> Problem:
    message = f"这条例外没有用处：{exemption.place} 没有 {exemption.rule} 这个问题"
    hint = "删去这条例外"
    if exemption.rule not in LEVELS:
        message, hint = f"没有 {exemption.rule} 这条规则", f"现有规则：{'、'.join(LEVELS)}"
    return entry.problem(f"/审核例外/{index}", "idle-exemption", message, hint)
