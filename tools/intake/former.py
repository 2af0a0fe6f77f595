"""曾用名, which no form prints: kept from the file that is there, by what a row is called now."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tools import model

FORMER = "曾用名"
Tree = dict[str, Any]


def kept(old: list[Tree], new: list[Tree]) -> list[Tree]:
    """The new projects with the former names that the same projects and rows have in ``old``."""
    return [_project(before, after) for before, after in _matched(old, new, _identity)]


def lost(old: list[Tree], new: list[Tree]) -> list[str]:
    """The former names in ``old`` that found no place in ``new``."""
    return sorted((Counter(_all(old)) - Counter(_all(new))).elements())


def _project(before: Tree | None, after: Tree) -> Tree:
    if before is None:
        return after
    rows = [_with(was, row) for was, row in _matched(before["绩效指标"], after["绩效指标"], _row)]
    return {**_with(before, after), "绩效指标": rows}


def _matched(
    old: list[Tree], new: list[Tree], key: Callable[[Tree], object]
) -> Iterable[tuple[Tree | None, Tree]]:
    """Each new tree with the old one of the same name; of several the next in order."""
    waiting: dict[object, list[Tree]] = {}
    for tree in old:
        waiting.setdefault(key(tree), []).append(tree)
    for tree in new:
        same = waiting.get(key(tree))
        yield (same.pop(0) if same else None), tree


def _identity(project: Tree) -> str:
    code = project.get("项目编码")
    return code if code and model.is_code(code) else str(project["项目名称"])


def _row(row: Tree) -> tuple[object, object]:
    return row["二级指标"], row["三级指标"]


def _with(before: Tree | None, after: Tree) -> Tree:
    return {**after, FORMER: before[FORMER]} if before and FORMER in before else after


def _all(projects: list[Tree]) -> Iterable[str]:
    for project in projects:
        yield from project.get(FORMER, ())
        for row in project["绩效指标"]:
            yield from row.get(FORMER, ())
