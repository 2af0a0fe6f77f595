"""One office file to one file of ``targets/``, with a report of all that needs a person's eye."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from tools import framework, model
from tools.form import definition
from tools.intake import former, layout, wrapped
from tools.intake import pattern as patterns
from tools.intake.notes import Notes
from tools.intake.pattern import MEASURES, OVERALL, SUB_TARGETS, Pattern
from tools.intake.recognise import Recognised, is_styled, recognise
from tools.intake.scan import NOWHERE, Scan, UnreadableError
from tools.intake.tidy import tidy, without_contents
from tools.intake.wording import plain
from tools.problem import Problem
from tools.source import withholding
from tools.source.canonical import write
from tools.source.comments import find, has_comments
from tools.source.reader import Reading, read
from tools.source.repository import (
    REGION_FILE,
    SLUG,
    YEAR,
    department_year_schema,
    entry_of,
    schema_for,
)
from tools.source.workspace import Workspace

# What no form prints: kept from the file that is there, or given on the command line.
UNPRINTED = ("格式", "状态", "指标框架", "来源", "不公开", "更正记录", "审核例外")
DRAFT = "编制中"
STATUSES = (DRAFT, "已批复", "已公开")
# Codes of projects hold the year: RRRRRR YY P …
CODE = re.compile(r"[0-9]{6}([0-9]{2})[A-Z][0-9A-Z]{12}")


class Request(Struct, frozen=True, kw_only=True):
    """What the command line says; an empty answer is looked for in the document."""

    region: str
    department: str = ""
    year: int = 0
    status: str = ""
    form: str = ""
    framework: str = ""
    origin: str = ""


class Draft(Struct, frozen=True, kw_only=True):
    """A data file that could be written.

    ``notes`` are what was not placed, not sure or inferred; ``faults`` what ``check`` will say of
    ``text``. ``path`` may exist already.
    """

    source: str
    path: Path
    text: str
    tree: dict[str, Any]
    pattern: Pattern
    notes: list[Problem]
    faults: list[Problem]

    @property
    def address(self) -> str:
        """``region/department/year``."""
        return "/".join((*self.path.parts[-3:-1], self.path.stem))


def draft(workspace: Workspace, source: str, scan: Scan, request: Request) -> Draft:
    """Recognise a scan and lay it out as a data file; nothing is written.

    ``source`` is the file's name as it is shown. Raise ``UnreadableError`` where form, department
    or year cannot be told, and ``ProblemError`` where a form or the existing file is at fault.
    """
    notes = Notes(source)
    scan, pattern = _prepared(workspace, scan, request, notes)
    # The first reading tells where the file belongs; a file that is there tells the framework.
    found = recognise(scan, pattern, Notes(source))
    department = _department(workspace, request, found)
    year, inferred = _year(request, found, notes)
    path = workspace.targets / request.region / department / f"{year}.yaml"
    existing = _existing(workspace, path)
    _same_body(path, existing, found)
    pattern = _with_framework_of(workspace, pattern, request, existing)
    found = recognise(scan, pattern, notes)
    tree = _tree(request, found, pattern, existing, source, year, inferred)
    if existing:
        _tell_comments(existing, notes)
        if tree != existing.tree:
            _tell_changes(existing, tree, notes)
    schema, schema_path = schema_for(workspace, path)
    text = write(tree, schema, schema_path)
    return Draft(
        source=source,
        path=path,
        text=text,
        tree=tree,
        pattern=pattern,
        notes=notes.problems,
        faults=list(_faults(workspace, path, text)),
    )


def _prepared(
    workspace: Workspace, scan: Scan, request: Request, notes: Notes
) -> tuple[Scan, Pattern]:
    pattern = layout.find(workspace, scan, request.form, request.framework)
    if is_styled(scan, pattern):
        return scan, pattern
    scan, changed = tidy(scan)
    if changed:
        notes.assumed(NOWHERE, f"去掉了看不见的字符 {changed} 个", "内容不变，不用处理")
    scan, entries = without_contents(scan)
    if entries:
        notes.remark(NOWHERE, f"目录 {entries} 条没有取")
    if wrapped.is_wrapped(scan):
        scan = wrapped.rebuild(scan, pattern, notes)
    return scan, pattern


def _department(workspace: Workspace, request: Request, found: Recognised) -> str:
    """The folder's name; a department that region.yaml names is found by its name."""
    if request.department:
        return request.department
    name = found.tree["部门"]["名称"]
    known: dict[str, str] = {}
    schema, _ = schema_for(workspace, workspace.targets / request.region / REGION_FILE)
    path = workspace.targets / request.region / REGION_FILE
    reading = read(workspace.shown(path), path.read_bytes(), schema) if path.is_file() else None
    if reading and not reading.is_valid:
        raise UnreadableError(f"{workspace.shown(path)} 有错误", "先按 nox -s check 的提示改正")
    if reading:
        known = {slug: one.name for slug, one in model.region(reading.tree).departments.items()}
    slugs = [slug for slug, one in known.items() if _is_same_name(one, name)]
    if len(slugs) == 1:
        return slugs[0]
    said = f"原件的单位是“{name}”，" if name else "原件没有印单位名称，"
    listed = (
        "；现有 " + "、".join(f"{slug}（{one}）" for slug, one in known.items()) if known else ""
    )
    raise UnreadableError(
        f"{said}不知道放进哪个部门的文件夹",
        "加上 --department 文件夹名（小写字母、数字和连字符）"
        + (f"；现有 {listed}" if listed else ""),
    )


def _is_same_name(listed: str, printed: str | None) -> bool:
    """Budgets name a department's own office 某某局本级."""
    return plain(listed).removesuffix("本级") == plain(printed or "").removesuffix("本级")


def _year(request: Request, found: Recognised, notes: Notes) -> tuple[int, str]:
    """The budget year, and how it was inferred where it is not printed."""
    if request.year:
        if found.year and found.year != request.year:
            message = f"原件的标题是 {found.year} 年，按要求放进 {request.year} 年"
            notes.ambiguous(NOWHERE, message, "请核对年度")
        return request.year, "" if found.year else "年度是导入时指定的。"
    if found.year:
        return found.year, ""
    codes = {m[1] for m in map(CODE.fullmatch, _codes(found)) if m}
    if len(codes) == 1:
        year = 2000 + int(codes.pop())
        how = f"没有认出印着的年度，按项目编码中的年份定为 {year} 年。"
        notes.assumed(NOWHERE, how, "不对的话，加 --year 年度 重新导入")
        return year, how
    raise UnreadableError("没有认出原件的年度", "加上 --year 年度，例如 --year 2024")


def _codes(found: Recognised) -> Iterator[str]:
    for project in found.tree["项目"]:
        yield project.get("项目编码") or ""


def _existing(workspace: Workspace, path: Path) -> Reading | None:
    """The file that is there, if it can be read: it knows what the form does not print."""
    if not path.is_file():
        return None
    reading = read(workspace.shown(path), path.read_bytes(), department_year_schema(workspace))
    if not reading.is_valid:
        first = reading.problems[0]
        raise UnreadableError(
            f"已有的 {first.place} 有错误（{first.message}），读不出状态、来源、不公开和更正记录",
            "先按 nox -s check 的提示改正它，或者移走它，再导入",
        )
    return reading


def _same_body(path: Path, existing: Reading | None, found: Recognised) -> None:
    """Raise ``UnreadableError`` where the file that is there is another body's."""
    if existing is None:
        return
    old, new = existing.tree["部门"]["名称"], found.tree["部门"]["名称"]
    if old and new and plain(old) != plain(new):
        raise UnreadableError(
            f"{path.parent.name}/{path.name} 是“{old}”的，原件是“{new}”的",
            "检查 --department；确实是同一个单位改了名，先把数据文件里的名称改过来再导入",
        )


def _with_framework_of(
    workspace: Workspace, pattern: Pattern, request: Request, existing: Reading | None
) -> Pattern:
    """The existing file knows the framework, which the form does not print."""
    if not existing or request.framework:
        return pattern
    frame = model.department_year(existing.tree).framework
    return patterns.load(workspace, pattern.folder, frame)


def _tree(
    request: Request,
    found: Recognised,
    pattern: Pattern,
    existing: Reading | None,
    source: str,
    year: int,
    inferred: str,
) -> dict[str, Any]:
    kept = (
        {key: existing.tree[key] for key in UNPRINTED if key in existing.tree} if existing else {}
    )
    tree = {"格式": 1, "年度": year, "状态": DRAFT, "版式": pattern.folder, **kept, **found.tree}
    if existing:
        tree["项目"] = former.kept(existing.tree["项目"], tree["项目"])
    if request.status:
        tree["状态"] = request.status
    if request.framework or (not existing and pattern.framework_name != layout.DEFAULT_FRAMEWORK):
        tree["指标框架"] = pattern.framework_name
    origin = dict(kept.get("来源") or {"文件": Path(source).name})
    note = request.origin or ("" if "来源" in kept else inferred)
    tree["来源"] = {**origin, **({"说明": note} if note else {})}
    return tree


def _tell_comments(existing: Reading, notes: Notes) -> None:
    if not existing.root or not has_comments(existing.text):
        return
    comments = find(existing.text, existing.root)
    lines = [line for above in comments.above.values() for line in above]
    for line in [*lines, *comments.beside.values(), *comments.last]:
        if "yaml-language-server" not in line:
            notes.unplaced(NOWHERE, line, "原来文件里的注释没有带过来")


def _tell_changes(existing: Reading, tree: dict[str, Any], notes: Notes) -> None:
    """What the file that is there has and the new one would not have."""
    kept = {project["项目名称"] for project in tree["项目"]}
    gone = [p["项目名称"] for p in existing.tree["项目"] if p["项目名称"] not in kept]
    if gone:
        message = f"已有的文件里有、原件里没有的项目：{'、'.join(gone)}"
        notes.ambiguous(NOWHERE, message, "确实删去了这些项目，才用原件覆盖")
    for part in (OVERALL, SUB_TARGETS, MEASURES):
        if existing.tree["整体绩效目标"][part] and not tree["整体绩效目标"][part]:
            message = f"已有的文件里有{part}，原件里没有"
            notes.ambiguous(NOWHERE, message, "原件只是一部分的话，不要用它覆盖")
    for name in former.lost(existing.tree["项目"], tree["项目"]):
        notes.unplaced(NOWHERE, name, "曾用名没有带过来：找不到它所属的项目或指标")
    origin = existing.tree.get("来源", {}).get("文件")
    if origin and origin != Path(notes.path).name:
        notes.assumed(NOWHERE, f"来源仍是“{origin}”，状态仍是“{tree['状态']}”")


def _faults(workspace: Workspace, path: Path, text: str) -> Iterator[Problem]:
    """What ``check`` would say of the file: schema, canonical form, and the form's own rows."""
    reading = read(workspace.shown(path), text.encode("utf-8"), department_year_schema(workspace))
    yield from reading.problems
    if reading.is_valid:
        entry = entry_of(workspace, path, reading)
        yield from withholding.problems(entry)
        yield from definition.check(definition.load(workspace, entry.record.form), entry)


def unlisted(workspace: Workspace, found: Draft) -> str:
    """What region.yaml still lacks for the file, ready to be copied; empty if nothing."""
    region, department, _ = found.address.split("/")
    path = workspace.targets / region / REGION_FILE
    name = found.tree["部门"]["名称"] or "某某局"
    entry = f"  {department}:\n    名称: {name}\n"
    if not path.is_file():
        first = "# yaml-language-server: $schema=../../schema/region.schema.json\n"
        return f"新建 {workspace.shown(path)}：\n{first}格式: 1\n名称: 某某县\n部门:\n{entry}"
    reading = read(workspace.shown(path), path.read_bytes(), schema_for(workspace, path)[0])
    if not reading.is_valid or department in reading.tree["部门"]:
        return ""
    return f"在 {workspace.shown(path)} 的“部门”下面加上：\n{entry}"


def check_request(workspace: Workspace, request: Request) -> None:
    """Raise ``UnreadableError`` where an answer of the command line cannot be used."""
    if not request.region:
        known = sorted(path.parent.name for path in workspace.targets.glob(f"*/{REGION_FILE}"))
        hint = f"加上 --region 地区的文件夹名；现有 {'、'.join(known)}，新的地区自己起名"
        raise UnreadableError("没有写是哪个地区", hint)
    for option, name in (("--region", request.region), ("--department", request.department)):
        if name and not SLUG.fullmatch(name):
            hint = "用小写字母、数字和连字符，例如 xinglong"
            raise UnreadableError(f"{option} 不能是“{name}”", hint)
    if request.year and not YEAR.fullmatch(str(request.year)):
        raise UnreadableError(f"--year 不能是 {request.year}", "写四位数的年度，例如 2024")
    choices: tuple[tuple[str, str, Iterable[str]], ...] = (
        ("--status", request.status, STATUSES),
        ("--form", request.form, definition.names(workspace)),
        ("--framework", request.framework, framework.load(workspace.schema)),
    )
    for option, value, allowed in choices:
        if value and value not in allowed:
            raise UnreadableError(f"{option} 不能是“{value}”", f"可以写：{'、'.join(allowed)}")
