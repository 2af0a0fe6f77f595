"""The command that reads office files into data files: import."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tools.cli.console import FAILED, err, out, progress, refusal
from tools.cli.frame import app
from tools.intake import report
from tools.intake.files import opening
from tools.intake.importing import Draft, Request, check_request, draft, unlisted
from tools.intake.scan import UnreadableError
from tools.output import write_file
from tools.source import workspace as workspaces
from tools.source.repository import IMPORT_REPORT
from tools.source.workspace import Workspace

SHOWN_NOTES = 8
SHOWN_SIGNS = 120


@dataclass(frozen=True)
class Options:
    """What an office file does not say, or says where nobody can be sure of it."""

    region: Annotated[str, Parameter(help="地区的文件夹名，例如 xinglong；一定要写。")] = ""
    department: Annotated[
        str, Parameter(help="部门的文件夹名；不写就按单位名称在 region.yaml 里找。")
    ] = ""
    year: Annotated[int, Parameter(help="年度；不写就看标题，没有标题就看项目编码。")] = 0
    status: Annotated[str, Parameter(help="状态：编制中（默认）、已批复、已公开。")] = ""
    form: Annotated[str, Parameter(help="版式；不写就按栏目名认。")] = ""
    framework: Annotated[str, Parameter(help="指标框架；不写就按二级指标认。")] = ""
    note: Annotated[str, Parameter(help="写进“来源”的说明。")] = ""
    force: Annotated[
        bool, Parameter(help="覆盖已有的数据文件；原件没有印的内容保留。", negative=())
    ] = False
    dry_run: Annotated[bool, Parameter(help="只看结果，不写文件。", negative=())] = False

    def request(self) -> Request:
        """The options as intake knows them."""
        return Request(
            region=self.region,
            department=self.department,
            year=self.year,
            status=self.status,
            form=self.form,
            framework=self.framework,
            origin=self.note,
        )


NOTHING_SAID = Options()


@app.command(name="import", usage="")
def import_command(
    files: Annotated[
        list[Path] | None,
        Parameter(
            help="原件：.docx、.xlsx、.xls、.pdf、.txt；有 LibreOffice 时还可以是 .doc。",
            negative=(),
            show_default=False,
        ),
    ] = None,
    /,
    *,
    options: Annotated[Options, Parameter(name="*", show_default=False)] = NOTHING_SAID,
) -> int:
    """把 Word、Excel、PDF 里的绩效目标读成数据文件。

    读不准的不猜：没有放进的、看不准的、按推断填的，都列在数据文件旁边的导入报告里。

    例：

    - `nox -s import -- 绩效文本.docx --region xinglong --department zhengfawei`
    - `nox -s import -- 2023/*.docx --region xinglong --year 2023 --dry-run`
    """
    workspace = workspaces.find(Path())
    if not files:
        hint = "写在命令后面，例如 nox -s import -- 绩效文本.docx --region xinglong"
        raise refusal("nox -s import", "no-file", "没有写要导入的文件", hint)
    _check(workspace, options)
    files = [path for file in files for path in _expanded(file)]
    drafts = []
    with progress("导入") as step:
        for number, file in enumerate(files, 1):
            drafts.append(_draft(workspace, file, options.request()))
            step(number, len(files))
    taken: dict[Path, Path] = {}
    done = []
    for file, found in zip(files, drafts, strict=True):
        other = taken.get(found.path) if isinstance(found, Draft) else None
        if other:
            _refuse(
                file, f"与 {other} 是同一个部门、同一年度", "分清是哪一年、哪个部门的，分开导入"
            )
        done.append(not other and _imported(workspace, file, found, options))
        if isinstance(found, Draft):
            taken.setdefault(found.path, file)
    if len(files) > 1:
        out.print(f"共 {len(files)} 个文件，导入 {sum(done)} 个。")
    return 0 if all(done) else FAILED


def _check(workspace: Workspace, options: Options) -> None:
    try:
        check_request(workspace, options.request())
    except UnreadableError as error:
        raise refusal("nox -s import", "bad-option", str(error), error.hint) from error


def _expanded(file: Path) -> list[Path]:
    """Windows hands patterns such as 2023/*.docx over as they are."""
    if file.exists() or "*" not in file.name:
        return [file]
    return sorted(file.parent.glob(file.name)) or [file]


def _draft(workspace: Workspace, file: Path, request: Request) -> Draft | UnreadableError:
    try:
        return draft(workspace, file.name, opening.scan(file.name, file), request)
    except UnreadableError as error:
        return error


def _imported(
    workspace: Workspace,
    file: Path,
    found: Draft | UnreadableError,
    options: Options,
) -> bool:
    """Write what was read of one file and say so; return whether it is there now."""
    if isinstance(found, UnreadableError):
        _refuse(file, str(found), found.hint)
        return False
    shown = workspace.shown(found.path)
    is_same = found.path.is_file() and found.path.read_bytes() == found.text.encode("utf-8")
    if found.path.exists() and not (options.force or options.dry_run or is_same):
        _refuse(
            file,
            f"{shown} 已经有了，没有改动",
            "确实要用原件覆盖，加 --force；先看结果，加 --dry-run",
        )
        return False
    if not options.dry_run:
        write_file(found.path, found.text.encode("utf-8"))
        page = report.markdown(found, file.read_bytes(), date.today())
        write_file(_report_path(found), page.encode("utf-8"))
    verb = "可以导入" if options.dry_run else "内容没有变化" if is_same else "已导入"
    out.print(f"✓ {file} {verb}：{shown}（{report.counts(found)}）", markup=False)
    _tell_notes(workspace, found, dry_run=options.dry_run)
    return True


def _cut(text: str) -> str:
    """A long text is whole in the report."""
    return text if len(text) <= SHOWN_SIGNS else f"{text[:SHOWN_SIGNS]}……（共 {len(text)} 字）"


def _refuse(file: Path, message: str, hint: str) -> None:
    err.print(f"✗ {file}：{message}", markup=False)
    err.print(f"    改法：{hint}", markup=False)


def _report_path(found: Draft) -> Path:
    return found.path.with_name(f"{found.path.stem}{IMPORT_REPORT}")


def _tell_notes(workspace: Workspace, found: Draft, *, dry_run: bool) -> None:
    """The first things to look at; all of them are in the report."""
    counted = report.summary(found)
    if counted:
        where = "" if dry_run else f"，写在 {workspace.shown(_report_path(found))}"
        out.print(f"    要核对：{counted}{where}", markup=False)
    for note in report.pressing(found)[:SHOWN_NOTES]:
        out.print(f"    - {_cut(note.message)}", markup=False)
    if len(found.notes) > SHOWN_NOTES:
        out.print(f"    - ……还有 {len(found.notes) - SHOWN_NOTES} 处")
    if found.faults:
        out.print(f"    检查会指出 {len(found.faults)} 处错误，先改正：", markup=False)
        for fault in found.faults[:SHOWN_NOTES]:
            out.print(f"    - {fault.place} {fault.message}", markup=False)
    if not dry_run:
        for line in unlisted(workspace, found).splitlines():
            out.print(f"    {line}", markup=False)
        out.print(f"    接着运行：nox -s check -- {found.address}", markup=False)
