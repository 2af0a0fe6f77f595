"""Who changed a data file, when and why: what git's log says, without e-mail addresses.

Only a commit of whose parents none has the same content counts as a change, so a merge counts
where it brings together what was changed on both sides.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from tools.problem import ProblemError
from tools.source.plumbing import fault, git, refusal
from tools.source.revisions import BELOW
from tools.source.workspace import Workspace

# A record starts with an empty word; %D says “grafted” where a shallow clone was cut off.
FORMAT = "--format=%x00%H%x00%P%x00%D%x00%an%x00%ad%x00%s"
LOG = (
    *("log", "-z", "-m", "--date-order", "--relative", "--name-status", FORMAT),
    *("--encoding=UTF-8", "--date=short", "--decorate-refs-exclude=*"),
)
FOLLOWING = ("-M", "-l1000")
NOT_FOLLOWING = ("--no-renames",)
FIELDS = 6
# Git would take more of them where there are many objects: not the same in every clone.
SHORT = 7

# Where git was told no name, it takes an address for one.
ADDRESS = re.compile(r"\S*@\S*")
NAMELESS = "未署名"
OUTSIDE_GIT = {"no-git", "no-repository", "no-commits"}


class Commit(Struct, frozen=True, kw_only=True):
    """One change of a data file. ``date`` is the author's day, ``path`` the file's place then."""

    id: str
    short_id: str
    author: str
    date: str
    subject: str
    path: Path


class _Change(NamedTuple):
    """One file in a commit; ``old`` is its name before, the same unless it moved."""

    old: bytes
    new: bytes


class _Record(Struct, frozen=True):
    """One commit and what it changes; ``is_cut`` where its parents are not known."""

    words: tuple[str, ...]
    is_cut: bool
    changes: list[_Change]

    def commit(self, workspace: Workspace, name: bytes) -> Commit:
        full, _, _, author, date, subject = self.words
        return Commit(
            id=full,
            short_id=full[:SHORT],
            author=_line(ADDRESS.sub("", author)) or NAMELESS,
            date=date,
            subject=_line(subject),
            path=workspace.root / os.fsdecode(name),
        )


def history(workspace: Workspace, path: Path) -> list[Commit]:
    """The commits that changed a data file, newest first, wherever its folders were then.

    Git's own --follow takes a file for its likeness, and so goes on with last year's file where a
    new year began as a copy of it. Here a file is followed only where it moved and kept its name.
    Nothing is told of a file not yet committed. Raise ``ProblemError`` where git cannot tell.
    """
    shown = workspace.shown(path)
    names = {os.fsencode(shown)}
    found = []
    for record in _records(git(workspace, *LOG, *FOLLOWING, *BELOW)):
        touched = [change for change in record.changes if change.new in names]
        if touched and record.is_cut:
            raise fault("shallow-history")
        names.update(c.old for c in touched if _file_name(c.old) == _file_name(c.new))
        if touched:
            found.append(record.commit(workspace, touched[0].new))
    if not found and not path.is_file():
        raise _no_such_file(shown)
    return found


def last_change(workspace: Workspace, paths: Iterable[Path]) -> dict[Path, Commit]:
    """The commit that changed each file last, by one call of git; empty outside git.

    Left out are files never committed, and those not changed since a shallow clone was cut off.
    """
    wanted = {os.fsencode(workspace.shown(path)): path for path in paths}
    try:
        told = git(workspace, *LOG, *NOT_FOLLOWING, *BELOW) if wanted else b""
    except ProblemError as error:
        if {problem.rule for problem in error.problems} <= OUTSIDE_GIT:
            return {}
        raise
    found = {}
    for record in _records(told):
        for change in record.changes:
            path = wanted.pop(change.new, None)
            if path and not record.is_cut:
                found[path] = record.commit(workspace, change.new)
    return found


def _records(told: bytes) -> Iterator[_Record]:
    """The commits of a log; one with several parents is told once for each of them."""
    pending: list[_Record] = []
    for record in _told(told):
        if pending and pending[0].words[0] != record.words[0]:
            yield _joined(pending)
            pending = []
        pending.append(record)
    if pending:
        yield _joined(pending)


def _joined(records: list[_Record]) -> _Record:
    """One commit with the changes that it makes to every parent."""
    parents = len(records[0].words[1].split()) or 1
    count = Counter(name for record in records for name in {c.new for c in record.changes})
    changes = [
        change for record in records for change in record.changes if count[change.new] == parents
    ]
    return _Record(records[0].words, records[0].is_cut, changes)


def _told(told: bytes) -> Iterator[_Record]:
    words = told.split(b"\0")
    place = 0
    while place + FIELDS < len(words):
        fields = tuple(w.decode("utf-8", "replace") for w in words[place + 1 : place + 1 + FIELDS])
        place += 1 + FIELDS
        end = words.index(b"", place)
        is_cut = "grafted" in fields[2].split(", ")
        yield _Record(fields, is_cut, list(_changes(words[place:end])))
        place = end


def _changes(words: list[bytes]) -> Iterator[_Change]:
    """What a commit changes; a file that moved is also gone from its old place."""
    rest = iter(words)
    for status in rest:
        old = next(rest)
        if status.lstrip(b"\n")[:1] in b"RC":
            yield _Change(old, next(rest))
        yield _Change(old, old)


def _file_name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]


def _line(text: str) -> str:
    """Text that stays on its line and cannot steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _no_such_file(shown: str) -> ProblemError:
    message, hint = "没有这个文件，git 的历史里也没有", "看看地区、部门和年度写得对不对"
    return refusal("no-such-file", message, hint, shown)
