"""What the commits of a file did to one project, or to one of its indicators."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from tools import model
from tools.review.changes.compare import compare
from tools.review.changes.kinds import Kind
from tools.review.changes.matching import match_indicators, match_projects
from tools.review.changes.verdict import Verdict, verdict
from tools.source.commits import Commit


class Step(Struct, frozen=True):
    """One commit that changed it: how it stood afterwards, and what was done."""

    commit: Commit
    value: str
    change: str


Versions = Iterable[tuple[Commit, model.DepartmentYear]]


def project_steps(
    versions: Versions, today: model.DepartmentYear, project: model.Project
) -> Iterator[Step]:
    """The commits that changed a project of today's file; ``versions`` stand the oldest first."""
    before: model.DepartmentYear | None = None
    for commit, record in versions:
        now = _with_only(record, today, project)
        changes = compare(before, now).projects
        kinds = Counter(change.kind for one in changes for change in one.changes)
        if kinds:
            value = now.budget(now.projects[0]) if now.projects else "（没有）"
            yield Step(commit, value, _counted(kinds))
        before = now


def indicator_steps(
    versions: Versions,
    today: model.DepartmentYear,
    project: model.Project,
    indicator: model.Indicator,
) -> Iterator[Step]:
    """The commits that changed the indicator's value."""
    before: model.Indicator | None = None
    for commit, record in versions:
        projects = _with_only(record, today, project).projects
        rows = [row for one in projects for row in one.filled_indicators]
        ours = project.filled_indicators
        pairs = match_indicators(ours, rows)
        at = next((p.after for p in pairs if p.before == ours.index(indicator)), None)
        now = None if at is None else rows[at]
        told = _verdict(before, now)
        if told:
            yield Step(commit, (now.value or "（空白）") if now else "（没有）", told)
        before = now


def _verdict(before: model.Indicator | None, now: model.Indicator | None) -> str:
    if before is None or now is None:
        return "新增" if now else "取消" if before else ""
    found = verdict(before, now)
    return "" if found is Verdict.SAME else str(found)


def _with_only(
    record: model.DepartmentYear, today: model.DepartmentYear, project: model.Project
) -> model.DepartmentYear:
    """The department-year with nothing but the project, as it was then.

    All projects are matched: alone, one might be taken for a sibling of a like name.
    """
    pairs = match_projects(today.projects, record.projects)
    own = today.projects.index(project)
    at = next((pair.after for pair in pairs if pair.before == own), None)
    return structs.replace(record, projects=() if at is None else (record.projects[at],))


def _counted(kinds: Counter[Kind]) -> str:
    return "，".join(
        f"{kind.value}{f' {count} 处' if count > 1 else ''}" for kind, count in kinds.items()
    )
