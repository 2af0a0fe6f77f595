"""Commands that say what is wrong and why: check, explain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import structs
from rich.table import Table

from tools.checking import Checked, check
from tools.cli.console import (
    FAILED,
    Places,
    data_paths,
    out,
    print_problems,
    progress,
    refusal,
)
from tools.cli.frame import app
from tools.problem import Level, Problem
from tools.review import report, table
from tools.review.engine import Rule, all_rules
from tools.review.exemptions import EXCEPTED
from tools.review.sarif import sarif
from tools.source import workspace as workspaces
from tools.source.revisions import ON_DISK, Span, base, changed_since
from tools.source.versions import Compared, Versions, between
from tools.source.workspace import Workspace

LONGEST_TITLE = 24  # of what no rule has a title for


class Format(StrEnum):
    """How ``check`` shows what it found."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


# Programs get everything; people are spared the remarks on style unless they ask.
LOWEST = {
    Format.TEXT: Level.WARNING,
    Format.JSON: Level.INFO,
    Format.GITHUB: Level.WARNING,
    Format.SARIF: Level.INFO,
}


@dataclass(frozen=True)
class Options:
    """What to check, and how to show what is found."""

    form: Annotated[
        Format,
        Parameter(
            name="--format",
            help="输出格式：text（默认）、json、github、sarif。",
            show_choices=False,
        ),
    ] = Format.TEXT
    rule: Annotated[
        list[str], Parameter(help="只查这条审核规则（编号或名称）；可以写几次。", negative=())
    ] = field(default_factory=list)
    level: Annotated[
        Level | None,
        Parameter(
            help="只显示这一级和更重的：error、warning、info；"
            "不写时 text、github 到 warning，json、sarif 到 info。",
            show_choices=False,
        ),
    ] = None
    changed_since: Annotated[
        str | None, Parameter(help="只查与这个 Git 版本相比改过的文件，例如 origin/main。")
    ] = None


@app.command(name="check", usage="")
def check_command(
    places: Places | None = None,
    /,
    *,
    options: Annotated[Options, Parameter(name="*", show_default=False)] = Options(),
) -> int:
    """检查数据文件：写法、栏目、审核规则。

    有错误时以 1 结束；已公开文件的审核问题只显示，不算失败（隐私除外）。

    例：

    - `nox -s check`
    - `nox -s check -- xinglong/zhengfawei/2022`
    - `nox -s check -- --rule cost-over-budget --rule placeholder`
    - `nox -s check -- --changed-since origin/main`
    - `nox -s check -- --format sarif targets/xinglong`
    """
    workspace = workspaces.find(Path())
    rules = [_rule(name) for name in options.rule] or None
    paths = data_paths(workspace, places)
    compared = Compared(versions=[], problems=[])
    if options.changed_since is not None:
        span = Span(base(workspace, options.changed_since), ON_DISK)
        compared = between(workspace, span, paths)
        paths = _changed(workspace, paths, options.changed_since)
    is_idle = not (paths is None or paths or compared.versions or compared.problems)
    if is_idle and options.form is Format.TEXT:
        out.print(f"与 {options.changed_since} 相比，没有改过的数据文件。", markup=False)
        return 0
    checked = checking_result(workspace, paths, rules, compared.versions)
    checked.faults.extend(_not_compared(checked, compared.problems))
    _show(workspace, checked, options)
    return FAILED if checked.failing else 0


@app.command(name="explain", usage="")
def explain_command(
    rule: Annotated[
        str, Parameter(help="规则的编号或名称；不写就列出全部。", show_default=False)
    ] = "",
    /,
    *,
    counts: Annotated[
        bool,
        Parameter(
            help="列表：每条规则在每份公开文件里各查出多少处（Markdown）。",
            negative=(),
            show_default=False,
        ),
    ] = False,
) -> int:
    """说明一条审核规则：查什么，为什么，怎样算通过。

    例：

    - `nox -s explain`
    - `nox -s explain -- cost-over-budget`
    - `nox -s explain -- --counts`
    """
    if counts:
        checked = checking_result(workspaces.find(Path()), None)
        print(table.counts(checked.repository.public().entries, checked.findings), end="")  # noqa: T201
        return 0
    if rule:
        chosen = _rule(rule)
        name = report.LEVEL_NAMES[chosen.level]
        out.print(f"{chosen.name}（{chosen.criterion}，{name}）\n", markup=False)
        out.print(chosen.page.text, markup=False)
        return 0
    for criterion, rules in groupby(all_rules(), key=lambda one: one.criterion):
        out.print(f"\n{criterion}", style="bold")
        out.print(_table((report.LEVEL_NAMES[r.level], r.name, r.title) for r in rules))
    out.print("\n看一条规则的说明：nox -s explain -- 编号")
    return 0


def checking_result(
    workspace: Workspace,
    only: list[Path] | None,
    rules: list[Rule] | None = None,
    earlier: Sequence[Versions] = (),
) -> Checked:
    """Check with a progress bar."""
    with progress("检查") as step:
        return check(workspace, only, step, rules, earlier)


def _rule(name: str) -> Rule:
    """A rule by its id or by its Chinese title."""
    rules = {rule.name: rule for rule in all_rules()} | {rule.title: rule for rule in all_rules()}
    if name in rules:
        return rules[name]
    near = get_close_matches(name, rules, 3, 0.5)
    hint = f"想写的是 {'、'.join(near)}？" if near else ""
    raise refusal(
        name,
        "no-such-rule",
        "没有这条审核规则",
        f"{hint}运行 nox -s explain 看全部规则；别的编号是对文件写法的检查，改法写在每条问题下面",
    )


def _changed(workspace: Workspace, paths: list[Path] | None, revision: str) -> list[Path]:
    """The changed files, of those asked for if any were."""
    changed = changed_since(workspace, revision)
    if paths is None:
        return changed
    return [path for path in changed if any(path.is_relative_to(place) for place in paths)]


def _not_compared(checked: Checked, problems: list[Problem]) -> Iterator[Problem]:
    """Files with a base that today's schema refuses: whether they may change nobody looked at.

    What is wrong with a file as it is now has been told already.
    """
    told = {problem.path for problem in checked.faults if problem.level is Level.ERROR}
    for problem in problems:
        if problem.path not in told:
            yield structs.replace(problem, level=Level.WARNING)


def _show(workspace: Workspace, checked: Checked, options: Options) -> None:
    form = options.form
    problems = report.at_least(checked.problems, options.level or LOWEST[form])
    if form is Format.JSON:
        print(report.as_json(problems))  # noqa: T201
    elif form is Format.SARIF:
        print(sarif(problems, all_rules()))  # noqa: T201
    elif form is Format.GITHUB:
        for line in report.github(problems):
            print(line)  # noqa: T201
    else:
        print_problems(workspace, problems, last=set(checked.failing))
        _summary(checked, problems)


def _summary(checked: Checked, shown: list[Problem]) -> None:
    hidden = len(checked.problems) - len(shown)
    count = checked.repository.files
    if not shown:
        out.print(f"检查了 {count} 个文件：没有发现问题。")
    else:
        out.print(f"检查了 {count} 个文件：{report.counts(shown)}。\n")
        titles = {problem.rule: problem.message for problem in reversed(shown)}
        titles |= {rule.name: rule.title for rule in all_rules()}
        rows = report.by_rule(shown)
        out.print(
            _table(
                (report.LEVEL_NAMES[level], rule, titles[rule][:LONGEST_TITLE], str(count))
                for level, rule, count in rows
            )
        )
        out.print()
    errors = sum(problem.level is Level.ERROR for problem in checked.problems)
    frozen = errors - len([p for p in checked.failing if p.level is Level.ERROR])
    if frozen:
        out.print(f"其中 {frozen} 处错误在已公开的文件里，只显示，不算失败。")
    if hidden:
        out.print(f"另有 {hidden} 处较轻的没有显示；要看，在命令后面加 --level info。")
    kept = sum(problem.rule == EXCEPTED for problem in checked.problems)
    if kept:
        out.print(f"按审核例外保留 {kept} 处；要看是哪些、什么理由，加 --level info。")
    unread = {problem.path for problem in checked.faults if problem.level is Level.ERROR}
    unread -= {entry.path for entry in checked.repository.entries}
    if unread:
        out.print(f"有 {len(unread)} 个文件写法有错，还没有查审核规则；改好以后再查一次。")
    if shown:
        out.print("不明白的规则，运行 nox -s explain -- 编号或名称 看说明。")


def _table(rows: Iterable[tuple[str, ...]]) -> Table:
    """Columns side by side, in any terminal and in a file."""
    table = Table.grid(padding=(0, 2))
    listed = list(rows)
    for column in range(len(listed[0]) if listed else 0):
        is_number = all(row[column].isdigit() for row in listed)
        table.add_column(no_wrap=True, justify="right" if is_number else "left")
    for row in listed:
        table.add_row(*row)
    return table
