"""Department-years for the tests of open data: made-up ones, and the five real ones."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import structs

from tests.records import entry, indicator, project, tree
from tools import framework, model
from tools.source.canonical import write
from tools.source.commits import Commit
from tools.source.repository import department_year_schema, load
from tools.source.workspace import Workspace
from tools.web.opendata.comparing import compared
from tools.web.opendata.subjects import Year, years

ROOT = Path(__file__).parents[3]
FRAMEWORKS = framework.load(ROOT / "schema")
REGION = model.region({"格式": 1, "名称": "示例县", "部门": {"sifaju": {"名称": "司法局"}}})


def year(content: dict[str, Any], region: model.Region = REGION) -> Year:
    """The tree as a department-year of 示例县司法局."""
    clean = write(content, department_year_schema(Workspace(ROOT)), "x")
    made = structs.replace(entry(content), clean=clean)
    return Year(
        entry=made, place=region, name="司法局", framework=FRAMEWORKS[made.record.framework]
    )


def committed(day: str) -> Year:
    """One that was changed last on that day, as git knows."""
    commit = Commit(id="c" * 40, short_id="ccccccc", author="甲", date=day, subject="x", path=ROOT)
    return structs.replace(year(tree()), commit=commit)


def public(workspace: Workspace) -> list[Year]:
    """The real department-years, each compared with the one before."""
    return list(compared(years(load(workspace).public(), FRAMEWORKS)))


def texts(content: object) -> Iterable[str]:
    """Every text of a tree, but for keys."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value)


def small() -> Year:
    """One of everything that a table can hold."""
    without = {
        key: value
        for key, value in project(项目名称="无编码的项目", 绩效目标=["一", "二"]).items()
        if key not in ("项目编码", "其他资金", "资金支出计划")
    }
    rows = [
        indicator(),
        indicator(三级指标=None, 绩效指标描述=None, 指标值=None, 指标值确定依据=None),
        indicator(二级指标="成本指标", 三级指标="=1+1", 指标值="≤6.40万元"),
        indicator(二级指标="时效指标", 三级指标="完成时间", 指标值="2024年10月底前"),
        indicator(二级指标="质量指标", 三级指标="合格率", 指标值="≥95百分比"),
        indicator(二级指标="质量指标", 三级指标="做法", 指标值="按进度支付"),
    ]
    corrections = [{"日期": "2024-05-06", "内容": "30 更正为 32", "原因": "-录入错误"}]
    return year(
        tree(
            状态="已公开",
            部门={"名称": None},
            来源={"文件": "甲.txt", "说明": "单位名称未印"},
            项目=[project(绩效指标=rows, 预算数=None), without],
            更正记录=corrections,
        )
    )
