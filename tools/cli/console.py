"""What every command says and asks: streams, progress, problems, places."""

import time
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from tools.problem import Problem, ProblemError
from tools.progress import Progress, silent
from tools.review import report
from tools.review.engine import private_rules
from tools.source.workspace import Workspace

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

if not out.is_terminal:
    out.width = 120  # a wide page; lines of text are never wrapped anyway

FAILED = 1
MISUSED = 2

Places = Annotated[
    list[str],
    Parameter(
        help="只管这些：文件、文件夹，或 地区/部门、地区/部门/年度。不写就是全部。",
        negative=(),
        show_default=False,
    ),
]


class Stop(Exception):  # noqa: N818
    """Ends a command whose problems have been shown already."""


def data_paths(workspace: Workspace, places: list[str] | None) -> list[Path] | None:
    """Paths below ``targets/`` for what the user named, or None; raise ``ProblemError``."""
    return [data_path(workspace, place) for place in places] if places else None


def data_path(workspace: Workspace, place: str) -> Path:
    """The path below ``targets/`` of one place; raise ``ProblemError`` if there is none."""
    if not place.strip():
        raise refusal("（空）", "no-such-file", "没有写是哪个文件或文件夹", "要全部就什么都不写")
    below = workspace.targets / place
    for path in (Path(place), below, Path(f"{below}.yaml")):
        if path.exists() and path.resolve().is_relative_to(workspace.targets):
            return path.resolve()
    raise ProblemError(
        Problem(
            path=place,
            rule="no-such-file",
            message="targets/ 里没有这个文件或文件夹",
            hint="写成 targets/xinglong/zhengfawei/2022.yaml，或 xinglong/zhengfawei/2022",
        )
    )


def refusal(path: str, rule: str, message: str, hint: str) -> ProblemError:
    """What to raise where the user asked for something that is not there."""
    return ProblemError(Problem(path=path, rule=rule, message=message, hint=hint))


@contextmanager
def job() -> Iterator[list[str]]:
    """Collect what was written and say it at the end, with the time it took."""
    start = time.monotonic()
    written: list[str] = []
    yield written
    for line in written:
        out.print(line)
    out.print(f"用时 {time.monotonic() - start:.1f} 秒。")


@contextmanager
def progress(title: str, *, counted: bool = True) -> Iterator[Progress]:
    """A bar on a terminal; one line where the output goes to a file or to CI."""
    if not err.is_terminal:
        err.print(f"{title}……")
        yield silent
        return
    count = (MofNCompleteColumn(),) if counted else ()
    columns = (TextColumn(f"{title:　<3}"), BarColumn(), *count, TimeElapsedColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def print_table(table: Table) -> None:
    """A table as wide as the terminal, or as a wide page where the output goes to a file."""
    for column in table.columns:
        column.overflow = "fold"
    out.print(table, soft_wrap=False)


def print_problems(
    workspace: Workspace,
    problems: list[Problem],
    last: Set[Problem] = frozenset(),
    *,
    to: Console = out,
) -> None:
    """Show problems with the lines that they stand on.

    Files that hold one of ``last`` come last, where a person at a terminal looks first.
    """
    sources = {path: _lines(workspace.root / path) for path in {p.path for p in problems}}
    late = {problem.path for problem in last}
    early = [problem for problem in problems if problem.path not in late]
    hidden = private_rules()
    for line in report.text(early, sources, hidden):
        to.print(line, markup=False)
    for line in report.text([p for p in problems if p.path in late], sources, hidden):
        to.print(line, markup=False)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    text = path.read_bytes().decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").split("\n")
