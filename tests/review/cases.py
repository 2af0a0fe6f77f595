"""Cases of rules as files: ``tests/cases/<rule>/{accept,reject}/*.yaml``.

A file holds only what matters; the rest of the department-year is filled in from
``tests/records.py``. Several years of a department are separated by ``---``. ``# 报`` at the end
of a line says that the rule must speak there. The region is 示例县 with the code 999999, unless
the file begins with ``# 地区: NAME CODE``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.records import indicator, project, tree
from tools import framework, model
from tools.review.engine import Rule, review
from tools.source.reader import read
from tools.source.repository import Entry, department_year_schema
from tools.source.workspace import Workspace

FOLDER = Path(__file__).parents[1] / "cases"
EXPECTED = re.compile(r"# 报$", re.MULTILINE)
REGION = re.compile(r"# 地区: (\S+) ([0-9]+)\n")


def found(workspace: Workspace, path: Path, rule: Rule) -> list[int]:
    """The lines of the file on which the rule speaks."""
    text = path.read_text("utf-8")
    entries = sorted(_entries(workspace, text), key=lambda entry: entry.year)
    frameworks = framework.load(workspace.schema)
    problems = list(review(entries, frameworks, _region(text), [rule]))
    assert {problem.rule for problem in problems} <= {rule.name}, problems
    return sorted(problem.line for problem in problems)


def expected(path: Path) -> list[int]:
    """The lines on which it should."""
    lines = path.read_text("utf-8").split("\n")
    return [number for number, line in enumerate(lines, 1) if EXPECTED.search(line)]


def _region(text: str) -> model.Region:
    given = REGION.match(text)
    name, code = given.groups() if given else ("示例县", "999999")
    return model.Region(format=1, name=name, code=code, departments={})


def _entries(workspace: Workspace, text: str) -> Iterator[Entry]:
    """One department-year for each document, with the lines of the whole file."""
    start = 0
    for part in text.split("\n---\n"):
        yield _entry(workspace, "\n" * start + part + "\n")
        start += part.count("\n") + 2


def _entry(workspace: Workspace, text: str) -> Entry:
    schema = department_year_schema(workspace)
    reading = read("case", text.encode("utf-8"), schema)
    assert isinstance(reading.tree, dict), reading.problems
    record = model.department_year(_filled(reading.tree))
    return Entry(
        region="shili",
        department="sifaju",
        year=record.year,
        path=f"targets/shili/sifaju/{record.year}.yaml",
        clean="",
        record=record,
        positions=reading.positions,
    )


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    """The whole tree of what a case gives in part; keys set to ``（无此栏）`` are left out."""
    content = dict(content)
    whole = tree()
    content["整体绩效目标"] = {**whole["整体绩效目标"], **content.get("整体绩效目标", {})}
    content["部门"] = {**whole["部门"], **content.get("部门", {})}
    content["项目"] = [_project(item) for item in content.get("项目", whole["项目"])]
    return _without_absent({**whole, **content})


def _project(given: dict[str, Any]) -> dict[str, Any]:
    rows = [indicator(**row) for row in given.get("绩效指标", [{}])]
    return _without_absent(project(**{**given, "绩效指标": rows}))


def _without_absent(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if value != "（无此栏）"}
