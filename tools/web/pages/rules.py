"""The rules of the review, and for each what it finds in the public files."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tools.review.engine import Rule, all_rules, private_rules
from tools.review.report import LEVEL_NAMES
from tools.source.repository import Repository
from tools.web.links import relative
from tools.web.page import Page
from tools.web.pages.findings import Checked, crumbs_to, findings_folder, named

FOLDER = "rules"
TITLE = "检查规则"
# A page lists no more findings than that; of the other files it tells how many there are.
LISTED = 500


def pages(repository: Repository, found: Sequence[Checked]) -> Iterator[Page]:
    """The list of rules, and a page for each."""
    yield _overview(found)
    for rule in all_rules():
        yield _page(repository, rule, found)


def _overview(found: Sequence[Checked]) -> Page:
    counts = Counter(finding.problem.rule for one in found for finding in one.listed)
    counts.update(problem.rule for one in found for problem in one.private)
    criteria = [
        {"name": str(criterion), "rules": [_listed(rule, counts[rule.name]) for rule in rules]}
        for criterion, rules in groupby(all_rules(), key=lambda rule: rule.criterion)
    ]
    values = {"criteria": criteria, "count": len(all_rules()), "crumbs": crumbs_to(FOLDER)}
    return Page(folder=FOLDER, template="rules.md.j2", values=values)


def _listed(rule: Rule, count: int) -> dict[str, Any]:
    return {
        "link": relative(FOLDER, f"{FOLDER}/{rule.name}"),
        "name": rule.name,
        "title": rule.title,
        "level": LEVEL_NAMES[rule.level],
        "count": count,
    }


def _page(repository: Repository, rule: Rule, found: Sequence[Checked]) -> Page:
    folder = f"{FOLDER}/{rule.name}"
    places = list(_places(repository, rule, found, folder))
    values = {
        "crumbs": [*crumbs_to(folder), {"name": TITLE, "link": relative(folder, FOLDER)}],
        "name": rule.name,
        "page": rule.page,
        "criterion": str(rule.criterion),
        "level": LEVEL_NAMES[rule.level],
        "places": places,
        "total": sum(place["count"] for place in places),
        "private": rule.name in private_rules(),
    }
    return Page(folder=folder, template="rule.md.j2", values=values)


def _places(
    repository: Repository, rule: Rule, found: Sequence[Checked], folder: str
) -> Iterator[dict[str, Any]]:
    """Each file with what the rule finds there, as long as there is room to list it."""
    room = LISTED
    for one in found:
        listed = [f for f in one.listed if f.problem.rule == rule.name]
        count = len(listed) + sum(problem.rule == rule.name for problem in one.private)
        if not count:
            continue
        shown = listed if len(listed) <= room else []
        room -= len(shown)
        year = relative(folder, one.entry.address)
        yield {
            **named(repository, one.entry),
            "link": relative(folder, findings_folder(one.entry)),
            "count": count,
            "findings": [
                {"subject": f.subject, "message": f.problem.message, "link": f"{year}#{f.place}"}
                for f in shown
            ],
        }
