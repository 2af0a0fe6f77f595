"""Pages on the review: one for each rule, and what the rules find in each department's files.

Findings are the machine's and no verdict of anybody; the pages say so. What rules of 隐私 find is
counted and not repeated.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tools import model
from tools.problem import Level, Problem
from tools.review.engine import Rule, all_rules, private_rules
from tools.review.exemptions import EXCEPTED
from tools.review.report import LEVEL_NAMES, ordered
from tools.source.repository import Entry, Repository
from tools.web.links import indicator_anchors, project_anchors, relative
from tools.web.page import Page, crumbs, display_name
from tools.web.provenance import of_entry, of_many
from tools.web.public import Public


def overview_pages(public: Public) -> Iterator[Page]:
    """The rules, each rule, and the findings by department."""
    by_path = _by_path(public)
    yield _rules([problem for found in by_path.values() for problem in found])
    for rule in all_rules():
        yield _rule(public.repository, rule, by_path)
    yield _overview(public, by_path)


def year_page(public: Public, entry: Entry) -> Page:
    """The findings of one department-year."""
    return _department_year(public, entry, _by_path(public).get(entry.path, []))


def _by_path(public: Public) -> dict[str, list[Problem]]:
    """What the review rules found in each public file."""
    known = {EXCEPTED, *(rule.name for rule in all_rules())}
    paths = {entry.path for entry in public.repository.entries}
    found = ordered([p for p in public.findings if p.rule in known and p.path in paths])
    return {path: list(group) for path, group in groupby(found, key=lambda p: p.path)}


def findings_folder(entry: Entry) -> str:
    """The address of the page with an entry's findings."""
    return f"{entry.address}/findings"


def _rules(found: list[Problem]) -> Page:
    counts = Counter(problem.rule for problem in found)
    criteria = [
        {"name": str(criterion), "rules": [_listed(rule, counts[rule.name]) for rule in rules]}
        for criterion, rules in groupby(all_rules(), key=lambda rule: rule.criterion)
    ]
    values = {"criteria": criteria, "count": len(all_rules()), "crumbs": crumbs_to("rules")}
    return Page(folder="rules", template="rules.md.j2", values=values)


def _listed(rule: Rule, count: int) -> dict[str, Any]:
    return {
        "link": relative("rules", f"rules/{rule.name}"),
        "name": rule.name,
        "title": rule.title,
        "level": LEVEL_NAMES[rule.level],
        "count": count,
    }


def _rule(repository: Repository, rule: Rule, by_path: dict[str, list[Problem]]) -> Page:
    folder = f"rules/{rule.name}"
    places = []
    for entry in repository.entries:
        count = sum(problem.rule == rule.name for problem in by_path.get(entry.path, []))
        if count:
            link = relative(folder, findings_folder(entry))
            places.append({**_named(repository, entry), "link": link, "count": count})
    values = {
        "crumbs": [*crumbs_to(folder), {"name": "审核规则", "link": relative(folder, "rules")}],
        "name": rule.name,
        "page": rule.page,
        "criterion": str(rule.criterion),
        "level": LEVEL_NAMES[rule.level],
        "places": places,
    }
    return Page(folder=folder, template="rule.md.j2", values=values)


def _overview(public: Public, by_path: dict[str, list[Problem]]) -> Page:
    repository = public.repository
    entries = []
    for entry in repository.entries:
        levels = Counter(p.level for p in by_path.get(entry.path, []) if p.rule != EXCEPTED)
        link = relative("findings", findings_folder(entry))
        counts = [levels[level] for level in Level]
        entries.append({**_named(repository, entry), "link": link, "counts": counts})
    values = {
        "crumbs": crumbs_to("findings"),
        "entries": entries,
        "levels": [LEVEL_NAMES[level] for level in Level],
        "rules_link": relative("findings", "rules"),
        "provenance": of_many(public, repository.entries, "findings"),
    }
    return Page(folder="findings", template="findings.md.j2", values=values)


def _department_year(public: Public, entry: Entry, found: list[Problem]) -> Page:
    repository, folder = public.repository, findings_folder(entry)
    kept = [p for p in found if p.rule == EXCEPTED]
    found = [p for p in found if p.rule != EXCEPTED]
    shown = [p for p in found if p.level is not Level.INFO and p.rule not in private_rules()]
    anchors = _anchors(entry)
    values = {
        **_named(repository, entry),
        "crumbs": [*crumbs(repository, folder), {"name": f"{entry.year} 年", "link": "../"}],
        "groups": list(_groups(entry, shown, anchors, folder)),
        "shown": len(shown),
        "exceptions": model.chinese(entry.record).get("审核例外", []) if kept else [],
        "private": sum(problem.rule in private_rules() for problem in found),
        "remarks": sum(problem.level is Level.INFO for problem in found),
        "rules_link": relative(folder, "rules"),
        "titles": {rule.name: rule.title for rule in all_rules()},
        "provenance": of_entry(public, entry, folder),
    }
    return Page(folder=folder, template="department-findings.md.j2", values=values)


def _groups(
    entry: Entry, shown: list[Problem], anchors: dict[str, str], folder: str
) -> Iterator[dict[str, Any]]:
    """Findings by project, in the order of the file; those outside projects under 整体."""
    titles = {rule.name: rule.title for rule in all_rules()}
    for number, problems in groupby(shown, key=_project_number):
        listed = [
            {
                "level": LEVEL_NAMES[problem.level],
                "message": problem.message,
                "hint": problem.hint,
                "rule": titles[problem.rule],
                "rule_link": relative(folder, f"rules/{problem.rule}"),
                "link": f"../#{_nearest(anchors, problem.pointer)}",
            }
            for problem in problems
        ]
        projects = entry.record.projects
        name = "部门整体绩效目标" if number is None else projects[number].name
        yield {"name": name, "findings": listed}


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


def _named(repository: Repository, entry: Entry) -> dict[str, Any]:
    return {
        "name": display_name(repository, entry),
        "region": repository.regions[entry.region].name,
        "year": entry.year,
        "sample": repository.is_sample(entry),
    }


def crumbs_to(folder: str) -> list[dict[str, str]]:
    """The way from the home page to a page beside the regions."""
    return [{"name": "首页", "link": relative(folder, "")}]
