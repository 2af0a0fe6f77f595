"""What Word, WPS and LibreOffice put into a .docx, point by point."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.files.archives import (
    R,
    W,
    cell,
    paragraph,
    relations,
    row,
    run,
    table,
    word,
    word_parts,
    zipped,
)
from tools import grid
from tools.grid import Run
from tools.intake.files.ooxml.numerals import numeral
from tools.intake.files.wordfile import read
from tools.intake.scan import Place, Scan

INS = '<w:ins w:id="1" w:author="甲">{}</w:ins>'
DEL = '<w:del w:id="2" w:author="甲"><w:r><w:delText>{}</w:delText></w:r></w:del>'
DELETED_MARK = '<w:rPr><w:del w:id="3" w:author="甲"/></w:rPr>'
BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)
VANISH = "<w:vanish/>"


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def field(code: str, result: str) -> str:
    return BEGIN + instruction(code) + SEPARATE + result + END


def lines(scan: Scan) -> list[str]:
    """Paragraphs as text; tables as their cells' texts between bars."""
    return [
        b.content.text
        if isinstance(b.content, grid.Paragraph)
        else " / ".join("|".join(c.text for c in each.cells) for each in b.content.rows)
        for b in scan.blocks
    ]


def only(content: str, **others: str) -> str:
    """The text of the one paragraph with this content."""
    (line,) = lines(read(word(paragraph(content), **others)))
    return line


def told(scan: Scan) -> list[str]:
    return [remark.message for remark in scan.remarks]


# Runs


def test_runs_that_word_splits_are_joined() -> None:
    content = (
        '<w:r w:rsidR="1"><w:t>示例</w:t></w:r><w:proofErr w:type="spellStart"/>'
        '<w:bookmarkStart w:id="0" w:name="b"/><w:r><w:t>县</w:t></w:r><w:bookmarkEnd w:id="0"/>'
        f'<w:hyperlink r:id="x">{run("司")}</w:hyperlink>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('法')}</w:sdtContent></w:sdt>"
        f'<w:smartTag w:element="e"><w:smartTagPr/>{run("局")}</w:smartTag>'
        f'<w:customXml w:element="e">{run("的")}</w:customXml>'
        f"<w:bdo>{run('项')}</w:bdo><w:fldSimple w:instr=' REF x '>{run('目')}</w:fldSimple>"
    )
    (block,) = read(word(paragraph(content))).blocks
    assert block.content == grid.Paragraph((Run("示例县司法局的项目"),), "Normal")


def test_character_styles_part_runs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:styleId="k"><w:name w:val="栏目字"/></w:style>'
    )
    content = (
        run("绩效", '<w:rStyle w:val="k"/>')
        + run("目标：", '<w:b/><w:rStyle w:val="k"/>')
        + run("做好", '<w:rStyle w:val="none"/>')
        + run("工作")
    )
    (block,) = read(word(paragraph(content), styles=styles)).blocks
    assert isinstance(block.content, grid.Paragraph)
    assert block.content.runs == (Run("绩效目标：", "栏目字"), Run("做好工作"))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:t> 甲 </w:t>", "甲"),
        ('<w:t xml:space="preserve"> 甲 </w:t>', " 甲 "),
        ('<w:t xml:space="preserve">甲\n乙</w:t>', "甲 乙"),
        ("<w:t>\n  甲\n</w:t>", "甲"),
        ("<w:t>\u3000甲\u00a0</w:t>", "\u3000甲\u00a0"),
        ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>", "甲\t乙"),
        ("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/>", "甲\n乙\n"),
        ('<w:br w:type="page"/><w:t>甲</w:t><w:br w:type="column"/>', "甲"),
        ('<w:t>甲</w:t><w:br w:type="textWrapping" w:clear="all"/><w:t>乙</w:t>', "甲\n乙"),
        ("<w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t>", "1-2"),
        ("<w:t>甲</w:t><w:softHyphen/><w:t>乙</w:t>", "甲乙"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="Wingdings 2" w:char="00A3"/>', "□"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t>', "≥95%"),
        ('<w:sym w:font="宋体" w:char="2265"/>', "≥"),
        ('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>\uf0a3</w:t>', "≤"),
        (
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>xian</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>县</w:t></w:r></w:rubyBase></w:ruby>",
            "县",
        ),
        ("<w:lastRenderedPageBreak/><w:t>甲</w:t><w:pgNum/>", "甲"),
    ],
)
def test_what_a_run_holds(content: str, text: str) -> None:
    assert only(f"<w:r>{content}</w:r>") == text


@pytest.mark.parametrize(
    "content",
    [
        '<w:sym w:font="Wingdings" w:char="F04A"/>',
        '<w:sym w:font="Webdings" w:char="F061"/>',
        '<w:sym w:font="Symbol" w:char="zz"/>',
        "<w:sym/>",
    ],
)
def test_a_sign_that_is_not_known_is_told(content: str) -> None:
    scan = read(word(paragraph(f"<w:r>{content}</w:r>")))
    assert lines(scan) == [""]
    assert "特殊符号" in told(scan)[0]
    assert scan.remarks[0].place == Place(paragraph=1)


def test_a_private_sign_of_an_ordinary_font_stays() -> None:
    scan = read(word(paragraph("<w:r><w:t>\uf04a</w:t></w:r>")))
    assert lines(scan) == ["\uf04a"]
    assert scan.remarks == ()


# Styles


def styled(style: str) -> grid.Paragraph:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="正文"/></w:style>'
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="2"><w:name w:val="Heading 2"/></w:style>'
        '<w:style w:styleId="s"><w:name w:val="项目标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="t"><w:name w:val="t"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
        '<w:style w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>'
    )
    (block,) = read(word(paragraph("甲", style), styles=styles)).blocks
    assert isinstance(block.content, grid.Paragraph)
    return block.content


@pytest.mark.parametrize(
    ("properties", "name", "level"),
    [
        ("", "正文", 0),
        ('<w:pStyle w:val="1"/>', "heading 1", 1),
        ('<w:pStyle w:val="2"/>', "heading 2", 2),
        ('<w:pStyle w:val="s"/>', "项目标题", 1),
        ('<w:pStyle w:val="t"/>', "t", 0),
        ('<w:pStyle w:val="x"/>', "x", 0),
        ('<w:pStyle w:val="没有"/>', "正文", 0),
        ('<w:outlineLvl w:val="2"/>', "正文", 3),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', "heading 1", 0),
        ('<w:outlineLvl w:val="x"/>', "正文", 0),
    ],
)
def test_styles_have_names_and_levels(properties: str, name: str, level: int) -> None:
    found = styled(properties)
    assert (found.style, found.level) == (name, level)


def test_a_document_without_styles_is_read() -> None:
    parts = word_parts(paragraph("甲"))
    del parts["word/styles.xml"], parts["word/_rels/document.xml.rels"]
    assert read(zipped(parts)).blocks[0].content == grid.Paragraph((Run("甲"),), "")


# List numbers


def level(number: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "\uf0b7") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">'
    + level(0, "decimal", "%1.", '<w:pStyle w:val="n"/>')
    + level(1, "decimal", "%1.%2", '<w:pStyle w:val="n2"/>')
    + level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="0"/>')
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="列表"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="4">' + level(0, "hebrew1", "%1.") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="99"/></w:num>'
    '<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    + level(0, "upperRoman", "%1)")
    + "</w:lvlOverride></w:num>"
)
LIST_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:styleId="n"><w:name w:val="n"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:styleId="n2"><w:name w:val="n2"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="numbering" w:styleId="列表"><w:name w:val="列表"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def item(list_id: int, depth: int = 0, text: str = "甲") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, properties)


def listed(*items: str) -> list[str]:
    return lines(read(word("".join(items), numbering=NUMBERING, styles=LIST_STYLES)))


@pytest.mark.parametrize(
    ("items", "printed"),
    [
        ([(1, 0), (1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], "一、 二、 （一） （二） 三、 （一）"),
        ([(1, 1), (1, 2), (1, 2), (1, 1), (1, 2)], "（一） 1. 2. （二） 1."),
        ([(1, 0), (2, 0)], "一、 二、"),
        ([(1, 2), (3, 2), (3, 2)], "1. 5. 6."),
        ([(1, 0), (1, 0), (1, 3)], "一、 二、 2.1"),
        ([(5, 0), (5, 2), (5, 0), (5, 2)], "1. a) 2. b)"),
        ([(6, 0), (1, 0)], "一、 二、"),
        ([(9, 0), (9, 0)], "I) II)"),
        ([(4, 0)], ""),
        ([(8, 0)], ""),
        ([(0, 0)], ""),
        ([(77, 0)], ""),
        ([(1, 8)], ""),
    ],
)
def test_list_numbers_are_put_back(items: list[tuple[int, int]], printed: str) -> None:
    found = listed(*(item(*each) for each in items))
    assert " ".join(line.removesuffix("甲") for line in found) == printed


def test_list_numbers_of_styles() -> None:
    second = paragraph("乙", '<w:pStyle w:val="n2"/>')
    assert listed(paragraph("甲", '<w:pStyle w:val="n"/>'), second, second) == [
        "1.甲",
        "1.1乙",
        "1.2乙",
    ]
    none = '<w:pStyle w:val="n"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert listed(paragraph("甲", none)) == ["甲"]


def test_list_numbers_run_through_cells_and_stand_in_blank_ones() -> None:
    body = table(row(cell(item(1, 2) + item(1, 2)), cell(item(1, 2, ""))))
    assert listed(body) == ["1.甲\n2.甲|3."]


def test_a_list_number_that_cannot_be_told_is_told() -> None:
    scan = read(word(item(7), numbering=NUMBERING))
    assert lines(scan) == ["甲"]
    assert "自动编号" in told(scan)[0]


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        *[
            (n, "chineseCounting", t)
            for n, t in ((1, "一"), (10, "十"), (11, "十一"), (20, "二十"))
        ],
        *[(n, "chineseCountingThousand", t) for n, t in ((100, "一百"), (101, "一百零一"))],
        *[(n, "chineseCountingThousand", t) for n, t in ((110, "一百一十"), (1001, "一千零一"))],
        *[(n, "chineseCountingThousand", t) for n, t in ((2020, "二千零二十"), (99, "九十九"))],
        *[(n, "ideographDigital", t) for n, t in ((3, "三"), (10, "一〇"), (12, "一二"))],
        *[(n, "japaneseCounting", t) for n, t in ((3, "三"), (12, "十二"), (100, None))],
        *[(n, "chineseLegalSimplified", t) for n, t in ((3, "叁"), (12, "壹拾贰"))],
        *[(n, "upperLetter", t) for n, t in ((1, "A"), (26, "Z"), (27, "AA"), (0, None))],
        *[(n, "lowerRoman", t) for n, t in ((4, "iv"), (1999, "mcmxcix"), (0, None))],
        *[(n, "decimalEnclosedCircle", t) for n, t in ((1, "①"), (20, "⑳"), (21, None))],
        *[(n, "decimalZero", t) for n, t in ((1, "01"), (10, "10"))],
        (12, "decimalFullWidth", "１２"),
        (2, "ideographTraditional", "乙"),
        (5, "none", ""),
        (1, "arabicAlpha", None),
        (-1, "decimal", None),
        (10**9, "chineseCountingThousand", None),
    ],
)
def test_numerals(number: int, number_format: str, text: str | None) -> None:
    assert numeral(number, number_format) == text


# Fields


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (field(" REF x ", run("甲")), "甲"),
        (field(" PAGE ", run("3")), ""),
        (run("第") + field(" PAGE  \\* MERGEFORMAT", run("3")) + run("页"), "第页"),
        ('<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>", ""),
        (field(" IF " + field("=1", run("里")) + " x ", run("甲")), "甲"),
        (field(" HYPERLINK ", run("甲") + field(" PAGEREF _x ", run("9")) + run("乙")), "甲乙"),
        (BEGIN + instruction(" PA") + instruction("GE ") + SEPARATE + run("3") + END, ""),
        (BEGIN + instruction(" PAGE ") + run("没有完"), "没有完"),
        (run("甲") + END + SEPARATE + run("乙"), "甲乙"),
        (BEGIN + DEL.format("x") + END + run("甲"), "甲"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
         "</w:ffData></w:fldChar></w:r>" + instruction(" FORMCHECKBOX ") + END + run("是"), "☑是"),
    ],
)  # fmt: skip
def test_fields(content: str, text: str) -> None:
    assert only(content) == text


def test_a_field_without_a_result_is_told() -> None:
    scan = read(word(paragraph(BEGIN + instruction(" EQ \\o\\ac(○,1) ") + END + run("甲"))))
    assert lines(scan) == ["甲"]
    assert "EQ" in told(scan)[0]


def test_the_table_of_contents_is_left_out() -> None:
    entry = run("第一部分") + "<w:r><w:tab/></w:r>" + field(" PAGEREF _x ", run("1"))
    by_field = (
        paragraph(BEGIN + instruction(" TOC \\o ") + SEPARATE + entry)
        + paragraph(entry)
        + paragraph(entry + END)
    )
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="TOC 1"/></w:style>'
    by_style = paragraph(entry, '<w:pStyle w:val="t"/>')
    gallery = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('目录')}{by_field}</w:sdtContent></w:sdt>"
    )
    after = paragraph("正文")
    for contents in (by_field, by_style, gallery):
        scan = read(word(contents + after, styles=styles))
        assert (lines(scan), scan.remarks) == (["正文"], ())


def test_a_field_that_ends_in_what_is_left_out_swallows_nothing() -> None:
    gallery = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph(END)}</w:sdtContent></w:sdt>"
    )
    body = (
        paragraph(BEGIN + instruction(" TOC ") + SEPARATE + run("甲")) + gallery + paragraph("乙")
    )
    assert lines(read(word(body))) == ["甲", "乙"]


# Tracked changes, comments, hidden text


def test_the_final_text_is_taken() -> None:
    body = (
        paragraph(run("甲") + INS.format(run("乙")) + DEL.format("丙"))
        + paragraph(f"<w:moveFrom>{run('丁')}</w:moveFrom><w:moveTo>{run('戊')}</w:moveTo>")
        + f"<w:ins>{paragraph('己')}</w:ins>"
    )
    scan = read(word(body))
    assert lines(scan) == ["甲乙", "戊", "己"]
    assert told(scan) == [
        "文件里有没有定稿的修订（插入 2 处、删除 1 处、移动 1 处），"
        "按全部接受以后的文字取的；请对照原文核对"
    ]


def test_paragraphs_join_where_their_mark_was_deleted() -> None:
    body = (
        paragraph("甲", DELETED_MARK)
        + paragraph(DEL.format("乙"), DELETED_MARK)
        + paragraph("丙", '<w:outlineLvl w:val="0"/>')
        + paragraph(DEL.format("丁"), DELETED_MARK)
        + table(row(cell(paragraph("戊", DELETED_MARK) + paragraph("己"))))
        + paragraph("庚", DELETED_MARK)
    )
    scan = read(word(body))
    assert lines(scan) == ["甲丙", "戊己", "庚"]
    assert scan.blocks[0].content == grid.Paragraph((Run("甲丙"),), "Normal", 1)
    assert scan.blocks[0].place == Place(paragraph=3)


def test_deleted_rows_and_cells_are_gone() -> None:
    body = table(
        row("甲", "乙"),
        row("丙", "丁", properties="<w:del/>"),
        row("戊", cell("己", "<w:cellDel/>"), properties="<w:ins/>"),
    )
    assert lines(read(word(body))) == ["甲|乙 / 戊|"]
    gone = table(row("丙", properties="<w:del/>"))
    assert lines(read(word(gone + paragraph("甲")))) == ["甲"]


def test_hidden_text_is_told_with_its_place() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:styleId="p"><w:name w:val="p"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="c"><w:name w:val="c"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = table(row("甲", cell(paragraph(run("乙") + run("暗", VANISH) + run("处", VANISH)))))
    body += paragraph("丙", '<w:pStyle w:val="p"/>')
    body += paragraph(run("丁", '<w:rStyle w:val="c"/>') + run("戊", '<w:vanish w:val="0"/>'))
    body += paragraph(run(" ", VANISH))
    scan = read(word(body, styles=styles))
    assert lines(scan) == ["甲|乙", "", "戊", ""]
    assert [(r.place, r.message.rpartition("：")[2]) for r in scan.remarks] == [
        (Place(table=1, row=1, cell=2), "暗处"),
        (Place(paragraph=1), "丙"),
        (Place(paragraph=2), "丁"),
    ]


def test_comments_and_notes_are_told() -> None:
    body = paragraph("甲") + paragraph(
        run("乙")
        + '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        + '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )
    scan = read(
        word(
            body,
            comments=f'<w:comment w:id="0">{paragraph("金额不对")}</w:comment>',
            footnotes=f'<w:footnote w:type="separator" w:id="0">{paragraph("——")}</w:footnote>'
            f'<w:footnote w:id="2">{paragraph("见附件")}</w:footnote>',
            endnotes=f'<w:endnote w:id="2">{paragraph("全文完")}</w:endnote>'
            f'<w:endnote w:id="3">{paragraph("没人引用")}</w:endnote>',
        )
    )
    assert lines(scan) == ["甲", "乙"]
    assert [(str(r.place), r.message) for r in scan.remarks] == [
        ("第 2 段", "有脚注，没有取：见附件"),
        ("第 2 段", "有尾注，没有取：全文完"),
        ("", "有尾注，没有取：没人引用"),
        ("第 2 段", "有批注，没有取：金额不对"),
    ]


def test_headers_and_footers_are_told_but_for_page_numbers() -> None:
    number = paragraph(run("— ") + field(" PAGE ", run("1")) + run(" —"))
    text = paragraph(run("第 ") + field("PAGE", run("1")) + run(" 页 共 9 页"))
    box = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        f"{number}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox><w:txbxContent>{number}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    mark = '<w:r><w:pict><v:shape><v:textpath string="草稿"/></v:shape></w:pict></w:r>'
    scan = read(
        word(
            paragraph("甲"),
            header1=paragraph("示例县财政局"),
            header2=paragraph("示例县财政局"),
            header3=paragraph(mark),
            footer1=number,
            footer2=text,
            footer3=paragraph(f"<w:r>{box}</w:r>"),
        )
    )
    assert told(scan) == ["页眉的文字没有取：示例县财政局", "页眉的文字没有取：草稿"]


# Drawings


def box(content: str, other: str = "") -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"<w:txbxContent>{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox><w:txbxContent>{other or content}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_boxes_follow_their_paragraph() -> None:
    inner = paragraph("框中") + table(row("一", "二"))
    body = paragraph(run("甲") + box(inner)) + paragraph("乙")
    body += table(row(cell(paragraph(run("丙") + box(paragraph("格中框"))))))
    scan = read(word(body))
    assert lines(scan) == ["甲", "框中", "一|二", "乙", "丙", "格中框"]
    assert [r.place for r in scan.remarks] == [Place(paragraph=1), Place(table=2, row=1, cell=1)]
    assert "文本框" in told(scan)[0]


def test_a_text_box_has_fields_of_its_own() -> None:
    inner = paragraph(run("框") + field(" PAGE ", run("3")))
    first = paragraph(BEGIN + instruction(" TOC ") + box(inner) + SEPARATE + run("x"))
    last = paragraph(run("y") + END)
    assert lines(read(word(first + last + paragraph("乙")))) == ["框", "乙"]


def test_boxes_in_boxes_and_empty_ones() -> None:
    scan = read(word(paragraph(run("甲") + box(paragraph(box(paragraph("里")) + run("外"))))))
    assert lines(scan) == ["甲", "外", "里"]
    assert read(word(paragraph(run("甲") + box(paragraph())))).remarks == ()


@pytest.mark.parametrize(
    ("drawing", "what"),
    [
        ("<w:drawing><a:graphic><pic:pic/></a:graphic></w:drawing>", "图片"),
        ('<w:pict><v:shape><v:imagedata r:id="x"/></v:shape></w:pict>', "图片"),
        ("<w:drawing><a:graphic><c:chart/></a:graphic></w:drawing>", "图表"),
        ("<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object>", "嵌入的对象"),
    ],
)
def test_pictures_and_objects_are_told(drawing: str, what: str) -> None:
    scan = read(word(table(row("甲", cell(paragraph(f"<w:r>{drawing}</w:r>"))))))
    (remark,) = scan.remarks
    assert what in remark.message
    assert remark.place == Place(table=1, row=1, cell=2)


def test_lines_and_frames_without_text_are_not_told() -> None:
    scan = read(
        word(paragraph("<w:r><w:pict><v:line/></w:pict><w:drawing><wps:wsp/></w:drawing></w:r>"))
    )
    assert scan.remarks == ()


def test_the_text_of_a_formula_is_taken_and_told() -> None:
    scan = read(word(paragraph(run("约") + "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")))
    assert lines(scan) == ["约a+b"]
    assert "公式" in told(scan)[0]


def test_alternatives_are_taken_once() -> None:
    choice = f"<mc:AlternateContent><mc:Choice>{run('新')}</mc:Choice><mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    assert only(choice) == "新"
    assert only(choice.replace(f"<mc:Choice>{run('新')}</mc:Choice>", "<mc:Choice/>")) == "旧"


def test_other_files_inside_are_told() -> None:
    scan = read(word('<w:altChunk r:id="x"/>' + table(row(cell('<w:altChunk r:id="x"/>')))))
    assert [message[:5] for message in told(scan)] == ["这里嵌入了"] * 2


def test_prompts_not_answered_are_told() -> None:
    def control(inner: str) -> str:
        properties = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    prompt = run("单击此处输入")
    body = paragraph(run("名称：") + control(prompt)) + control(paragraph(prompt))
    body += table(f"<w:tr>{control(cell(paragraph(prompt)))}{cell('乙')}</w:tr>")
    scan = read(word(body))
    assert lines(scan) == ["名称：", "|乙"]
    assert len(scan.remarks) == 3
    assert all("单击此处输入" in message for message in told(scan))


# Pages


def test_pages_are_counted_by_what_word_left() -> None:
    turn = "<w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r>"
    body = (
        paragraph("一")
        + paragraph(turn.format("二"))
        + paragraph(run("二") + turn.format("三"))
        + table(row("三", cell(paragraph(turn.format("四")))))
        + paragraph("四")
    )
    assert [b.place.page for b in read(word(body)).blocks] == [1, 2, 2, 3, 4]
    assert {
        b.place.page for b in read(word(paragraph('<w:r><w:br w:type="page"/></w:r>'))).blocks
    } == {0}


# Tables


def shape(body: str) -> list[list[tuple[str, int, int]]]:
    """Each row's cells as (text, columns, rows) of the one table, which must add up."""
    (block,) = read(word(body)).blocks
    assert isinstance(block.content, grid.Table)
    grid.place(block.content)
    return [[(c.text, c.grid_span, c.row_span) for c in each.cells] for each in block.content.rows]


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


DOWN, ALONG = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_spans_and_merges() -> None:
    body = table(
        row(cell("甲", DOWN), cell("乙", span(2))),
        row(cell("", ALONG), "丙", "丁"),
        row(cell("", '<w:vMerge w:val="continue"/>'), cell("戊", span(2))),
        row("己", "庚", "辛"),
    )
    assert shape(body) == [
        [("甲", 1, 3), ("乙", 2, 1)],
        [("丙", 1, 1), ("丁", 1, 1)],
        [("戊", 2, 1)],
        [("己", 1, 1), ("庚", 1, 1), ("辛", 1, 1)],
    ]


def test_merges_go_by_the_column_of_the_grid() -> None:
    body = table(
        row("a", cell("甲", span(2) + DOWN)),
        row(cell("", ALONG), cell("b", span(2) + ALONG)),
        row(cell("c", span(2)), cell("d", ALONG)),
    )
    scan = read(word(body))
    assert shape(body) == [
        [("a", 1, 1), ("甲", 2, 2)],
        [("", 1, 1)],
        [("c", 2, 1), ("d", 1, 1)],
    ]
    assert told(scan) == ["合并的格子下面盖着看不见的文字，没有取：b"]


def test_old_merges_across() -> None:
    body = table(
        row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("乙", "<w:hMerge/>"), "丙"),
        row("1", "2", "3"),
    )
    assert shape(body)[0] == [("甲\n乙", 2, 1), ("丙", 1, 1)]


def test_rows_that_begin_late_or_end_early() -> None:
    body = table(
        row("甲", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>'),
        row("1", "2", "3", "4"),
        row("短"),
    )
    assert shape(body) == [
        [("", 1, 1), ("甲", 1, 1), ("", 2, 1)],
        [("1", 1, 1), ("2", 1, 1), ("3", 1, 1), ("4", 1, 1)],
        [("短", 1, 1), ("", 3, 1)],
    ]


@pytest.mark.parametrize("count", ["0", "-3", "x", "", "1.5", "99999999999999999999", "²"])
def test_odd_spans_count_for_one(count: str) -> None:
    assert shape(table(row(cell("甲", f'<w:gridSpan w:val="{count}"/>'), "乙"))) == [
        [("甲", 1, 1), ("乙", 1, 1)]
    ]


def test_headers_captions_and_widths() -> None:
    body = table(
        row("甲", "乙", "丙", properties="<w:cantSplit/><w:tblHeader/>"),
        row("1", "2", "3", properties='<w:tblHeader w:val="0"/>'),
        widths=(100, 0, 300),
        properties='<w:tblCaption w:val="表一"/>',
    )
    (block,) = read(word(body)).blocks
    assert isinstance(block.content, grid.Table)
    assert (block.content.caption, block.content.widths) == ("表一", (100, 200, 300))
    assert [each.is_header for each in block.content.rows] == [True, False]


@pytest.mark.parametrize("widths", [(), (5,), (5, 6, 7, 8), (-1, 0, 5)])
def test_widths_fit_the_rows(widths: tuple[int, ...]) -> None:
    (block,) = read(word(table(row("1", "2", "3"), widths=widths))).blocks
    assert isinstance(block.content, grid.Table)
    assert len(block.content.widths) == 3
    assert min(block.content.widths) > 0


def test_rows_and_cells_in_controls_are_found() -> None:
    inner = f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>"
    rows = f'<w:customXml><w:ins w:id="1"><w:tr>{inner}{cell("乙")}</w:tr></w:ins></w:customXml>'
    assert lines(read(word(table(rows)))) == ["甲|乙"]


def test_a_table_in_a_cell_follows_the_outer_one() -> None:
    inner = table(row("里", "面"))
    scan = read(
        word(table(row("甲", cell(paragraph("乙") + inner + paragraph()))) + paragraph("丙"))
    )
    assert lines(scan) == ["甲|乙\n", "里|面", "丙"]
    assert [b.place for b in scan.blocks] == [Place(table=1), Place(table=2), Place(paragraph=1)]
    assert scan.remarks[0].place == Place(table=2)


def test_tables_that_lay_out_others_give_way() -> None:
    inner = table(row("里", "面"))
    framed = table(row(cell(paragraph("题") + inner + paragraph())))
    assert lines(read(word(framed))) == ["题", "里|面"]
    twice = table(row(cell(framed + paragraph())))
    assert lines(read(word(twice))) == ["题", "里|面"]
    side = table(row(cell(inner + paragraph()), cell(inner + paragraph())))
    scan = read(word(side))
    assert (lines(scan), scan.remarks) == (["里|面", "里|面"], ())
    assert lines(read(word(table(row("只有文字"))))) == ["只有文字"]


spans = st.integers(-1, 5)
merges = st.sampled_from(["", "", DOWN, ALONG, '<w:hMerge w:val="restart"/>', "<w:hMerge/>"])
cells = st.tuples(spans, merges, st.booleans())
rows = st.tuples(st.integers(0, 3), st.integers(0, 3), st.lists(cells, max_size=6))


def drawn(listed: list[Any]) -> tuple[str, set[str]]:
    """Rows of random spans as markup; each cell has a text of its own."""
    parts, texts = [], set()
    for number, (before, after, row_cells) in enumerate(listed):
        inner = []
        for index, (count, merge, is_blank) in enumerate(row_cells):
            text = "" if is_blank else f"<{number}-{index}>"
            texts |= {text}
            shown = text.replace("<", "&lt;")
            inner.append(cell(f"<w:p>{run(shown)}</w:p>", span(count) + merge))
        gaps = f'<w:gridBefore w:val="{before}"/><w:gridAfter w:val="{after}"/>'
        parts.append(row(*inner, properties=gaps))
    return table(*parts), texts


@settings(max_examples=400, deadline=None)
@given(st.lists(rows, max_size=6))
def test_any_rows_make_a_grid_and_lose_no_text(listed: list[Any]) -> None:
    body, texts = drawn(listed)
    scan = read(word(body + paragraph("后")))
    for block in scan.blocks:
        if isinstance(block.content, grid.Table):
            grid.place(block.content)
    everything = "\n".join(lines(scan) + told(scan))
    assert all(text in everything for text in texts)
    assert lines(scan)[-1] == "后"


# Other dialects


def test_the_strict_dialect_is_read() -> None:
    parts = word_parts(
        paragraph("甲", '<w:outlineLvl w:val="1"/>') + table(row(cell("乙", span(2)))),
        header1=paragraph("眉"),
    )
    address = "http://purl.oclc.org/ooxml"
    strict: dict[str, bytes | str] = {
        name: str(data)
        .replace(W, f"{address}/wordprocessingml/main")
        .replace(R, f"{address}/officeDocument/relationships")
        for name, data in parts.items()
    }
    assert strict != parts
    scan = read(zipped(strict))
    assert scan == read(zipped(parts))
    assert lines(scan) == ["甲", "乙"]


def test_prefixes_are_free() -> None:
    text = f'<document xmlns="{W}"><body><p><r><t>甲</t></r></p></body></document>'
    assert lines(read(zipped(word_parts("") | {"word/document.xml": text}))) == ["甲"]


def test_targets_may_be_absolute() -> None:
    parts = word_parts(paragraph("甲", '<w:pStyle w:val="a"/>')) | {
        "_rels/.rels": relations({"officeDocument": "/word/document.xml"}),
        "word/_rels/document.xml.rels": relations({"styles": "/word/styles.xml"}),
    }
    assert read(zipped(parts)).blocks[0].content == grid.Paragraph((Run("甲"),), "Normal")


def test_an_empty_document_has_no_blocks() -> None:
    assert read(word("<w:sectPr/>")) == Scan(())
