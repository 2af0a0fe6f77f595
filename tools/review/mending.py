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

    What an 审核例外 keeps stays. Nothing is written; the caller decides whether the file may be.
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
        entry = structs.replace(entry, record=model.department_year(tree))
    return tree, changes


def _put(tree: Any, pointer: str, text: str) -> str:
    """Write ``text`` at ``pointer`` and return what stood there."""
    *path, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
    for part in path:
        tree = tree[part]
    before: str = tree[last]
    tree[last] = text
    return before
