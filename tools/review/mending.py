"""``fmt --fix``: writing that differs and means the same, put into its one form.

What to write instead is said by the rules of 写法 themselves, so that what they find and what is
mended cannot differ.
"""

import copy
from typing import Any

from msgspec import Struct, structs

from tools import model
from tools.framework import Framework
from tools.problem import Problem
from tools.review.engine import all_rules, review
from tools.review.finding import Criterion
from tools.source import withholding
from tools.source.repository import Entry

ROUNDS = 5  # a text can be at fault in several ways, each mended in a round of its own


class Change(Struct, frozen=True):
    """One text that was put into its one form."""

    problem: Problem
    before: str
    after: str


def mended(
    entry: Entry, tree: dict[str, Any], frameworks: dict[str, Framework]
) -> tuple[dict[str, Any], list[Change]]:
    """A copy of the file's tree with its writing mended, and every change made.

    What an 审核例外 keeps stays; it and 不公开 go on naming their places. Nothing is written; the
    caller decides whether the file may be.
    """
    rules = [rule for rule in all_rules() if rule.criterion is Criterion.WRITING]
    tree = copy.deepcopy(tree)
    changes: list[Change] = []
    for _ in range(ROUNDS):
        done = set()
        for problem in review([entry], frameworks, None, rules):
            if problem.replacement is not None and problem.pointer not in done:
                done.add(problem.pointer)
                before = _put(tree, problem.pointer, problem.replacement)
                changes.append(Change(problem, before, problem.replacement))
        if not done:
            break
        _follow(tree, _names(entry.record), _names(model.department_year(tree)))
        entry = structs.replace(entry, record=model.department_year(tree))
    return tree, changes


def _names(record: model.DepartmentYear) -> list[str]:
    """What exceptions call each place; the order stays while the names change."""
    rows = [f"{project.identity}/{row.name}" for project, row in record.indicators()]
    return rows + [place.text for place in withholding.places(record)]


def _follow(tree: dict[str, Any], before: list[str], after: list[str]) -> None:
    """Let the exceptions and what is withheld name what has got another name."""
    renamed = dict(zip(before, after, strict=True))
    for one in (*tree.get("审核例外", ()), *tree.get("不公开", ())):
        one["位置"] = renamed.get(one["位置"], one["位置"])


def _put(tree: Any, pointer: str, text: str) -> str:
    """Write ``text`` at ``pointer`` and return what stood there."""
    *path, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
    for part in path:
        tree = tree[part]
    before: str = tree[last]
    tree[last] = text
    return before
