"""The command line: arguments, progress and exit codes. The only place that prints."""

import errno
import functools
import http.server
import io
import os
import re
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter
from cyclopts import exceptions as misuse
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from tools.checking import Checked, check
from tools.form import definition
from tools.form.documents import preview, word
from tools.intake import report as import_report
from tools.intake.files import opening
from tools.intake.importing import Draft, Request, check_request, draft
from tools.intake.scan import UnreadableError
from tools.output import inside, new_folder, write_file
from tools.problem import Level, Problem, ProblemError
from tools.progress import Progress, silent
from tools.review import report
from tools.source import workspace as workspaces
from tools.source.canonical import canonical
from tools.source.reader import read
from tools.source.repository import IMPORT_REPORT, Entry, Repository, data_files, load, schema_for
from tools.source.workspace import Workspace
from tools.web import site as web

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

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
    help="版式：预览官方表格的样子。",
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
    errno.EADDRINUSE: "端口已经被占用，换一个 --port",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOENT: "没有这个文件",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
}

SHOWN_NOTES = 8

FAILED = 1
MISUSED = 2


class Stop(Exception):  # noqa: N818
    """Ends a command whose problems have been shown already."""


class Format(StrEnum):
    """How ``check`` shows what it found."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Places = Annotated[
    list[str],
    Parameter(
        help="只管这些：文件、文件夹，或 地区/部门、地区/部门/年度。不写就是全部。",
        negative=(),
        show_default=False,
    ),
]
KeepGoing = Annotated[
    bool,
    Parameter(
        help="有错的文件跳过，其余照常生成（仍以失败结束）。", negative=(), show_default=False
    ),
]
WithSample = Annotated[
    bool, Parameter(help="网站收录示例数据，逐页标明。", negative=(), show_default=False)
]


WithDrafts = Annotated[
    bool, Parameter(help="网站收录编制中的文件。", negative=(), show_default=False)
]


@app.command(name="check", usage="")
def check_command(
    places: Places | None = None,
    /,
    *,
    form: Annotated[
        Format,
        Parameter(
            name="--format",
            help="输出格式：text（默认）、json、github。",
            show_choices=False,
            show_default=False,
        ),
    ] = Format.TEXT,
) -> int:
    """检查数据文件：写法、栏目、审核规则。

    有错误时以 1 结束；已公开文件的审核问题只显示，不算失败。

    例：

    - `nox -s check`
    - `nox -s check -- xinglong/zhengfawei/2022`
    - `nox -s check -- --format json targets/xinglong`
    """
    workspace = workspaces.find(Path())
    checked = _checked(workspace, places)
    _show(workspace, checked, form)
    return FAILED if checked.failing else 0


@app.command(name="fmt", usage="")
def fmt_command(places: Places | None = None, /) -> int:
    """把数据文件改成规范写法，注释保留，内容不变。

    有错的文件不动，列出来请先改正。

    例：

    - `nox -s fmt`
    - `nox -s fmt -- targets/xinglong/zhengfawei/2022.yaml`
    """
    workspace = workspaces.find(Path())
    changed = 0
    paths, faults = data_files(workspace, _places(workspace, places))
    for path in paths:
        done, problems = _format(workspace, path)
        faults.extend(problems)
        if done:
            changed += 1
            out.print(f"已改写 {workspace.shown(path)}", markup=False)
    out.print(f"共 {len(paths)} 个文件，改写 {changed} 个。")
    _print_problems(workspace, faults)
    return FAILED if faults else 0


@app.command(name="import", usage="")
def import_command(
    files: Annotated[
        list[Path],
        Parameter(
            help="原件：.docx、.xlsx、.xls、.pdf、.txt；有 LibreOffice 时还可以是 .doc。",
            negative=(),
        ),
    ],
    /,
    *,
    region: Annotated[str, Parameter(help="地区的文件夹名，例如 xinglong。")],
    department: Annotated[
        str,
        Parameter(help="部门的文件夹名；不写就按单位名称在 region.yaml 里找。", show_default=False),
    ] = "",
    year: Annotated[
        int, Parameter(help="年度；不写就看标题，没有标题就看项目编码。", show_default=False)
    ] = 0,
    status: Annotated[
        str, Parameter(help="状态：编制中（默认）、已批复、已公开。", show_default=False)
    ] = "",
    form: Annotated[str, Parameter(help="版式；不写就按栏目名认。", show_default=False)] = "",
    framework: Annotated[
        str, Parameter(help="指标框架；不写就按二级指标认。", show_default=False)
    ] = "",
    origin: Annotated[str, Parameter(name="--note", help="来源的说明。", show_default=False)] = "",
    force: Annotated[
        bool, Parameter(help="覆盖已有的数据文件；原件没有印的内容保留。", negative=())
    ] = False,
    dry_run: Annotated[bool, Parameter(help="只看结果，不写文件。", negative=())] = False,
) -> int:
    """把 Word、Excel、PDF 里的绩效目标读成数据文件。

    读不准的不猜：没有放进的、看不准的、按推断填的，都列在数据文件旁边的导入报告里。

    例：

    - `nox -s import -- 绩效文本.docx --region xinglong --department zhengfawei`
    - `nox -s import -- 2023/*.docx --region xinglong --year 2023 --dry-run`
    """
    workspace = workspaces.find(Path())
    request = Request(
        region=region,
        department=department,
        year=year,
        status=status,
        form=form,
        framework=framework,
        origin=origin,
    )
    failed = 0
    with _progress("导入") as step:
        drafts = []
        for number, file in enumerate(files, 1):
            drafts.append(_draft(workspace, file, request))
            step(number, len(files))
    for file, found in zip(files, drafts, strict=True):
        if not _imported(workspace, file, found, force=force, dry_run=dry_run):
            failed += 1
    if len(files) > 1:
        out.print(f"共 {len(files)} 个文件，导入 {len(files) - failed} 个。")
    return FAILED if failed else 0


@app.command(name="documents", usage="")
def documents_command(places: Places | None = None, /, *, keep_going: KeepGoing = False) -> int:
    """生成官方 Word 文件，写到 build/documents/。

    例：

    - `nox -s documents`
    - `nox -s documents -- xinglong/zhengfawei`
    """
    with _job() as written:
        workspace = workspaces.find(Path())
        checked = _checked(workspace, places)
        repository = _usable(workspace, checked, keep_going)
        written.append(_documents(workspace, repository, whole=not places))
    return _skipped(checked)


@app.command(name="site", usage="")
def site_command(
    *,
    keep_going: KeepGoing = False,
    with_sample: WithSample = False,
    with_drafts: WithDrafts = False,
) -> int:
    """生成公开网站，写到 build/site/。

    例：

    - `nox -s site`
    - `nox -s site -- --with-sample`
    """
    with _job() as written:
        workspace = workspaces.find(Path())
        checked = _checked(workspace, None)
        repository = _usable(workspace, checked, keep_going)
        written.extend(_site(workspace, repository, with_sample, with_drafts))
    return _skipped(checked)


@app.command(name="build", usage="")
def build_command(
    *,
    keep_going: KeepGoing = False,
    with_sample: WithSample = False,
    with_drafts: WithDrafts = False,
) -> int:
    """主要工作：检查，生成全部 Word 文件和网站。

    例：

    - `nox`
    - `nox -- --keep-going`
    """
    with _job() as written:
        workspace = workspaces.find(Path())
        checked = _checked(workspace, None)
        repository = _usable(workspace, checked, keep_going)
        written.append(_documents(workspace, repository, whole=True))
        written.extend(_site(workspace, repository, with_sample, with_drafts))
    return _skipped(checked)


@app.command(name="serve", usage="")
def serve_command(
    *, port: Annotated[int, Parameter(help="端口，默认 8000。", show_default=False)] = 8000
) -> int:
    """在本机预览网站，含示例数据和编制中的文件；改了数据请重新运行。

    例：

    - `nox -s serve`
    - `nox -s serve -- --port 8080`
    """
    if not 1 <= port <= 65535:
        err.print("端口要在 1 到 65535 之间。")
        return MISUSED
    code = site_command(keep_going=True, with_sample=True, with_drafts=True)
    folder = workspaces.find(Path()).build / "site"
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        out.print(f"在浏览器打开 http://127.0.0.1:{port}/ ，按 Ctrl+C 结束。")
        server.serve_forever()
    return code


@form_app.command(name="preview", usage="")
def preview_command(
    name: Annotated[
        str, Parameter(help="版式，即 templates/forms/ 下的文件夹名。", show_default=False)
    ] = "",
    /,
    *,
    data: Annotated[
        str | None,
        Parameter(
            help="用哪一份数据：地区/部门/年度。不写就用第一份这种版式的，没有就用编的示例。",
            show_default=False,
        ),
    ] = None,
    no_open: Annotated[
        bool, Parameter(help="只写文件，不打开浏览器。", negative=(), show_default=False)
    ] = False,
) -> int:
    """在浏览器里看填好的版式，不用打开 Word；写到 build/preview/。

    例：

    - `nox -s form -- preview hebei-text`
    - `nox -s form -- preview hebei-text --data xinglong/zhengfawei/2022`
    """
    workspace = workspaces.find(Path())
    if name not in definition.names(workspace):
        hint = f"可以写：{'、'.join(definition.names(workspace))}"
        message = f"没有“{name}”这个版式" if name else "没有写是哪个版式"
        raise _refusal("templates/forms/", "unknown-form", message, hint)
    entry, sample = _data_for(workspace, name, data)
    path = inside(workspace.build, "preview", f"{name}.html")
    write_file(path, preview(workspace, name, entry, sample).encode("utf-8"))
    out.print(f"✓ 预览：{workspace.shown(path)}", markup=False)
    if not no_open and not _open(path):
        out.print("  没有可用的浏览器，请自己打开这个文件。")
    return 0


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
        is_choice = isinstance(kind, type) and issubclass(kind, Format)
        hint = f"，可以写 {'、'.join(Format)}" if is_choice else ""
        return f"{error.argument.name} 不能是“{value}”{hint}"
    if isinstance(error, misuse.RepeatArgumentError):
        return "同一个选项写了两次"
    return str(error)


def _draft(workspace: Workspace, file: Path, request: Request) -> Draft | UnreadableError:
    try:
        check_request(workspace, request)
        return draft(workspace, file.name, opening.scan(file), request)
    except UnreadableError as error:
        return error


def _imported(
    workspace: Workspace,
    file: Path,
    found: Draft | UnreadableError,
    *,
    force: bool,
    dry_run: bool,
) -> bool:
    """Write what was read of one file and say so; return whether it is there now."""
    if isinstance(found, UnreadableError):
        _refuse(file, str(found), found.hint)
        return False
    shown = workspace.shown(found.path)
    is_same = found.path.is_file() and found.path.read_bytes() == found.text.encode("utf-8")
    if found.path.exists() and not force and not dry_run and not is_same:
        _refuse(
            file,
            f"{shown} 已经有了，没有改动",
            "确实要用原件覆盖，加 --force；先看结果，加 --dry-run",
        )
        return False
    if not dry_run:
        write_file(found.path, found.text.encode("utf-8"))
        page = import_report.markdown(found, file.read_bytes(), date.today())
        write_file(_report_path(found), page.encode("utf-8"))
    verb = "可以导入" if dry_run else "内容没有变化" if is_same else "已导入"
    out.print(f"✓ {file} {verb}：{shown}（{import_report.counts(found)}）", markup=False)
    _tell_notes(workspace, found, dry_run=dry_run)
    return True


def _refuse(file: Path, message: str, hint: str) -> None:
    err.print(f"✗ {file}：{message}", markup=False)
    err.print(f"    改法：{hint}", markup=False)


def _report_path(found: Draft) -> Path:
    return found.path.with_name(f"{found.path.stem}{IMPORT_REPORT}")


def _tell_notes(workspace: Workspace, found: Draft, *, dry_run: bool) -> None:
    """The first things to look at; all of them are in the report."""
    counted = import_report.summary(found)
    if counted:
        where = "" if dry_run else f"，写在 {workspace.shown(_report_path(found))}"
        out.print(f"    要核对：{counted}{where}", markup=False)
    for note in found.notes[:SHOWN_NOTES]:
        out.print(f"    - {note.message}", markup=False)
    if len(found.notes) > SHOWN_NOTES:
        out.print(f"    - ……还有 {len(found.notes) - SHOWN_NOTES} 处")
    if found.faults:
        out.print(f"    检查会指出 {len(found.faults)} 处错误，先改正：", markup=False)
        for fault in found.faults[:SHOWN_NOTES]:
            out.print(f"    - {fault.place} {fault.message}", markup=False)
    elif not dry_run:
        address = found.path.relative_to(workspace.targets).with_suffix("").as_posix()
        out.print(f"    接着运行：nox -s check -- {address}", markup=False)


def _places(workspace: Workspace, places: list[str] | None) -> list[Path]:
    """Paths below ``targets/`` for what the user named; raise ``ProblemError``."""
    return [_place(workspace, place) for place in places or ()]


def _place(workspace: Workspace, place: str) -> Path:
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


def _refusal(path: str, rule: str, message: str, hint: str) -> ProblemError:
    return ProblemError(Problem(path=path, rule=rule, message=message, hint=hint))


def _data_for(workspace: Workspace, form: str, address: str | None) -> tuple[Entry | None, bool]:
    """The department-year to fill ``form`` with, and whether it is a sample."""
    if address:
        paths = [_place(workspace, address)]
        if not paths[0].is_file():
            hint = "写成 地区/部门/年度，例如 xinglong/zhengfawei/2022"
            raise _refusal(address, "not-one-file", "要指明哪一年的文件", hint)
    else:
        wanted = re.compile(rf"^版式: *{form}\s*(#|$)".encode(), re.MULTILINE)
        paths = [p for p in data_files(workspace)[0] if wanted.search(p.read_bytes())]
    for path in paths:
        repository = load(workspace, [path])
        for entry in repository.entries:
            if entry.record.form == form:
                return entry, repository.is_sample(entry)
            hint = f"用这种版式的数据，或预览 {entry.record.form}"
            message = f"这份数据的版式是 {entry.record.form}，不是 {form}"
            raise _refusal(entry.path, "other-form", message, hint)
        if address:
            raise ProblemError(*repository.problems)
    return None, True


def _open(path: Path) -> bool:
    """Show a file in the browser; ``False`` where there is no screen or no browser."""
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return has_screen and webbrowser.open(path.resolve().as_uri())


def _format(workspace: Workspace, path: Path) -> tuple[bool, list[Problem]]:
    """Rewrite one file if it needs it; return whether it did, and why it could not."""
    schema, schema_path = schema_for(workspace, path)
    data = path.read_bytes()
    reading = read(workspace.shown(path), data.removeprefix(b"\xef\xbb\xbf"), schema)
    if not reading.is_valid:
        return False, reading.problems
    wanted = canonical(reading, schema, schema_path).encode("utf-8")
    if wanted == data:
        return False, []
    write_file(path, wanted)
    return True, []


def _checked(workspace: Workspace, places: list[str] | None) -> Checked:
    with _progress("检查") as step:
        return check(workspace, _places(workspace, places), step)


def _usable(workspace: Workspace, checked: Checked, keep_going: bool) -> Repository:
    """What to build; stop here unless everything passes or the user asked to go on."""
    if checked.failing:
        _print_problems(workspace, checked.failing)
        if not keep_going:
            err.print("有错误，没有生成任何文件。改正后重试，或加 --keep-going 跳过有错的文件。")
            raise Stop
    published = len(checked.findings) - len([p for p in checked.failing if p in checked.findings])
    if published:
        out.print(f"另有 {published} 处审核问题不影响生成，运行 nox -s check 查看。")
    return checked.usable()


def _skipped(checked: Checked) -> int:
    if not checked.failing:
        return 0
    err.print(f"跳过了有错的文件：{'、'.join(checked.left_out())}", markup=False)
    return FAILED


def _documents(workspace: Workspace, repository: Repository, whole: bool) -> str:
    folder = workspace.build / "documents"
    entries = repository.entries
    with _progress("Word") as step:
        files = []
        for number, entry in enumerate(entries, 1):
            files.append(
                (f"{entry.address}.docx", word(workspace, entry, repository.is_sample(entry)))
            )
            step(number, len(entries))
    if whole:
        with new_folder(folder) as fresh:
            for name, data in files:
                write_file(inside(fresh, name), data)
    else:
        for name, data in files:
            write_file(inside(folder, name), data)
    return f"✓ Word 文件 {len(files)} 个：{workspace.shown(folder)}/"


def _site(
    workspace: Workspace, repository: Repository, with_sample: bool, with_drafts: bool
) -> Iterator[str]:
    public = repository.public(samples=with_sample, drafts=with_drafts)
    with _progress("网页") as step:
        built = web.write_sources(workspace, public, step)
    with _progress("网站", counted=False):
        web.build(workspace)
    site = workspace.build / "site"
    yield f"✓ 网站 {built.pages} 页，下载文件 {built.downloads} 个：{workspace.shown(site)}/"
    left = [entry for entry in repository.entries if entry not in public.entries]
    samples = sum(repository.is_sample(entry) for entry in left)
    if samples:
        yield f"  示例数据 {samples} 份没有收进网站；加 -- --with-sample 收录"
    if len(left) > samples:
        yield f"  编制中的 {len(left) - samples} 份没有收进网站；加 -- --with-drafts 收录"
    yield "  用 nox -s serve 在浏览器里预览"


@contextmanager
def _job() -> Iterator[list[str]]:
    """Collect what was written and say it at the end, with the time it took."""
    start = time.monotonic()
    written: list[str] = []
    yield written
    for line in written:
        out.print(line)
    out.print(f"用时 {time.monotonic() - start:.1f} 秒。")


@contextmanager
def _progress(title: str, *, counted: bool = True) -> Iterator[Progress]:
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


def _show(workspace: Workspace, checked: Checked, form: Format) -> None:
    problems = checked.problems
    if form is Format.JSON:
        print(report.as_json(problems))  # noqa: T201
    elif form is Format.GITHUB:
        for line in report.github(problems):
            print(line)  # noqa: T201
    else:
        _print_problems(workspace, problems)
        count = checked.repository.files
        failing = len(checked.failing)
        shown = len([p for p in problems if p.level is Level.ERROR]) - failing
        out.print(f"检查了 {count} 个文件：{report.summary(problems)}。", markup=False)
        if shown:
            out.print(f"其中 {shown} 处错误在已公开的文件里，只显示，不算失败。")


def _print_problems(workspace: Workspace, problems: list[Problem]) -> None:
    sources: dict[str, list[str]] = {}
    for path in {problem.path for problem in problems}:
        sources[path] = _lines(workspace.root / path)
    for line in report.text(problems, sources):
        out.print(line, markup=False)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    text = path.read_bytes().decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").split("\n")
