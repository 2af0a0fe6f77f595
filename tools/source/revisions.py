"""Which files a branch changes."""

import os
from pathlib import Path

from tools.problem import ProblemError
from tools.source.plumbing import WHOLE_HISTORY, fault, git, refusal
from tools.source.workspace import Workspace

COMMITTED = ("diff-tree", "-r", "--name-only", "--no-renames", "-z")
# Of the commands that compare the working tree, the one that leaves the index alone.
UNCOMMITTED = ("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z")
BELOW = ("--", "targets")


def changed_since(workspace: Workspace, revision: str) -> list[Path]:
    """The files below ``targets/`` that this branch changes, in a fixed order.

    Committed since the branch left ``revision``, staged, not staged or not yet known to git; what
    others changed there meanwhile is not among them, nor is what is deleted. Raise
    ``ProblemError`` where git cannot tell.
    """
    base = _base(workspace, revision)
    committed = git(workspace, *COMMITTED, base, "HEAD", *BELOW).split(b"\0")
    uncommitted = [line[3:] for line in git(workspace, *UNCOMMITTED, *BELOW).split(b"\0")]
    above = git(workspace, "rev-parse", "--show-prefix").removesuffix(b"\n")
    names = {name.removeprefix(above) for name in (*committed, *uncommitted) if name}
    paths = sorted(workspace.root / os.fsdecode(name) for name in names)
    return [path for path in paths if path.is_file() or path.is_symlink()]


def _base(workspace: Workspace, revision: str) -> str:
    """The commit where HEAD and ``revision`` parted; without one, ``revision`` itself."""
    if not _commit(workspace, "HEAD"):
        raise fault("no-commits")
    commit = _commit(workspace, revision)
    if not commit:
        raise _unknown(workspace, revision)
    return _merge_base(workspace, "HEAD", commit) or commit


def _merge_base(workspace: Workspace, one: str, other: str) -> str:
    """The commit where two commits parted; empty where they have nothing in common."""
    base = git(workspace, "merge-base", one, other, no=(1,)).decode("ascii").strip()
    if not base and _is_shallow(workspace):
        raise fault("shallow-clone")
    return base


def _commit(workspace: Workspace, revision: str) -> str:
    """The full name of a commit; empty where there is no such commit.

    A revision that reads as an option, a range or an exclusion is none.
    """
    if revision.startswith(("-", "^")) or "\0" in revision:
        return ""
    question = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    told = git(workspace, *question, no=(1, 128))
    return told.decode("ascii").strip()


def _unknown(workspace: Workspace, revision: str) -> ProblemError:
    hint = "写分支、标签或提交号，例如 origin/main；刚建的远程分支先用 git fetch 取来"
    if _is_shallow(workspace):
        hint = f"{hint}。这里只有最近的历史：{WHOLE_HISTORY}"
    return refusal("unknown-revision", f"git 里没有“{revision}”这个版本", hint)


def _is_shallow(workspace: Workspace) -> bool:
    return git(workspace, "rev-parse", "--is-shallow-repository").strip() == b"true"
