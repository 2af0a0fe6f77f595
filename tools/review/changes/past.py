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


def project_steps(versions: Versions, project: model.Project) -> Iterator[Step]:
    """The commits that changed the project; ``versions`` stand the oldest first."""
    before: model.DepartmentYear | None = None
    for commit, record in versions:
        now = _with_only(record, project)
        changes = compare(before, now).projects
        kinds = Counter(change.kind for one in changes for change in one.changes)
        if kinds:
            value = now.budget(now.projects[0]) if now.projects else "（没有）"
            yield Step(commit, value, _counted(kinds))
        before = now


def indicator_steps(
    versions: Versions, project: model.Project, indicator: model.Indicator
) -> Iterator[Step]:
    """The commits that changed the indicator's value."""
    before: model.Indicator | None = None
    for commit, record in versions:
        projects = _with_only(record, project).projects
        rows = [row for one in projects for row in one.filled_indicators]
        at = next((p.after for p in match_indicators([indicator], rows) if p.before == 0), None)
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


def _with_only(record: model.DepartmentYear, project: model.Project) -> model.DepartmentYear:
    """The department-year with nothing but the project, as it was then."""
    pairs = match_projects([project], record.projects)
    at = next((pair.after for pair in pairs if pair.before == 0), None)
    return structs.replace(record, projects=() if at is None else (record.projects[at],))


def _counted(kinds: Counter[Kind]) -> str:
    return "，".join(
        f"{kind.value}{f' {count} 处' if count > 1 else ''}" for kind, count in kinds.items()
    )
