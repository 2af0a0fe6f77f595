"""Workbooks made here by openpyxl and xlwt, read as a person sees them."""

import datetime
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.intake.files.records import compound_file
from tests.records import HOSTILE
from tools.grid import Table, place
from tools.intake.files import biff, compound, spreadsheetml
from tools.intake.files.numberformat import display, plain
from tools.intake.files.workbook import read
from tools.intake.scan import Scan, UnreadableError

Fill = Callable[[Any], None]

# Layout A as a county's spreadsheet has it: (row, column, last row, last column, text), from 1.
FORM = [
    (2, 2, 2, 7, "103001 示例县司法局本级"),
    (2, 8, 2, 8, "单位：万元"),
    (3, 2, 3, 2, "项目编码"),
    (3, 3, 3, 5, "13082224P00003110002A"),
    (3, 6, 3, 6, "项目名称"),
    (3, 7, 3, 8, "普法工作经费"),
    (4, 2, 5, 2, "预算规模及资金用途"),
    (4, 3, 4, 3, "预算数"),
    (4, 4, 4, 4, 30.0),
    (4, 5, 4, 5, "其中：财政资金"),
    (4, 6, 4, 6, 30.5),
    (4, 7, 4, 7, "其他资金"),
    (5, 3, 5, 8, "用于普法宣传\n印制材料"),
    (6, 2, 7, 2, "资金支出计划（%）"),
    *[(6, c, 6, c + 1, text) for c, text in ((3, "3月底"), (5, "6月底"))],
    *[(6, c, 6, c, text) for c, text in ((7, "10月底"), (8, "12月底"))],
    *[(7, c, 7, c + 1, value) for c, value in ((3, 0.25), (5, 0.5))],
    *[(7, c, 7, c, value) for c, value in ((7, 0.75), (8, 1))],
    (8, 2, 8, 2, "绩效目标"),
    (8, 3, 8, 8, "1.举办普法活动\n2.印制资料"),
    *[
        (11, column, 11, column, text)
        for column, text in enumerate(("一级指标", "二级指标", "三级指标", "指标值"), 2)
    ],
    (12, 2, 13, 2, "产出指标"),
    *[(12, c, 12, c, text) for c, text in enumerate(("数量指标", "普法场次", "≥12场"), 3)],
    *[(13, c, 13, c, text) for c, text in enumerate(("质量指标", "合格率", 0.95), 3)],
]
FORMATS = {(4, 6): "0.00", **{(7, c): "0%" for c in (3, 5, 7, 8)}, (13, 5): '"≥"0%'}
GRID = """\
103001 示例县司法局本级 | < | < | < | < | < | 单位：万元
项目编码 | 13082224P00003110002A | < | < | 项目名称 | 普法工作经费 | <
预算规模及资金用途 | 预算数 | 30 | 其中：财政资金 | 30.50 | 其他资金 | （空）
^ | 用于普法宣传⏎印制材料 | < | < | < | < | <
资金支出计划（%） | 3月底 | < | 6月底 | < | 10月底 | 12月底
^ | 25% | < | 50% | < | 75% | 100%
绩效目标 | 1.举办普法活动⏎2.印制资料 | < | < | < | < | <

一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 普法场次 | ≥12场
^ | 质量指标 | 合格率 | ≥95%"""


def xlsx(fill: Fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(fill: Fill) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def form_xlsx() -> bytes:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "绩效目标表"
        for top, left, bottom, right, value in FORM:
            cell = sheet.cell(top, left, value)
            cell.number_format = FORMATS.get((top, left), "General")
            if (top, left) != (bottom, right):
                sheet.merge_cells(
                    start_row=top, start_column=left, end_row=bottom, end_column=right
                )

    return xlsx(fill)


def form_xls() -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_sheet("绩效目标表")
        for top, left, bottom, right, value in FORM:
            style = xlwt.XFStyle()
            style.num_format_str = FORMATS.get((top, left), "General")
            sheet.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)

    return xls(fill)


def tables(scan: Scan) -> list[Table]:
    return [block.content for block in scan.blocks if isinstance(block.content, Table)]


def shown(table: Table) -> str:
    lines = []
    for slots in place(table):
        parts = []
        for cell, continues in slots:
            parts.append("^" if continues else cell.text.replace("\n", "⏎") or "（空）")
            parts += ["<"] * (cell.grid_span - 1)
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def only(fill: Fill) -> Scan:
    return read(xlsx(fill))


def messages(scan: Scan) -> str:
    return "\n".join(f"{remark.place} {remark.message}" for remark in scan.remarks)


@pytest.mark.parametrize("make", [form_xlsx, form_xls])
def test_the_official_table_of_layout_a(make: Callable[[], bytes]) -> None:
    scan = read(make())
    assert "\n\n".join(map(shown, tables(scan))) == GRID
    assert [(b.place.sheet, b.place.row, b.place.cell) for b in scan.blocks] == [
        ("绩效目标表", 2, 2),
        ("绩效目标表", 11, 2),
    ]
    assert scan.remarks == ()


def test_several_sheets_in_order_and_hidden_ones_named() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "甲"
        for name, state in (("藏", "hidden"), ("深藏", "veryHidden"), ("乙", "visible")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            sheet["A1"] = name
        book.create_sheet("空")
        book.create_chartsheet("图")

    scan = only(fill)
    assert [table.rows[0].cells[0].text for table in tables(scan)] == ["甲", "乙"]
    assert [remark.place.sheet for remark in scan.remarks] == ["藏", "深藏", "图"]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_hidden_rows_and_columns_are_told(kind: str) -> None:
    def new(book: Any) -> None:
        for row in range(1, 4):
            book.active.cell(row, 1, "甲")
            book.active.cell(row, 3, "乙")
        book.active.row_dimensions[2].hidden = True
        book.active.column_dimensions["C"].hidden = True

    def old(book: Any) -> None:
        sheet = book.add_sheet("Sheet")
        for row in range(3):
            sheet.write(row, 0, "甲")
            sheet.write(row, 2, "乙")
        sheet.row(1).hidden = True
        sheet.col(2).hidden = True
        book.add_sheet("藏").visibility = 1

    scan = read(xlsx(new) if kind == "xlsx" else xls(old))
    assert len(tables(scan)[0].rows) == 3
    assert "第 2 行是隐藏的" in messages(scan)
    assert "第 C 列是隐藏的" in messages(scan)


def test_errors_are_kept_and_told_in_both_kinds() -> None:
    def new(book: Any) -> None:
        book.active["B2"] = "#REF!"

    def old(book: Any) -> None:
        book.add_sheet("Sheet").row(1).set_cell_error(1, 0x17)

    for data in (xlsx(new), xls(old)):
        scan = read(data)
        assert tables(scan)[0].rows[0].cells[0].text == "#REF!"
        assert "B2：公式出错" in messages(scan)


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_errors_of_formulas_and_formats_of_packed_numbers_in_xls() -> None:
    """xlwt writes neither: records as in [MS-XLS] 2.4.127 and 2.4.175."""
    begin, end = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), record(0x0A, b"")
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, n).ljust(20, b"\0")) for n in (0, 9))
    at = len(begin + styles + end) + 12
    book = begin + styles + record(0x85, struct.pack("<IHBB", at, 0, 1, 0)) + end
    error = struct.pack("<HHHB", 2, 3, 0, 2) + b"\0\x17\0\0\0\xff\xff"
    text = struct.pack("<HHHB", 2, 4, 0, 0) + b"\0\0\0\0\0\xff\xff"
    number = struct.pack("<HHHd", 2, 5, 1, 0.5)
    packed = struct.pack("<HHHIHIH", 4, 1, 1, 0, 0, 0, 2)
    cells = [record(0x06, content.ljust(22, b"\0")) for content in (error, text, number)]
    (looks,) = biff.book(book + begin + b"".join(cells) + record(0xBD, packed) + end).sheets
    assert looks.errors == {(2, 3): "#REF!"}
    assert looks.formats[2, 5] == looks.formats[4, 1] == "0%"
    assert looks.formats[4, 2] == "General"
    assert looks.last == (4, 5)


def test_a_panic_of_the_library_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What pyo3 raises is no Exception."""

    def panic(data: bytes) -> None:
        raise PanicException

    monkeypatch.setattr(spreadsheetml, "read", panic)
    with pytest.raises(UnreadableError, match="损坏"):
        read(b"PK")


def test_a_formula_gives_its_last_result_or_a_remark() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "=1+1"
        book.active["A2"] = "甲"

    data = xlsx(fill)
    assert "A1：公式没有保存算出的结果" in messages(read(data))
    computed = altered(data, "xl/worksheets/sheet1.xml", "<v></v>", "<v>2</v>")
    assert shown(tables(read(computed))[0]) == "2\n甲"


def altered(data: bytes, part: str, before: str, after: str) -> bytes:
    """The workbook with a text of one part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        assert part in old.namelist()
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert before in content.decode()
                content = content.decode().replace(before, after).encode()
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (30.0, "General", "30"),
        (0.28999999999999998, "General", "0.29"),
        (123456789012.0, "General", "123456789012"),
        (1e-7, "General", "0.0000001"),
        (30, "0.00", "30.00"),
        (0.25, "0%", "25%"),
        (0.955, "0.0%", "95.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0, "#,##0", "0"),
        (-5, "#,##0.00;-#,##0.00", "-5.00"),
        (-5, "0;[Red]0", "5"),
        (-5, "0_);(0)", "(5)"),
        (5, '0"人"', "5人"),
        (5, "≥0场", "≥5场"),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (5, "[红色]0", "5"),
        (7, "000", "007"),
        (0, "0;-0;;@", ""),
        (2.5, "0.##", "2.5"),
        (0.5, "#.##", ".5"),
        (12345678, '0,"千"', "12346千"),
        (45356, "yyyy/m/d", "2024-03-05"),
        (45356, "m/d/yy", "2024-03-05"),
        (45356, 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (45356, "yyyy年mm月", "2024年03月"),
        (45356, '[$-804]m"月"d"日";@', "3月5日"),
        (45356.5, "yyyy-mm-dd hh:mm", "2024-03-05 12:00"),
        (0.5, "h:mm", "12:00"),
        (0.5, 'h"时"mm"分"', "12时00分"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (1, "yyyy/m/d", "1900-01-01"),
        (5, "[DBNum1]0", None),
        (5, "[>3]0;0.0", None),
        (5, "# ?/?", None),
        (5, "0.00E+00", None),
    ],
)
def test_numbers_as_shown(value: float, code: str, text: str | None) -> None:
    found = display(value, code)
    assert (found.text if found else None) == text


def test_what_the_format_hides_is_told() -> None:
    def fill(book: Any) -> None:
        for row, code in enumerate(("0%", "0.0%", "[DBNum1]0"), 1):
            book.active.cell(row, 1, 0.256).number_format = code

    scan = only(fill)
    assert shown(tables(scan)[0]) == "26%\n25.6%\n0.256"
    assert "A1：格子里的数是 0.256，表上显示为“26%”" in messages(scan)
    assert "A3：数字格式“[DBNum1]0”还不会显示" in messages(scan)
    assert len(scan.remarks) == 2


def test_dates_and_booleans() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = datetime.date(2024, 3, 5)
        book.active["B1"] = datetime.datetime(2024, 3, 5, 8, 30)
        book.active["C1"] = True

    scan = only(fill)
    assert shown(tables(scan)[0]) == "2024-03-05 | 2024-03-05 08:30:00 | 是"
    assert "C1：格子里是逻辑值 TRUE" in messages(scan)


def test_dates_since_1904() -> None:
    def fill(book: Any) -> None:
        book.epoch = datetime.datetime(1904, 1, 1)
        book.active["A1"] = datetime.date(2024, 3, 5)

    assert shown(tables(only(fill))[0]) == "2024-03-05"


def test_text_that_looks_like_something_else_stays() -> None:
    def fill(book: Any) -> None:
        for row, text in enumerate(HOSTILE, 1):
            cell = book.active.cell(row, 1)
            cell.value, cell.data_type = text, "s"

    (table,) = tables(only(fill))
    assert [row.cells[0].text for row in table.rows] == HOSTILE


def shared(data: bytes, strings: str) -> bytes:
    """The workbook with a part of shared strings, as Excel and WPS write them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rIdS" Type="{kind}" Target="/xl/sharedStrings.xml"/>'
    end = "</Relationships>"
    stream = io.BytesIO(altered(data, "xl/_rels/workbook.xml.rels", end, relation + end))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
    return stream.getvalue()


def test_shared_strings_are_joined_and_reading_aids_left_out() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "x"
        book.active["A2"] = "=1"

    data = altered(xlsx(fill), "xl/worksheets/sheet1.xml", "<f>1</f><v></v>", "<v>1</v>")
    data = altered(data, "xl/worksheets/sheet1.xml", 'r="A2"', 'r="A2" t="s"')
    strings = (
        "<si><t>不是我</t></si><si><r><t>普</t></r><r><rPr><b/></rPr><t>法_x000D_\n场次</t></r>"
        "<rPh sb='0' eb='1'><t>ふ</t></rPh></si>"
    )
    assert shown(tables(read(shared(data, strings)))[0]) == "x\n普法⏎场次"


def test_one_far_cell_costs_nothing() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "近"
        book.active["XFD1048576"] = "远"

    assert [shown(table) for table in tables(only(fill))] == ["近", "远"]


def test_merges_of_a_whole_sheet_are_cut_to_what_is_used() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "标题"
        book.active["C2"] = "甲"

    merged = '</sheetData><mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    data = altered(xlsx(fill), "xl/worksheets/sheet1.xml", "</sheetData>", merged)
    assert shown(tables(read(data))[0]) == "标题 | < | <\n（空） | （空） | 甲"


@pytest.mark.parametrize("far", ["XFD1", "XFD20"])
def test_what_stands_too_far_apart_is_refused(far: str) -> None:
    def fill(book: Any) -> None:
        for row in range(1, 21):
            book.active.cell(row, 1, "甲")
        book.active[far] = "远"

    with pytest.raises(UnreadableError, match="散得太开") as caught:
        only(fill)
    assert "新的工作簿" in caught.value.hint


def test_text_under_a_merge_is_told() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "甲"
        book.active["B1"] = "乙"

    merged = '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    data = altered(xlsx(fill), "xl/worksheets/sheet1.xml", "</sheetData>", merged)
    scan = read(data)
    assert shown(tables(scan)[0]) == "甲 | <"
    assert "B1：合并单元格底下还压着内容“乙”" in messages(scan)


def test_macros_and_pictures_are_told() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "甲"

    data = altered(xlsx(fill), "xl/worksheets/sheet1.xml", "</worksheet>", "<drawing/></worksheet>")
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    told = messages(read(stream.getvalue()))
    assert "带有宏" in told
    assert "有图片" in told


@pytest.mark.parametrize(
    "doctype", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>']
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_doctype_is_refused(doctype: str, part: str) -> None:
    data = form_xlsx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(part).decode()
    body = re.sub(r"^<\?xml[^>]*\?>", "", text)
    with pytest.raises(UnreadableError, match=r"DOCTYPE|损坏"):
        read(altered(data, part, text, doctype + body))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "损坏"),
        (b"PK\x03\x04", "损坏"),
        (compound.MAGIC + b"x" * 600, "损坏"),
        (b"<html><table></table></html>", "损坏"),
        (xlsx(lambda _: None), "没有内容"),
    ],
)
def test_what_is_no_workbook_is_told(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message) as caught:
        read(data)
    assert caught.value.hint


BOF = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        compound_file("EncryptedPackage", b""),
        compound_file("Workbook", BOF + struct.pack("<HHHHHH", 0x2F, 6, 0, 0, 0, 0)),
    ],
)
def test_a_password_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="打开密码"):
        read(data)


def test_an_older_excel_is_told() -> None:
    data = form_xls().replace(b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x10\x00\x00\x05")
    try:
        scan = read(data)
    except UnreadableError:
        return
    assert "Excel 97 以前" in messages(scan)


WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    min_size=1,
    max_size=8,
).filter(lambda text: text.strip() and not re.search("_x[0-9A-Fa-f]{4}_", text))


@st.composite
def merged_sheets(draw: st.DrawFn) -> tuple[dict[tuple[int, int], str], list[Any]]:
    """Texts by spot and merged ranges that do not overlap, from 0."""
    merges: list[Any] = []
    taken: set[tuple[int, int]] = set()
    texts = {}
    for _ in range(draw(st.integers(1, 8))):
        top, left = draw(st.integers(0, 8)), draw(st.integers(0, 6))
        height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        spots = {(r, c) for r in range(top, top + height) for c in range(left, left + width)}
        if not spots & taken:
            taken |= spots
            texts[top, left] = draw(WORDS)
            merges.append((top, left, top + height - 1, left + width - 1))
    return texts, merges


@settings(max_examples=40, deadline=None)
@given(merged_sheets(), st.booleans())
def test_texts_and_merges_survive(content: tuple[Any, Any], is_old: bool) -> None:
    texts, merges = content

    def old(book: Any) -> None:
        sheet = book.add_sheet("Sheet")
        for merge in merges:
            sheet.write_merge(merge[0], merge[2], merge[1], merge[3], texts[merge[0], merge[1]])

    def new(book: Any) -> None:
        for top, left, bottom, right in merges:
            cell = book.active.cell(top + 1, left + 1)
            cell.value, cell.data_type = texts[top, left], "s"
            book.active.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )

    scan = read(xls(old) if is_old else xlsx(new))
    found, ranges = {}, set()
    for block in scan.blocks:
        assert isinstance(block.content, Table)
        for row, slots in enumerate(place(block.content), block.place.row - 1):
            column = block.place.cell - 1
            for cell, continues in slots:
                if cell.text and not continues:
                    found[row, column] = cell.text
                    last = (row + cell.row_span - 1, column + cell.grid_span - 1)
                    ranges.add((row, column, *last))
                column += cell.grid_span
    assert found == texts
    assert ranges == set(merges)


def test_calamine_reads_the_same() -> None:
    data = form_xlsx()
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheet = book.get_sheet_by_index(0)
        values = sheet.to_python(skip_empty_area=False)
        merges = set(sheet.merged_cell_ranges or ())
    ((own,), _) = spreadsheetml.read(data)
    assert set(own.merges) == merges
    numbers = {
        (r, c): value for r, row in enumerate(values) for c, value in enumerate(row) if value != ""
    }
    assert set(own.texts) == set(numbers)
    for (row, column), value in numbers.items():
        if (row + 1, column + 1) not in FORMATS:
            expected = value if isinstance(value, str) else plain(float(str(value)))
            assert own.texts[row, column] == expected


def read_or_refuse(data: bytes) -> None:
    try:
        scan = read(data)
    except UnreadableError as error:
        assert error.hint
        return
    for table in tables(scan):
        place(table)


SOUND = {"xlsx": form_xlsx(), "xls": form_xls()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.integers(0, 2**30), st.integers(0, 255), st.booleans())
def test_a_damaged_file_is_read_or_refused(kind: str, at: int, byte: int, cut: bool) -> None:
    data = bytearray(SOUND[kind])
    at %= len(data)
    if cut:
        del data[at:]
    else:
        data[at] = byte
    read_or_refuse(bytes(data))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**30), st.sampled_from(["sheet1", "workbook", "styles", "xml.rels"]))
def test_a_damaged_part_is_read_or_refused(seed: int, name: str) -> None:
    """Inside the zip, whose checksums would hide the parts from the test above."""
    dice = random.Random(seed)  # noqa: S311
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND["xlsx"])) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = bytearray(old.read(part))
            if part.endswith((f"{name}.xml", name)):
                for _ in range(dice.randint(1, 5)):
                    content[dice.randrange(len(content))] = dice.choice(b'0123456789AZaz"<>-:')
            new.writestr(part, bytes(content))
    read_or_refuse(stream.getvalue())
