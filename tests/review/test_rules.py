"""The engine: levels, exceptions, crashes, and what the real documents and the sample give."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from tests.conftest import ROOT
from tests.records import entry, indicator, project, tree, trees
from tools import framework
from tools.problem import Level, Problem
from tools.review import engine
from tools.review.engine import CRASHED, all_rules, always_failing, review
from tools.review.exemptions import EXCEPTED
from tools.review.finding import Criterion, Finding, Scope
from tools.review.levels import HIDDEN_BY, LEVELS, WITHOUT_EXCEPTION
from tools.source.repository import load
from tools.source.workspace import Workspace

FUNDS = [rule for rule in all_rules() if rule.name in ("funds-do-not-add-up", "missing-value")]


def found(
    workspace: Workspace, content: dict[str, Any], rules: list[engine.Rule] | None = None
) -> list[Problem]:
    problems = review([entry(content)], framework.load(workspace.schema), None, rules)
    return [problem for problem in problems if problem.rule != EXCEPTED]


def names(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def test_levels_are_for_the_rules_there_are() -> None:
    known = {rule.name for rule in all_rules()}
    assert known == set(LEVELS)
    assert known >= set(HIDDEN_BY)
    assert known >= {name for hiding in HIDDEN_BY.values() for name in hiding}


def test_every_rule_says_what_it_is() -> None:
    for rule in all_rules():
        assert len(rule.title) <= 24, rule.name
        assert rule.page.text.startswith(rule.title)
        assert "号" in rule.page.basis or "法" in rule.page.basis or "提示" in rule.page.basis
        assert rule.page.passes != rule.page.fails


def test_private_matters_are_errors_that_stop_publishing() -> None:
    private = {r.name for r in all_rules() if r.criterion is Criterion.PRIVACY}
    errors = {name for name in private if LEVELS[name] is Level.ERROR}
    assert private - errors == {"named-person"}
    assert always_failing() == private | {CRASHED}


def exempt(place: str, rule: str = "funds-do-not-add-up") -> dict[str, Any]:
    return {"规则": rule, "位置": place, "理由": "已核"}


CODE = "99999924P000001100011"


@pytest.mark.parametrize(
    ("exemption", "rules"),
    [
        (exempt(CODE), []),
        (exempt("别的项目"), ["funds-do-not-add-up", "idle-exemption"]),
        (exempt(CODE, "missing-value"), ["funds-do-not-add-up", "idle-exemption"]),
        (exempt(CODE, "no-such-rule"), ["funds-do-not-add-up", "idle-exemption"]),
        (exempt(CODE, "plan-not-cumulative"), ["funds-do-not-add-up"]),  # not run, not judged
    ],
)
def test_exemptions(workspace: Workspace, exemption: dict[str, Any], rules: list[str]) -> None:
    content = tree(项目=[project(财政资金=20)], 审核例外=[exemption])
    assert names(found(workspace, content, FUNDS)) == rules


def test_an_exception_that_names_nothing_is_told_where_it_may_be(workspace: Workspace) -> None:
    content = tree(审核例外=[exempt("普法经废")])
    (problem,) = found(workspace, content, FUNDS)
    assert problem.level is Level.ERROR
    assert problem.pointer == "/审核例外/0/位置"
    assert "没有“普法经废”这个位置" in problem.message
    assert "项目编码" in problem.hint


def test_what_is_excepted_is_still_told_with_its_reason(workspace: Workspace) -> None:
    content = tree(项目=[project(财政资金=20)], 审核例外=[exempt(CODE)])
    frameworks = framework.load(workspace.schema)
    (kept,) = review([entry(content)], frameworks, None, FUNDS)
    assert (kept.rule, kept.level, kept.hint) == (EXCEPTED, Level.INFO, "理由：已核")
    assert "funds-do-not-add-up" in kept.message


@pytest.mark.parametrize("rule", sorted(WITHOUT_EXCEPTION))
def test_nobody_may_decide_that_private_numbers_are_published(
    workspace: Workspace, rule: str
) -> None:
    told = "身份证11010519491231002X，电话13800000000，账号6222000000000000000。"
    content = tree(项目=[project(资金用途=told)], 审核例外=[exempt(CODE, rule)])
    rules = [one for one in all_rules() if one.name in WITHOUT_EXCEPTION]
    assert sorted(names(found(workspace, content, rules))) == sorted(
        [*WITHOUT_EXCEPTION, "idle-exemption"]
    )


def test_names_of_before_are_published_too(workspace: Workspace) -> None:
    rows = [{**indicator(), "曾用名": ["联系人13800000000"]}]
    content = tree(项目=[project(曾用名=["身份证11010519491231002X"], 绩效指标=rows)])
    told = {p.rule: p.pointer for p in found(workspace, content)}
    assert told["id-number"] == "/项目/0/曾用名/0"
    assert told["mobile-number"] == "/项目/0/绩效指标/0/曾用名/0"


def test_no_other_rule_quotes_what_is_private(workspace: Workspace) -> None:
    row = indicator(指标值="13800000000", 指标值确定依据="13800000000")
    problems = found(workspace, tree(项目=[project(绩效指标=[row])]))
    assert {"mobile-number"} <= set(names(problems))
    assert not any("13800000000" in f"{p.message}{p.hint}" for p in problems)


def test_what_is_private_and_withheld_stops_nothing(workspace: Workspace) -> None:
    private = "身份证11010519491231002X。"
    rules = [rule for rule in all_rules() if rule.name == "id-number"]
    whole = tree(项目=[project(资金用途=private)])
    assert names(found(workspace, whole, rules)) == ["id-number"]
    whole["不公开"] = [{"位置": f"{CODE}/资金用途", "理由": "涉及个人隐私"}]
    (kept,) = review([entry(whole)], framework.load(workspace.schema), None, rules)
    assert (kept.rule, kept.level, kept.pointer) == (EXCEPTED, Level.INFO, "/项目/0/资金用途")
    assert "id-number" in kept.message
    assert "11010519491231002X" not in kept.message
    elsewhere = {**whole, "项目": [project(绩效目标=[private])]}
    assert names(found(workspace, elsewhere, rules)) == ["id-number"]


def test_a_misspelt_rule_is_told_the_near_ones(workspace: Workspace) -> None:
    content = tree(审核例外=[exempt(CODE, "cost-over-buget")])
    (problem,) = found(workspace, content, FUNDS)
    assert "cost-over-budget" in problem.hint


def test_a_name_with_a_slash_can_be_excepted(workspace: Workspace) -> None:
    odd = project(项目编码=None, 项目名称="水/电费", 财政资金=20)
    content = tree(项目=[odd], 审核例外=[exempt("水/电费")])
    assert found(workspace, content, FUNDS) == []


def test_an_exemption_for_one_indicator(workspace: Workspace) -> None:
    rows = [indicator(三级指标="甲", 指标值=None), indicator(三级指标="乙", 指标值=None)]
    one = exempt(f"{CODE}/甲", "missing-value")
    content = tree(项目=[project(绩效指标=rows)], 审核例外=[one])
    assert names(found(workspace, content, FUNDS)) == ["missing-value"]


def test_a_finding_outside_projects_can_be_excepted(workspace: Workspace) -> None:
    rules = [rule for rule in all_rules() if rule.name == "stray-signs"]
    content = tree()
    content["整体绩效目标"]["总体绩效目标"] = "做好工作。。"
    assert names(found(workspace, content, rules)) == ["stray-signs"]
    for place in ("整体绩效目标", "整体绩效目标/总体绩效目标"):
        content["审核例外"] = [exempt(place, "stray-signs")]
        assert found(workspace, content, rules) == []


def broken(subject: object) -> Iterator[Finding]:
    yield Finding("/预算数", "先报的一处", "")
    raise ZeroDivisionError("division by zero")


@pytest.mark.parametrize("scope", Scope)
def test_a_rule_that_crashes_is_a_finding_and_the_run_goes_on(
    workspace: Workspace, scope: Scope
) -> None:
    rule = engine.Rule("cost-over-budget", scope, Criterion.WRITING, FUNDS[0].page, broken)
    content = tree(项目=[project(财政资金=20)])
    problems = found(workspace, content, [rule, *FUNDS])
    assert names(problems) == ["cost-over-budget", CRASHED, "funds-do-not-add-up"]
    assert "cost-over-budget" in problems[1].message
    assert "ZeroDivisionError" in problems[1].message
    assert problems[1].level is Level.ERROR


def test_one_defect_is_one_finding(workspace: Workspace) -> None:
    row = indicator(二级指标="质量指标", 三级指标="完成率", 指标值="≥12次")
    content = tree(项目=[project(绩效指标=[row])])
    at_value = [p.rule for p in found(workspace, content) if p.pointer.endswith("/指标值")]
    assert at_value == ["unit-does-not-fit"]


@settings(max_examples=60)
@given(trees)
def test_no_rule_crashes_on_anything(content: dict[str, Any]) -> None:
    workspace = Workspace(ROOT)
    years = [entry({**content, "年度": year}) for year in (2024, 2025)]
    problems = list(review(years, framework.load(workspace.schema)))
    assert CRASHED not in names(problems)
    for problem in problems:
        assert problem.path
        assert problem.message


@pytest.mark.parametrize("word", ["王某", "1", "无", "(", "一二", "-"])
def test_every_rule_comes_to_an_end(workspace: Workspace, word: str) -> None:
    """A pattern that tries every beginning with every end takes hours over such a text."""
    text = word * (100_000 // len(word))
    row = indicator(三级指标=text, 绩效指标描述=text, 指标值=text, 指标值确定依据=text)
    problems = found(workspace, tree(项目=[project(绩效目标=[text], 绩效指标=[row])]))
    assert CRASHED not in names(problems)


def test_the_sample_passes_every_rule(workspace: Workspace) -> None:
    repository = load(workspace)
    frameworks = framework.load(workspace.schema)
    samples = [e for e in repository.entries if repository.is_sample(e)]
    assert len(samples) == 6
    for department in ("shuiwuju", "sifaju"):
        years = [e for e in samples if e.department == department]
        found = list(review(years, frameworks, repository.regions["shili"]))
        assert {problem.rule for problem in found} <= {EXCEPTED}
