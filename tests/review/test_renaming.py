"""Whoever renames what has an address is asked for its 曾用名, and nobody else is."""

from typing import Any

import pytest

from tests.records import entry, indicator, project, tree
from tools.problem import Level
from tools.review.lifecycle import lifecycle
from tools.review.renaming import RULE

CODE = "99999924P000001100011"
OTHER = "99999924P000001100029"
TWO = [indicator(), indicator(三级指标="另一条", 绩效指标描述="别的")]
BARE = project(项目编码=None)

CASES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("nothing", project(), project(), []),
    ("a code", project(), project(项目编码=OTHER), ["/项目/0/项目编码"]),
    ("a code, recorded", project(), project(项目编码=OTHER, 曾用名=[CODE]), []),
    (
        "a code, wrongly recorded",
        project(),
        project(项目编码=OTHER, 曾用名=["普法经费"]),
        ["/项目/0/项目编码"],
    ),
    ("a code is added", BARE, project(), ["/项目/0/项目编码"]),
    ("a code is added, recorded", BARE, project(曾用名=["普法经费"]), []),
    ("a name beside a code", project(), project(项目名称="普法工作经费"), []),
    ("a name", BARE, {**BARE, "项目名称": "普法工作经费"}, ["/项目/0/项目名称"]),
    ("a name, recorded", BARE, {**BARE, "项目名称": "普法工作经费", "曾用名": ["普法经费"]}, []),
    ("another project", project(), project(项目编码=OTHER, 项目名称="购置车辆"), []),
    (
        "an indicator",
        project(绩效指标=TWO),
        project(绩效指标=[indicator(三级指标="普法活动场次"), TWO[1]]),
        ["/项目/0/绩效指标/0/三级指标"],
    ),
    (
        "an indicator, recorded",
        project(绩效指标=TWO),
        project(绩效指标=[indicator(三级指标="普法活动场次", 曾用名=["普法场次"]), TWO[1]]),
        [],
    ),
    (
        "its class",
        project(),
        project(绩效指标=[indicator(二级指标="质量指标", 曾用名=["普法场次"])]),
        ["/项目/0/绩效指标/0/二级指标"],
    ),
    (
        "its class, recorded",
        project(),
        project(绩效指标=[indicator(二级指标="质量指标", 曾用名=["数量指标/普法场次"])]),
        [],
    ),
    ("its value", project(), project(绩效指标=[indicator(指标值="≥10场")]), []),
    ("order", project(绩效指标=TWO), project(绩效指标=TWO[::-1]), []),
]


@pytest.mark.parametrize("status", ["已批复", "已公开"])
@pytest.mark.parametrize(
    ("before", "after", "places"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_who_is_asked(
    before: dict[str, Any], after: dict[str, Any], places: list[str], status: str
) -> None:
    assert [problem.pointer for problem in asked(before, after, status)] == places


def test_what_is_not_public_yet_has_no_address() -> None:
    assert asked(project(), project(项目编码=OTHER), "编制中") == []


def test_it_is_a_warning_that_says_what_to_write() -> None:
    (problem,) = asked(project(), project(项目编码=OTHER), "已公开")
    assert problem.level is Level.WARNING
    assert problem.message == "项目编码变了，没有写曾用名，旧链接会断"
    assert CODE in problem.hint


@pytest.mark.parametrize("old_place", ["", "/项目编码"])
@pytest.mark.parametrize("side", [0, 1])
def test_nobody_is_asked_to_tell_what_is_withheld(old_place: str, side: int) -> None:
    withheld = [
        {"不公开": [{"位置": f"{code}{old_place}", "理由": "涉密"}]} if side == n else {}
        for n, code in enumerate((CODE, OTHER))
    ]
    assert asked(project(), project(项目编码=OTHER), "已公开", *withheld) == []


def asked(
    before: dict[str, Any], after: dict[str, Any], status: str, *more: dict[str, Any]
) -> list[Any]:
    first, second = more or ({}, {})
    old = entry(tree(状态=status, 项目=[before], **first))
    new = entry(tree(状态=status, 项目=[after], **second))
    return [problem for problem in lifecycle(old, new) if problem.rule == RULE]
