"""The command that says what changed in meaning: diff."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import structs
from rich.table import Table
from rich.text import Text

from tools.cli.console import FAILED, data_path, err, out, print_problems, print_table, refusal
from tools.cli.frame import app
from tools.form.tracked.documents import tracked_word
from tools.form.tracked.writer import Signature
from tools.likeness.phrases import Part, Segment
from tools.output import inside, write_file
from tools.problem import ProblemError
from tools.review.changes import report
from tools.review.changes.compare import compare
from tools.review.changes.kinds import FileChanges
from tools.review.changes.matching import match_projects
from tools.review.changes.view import FileView, Line, view
from tools.source import workspace as workspaces
from tools.source.repository import REGION_FILE, Entry, load, years
from tools.source.revisions import resolve
from tools.source.versions import Compared, Versions, between, of_files, of_years
from tools.source.workspace import Workspace

NUMBER = re.compile("[0-9]{1,9}")  # a year, or meant for one
TONES = {"looser": "red", "stricter": "green", "gone": "red", "new": "green", "plain": ""}
PARTS = {Part.SAME: "", Part.GONE: "red strike", Part.NEW: "green underline"}


class Format(StrEnum):
    """How ``diff`` shows the changes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"
    DOCX = "docx"


@dataclass(frozen=True)
class Options:
    """How to show the changes, and where."""

    form: Annotated[
        Format,
        Parameter(
            name="--format",
            help="输出格式：text（默认，左右对照）、markdown（合并请求用）、json、html、"
            "docx（带修订标记的 Word，写到 build/changes/）。",
            show_choices=False,
        ),
    ] = Format.TEXT
    output: Annotated[
        Path | None, Parameter(help="写到这个文件（docx 是文件夹）；不写就显示在屏幕上。")
    ] = None


@app.command(name="diff", usage="")
def diff_command(
    what: Annotated[
        list[str],
        Parameter(
            help="比较什么：两个文件；部门和两个年度；Git 版本 A..B、A...B 或 A，"
            "后面可以写只比较哪些文件。",
            negative=(),
            show_default=False,
        ),
    ],
    /,
    *,
    options: Annotated[Options, Parameter(name="*", show_default=False)] = Options(),
) -> int:
    """绩效目标改了什么：哪些指标收紧、放宽、新增、取消，哪些文字改写。

    例：

    - `nox -s diff -- xinglong/zhengfawei 2022 2023`
    - `nox -s diff -- origin/main...HEAD`
    - `nox -s diff -- main..HEAD xinglong/zhengfawei --format markdown`
    - `nox -s diff -- 旧.yaml 新.yaml --format html --output 改动.html`
    - `nox -s diff -- xinglong/zhengfawei 2022 2023 --format docx`
    """
    workspace = workspaces.find(Path())
    compared = _compared(workspace, what)
    if options.form is Format.DOCX:
        _word_files(workspace, compared.versions, options.output)
        print_problems(workspace, compared.problems)
        return FAILED if compared.problems else 0
    changes = [_changes(versions) for versions in compared.versions]
    shown = _shown(workspace, changes, options)
    if options.output and shown is not None:
        write_file(options.output, shown.encode("utf-8"))
        err.print(f"已写到 {options.output}", markup=False)
    elif shown is not None:
        print(shown, end="" if shown.endswith("\n") else "\n")  # noqa: T201
    print_problems(workspace, compared.problems, to=err if shown is not None else out)
    return FAILED if compared.problems else 0


def _compared(workspace: Workspace, what: Sequence[str]) -> Compared:
    """What the arguments name; raise ``ProblemError`` where they name nothing."""
    compared = _asked(workspace, what)
    return structs.replace(
        compared, versions=[_with_year_before(workspace, v) for v in compared.versions]
    )


def _with_year_before(workspace: Workspace, versions: Versions) -> Versions:
    """A new year's file beside that of the year before: what else should a reviewer compare?"""
    after = versions.after
    if versions.before or after is None:
        return versions
    folder = workspace.targets / after.region / after.department
    earlier = [year for year in years(folder) if year < after.year]
    if not earlier:
        return versions
    try:
        before = of_files(workspace, folder / f"{earlier[-1]}.yaml", folder / f"{earlier[-1]}.yaml")
    except ProblemError:
        return versions
    return Versions(before.before, after)


def _asked(workspace: Workspace, what: Sequence[str]) -> Compared:
    first, *rest = what
    if len(what) == 1 and (file := _file(workspace, first)):
        return between(workspace, resolve(workspace, "HEAD"), [file])
    if len(what) == 2 and re.fullmatch("20[0-9]{2}", rest[0]):
        raise refusal(
            first,
            "missing-year",
            "只写了一个年度",
            f"写两个，例如 {first} {int(rest[0]) - 1} {rest[0]}",
        )
    if len(what) == 3 and all(map(NUMBER.fullmatch, rest)):
        versions = of_years(workspace, first.strip("/"), int(rest[0]), int(rest[1]))
        return Compared(versions=[versions], problems=[])
    if len(what) == 2 and ".." not in first:
        return _two(workspace, first, rest[0])
    span = resolve(workspace, first)
    places = [data_path(workspace, place) for place in rest] or None
    return between(workspace, span, places)


def _two(workspace: Workspace, first: str, second: str) -> Compared:
    """Two files, or two revisions, or a revision and the only file to compare."""
    files = [_file(workspace, text) for text in (first, second)]
    if files[0] and files[1]:
        return Compared(versions=[of_files(workspace, files[0], files[1])], problems=[])
    if files[1]:
        return between(workspace, resolve(workspace, first), [files[1]])
    if files[0]:
        raise refusal(second, "no-such-file", "没有这个文件", "看看地区、部门和年度写得对不对")
    return between(workspace, resolve(workspace, f"{first}..{second}"))


def _file(workspace: Workspace, text: str) -> Path | None:
    if Path(text).is_file():
        return Path(text)
    try:
        return data_path(workspace, text)
    except ProblemError:
        return None


def _word_files(workspace: Workspace, versions: list[Versions], output: Path | None) -> None:
    """One Word file for each department-year that is there now, with the changes tracked."""
    folder = output or workspace.build / "changes"
    for one in versions:
        before, after = one.before, one.after
        if after is None:
            out.print(f"  {before.path if before else ''} 已删除，没有 Word 文件。", markup=False)
            continue
        region = load(workspace, [workspace.targets / after.region / REGION_FILE])
        pairs = match_projects(before.record.projects if before else (), after.record.projects)
        signature = Signature(
            author=after.record.department.name or "（未印名称的单位）",
            date=f"{after.record.year}-01-01",
        )
        sample = region.is_sample(after)
        data = tracked_word(workspace, before, after, signature, projects=pairs, sample=sample)
        start = f"{before.year}-" if before and before.year != after.year else ""
        name = f"{after.region}-{after.department}-{start}{after.year}-修订.docx"
        write_file(inside(folder, name), data)
        out.print(f"✓ {workspace.shown(folder / name)}", markup=False)
    if not any(one.after for one in versions):
        out.print(report.NOTHING if not versions else "只有删去的文件，没有 Word 可以对照。")


def _changes(versions: Versions) -> FileChanges:
    before, after = versions.before, versions.after
    names = (_name(before), _name(after))
    if names[0] == names[1]:
        names = (f"{names[0]}（原来）", f"{names[1]}（现在）")
    records = before.record if before else None, after.record if after else None
    return compare(*records, names)


def _name(entry: Entry | None) -> str:
    if entry is None:
        return "（没有）"
    return f"{entry.record.department.name or entry.address} {entry.year}年"


def _shown(workspace: Workspace, changes: list[FileChanges], options: Options) -> str | None:
    """The report as text; None where it was shown on the terminal already."""
    if options.form is Format.JSON:
        return report.as_json(changes)
    if options.form is Format.MARKDOWN:
        return report.markdown(workspace, changes)
    if options.form is Format.HTML:
        return report.html(workspace, changes)
    views = [shown for shown in map(view, changes) if not shown.is_empty]
    if options.output:
        with out.capture() as captured:
            _print(views)
        return captured.get()
    _print(views)
    return None


def _print(views: list[FileView]) -> None:
    if not views:
        out.print(report.NOTHING)
    for file in views:
        out.print(f"{file.before} → {file.after}", style="bold", markup=False)
        out.print(f"{file.summary}\n", markup=False)
        if file.head:
            _table("表头和部门整体绩效目标", file.head)
        for project in file.projects:
            likely = "（按名称对上，可能是同一个项目）" if project.is_likely else ""
            _table(f"{project.name}{likely}", project.lines)
            for remark in project.remarks:
                out.print(f"  请注意：{remark}\n", style="red", markup=False)


def _table(title: str, lines: Sequence[Line]) -> None:
    table = Table(title=Text(title, style="bold"), title_justify="left", expand=True)
    table.add_column("位置", ratio=3)
    table.add_column("改动", min_width=12)
    table.add_column("原来", ratio=4)
    table.add_column("现在", ratio=4)
    for line in lines:
        what = Text(line.what, style=TONES[line.tone])
        if line.is_likely:
            what.append("\n可能是同一条")
        table.add_row(Text(line.where), what, _sides(line.before), _sides(line.after))
    print_table(table)


def _sides(segments: Sequence[Segment]) -> Text:
    return Text.assemble(*_styled(segments))


def _styled(segments: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    for segment in segments:
        yield segment.text, PARTS[segment.part]
