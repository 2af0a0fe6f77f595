"""The command line's frame: its help, and every mistake in Chinese with an exit code."""

import errno
import io
import os
import sys
from enum import StrEnum

from cyclopts import App, CycloptsError, Group
from cyclopts import exceptions as misuse

from tools.cli.console import FAILED, MISUSED, Stop, err
from tools.problem import ProblemError
from tools.review import report

PARAMETERS = Group("参数和选项")
app = App(
    name="targets",
    help="预算绩效目标：检查数据，生成官方 Word 表格和公开网站。",
    usage="",
    help_epilogue="每个命令加 --help 看例子；`nox -s 命令 -- 参数` 与 `targets 命令 参数` 相同。",
    group_commands=Group("命令"),
    group_arguments=PARAMETERS,
    group_parameters=PARAMETERS,
    version_flags=[],
    help_format="markdown",
    exit_on_error=False,
    print_error=False,
    result_action="return_value",
)
app["--help"].help = "显示用法和例子。"
form_app = App(
    name="form",
    help="版式：预览官方表格的样子，由空白表起草新版式。",
    usage="",
    help_epilogue="例：`nox -s form -- preview hebei-text`",
    group_commands=Group("命令"),
    group_arguments=PARAMETERS,
    group_parameters=PARAMETERS,
    version_flags=[],
)
form_app["--help"].help = "显示用法和例子。"
app.command(form_app)

OS_ERRORS = {
    errno.EACCES: "没有权限",
    errno.EBUSY: "正被占用，或是磁盘挂载的地方；换成它下面的一个文件夹",
    errno.EADDRINUSE: "端口已经被占用，换一个 --port",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOENT: "没有这个文件",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
}


def main() -> None:
    """Run the command line; every error ends as Chinese words and an exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 well, 1 failed, 2 misused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may speak GBK only
    try:
        return int(app(arguments) or 0)
    except ProblemError as error:
        for line in report.text(list(error.problems), {}):
            err.print(line, markup=False)
        return FAILED
    except Stop:
        return FAILED
    except CycloptsError as error:
        err.print(f"命令写法不对：{_misuse(error)}", markup=False)
        err.print("加 --help 看用法和例子。")
        return MISUSED
    except KeyboardInterrupt:
        err.print("已中断，没有写完的文件没有留下。")
        return 130
    except BrokenPipeError:  # whoever was reading has seen enough, e.g. `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        reason = OS_ERRORS.get(error.errno or 0, error.strerror or str(error))
        err.print(f"读写文件出错：{error.filename or ''} {reason}", markup=False)
        return FAILED


def _misuse(error: CycloptsError) -> str:
    """Cyclopts speaks English; these are the mistakes that people make."""
    if isinstance(error, misuse.UnknownOptionError):
        return f"没有 {error.token.keyword or error.token.value} 这个选项"
    if isinstance(error, misuse.UnknownCommandError | misuse.UnusedCliTokensError):
        words = " ".join(error.unused_tokens or ())
        return f"没有“{words}”这个命令，或这里不该有它"
    if isinstance(error, misuse.MissingArgumentError):
        return f"{error.argument.name if error.argument else ''} 后面缺少值"
    if isinstance(error, misuse.CoercionError) and error.argument:
        value = error.token.value if error.token else ""
        kind = error.target_type
        hint = ""
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            hint = f"，可以写 {'、'.join(kind)}"
        return f"{error.argument.name} 不能是“{value}”{hint}"
    if isinstance(error, misuse.RepeatArgumentError):
        return "同一个选项写了两次"
    return str(error)
