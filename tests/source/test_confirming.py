"""“# 待确认”: found wherever it is a comment, never inside a text, and gone one by one."""

from pathlib import Path

import pytest

from tests.records import indicator, project, save, tree
from tools.problem import Level, Problem
from tools.source.confirming import mark, marks
from tools.source.reader import read
from tools.source.repository import department_year_schema, load
from tools.source.workspace import Workspace

GOOD = (Path(__file__).parent / "cases" / "good.yaml").read_text("utf-8")


def places(workspace: Workspace, text: str) -> list[tuple[str, int, int]]:
    reading = read("x.yaml", text.encode(), department_year_schema(workspace))
    assert reading.problems == []
    return [(one.place, one.line, one.column) for one in marks(reading)]


def marked(workspace: Workspace, old: str, new: str, **changes: object) -> list[Problem]:
    """What is found in a file after one replacement in its text."""
    save(workspace, "shili/sifaju/2024", tree(**changes))
    path = workspace.targets / "shili/sifaju/2024.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8", newline="\n")
    return load(workspace).problems


def test_the_mark_names_the_years() -> None:
    assert mark() == "# 待确认"
    assert mark([2022]) == "# 待确认：文中有2022年"
    assert mark([2021, 2022]) == "# 待确认：文中有2021年、2022年"


@pytest.mark.parametrize(
    ("old", "new", "place", "column"),
    [
        ("≥12场", "≥12场 # 待确认", "/项目/0/绩效指标/0/指标值", 19),
        ("≥12场", "≥12场 # 待确认：文中有2022年", "/项目/0/绩效指标/0/指标值", 19),
        ("≥12场", "≥12场 # 问过业务股 # 待确认", "/项目/0/绩效指标/0/指标值", 27),
        ("≥12场", '"≥12场"   #   待确认', "/项目/0/绩效指标/0/指标值", 23),
        ("目标: |-", "目标: |- # 待确认", "/整体绩效目标/总体绩效目标", 14),
        ("- 普法覆盖全县。", "- 普法覆盖全县。 # 待确认", "/项目/0/绩效目标/0", 17),
        ("  名称: 示例单位", "  #待确认\n  名称: 示例单位", "/部门/名称", 3),
        ("年度普法计划\n", "年度普法计划\n# 待确认\n", "", 1),
    ],
)
def test_a_mark_is_found_where_it_stands(
    workspace: Workspace, old: str, new: str, place: str, column: int
) -> None:
    assert old in GOOD
    ((found, _, at),) = places(workspace, GOOD.replace(old, new, 1))
    assert (found, at) == (place, column)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("≥12场", '"≥12场 # 待确认"'),
        ("≥12场", "≥12场#待确认"),
        ("    做好工作。", "    做好工作。 # 待确认\n    # 待确认"),
        ("≥12场", "≥12场 # 还要确认"),
        ("≥12场", "待确认"),
    ],
)
def test_text_is_no_mark(workspace: Workspace, old: str, new: str) -> None:
    assert places(workspace, GOOD.replace(old, new, 1)) == []


def test_a_draft_is_told_once(copy: Workspace) -> None:
    found = marked(copy, "30.00\n", "30.00 # 待确认\n")
    assert [(p.rule, p.level, p.line, p.column) for p in found] == [
        ("unconfirmed", Level.WARNING, 24, 16)
    ]
    assert found[0].message == "还有 2 处待确认，第一处在第 24 行"


@pytest.mark.parametrize("status", ["已批复", "已公开"])
def test_every_mark_is_an_error_once_approved(copy: Workspace, status: str) -> None:
    found = marked(copy, "30.00\n", "30.00 # 待确认\n", 状态=status)
    assert [(p.rule, p.level, p.line, p.column) for p in found] == [
        ("unconfirmed", Level.ERROR, 24, 16),
        ("unconfirmed", Level.ERROR, 25, 17),
    ]
    assert {p.hint for p in found} == {"核对以后删去“# 待确认”"}
    assert {p.project for p in found} == {"99999924P000001100011"}


def test_the_hint_says_the_whole_comment(copy: Workspace) -> None:
    content = {"状态": "已批复", "项目": [project(绩效指标=[indicator(三级指标="场次")])]}
    (found,) = marked(copy, "≥12场", "≥12场 # 待确认：文中有2022年", **content)
    assert found.hint == "核对以后删去“# 待确认：文中有2022年”"
    assert found.indicator == "场次"


def test_a_mark_hides_nothing_else(copy: Workspace) -> None:
    """The file is still read, compared and reviewed."""
    save(copy, "shili/sifaju/2024", tree(状态="已批复"))
    path = copy.targets / "shili/sifaju/2024.yaml"
    text = path.read_text("utf-8").replace("30.00\n", "30.00  # 待确认\n", 1)
    path.write_text(text, "utf-8", newline="\n")
    repository = load(copy)
    assert [entry.year for entry in repository.entries] == [2024]
    assert [p.rule for p in repository.problems] == ["unconfirmed", "not-canonical"]
    assert "待确认" not in repository.entries[0].clean
