"""The data of the five published documents, held against their source texts.

The source is read from start to end: each piece must be a value of the YAML, a label of the
official form, or the number of a list item. Then every value of the YAML must have been met.
What may differ is listed here and nowhere else:

1. white space and line wrapping (the words of 004, wrapped PDF text, are rejoined);
2. variants of the form's labels, in ``VARIANTS`` and ``MISPRINTS``;
3. printed numbers of list items, in ``NUMBERS``.

Extraction residue (bookmarks, TC fields, page numbers) is no content: ``RESIDUE``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
SOURCES = Path(__file__).parent / "sources"

VARIANTS = {
    "效益指标": ("效益指标", "效果指标"),
    "可持续影响指标": ("可持续影响指标", "可持续性影响指标"),
    "社会效益指标": ("社会效益指标", "社会效益"),
}
MISPRINTS = {"专项资金绩效目标": ("专项资资金绩效目标",)}
NUMBERS = {
    "一": r"(?:[(（][一二三四五六七八九十]+[）)])+",  # 002 prints （四）（四）, 000 prints (一）
    "1.": r"[0-9]+\.",
    "1、": r"[0-9]+、",
}
RESIDUE = re.compile(
    r"\[bookmark: [^\]]*\]|TC [^\n]*?\\f [A-Z] \\l 1|^page number$|^13$", re.MULTILINE
)

LEVEL1 = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "产出指标",
    "经济效益指标": "效益指标",
    "社会效益指标": "效益指标",
    "生态效益指标": "效益指标",
    "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}
DATES = ("3月底", "6月底", "10月底", "12月底")
HEADER = "一级指标二级指标三级指标绩效指标描述{}指标值确定依据"

# Not printed by the form: what the file says of itself.
UNPRINTED = {"格式", "年度", "状态", "版式", "来源"}

DOCUMENTS = {
    "000_63e6f7957b8e6260.txt": ("chengde-gaoxin/zhengfawei/2024", 11, 99, 99),
    "001_dfc48b6464bdf355.txt": ("xinglong/zhengfawei/2022", 14, 113, 113),
    "002_89e405313b3c43ac.txt": ("gaoxinqu/bumen/2022", 3, 24, 24),
    "003_3e963503b18f6771.txt": ("xinqu/bumen/2020", 34, 317, 115),
    "004_751714fef768bc2d.txt": ("zunhua/zhengfawei/2024", 12, 72, 72),
}

Part = dict[str, Any]
Token = tuple[str, str]


def load(address: str) -> Part:
    tree = yaml.load((ROOT / "targets" / f"{address}.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    assert isinstance(tree, dict)
    return tree


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


class Walk:
    """Hands out values of the tree and remembers which."""

    def __init__(self, tree: Part) -> None:
        self.tree = tree
        self.met: set[str] = set()

    def value(self, *path: str | int) -> Token:
        part: Any = self.tree
        for step in path:
            part = part[step]
        self.met.add("/".join(map(str, path)))
        return "value", part

    def leaves(self, part: Any, path: str = "") -> Iterator[str]:
        if isinstance(part, dict | list):
            items = part.items() if isinstance(part, dict) else enumerate(part)
            for key, child in items:
                yield from self.leaves(child, f"{path}/{key}" if path else str(key))
        else:
            yield path


def label(text: str) -> Token:
    return "label", text


def number(kind: str) -> Token:
    return "number", kind


def expected(walk: Walk) -> Iterator[Token]:
    form = walk.tree["版式"]
    yield from {"hebei-text": layout_a, "hebei-table": layout_b, "hebei-info": layout_c}[form](walk)


def overall_parts(walk: Walk) -> Iterator[Token]:
    overall = walk.tree["整体绩效目标"]
    yield label("一、总体绩效目标")
    yield walk.value("整体绩效目标", "总体绩效目标")
    yield label("二、分项绩效目标")
    for index, item in enumerate(overall["分项绩效目标"]):
        yield number("一")
        yield walk.value("整体绩效目标", "分项绩效目标", index, "名称")
        for key in ("绩效目标", "绩效指标"):
            if key in item:
                yield label(f"{key}：")
                yield walk.value("整体绩效目标", "分项绩效目标", index, key)
    yield label("三、工作保障措施")
    for index, item in enumerate(overall["工作保障措施"]):
        if "名称" in item:
            yield number("一")
            yield walk.value("整体绩效目标", "工作保障措施", index, "名称")
        yield walk.value("整体绩效目标", "工作保障措施", index, "内容")


def title(walk: Walk, index: int) -> Token:
    project = walk.tree["项目"][index]
    return walk.value("项目", index, "标题" if "标题" in project else "项目名称")


def plan(walk: Walk, index: int, zero: str) -> Iterator[Token]:
    yield label("".join(DATES))
    for date in DATES:
        _, share = walk.value("项目", index, "资金支出计划", date)
        yield "value", {"": "", "0": zero}.get(share, f"{share}%")


def rows(walk: Walk, index: int, value_label: str = "指标值") -> Iterator[Token]:
    yield label(HEADER.format(value_label))
    group = ""
    for row, indicator in enumerate(walk.tree["项目"][index]["绩效指标"]):
        _, level2 = walk.value("项目", index, "绩效指标", row, "二级指标")
        if LEVEL1[level2] != group:
            group = LEVEL1[level2]
            yield label(group)
        yield label(level2)
        for key in indicator:
            if key != "二级指标":
                yield walk.value("项目", index, "绩效指标", row, key)


def layout_a(walk: Walk) -> Iterator[Token]:
    yield label("第一部分部门整体绩效目标")
    yield from overall_parts(walk)
    yield label("第二部分预算项目绩效目标")
    for index, project in enumerate(walk.tree["项目"]):
        yield number("1.")
        yield title(walk, index)
        yield label("绩效目标表")
        yield walk.value("部门", "编码")
        yield walk.value("部门", "名称")
        yield label("单位：")
        yield walk.value("金额单位")
        for heading, key in (
            ("项目编码", "项目编码"),
            ("项目名称", "项目名称"),
            ("预算规模及资金用途预算数", "预算数"),
            ("其中：财政资金", "财政资金"),
            ("其他资金", "其他资金"),
            ("", "资金用途"),
        ):
            yield label(heading)
            yield walk.value("项目", index, key)
        yield label("资金支出计划（%）")
        yield from plan(walk, index, zero="0%")
        yield label("绩效目标")
        for goal in range(len(project["绩效目标"])):
            yield number("1.")
            yield walk.value("项目", index, "绩效目标", goal)
        yield from rows(walk, index)


def layout_b(walk: Walk) -> Iterator[Token]:
    yield label(f"{walk.tree['年度']}年部门整体绩效目标")
    walk.value("部门", "名称")  # blank: the document does not print it
    yield from overall_parts(walk)
    for index in range(len(walk.tree["项目"])):
        yield title(walk, index)
        yield label("预算项目绩效表")
        for key in ("项目编码", "项目名称", "资金用途"):
            yield label(key)
            yield walk.value("项目", index, key)
        yield label("资金支出计划（累计%）")
        yield from plan(walk, index, zero="0")
        yield label("绩效目标")
        yield walk.value("项目", index, "绩效目标", 0)
        yield from rows(walk, index, "指标值/描述")


def layout_c(walk: Walk) -> Iterator[Token]:
    overall = walk.tree["整体绩效目标"]
    walk.value("部门", "名称")  # blank: the document does not print it
    yield label(f"{walk.tree['年度']}年部门预算绩效信息第一部分部门整体绩效目标（一）总体绩效目标")
    yield walk.value("整体绩效目标", "总体绩效目标")
    yield label("（二）分项绩效目标职责分类绩效目标：")
    for index in range(len(overall["分项绩效目标"])):
        yield number("1、")
        yield walk.value("整体绩效目标", "分项绩效目标", index, "名称")
        yield walk.value("整体绩效目标", "分项绩效目标", index, "绩效目标")
    yield label("（三）工作保障措施")
    for index in range(len(overall["工作保障措施"])):
        yield walk.value("整体绩效目标", "工作保障措施", index, "名称")
        yield walk.value("整体绩效目标", "工作保障措施", index, "内容")
    part = ""
    for index, project in enumerate(walk.tree["项目"]):
        _, category = walk.value("项目", index, "项目类别")
        if category != part:
            part = category
            yield label({"专项资金": "第二部分", "预算项目": "第三部分"}[part])
            yield label(f"{part}绩效目标")
        yield number("1、")
        yield title(walk, index)
        yield label("绩效目标表绩效目标")
        yield walk.value("项目", index, "绩效目标", 0)
        assert len(project["绩效目标"]) == 1
        yield from rows(walk, index)


def consume(source: str, at: int, token: Token) -> int:
    """The position behind ``token``, or -1 where the source does not go on with it."""
    kind, text = token
    if kind == "number":
        match = re.compile(NUMBERS[text]).match(source, at)
        return match.end() if match else -1
    choices = VARIANTS.get(text, (text,)) + MISPRINTS.get(text, ()) if kind == "label" else (text,)
    for choice in sorted(map(bare, choices), key=len, reverse=True):
        if source.startswith(choice, at):
            return at + len(choice)
    return -1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_piece_of_the_source_is_in_the_data_and_back(name: str) -> None:
    address = DOCUMENTS[name][0]
    walk = Walk(load(address))
    source = bare(RESIDUE.sub("", (SOURCES / name).read_text("utf-8")))
    at = 0
    for token in expected(walk):
        after = consume(source, at, token)
        assert after >= 0, f"the data says {token}, the source goes on {source[at : at + 60]!r}"
        at = after
    assert source[at:] == ""
    printed = {leaf for leaf in walk.leaves(walk.tree) if leaf.split("/")[0] not in UNPRINTED}
    assert printed - walk.met == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_counts(name: str) -> None:
    address, projects, rows, filled = DOCUMENTS[name]
    tree = load(address)
    table = [row for project in tree["项目"] for row in project["绩效指标"]]
    assert len(tree["项目"]) == projects
    assert len(table) == rows
    assert sum(any(v for k, v in row.items() if k != "二级指标") for row in table) == filled


@pytest.mark.parametrize("name", DOCUMENTS)
def test_inferences_are_told(name: str) -> None:
    tree = load(DOCUMENTS[name][0])
    origin = tree["来源"]
    assert origin["文件"] == name
    assert tree["年度"] in origin["说明"]
    if not tree["部门"]["名称"]:
        assert "名称" in origin["说明"]


def test_paragraphs_are_kept() -> None:
    """White space is free above; here the paragraphs of the overall targets are counted."""
    texts = {a: load(a)["整体绩效目标"]["总体绩效目标"] for a, *_ in DOCUMENTS.values()}
    assert {address: len(text.split("\n")) for address, text in texts.items()} == {
        "chengde-gaoxin/zhengfawei/2024": 1,
        "xinglong/zhengfawei/2022": 4,
        "gaoxinqu/bumen/2022": 6,
        "xinqu/bumen/2020": 23,
        "zunhua/zhengfawei/2024": 1,
    }


def test_nothing_is_left_of_the_masked_name() -> None:
    """The masked name stays 王某某: no given name of two or three signs follows the surname."""
    for path in [*SOURCES.glob("*.txt"), *(ROOT / "targets").rglob("*.yaml")]:
        text = path.read_text("utf-8")
        assert not re.search(r"王(?!某某)\w{1,2}(?:医疗|事件|家属|工作小组)", text), path


def cells(text: str) -> list[str]:
    """Cells of the Word extractions: each starts with a tab at the start of a line."""
    return [bare(cell) for cell in re.split(r"(?m)^\t", RESIDUE.sub("", text))[1:]]


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if not name.startswith("004")])
def test_blank_cells_stand_where_they_stand_in_the_source(name: str) -> None:
    """Without white space a blank cell could move to its neighbour: count cells, six a row."""
    address = DOCUMENTS[name][0]
    source = cells((SOURCES / name).read_text("utf-8"))
    headers = [i for i, cell in enumerate(source) if cell == "一级指标"]
    tree = load(address)
    assert len(headers) == len(tree["项目"])
    for start, project in zip(headers, tree["项目"], strict=True):
        for index, row in enumerate(project["绩效指标"], 1):
            _, level2, *rest = source[start + 6 * index : start + 6 * index + 6]
            assert level2 in VARIANTS.get(row["二级指标"], (row["二级指标"],))
            given = [bare(row[key]) for key in list(row)[1:]]
            assert rest[:3] == given[:3]
            assert rest[3].startswith(given[3])  # the last cell runs on into the next heading
            assert bool(rest[3]) == bool(given[3]) or index == len(project["绩效指标"])
