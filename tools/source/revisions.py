"""What git knows of the data; the only place that calls git.

Git runs so that neither its configuration nor the variables of a hook change what it answers,
and its names are read as bytes ended by NUL: they may hold anything.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.problem import Problem, ProblemError
from tools.source.workspace import Workspace

SECONDS = 60

# Of the variables that steer git, those that say where its configuration and repositories are
# found. Those of a hook name another index or folder than the one asked about.
KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
FIXED_ENVIRONMENT = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
SETTINGS = ("-c", "core.fsmonitor=false", "-c", "diff.orderFile=/dev/null")
OPTIONS = ("--no-pager", "--literal-pathspecs", *SETTINGS)
COMMITTED = ("diff-tree", "-r", "--name-only", "--no-renames", "-z")
# Of the commands that compare the working tree, the one that leaves the index alone.
UNCOMMITTED = ("status", "--porcelain", "--no-renames", "--untracked-files=all", "-z")
BELOW = ("--", "targets")

WHOLE_HISTORY = "运行 git fetch --unshallow 取来全部历史；在持续集成里，检出时写 fetch-depth: 0"

FAULTS = {
    "no-git": (
        "没有找到 git，不知道改了哪些文件",
        "安装 git 后再运行；或者不按改动挑选，检查全部文件",
    ),
    "no-repository": (
        "这里不是 git 仓库，不知道改了哪些文件",
        "进入用 git clone 取来的文件夹再运行；或者不按改动挑选，检查全部文件",
    ),
    "no-commits": (
        "这个 git 仓库还没有提交，没有可以比较的版本",
        "先用 git commit 提交一次；或者不按改动挑选，检查全部文件",
    ),
    "shallow-clone": ("git 只取来了最近的历史，找不到分支是从哪里分出来的", WHOLE_HISTORY),
    "slow-git": (
        f"git 过了 {SECONDS} 秒还没有答复",
        "看看磁盘或网络盘是否正常，再运行一次；或者不按改动挑选，检查全部文件",
    ),
}


def changed_since(workspace: Workspace, revision: str) -> list[Path]:
    """The files below ``targets/`` that this branch changes, in a fixed order.

    Committed since the branch left ``revision``, staged, not staged or not yet known to git; what
    others changed there meanwhile is not among them, nor is what is deleted. Raise
    ``ProblemError`` where git cannot tell.
    """
    base = _base(workspace, revision)
    committed = _git(workspace, *COMMITTED, base, "HEAD", *BELOW).split(b"\0")
    uncommitted = [line[3:] for line in _git(workspace, *UNCOMMITTED, *BELOW).split(b"\0")]
    above = _git(workspace, "rev-parse", "--show-prefix").removesuffix(b"\n")
    names = {name.removeprefix(above) for name in (*committed, *uncommitted) if name}
    paths = sorted(workspace.root / os.fsdecode(name) for name in names)
    return [path for path in paths if path.is_file() or path.is_symlink()]


def _base(workspace: Workspace, revision: str) -> str:
    """The commit where HEAD and ``revision`` parted; without one, ``revision`` itself."""
    if not _commit(workspace, "HEAD"):
        raise _fault("no-commits")
    commit = _commit(workspace, revision)
    if not commit:
        raise _unknown(workspace, revision)
    base = _git(workspace, "merge-base", "HEAD", commit, no=(1,)).decode("ascii").strip()
    if not base and _is_shallow(workspace):
        raise _fault("shallow-clone")
    return base or commit


def _commit(workspace: Workspace, revision: str) -> str:
    """The full name of a commit; empty where there is no such commit.

    A revision that reads as an option, a range or an exclusion is none.
    """
    if revision.startswith(("-", "^")) or "\0" in revision:
        return ""
    question = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    told = _git(workspace, *question, no=(1, 128))
    return told.decode("ascii").strip()


def _unknown(workspace: Workspace, revision: str) -> ProblemError:
    hint = "写分支、标签或提交号，例如 origin/main；刚建的远程分支先用 git fetch 取来"
    if _is_shallow(workspace):
        hint = f"{hint}。这里只有最近的历史：{WHOLE_HISTORY}"
    return _error("unknown-revision", f"git 里没有“{revision}”这个版本", hint)


def _is_shallow(workspace: Workspace) -> bool:
    return _git(workspace, "rev-parse", "--is-shallow-repository").strip() == b"true"


def _git(workspace: Workspace, *arguments: str, no: tuple[int, ...] = ()) -> bytes:
    """What git answers; raise ``ProblemError`` if it fails.

    ``no`` are the statuses that, without a word from git, mean that there is no such thing:
    nothing is answered then.
    """
    program = shutil.which("git")
    if not program:
        raise _fault("no-git")
    try:
        done = subprocess.run(
            [program, "-C", str(workspace.root), *OPTIONS, *arguments],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _fault("slow-git") from error
    if done.returncode in no and not done.stderr:
        return b""
    if done.returncode:
        raise _refusal(done.stderr.decode("utf-8", "replace").strip(), done.returncode)
    return done.stdout


def _environment() -> dict[str, str]:
    free = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(KEPT)
    }
    return {**free, **FIXED_ENVIRONMENT}


def _refusal(words: str, status: int) -> ProblemError:
    """Git's own words, with advice where it is known what they mean."""
    if "not a git repository" in words:
        return _fault("no-repository")
    if "dubious ownership" in words or "unsafe repository" in words:
        command = re.search(r"git config --global --add safe\.directory .+", words)
        hint = command[0] if command else "git config --global --add safe.directory 仓库的文件夹"
        message = "这个 git 仓库属于另一个用户，git 不肯读"
        return _error("dubious-ownership", message, f"确认来源可靠后运行：{hint}")
    message = f"git 出错了：{words or f'退出状态 {status}'}"
    return _error("git-failed", message, "按 git 的话改正后再运行；或者不按改动挑选，检查全部文件")


def _fault(rule: str) -> ProblemError:
    return _error(rule, *FAULTS[rule])


def _error(rule: str, message: str, hint: str) -> ProblemError:
    return ProblemError(Problem(path="targets", rule=rule, message=message, hint=hint))
