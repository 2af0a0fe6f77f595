"""The life of a file: forwards only, and corrections for what is published."""

from typing import Any

import pytest

from tests.records import entry, indicator, project, tree
from tools.review.lifecycle import lifecycle

FIRST = {"日期": "2024-05-06", "内容": "更正预算数", "原因": "录入错误"}
SECOND = {"日期": "2024-06-01", "内容": "更正用途", "原因": "录入错误"}
OTHER = [project(资金用途="改过的用途。")]

CASES: list[tuple[str, dict[str, Any] | None, dict[str, Any] | None, list[str]]] = [
    ("new and published", None, {"状态": "已公开"}, []),
    ("draft deleted", {}, None, []),
    ("approved deleted", {"状态": "已批复"}, None, []),
    ("published deleted", {"状态": "已公开"}, None, ["published-deleted"]),
    ("forwards", {}, {"状态": "已批复"}, []),
    ("two steps", {}, {"状态": "已公开"}, []),
    ("backwards", {"状态": "已批复"}, {"状态": "编制中"}, ["status-backwards"]),
    ("approved may change", {"状态": "已批复"}, {"状态": "已批复", "项目": OTHER}, []),
    ("published untouched", {"状态": "已公开"}, {"状态": "已公开"}, []),
    (
        "published changed",
        {"状态": "已公开"},
        {"状态": "已公开", "项目": OTHER},
        ["published-changed"],
    ),
    (
        "former names change addresses alone",
        {"状态": "已公开"},
        {
            "状态": "已公开",
            "项目": [project(曾用名=["甲"], 绩效指标=[{**indicator(), "曾用名": ["乙"]}])],
        },
        [],
    ),
    (
        "published changed by going back",
        {"状态": "已公开"},
        {"状态": "编制中", "项目": OTHER},
        ["status-backwards", "published-changed"],
    ),
    (
        "published corrected",
        {"状态": "已公开"},
        {"状态": "已公开", "项目": OTHER, "更正记录": [FIRST]},
        [],
    ),
    (
        "old correction is not enough",
        {"状态": "已公开", "更正记录": [FIRST]},
        {"状态": "已公开", "项目": OTHER, "更正记录": [FIRST]},
        ["published-changed"],
    ),
    (
        "correction replaced",
        {"状态": "已公开", "更正记录": [FIRST]},
        {"状态": "已公开", "项目": OTHER, "更正记录": [SECOND]},
        ["correction-removed"],
    ),
    (
        "correction removed",
        {"状态": "已公开", "更正记录": [FIRST]},
        {"状态": "已公开"},
        ["correction-removed"],
    ),
    (
        "correction reworded",
        {"状态": "已公开", "更正记录": [FIRST]},
        {"状态": "已公开", "更正记录": [{**FIRST, "原因": "别的"}]},
        ["correction-removed"],
    ),
    (
        "withheld without a word",
        {"状态": "已公开"},
        {"状态": "已公开", "不公开": [{"位置": "b", "理由": "c"}]},
        ["published-changed"],
    ),
    (
        "withheld with a correction",
        {"状态": "已公开"},
        {"状态": "已公开", "不公开": [{"位置": "b", "理由": "c"}], "更正记录": [FIRST]},
        [],
    ),
    (
        "an exception is no change",
        {"状态": "已公开"},
        {"状态": "已公开", "审核例外": [{"规则": "a", "位置": "b", "理由": "c"}]},
        [],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "rules"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_lifecycle(
    before: dict[str, Any] | None, after: dict[str, Any] | None, rules: list[str]
) -> None:
    old = None if before is None else entry(tree(**before))
    new = None if after is None else entry(tree(**after))
    assert [problem.rule for problem in lifecycle(old, new)] == rules
