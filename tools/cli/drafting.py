"""The command that drafts a new department-year: new."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tools.cli.console import out, refusal
from tools.cli.frame import app
from tools.drafting.address import COMMAND, Address, address, check_year
from tools.drafting.rolling import Rolled, chosen_year, roll
from tools.drafting.starting import Said, Started, region_file, start
from tools.output import inside, write_files
from tools.source import workspace as workspaces
from tools.source.confirming import MARK
from tools.source.workspace import Workspace


@dataclass(frozen=True)
class Options:
    """What to draft from."""

    from_: Annotated[
        str, Parameter(name="--from", help="从哪一年滚动；不写就是前面最近的一年。")
    ] = ""
    form: Annotated[str, Parameter(help="从空白表开始，用这个版式；新部门一定要写。")] = ""
    name: Annotated[str, Parameter(help="新部门的名称，例如 兴隆县水务局。")] = ""
    region_name: Annotated[str, Parameter(help="新地区的名称，例如 兴隆县。")] = ""
    framework: Annotated[
        str, Parameter(help="从空白表开始时用的指标框架：88号（默认）、101号。")
    ] = ""

    def said(self) -> Said:
        """What they say of an empty file."""
        return Said(
            form=self.form,
            name=self.name,
            region_name=self.region_name,
            framework=self.framework,
        )


NOTHING_SAID = Options()


@app.command(name="new", usage="")
def new_command(
    department: Annotated[
        str, Parameter(help="地区/部门，用文件夹名，例如 xinglong/zhengfawei。", show_default=False)
    ] = "",
    year: Annotated[str, Parameter(help="年度，例如 2023。", show_default=False)] = "",
    /,
    *,
    options: Annotated[Options, Parameter(name="*", show_default=False)] = NOTHING_SAID,
) -> int:
    """起草一个部门年度：从上一年滚动；新部门从空白表开始。已有的文件不覆盖。

    滚动来的金额、指标值等，行末注“# 待确认”；核对一处，删去一处。

    例：

    - `nox -s new -- xinglong/zhengfawei 2023`
    - `nox -s new -- shili/sifaju 2027 --from 2025`
    - `nox -s new -- xinglong/shuiwuju 2026 --form hebei-text --name 兴隆县水务局`
    """
    workspace = workspaces.find(Path())
    wanted = address(workspace, department, year)
    there = wanted.years(workspace)
    _check(wanted, there, options)
    if options.form or not there:
        _start(workspace, wanted, options)
    else:
        said = check_year(options.from_) if options.from_ else None
        _roll(workspace, wanted, chosen_year(wanted, there, said))
    return 0


def _check(wanted: Address, there: list[int], options: Options) -> None:
    """Options that would have no effect are told, not passed over."""
    if options.form and options.from_:
        hint = "从某一年滚动，只写 --from；从空白表开始，只写 --form"
        raise refusal(COMMAND, "bad-option", "--from 和 --form 只能写一个", hint)
    if options.from_ and not there:
        hint = "去掉 --from，从空白表开始；或者检查部门的文件夹名"
        raise refusal(f"targets/{wanted.body}", "no-such-year", "这个部门还没有文件", hint)
    idle = [option.split()[0] for option in options.said().options()]
    if there and not options.form and idle:
        message = (
            f"这个部门已有 {'、'.join(map(str, there))} 年，从那里滚动，用不着 {'、'.join(idle)}"
        )
        hint = f"去掉 {'、'.join(idle)}；要从空白表开始，加 --form 版式"
        raise refusal(COMMAND, "bad-option", message, hint)


def _roll(workspace: Workspace, wanted: Address, year: int) -> None:
    drafted = roll(workspace, wanted, year)
    path = inside(workspace.targets, f"{wanted}.yaml")
    write_files({path: drafted.text.encode("utf-8")})
    for line in (*_rolled(workspace, path, drafted), *_next(workspace, path, wanted, "逐处核对")):
        out.print(line, markup=False)


def _rolled(workspace: Workspace, path: Path, drafted: Rolled) -> Iterator[str]:
    old = drafted.old
    rows = sum(1 for _ in old.indicators())
    held = f"项目 {len(old.projects)} 个、指标 {rows} 行"
    yield f"✓ {workspace.shown(path)}：从 {old.year} 年滚动，{held}。"
    if old.is_draft:
        yield f"  注意：{old.year} 年的文件自己还在编制中，以后可能再改。"
    yield from _left_behind(drafted)
    count = len(drafted.comments.beside)
    texts = f"，其中 {drafted.with_years} 处文字里写着年份" if drafted.with_years else ""
    yield f"  待确认 {count} 处，行末注“{MARK}”{texts}。"
    yield f"  {old.year} 年文件里原有的问题也在里面，nox -s check 会指出。"


def _left_behind(drafted: Rolled) -> Iterator[str]:
    """What only the other year's file has: nothing goes without a word."""
    old = drafted.old
    left = [key for key in ("来源",) if key in drafted.source.tree]
    left += [f"更正记录 {len(old.corrections)} 条"] if old.corrections else []
    left += [f"注释 {drafted.lost_remarks} 处"] if drafted.lost_remarks else []
    if left:
        yield f"  没有带过来：{'、'.join(left)}；还在 {old.year} 年的文件里。"
    if old.withheld:
        yield f"  不公开 {len(old.withheld)} 处照样带过来：核对今年还要不要，编码、名称改了没有。"
    if old.exemptions:
        yield f"  审核例外 {len(old.exemptions)} 条没有带过来，仍然需要的，写明今年的理由再加上："
    for exemption in old.exemptions:
        yield f"    - {exemption.rule}：{exemption.place}（{exemption.reason}）"
    if "来源" in drafted.tree:
        yield f"  {old.year} 年没有印单位名称，“来源”里已经写明；有名称的，填上名称，删去“来源”。"


def _start(workspace: Workspace, wanted: Address, options: Options) -> None:
    drafted = start(workspace, wanted, options.said())
    path = inside(workspace.targets, f"{wanted}.yaml")
    files = {path: drafted.text.encode("utf-8")}
    if drafted.region_text:
        files[region_file(path)] = drafted.region_text.encode("utf-8")
    write_files(files)
    for line in (
        *_started(workspace, path, wanted, drafted),
        *_next(workspace, path, wanted, "填写"),
    ):
        out.print(line, markup=False)


def _started(workspace: Workspace, path: Path, wanted: Address, drafted: Started) -> Iterator[str]:
    yield f"✓ {workspace.shown(path)}：空白的“{drafted.form}”，部门 {drafted.name}。"
    if drafted.region_text:
        region = workspace.shown(region_file(path))
        yield f"✓ {region}：登记了 {wanted.department}（{drafted.name}）。"
    yield f"  要填写 {drafted.cells} 处，没有待确认的；怎样填，写在每一栏上面“#”后面。"
    yield "  填好以前，nox -s check 会指出空着的地方，属于正常；填一处少一处。"


def _next(workspace: Workspace, path: Path, wanted: Address, verb: str) -> Iterator[str]:
    removing = f"，核对以后删去行末的“{MARK}”" if verb != "填写" else ""
    yield "接着："
    yield f"  1. 打开 {workspace.shown(path)}，{verb}{removing}"
    yield f"  2. nox -s fmt -- {wanted}"
    yield f"     nox -s check -- {wanted}"
