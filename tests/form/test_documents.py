"""From YAML to Word: golden grids of the three layouts, and Word files that are sound."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from hypothesis import given, settings
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.records import HOSTILE, entry, indicator, project, tree, trees
from tools.form import definition
from tools.form.documents import grid, word
from tools.form.template import chinese_number
from tools.grid import Table, outline, place
from tools.problem import Level, ProblemError
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

ROOT = Path(__file__).parents[2]
WORKSPACE = Workspace(ROOT)
GOLDEN = Path(__file__).parent / "golden"
ADDRESSES = [
    path.relative_to(ROOT / "targets").with_suffix("").as_posix()
    for path in sorted((ROOT / "targets").glob("*/*/*.yaml"))
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def real(address: str) -> Entry:
    (found,) = load(WORKSPACE, [WORKSPACE.targets / f"{address}.yaml"]).entries
    return found


def some_projects(found: Entry, *indexes: int) -> Entry:
    kept = tuple(found.record.projects[index] for index in indexes)
    record = msgspec.structs.replace(found.record, projects=kept)
    return msgspec.structs.replace(found, record=record)


@pytest.mark.parametrize(
    ("address", "indexes"),
    [
        ("chengde-gaoxin/zhengfawei/2024", (0, 6)),
        ("xinglong/zhengfawei/2022", (0, 7)),
        ("zunhua/zhengfawei/2024", (0,)),
        ("gaoxinqu/bumen/2022", (0, 1, 2)),
        ("xinqu/bumen/2020", (0, 1, 28, 31)),
    ],
)
def test_the_form_of_real_documents(
    address: str, indexes: tuple[int, ...], golden: Callable[[Path, str], None]
) -> None:
    filled = grid(WORKSPACE, some_projects(real(address), *indexes))
    golden(GOLDEN / f"{address.replace('/', '-')}.txt", outline(filled) + "\n")


def test_a_sample_is_marked_on_its_cover() -> None:
    text = outline(grid(WORKSPACE, entry(tree()), sample=True))
    assert "（示例数据，纯属虚构）" in text.partition("[目录 2]")[0]
    assert "示例数据" not in outline(grid(WORKSPACE, entry(tree())))


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def drawn(table: etree._Element) -> list[list[tuple[int, bool]]]:
    """Each row of a Word table as (columns spanned, continues from above)."""
    result = []
    for row in table.iter(f"{W}tr"):
        slots = []
        for cell in row.iter(f"{W}tc"):
            span, merge = (cell.find(f"{W}tcPr/{W}{name}") for name in ("gridSpan", "vMerge"))
            columns = int(span.get(f"{W}val")) if span is not None else 1
            slots.append((columns, merge is not None and merge.get(f"{W}val") != "restart"))
        result.append(slots)
    return result


def check_grids(found: Entry, data: bytes) -> None:
    """The tables in Word are merged just as the grid is."""
    blocks = [b for s in grid(WORKSPACE, found).sections for b in s.blocks if isinstance(b, Table)]
    tables = list(body(data).iter(f"{W}tbl"))
    assert [drawn(table) for table in tables] == [
        [[(cell.grid_span, continues) for cell, continues in row] for row in place(block)]
        for block in blocks
    ]


def check_structure(data: bytes) -> None:
    """What Word repairs silently or refuses: spans, merges, bookmarks, fields, empty cells."""
    root = body(data)
    for table in root.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        above: dict[int, int] = {}
        for row in table.iter(f"{W}tr"):
            column, below = 0, {}
            for cell in row.iter(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                count = int(span.get(f"{W}val")) if span is not None else 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    if merge.get(f"{W}val") != "restart":
                        assert above.get(column) == count
                    below[column] = count
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                assert width == sum(widths[column : column + count])
                assert cell[-1].tag == f"{W}p"
                column += count
            assert column == len(widths)
            above = below
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    links = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")}
    assert links <= set(marks)
    kinds = Counter(field.get(f"{W}fldCharType") for field in root.iter(f"{W}fldChar"))
    assert kinds["begin"] == kinds["separate"] == kinds["end"]
    assert all(table.getnext().tag == f"{W}p" for table in root.iter(f"{W}tbl"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_word_file_is_sound(address: str, tmp_path: Path) -> None:
    found = real(address)
    data = word(WORKSPACE, found)
    check_grids(found, data)
    check_structure(data)
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    result = OpenXmlValidator().validate(path)
    assert result.error_count == 0, result


@settings(max_examples=25, deadline=None)
@given(trees)
def test_hostile_values_make_sound_files(content: dict[str, Any]) -> None:
    check_structure(word(WORKSPACE, entry(content)))


@pytest.mark.parametrize("text", [*HOSTILE, "  两端空格 ", "两\n行", "制表\t符"])
def test_a_value_comes_out_as_itself(text: str) -> None:
    listed = [
        project(
            项目名称=text,
            资金用途=text,
            绩效目标=[text],
            绩效指标=[indicator(三级指标=text, 指标值=text)],
        )
    ]
    data = word(WORKSPACE, entry(tree(部门={"编码": text, "名称": text}, 项目=listed)))
    first, second = docx.Document(io.BytesIO(data)).tables
    assert first.rows[0].cells[0].text == text + text
    assert first.rows[3].cells[1].text == text
    assert first.rows[6].cells[1].text == f"1.{text}"
    assert [second.rows[1].cells[i].text for i in (2, 4)] == [text, text]


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    """Here and now, and in another process, folder and time zone."""
    first = word(WORKSPACE, real("gaoxinqu/bumen/2022"))
    for name in ("schema", "templates", "targets", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    subprocess.run(
        [sys.executable, "-m", "tools", "documents", "gaoxinqu"],
        cwd=tmp_path,
        env={**os.environ, "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "build/documents/gaoxinqu/bumen/2022.docx").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2022-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_headings_and_contents_agree() -> None:
    data = word(WORKSPACE, real("xinqu/bumen/2020"))
    root = body(data)
    entries = ["".join(link.itertext()) for link in root.iter(f"{W}hyperlink")]
    titles = [re.sub(r" PAGEREF .*", "", text) for text in entries]
    assert titles[0] == "第一部分　部门整体绩效目标"
    assert titles[4:6] == ["第二部分　专项资金绩效目标", "1、补助被征地农民支出(人社)绩效目标表"]
    assert len(titles) == 3 + 3 + 34
    document = docx.Document(io.BytesIO(data))
    levels = Counter(p.style.name for p in document.paragraphs if p.style)
    assert (levels["Heading 1"], levels["项目标题"]) == (3, 34)


def test_page_and_type_follow_gb_t_9704() -> None:
    with zipfile.ZipFile(io.BytesIO(word(WORKSPACE, entry(tree())))) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
        document = etree.fromstring(archive.read("word/document.xml"))
        footers = [archive.read(n).decode() for n in archive.namelist() if "footer" in n]
        settings_xml = archive.read("word/settings.xml").decode()
    for section in document.iter(f"{W}sectPr"):
        margin = section.find(f"{W}pgMar")
        sides = [int(margin.get(f"{W}{side}")) for side in ("top", "bottom", "left", "right")]
        assert sides == [2098, 1984, 1587, 1474]
        assert int(section.find(f"{W}docGrid").get(f"{W}linePitch")) * 22 <= 12756
    fonts = {
        style.find(f"{W}name").get(f"{W}val"): style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}rPr/{W}rFonts") is not None
    }
    assert fonts["正文"] == "仿宋_GB2312"
    assert fonts["heading 1"] == "方正小标宋简体"
    assert fonts["heading 2"] == "黑体"
    assert fonts["heading 3"] == "楷体_GB2312"
    assert not any("Theme" in name for f in styles.iter(f"{W}rFonts") for name in f.attrib)
    assert {lang.get(f"{W}eastAsia") for lang in styles.iter(f"{W}lang")} == {"zh-CN"}
    assert sum("— " in footer for footer in footers) == 2
    assert "evenAndOddHeaders" in settings_xml


def test_what_a_form_cannot_print_is_told() -> None:
    listed = [project(项目类别="专项资金")]
    del listed[0]["资金支出计划"]
    found = entry(tree(项目=listed))
    form = definition.load(WORKSPACE, "hebei-text")
    assert [(p.rule, p.pointer) for p in definition.check(form, found)] == [
        ("not-on-form", "/项目/0/项目类别"),
        ("missing-key", "/项目/0"),
    ]


def test_what_is_still_to_be_settled_is_told(copy: Workspace) -> None:
    path = copy.forms / "hebei-text" / "document.xhtml.j2"
    path.write_text(f"{{# 待定：主管部门 #}}\n{path.read_text('utf-8')}", "utf-8")
    (found,) = definition.pending(definition.load(copy, "hebei-text"))
    assert (found.place, found.level) == (
        "templates/forms/hebei-text/document.xhtml.j2:1:1",
        Level.WARNING,
    )
    assert found.message.endswith("主管部门")
    assert list(definition.pending(definition.load(WORKSPACE, "hebei-text"))) == []


def test_what_prints_alike_is_told() -> None:
    content = tree(项目=[project(标题="普法经费")])
    unnamed = {"内容": "加强领导。"}
    content["整体绩效目标"]["工作保障措施"] = [unnamed, unnamed, {"名称": "甲", "内容": "乙"}]
    form = definition.load(WORKSPACE, "hebei-text")
    assert [(p.rule, p.pointer) for p in definition.check(form, entry(content))] == [
        ("indistinct", "/整体绩效目标/工作保障措施/1"),
        ("indistinct", "/项目/0/标题"),
    ]


def test_categories_that_would_be_lost_or_moved_are_told() -> None:
    def of(category: str) -> dict[str, Any]:
        return {
            "项目类别": category,
            "项目名称": "甲",
            "绩效目标": ["乙"],
            "绩效指标": [indicator()],
        }

    listed = [of("预算项目"), of("专项资金"), of("其他")]
    content = tree(版式="hebei-info", 部门={"名称": "甲"}, 项目=listed)
    del content["金额单位"]
    form = definition.load(WORKSPACE, "hebei-info")
    assert [p.rule for p in definition.check(form, entry(content))] == [
        "out-of-order",
        "not-allowed",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("{{ 项目.资金用途 }}", "{{ 项目.用途 }}"), "没有“用途”这个名称"),
        (('{% endfor %}\n  <p class="表末"></p>\n</section>', "</section>"), "语句没有成对"),
        (("</document>", ""), "标签没有成对"),
        (('<td colspan="24">{{ 项目.资金用途', '<td colspan="23">{{ 项目.资金用途'), "第 4 行"),
        (("{{ 项目.资金用途 }}", "{{ ''.__class__.__mro__ }}"), "用了"),
        (("{{ 项目.资金用途 }}", "{{ 项目.绩效目标 }}"), "有多个值，不能直接印"),
    ],
)
def test_a_fault_in_a_template_is_told(
    change: tuple[str, str], message: str, copy: Workspace
) -> None:
    path = copy.forms / "hebei-text" / "document.xhtml.j2"
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), "utf-8")
    with pytest.raises(ProblemError, match=message) as caught:
        word(copy, entry(tree()))
    assert caught.value.problems[0].path == "templates/forms/hebei-text/document.xhtml.j2"


def test_a_template_that_cannot_be_computed_is_told(copy: Workspace) -> None:
    path = copy.forms / "hebei-text" / "document.xhtml.j2"
    path.write_text("<document>\n{{ 1 / 0 }}</document>", "utf-8")
    with pytest.raises(ProblemError, match="模板有误：算不出来") as caught:
        word(copy, entry(tree()))
    assert caught.value.problems[0].line == 2


def test_a_blank_cell_keeps_its_label() -> None:
    content = tree()
    content["整体绩效目标"]["分项绩效目标"] = [{"名称": "甲", "绩效目标": None}]
    assert "(正文) {栏目:绩效目标：}\n" in outline(grid(WORKSPACE, entry(content)))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *[(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百")],
        *[(101, "一百零一"), (110, "一百一十"), (115, "一百一十五"), (230, "二百三十")],
    ],
)
def test_chinese_numbers(number: int, written: str) -> None:
    assert chinese_number(number) == written


@pytest.mark.parametrize("name", ["正文", "目录一", "表头"])
def test_a_style_that_the_program_needs_cannot_be_left_out(name: str, copy: Workspace) -> None:
    path = copy.forms / "style.yaml"
    path.write_text(path.read_text("utf-8").replace(f"  {name}:\n", f"  {name}x:\n"), "utf-8")
    with pytest.raises(ProblemError, match=f"缺少“{name}”"):
        word(copy, entry(tree()))


def test_a_fault_in_a_style_is_told(copy: Workspace) -> None:
    path = copy.forms / "style.yaml"
    path.write_text(path.read_text("utf-8").replace("字号: 16", "字号: 三号", 1), "utf-8")
    with pytest.raises(ProblemError, match="“字号”应当是数"):
        word(copy, entry(tree()))


@pytest.mark.parametrize("text", ["  甲 ", "甲\n  乙", "\t甲", "甲"])
def test_the_templates_indentation_is_not_the_values(text: str, copy: Workspace) -> None:
    path = copy.forms / "hebei-text" / "document.xhtml.j2"
    old, new = "{{ 项目.资金用途 }}", "\n      {{ 项目.资金用途 }}\n    "
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    data = word(copy, entry(tree(项目=[project(资金用途=text)])))
    assert docx.Document(io.BytesIO(data)).tables[0].rows[3].cells[1].text == text
