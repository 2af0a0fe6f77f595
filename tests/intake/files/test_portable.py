"""PDFs made here by reportlab, read back: merges, wrapped cells, paragraphs, page furniture."""

import io
import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pdfplumber
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reportlab.lib import pagesizes, pdfencrypt
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Ruled

from tools.grid import Paragraph, Table, place
from tools.intake.files import ruling
from tools.intake.files.portable import read
from tools.intake.scan import Scan, UnreadableError

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK"
)
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=22, leading=32, alignment=1, wordWrap="CJK")
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=10.5, leading=14, wordWrap="CJK")
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
WIDE = 440.0

Draw = Callable[[Canvas, Any], None]


def pdf(story: list[Any], each: Draw = lambda *_: None, **options: Any) -> bytes:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=pagesizes.A4, invariant=1, **options).build(
        story, onFirstPage=each, onLaterPages=each
    )
    return stream.getvalue()


def table(rows: list[list[str]], spans: Sequence[tuple[int, ...]] = (), **options: Any) -> Any:
    """``spans`` are (first row, first column, last row, last column), from 0."""
    cells = [[Text(text.replace("\n", "<br/>"), CELL) for text in row] for row in rows]
    merged = [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in spans]
    widths = options.pop("colWidths", [WIDE / len(rows[0])] * len(rows[0]))
    return Ruled(cells, colWidths=widths, style=[*GRID, *merged], **options)


def tables(scan: Scan) -> list[Table]:
    return [block.content for block in scan.blocks if isinstance(block.content, Table)]


def paragraphs(scan: Scan) -> list[str]:
    return [block.content.text for block in scan.blocks if isinstance(block.content, Paragraph)]


def shown(found: Table) -> str:
    lines = []
    for slots in place(found):
        parts = []
        for cell, continues in slots:
            parts.append("^" if continues else cell.text.replace("\n", "⏎") or "（空）")
            parts += ["<"] * (cell.grid_span - 1)
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def ink(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def on_paper(data: bytes) -> Counter[str]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return ink("".join(char["text"] for page in document.pages for char in page.chars))


def handed_over(scan: Scan) -> Counter[str]:
    cells = [cell.text for found in tables(scan) for row in found.rows for cell in row.cells]
    return ink("".join(paragraphs(scan) + cells))


PURPOSE = "用于开展法治宣传教育，印制宣传材料，聘请法律顾问，组织普法志愿者进乡村、进社区、进学校。"
FORM = [
    ["项目编码", "13082224P00003110002A", "", "项目名称", "普法工作经费"],
    ["预算规模及资金用途", "预算数", "30.00", "其中：财政资金", "30.00"],
    ["", PURPOSE, "", "", ""],
    ["绩效目标", "1.举办普法活动；\n2.印制资料。", "", "", ""],
]
FORM_SPANS = [(0, 1, 0, 2), (1, 0, 2, 0), (2, 1, 2, 4), (3, 1, 3, 4)]


def form() -> bytes:
    return pdf([Text("1.普法工作经费绩效目标表", TITLE), Spacer(1, 9), table(FORM, FORM_SPANS)])


def test_a_table_with_merges_and_wrapped_cells() -> None:
    scan = read(form())
    assert paragraphs(scan) == ["1.普法工作经费绩效目标表"]
    assert [shown(found) for found in tables(scan)] == [
        "项目编码 | 13082224P00003110002A | < | 项目名称 | 普法工作经费\n"
        "预算规模及资金用途 | 预算数 | 30.00 | 其中：财政资金 | 30.00\n"
        f"^ | {PURPOSE} | < | < | <\n"
        "绩效目标 | 1.举办普法活动；⏎2.印制资料。 | < | < | <"
    ]
    assert [str(block.place) for block in scan.blocks] == ["第 1 页，第 1 段", "第 1 页，第 1 个表"]
    assert scan.remarks == ()


def test_a_table_over_two_pages_comes_as_two_blocks() -> None:
    rows = [[f"指标{number}", f"≥{number}场", "年度计划"] for number in range(70)]
    scan = read(pdf([table([["三级指标", "指标值", "依据"], *rows], repeatRows=1)]))
    assert [block.place.page for block in scan.blocks] == [1, 2, 3][: len(scan.blocks)]
    values = [row.cells[1].text for found in tables(scan) for row in found.rows]
    assert [text for text in values if text != "指标值"] == [row[1] for row in rows]


def test_paragraphs_are_joined_over_lines_and_pages() -> None:
    sentence = "坚持问题导向，深入推进普法工作，加强队伍建设，努力建设更高水平的示例县。"
    texts = [f"（{name}）" + sentence * 12 for name in "一二三四五"]
    story = [Text("第一部分 整体绩效目标", TITLE), *(Text(text, BODY) for text in texts)]
    scan = read(pdf(story))
    assert paragraphs(scan) == ["第一部分 整体绩效目标", *texts]
    assert [block.place.page for block in scan.blocks] == [1, 1, 1, 2, 3, 3]


def test_paragraphs_without_indent_end_where_a_line_is_short() -> None:
    flush = ParagraphStyle("flush", parent=BODY, firstLineIndent=0)
    texts = [
        "坚持问题导向，深入推进普法工作，加强队伍建设" + "，提高水平" * n + "。" for n in (3, 5, 7)
    ]
    assert paragraphs(read(pdf([Text(text, flush) for text in texts]))) == texts


def test_what_cannot_be_placed_is_told_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas._code.append("(x) 0 0 0 0 0 cm")

    logger = logging.getLogger("pdfminer")
    before = (logger.level, logger.propagate, list(logger.handlers))
    scan = read(pdf([Text("内容。", BODY)], draw))
    assert "可能没有读全" in scan.remarks[0].message
    assert caplog.records == []
    assert (logger.level, logger.propagate, list(logger.handlers)) == before


def test_boxes_that_overlap_lose_no_text() -> None:
    boxes = ((0.0, 0.0, 50.0, 20.0), (50.0, 0.0, 100.0, 20.0), (0.0, 0.0, 100.0, 20.0))
    place = {"x0": 5.0, "x1": 15.0, "top": 5.0, "bottom": 15.0, "upright": True}
    chars = {number: [{"text": sign, **place}] for number, sign in enumerate("甲乙丙")}
    found = ruling.grid(ruling.Ruled(boxes, boxes[2]), chars)
    assert ink(shown(found)) - ink("|⏎") == ink("甲乙丙")


def test_page_numbers_go_and_running_headers_are_told() -> None:
    def each(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(297, 800, "示例县预算绩效文本")
        canvas.drawCentredString(297, 30, f"— {document.page} —")

    story = [part for n in range(4) for part in (table([[f"第{n}格", "2024"]]), PageBreak())]
    scan = read(pdf(story, each))
    assert paragraphs(scan) == []
    assert [found.rows[0].cells[0].text for found in tables(scan)] == [f"第{n}格" for n in range(4)]
    assert [remark.message for remark in scan.remarks] == [
        "每页重复的页眉页脚“示例县预算绩效文本”没有取"
    ]


def test_a_page_number_under_a_running_header_goes_too() -> None:
    def each(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(297, 815, "示例县预算绩效文本")
        canvas.drawCentredString(297, 795, f"第 {document.page} 页")

    story = [part for n in range(4) for part in (Text(f"第{n}段。", BODY), PageBreak())]
    assert paragraphs(read(pdf(story, each))) == [f"第{n}段。" for n in range(4)]


def test_a_number_in_the_text_is_no_page_number() -> None:
    scan = read(pdf([table([["甲", "乙"]]), Text("2024", BODY), table([["丙", "丁"]])]))
    assert paragraphs(scan) == ["2024"]


def test_contents_are_left_out_and_told() -> None:
    entries = [f"{n}.项目{n}绩效目标表{'.' * 60}{n}" for n in range(1, 5)]
    story = [Text(text, CELL) for text in ("目　录", *entries)]
    story += [PageBreak(), Text("1.项目1绩效目标表", TITLE)]
    scan = read(pdf(story))
    assert paragraphs(scan) == ["1.项目1绩效目标表"]
    assert "目录 4 条没有取" in [remark.message for remark in scan.remarks]


@pytest.mark.parametrize(
    "text",
    [
        "用于举办活动，印制资料，聘请法律顾问和讲师。",
        "1.举办活动；\n2.印制资料。",
        "1.举办普法活动十二场，参加的群众不少于三千人；\n2.印制资料。\n3.其他。",
        "13082224P00003110002A",
        "覆盖率=已覆盖数/应覆盖数*100%",
        "≥50百分比",
        "“甲”、《乙》、（丙）、“丁”、《戊》、（己）、“庚”",
        "产出\n指标",
        "",
    ],
)
@pytest.mark.parametrize("width", [70, 90, 180, 300])
def test_a_cell_reads_as_it_was_written(text: str, width: int) -> None:
    (found,) = tables(read(pdf([table([[text, "右"]], colWidths=[width, 60])])))
    assert found.rows[0].cells[0].text == text


@pytest.mark.parametrize("width", [90, 180, 300])
def test_words_keep_their_spaces(width: int) -> None:
    text = "按 GB/T 9704 and other long standards of the country"
    (found,) = tables(read(pdf([table([[text, "右"]], colWidths=[width, 60])])))
    assert found.rows[0].cells[0].text == text


def test_a_box_is_no_table() -> None:
    scan = read(pdf([table([["框里的文字"]])]))
    assert paragraphs(scan) == ["框里的文字"]


def test_two_tables_side_by_side_and_text_around() -> None:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        for left, name in ((80, "左"), (320, "右")):
            canvas.grid([left, left + 80, left + 160], [600, 630, 660])
            for column in range(2):
                for row in range(2):
                    canvas.drawString(
                        left + 80 * column + 5, 638 - 30 * row, f"{name}{row}{column}"
                    )
        canvas.drawString(80, 700, "上面")
        canvas.drawString(80, 550, "下面")

    scan = read(pdf([Spacer(1, 1)], draw))
    assert [shown(found) for found in tables(scan)] == [
        "左00 | 左01\n左10 | 左11",
        "右00 | 右01\n右10 | 右11",
    ]
    kinds = [type(block.content).__name__ for block in scan.blocks]
    assert kinds == ["Paragraph", "Table", "Table", "Paragraph"]


def test_open_sides_are_closed() -> None:
    """At a page break, and by taste, the outer borders of a table are not drawn."""

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        for y in (600, 630, 660):
            canvas.line(80, y, 320, y)
        for x in (160, 240):
            canvas.line(x, 570, x, 660)
        for row in range(3):
            for column in range(3):
                canvas.drawString(85 + 80 * column, 640 - 30 * row, f"格{row}{column}")

    (found,) = tables(read(pdf([Spacer(1, 1)], draw)))
    assert shown(found) == "\n".join(
        " | ".join(f"格{row}{column}" for column in range(3)) for row in range(2)
    )


def test_borders_drawn_as_thin_boxes_cell_by_cell() -> None:
    """As Word does; rows 0 and 1 of the first column are merged."""
    boxes: list[tuple[float, ...]] = [(80, 630, 80, 60), (160, 660, 80, 30), (240, 660, 80, 30)]
    boxes += [(160, 630, 80, 30), (240, 630, 80, 30), (80, 600, 240, 30)]

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        for number, (x, y, width, height) in enumerate(boxes):
            sides: list[tuple[float, ...]] = [(x, y, width, 0.5), (x, y + height, width, 0.5)]
            sides += [(x, y, 0.5, height), (x + width, y, 0.5, height)]
            for side in sides:
                canvas.rect(*side, stroke=0, fill=1)
            canvas.drawString(x + 5, y + 10, f"格{number}")

    (found,) = tables(read(pdf([Spacer(1, 1)], draw)))
    assert shown(found) == "格0 | 格1 | 格2\n^ | 格3 | 格4\n格5 | < | <"


def test_a_drawing_is_not_taken_for_tables() -> None:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.grid([50 + 4 * n for n in range(100)], [50 + 4 * n for n in range(100)])
        canvas.drawString(80, 800, "图一")

    scan = read(pdf([Spacer(1, 1)], draw))
    assert paragraphs(scan) == ["图一"]
    assert "线条太多" in scan.remarks[0].message


def test_a_file_cut_short_is_told() -> None:
    data = form()
    without_index = re.sub(rb"startxref\n\d+", b"startxref\n7", data)
    for damaged in (data.rstrip()[:-5], without_index):
        scan = read(damaged)
        assert "可能没有读全" in scan.remarks[0].message
        assert scan.blocks == read(data).blocks
    assert read(data).remarks == ()


def test_type_made_bold_by_printing_twice_reads_once() -> None:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        for shift in (0, 0.3):
            canvas.drawString(80 + shift, 700, "人人参与 11 22")

    assert paragraphs(read(pdf([Spacer(1, 1)], draw))) == ["人人参与 11 22"]


def test_turned_text_is_read_and_slanted_text_is_told() -> None:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.grid([80, 110, 300], [500, 600])
        canvas.drawString(120, 550, "内容")
        canvas.saveState()
        canvas.translate(100, 510)
        canvas.rotate(90)
        canvas.drawString(0, 0, "资金用途")
        canvas.restoreState()
        canvas.translate(200, 200)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    scan = read(pdf([Spacer(1, 1)], draw))
    assert shown(tables(scan)[0]) == "资金用途 | 内容"
    assert [remark.message for remark in scan.remarks] == [
        "斜着的文字（多半是水印）“内部资料”没有取"
    ]


def test_a_page_without_lines_gives_paragraphs_and_a_remark() -> None:
    scan = read(pdf([Text("没有表格的文字。", BODY)]))
    assert paragraphs(scan) == ["没有表格的文字。"]
    assert "没有找到有框线的表格" in scan.remarks[-1].message


def test_a_scan_is_refused() -> None:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.rect(50, 50, 400, 600, fill=1)

    with pytest.raises(UnreadableError, match="扫描件") as caught:
        read(pdf([Spacer(1, 1)], draw))
    assert "Word 原件" in caught.value.hint


def test_a_password_is_told_and_an_empty_one_needs_none() -> None:
    story = [Text("加密的文字。", BODY)]
    locked = pdfencrypt.StandardEncryption("secret", "owner", strength=128)
    with pytest.raises(UnreadableError, match="打开密码"):
        read(pdf(story, encrypt=locked))
    plain = ParagraphStyle("plain")  # reportlab encrypts the names of Chinese fonts wrongly
    printable = pdfencrypt.StandardEncryption("", "owner", strength=128)
    assert paragraphs(read(pdf([Text("Year 2024", plain)], encrypt=printable))) == ["Year 2024"]


def test_too_many_pages_are_refused() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for _ in range(501):
        canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableError, match="501 页"):
        read(stream.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 3000, b"PK\x03\x04"])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="损坏") as caught:
        read(data)
    assert caught.value.hint


SIGNS = st.text(st.sampled_from("甲乙丙丁，。；（）“”≥%9aB 1."), min_size=0, max_size=40).map(
    str.strip
)


@st.composite
def merged_tables(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 4))
    rows = [[draw(SIGNS) for _ in range(width)] for _ in range(height)]
    spans: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        spots = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if not spots & taken and len(spots) < height * width:
            taken |= spots
            spans.append((top, left, bottom, right))
            for row, column in spots - {(top, left)}:
                rows[row][column] = ""
    return rows, spans


@settings(max_examples=60, deadline=None)
@given(merged_tables())
def test_no_sign_is_lost_or_invented(content: tuple[Any, Any]) -> None:
    rows, spans = content
    assume(all(any(row) for row in rows))  # an empty row is drawn too low to be one
    data = pdf([Text("标题", TITLE), table(rows, spans), Text("尾。", BODY)])
    scan = read(data)
    assert handed_over(scan) == on_paper(data)
    for found in tables(scan):
        place(found)
    cells = Counter(
        re.sub(r"\s", "", cell.text)
        for found in tables(scan)
        for row in found.rows
        for cell in row.cells
    )
    wanted = Counter(re.sub(r"\s", "", text) for row in rows for text in row)
    assert {key: cells[key] for key in wanted if key} == {k: n for k, n in wanted.items() if k}


def read_or_refuse(data: bytes) -> None:
    try:
        scan = read(data)
    except UnreadableError as error:
        assert error.hint
        return
    for found in tables(scan):
        place(found)


SOUND = pdf([Text("标题", TITLE), table(FORM, FORM_SPANS)], pageCompression=0)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**30), st.booleans())
def test_a_damaged_file_is_read_or_refused(seed: int, cut: bool) -> None:
    dice = random.Random(seed)  # noqa: S311
    data = bytearray(SOUND)
    if cut:
        del data[dice.randrange(len(data)) :]
    for _ in range(dice.randint(0 if cut else 1, 6)):
        data[dice.randrange(len(data) or 1)] = dice.choice(b"0123456789<>[]()/ azR\x00\xff")
    read_or_refuse(bytes(data))
