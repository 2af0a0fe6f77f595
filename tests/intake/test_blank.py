"""A first form out of a blank official file: what is known is filled, the rest is marked."""

import html
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.form.test_documents import real
from tests.records import HOSTILE, blameless, entry, save, tree
from tools import cli, framework, model
from tools.checking import check
from tools.form import definition
from tools.form.documents import grid, preview, word
from tools.grid import Cell, Paragraph, Row, Run, Table, outline
from tools.intake.blank.drafting import Draft, draft
from tools.intake.blank.labels import VARIANTS, bare, is_blank
from tools.intake.files import wordfile
from tools.intake.scan import Block, Place, Scan
from tools.source.repository import SLUG
from tools.source.workspace import Workspace

WORKSPACE = Workspace(ROOT)
CLASSES = framework.class_names(WORKSPACE.schema)
PRINTED = {"格式", "年度", "状态", "版式", "二级指标", "项目类别", "指标框架"}
LAYOUTS = [
    "chengde-gaoxin/zhengfawei/2024",
    "gaoxinqu/bumen/2022",
    "xinqu/bumen/2020",
]


def emptied(value: Any) -> Any:
    """A department-year's tree with its cells blank, printed classes and names kept."""
    if isinstance(value, dict):
        return {k: part if k in PRINTED else emptied(part) for k, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [emptied(part) for part in value if not isinstance(part, str)]
    return None


def blank_of(address: str) -> bytes:
    """The layout's own Word file with every value blank."""
    found = real(address)
    full = model.chinese(found.record)
    content = emptied({k: v for k, v in full.items() if k not in ("来源", "更正记录", "审核例外")})
    content["整体绩效目标"]["工作保障措施"] = [{"名称": None, "内容": None}]
    if "金额单位" in content:
        content["金额单位"] = ""
    for item in content["项目"]:
        item.pop("标题", None)
        item["项目名称"] = ""
    return word(WORKSPACE, msgspec.structs.replace(found, record=model.department_year(content)))


def install(workspace: Workspace, drafted: Draft, name: str = "xin-ban") -> None:
    folder = workspace.forms / name
    folder.mkdir()
    for file, text in drafted.files.items():
        (folder / file).write_text(text, "utf-8")


@pytest.mark.parametrize("address", LAYOUTS)
def test_a_layouts_own_blank_gives_back_the_layout(address: str, copy: Workspace) -> None:
    """The drafted form prints what the layout's own form prints."""
    found = real(address)
    drafted = draft(wordfile.read(blank_of(address)), "xin-ban", CLASSES)
    install(copy, drafted)
    record = msgspec.structs.replace(found.record, form="xin-ban")
    again = grid(copy, msgspec.structs.replace(found, record=record))
    known = outline(grid(WORKSPACE, found))
    assert len(drafted.pending) <= 1
    before, after = (rows(text) for text in (known, outline(again)))
    assert before - after == set()
    assert definition.load(copy, "xin-ban").columns["项目"].required == tuple(
        column for column in definition.load(WORKSPACE, found.record.form).columns["项目"].required
    )


def rows(text: str) -> set[str]:
    """The table rows of an outline; goals are numbered or spread by forms as they like."""
    lines = [line for line in text.split("\n") if line.startswith(("= ", "  "))]
    return {line.strip("= ") for line in lines if "绩效目标" not in line and "^" not in line[:4]}


def as_docx(*parts: str | list[list[str]]) -> bytes:
    """Paragraphs and tables; in a table “<” joins a cell to its left, “^” to the one above."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, texts in enumerate(part):
            for column, text in enumerate(texts):
                if text in "<^" and text:
                    step = (row, column - 1) if text == "<" else (row - 1, column)
                    table.cell(*step).merge(table.cell(row, column))
                else:
                    table.cell(row, column).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


OFFICIAL = as_docx(
    "项目支出绩效目标表",
    "（2026年度）",
    [
        ["项目名称", "", "<", "<", "<", "<"],
        ["主管部门", "", "<", "实施单位", "", "<"],
        ["项目资金（万元）", "年度资金总额：", "<", "", "<", "<"],
        ["^", "其中：财政拨款", "<", "", "<", "<"],
        ["^", "其他资金", "<", "", "<", "<"],
        ["年度目标", "", "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值权重"],
        ["^", "成本指标", "经济成本指标", "指标1：", "", ""],
        ["^", "^", "社会成本指标", "", "", ""],
        ["^", "产出指标", "数量指标", "", "", ""],
    ],
)
SELF_EVALUATION = as_docx(
    "2025年度项目支出绩效自评表",
    [
        ["项目名称", "", "<", "主管部门", ""],
        ["预算执行情况", "年初预算数", "全年预算数", "全年执行数", "执行率"],
        ["^", "", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "", "", ""],
        ["总分", "", "<", "<", "<"],
    ],
)


def test_an_official_target_table(copy: Workspace) -> None:
    drafted = draft(wordfile.read(OFFICIAL), "xin-ban", CLASSES)
    install(copy, drafted)
    text = drafted.files["document.xhtml.j2"]
    assert '<td colspan="5">{{ 项目.项目名称 }}</td>' in text
    assert '<td class="表内居中" colspan="3">{{ 项目.预算数 }}</td>' in text
    assert '<th class="表内标签" rowspan="3">项目资金（万元）</th>' in text
    assert 'rowspan="{{ (项目.绩效指标|length + 1)|属性 }}">绩效指标</th>' in text
    assert "{{ 年度 }}年度" in text
    told = [left.message for left in drafted.pending]
    assert [word_ for word_ in ("主管部门", "实施单位", "分值权重") if word_ in str(told)] == [
        *("主管部门", "实施单位", "分值权重")
    ]
    assert "示例场次" in preview(copy, "xin-ban")
    columns = definition.load(copy, "xin-ban").columns["项目"]
    assert columns.required == ("预算数", "财政资金", "其他资金")


def test_a_self_evaluation_table(copy: Workspace) -> None:
    drafted = draft(wordfile.read(SELF_EVALUATION), "xin-ban", CLASSES)
    install(copy, drafted)
    text = drafted.files["document.xhtml.j2"]
    assert "<td>{{ 行.三级指标 }}</td>" in text
    told = " ".join(left.message for left in drafted.pending)
    for unknown in ("全年预算数", "全年执行数", "执行率", "实际完成值", "总分"):
        assert unknown in told
        assert unknown in text
    assert "纯属虚构" in preview(copy, "xin-ban")


def test_each_mark_stands_at_its_line() -> None:
    for data in (OFFICIAL, SELF_EVALUATION):
        drafted = draft(wordfile.read(data), "xin-ban", CLASSES)
        lines = drafted.files["document.xhtml.j2"].split("\n")
        assert len(drafted.pending) >= 3
        for left in drafted.pending:
            assert f"{{# 待定：{left.message} #}}" in lines[left.line - 1]


def test_a_file_of_a_drafted_form_passes_check(copy: Workspace) -> None:
    install(copy, draft(wordfile.read(blank_of(LAYOUTS[0])), "xin-ban", CLASSES))
    save(copy, "shili/sifaju/2024", tree(版式="xin-ban", 项目=[blameless()]))
    assert {problem.rule for problem in check(copy).problems} <= {"form-pending"}
    assert word(copy, entry(tree(版式="xin-ban")))


def scanned(*contents: Paragraph | Table) -> Scan:
    return Scan(tuple(Block(content, Place()) for content in contents))


def printed(text: str) -> Paragraph:
    return Paragraph((Run(text),), "")


TEXTS = st.sampled_from(
    [
        *HOSTILE,
        *("", "  ", "____", "项目名称", "项目编码：", "绩效目标", "年度目标", "预算数", "3月底"),
        *("6月底", "一级指标", "二级指标", "三级指标", "指标值", "备注", "单位：万元", "主管部门"),
        *(
            "目录",
            "编制单位：",
            "第一部分",
            "第二部分 项目",
            "一、总体绩效目标",
            "二、分项绩效目标",
        ),
        *("三、工作保障措施", "（一）", "绩效目标：", "1.____绩效目标表", "××表", "2026年绩效表"),
        *("{# 注", "#}", "甲\n乙", "{{", "}}", "第三部分 '%}{{ x }}", "第四部分 乙绩效目标"),
        *(
            "1.{{ 7*7 }}绩效目标表",
            "____年'绩效表",
            "编制单位{{：",
            "第二部分绩效目标",
            "2026年: # 绩效",
        ),
    ]
)
SHAPES = st.lists(
    st.lists(st.tuples(TEXTS, st.integers(1, 3), st.integers(1, 3)), max_size=4), max_size=5
)


def shaped(cells: list[list[tuple[str, int, int]]], width: int) -> Table:
    made = [
        Row(tuple(Cell((printed(text),), down, right) for text, down, right in row))
        for row in cells
    ]
    return Table("", (7,) * width, tuple(made))


def full(width: int, height: int, texts: list[str]) -> Table:
    cells = [
        Row(tuple(Cell((printed(texts[(r * width + c) % len(texts)]),)) for c in range(width)))
        for r in range(height)
    ]
    return Table("", (100,) * width, tuple(cells))


TABLES = st.builds(shaped, SHAPES, st.integers(1, 6)) | st.builds(
    full, st.integers(1, 6), st.integers(1, 5), st.lists(TEXTS, min_size=1, max_size=12)
)


def is_known(text: str) -> bool:
    """What is rightly not printed: blanks, and classes that the data brings back."""
    return is_blank(text) or bare(text) in {*CLASSES, *VARIANTS}


def words(text: str) -> str:
    """Printed characters without what templates normalise: numbers, years, blanks, spaces."""
    return re.sub(r"[\s0-9_×：:.、（）一二三四五六七八九十年度万元]", "", text)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS.map(printed) | TABLES, max_size=8))
def test_whatever_the_blank_the_form_renders_and_loses_no_text(
    trial: Workspace, blocks: list[Paragraph | Table]
) -> None:
    shutil.rmtree(trial.forms / "xin-ban", ignore_errors=True)
    drafted = draft(scanned(*blocks), "xin-ban", CLASSES)
    install(trial, drafted)
    definition.load.cache_clear()
    assert preview(trial, "xin-ban")
    template = drafted.files["document.xhtml.j2"].replace("&#123;", "{").replace("&#125;", "}")
    shown = words(html.unescape(template.replace("<br/>", "")).replace("＃", "#"))
    for block in blocks:
        cells = (
            [block] if isinstance(block, Paragraph) else [c for r in block.rows for c in r.cells]
        )
        for cell in cells:
            assert words(cell.text) in shown or is_known(cell.text)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("trial")
    for name in ("schema", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return Workspace(folder.resolve())


@pytest.fixture
def here(copy: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(copy.root)
    (copy.root / "空白表.docx").write_bytes(OFFICIAL)
    return copy


def test_the_command_writes_a_form_and_lists_what_is_left(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["form", "new", "空白表.docx", "xin-ban"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("✓ 版式：templates/forms/xin-ban/\n")
    assert re.search(r"  templates/forms/xin-ban/document\.xhtml\.j2:[0-9]+: “主管部门”", shown)
    assert re.search(r"有 [0-9]+ 处待定。改好后运行 nox -s form -- preview xin-ban 看样子。", shown)
    names = sorted(path.name for path in (here.forms / "xin-ban").iterdir())
    assert names == ["document.xhtml.j2", "form.yaml"]
    assert cli.run(["form", "preview", "xin-ban", "--no-open"]) == 0


def test_a_form_is_not_overwritten(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(here.forms)
    assert cli.run(["form", "new", "空白表.docx", "hebei-text"]) == 1
    assert "已经有这个版式，没有动它" in capsys.readouterr().err
    assert snapshot(here.forms) == before
    assert cli.run(["form", "new", "空白表.docx", "hebei-text", "--force"]) == 0
    assert snapshot(here.forms) != before


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "要一份 .docx 文件"),
        (["空白表.doc", "xin"], "先用 Word 或 WPS 另存为 .docx"),
        (["空白表.docx"], "“”不能作版式的名字"),
        (["空白表.docx", "新版式"], "“新版式”不能作版式的名字"),
        (["空白表.docx", "../x"], "“../x”不能作版式的名字"),
        (["空白表.docx", "a" * 41], "不能作版式的名字"),
        (["没有.docx", "xin"], "没有“没有.docx”这个文件"),
        (["坏.docx", "xin"], "坏.docx"),
    ],
)
def test_a_form_that_cannot_be_made(
    here: Workspace, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here.root / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    before = snapshot(here.forms)
    assert cli.run(["form", "new", *arguments]) == 1
    assert message in capsys.readouterr().err
    assert snapshot(here.forms) == before


def test_the_name_is_as_the_schema_has_it() -> None:
    text = (WORKSPACE.schema / "department-year.schema.json").read_text("utf-8")
    form = json.loads(text)["properties"]["版式"]
    assert form["pattern"] == f"^{SLUG.pattern}$"
    assert form["maxLength"] == cli.forms.LONGEST_FORM
