"""What a form says of itself in ``form.yaml``: which rows it prints, and its own labels."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, UnsetType

from tools import model
from tools.problem import Level, Problem, ProblemError
from tools.source import schema as schemas
from tools.source.reader import read
from tools.source.repository import Entry
from tools.source.workspace import Workspace

PENDING = re.compile(r"\{#\s*待定：(.*?)\s*#\}")

# Rows that every form has, so that form.yaml need not list them.
EVERYWHERE = {
    "部门": {"名称"},
    "分项绩效目标": {"名称"},
    "工作保障措施": {"内容"},
    "项目": {"项目名称", "曾用名", "绩效目标", "绩效指标"},
}


class Columns(Struct, frozen=True):
    """The keys that a part of the form must have, and those it may have besides."""

    required: tuple[str, ...]
    optional: tuple[str, ...]


class Definition(Struct, frozen=True):
    """One form of ``templates/forms/``."""

    root: Path
    folder: Path
    shown: str
    name: str
    columns: dict[str, Columns]
    labels: dict[str, str]
    categories: tuple[str, ...]

    def label(self, name: str) -> str:
        """The form's own wording of a 一级 or 二级指标 (B and C print 效果指标)."""
        return self.labels.get(name, name)


def names(workspace: Workspace) -> list[str]:
    """The forms that there are, by their folders."""
    return sorted(folder.name for folder in workspace.forms.iterdir() if folder.is_dir())


def load_yaml(workspace: Workspace, path: Path, schema_name: str) -> dict[str, Any]:
    """Read a configuration file of a form strictly; raise ``ProblemError``."""
    schema = schemas.load(workspace.schema / schema_name)
    if not path.is_file():
        raise ProblemError(_missing(workspace.shown(path)))
    reading = read(workspace.shown(path), path.read_bytes(), schema)
    if reading.problems:
        raise ProblemError(*reading.problems)
    result: dict[str, Any] = reading.tree
    return result


def _missing(path: str) -> Problem:
    return Problem(
        path=path,
        rule="missing-form-file",
        message="版式缺少这个文件",
        hint="照 templates/forms/hebei-text/ 里的写一份",
    )


@cache
def load(workspace: Workspace, name: str) -> Definition:
    """The definition of the form ``name``; raise ``ProblemError`` if ``form.yaml`` is at fault."""
    folder = workspace.forms / name
    tree = load_yaml(workspace, folder / "form.yaml", "form.schema.json")
    columns = {
        part: Columns(tuple(keys.get("必有", ())), tuple(keys.get("可有", ())))
        for part, keys in tree["栏目"].items()
    }
    return Definition(
        workspace.root,
        folder,
        workspace.shown(folder),
        tree["名称"],
        columns,
        dict(tree.get("标签") or {}),
        tuple(tree.get("项目类别") or ()),
    )


def check(definition: Definition, entry: Entry) -> Iterator[Problem]:
    """Keys that the form cannot print, and rows of the form that the file leaves out.

    What a form does not print would be lost in Word without anybody noticing.
    """
    tree: dict[str, Any] = model.chinese(entry.record)
    yield from _part(definition, entry, "文件", tree, "", only=("金额单位",))
    yield from _part(definition, entry, "部门", tree["部门"], "/部门")
    overall = tree["整体绩效目标"]
    for part in ("分项绩效目标", "工作保障措施"):
        for index, item in enumerate(overall[part]):
            yield from _part(definition, entry, part, item, f"/整体绩效目标/{part}/{index}")
    yield from _categories(definition, entry)
    yield from _indistinct(entry)
    for index, item in enumerate(tree["项目"]):
        yield from _part(definition, entry, "项目", item, f"/项目/{index}")


def pending(definition: Definition) -> Iterator[Problem]:
    """What ``form new`` marked for a person and nobody has settled since."""
    for path in sorted(definition.folder.glob("*.j2")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if match := PENDING.search(line):
                yield Problem(
                    path=f"{definition.shown}/{path.name}",
                    line=number,
                    column=match.start() + 1,
                    rule="form-pending",
                    level=Level.WARNING,
                    message=f"版式里还有待定的地方：{match[1]}",
                    hint="定下来以后，删去这条注释",
                )


def _part(
    definition: Definition,
    entry: Entry,
    part: str,
    tree: dict[str, Any],
    pointer: str,
    only: tuple[str, ...] = (),
) -> Iterator[Problem]:
    columns = definition.columns.get(part, Columns((), ()))
    known = EVERYWHERE.get(part, set()) | set(columns.required) | set(columns.optional)
    for key in tree:
        if key not in known and (not only or key in only):
            message = f"版式“{definition.name}”没有“{key}”这一栏，印不出来"
            hint = f"删去“{key}”，或改用有这一栏的版式"
            yield entry.problem(f"{pointer}/{key}", "not-on-form", message, hint, at_key=True)
    for key in columns.required:
        if key not in tree:
            message = f"版式“{definition.name}”有“{key}”一栏，这里没有写"
            hint = f"补上 {key}:（空白就不写值）"
            yield entry.problem(pointer, "missing-key", message, hint, at_key=True)


def _indistinct(entry: Entry) -> Iterator[Problem]:
    """What prints like something else: Word could not be read back to what the file says."""
    for index, measure in enumerate(entry.record.targets.measures):
        if index and isinstance(measure.name, UnsetType):
            message = "不写名称的措施印在上一条的后面，分不出是两条"
            hint = "补上名称；没有名称的只能有一条，写在最前面"
            pointer = f"/整体绩效目标/工作保障措施/{index}"
            yield entry.problem(pointer, "indistinct", message, hint, at_key=True)
    for index, project in enumerate(entry.record.projects):
        if project.heading == project.name:
            message = "标题与项目名称一样，印出来没有分别"
            hint = "删去“标题”；表上的题目与项目名称不同时才写"
            yield entry.problem(f"/项目/{index}/标题", "indistinct", message, hint, at_key=True)


def _categories(definition: Definition, entry: Entry) -> Iterator[Problem]:
    """A form that groups its projects prints only its own groups, in its own order."""
    latest = 0
    for index, project in enumerate(entry.record.projects if definition.categories else ()):
        pointer = f"/项目/{index}/项目类别"
        if project.category not in definition.categories:
            message = f"版式“{definition.name}”没有“{project.category}”这一类项目"
            hint = f"可以写：{'、'.join(definition.categories)}"
            yield entry.problem(pointer, "not-allowed", message, hint, at_key=True)
            continue
        position = definition.categories.index(project.category)
        if position < latest:
            message = f"“{project.category}”的项目排在了“{definition.categories[latest]}”后面"
            hint = f"同类项目放在一起，先后为：{'、'.join(definition.categories)}"
            yield entry.problem(pointer, "out-of-order", message, hint, at_key=True)
        latest = max(latest, position)
