"""Which versions people mean: a branch's own changes, one revision, two, or where they parted."""

import os
import re
from pathlib import Path

from msgspec import Struct

from tools.problem import ProblemError
from tools.source.plumbing import WHOLE_HISTORY, fault, git, refusal
from tools.source.workspace import Workspace

COMMITTED = ("diff-tree", "-r", "--name-only", "--no-renames", "-z")
# Of the commands that compare the working tree, the one that leaves the index alone.
UNCOMMITTED = ("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z")
BELOW = ("--", "targets")

RANGE = re.compile(r"(.*?)(\.\.\.?)(.*)")


class Version(Struct, frozen=True):
    """One side of a comparison: a commit, or without one the files as they are on disk.

    ``written`` is how it was asked for, empty for the files on disk; ``shown`` names it in
    Chinese.
    """

    commit: str | None
    written: str
    shown: str


class Span(Struct, frozen=True):
    """From which version to which."""

    before: Version
    after: Version


ON_DISK = Version(commit=None, written="", shown="当前文件")


def resolve(workspace: Workspace, text: str) -> Span:
    """The versions that ``text`` names; raise ``ProblemError`` where there are none.

    ``A`` is from A to the files on disk, ``A..B`` from A to B, and ``A...B`` from where A and B
    parted to B. A side that is left out of a range is HEAD.
    """
    match = RANGE.fullmatch(text)
    if not match:
        return Span(before=_version(workspace, text), after=ON_DISK)
    if text in ("..", "..."):
        raise _unknown(workspace, text)
    before, after = (_version(workspace, side or "HEAD") for side in (match[1], match[3]))
    if match[2] == "...":
        before = _parting(workspace, before, after)
    return Span(before=before, after=after)


def base(workspace: Workspace, revision: str) -> Version:
    """Where this branch left ``revision``: what :func:`changed_since` compares with."""
    commit = _base(workspace, revision)
    return Version(commit=commit, written=revision, shown=f"与 {revision} 分开时的版本")


def changed_since(workspace: Workspace, revision: str) -> list[Path]:
    """The files below ``targets/`` that this branch changes, in a fixed order.

    Committed since the branch left ``revision``, staged, not staged or not yet known to git; what
    others changed there meanwhile is not among them, nor is what is deleted. Raise
    ``ProblemError`` where git cannot tell.
    """
    commit = _base(workspace, revision)
    committed = git(workspace, *COMMITTED, commit, "HEAD", *BELOW).split(b"\0")
    uncommitted = [line[3:] for line in git(workspace, *UNCOMMITTED, *BELOW).split(b"\0")]
    above = git(workspace, "rev-parse", "--show-prefix").removesuffix(b"\n")
    names = {name.removeprefix(above) for name in (*committed, *uncommitted) if name}
    paths = sorted(workspace.root / os.fsdecode(name) for name in names)
    return [path for path in paths if path.is_file() or path.is_symlink()]


def _base(workspace: Workspace, revision: str) -> str:
    """The commit where HEAD and ``revision`` parted; without one, ``revision`` itself."""
    if not commit_of(workspace, "HEAD"):
        raise fault("no-commits")
    commit = commit_of(workspace, revision)
    if not commit:
        raise _unknown(workspace, revision)
    return _merge_base(workspace, "HEAD", commit) or commit


def _parting(workspace: Workspace, one: Version, other: Version) -> Version:
    """Where two versions parted.

    Unlike a check of what a branch changes, a comparison must not take another beginning in
    silence: what was never there would read as deleted.
    """
    names = f"{one.written} 与 {other.written}"
    commit = _merge_base(workspace, one.commit or "", other.commit or "")
    if not commit:
        hint = f"直接比较这两个版本，写 {one.written}..{other.written}"
        raise refusal("no-merge-base", f"{names} 没有共同的历史", hint)
    written = f"{one.written}...{other.written}"
    return Version(commit=commit, written=written, shown=f"{names} 分开时的版本")


def _merge_base(workspace: Workspace, one: str, other: str) -> str:
    """The commit where two commits parted; empty where they have nothing in common."""
    commit = git(workspace, "merge-base", one, other, no=(1,)).decode("ascii").strip()
    if not commit and is_shallow(workspace):
        raise fault("shallow-clone")
    return commit


def _version(workspace: Workspace, revision: str) -> Version:
    commit = commit_of(workspace, revision)
    if commit:
        return Version(commit=commit, written=revision, shown=f"{revision} 版本")
    if not commit_of(workspace, "HEAD"):
        raise fault("no-commits")
    raise _unknown(workspace, revision)


def commit_of(workspace: Workspace, revision: str) -> str:
    """The full name of a commit; empty where there is no such commit.

    A revision that reads as an option, a range or an exclusion is none.
    """
    if revision.startswith(("-", "^")) or "\0" in revision:
        return ""
    question = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    told = git(workspace, *question, no=(1, 128))
    return told.decode("ascii").strip()


def contains(workspace: Workspace, commit: str, earlier: str) -> bool:
    """Whether ``earlier`` is ``commit`` or one of those that it was made from."""
    return not git(workspace, "rev-list", "-n1", earlier, "--not", commit)


def _unknown(workspace: Workspace, revision: str) -> ProblemError:
    hint = "写分支、标签或提交号，例如 origin/main；刚建的远程分支先用 git fetch 取来"
    if is_shallow(workspace):
        hint = f"{hint}。这里只有最近的历史：{WHOLE_HISTORY}"
    return refusal("unknown-revision", f"git 里没有“{revision}”这个版本", hint)


def is_shallow(workspace: Workspace) -> bool:
    """Whether git has only the last part of the history."""
    return git(workspace, "rev-parse", "--is-shallow-repository").strip() == b"true"
