"""What became of an indicator stands in its row, counted by numbers of project and row."""

from typing import Any

from tests.records import indicator, project, tree
from tests.web.opendata.made import year
from tools.web.opendata.columns import INDICATORS
from tools.web.opendata.comparing import compared
from tools.web.opendata.subjects import NEW
from tools.web.opendata.tables import fill

BLANK = indicator(三级指标=None, 绩效指标描述=None, 指标值=None, 指标值确定依据=None)


def changes(*contents: dict[str, Any]) -> list[list[Any]]:
    """The three columns of every row of all years."""
    rows = fill(compared(year(content) for content in contents))[2].rows
    places = [INDICATORS.place(name) for name in ("change", "previous_year", "previous_value")]
    return [[row[place] for place in places] for row in rows]


def test_an_indicator_is_compared_with_the_year_before() -> None:
    before = tree(年度=2023, 项目=[project(绩效指标=[indicator(指标值="≥15场")])])
    added = indicator(二级指标="质量指标", 三级指标="合格率", 指标值="≥95%")
    after = tree(项目=[project(绩效指标=[BLANK, added, indicator()])])
    assert changes(before, after) == [
        [None, None, None],
        [None, None, None],
        [NEW, None, None],
        ["放宽", 2023, "≥15场"],
    ]


def test_a_new_project_has_nothing_to_compare_with() -> None:
    other = project(项目编码="99999924P000001100099", 项目名称="另外一件事")
    assert changes(tree(年度=2023), tree(项目=[other])) == [[None] * 3] * 2


def test_the_year_before_last_counts_where_a_project_paused() -> None:
    other = project(项目编码="99999924P000001100099", 项目名称="另外一件事")
    listed = changes(tree(年度=2022), tree(年度=2023, 项目=[other]), tree(年度=2024))
    assert listed[-1] == ["没有变", 2022, "≥12场"]
