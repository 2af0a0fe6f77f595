"""Department-years of a wanted size, made of the real ones by repeating their projects."""

import shutil
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench.measuring import ROOT
from tools import model
from tools.source.canonical import write
from tools.source.positions import Positions
from tools.source.reader import read
from tools.source.repository import Entry, department_year_schema
from tools.source.workspace import Workspace

WORKSPACE = Workspace(ROOT)
REAL = "chengde-gaoxin/zhengfawei/2024"  # hebei-text, nine indicators a project
SCHEMA = "../../../schema/department-year.schema.json"
KILOBYTES = 118


@cache
def _tree() -> dict[str, Any]:
    data = (WORKSPACE.targets / f"{REAL}.yaml").read_bytes()
    tree: dict[str, Any] = read(REAL, data, department_year_schema(WORKSPACE)).tree
    return tree


def repeated(count: int) -> dict[str, Any]:
    """The real department-year with ``count`` projects, each with a code of its own."""
    tree = _tree()
    projects = [tree["项目"][number % len(tree["项目"])] for number in range(count)]
    named = [_numbered(item, number) for number, item in enumerate(projects)]
    return {**tree, "状态": "已批复", "项目": named}


def _numbered(project: dict[str, Any], number: int) -> dict[str, Any]:
    """The project with texts of its own, so that nothing is quick only because it comes again."""
    rows = [
        {
            key: f"{text}{number}" if text and key != "二级指标" else text
            for key, text in row.items()
        }
        for row in project["绩效指标"]
    ]
    code = f"99999924P{number:06}00001X"
    purpose = f"{project['资金用途']}{number}"
    return {**project, "项目编码": code, "资金用途": purpose, "绩效指标": rows}


def fifty() -> Entry:
    """50 projects with nine indicators each."""
    return Entry(
        region="shili",
        department="danwei",
        year=2024,
        path="targets/shili/danwei/2024.yaml",
        clean="",
        record=model.department_year(repeated(50)),
        positions=Positions(),
    )


def one_file(workspace: Workspace) -> Path:
    """A canonical file of about 118 KB in a temporary workspace."""
    schema = department_year_schema(workspace)
    count = 11
    while len(text := write(repeated(count), schema, SCHEMA).encode()) < KILOBYTES * 1000:
        count += 1
    return _save(workspace, "danwei", 2024, text)


def county(workspace: Workspace, files: int = 800) -> int:
    """``files`` files of 80 departments, each the text of a real one; return their bytes."""
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("targets/*/*/*.yaml"))]
    size = 0
    for number in range(files):
        year = 2020 + number // 80
        text = texts[number % len(texts)]
        head, _, rest = text.partition("年度: ")
        data = f"{head}年度: {year}{rest[4:]}".encode()
        size += len(data)
        _save(workspace, f"danwei-{number % 80:02}", year, data)
    return size


def empty_workspace(folder: Path) -> Workspace:
    """A checkout without data in ``folder``."""
    for name in ("schema", "templates", "site"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "targets").mkdir()
    return Workspace(folder.resolve())


def _save(workspace: Workspace, department: str, year: int, data: bytes) -> Path:
    region = workspace.targets / "shili"
    path = region / department / f"{year}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    names = sorted(folder.name for folder in region.iterdir() if folder.is_dir())
    listed = "".join(f"  {name}:\n    名称: 示例单位\n" for name in names)
    head = (
        "# yaml-language-server: $schema=../../schema/region.schema.json\n格式: 1\n名称: 示例县\n"
    )
    (region / "region.yaml").write_text(f"{head}部门:\n{listed}", "utf-8", newline="\n")
    return path
