"""What the rules of the review find in each department-year, and how much in all.

Findings are the machine's and no verdict of anybody; the pages say so. What rules of 隐私 find is
counted and not repeated.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from tools import model
from tools.problem import Level, Problem
from tools.review.engine import all_rules, private_rules
from tools.review.exemptions import EXCEPTED
from tools.review.report import LEVEL_NAMES, ordered
from tools.source.repository import Entry, Repository
from tools.web.links import finding_anchors, indicator_anchors, project_anchors, relative
from tools.web.page import Page, crumbs, display_name
from tools.web.provenance import of_entry, of_many
from tools.web.public import Department, Public, entries

FOLDER = "findings"
TITLE = "检查结果"
OVERALL = "部门整体绩效目标"


class Finding(Struct, frozen=True, kw_only=True):
    """A finding that is listed: ``id`` on the page of findings, ``place`` on the year's page."""

    id: str
    place: str
    subject: str
    problem: Problem

    @property
    def level(self) -> str:
        """错误, 警告 or 提示."""
        return LEVEL_NAMES[self.problem.level]


class Checked(Struct, frozen=True, kw_only=True):
    """A department-year with its findings; ``private`` ones are counted and not listed."""

    entry: Entry
    listed: tuple[Finding, ...]
    private: tuple[Problem, ...]
    has_exceptions: bool

    def count(self, level: Level) -> int:
        """How many of a level are listed."""
        return sum(one.problem.level is level for one in self.listed)


def checked(public: Public, departments: Iterable[Department]) -> list[Checked]:
    """What the review rules found in each year of the departments."""
    known = {EXCEPTED, *(rule.name for rule in all_rules())}
    years = entries(departments)
    paths = {entry.path for entry in years}
    found: dict[str, list[Problem]] = {}
    for problem in ordered([p for p in public.findings if p.rule in known and p.path in paths]):
        found.setdefault(problem.path, []).append(problem)
    return [_checked(entry, found.get(entry.path, [])) for entry in years]


def _checked(entry: Entry, found: Sequence[Problem]) -> Checked:
    told = [p for p in found if p.rule != EXCEPTED and p.rule not in private_rules()]
    anchors = _anchors(entry)
    places = [_nearest(anchors, problem.pointer) for problem in told]
    ids = finding_anchors(
        (problem.rule, place) for problem, place in zip(told, places, strict=True)
    )
    return Checked(
        entry=entry,
        listed=tuple(
            Finding(id=id_, place=place, subject=_subject(entry, problem), problem=problem)
            for id_, place, problem in zip(ids, places, told, strict=True)
        ),
        private=tuple(p for p in found if p.rule in private_rules()),
        has_exceptions=any(p.rule == EXCEPTED for p in found),
    )


def findings_folder(entry: Entry) -> str:
    """The address of the page with an entry's findings."""
    return f"{entry.address}/{FOLDER}"


def overview_page(public: Public, found: Sequence[Checked]) -> Page:
    """How many findings each department-year has."""
    values = {
        "crumbs": crumbs_to(FOLDER),
        "entries": [_counted(public.repository, one) for one in found],
        "levels": [LEVEL_NAMES[level] for level in Level],
        "rules_link": relative(FOLDER, "rules"),
        "provenance": of_many(public, public.repository.entries, FOLDER),
    }
    return Page(folder=FOLDER, template="findings.md.j2", values=values)


def _counted(repository: Repository, one: Checked) -> dict[str, Any]:
    private = Counter(problem.level for problem in one.private)
    counts = [(one.count(level) + private[level], private[level]) for level in Level]
    link = relative(FOLDER, findings_folder(one.entry))
    return {**named(repository, one.entry), "link": link, "counts": counts}


def year_page(public: Public, one: Checked) -> Page:
    """The findings of one department-year."""
    repository, entry, folder = public.repository, one.entry, findings_folder(one.entry)
    exceptions = model.chinese(entry.record).get("审核例外", []) if one.has_exceptions else []
    values = {
        **named(repository, entry),
        "crumbs": [*crumbs(repository, folder), {"name": f"{entry.year} 年", "link": "../"}],
        "groups": list(_groups([f for f in one.listed if _weighs(f)], folder)),
        "remarks": list(_groups([f for f in one.listed if not _weighs(f)], folder)),
        "counts": summary(one),
        "exceptions": exceptions,
        "rules_link": relative(folder, "rules"),
        "titles": {rule.name: rule.title for rule in all_rules()},
        "provenance": of_entry(public, entry, folder),
    }
    return Page(folder=folder, template="department-findings.md.j2", values=values)


def summary(one: Checked) -> dict[str, int]:
    """How many there are of each level, and how many that are not listed."""
    return {
        "errors": one.count(Level.ERROR),
        "warnings": one.count(Level.WARNING),
        "remarks": one.count(Level.INFO),
        "private": len(one.private),
    }


def marks(one: Checked) -> dict[str, dict[str, Any]]:
    """By the id of a place on the year's page: its first finding that weighs, and how many."""
    found: dict[str, dict[str, Any]] = {}
    for finding in filter(_weighs, one.listed):
        link = f"{FOLDER}/#{finding.id}"
        mark = found.setdefault(finding.place, {"link": link, "level": finding.level, "count": 0})
        mark["count"] += 1
    return found


def _weighs(finding: Finding) -> bool:
    return finding.problem.level is not Level.INFO


def _groups(listed: Sequence[Finding], folder: str) -> Iterator[dict[str, Any]]:
    """Findings by project, in the order of the file; those outside projects under 整体."""
    titles = {rule.name: rule.title for rule in all_rules()}
    for number, findings in groupby(listed, key=lambda one: _project_number(one.problem)):
        some = list(findings)
        told = [
            {
                "id": one.id,
                "level": one.level,
                "message": one.problem.message,
                "rule": titles[one.problem.rule],
                "rule_link": relative(folder, f"rules/{one.problem.rule}"),
                "link": f"../#{one.place}",
            }
            for one in some
        ]
        yield {"name": some[0].subject, "number": number, "findings": told}


def _subject(entry: Entry, problem: Problem) -> str:
    number = _project_number(problem)
    return OVERALL if number is None else entry.record.projects[number].name


def _project_number(problem: Problem) -> int | None:
    """Which project of the file the finding is in; two may have one code."""
    match = re.match(r"/项目/([0-9]+)", problem.pointer)
    return int(match[1]) if match else None


def _anchors(entry: Entry) -> dict[str, str]:
    """Ids on the department-year's page by JSON Pointer."""
    anchors = {"": "top", "/整体绩效目标": "overall", "/项目": "projects"}
    anchors["/整体绩效目标/分项绩效目标"] = "items"
    anchors["/整体绩效目标/工作保障措施"] = "measures"
    for number, anchor in enumerate(project_anchors(entry.record.projects)):
        rows = entry.record.projects[number].indicators
        anchors[f"/项目/{number}"] = anchor
        for index, row_anchor in enumerate(indicator_anchors(anchor, rows)):
            if not rows[index].is_blank:
                anchors[f"/项目/{number}/绩效指标/{index}"] = row_anchor
    return anchors


def _nearest(anchors: dict[str, str], pointer: str) -> str:
    while pointer not in anchors:
        pointer = pointer.rpartition("/")[0]
    return anchors[pointer]


def named(repository: Repository, entry: Entry) -> dict[str, Any]:
    """How pages beside the regions call a department-year."""
    return {
        "name": display_name(repository, entry),
        "region": repository.regions[entry.region].name,
        "year": entry.year,
        "sample": repository.is_sample(entry),
    }


def crumbs_to(folder: str) -> list[dict[str, str]]:
    """The way from the home page to a page beside the regions."""
    return [{"name": "首页", "link": relative(folder, "")}]
