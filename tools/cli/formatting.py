"""The command that writes data files in their one form: fmt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from msgspec import Struct

from tools import framework
from tools.cli.console import FAILED, Places, data_paths, out, print_problems
from tools.cli.frame import app
from tools.output import write_file
from tools.problem import Problem
from tools.review.mending import Change, mended
from tools.source import workspace as workspaces
from tools.source.canonical import canonical
from tools.source.reader import Reading, read
from tools.source.repository import REGION_FILE, data_files, entry_of, schema_for
from tools.source.workspace import Workspace


class Outcome(Struct, frozen=True):
    """What became of one file."""

    is_rewritten: bool = False
    changes: tuple[Change, ...] = ()
    is_frozen: bool = False
    problems: tuple[Problem, ...] = ()


@app.command(name="fmt", usage="")
def fmt_command(
    places: Places | None = None,
    /,
    *,
    fix: Annotated[
        bool,
        Parameter(
            help="连同文字的写法：百分比改为 %，≧改为≥，全角半角统一；意思不变，逐处列出。",
            negative=(),
            show_default=False,
        ),
    ] = False,
) -> int:
    """把数据文件改成规范写法，注释保留，内容不变。

    有错的文件不动，列出来请先改正。已公开的文件，--fix 也不动文字。

    例：

    - `nox -s fmt`
    - `nox -s fmt -- targets/xinglong/zhengfawei/2022.yaml`
    - `nox -s fmt -- --fix shili/sifaju/2026`
    """
    workspace = workspaces.find(Path())
    paths, faults = data_files(workspace, data_paths(workspace, places))
    outcomes = {path: _format(workspace, path, fix) for path in paths}
    for path, outcome in outcomes.items():
        faults.extend(outcome.problems)
        for line in _told(workspace.shown(path), outcome):
            out.print(line, markup=False)
    changed = sum(outcome.is_rewritten for outcome in outcomes.values())
    out.print(f"共 {len(paths)} 个文件，改写 {changed} 个。")
    frozen = sum(outcome.is_frozen for outcome in outcomes.values())
    if frozen:
        out.print(f"已公开的 {frozen} 个文件照原样保留，没有改文字。")
    print_problems(workspace, faults)
    return FAILED if faults else 0


def _told(path: str, outcome: Outcome) -> Iterator[str]:
    if outcome.is_rewritten:
        yield f"已改写 {path}"
    for change in outcome.changes:
        before, after = _shortened(change.before, change.after)
        yield f"  {change.problem.place}: {before} → {after} [{change.problem.rule}]"


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Both texts, cut down to what stands round the first difference."""
    at = next(
        (i for i, pair in enumerate(zip(before, after, strict=False)) if len(set(pair)) > 1), 0
    )
    start, end = max(0, at - 10), at + 14
    cut = [text[start:end].replace("\n", " ") for text in (before, after)]
    return ("…" if start else "") + cut[0], ("…" if start else "") + cut[1]


def _format(workspace: Workspace, path: Path, fix: bool) -> Outcome:
    """Rewrite one file if it needs it."""
    schema, schema_path = schema_for(workspace, path)
    data = path.read_bytes()
    reading = read(workspace.shown(path), data.removeprefix(b"\xef\xbb\xbf"), schema)
    if not reading.is_valid:
        return Outcome(problems=tuple(reading.problems))
    changes: list[Change] = []
    is_frozen = False
    if fix and path.name != REGION_FILE:
        is_frozen = reading.tree["状态"] == "已公开"
        if not is_frozen:
            reading.tree, changes = _fixed(workspace, path, reading)
    wanted = canonical(reading, schema, schema_path).encode("utf-8")
    if wanted == data:
        return Outcome(is_frozen=is_frozen)
    write_file(path, wanted)
    return Outcome(is_rewritten=True, changes=tuple(changes), is_frozen=is_frozen)


def _fixed(workspace: Workspace, path: Path, reading: Reading) -> tuple[Any, list[Change]]:
    entry = entry_of(workspace, path, reading)
    return mended(entry, reading.tree, framework.load(workspace.schema))
