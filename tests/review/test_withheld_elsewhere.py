"""Where a withheld text comes again: only what can be withheld is advised to be."""

import pytest

from tests.records import entry, project, tree
from tools import framework, model
from tools.review.engine import all_rules, review
from tools.source.workspace import Workspace

CODE = "99999924P000001100011"
NAME = "巡防暗桩建设"
TELLS = f"调整{NAME}"
CORRECTION = {"日期": "2024-05-06", "内容": "改了金额", "原因": "录入错误"}
WITHHELD = [{"位置": CODE, "理由": "涉密"}]
OTHER = project(项目编码="99999924P000002200022", 项目名称="另一个项目")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"更正记录": [{**CORRECTION, "内容": TELLS}]}, "/更正记录/0/内容"),
        ({"更正记录": [{**CORRECTION, "原因": TELLS}]}, "/更正记录/0/原因"),
        ({"来源": {"说明": TELLS}}, "/来源/说明"),
        ({"不公开": [{"位置": CODE, "理由": TELLS}]}, "/不公开/0/理由"),
        (
            {"审核例外": [{"规则": "no-goals", "位置": OTHER["项目编码"], "理由": TELLS}]},
            "/审核例外/0/理由",
        ),
    ],
)
def test_what_cannot_be_withheld_is_to_be_rewritten(
    changes: dict[str, object], place: str, workspace: Workspace
) -> None:
    assert hints(changes, workspace) == {place: "改写这一处"}


def test_a_cell_may_be_withheld_as_well(workspace: Workspace) -> None:
    found = hints({"项目": [project(项目名称=NAME), {**OTHER, "资金用途": TELLS}]}, workspace)
    assert found == {"/项目/1/资金用途": "改写这一处，或把这一处也列入“不公开”"}


def hints(changes: dict[str, object], workspace: Workspace) -> dict[str, str]:
    content = tree(**{"项目": [project(项目名称=NAME), OTHER], "不公开": WITHHELD, **changes})
    rules = [rule for rule in all_rules() if rule.name == "withheld-elsewhere"]
    region = model.Region(format=1, name="示例县", code="999999", departments={})
    found = review([entry(content)], framework.load(workspace.schema), region, rules)
    return {one.pointer: one.hint for one in found if one.rule == "withheld-elsewhere"}
