"""The command that follows one target through years and commits: history."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from tools import model
from tools.cli.console import err, out, print_table, refusal
from tools.cli.frame import app
from tools.problem import ProblemError
from tools.review.changes.matching import match_indicators
from tools.review.changes.past import Step, indicator_steps, project_steps
from tools.review.changes.threads import Stage, Value, indicator_threads, project_threads
from tools.review.comparing import same
from tools.source import workspace as workspaces
from tools.source.commits import Commit, history
from tools.source.pairs import contents
from tools.source.reader import read
from tools.source.repository import (
    REGION_FILE,
    Entry,
    Repository,
    department_year_schema,
    load,
)
from tools.source.workspace import Workspace

Thread = list[tuple[Entry, model.Project]]


@app.command(name="history", usage="")
def history_command(
    project: Annotated[str, Parameter(help="项目编码；没有编码的写项目名称。", show_default=False)],
    indicator: Annotated[
        str, Parameter(help="三级指标；不写就列出项目的全部指标。", show_default=False)
    ] = "",
    /,
) -> int:
    """一个项目、一条指标历年怎样变，哪次提交改的。

    例：

    - `nox -s history -- 13082222P008988100010`
    - `nox -s history -- 99999922P00010310001P 纠纷调解成功率`
    """
    workspace = workspaces.find(Path())
    repository = load(workspace)
    _unread(repository)
    for thread in _threads(repository.entries, project):
        entry, latest = thread[-1]
        department = entry.record.department.name or entry.address
        out.print(f"{latest.name}（{latest.identity}）　{department}\n", style="bold", markup=False)
        rows = _rows(thread, indicator)
        _years(thread, rows)
        _commits(workspace, thread, rows if indicator else [])
    return 0


def _unread(repository: Repository) -> None:
    """A year that cannot be read must not look like one without the project."""
    read = {entry.path for entry in repository.entries}
    names = {p.path for p in repository.problems if p.path.endswith(".yaml")}
    left = sorted(name for name in names - read if not name.endswith(REGION_FILE))
    if left:
        told = f"这些文件有错，没有算在内：{'、'.join(left)}；运行 nox -s check 看错在哪里。"
        err.print(told, markup=False)


def _threads(entries: Sequence[Entry], wanted: str) -> Iterator[Thread]:
    """The project with all its years, in each department that has it."""
    found = False
    for _, group in groupby(entries, key=lambda entry: (entry.region, entry.department)):
        years = sorted(group, key=lambda entry: entry.year)
        for stages in project_threads([entry.record for entry in years]):
            thread = _thread(years, stages)
            if any(wanted in (p.identity, p.code) or same(wanted, p.name) for _, p in thread):
                found = True
                yield thread
    if not found:
        names = {n for e in entries for p in e.record.projects for n in (p.identity, p.name)}
        near = get_close_matches(wanted, sorted(names), 3, 0.5)
        hint = f"想写的是 {'、'.join(near)}？" if near else "写项目编码，没有编码的写项目名称"
        raise refusal(wanted, "no-such-project", "没有这个项目", hint)


def _thread(years: Sequence[Entry], stages: Sequence[Stage]) -> Thread:
    return [(years[s.file], years[s.file].record.projects[s.project]) for s in stages]


def _rows(thread: Thread, indicator: str) -> list[tuple[Value, ...]]:
    """The indicators with their years; raise ``ProblemError`` if the one asked for is not there."""
    threads = indicator_threads([(entry.year, project) for entry, project in thread])
    if not indicator:
        return threads
    names = [{value.indicator.name for value in one} for one in threads]
    chosen = [
        one
        for one, known in zip(threads, names, strict=True)
        if any(same(indicator, name) for name in known)
    ]
    if not chosen:
        near = get_close_matches(indicator, sorted(set().union(*names)), 3, 0.3)
        raise refusal(
            indicator,
            "no-such-indicator",
            "这个项目没有这条指标",
            f"想写的是 {'、'.join(near)}？" if near else "写三级指标的名称",
        )
    return chosen


def _years(thread: Thread, rows: list[tuple[Value, ...]]) -> None:
    years = [entry.year for entry, _ in thread]
    table = Table(title_justify="left")
    table.add_column("历年")
    for year in years:
        table.add_column(f"{year}年")
    table.add_row("项目名称", *(Text(project.name) for _, project in thread))
    table.add_row("预算数", *(entry.record.budget(project) for entry, project in thread))
    for row in rows:
        values = {value.year: value for value in row}
        name = f"{row[-1].indicator.level2.removesuffix('指标')}“{row[-1].indicator.name}”"
        table.add_row(Text(name), *(_cell(values.get(year)) for year in years))
    print_table(table)


def _cell(value: Value | None) -> Text:
    if value is None:
        return Text("")
    told = value.verdict is not None and value.verdict.name not in ("SAME", "FORMATTING")
    return Text(f"{value.indicator.value or '（空白）'}{f' {value.verdict}' if told else ''}")


def _commits(workspace: Workspace, thread: Thread, rows: list[tuple[Value, ...]]) -> None:
    """The commits behind each year, as far as git knows them."""
    table = Table(title_justify="left")
    for title in ("文件", "日期", "作者", "改成", "改动", "提交说明"):
        table.add_column(title)
    try:
        for entry, project in thread:
            for step in _steps(workspace, entry, project, rows):
                commit = step.commit
                words = (f"{entry.year}年", commit.date, commit.author, step.value, step.change)
                table.add_row(*map(Text, words), Text(f"{commit.subject}（{commit.short_id}）"))
    except ProblemError as error:
        out.print(f"没有提交记录：{error.problems[0].message}", markup=False)
        return
    if table.row_count:
        print_table(table)
    else:
        out.print("还没有提交过。")


def _steps(
    workspace: Workspace, entry: Entry, project: model.Project, rows: list[tuple[Value, ...]]
) -> Iterator[Step]:
    versions = list(_versions(workspace, workspace.root / entry.path))
    if not rows:
        yield from project_steps(versions, entry.record, project)
    for row in rows:
        known = [value.indicator for value in row if value.year == entry.year]
        if known and match_indicators(known, project.filled_indicators):
            yield from indicator_steps(versions, entry.record, project, known[0])


def _versions(workspace: Workspace, path: Path) -> Iterator[tuple[Commit, model.DepartmentYear]]:
    """The file at each commit, the oldest first; what today's schema refuses is left out."""
    commits = list(reversed(history(workspace, path)))
    found = contents(workspace, [(commit.id, commit.path) for commit in commits])
    for commit, data in zip(commits, found, strict=True):
        reading = read(path.name, data or b"", department_year_schema(workspace))
        if reading.is_valid:
            yield commit, model.department_year(reading.tree)
