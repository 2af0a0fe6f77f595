"""Rolling forward: the same data, with a mark on all that has to be looked at again."""

import copy as copies
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records import indicator, project, tree, trees
from tools.drafting.address import Address
from tools.drafting.rolling import Rolled, chosen_year, rolled, years_in
from tools.form import definition
from tools.problem import ProblemError
from tools.source.canonical import canonical, write
from tools.source.comments import find
from tools.source.confirming import mark, marks
from tools.source.positions import below
from tools.source.reader import Reading, read
from tools.source.repository import department_year_schema, entry_of
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
HERE = Workspace(ROOT)
CODE = "99999924P000001100011"
SCHEMA = department_year_schema(HERE)
SCHEMA_PATH = "../../../schema/department-year.schema.json"
REAL = sorted((ROOT / "targets").glob("*/*/*.yaml"))
CHANGING = ("预算数", "财政资金", "其他资金", "指标值", "指标值确定依据")
LEFT = ("来源", "更正记录", "审核例外")

# Years, and texts that look like marks.
TEMPTING = ["2023年度工作 # 待确认", "到2023年\n# 待确认：文中有2022年", "2000人", "# 待确认"]


def reading(text: str) -> Reading:
    found = read("x.yaml", text.encode(), SCHEMA)
    assert found.problems == []
    return found


def roll(text: str, year: int = 2031) -> Rolled:
    return rolled(reading(text), year, SCHEMA, SCHEMA_PATH)


def rolled_tree(content: dict[str, Any]) -> Rolled:
    return roll(write(content, SCHEMA, SCHEMA_PATH))


def wanted(value: Any, place: str = "", key: str = "") -> Iterator[tuple[str, str]]:
    """Every place that somebody has to confirm, as the task has it, and what the mark says."""
    if key == "资金支出计划":
        if set(value.values()) != {None}:
            yield place, "# 待确认"
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from wanted(part, below(place, name), name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from wanted(item, below(place, index))
    elif value is not None:
        years = years_in(value) if isinstance(value, str) else []
        has_amount = isinstance(value, str) and re.search(r"[0-9０-９]\s*[万亿]?元", value)
        if years or key in CHANGING or has_amount:
            yield place, mark(years)


def kept(content: dict[str, Any]) -> dict[str, Any]:
    """What both years have in common."""
    return {key: part for key, part in content.items() if key not in (*LEFT, "年度", "状态")}


def digits(content: dict[str, Any]) -> str:
    """With amounts as they are written: 1.0 and 1.00 are equal as decimals."""
    return json.dumps(kept(content), sort_keys=True, default=str)


def holds(old: dict[str, Any], made: Rolled) -> Reading:
    """What is true of every rolled file."""
    again = reading(made.text)
    assert canonical(again, SCHEMA, SCHEMA_PATH) == made.text
    assert kept(again.tree) == kept(old)
    assert digits(again.tree) == digits(old)
    assert (again.tree["年度"], again.tree["状态"]) == (2031, "编制中")
    found = [(remark.place, remark.text) for remark in marks(again)]
    assert sorted(found) == sorted(wanted(again.tree))
    assert again.root is not None
    assert find(again.text, again.root).beside == made.comments.beside
    return again


def stained(content: dict[str, Any], text: str, at: int) -> dict[str, Any]:
    """The tree with one of its texts replaced."""
    content = copies.deepcopy(content)
    row = content["项目"][0]["绩效指标"][0]
    slots: list[tuple[Any, Any]] = [(row, key) for key in row if key != "二级指标"]
    slots += [(content["项目"][0], "资金用途"), (content["项目"][0], "项目名称")]
    slots += [(content["整体绩效目标"], "总体绩效目标")]
    slots += [
        (content["项目"][0]["绩效目标"], i) for i in range(len(content["项目"][0]["绩效目标"]))
    ]
    holder, key = slots[at % len(slots)]
    holder[key] = text
    return content


def test_names_of_before_stay_with_the_year_that_has_their_addresses() -> None:
    rows = [{**indicator(), "曾用名": ["旧指标"]}]
    content = tree(项目=[project(曾用名=["旧项目"], 绩效指标=rows)])
    assert "曾用名" not in rolled_tree(content).text


@settings(max_examples=80, deadline=None)
@given(trees, st.sampled_from(TEMPTING), st.integers(0, 8))
def test_everything_to_confirm_is_marked_and_nothing_else_changes(
    content: dict[str, Any], text: str, at: int
) -> None:
    content = stained(content, text, at)
    holds(content, rolled_tree(content))


@settings(max_examples=25, deadline=None)
@given(trees, st.sampled_from(TEMPTING), st.integers(0, 8), st.randoms())
def test_confirming_takes_one_mark_from_one_line(
    content: dict[str, Any], text: str, at: int, random: Any
) -> None:
    made = rolled_tree(stained(content, text, at))
    lines, before = made.text.split("\n"), reading(made.text)
    for left in range(len(list(marks(before))) - 1, -1, -1):
        one = random.choice(list(marks(reading("\n".join(lines)))))
        lines[one.line - 1] = lines[one.line - 1][: one.column - 1].rstrip()
        after = reading("\n".join(lines))
        assert len(list(marks(after))) == left
        assert after.tree == before.tree
        assert canonical(after, SCHEMA, SCHEMA_PATH) == after.text
    assert "\n".join(lines) == write(made.tree, SCHEMA, SCHEMA_PATH)


@pytest.mark.parametrize("path", REAL, ids=lambda path: "-".join(path.parts[-3:]))
def test_every_real_file_rolls_forward(path: Path) -> None:
    source = reading(path.read_text("utf-8"))
    made = rolled(source, 2031, SCHEMA, SCHEMA_PATH)
    again = holds(source.tree, made)
    entry = entry_of(HERE, path, again)
    assert list(definition.check(definition.load(HERE, entry.record.form), entry)) == []
    assert made.with_years == sum("文中有" in remark.text for remark in marks(again))


def test_there_are_eleven_real_files() -> None:
    assert len(REAL) == 11


def test_rolling_the_draft_again_marks_the_same() -> None:
    """Marks are no remarks: they are made anew, never piled up or told as lost."""
    once = rolled_tree(tree())
    twice = roll(once.text)
    assert twice.text == once.text
    assert twice.lost_remarks == 0


def test_remarks_of_the_old_file_are_counted() -> None:
    text = write(tree(), SCHEMA, SCHEMA_PATH)
    remarked = text.replace("年度: 2024", "# 去年的话\n年度: 2024 # 内部意见")
    made = roll(remarked)
    assert made.lost_remarks == 2
    assert "内部意见" not in made.text


def test_a_blank_plan_and_blank_cells_need_no_mark() -> None:
    plan = dict.fromkeys(("3月底", "6月底", "10月底", "12月底"))
    blank = project(资金支出计划=plan, 预算数=None, 财政资金=None, 绩效目标=[])
    assert "# 待确认\n      3月底" not in rolled_tree(tree(项目=[blank])).text
    text = rolled_tree(tree(项目=[blank])).text
    assert "预算数:\n" in text
    assert text.count("# 待确认") == 2


def test_what_belongs_to_the_old_year_stays_there() -> None:
    fix = {"日期": "2024-05-06", "内容": "甲", "原因": "乙"}
    exception = {"规则": "placeholder", "位置": "普法经费", "理由": "丙"}
    content = tree(来源={"文件": "x.txt"}, 更正记录=[fix], 审核例外=[exception], 状态="已公开")
    made = rolled_tree(content)
    assert not set(LEFT) & set(made.tree)
    assert [one.rule for one in made.old.exemptions] == ["placeholder"]


def test_what_is_withheld_stays_so_until_somebody_decides() -> None:
    place = f"{CODE}/资金用途"
    made = rolled_tree(tree(不公开=[{"位置": place, "理由": "涉及国家秘密"}]))
    assert f"  - 位置: {place} # 待确认\n    理由: 涉及国家秘密\n" in made.text


def test_a_department_without_a_printed_name_says_so_again() -> None:
    nameless = tree(部门={"编码": None, "名称": None}, 来源={"说明": "原文未印名称"})
    made = rolled_tree(nameless)
    assert made.tree["来源"] == {"说明": "2024年的文件没有印单位名称，照样留空。"}
    holds(nameless, made)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("用于支付2022年8月1日至2023年7月30日运行服务费。", [2022, 2023]),
        ("2025年、2024年和2025年度", [2024, 2025]),
        ("2022 年度", [2022]),
        ("1.2022年完成", [2022]),
        ("２０２２年", [2022]),
        ("二〇二二年", [2022]),
        ("二零二四年度", [2024]),
        ("承高财发【2021】154号", [2021]),
        ("财预〔2015〕88号", [2015]),
        ("冀财（2020）第3号", [2020]),
        ("2021-2023年", [2021, 2023]),
        ("2021年至2023年", [2021, 2023]),
        ("2022.8.1开工", [2022]),
        ("2022-08-01", [2022]),
        ("2022.8-2023.7", [2022, 2023]),
        ("自2022/8起", [2022]),
        ("1998年修订", [1998]),
        ("2000人", []),
        ("明白纸20000余张", []),
        ("安排资金2025.00万元", []),
        ("2025.5万元", []),
        ("至少2000-2050人", []),
        ("（2000）份", []),
        ("上年、本年度、十四五", []),
        ("12022年", []),
        ("13081122P00020110001J", []),
    ],
)
def test_years_in_a_text(text: str, years: list[int]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    ("year", "said", "found"),
    [(2023, None, 2022), (2030, None, 2026), (2024, None, 2022), (2023, 2026, 2026)],
)
def test_the_nearest_earlier_year(year: int, said: int | None, found: int) -> None:
    assert chosen_year(Address("a", "b", year), [2020, 2022, 2026], said) == found


@pytest.mark.parametrize(("year", "said"), [(2019, None), (2023, 2021)])
def test_no_year_to_roll_from(year: int, said: int | None) -> None:
    with pytest.raises(ProblemError) as caught:
        chosen_year(Address("a", "b", year), [2020, 2022], said)
    (problem,) = caught.value.problems
    assert "2020、2022" in problem.message + problem.hint
    assert "--from 202" in problem.hint
