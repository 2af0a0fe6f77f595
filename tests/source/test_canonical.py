"""One canonical form: it means the same, it is reached in one step, and comments survive."""

import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.records import HOSTILE, texts, tree, trees
from tools.source.canonical import canonical, scalar, write
from tools.source.reader import read
from tools.source.repository import department_year_schema, load
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
SCHEMA = department_year_schema(Workspace(ROOT))
GOOD = (Path(__file__).parent / "cases" / "good.yaml").read_text("utf-8")
SCHEMA_PATH = "../../../schema/department-year.schema.json"


def formatted(text: str) -> str:
    reading = read("x.yaml", text.encode(), SCHEMA)
    assert reading.problems == []
    return canonical(reading, SCHEMA, SCHEMA_PATH)


@settings(max_examples=60, deadline=None)
@given(trees)
def test_what_is_written_is_read_again(content: dict[str, Any]) -> None:
    reading = read("x.yaml", write(content, SCHEMA, SCHEMA_PATH).encode(), SCHEMA)
    assert reading.problems == []
    assert reading.tree == content
    assert _digits(reading.tree) == _digits(content)


def _digits(value: Any) -> Any:
    """Numbers as written: ``1.0`` and ``1.00`` are equal as decimals and not as text."""
    if isinstance(value, dict):
        return {key: _digits(part) for key, part in value.items()}
    return [_digits(part) for part in value] if isinstance(value, list) else str(value)


@settings(max_examples=40, deadline=None)
@given(trees)
def test_formatting_twice_changes_nothing(content: dict[str, Any]) -> None:
    once = write(content, SCHEMA, SCHEMA_PATH)
    assert formatted(once) == once


@settings(max_examples=40, deadline=None)
@given(trees)
def test_ruamel_reads_the_same(content: dict[str, Any]) -> None:
    """An independent YAML 1.2 reader, as editors have, sees the same text and numbers."""
    read_back = YAML(typ="rt").load(io.StringIO(write(content, SCHEMA, SCHEMA_PATH)))
    assert _plain(read_back) == _plain(content)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value] or None  # an empty list is a blank cell
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    return value if value is None else str(value)


@given(texts)
def test_any_text_on_one_line(text: str) -> None:
    assert "\n" not in scalar(text, ("string",))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    content = tree(部门={"编码": text, "名称": text})
    reading = read("x.yaml", write(content, SCHEMA, SCHEMA_PATH).encode(), SCHEMA)
    assert reading.tree["部门"] == {"编码": text, "名称": text}


def test_the_five_documents_are_canonical(workspace: Workspace) -> None:
    assert [p for p in load(workspace).problems if p.rule == "not-canonical"] == []


COMMENTED = """# 文件开头的话
年度: 2024 # 今年
# 格式在下面
格式: 1
状态: 编制中
版式: hebei-info
部门: # 本部门
  # 名称上面
  名称: "示例单位" # 名称旁边
整体绩效目标:
  总体绩效目标: | # 块旁边
    做好工作。
    # 这一行是正文
  分项绩效目标:
  - 绩效目标: 依法办事。 # 目标旁边
    # 名称在后
    名称: '法治 # 建设'
  工作保障措施:
  # 第一项措施
  - 名称: 完善制度
    内容: 订立制度。 # 内容旁边
项目:
  # 第一个项目
  - 项目类别: 预算项目
    项目名称: 普法经费
    绩效目标: [普法, "覆盖 # 全县"] # 目标
    绩效指标:
      - {二级指标: 数量指标, 三级指标: , 绩效指标描述: , 指标值: , 指标值确定依据: }
# 文件末尾的话
"""


def test_comments_survive() -> None:
    text = formatted(COMMENTED)
    comments = re.findall(r"# [^\"'\n]+$", COMMENTED, re.MULTILINE)
    assert len(comments) == 15
    assert [comment for comment in comments if comment not in text] == []
    assert formatted(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "# 文件开头的话\n年度: 2024 # 今年\n",
        "  # 名称上面\n  名称: 示例单位 # 名称旁边\n",
        "  总体绩效目标: |- # 块旁边\n    做好工作。\n    # 这一行是正文\n",
        '    # 名称在后\n    - 名称: "法治 # 建设"\n      绩效目标: 依法办事。 # 目标旁边\n',
        "    # 第一项措施\n    - 名称: 完善制度\n      内容: 订立制度。 # 内容旁边\n",
        "  # 第一个项目\n  - 项目类别: 预算项目\n",
        '    绩效目标:\n      - 普法\n      - "覆盖 # 全县" # 目标\n',
        "\n# 文件末尾的话\n",
    ],
)
def test_a_comment_stays_with_what_it_speaks_of(line: str) -> None:
    assert line in formatted(COMMENTED)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_comments_anywhere_survive(data: st.DataObject) -> None:
    """Put comment lines between any two lines of a good file, outside its block of text."""
    lines = GOOD.split("\n")
    block = lines.index("    做好工作。")
    places = [i for i in range(1, len(lines)) if i not in (block, block + 1)]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True, min_size=1, max_size=5))
    for number, place in enumerate(sorted(chosen, reverse=True)):
        lines.insert(place, f"{' ' * data.draw(st.integers(0, 6))}# 注{number}")
    text = formatted("\n".join(lines))
    assert {f"# 注{number}" for number in range(len(chosen))} <= {
        line.strip() for line in text.split("\n")
    }
    assert formatted(text) == text
    assert read("x", text.encode(), SCHEMA).tree == read("x", GOOD.encode(), SCHEMA).tree


ODD = [
    "  - # 注一\n    项目类别: 预算项目\n",
    "    绩效目标: [\n      普法, # 注一\n      覆盖 # 注二\n    ] # 注三\n",
]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - 项目类别: 预算项目\n", ODD[0]),
        ("    绩效目标:\n      - 普法覆盖全县。\n", ODD[1]),
        ("部门:\n  名称: 示例单位\n", "部门: {\n  名称: 示例单位 # 注一\n} # 注二\n"),
        ("部门:\n  名称: 示例单位\n", "? 部门 # 注一\n: 名称: 示例单位 # 注二\n"),
        ("格式: 1\n", "--- # 注一\n格式: 1\n"),
        ("年度普法计划\n", "年度普法计划\n... # 注一\n"),
        ("schema.json\n", "schema.json # 注一\n"),
    ],
)
def test_comments_in_odd_places_survive(old: str, new: str) -> None:
    assert old in GOOD
    odd = GOOD.replace(old, new)
    text = formatted(odd)
    assert sorted(re.findall(r"# 注.", text)) == sorted(re.findall(r"# 注.", odd))
    assert formatted(text) == text


@settings(max_examples=40, deadline=None)
@given(trees, st.booleans(), st.integers(20, 200))
def test_other_ways_to_write_it_mean_the_same(
    content: dict[str, Any], flow: bool, width: int
) -> None:
    """Files as other programs write them: folded, quoted, in flow style."""
    dumper = YAML()
    dumper.default_flow_style = flow
    dumper.width = width
    stream = io.StringIO()
    dumper.dump(_numbers(content), stream)
    reading = read("x.yaml", stream.getvalue().encode(), SCHEMA)
    assume(not reading.problems)
    text = canonical(reading, SCHEMA, SCHEMA_PATH)
    assert read("x.yaml", text.encode(), SCHEMA).tree == reading.tree
    assert canonical(read("x.yaml", text.encode(), SCHEMA), SCHEMA, SCHEMA_PATH) == text


def _numbers(value: Any) -> Any:
    """ruamel writes no decimals: whole numbers will do."""
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    return int(value) if isinstance(value, Decimal) else value


def test_one_changed_word_is_one_changed_line() -> None:
    before, after = GOOD, formatted(GOOD.replace("≥12场", "≥13场"))
    changed = [1 for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b]
    assert len(changed) == 1
