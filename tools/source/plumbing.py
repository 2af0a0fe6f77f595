"""The only place that calls git.

Git runs so that neither its configuration nor the variables of a hook change what it answers.
Callers read names as bytes ended by NUL: they may hold anything.
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
SETTINGS = {
    "core.fsmonitor": "false",
    "core.splitIndex": "false",
    "diff.orderFile": "/dev/null",
    "log.diffMerges": "separate",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *(word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")),
)

WHOLE_HISTORY = "运行 git fetch --unshallow 取来全部历史；在持续集成里，检出时写 fetch-depth: 0"

FAULTS = {
    "no-git": (
        "没有找到 git，不知道文件有哪些版本",
        "安装 git 后再运行；不比较版本的命令照样能用",
    ),
    "no-repository": (
        "这里不是 git 仓库，不知道文件有哪些版本",
        "进入用 git clone 取来的文件夹再运行；不比较版本的命令照样能用",
    ),
    "no-commits": (
        "这个 git 仓库还没有提交，没有可以比较的版本",
        "先用 git commit 提交一次；不比较版本的命令照样能用",
    ),
    "shallow-clone": ("git 只取来了最近的历史，找不到分支是从哪里分出来的", WHOLE_HISTORY),
    "shallow-history": ("git 只取来了最近的历史，不知道这个文件以前改过什么", WHOLE_HISTORY),
    "missing-object": (
        "git 仓库不完整，缺少要读的文件版本",
        "运行 git fetch 补齐；还不行，重新 git clone",
    ),
    "slow-git": (
        f"git 过了 {SECONDS} 秒还没有答复",
        "看看磁盘或网络盘是否正常，再运行一次；不比较版本的命令照样能用",
    ),
}


def git(
    workspace: Workspace,
    *arguments: str,
    no: tuple[int, ...] = (),
    given: bytes = b"",
    index: Path | None = None,
) -> bytes:
    """What git answers; raise ``ProblemError`` if it fails.

    ``no`` are the statuses that, without a word from git, mean that there is no such thing:
    nothing is answered then. ``given`` is what git reads, ``index`` stands in for its own index.
    """
    program = shutil.which("git")
    if not program:
        raise fault("no-git")
    try:
        done = subprocess.run(
            [program, "-C", str(workspace.root), *OPTIONS, *arguments],
            env=_environment(index),
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise fault("slow-git") from error
    if done.returncode in no and not done.stderr:
        return b""
    if done.returncode:
        raise _refusal(done.stderr.decode("utf-8", "replace").strip(), done.returncode)
    return done.stdout


def _environment(index: Path | None) -> dict[str, str]:
    free = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(KEPT)
    }
    chosen = {"GIT_INDEX_FILE": str(index)} if index else {}
    return {**free, **FIXED_ENVIRONMENT, **chosen}


def _refusal(words: str, status: int) -> ProblemError:
    """Git's own words, with advice where it is known what they mean."""
    if "not a git repository" in words:
        return fault("no-repository")
    if "does not have any commits yet" in words:
        return fault("no-commits")
    if "dubious ownership" in words or "unsafe repository" in words:
        command = re.search(r"git config --global --add safe\.directory .+", words)
        hint = command[0] if command else "git config --global --add safe.directory 仓库的文件夹"
        message = "这个 git 仓库属于另一个用户，git 不肯读"
        return refusal("dubious-ownership", message, f"确认来源可靠后运行：{hint}")
    message = f"git 出错了：{words or f'退出状态 {status}'}"
    return refusal("git-failed", message, "按 git 的话改正后再运行；不比较版本的命令照样能用")


def fault(rule: str) -> ProblemError:
    """What to raise for a known fault."""
    return refusal(rule, *FAULTS[rule])


def refusal(rule: str, message: str, hint: str, path: str = "targets") -> ProblemError:
    """What to raise where git cannot tell what was asked."""
    return ProblemError(Problem(path=path, rule=rule, message=message, hint=hint))
