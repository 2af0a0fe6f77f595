"""Everything of a department-year can be found, and every place that is named is there."""

import re
from typing import Any

from tests import records
from tests.records import indicator, project, tree
from tests.web.opendata.made import FRAMEWORKS, REGION, texts
from tools import model
from tools.review.changes.verdict import Verdict
from tools.source.repository import Repository, load
from tools.source.workspace import Workspace
from tools.web.contents import all_pages
from tools.web.environment import environment
from tools.web.opendata.subjects import NEW
from tools.web.public import Public
from tools.web.search.rows import ALONE, BODY, INDICATOR, PROJECT, Before, Group, groups

QUIET = (Verdict.SAME, Verdict.FORMATTING)
# What a row does not hold: head and books of the file, and what a class is called.
NOT_SEARCHED = {
    *("格式", "年度", "状态", "版式", "指标框架", "金额单位", "来源", "更正记录", "审核例外"),
    *("二级指标", "预算数", "财政资金", "其他资金", "资金支出计划"),
}


def public(repository: Repository) -> Public:
    return Public(repository=repository, frameworks=FRAMEWORKS)


def made(*trees: dict[str, Any]) -> list[Group]:
    """The trees as years of one department."""
    repository = Repository(
        regions={"shili": REGION}, entries=[records.entry(one) for one in trees], problems=[]
    )
    return list(groups(public(repository)))


def searched(content: object) -> object:
    if isinstance(content, dict):
        return {key: searched(one) for key, one in content.items() if key not in NOT_SEARCHED}
    return [searched(one) for one in content] if isinstance(content, (list, tuple)) else content


def test_every_text_of_the_data_is_in_a_row(workspace: Workspace) -> None:
    for group in groups(public(load(workspace))):
        held = {field.text for row in group.rows for field in row.fields}
        tree_ = searched(model.chinese(group.entry.record))
        assert {text for text in texts(tree_) if text} - held == set()


def test_each_project_and_filled_indicator_is_one_row(workspace: Workspace) -> None:
    for group in groups(public(load(workspace))):
        types = [row.sort.type for row in group.rows]
        projects = group.entry.record.projects
        assert types.count(BODY) == 1
        assert types.count(PROJECT) == len(projects)
        assert types.count(INDICATOR) == sum(len(one.filled_indicators) for one in projects)


def test_every_anchor_is_on_its_page(workspace: Workspace) -> None:
    repository = load(workspace)
    pages = {page.folder: page for page in all_pages(public(repository))}
    for group in groups(public(repository)):
        page = pages[group.entry.address]
        template = environment(workspace.site_templates).get_template(page.template)
        text = template.render(page.values)
        there = set(re.findall(r'id="([^"]+)"|\{#([^} ]+)\}', text))
        anchors = {one or other for one, other in there}
        for row in group.rows:
            assert {row.anchor, *(field.anchor or "top" for field in row.fields)} <= anchors


def test_every_project_that_is_named_has_its_page(workspace: Workspace) -> None:
    repository = load(workspace)
    folders = {page.folder for page in all_pages(public(repository))}
    for group in groups(public(repository)):
        department = f"{group.entry.region}/{group.entry.department}"
        slugs = {row.slug for row in group.rows if row.sort.type == INDICATOR}
        assert slugs
        assert {department, *(f"{department}/{slug}" for slug in slugs)} <= folders


def test_a_project_has_its_budget_with_the_unit() -> None:
    listed = [project(项目名称="甲"), project(项目名称="乙", 项目编码=None, 预算数=None)]
    rows = [row for group in made(tree(项目=listed)) for row in group.rows]
    assert [row.understood for row in rows if row.sort.type == PROJECT] == ["30.00 万元", ""]


def test_what_became_of_a_value_since_the_year_before() -> None:
    rows = [
        [indicator(指标值="≥90%"), indicator(三级指标="宣传次数", 指标值="≥12次")],
        [
            indicator(指标值="≥95%"),
            indicator(三级指标="宣传次数", 指标值="≥10次"),
            indicator(三级指标="新的一条", 绩效指标描述="全新", 指标值=None),
        ],
    ]
    years = [tree(年度=2023 + i, 项目=[project(绩效指标=listed)]) for i, listed in enumerate(rows)]
    sorts = [
        (row.sort.kind, row.sort.verdict, row.before)
        for group in made(*years)
        for row in group.rows
        if row.sort.type == INDICATOR
    ]
    assert sorts == [
        ("百分比", ALONE, None),
        ("数量", ALONE, None),
        ("百分比", "收紧", Before(2023, "≥90%")),
        ("数量", "放宽", Before(2023, "≥12次")),
        ("（空白）", NEW, None),
    ]


def test_the_page_knows_which_verdicts_say_little(workspace: Workspace) -> None:
    script = workspace.site_sources / "assets/search/indicators-page.js"
    (quiet,) = re.findall(r"QUIET = \[(.*)\];", script.read_text("utf-8"))
    assert quiet == ", ".join(f"'{one}'" for one in (*QUIET, ALONE, NEW))
