"""Branches that hold a whole folder: read and written without work tree and index of people."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tools.problem import ProblemError
from tools.source.cleanliness import Revision
from tools.source.plumbing import git, refusal
from tools.source.workspace import Workspace

HEADS = "refs/heads/"
# The branch is public: the names and addresses of those who keep the data are not.
PUBLISHER = "预算绩效目标公开 <publish@localhost>"
AT_ONCE = 2000  # files that git is given in one call


class Branch(Struct, frozen=True):
    """A branch and the commit it is at; empty where the branch does not exist yet."""

    name: str
    tip: str

    @property
    def ref(self) -> str:
        """The name in full."""
        return f"{HEADS}{self.name}"


def branch(workspace: Workspace, name: str) -> Branch:
    """The branch ``name``, which may not exist yet; raise ``ProblemError`` if it may not be."""
    question = ("check-ref-format", "--normalize", f"{HEADS}{name}")
    if name.startswith("-") or not git(workspace, *question, no=(1,)):
        message, hint = f"“{name}”不能作分支的名字", "用字母、数字和连字符，例如 gh-pages"
        raise refusal("bad-branch-name", message, hint, name)
    return Branch(name=name, tip=_tip(workspace, f"{HEADS}{name}"))


def exists(workspace: Workspace, name: str) -> bool:
    """Whether there is a branch of that name."""
    return bool(_tip(workspace, f"{HEADS}{name}"))


def check_writable(workspace: Workspace, found: Branch) -> None:
    """Raise ``ProblemError`` where a branch must not be written.

    Somebody has it checked out, or a remote has more of it than is here.
    """
    told = git(workspace, "worktree", "list", "--porcelain").decode("utf-8", "replace")
    if f"branch {found.ref}" in told.splitlines():
        message = f"分支 {found.name} 正检出着，不能把网站写到它上面"
        raise refusal("branch-checked-out", message, "另起一个分支名，例如 gh-pages", found.name)
    for ref in _remote(workspace, found.name):
        ahead = ("rev-list", "-n1", ref, *(("--not", found.tip) if found.tip else ()))
        if git(workspace, *ahead):
            short = ref.removeprefix("refs/remotes/")
            remote = short.removesuffix(f"/{found.name}")
            message = f"{short} 上有这里没有的提交，直接写会丢掉已经发布的网址"
            hint = f"先运行 git fetch {remote} {found.name}:{found.name}"
            raise refusal("branch-behind", message, hint, found.name)


def files(workspace: Workspace, found: Branch) -> list[str]:
    """The files on a branch, from the root of its tree."""
    if not found.tip:
        return []
    told = git(workspace, "ls-tree", "-r", "-z", "--full-tree", "--name-only", found.tip)
    return [os.fsdecode(name) for name in told.split(b"\0") if name]


def read(workspace: Workspace, found: Branch, path: str) -> bytes:
    """One file of a branch."""
    return git(workspace, "cat-file", "blob", f"{found.tip}:{path}")


def write(
    workspace: Workspace,
    found: Branch,
    folder: Path,
    revision: Revision,
    message: str,
    *,
    is_first: bool = False,
) -> str:
    """One commit on the branch that holds ``folder`` and nothing else; its name.

    With ``is_first`` it has no parent, so that the branch forgets what it held before.

    Nothing is written, and an empty name answered, where the branch holds just that. The time is
    that of ``revision``, so the same folder on the same branch is the same commit.
    Raise ``ProblemError`` where the branch has moved meanwhile.
    """
    tree = _tree(workspace, folder)
    held = _answer(workspace, "rev-parse", f"{found.tip}^{{tree}}") if found.tip else ""
    if tree == held and not (is_first and has_history(workspace, found)):
        return ""
    has_parent = found.tip and not is_first
    lines = [f"tree {tree}", *([f"parent {found.tip}"] if has_parent else [])]
    who = f"{PUBLISHER} {revision.time}"
    lines += [f"author {who}", f"committer {who}", "", message, ""]
    given = "\n".join(lines).encode("utf-8")
    commit = _answer(workspace, "hash-object", "-t", "commit", "-w", "--stdin", given=given)
    try:
        git(workspace, "update-ref", "-m", "publish", found.ref, commit, found.tip)
    except ProblemError as error:
        if _tip(workspace, found.ref) == found.tip:
            raise
        message = f"生成网站的时候，分支 {found.name} 变了，没有发布"
        hint = f"用 git log {found.name} 看看多了什么，再发布一次"
        raise refusal("published-meanwhile", message, hint, found.name) from error
    return commit


def has_history(workspace: Workspace, found: Branch) -> bool:
    """Whether the branch holds more than one commit."""
    return bool(found.tip and git(workspace, "rev-list", "-n1", "--skip=1", found.tip))


def _tree(workspace: Workspace, folder: Path) -> str:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    blobs = list(_blobs(workspace, paths))
    listed = b"".join(
        b"100644 %s 0\t%s\0" % (blob, os.fsencode(path.relative_to(folder).as_posix()))
        for path, blob in zip(paths, blobs, strict=True)
    )
    with tempfile.TemporaryDirectory() as place:
        index = Path(place, "index")
        git(workspace, "update-index", "-z", "--index-info", given=listed, index=index)
        return git(workspace, "write-tree", index=index).decode("ascii").strip()


def _blobs(workspace: Workspace, paths: Sequence[Path]) -> Iterator[bytes]:
    """The files as git stores them, byte for byte: no setting changes their line ends."""
    command = ("hash-object", "-w", "--no-filters", "--stdin-paths")
    for start in range(0, len(paths), AT_ONCE):
        given = b"".join(os.fsencode(p) + b"\n" for p in paths[start : start + AT_ONCE])
        yield from git(workspace, *command, given=given).split()


def _tip(workspace: Workspace, ref: str) -> str:
    question = ("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return git(workspace, *question, no=(1, 128)).decode("ascii").strip()


def _remote(workspace: Workspace, name: str) -> list[str]:
    command = ("for-each-ref", "--format=%(refname)", f"refs/remotes/*/{name}")
    return git(workspace, *command).decode("utf-8", "replace").split()


def _answer(workspace: Workspace, *arguments: str, given: bytes = b"") -> str:
    return git(workspace, *arguments, given=given).decode("ascii").strip()


def not_ours(found: Branch, why: str) -> ProblemError:
    """What to raise where a branch holds something else than a published site."""
    hint = "另起一个分支名，例如 gh-pages；自己加的文件（如 CNAME）放进 site/pages/ 一起发布"
    return refusal("not-a-published-site", f"分支 {found.name} {why}", hint, found.name)
