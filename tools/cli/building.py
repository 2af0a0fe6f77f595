"""Commands that build from the data: documents, site, data, build, serve."""

import functools
import http.server
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tools.checking import Checked
from tools.cli.console import (
    FAILED,
    MISUSED,
    Places,
    Stop,
    data_paths,
    err,
    job,
    out,
    print_problems,
    progress,
)
from tools.cli.frame import app
from tools.cli.reviewing import checking_result
from tools.form.documents import word
from tools.output import inside, mirror, new_folder, write_file
from tools.problem import Level
from tools.review import report
from tools.source import workspace as workspaces
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web.assembly import assemble
from tools.web.opendata import places, publishing

KeepGoing = Annotated[
    bool,
    Parameter(
        help="有错的文件跳过，其余照常生成（仍以失败结束）。", negative=(), show_default=False
    ),
]
WithSample = Annotated[
    bool, Parameter(help="收录示例数据，并且标明。", negative=(), show_default=False)
]
WithDrafts = Annotated[bool, Parameter(help="收录编制中的文件。", negative=(), show_default=False)]


@app.command(name="documents", usage="")
def documents_command(places: Places | None = None, /, *, keep_going: KeepGoing = False) -> int:
    """生成官方 Word 文件，写到 build/documents/。

    例：

    - `nox -s documents`
    - `nox -s documents -- xinglong/zhengfawei`
    """
    with job() as written:
        workspace = workspaces.find(Path())
        checked = checking_result(workspace, data_paths(workspace, places))
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
    """生成公开网站，连同开放数据，写到 build/site/。

    例：

    - `nox -s site`
    - `nox -s site -- --with-sample`
    """
    with job() as written:
        workspace = workspaces.find(Path())
        checked = checking_result(workspace, None)
        repository = _usable(workspace, checked, keep_going)
        written.extend(_site(workspace, repository, checked, with_sample, with_drafts))
    return _skipped(checked)


@app.command(name="data", usage="")
def data_command(
    *,
    keep_going: KeepGoing = False,
    with_sample: WithSample = False,
    with_drafts: WithDrafts = False,
) -> int:
    """生成开放数据：CSV、JSON、XLSX、SQLite、接口和校验清单，写到 build/data/。

    例：

    - `nox -s data`
    - `nox -s data -- --with-sample`
    """
    with job() as written:
        workspace = workspaces.find(Path())
        checked = checking_result(workspace, None)
        repository = _usable(workspace, checked, keep_going)
        written.extend(_data(workspace, repository, with_sample, with_drafts))
    return _skipped(checked)


@app.command(name="build", usage="")
def build_command(
    *,
    keep_going: KeepGoing = False,
    with_sample: WithSample = False,
    with_drafts: WithDrafts = False,
) -> int:
    """主要工作：检查，生成全部 Word 文件、网站和开放数据。

    例：

    - `nox`
    - `nox -- --keep-going`
    """
    with job() as written:
        workspace = workspaces.find(Path())
        checked = checking_result(workspace, None)
        repository = _usable(workspace, checked, keep_going)
        written.append(_documents(workspace, repository, whole=True))
        written.extend(_site(workspace, repository, checked, with_sample, with_drafts))
        mirror(workspace.build / "site" / places.DATA, workspace.build / places.DATA)
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


def _usable(workspace: Workspace, checked: Checked, keep_going: bool) -> Repository:
    """What to build; stop here unless everything passes or the user asked to go on."""
    if checked.failing:
        print_problems(workspace, checked.failing)
        if not keep_going:
            err.print("有错误，没有生成任何文件。改正后重试，或加 --keep-going 跳过有错的文件。")
            raise Stop
    harmless = len(report.at_least(checked.problems, Level.WARNING)) - len(checked.failing)
    if harmless:
        out.print(f"另有 {harmless} 处问题不影响生成，运行 nox -s check 查看。")
    return checked.usable()


def _skipped(checked: Checked) -> int:
    if not checked.failing:
        return 0
    err.print(f"跳过了有错的文件：{'、'.join(checked.left_out())}", markup=False)
    return FAILED


def _documents(workspace: Workspace, repository: Repository, whole: bool) -> str:
    folder = workspace.build / "documents"
    entries = repository.entries
    with progress("Word") as step:
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
    workspace: Workspace,
    repository: Repository,
    checked: Checked,
    with_sample: bool,
    with_drafts: bool,
) -> Iterator[str]:
    public = repository.public(samples=with_sample, drafts=with_drafts)
    with progress("网站") as step:
        built = assemble(workspace, public, checked.findings, step)
    site = workspace.build / "site"
    yield f"✓ 网站 {built.pages} 页：{workspace.shown(site)}/"
    yield from _data_told(workspace, site / places.DATA, built.data)
    yield from _left_out(repository, public)
    yield "  用 nox -s serve 在浏览器里预览"


def _data(
    workspace: Workspace, repository: Repository, with_sample: bool, with_drafts: bool
) -> Iterator[str]:
    public = repository.public(samples=with_sample, drafts=with_drafts)
    with progress("数据") as step:
        built = publishing.publish(workspace, public, step)
    yield from _data_told(workspace, workspace.build / places.DATA, built)
    yield from _left_out(repository, public)


def _data_told(workspace: Workspace, folder: Path, built: publishing.Built) -> Iterator[str]:
    rows = "，".join(f"{title} {count}" for title, count in built.rows.items())
    yield f"✓ 开放数据 {built.files} 个文件：{workspace.shown(folder)}/"
    yield f"  {rows} 行"
    if built.undated:
        yield f"  有 {built.undated} 份在 git 里查不到最近的提交，没有写明版本和日期；"
        yield "  如果只取了最近的历史，运行 git fetch --unshallow 后重做"


def _left_out(repository: Repository, public: Repository) -> Iterator[str]:
    samples, drafts = repository.left_out(public)
    if samples:
        yield f"  示例数据 {samples} 份没有收录；加 -- --with-sample 收录"
    if drafts:
        yield f"  编制中的 {drafts} 份没有收录；加 -- --with-drafts 收录"
