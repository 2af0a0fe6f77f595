"""YAML to Word and back: the same bytes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.intake.test_recognise import fitted
from tests.records import HOSTILE, entry, indicator, project, save, tree, trees
from tools.form.documents import word
from tools.intake.files import wordfile
from tools.intake.importing import Draft, Request, draft
from tools.source.canonical import write
from tools.source.repository import Entry, department_year_schema, load
from tools.source.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
ENTRIES = {found.address: found for found in load(WORKSPACE).entries}
SCHEMA_PATH = "../../../schema/department-year.schema.json"


def back(workspace: Workspace, found: Entry, **answers: Any) -> Draft:
    scan = wordfile.read(word(workspace, found))
    request = Request(region=found.region, department=found.department, **answers)
    return draft(workspace, "原件.docx", scan, request)


@pytest.mark.parametrize("address", ENTRIES)
def test_every_data_file_comes_back(address: str) -> None:
    found = back(WORKSPACE, ENTRIES[address])
    assert found.text == found.path.read_text("utf-8")
    assert found.notes == []
    assert found.faults == []


def comes_back(content: dict[str, Any]) -> None:
    """Nothing is there yet; what no form prints is the same as a new file has."""
    content = {**content, "年度": 2031, "来源": {"文件": "原件.docx"}}
    found = back(WORKSPACE, entry(content))
    assert found.text == write(content, department_year_schema(WORKSPACE), SCHEMA_PATH)
    assert found.notes == []


@pytest.mark.parametrize("form", ["hebei-text", "hebei-table", "hebei-info"])
@settings(max_examples=40, deadline=None)
@given(content=trees)
def test_any_department_year_comes_back(form: str, content: dict[str, Any]) -> None:
    comes_back(fitted(content, form))


MORE_HOSTILE = [
    *HOSTILE,
    "<5 & >1",
    "≤",
    "上\n下",
    "上\n\n下\n",
    " 两端有空格 ",
    "　全角空格　",
    "％＞＜＝（）",
    "三、工作保障措施",
    "绩效目标：",
    "（一）",
    "1.",
    "项目编码",
    "一级指标",
    "部门预算绩效文本",
    "预算绩效目标表",
    "很长" * 5000,
]


@pytest.mark.parametrize("form", ["hebei-text", "hebei-table", "hebei-info"])
def test_hostile_values_come_back_from_every_cell(form: str) -> None:
    rows = [
        indicator(三级指标=text, 绩效指标描述=text, 指标值=text, 指标值确定依据=text)
        for text in MORE_HOSTILE
    ]
    lines = [text for text in MORE_HOSTILE if text.strip() and "\n" not in text]
    content = tree(
        部门={"编码": None, "名称": "示例县<局> & 项目编码"},
        整体绩效目标={
            "总体绩效目标": "\n".join(MORE_HOSTILE),
            "分项绩效目标": [{"名称": t, "绩效目标": t, "绩效指标": t} for t in MORE_HOSTILE],
            "工作保障措施": [{"名称": text, "内容": text} for text in MORE_HOSTILE],
        },
        项目=[
            project(项目编码=text, 项目名称=text, 资金用途=text, 绩效目标=lines, 绩效指标=rows[:2])
            for text in lines
        ]
        + [project(绩效指标=rows)],
    )
    comes_back(fitted(content, form))


def test_a_large_department_comes_back() -> None:
    """60 projects, and 40 indicators in one of them, with a class that recurs."""
    classes = ["数量指标", "质量指标", "数量指标", "服务对象满意度指标", "数量指标"]
    rows = [indicator(二级指标=classes[n % 5], 指标值=f"≥{n}次") for n in range(40)]
    projects = [project(项目名称=f"项目{n}", 预算数=Decimal(n)) for n in range(60)]
    comes_back(tree(项目=[*projects[:59], project(绩效指标=rows)]))


def test_what_the_form_does_not_print_is_kept(copy: Workspace) -> None:
    unprinted = {
        "状态": "已公开",
        "指标框架": "101号",
        "来源": {"说明": "从财政局取得"},
        "更正记录": [{"日期": "2024-05-06", "内容": "改了一处", "原因": "录入错误"}],
        "不公开": [{"位置": "99999924P000001100011/绩效目标", "理由": "涉及国家秘密"}],
        "审核例外": [{"规则": "missing-value", "位置": "普法经费", "理由": "没有数据"}],
    }
    rows = [indicator(二级指标="经济成本指标"), {**indicator(), "曾用名": ["旧指标"]}]
    content = tree(项目=[project(曾用名=["旧项目"], 绩效指标=rows)], **unprinted)
    save(copy, "shili/sifaju/2024", content)
    path = copy.targets / "shili/sifaju/2024.yaml"
    (found,) = load(copy, [path]).entries
    assert back(copy, found).text == path.read_text("utf-8")
    assert back(copy, found, status="已批复").tree["状态"] == "已批复"


def test_a_former_name_that_finds_no_place_is_told(copy: Workspace) -> None:
    rows = [{**indicator(), "曾用名": ["旧指标"]}, indicator(三级指标="别的")]
    save(copy, "shili/sifaju/2024", tree(项目=[project(绩效指标=rows)]))
    (old,) = load(copy).entries
    printed = entry(tree(项目=[project(绩效指标=[indicator(三级指标="别的")])]))
    (note,) = back(copy, printed).notes
    assert old.record.projects[0].indicators[0].former == ("旧指标",)
    assert "旧指标" in note.message


def test_comments_of_the_old_file_are_told(copy: Workspace) -> None:
    save(copy, "shili/sifaju/2024", tree())
    path = copy.targets / "shili/sifaju/2024.yaml"
    path.write_text(path.read_text("utf-8").replace("项目:", "项目: # 等财政局批复"), "utf-8")
    (found,) = load(copy, [path]).entries
    (note,) = back(copy, found).notes
    assert "等财政局批复" in note.message
