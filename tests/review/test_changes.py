"""The semantic diff: tables of (before, after, what it is)."""

from typing import Any

import pytest
from hypothesis import given, settings
from msgspec import convert

from tests.records import indicator, project, tree, trees
from tools import model
from tools.review.changes.compare import compare
from tools.review.changes.kinds import FileChanges, Kind
from tools.review.changes.threads import indicator_threads, project_threads
from tools.review.changes.verdict import Verdict, verdict
from tools.source.repository import load
from tools.source.workspace import Workspace

MEASURES = {
    "重新犯罪率": "质量指标",
    "案件办结率": "质量指标",
    "培训人数": "数量指标",
    "项目成本": "成本指标",
    "办理时间": "时效指标",
    "社会影响": "社会效益指标",
    "宣传次数（次）": "数量指标",
    "室内温度": "生态效益指标",
}
VERDICTS = [
    ("案件办结率", "≥90%", "≥95%", Verdict.TIGHTENED),
    ("案件办结率", "≥95%", "≥90%", Verdict.RELAXED),
    ("案件办结率", "≥90%", ">90%", Verdict.TIGHTENED),
    ("案件办结率", "≥95%", "100%", Verdict.TIGHTENED),
    ("案件办结率", "100%", "≥95%", Verdict.RELAXED),
    ("案件办结率", "≥90%", "≥90百分比", Verdict.FORMATTING),
    ("案件办结率", "≥90%", "不低于90%", Verdict.FORMATTING),
    ("案件办结率", "≥90%", "≧90.0%", Verdict.FORMATTING),
    ("重新犯罪率", "≤10%", "≤8%", Verdict.TIGHTENED),
    ("重新犯罪率", "≤8%", "≤10%", Verdict.RELAXED),
    ("重新犯罪率", "8%", "5%", Verdict.TIGHTENED),
    ("重新犯罪率", "≤10%", "≥8%", Verdict.INCOMPARABLE),
    ("项目成本", "≤30万元", "≤250000元", Verdict.TIGHTENED),
    ("项目成本", "≤30万元", "≤300000元", Verdict.FORMATTING),
    ("项目成本", "18万元", "20万元", Verdict.RELAXED),
    ("项目成本", "≤30万元", "≤30%", Verdict.UNIT),
    ("项目成本", "≤30万", "≤30万元", Verdict.UNIT),
    ("培训人数", "240人", "200人", Verdict.RELAXED),
    ("培训人数", "≥240人", "≥3场", Verdict.UNIT),
    ("室内温度", "18度", "20度", Verdict.INCOMPARABLE),
    ("办理时间", "≤2天", "≤24小时", Verdict.TIGHTENED),
    ("办理时间", "≤2个工作日", "≤24小时", Verdict.UNIT),
    ("办理时间", "6月1日前", "6月20日前", Verdict.RELAXED),
    ("办理时间", "6月底前", "6月15日前", Verdict.TIGHTENED),
    ("办理时间", "6月底前", "6月30日前", Verdict.FORMATTING),
    ("办理时间", "2024年2月29日前", "2025年2月28日前", Verdict.FORMATTING),
    ("办理时间", "12月底前", "10月底前", Verdict.TIGHTENED),
    ("办理时间", "2024年11月底前", "2025年12月底前", Verdict.RELAXED),
    ("办理时间", "2024年11月底前", "2025年11月底前", Verdict.FORMATTING),
    ("宣传次数（次）", "≥4次", "≥3", Verdict.RELAXED),
    ("宣传次数（次）", "≥3", "≥4次", Verdict.TIGHTENED),
    ("社会影响", "≥90%", "明显提高", Verdict.QUALITATIVE),
    ("社会影响", "明显提高", "≥90%", Verdict.QUANTITATIVE),
    ("社会影响", "明显提高", "有所提高", Verdict.REWORDED),
    ("社会影响", "明显提高", None, Verdict.DROPPED),
    ("社会影响", None, "≥90%", Verdict.ADDED),
    ("社会影响", "≥90%", "≥90%", Verdict.SAME),
]


def row(**changes: Any) -> model.Indicator:
    keys = {"二级指标": "数量指标", "绩效指标描述": None, "指标值确定依据": None}
    return convert({**keys, **changes}, model.Indicator)


@pytest.mark.parametrize(("name", "before", "after", "expected"), VERDICTS)
def test_verdicts(name: str, before: str, after: str, expected: Verdict) -> None:
    old, new = (row(二级指标=MEASURES[name], 三级指标=name, 指标值=v) for v in (before, after))
    assert verdict(old, new, (2024, 2025)) is expected


MIRROR = {Verdict.TIGHTENED: Verdict.RELAXED, Verdict.RELAXED: Verdict.TIGHTENED}


@pytest.mark.parametrize(("name", "before", "after", "expected"), VERDICTS)
def test_backwards_is_the_opposite(name: str, before: str, after: str, expected: Verdict) -> None:
    if expected in (Verdict.TIGHTENED, Verdict.RELAXED, Verdict.INCOMPARABLE, Verdict.FORMATTING):
        old, new = (row(二级指标=MEASURES[name], 三级指标=name, 指标值=v) for v in (before, after))
        assert verdict(new, old, (2025, 2024)) is MIRROR.get(expected, expected)


def changes(before: dict[str, Any], after: dict[str, Any]) -> FileChanges:
    old = model.department_year(tree(**before))
    return compare(old, model.department_year(tree(**after)))


def kinds(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [change.kind.code for change in changes(before, after).all]


def one(**changed: Any) -> dict[str, Any]:
    return {"项目": [project(**changed)]}


def rows(*listed: dict[str, Any]) -> dict[str, Any]:
    return one(绩效指标=list(listed))


A = indicator(三级指标="普法活动场次", 绩效指标描述="全年举办的场次", 指标值="≥12场")
B = indicator(三级指标="参加人数", 绩效指标描述="参加活动的人数", 指标值="≥600人")
C = indicator(二级指标="质量指标", 三级指标="考核合格率", 绩效指标描述="合格比率", 指标值="≥95%")

EXEMPTION = {"规则": "id-number", "位置": "普法经费", "理由": "已核"}
WITHHELD = {"位置": "普法经费", "理由": "涉及国家秘密"}
CORRECTION = {"日期": "2024-05-06", "内容": "更正预算数", "原因": "录入错误"}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("nothing", {}, {}, []),
    ("status", {}, {"状态": "已批复"}, ["head-changed"]),
    ("category", one(项目类别="部门项目"), one(项目类别="专项"), ["head-changed"]),
    ("heading", {}, one(标题="一、普法"), ["head-changed"]),
    ("exemption", {}, {"审核例外": [EXEMPTION]}, ["exemption-added"]),
    ("exemption gone", {"审核例外": [EXEMPTION]}, {}, ["exemption-dropped"]),
    ("withheld", {}, {"不公开": [WITHHELD]}, ["withholding-added"]),
    ("disclosed", {"不公开": [WITHHELD]}, {}, ["withholding-dropped"]),
    ("correction", {}, {"更正记录": [CORRECTION]}, ["correction-added"]),
    ("renamed", {}, one(项目名称="法治宣传专项"), ["project-renamed"]),
    ("new code", {}, one(项目编码="99999925P000001100022"), ["code-changed"]),
    ("budget", {}, one(预算数=40, 财政资金=40), ["budget-changed", "source-changed"]),
    ("1.0 is 1", one(预算数="30.0"), one(预算数="30.00"), ["formatting-only"]),
    ("purpose", {}, one(资金用途="用于普法宣传。"), ["text-reworded"]),
    ("purpose, commas only", {}, one(资金用途="用于普法"), ["formatting-only"]),
    ("goal", {}, one(绩效目标=["普法覆盖全县各乡镇。"]), ["goal-reworded"]),
    ("another goal", {}, one(绩效目标=["完"]), ["goal-added", "goal-dropped"]),
    ("two goals", {}, one(绩效目标=["培训干部。", "普法覆盖全县。"]), ["goal-added"]),
    ("reordered", rows(A, B, C), rows(C, A, B), []),
    ("row added", rows(A, B), rows(A, C, B), ["indicator-added"]),
    ("row dropped", rows(A, B, C), rows(A, C), ["indicator-dropped"]),
    ("moved", rows(A, B), rows(A, {**B, "二级指标": "社会效益指标"}), ["indicator-moved"]),
    (
        "reworded",
        rows(A, B),
        rows(A, {**B, "三级指标": "参加活动人数"}),
        ["indicator-reworded"],
    ),
    ("tightened", rows(A, B), rows(A, {**B, "指标值": "≥700人"}), ["target-tightened"]),
    ("basis", rows(A), rows({**A, "指标值确定依据": "上年完成10场"}), ["basis-changed"]),
    (
        "reworded and relaxed",
        rows(A, C),
        rows(A, {**C, "三级指标": "考试合格率", "指标值": "≥90%"}),
        ["indicator-reworded", "target-relaxed"],
    ),
    (
        "project added",
        {},
        {"项目": [project(), project(项目编码="9", 项目名称="乙")]},
        ["project-added"],
    ),
    (
        "project dropped",
        {"项目": [project(), project(项目编码="9", 项目名称="乙")]},
        {},
        ["project-dropped"],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_changes(before: dict[str, Any], after: dict[str, Any], expected: list[str]) -> None:
    assert sorted(kinds(before, after)) == sorted(expected)


def test_a_project_without_code_is_matched_by_likeness_and_said_to_be() -> None:
    old = one(项目编码=None, 项目名称="社会治安保险")
    (found,) = changes(old, one(项目编码=None, 项目名称="农村社会治安保险")).projects
    assert found.is_likely
    assert [change.kind for change in found.changes] == [Kind.PROJECT_RENAMED]


def test_codes_that_differ_keep_projects_of_like_names_apart() -> None:
    old = {"项目": [project(项目编码="甲1", 项目名称="普法经费一")]}
    new = {"项目": [project(项目编码="甲2", 项目名称="普法经费二")]}
    assert sorted(kinds(old, new)) == ["project-added", "project-dropped"]


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        ("≥12场", "预算增加 100%，指标值一条没变"),
        ("≥10场", "预算增加 100%，却放宽了：普法活动场次"),
        ("≥20场", None),
    ],
)
def test_money_and_targets_that_part_ways(value: str, remark: str | None) -> None:
    more = one(预算数=60, 财政资金=60, 绩效指标=[{**A, "指标值": value}])
    (found,) = changes(rows(A), more).projects
    assert found.remarks == ((remark,) if remark else ())


def test_a_ceiling_that_rises_with_the_budget_promises_no_less() -> None:
    cost = {**A, "二级指标": "成本指标", "三级指标": "总成本", "指标值": "≤30万元"}
    before = one(预算数=30, 财政资金=30, 绩效指标=[{**A, "指标值": "≥10场"}, cost])
    more = [{**A, "指标值": "≥12场"}, {**cost, "指标值": "≤60万元"}]
    (found,) = changes(before, one(预算数=60, 财政资金=60, 绩效指标=more)).projects
    assert found.remarks == ()


@settings(max_examples=60)
@given(trees)
def test_a_file_has_not_changed_from_itself(content: dict[str, Any]) -> None:
    record = model.department_year(content)
    assert compare(record, record).all == ()


def essence(record: model.DepartmentYear) -> list[str]:
    """Every text of the file whatever its order; blank cells and blank rows are nothing."""
    texts = [sub.name for sub in record.targets.sub_targets]
    for listed in record.projects:
        texts += [listed.name, str(listed.code), str(listed.budget), *listed.goals]
        for row in listed.filled_indicators:
            texts += [row.level2, row.level3, row.description, row.value, row.basis]
    return sorted(text for text in texts if text)


@settings(max_examples=60)
@given(trees, trees)
def test_any_two_files_compare(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = model.department_year(before), model.department_year(after)
    found = compare(old, new)
    for change in found.all:
        assert change.before != change.after
    if not found.all:
        assert essence(old) == essence(new)


def test_the_sample_tells_what_it_was_written_to_tell(workspace: Workspace) -> None:
    entries = {e.address: e.record for e in load(workspace).entries}
    found = compare(entries["shili/sifaju/2025"], entries["shili/sifaju/2026"])
    relaxed = [c for c in found.all if c.kind is Kind.TARGET_RELAXED]
    assert [(c.indicator, c.before, c.after) for c in relaxed] == [
        ("纠纷调解成功率", "≥97%", "≥95%")
    ]


def test_a_project_is_followed_through_names_codes_and_pauses() -> None:
    other = project(项目编码="乙9", 项目名称="乙")
    files = [
        model.department_year(tree(年度=2022, 项目=[project(), other])),
        model.department_year(tree(年度=2023, 项目=[other])),
        model.department_year(tree(年度=2024, 项目=[other, project(项目名称="法治宣传专项")])),
    ]
    threads = project_threads(files)
    assert [[(s.file, s.project) for s in thread] for thread in threads] == [
        [(0, 0), (2, 1)],
        [(0, 1), (1, 0), (2, 0)],
    ]


def test_an_indicator_is_followed_with_what_became_of_it() -> None:
    values = ["≥12场", "≥15场", "≥15场", "≥10场"]
    stages = [
        (year, convert(project(绩效指标=[B, {**A, "指标值": value}]), model.Project))
        for year, value in enumerate(values, 2021)
    ]
    told = {
        thread[0].indicator.name: [(v.year, v.indicator.value, v.verdict) for v in thread]
        for thread in indicator_threads(stages)
    }
    assert told["普法活动场次"] == [
        (2021, "≥12场", None),
        (2022, "≥15场", Verdict.TIGHTENED),
        (2023, "≥15场", Verdict.SAME),
        (2024, "≥10场", Verdict.RELAXED),
    ]
