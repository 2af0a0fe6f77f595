"""Changes between two redacted years: what is withheld in one of them is no change of targets."""

from collections.abc import Iterator

from msgspec import structs

from tools import model
from tools.review.changes.kinds import Change, Kind, ProjectChanges
from tools.source.redaction import NUMBERS
from tools.source.withholding import covers
from tools.web.threads import Stage

PLAN = "资金支出计划"


def disclosed(changes: ProjectChanges, before: Stage, after: Stage) -> ProjectChanges:
    """The same changes, but for those that only show what is withheld in one of the years.

    Remarks weigh money against targets, so they fall silent where any of these is missing.
    """
    if not (before.entry.hidden or after.entry.hidden):
        return changes
    told = tuple(_told(changes, before, after))
    is_whole = not any(_hidden_below(stage, "") for stage in (before, after))
    remarks = changes.remarks if is_whole else ()
    return structs.replace(changes, changes=told, remarks=remarks)


def _told(changes: ProjectChanges, before: Stage, after: Stage) -> Iterator[Change]:
    for change in changes.changes:
        old, new = _side(change, change.before, before), _side(change, change.after, after)
        if old == new:
            continue
        if model.is_withheld(old) or model.is_withheld(new):
            yield structs.replace(change, kind=Kind.WITHHELD, before=old, after=new)
        else:
            yield change


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
