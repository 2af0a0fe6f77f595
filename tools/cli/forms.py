"""Commands for the official forms themselves: form preview, form new."""

import os
import re
import shutil
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tools import framework
from tools.cli.console import data_path, out, refusal
from tools.cli.frame import form_app
from tools.form import definition
from tools.form.documents import preview
from tools.intake.blank.drafting import draft
from tools.intake.files import opening
from tools.intake.scan import UnreadableError
from tools.output import inside, new_folder, write_file
from tools.problem import ProblemError
from tools.source import workspace as workspaces
from tools.source.repository import SLUG, Entry, data_files, load
from tools.source.workspace import Workspace

LONGEST_FORM = 40  # as schema/department-year.schema.json has it


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
        raise refusal("templates/forms/", "unknown-form", message, hint)
    entry, sample = _data_for(workspace, name, data)
    path = inside(workspace.build, "preview", f"{name}.html")
    write_file(path, preview(workspace, name, entry, sample).encode("utf-8"))
    out.print(f"✓ 预览：{workspace.shown(path)}", markup=False)
    if not no_open and not _open(path):
        out.print("  没有可用的浏览器，请自己打开这个文件。")
    return 0


@form_app.command(name="new", usage="")
def new_command(
    blank: Annotated[
        str, Parameter(help="空白的官方 Word 文件（.docx）。", show_default=False)
    ] = "",
    name: Annotated[
        str,
        Parameter(
            help="新版式的名字：小写字母、数字和连字符，例如 jilin-2026。", show_default=False
        ),
    ] = "",
    /,
    *,
    force: Annotated[
        bool, Parameter(help="已经有这个版式也换掉。", negative=(), show_default=False)
    ] = False,
) -> int:
    """由空白的官方 Word 文件起草一个版式；认不出的地方标上“待定”，列出来请人定。

    例：

    - `nox -s form -- new 空白表.docx jilin-2026`
    """
    workspace = workspaces.find(Path())
    folder = _new_form(workspace, blank, name, force)
    try:
        scan = opening.scan(Path(blank).name, Path(blank))
    except UnreadableError as error:
        raise refusal(blank, "unreadable", str(error), error.hint) from error
    drafted = draft(scan, name, framework.class_names(workspace.schema))
    _try_out(workspace, name, drafted.files)
    with new_folder(folder) as fresh:
        for file, text in drafted.files.items():
            write_file(inside(fresh, file), text.encode("utf-8"))
    out.print(f"✓ 版式：{workspace.shown(folder)}/", markup=False)
    template = f"{workspace.shown(folder)}/document.xhtml.j2"
    for remark in scan.remarks:
        out.print(f"  原件{remark.place}：{remark.message}", markup=False)
    for left in drafted.pending:
        out.print(f"  {template}:{left.line}: {left.message}", markup=False)
    out.print(
        f"有 {len(drafted.pending)} 处待定。改好后运行 nox -s form -- preview {name} 看样子。"
    )
    return 0


def _new_form(workspace: Workspace, blank: str, name: str, force: bool) -> Path:
    """The folder of a new form; raise ``ProblemError`` if it cannot be made."""
    if Path(blank).suffix.lower() != ".docx":
        hint = "写上空白表的文件名；.doc 和 .wps 先用 Word 或 WPS 另存为 .docx"
        raise refusal(blank or "版式", "not-docx", "要一份 .docx 文件", hint)
    if not SLUG.fullmatch(name) or len(name) > LONGEST_FORM:
        hint = f"用小写字母、数字和连字符，不超过 {LONGEST_FORM} 个，例如 jilin-2026"
        raise refusal("templates/forms/", "bad-slug", f"“{name}”不能作版式的名字", hint)
    folder = inside(workspace.forms, name)
    if folder.exists() and not force:
        hint = "换一个名字；确实要换掉原来的，加 --force"
        raise refusal(workspace.shown(folder), "form-exists", "已经有这个版式，没有动它", hint)
    return folder


def _try_out(workspace: Workspace, name: str, files: dict[str, str]) -> None:
    """Render a drafted form apart from the others; raise ``ProblemError`` where it fails."""
    with tempfile.TemporaryDirectory() as temporary:
        trial = Workspace(Path(temporary).resolve())
        shutil.copytree(workspace.schema, trial.schema)
        (trial.forms / name).mkdir(parents=True)
        for shared in workspace.forms.iterdir():
            if shared.is_file():
                shutil.copy(shared, trial.forms)
        for file, text in files.items():
            write_file(inside(trial.forms / name, file), text.encode("utf-8"))
        preview(trial, name)


def _data_for(workspace: Workspace, form: str, address: str | None) -> tuple[Entry | None, bool]:
    """The department-year to fill ``form`` with, and whether it is a sample."""
    if address:
        paths = [data_path(workspace, address)]
        if not paths[0].is_file():
            hint = "写成 地区/部门/年度，例如 xinglong/zhengfawei/2022"
            raise refusal(address, "not-one-file", "要指明哪一年的文件", hint)
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
            raise refusal(entry.path, "other-form", message, hint)
        if address:
            raise ProblemError(*repository.problems)
    return None, True


def _open(path: Path) -> bool:
    """Show a file in the browser; ``False`` where there is no screen or no browser."""
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return has_screen and webbrowser.open(path.resolve().as_uri())
