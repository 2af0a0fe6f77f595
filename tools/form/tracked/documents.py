"""Two department-years to one Word file in which Word shows what changed."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from tools.form import definition, style
from tools.form.documents import grid
from tools.form.tracked.blocks import Item, items, project_mark, redline
from tools.form.tracked.writer import Signature, Writer
from tools.form.word import Properties, package
from tools.likeness.pairing import Pair
from tools.problem import Problem, ProblemError
from tools.source.repository import Entry
from tools.source.workspace import Workspace


def tracked_word(
    workspace: Workspace,
    before: Entry | None,
    after: Entry,
    signature: Signature,
    *,
    projects: Sequence[Pair] | None = None,
    sample: bool = False,
) -> bytes:
    """The .docx file of ``after`` with the way to it from ``before`` as tracked changes.

    All accepted, it says what the file of ``after`` says; all rejected, what that of ``before``
    says. Without ``before`` all is new. ``projects`` says who is who, by index; without it the
    text decides. ``sample`` marks made-up data on the cover. Raise ``ProblemError`` where the two
    are not of one form, or form or style is at fault.

    The switch that tracks further changes stays off: a reviewer's own corrections, and the page
    numbers that Word fills in, would mingle with the changes from year to year.
    """
    record = after.record
    if before and before.record.form != record.form:
        raise ProblemError(_not_one_form(before, after))
    known = None if projects is None else _known(projects)
    old, new = (_items(workspace, one, sample, known is not None) for one in (before, after))
    base = style.base(workspace, record.form)
    body = Writer(redline(old, new, known), base, signature).body()
    name = record.department.name or ""
    title = f"{name}{record.year}年{definition.load(workspace, record.form).name}（修订对照）"
    properties = Properties(title=title, creator=signature.author, date=signature.date)
    return package(body, base, properties)


def _known(pairs: Sequence[Pair]) -> Mapping[int, int]:
    return {
        pair.before: pair.after
        for pair in pairs
        if pair.before is not None and pair.after is not None
    }


def _items(workspace: Workspace, entry: Entry | None, sample: bool, is_named: bool) -> list[Item]:
    """The form's blocks; ``is_named`` finds out which project each is about."""
    if entry is None:
        return []
    filled = grid(workspace, entry, sample)
    if not is_named:
        return items(filled)
    named = tuple(
        replace(project, name=project_mark(index))
        for index, project in enumerate(entry.record.projects)
    )
    record = replace(entry.record, projects=named)
    return items(filled, grid(workspace, replace(entry, record=record), sample))


def _not_one_form(before: Entry, after: Entry) -> Problem:
    return after.problem(
        "/版式",
        "form-differs",
        f"与 {before.path} 的版式不同（{before.record.form}、{after.record.form}），"
        "排不成一份修订对照",
        "改用不分版式的对照（不要求 Word 格式），或先把两份改成同一版式",
    )
