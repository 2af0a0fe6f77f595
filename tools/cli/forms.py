"""Commands for the official forms themselves: form preview."""

import os
import re
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tools.cli.console import data_path, out, refusal
from tools.cli.frame import form_app
from tools.form import definition
from tools.form.documents import preview
from tools.output import inside, write_file
from tools.problem import ProblemError
from tools.source import workspace as workspaces
from tools.source.repository import Entry, data_files, load
from tools.source.workspace import Workspace


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
