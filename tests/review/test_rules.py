"""Rules: one line a case."""

from typing import Any

import pytest

from tests.records import entry, indicator, project, tree
from tools import framework
from tools.review.engine import LEVELS, all_rules, review
from tools.source.repository import load
from tools.source.workspace import Workspace

PLAN = {"3月底": 25, "6月底": 50, "10月底": 75, "12月底": 100}


def found(workspace: Workspace, content: dict[str, Any]) -> list[str]:
    problems = review(entry(content), framework.load(workspace.schema))
    return [problem.rule for problem in problems]


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("a good project", {}, []),
    (
        "cost over",
        {"绩效指标": [indicator(二级指标="成本指标", 指标值="≤31万元")]},
        ["cost-over-budget"],
    ),
    (
        "cost in yuan",
        {"绩效指标": [indicator(二级指标="成本指标", 指标值="300001元")]},
        ["cost-over-budget"],
    ),
    ("cost equal", {"绩效指标": [indicator(二级指标="成本指标", 指标值="≤30.0万元")]}, []),
    ("money elsewhere", {"绩效指标": [indicator(二级指标="经济效益指标", 指标值="≥90万元")]}, []),
    ("funds short", {"财政资金": 20}, ["funds-do-not-add-up"]),
    ("funds with others", {"财政资金": 20, "其他资金": 10}, []),
    ("no value", {"绩效指标": [indicator(指标值=None)]}, ["missing-value"]),
    ("blank row", {"绩效指标": [{**dict.fromkeys(indicator()), "二级指标": "数量指标"}]}, []),
    ("plan falls", {"资金支出计划": {**PLAN, "6月底": 20}}, ["plan-not-cumulative"]),
    ("plan with blanks", {"资金支出计划": {**PLAN, "6月底": None}}, []),
    (
        "plan falls past a blank",
        {"资金支出计划": {**PLAN, "6月底": None, "10月底": 20}},
        ["plan-not-cumulative"],
    ),
]


@pytest.mark.parametrize(("name", "changes", "rules"), CASES, ids=[case[0] for case in CASES])
def test_rule(workspace: Workspace, name: str, changes: dict[str, Any], rules: list[str]) -> None:
    assert found(workspace, tree(项目=[project(**changes)])) == rules


def test_every_rule_has_a_level_a_page_and_a_case() -> None:
    names = {rule.name for rule in all_rules()}
    assert names == set(LEVELS)
    assert names == {name for _, _, rules in CASES for name in rules}
    for rule in all_rules():
        assert "依据：" in rule.page
        assert "通过：" in rule.page
        assert "不通过：" in rule.page


def exempt(place: str, rule: str = "funds-do-not-add-up") -> dict[str, Any]:
    return {"规则": rule, "位置": place, "理由": "已核"}


@pytest.mark.parametrize(
    ("exemption", "rules"),
    [
        (exempt("99999924P000001100011"), []),
        (exempt("别的项目"), ["funds-do-not-add-up", "idle-exemption"]),
        (
            exempt("99999924P000001100011", "missing-value"),
            ["funds-do-not-add-up", "idle-exemption"],
        ),
        (
            exempt("99999924P000001100011", "no-such-rule"),
            ["funds-do-not-add-up", "idle-exemption"],
        ),
    ],
)
def test_exemptions(workspace: Workspace, exemption: dict[str, Any], rules: list[str]) -> None:
    content = tree(项目=[project(财政资金=20)], 审核例外=[exemption])
    assert found(workspace, content) == rules


def test_a_name_with_a_slash_can_be_excepted(workspace: Workspace) -> None:
    odd = project(项目编码=None, 项目名称="水/电费", 财政资金=20)
    content = tree(项目=[odd], 审核例外=[exempt("水/电费")])
    assert found(workspace, content) == []


def test_cost_is_a_class_of_its_own_in_the_other_framework(workspace: Workspace) -> None:
    row = indicator(二级指标="经济成本指标", 指标值="≤31万元")
    content = tree(指标框架="101号", 项目=[project(绩效指标=[row])])
    assert found(workspace, content) == ["cost-over-budget"]


def test_an_exemption_for_one_indicator(workspace: Workspace) -> None:
    rows = [indicator(三级指标="甲", 指标值=None), indicator(三级指标="乙", 指标值=None)]
    one = exempt("99999924P000001100011/甲", "missing-value")
    content = tree(项目=[project(绩效指标=rows)], 审核例外=[one])
    assert found(workspace, content) == ["missing-value"]


def test_the_sample_passes_every_rule(workspace: Workspace) -> None:
    repository = load(workspace)
    frameworks = framework.load(workspace.schema)
    samples = [e for e in repository.entries if repository.is_sample(e)]
    assert len(samples) == 6
    assert [p for e in samples for p in review(e, frameworks)] == []


def test_the_real_documents_have_known_defects(workspace: Workspace) -> None:
    frameworks = framework.load(workspace.schema)
    public = load(workspace).public()
    problems = [p for e in public.entries for p in review(e, frameworks)]
    assert [(p.rule, p.project[:13], p.line) for p in problems] == [
        ("cost-over-budget", "13081123P0000", 197),
        ("cost-over-budget", "13081123P0000", 321),
        ("cost-over-budget", "13082222P0090", 216),
        ("missing-value", "城乡居民基本养老保险区级补", 173),
        ("missing-value", "党内关爱帮扶专项资金", 540),
        ("missing-value", "建国前老党员生活补贴", 850),
    ]
