"""Whether the files on disk are those of one revision: only then can a site be told from it."""

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tools.problem import ProblemError
from tools.source.plumbing import WHOLE_HISTORY, fault, git, refusal
from tools.source.repository import is_data_path
from tools.source.revisions import commit_of, is_shallow
from tools.source.workspace import Workspace

# Everything that a byte of the site can come from.
BUILT = ("mkdocs.yml", "schema", "site", "targets", "templates", "tools")
STATUS = ("status", "--porcelain", "--no-renames", "--untracked-files=all", "--ignored=matching")
COMMIT_AND_TIME = "--format=%H %cd"
SHOWN = 5


class Revision(Struct, frozen=True, kw_only=True):
    """A commit; ``time`` as git writes it, seconds and zone."""

    commit: str
    time: str

    @property
    def short(self) -> str:
        """The name by which people know it."""
        return self.commit[:7]


def clean_revision(workspace: Workspace) -> Revision:
    """The revision that the files on disk are; raise ``ProblemError`` where they are of none.

    Only what the site is built from counts. History has to be whole: dates come from it.
    """
    if not commit_of(workspace, "HEAD"):
        git(workspace, "rev-parse", "--git-dir")  # says what is missing
        raise fault("no-commits")
    if is_shallow(workspace):
        message = "git 只取来了最近的历史，网站上的日期会写错，不能发布"
        raise refusal("shallow-history", message, WHOLE_HISTORY, ".")
    departed = sorted({*_departed(workspace), *_hidden(workspace)})
    if departed:
        raise _unclean(departed)
    told = git(workspace, "show", "-s", "--date=raw", COMMIT_AND_TIME, "HEAD")
    commit, _, time = told.decode("ascii").strip().partition(" ")
    return Revision(commit=commit, time=time)


def still(workspace: Workspace, revision: Revision) -> None:
    """Raise ``ProblemError`` unless the files are still those of ``revision``."""
    if clean_revision(workspace) != revision:
        message = "生成网站的时候，检出的版本变了，没有发布"
        raise refusal("revision-changed", message, "等改动做完，再发布一次", ".")


def _departed(workspace: Workspace) -> Iterator[str]:
    """What is changed, new, or ignored and would be published all the same."""
    above = git(workspace, "rev-parse", "--show-prefix").removesuffix(b"\n")
    for line in git(workspace, *STATUS, "-z", "--", *BUILT).split(b"\0"):
        name = os.fsdecode(line[3:].removeprefix(above))
        if line and (line[:2] != b"!!" or _is_built(name)):
            yield name


def _is_built(name: str) -> bool:
    """Whether an ignored file or folder would become part of the site."""
    path = Path(name)
    if any(part.startswith((".", "__pycache__")) for part in path.parts):
        return False
    is_file_of_targets = path.parts[0] == "targets" and not name.endswith("/")
    return not is_file_of_targets or is_data_path(path.relative_to("targets"))


def _hidden(workspace: Workspace) -> Iterator[str]:
    """Files that git was told not to look at, or that are not checked out."""
    for line in git(workspace, "ls-files", "-v", "-z", "--", *BUILT).split(b"\0"):
        if line and line[:1] != b"H":
            yield os.fsdecode(line[2:])


def _unclean(names: list[str]) -> ProblemError:
    more = f"等 {len(names)} 个" if len(names) > SHOWN else ""
    listed = "、".join(names[:SHOWN])
    message = f"有的文件不是提交过的样子，不能发布：{listed}{more}"
    hint = "改动用 git commit 提交，或用 git stash 收起来；新加的、git 忽略的文件，提交或移走"
    return refusal("unclean-revision", message, hint, names[0])
