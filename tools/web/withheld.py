"""Changes between two redacted years: what is withheld in one of them is no change of targets."""

import re
from collections.abc import Iterator

from msgspec import structs

from tools import model
from tools.review.changes.compare import compare
from tools.review.changes.kinds import Change, FileChanges, Kind, ProjectChanges
from tools.review.changes.matching import match_projects
from tools.source.redaction import NUMBERS
from tools.source.repository import Entry
from tools.source.withholding import covers
from tools.web.threads import Stage

PLAN = "资金支出计划"
PROJECT = re.compile(r"/项目/([0-9]+)")


def compared(before: Entry, after: Entry) -> FileChanges:
    """Every change between two years, but for those that only show what is withheld."""
    changes = compare(before.record, after.record)
    if not (before.hidden or after.hidden):
        return changes
    pairs = match_projects(before.record.projects, after.record.projects)
    olds = {pair.after: pair.before for pair in pairs}
    projects = (_project(one, before, after, olds) for one in changes.projects)
    head = (_honest(change, change.before, change.after) for change in changes.head)
    return structs.replace(
        changes,
        head=tuple(change for change in head if change),
        projects=tuple(project for project in projects if project.changes),
    )


def _project(
    changes: ProjectChanges, before: Entry, after: Entry, olds: dict[int | None, int | None]
) -> ProjectChanges:
    """One project of the comparison; one that is withheld neither came nor went for the public."""
    first = changes.changes[0]
    found = PROJECT.match(first.pointer)
    index = int(found[1]) if found else 0
    if first.kind in (Kind.PROJECT_ADDED, Kind.PROJECT_DROPPED):
        entry = after if first.kind is Kind.PROJECT_ADDED else before
        if entry.withheld_at(f"/项目/{index}"):
            return structs.replace(changes, changes=())
        told = _honest(first, first.before, first.after)
        remarks = changes.remarks if told == first else ()
        return structs.replace(changes, changes=(told,) if told else (), remarks=remarks)
    old = olds.get(index)
    if old is None:
        return changes
    return disclosed(changes, Stage(before, old, ""), Stage(after, index, ""))


def disclosed(changes: ProjectChanges, before: Stage, after: Stage) -> ProjectChanges:
    """The same changes, but for those that only show what is withheld in one of the years.

    Remarks weigh money against targets, so they fall silent where any of these is missing.
    """
    if not (before.entry.hidden or after.entry.hidden):
        return changes
    told = tuple(_told(changes, before, after))
    remarks = () if is_partial(before, after) else changes.remarks
    return structs.replace(changes, changes=told, remarks=remarks)


def is_partial(*stages: Stage) -> bool:
    """Whether something of the project is withheld in one of the years."""
    return any(_hidden_below(stage, "") for stage in stages)


def _told(changes: ProjectChanges, before: Stage, after: Stage) -> Iterator[Change]:
    for change in changes.changes:
        old, new = _side(change, change.before, before), _side(change, change.after, after)
        told = _honest(change, old, new)
        if told:
            yield told


def _honest(change: Change, old: str | None, new: str | None) -> Change | None:
    """The change with its true sides; none where both are withheld alike."""
    if change.kind in (Kind.WITHHOLDING_ADDED, Kind.WITHHOLDING_DROPPED):
        return change
    if old == new:
        return None
    if any(f"{model.WITHHELD}（" in side for side in (old, new) if side):
        return structs.replace(change, kind=Kind.WITHHELD, before=old, after=new)
    return change


def _side(change: Change, text: str | None, stage: Stage) -> str | None:
    """What the change says of one year; a number that is withheld has left no words of its own."""
    if change.label not in NUMBERS and change.label != PLAN:
        return text
    why = _hidden_below(stage, f"/{change.label}")
    return str(why) if why else text


def _hidden_below(stage: Stage, label: str) -> model.Withheld | None:
    """Why something at or below a cell of the project is withheld, or all around it."""
    place = f"/项目/{stage.index}{label}"
    found = (w for at, w in stage.entry.hidden.items() if covers(place, at) or covers(at, place))
    return next(found, None)
