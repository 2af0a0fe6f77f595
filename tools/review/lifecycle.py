"""编制中 → 已批复 → 已公开, only forwards; what is published changes only with a 更正记录.

政府信息公开条例 lets the public rely on what was published: a correction says what was changed,
when and why, and stays.
"""

from collections.abc import Iterator

from msgspec import UNSET, structs

from tools import model
from tools.problem import Problem
from tools.review.changes.compare import compare
from tools.review.renaming import renamed
from tools.source.repository import Entry

STATUSES = ("编制中", "已批复", "已公开")


def lifecycle(before: Entry | None, after: Entry | None) -> Iterator[Problem]:
    """What is wrong with the step from a file at the base revision to the file now.

    Either may be missing: a new file may begin with any status, and what was not published may go.
    """
    if before is None:
        return
    if after is None:
        if before.record.is_published:
            yield _deleted(before)
        return
    yield from _status(before.record, after)
    if before.record.is_published:
        yield from _corrections(before.record, after)
    if before.record.status != STATUSES[0]:
        yield from renamed(before, after)


def _deleted(before: Entry) -> Problem:
    return Problem(
        path=before.path,
        rule="published-deleted",
        message="已公开的文件不能删除",
        hint="恢复这个文件；内容有误的，改正并在“更正记录”里写明",
    )


def _status(before: model.DepartmentYear, after: Entry) -> Iterator[Problem]:
    now = after.record.status
    if STATUSES.index(now) < STATUSES.index(before.status):
        message = f"状态由{before.status}退回{now}，只能向前"
        hint = f"改回 状态: {before.status}；公开以后要改内容的，加一条“更正记录”"
        yield after.problem("/状态", "status-backwards", message, hint)


def _corrections(before: model.DepartmentYear, after: Entry) -> Iterator[Problem]:
    old, new = before.corrections, after.record.corrections
    gone = [correction for correction in old if correction not in new]
    for correction in gone:
        message = f"更正记录里 {correction.date} 的一条不见了，或被改过"
        hint = "照原样恢复；要补充说明的，另加一条"
        yield after.problem("/更正记录", "correction-removed", message, hint)
    if _content(before) != _content(after.record) and len(new) <= len(old) - len(gone):
        changed = [
            c for c in compare(before, after.record).all if c.label not in ("状态", "审核例外")
        ]
        where = f"（{changed[0].label}等 {len(changed)} 处）" if changed else ""
        message = f"已公开的文件改了内容{where}，没有写更正记录"
        hint = "恢复原来的内容，或在“更正记录”里加一条：日期、内容、原因"
        place = changed[0].pointer if changed else "/更正记录"
        yield after.problem(place, "published-changed", message, hint)


def _content(record: model.DepartmentYear) -> model.DepartmentYear:
    """What the public relies on: everything but the corrections, the exceptions, the status.

    Nor does a 曾用名 change anything but addresses.
    """
    projects = tuple(
        structs.replace(
            project,
            former=UNSET,
            indicators=tuple(structs.replace(row, former=UNSET) for row in project.indicators),
        )
        for project in record.projects
    )
    return structs.replace(record, projects=projects, corrections=(), exemptions=(), status="")
