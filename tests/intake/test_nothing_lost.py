"""Whatever stands in a document is in the data file or told, wherever somebody put it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake import scans
from tests.intake.scans import unstyled
from tests.intake.test_blank import as_docx
from tests.test_sources import SOURCES
from tools.grid import Cell, Paragraph, Row, Run, Table, place
from tools.intake import pattern, wrapped
from tools.intake.files import extraction, wordfile
from tools.intake.notes import Notes
from tools.intake.recognise import recognise
from tools.intake.scan import Block, Place, Scan, UnreadableError
from tools.intake.tidy import without_contents
from tools.source.repository import Entry, load
from tools.source.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
PROBE = "探针文字甲乙丙"


def few(address: str) -> Entry:
    (found,) = load(WORKSPACE, [WORKSPACE.targets / f"{address}.yaml"]).entries
    record = msgspec.structs.replace(found.record, projects=found.record.projects[:2])
    return msgspec.structs.replace(found, record=record)


ENTRIES = {
    address: few(address)
    for address in ("chengde-gaoxin/zhengfawei/2024", "gaoxinqu/bumen/2022", "xinqu/bumen/2020")
}


def said(scan: Scan, form: str) -> tuple[dict[str, Any], list[str]]:
    notes = Notes("原件.docx")
    tree = recognise(scan, pattern.load(WORKSPACE, form, "88号"), notes).tree
    return tree, [note.message for note in notes.problems]


def cell(text: str, style: str = "") -> Cell:
    return Cell((Paragraph((Run(text),), style),))


def with_paragraph(scan: Scan, at: int) -> Scan:
    block = Block(Paragraph((Run(PROBE),), ""), Place(paragraph=999))
    at %= len(scan.blocks) + 1
    return Scan((*scan.blocks[:at], block, *scan.blocks[at:]))


def in_table(scan: Scan, number: int, change: Any) -> Scan:
    tables = [n for n, block in enumerate(scan.blocks) if isinstance(block.content, Table)]
    at = tables[number % len(tables)]
    block = scan.blocks[at]
    changed = Block(change(block.content), block.place)
    return Scan((*scan.blocks[:at], changed, *scan.blocks[at + 1 :]))


def with_row(scan: Scan, number: int, row: int, column: int) -> Scan:
    def change(table: Table) -> Table:
        free = [n for n, slots in enumerate(place(table)) if not any(held for _, held in slots)]
        at = [*free, len(table.rows)][row % (len(free) + 1)]
        wide = len(table.widths)
        cells = tuple(cell(PROBE if n == column % wide else "") for n in range(wide))
        rows = (*table.rows[:at], Row(cells), *table.rows[at:])
        return Table("", table.widths, rows)

    return in_table(scan, number, change)


def with_column(scan: Scan, number: int, row: int) -> Scan:
    def change(table: Table) -> Table:
        rows = tuple(
            Row((*one.cells, cell(PROBE if n == row % len(table.rows) else "")), one.is_header)
            for n, one in enumerate(table.rows)
        )
        return Table("", (*table.widths, 1), rows)

    return in_table(scan, number, change)


def with_text(scan: Scan, number: int, row: int, column: int) -> Scan:
    def change(table: Table) -> Table:
        cells = [(r, c) for r, one in enumerate(table.rows) for c in range(len(one.cells))]
        wanted = cells[(row * 7 + column) % len(cells)]
        rows = []
        for r, one in enumerate(table.rows):
            new = [
                Cell((*old.paragraphs, *cell(PROBE).paragraphs), old.row_span, old.grid_span)
                if (r, c) == wanted
                else old
                for c, old in enumerate(one.cells)
            ]
            rows.append(Row(tuple(new), one.is_header))
        return Table("", table.widths, tuple(rows))

    return in_table(scan, number, change)


numbers = st.integers(0, 40)
ways = st.one_of(
    st.builds(lambda a: lambda scan: with_paragraph(scan, a), numbers),
    st.builds(lambda a, b, c: lambda scan: with_row(scan, a, b, c), numbers, numbers, numbers),
    st.builds(lambda a, b: lambda scan: with_column(scan, a, b), numbers, numbers),
    st.builds(lambda a, b, c: lambda scan: with_text(scan, a, b, c), numbers, numbers, numbers),
)


@pytest.mark.parametrize("styled", [True, False])
@pytest.mark.parametrize("address", ENTRIES)
@settings(max_examples=60, deadline=None)
@given(way=ways)
def test_what_is_put_anywhere_is_found_again(address: str, styled: bool, way: Any) -> None:
    entry = ENTRIES[address]
    scan = scans.filled(WORKSPACE, entry)
    tree, notes = said(way(scan if styled else unstyled(scan)), entry.record.form)
    assert PROBE in scans.written(WORKSPACE, tree) or any(PROBE in note for note in notes)


HEADER = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
ROW = ["产出指标", "数量指标", "普法场次", "全年普法场次", "≥12场", "年度计划"]


def project_tables(
    *, unit: str = "万元", budget: str = "30.00", plan: str = "（%）", rows: Any = (ROW,)
) -> list[list[list[str]]]:
    head = [
        ["999001示例县司法局", "<", "<", f"单位：{unit}"],
        ["项目编码", "99999924P000001100011", "项目名称", "普法经费"],
        ["预算数", budget, "其他资金", ""],
        [f"资金支出计划{plan}", "6月底", "10月底", "12月底"],
        ["^", "20", "50", "100"],
        ["绩效目标", "1.普法覆盖全县。", "<", "<"],
    ]
    return [head, [HEADER, *rows]]


def imported(*parts: Any) -> tuple[dict[str, Any], list[str]]:
    return said(wordfile.read(as_docx(*parts)), "hebei-text")


def test_an_amount_on_two_lines_is_no_number() -> None:
    tree, notes = imported(*project_tables(budget="30\n20"))
    assert tree["项目"][0]["预算数"] is None
    assert any("30 ⏎ 20" in note for note in notes)


def test_amounts_in_another_unit_are_not_filled_in() -> None:
    first, second = project_tables(), project_tables(unit="元", budget="500,000.00")
    tree, notes = imported(*first, "2.第二个绩效目标表", *second)
    assert tree["金额单位"] == "万元"
    assert [item["预算数"] for item in tree["项目"]] == [Decimal("30.00"), None]
    assert any("500,000.00" in note and "单位是元" in note for note in notes)


def test_money_is_no_share_of_the_plan() -> None:
    tree, notes = imported(*project_tables(plan="（万元）"))
    assert set(tree["项目"][0]["资金支出计划"].values()) == {None}
    assert any("资金支出计划 6月底" in note and "20" in note for note in notes)


@pytest.mark.parametrize(
    "row",
    [
        ["填报人：某某", "<", "<", "联系电话：0000", "<", "<"],
        ["备注", "", "", "", "", ""],
        ["合计", "", "", "", "100分", ""],
        ["管理指标", "制度指标", "制度健全", "", "健全", ""],
        ["效益指标", "", "知晓率", "", "≥90%", ""],
    ],
)
def test_a_row_that_is_no_indicator_is_told(row: list[str]) -> None:
    tree, notes = imported(*project_tables(rows=(ROW, row)))
    assert len(tree["项目"]) == 1
    assert len(tree["项目"][0]["绩效指标"]) == 1
    for text in row:
        assert text in ("", "<") or any(text in note for note in notes)


def test_a_signature_below_the_table_is_no_project() -> None:
    head, rows = project_tables()
    sign = [["填报人：", "某某", "电话：", "0000"]]
    tree, notes = imported(head, rows, sign)
    assert len(tree["项目"]) == 1
    assert any("填报人" in note and "0000" in note for note in notes)


def test_two_projects_without_titles_stay_two() -> None:
    head, _ = project_tables()
    other, rows = project_tables()
    other[1] = ["项目编码", "99999924P000002100011", "项目名称", "另一个"]
    tree, _ = imported(head, "", other, rows)
    assert [item["项目名称"] for item in tree["项目"]] == ["普法经费", "另一个"]
    assert [len(item["绩效指标"]) for item in tree["项目"]] == [0, 1]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2026年部门预算绩效文本", 2026),
        ("示例县司法局2026年部门预算绩效文本", 2026),
        ("示例县司法局2026年度部门预算绩效文本（草案）", 2026),
        ("二〇二六年部门预算绩效文本", 2026),
        ("部门预算绩效文本", 0),
    ],
)
def test_the_year_of_a_title_in_other_words(title: str, year: int) -> None:
    notes = Notes("原件.docx")
    scan = wordfile.read(as_docx(title, *project_tables()))
    assert recognise(scan, pattern.load(WORKSPACE, "hebei-text", "88号"), notes).year == year


def test_a_long_text_is_told_whole() -> None:
    text = "很长的说明" * 100 + "尾巴"
    _, notes = imported(text, *project_tables())
    assert any("尾巴" in note for note in notes)


def test_a_contents_page_typed_by_hand_is_left_out() -> None:
    entries = ["目　录", "一、总体绩效目标\t1", "二、分项绩效目标……2", "1.普法经费绩效目标表 3"]
    body = ["一、总体绩效目标", "做好工作。", "二、分项绩效目标", "（一）甲", "绩效目标：乙。"]
    scan = wordfile.read(as_docx(*entries, *body, "1.普法经费绩效目标表", *project_tables()))
    left, count = without_contents(scan)
    assert count == 3
    tree, notes = said(left, "hebei-text")
    assert tree["整体绩效目标"]["总体绩效目标"] == "做好工作。"
    assert tree["整体绩效目标"]["分项绩效目标"] == [{"名称": "甲", "绩效目标": "乙。"}]
    assert len(tree["项目"]) == 1
    assert not any("目标表" in note for note in notes)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\n一级指标 二级指标 三级指标", "\n表格续页 一级指标 二级指标 三级指标", "表格续页"),
        ("\n指标值确定\n\n依据\n", "\n指标值确定\n\n依据 分值\n", "分值"),
        ("\n 2.涉法涉诉", "\n效益指标\n 2.涉法涉诉", "效益指标"),
    ],
)
def test_words_beside_the_wrapped_tables_are_told(old: str, new: str, told: str) -> None:
    text = (SOURCES / "004_751714fef768bc2d.txt").read_text("utf-8")
    assert old in text
    notes = Notes("原件.txt")
    form = pattern.load(WORKSPACE, "hebei-text", "88号")
    scan = wrapped.rebuild(extraction.read(text.replace(old, new, 1)), form, notes)
    recognise(scan, form, notes)
    assert any(told in note.message for note in notes.problems)


def test_two_departments_in_one_file_are_refused() -> None:
    first, second = project_tables(), project_tables()
    second[0][0] = ["999002示例县水务局", "<", "<", "单位：万元"]
    with pytest.raises(UnreadableError, match="两个单位的项目"):
        imported(*first, "2.第二个绩效目标表", *second)


@pytest.mark.parametrize(
    ("half", "count", "first"),
    [
        (["", "", "", "的总次数", "", ""], 1, "全年普法场次的总次数"),
        (["", "", "知晓率", "", "≥90%", ""], 2, "全年普法场次"),
    ],
)
def test_only_half_a_row_goes_on_with_the_row_above(
    half: list[str], count: int, first: str
) -> None:
    head, rows = project_tables()
    tree, notes = imported(head, rows, "", [half])
    read = tree["项目"][0]["绩效指标"]
    assert len(read) == count
    assert read[0]["绩效指标描述"] == first
    assert read[0]["指标值"] == "≥12场"
    assert notes
