"""Problems as SARIF 2.1.0, the format that GitHub code scanning and GitLab take in.

What GitHub reads of it, and how long a text may be, is in its documentation under "SARIF support
for code scanning". It keeps the first 5,000 results of a run by severity, so the worst come first.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Protocol
from urllib.parse import quote

from tools.problem import Level, Problem
from tools.review.page import Page
from tools.review.report import ordered

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

# ASCII, as services make identifiers of it; people read the full name.
TOOL = "performance-targets"
FULL_NAME = "预算绩效目标检查"

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
SEVERITIES = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "recommendation"}

LONGEST_NAME = 255
LONGEST_DESCRIPTION = 1024

UNDESCRIBED = "这是数据文件和版式的基本检查，不属于审核规则；改法写在每条问题里。"

# To a reader of SARIF "](" makes a link of what stands before it, and "{0}" is a placeholder.
SYNTAX = re.compile(r"\](?=\()|\{(?=[0-9]+\})")

Json = dict[str, Any]


class Described(Protocol):
    """What a report tells of a rule."""

    @property
    def name(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """What is wrong, in a few Chinese words."""

    @property
    def page(self) -> Page:
        """The manual page."""

    @property
    def level(self) -> Level:
        """How much its findings weigh."""

    @property
    def criterion(self) -> StrEnum:
        """Which of the criteria of review it belongs to."""


def sarif(problems: list[Problem], rules: Iterable[Described], root: str = "") -> str:
    """One run as JSON, the same for the same problems in whatever order they come.

    ``root`` is the folder of the checkout within its git repository, empty where they are one:
    services look for files from the root of the repository.
    """
    found = list(_worst_first(problems))
    descriptors = _descriptors([problem for problem, _ in found], rules)
    index = {name: number for number, name in enumerate(descriptors)}
    run = {
        "tool": {"driver": _driver(list(descriptors.values()))},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "仓库的根目录"}}},
        "results": [
            _result(problem, fingerprint, index[problem.rule], root)
            for problem, fingerprint in found
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(log, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace").decode("utf-8")


def _driver(rules: list[Json]) -> Json:
    return {"name": TOOL, "fullName": FULL_NAME, "language": "zh-CN", "rules": rules}


def _worst_first(problems: list[Problem]) -> Iterator[tuple[Problem, str]]:
    """Problems with their fingerprints, by level, then by place."""
    ranks = list(LEVELS)
    yield from sorted(_fingerprinted(problems), key=lambda pair: ranks.index(pair[0].level))


def _fingerprinted(problems: list[Problem]) -> Iterator[tuple[Problem, str]]:
    """Problems by file and place, each with a mark by which it is known in the next run.

    Nothing goes into the mark that changes while the defect stays: no line, no list index, no
    value, no wording. Where that leaves several alike, their order in the file tells them apart.
    """
    seen: Counter[str] = Counter()
    for problem in ordered(problems):
        pointer = re.sub(r"/[0-9]+(?=/|$)", "/*", problem.pointer)
        parts = [problem.path, problem.rule, problem.project, problem.indicator, pointer]
        digest = hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:32]
        seen[digest] += 1
        yield problem, f"{digest}:{seen[digest]}"


def _descriptors(problems: list[Problem], rules: Iterable[Described]) -> dict[str, Json]:
    """Every rule by name; those that nobody describes weigh as much as their worst problem."""
    result = {}
    for rule in rules:
        result[rule.name] = _descriptor(
            rule.name, rule.title, rule.page.body[0], rule.page.text, rule.level
        )
        result[rule.name]["properties"]["tags"] = [str(rule.criterion)]
    for problem in problems:
        if problem.rule not in result:
            result[problem.rule] = _descriptor(
                problem.rule, problem.rule, UNDESCRIBED, UNDESCRIBED, problem.level
            )
    return dict(sorted(result.items()))


def _descriptor(name: str, title: str, gist: str, page: str, level: Level) -> Json:
    return {
        "id": name,
        "name": title[:LONGEST_NAME],
        "shortDescription": {"text": title[:LONGEST_DESCRIPTION]},
        "fullDescription": {"text": gist[:LONGEST_DESCRIPTION]},
        "help": {"text": page, "markdown": page.replace("\n", "  \n")},
        "defaultConfiguration": {"level": LEVELS[level]},
        "properties": {"problem.severity": SEVERITIES[level]},
    }


def _result(problem: Problem, fingerprint: str, index: int, root: str) -> Json:
    """``primaryLocationLineHash`` is the one fingerprint that GitHub reads."""
    message = f"{problem.message}\n改法：{problem.hint}" if problem.hint else problem.message
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": LEVELS[problem.level],
        "message": {"text": SYNTAX.sub(r"\g<0> ", message)},
        "locations": [_location(problem, root)],
        "partialFingerprints": {
            "primaryLocationLineHash": fingerprint,
            "targetsFinding/v1": fingerprint,
        },
    }


def _location(problem: Problem, root: str) -> Json:
    path = PurePosixPath(root, problem.path).as_posix().lstrip("/")
    region = {"startLine": problem.line or 1}
    if problem.line and problem.column:
        region["startColumn"] = problem.column
    location: Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(path, errors="replace"), "uriBaseId": "%SRCROOT%"},
            "region": region,
        }
    }
    names = [name for name in (problem.project, problem.indicator) if name]
    if names:
        logical = {"name": names[-1], "fullyQualifiedName": "/".join(names), "kind": "object"}
        location["logicalLocations"] = [logical]
    return location
