"""Fonts, sizes and margins of a form, from ``style.yaml``; made into Word styles with python-docx.

Page and type follow GB/T 9704-2012《党政机关公文格式》: 22 lines of 28 characters, page numbers
“— N —” on the outer side.
"""

import copy
import io
import math
import zipfile
from decimal import Decimal
from functools import cache
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from msgspec import Struct

from tools.form import definition
from tools.problem import Problem, ProblemError
from tools.source.workspace import Workspace

ALIGNMENT = {
    "两端": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "居中": WD_ALIGN_PARAGRAPH.CENTER,
    "靠左": WD_ALIGN_PARAGRAPH.LEFT,
    "靠右": WD_ALIGN_PARAGRAPH.RIGHT,
}
LATIN_FONT = "Times New Roman"
BODY = "正文"
NEEDED = (BODY, "表头", "表内文字", "目录一", "目录二")
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
UNUSED_PARTS = ("thumbnail", "customXml", "stylesWithEffects", "webSettings", "numbering")


class Base(Struct, frozen=True):
    """An empty document of a form: every part but the text, and what the text refers to.

    ``text_width`` is in twentieths of a point; ``ids`` maps a style of ``style.yaml`` to its id
    in Word. ``before`` and ``after`` enclose the body in ``word/document.xml``;
    ``front_section`` ends the unnumbered pages, ``last_section`` the numbered ones.
    """

    parts: dict[str, bytes]
    before: str
    after: str
    front_section: str
    last_section: str
    text_width: int
    ids: dict[str, str]


def load(workspace: Workspace, form: str) -> dict[str, Any]:
    """The shared ``style.yaml`` with the form's own on top; raise ``ProblemError``."""
    shared = definition.load_yaml(workspace, workspace.forms / "style.yaml", "style.schema.json")
    own = workspace.forms / form / "style.yaml"
    if own.is_file():
        for part, styles in definition.load_yaml(workspace, own, "style.schema.json").items():
            shared[part] = {**shared.get(part, {}), **styles}
    result: dict[str, Any] = _floats(shared)
    return result


def _check_needed(workspace: Workspace, style: dict[str, Any]) -> None:
    """The parts without which no document can be made, whatever its template names."""
    names = {"页面": style, **dict.fromkeys(NEEDED, style.get("样式", {}))}
    for name, where in names.items():
        if name not in where:
            raise ProblemError(
                Problem(
                    path=workspace.shown(workspace.forms / "style.yaml"),
                    rule="missing-key",
                    message=f"缺少“{name}”",
                    hint="正文、表头、表内文字和目录的样式，程序自己要用，不能删",
                )
            )


def _floats(value: Any) -> Any:
    """Lengths and sizes need no exact decimals."""
    if isinstance(value, dict):
        return {key: _floats(part) for key, part in value.items()}
    return float(value) if isinstance(value, Decimal) else value


def word_names(workspace: Workspace, form: str) -> dict[str, str]:
    """The names that the styles of ``style.yaml`` have in a Word file; raise ``ProblemError``."""
    style = load(workspace, form)
    paragraphs = {name: str(look.get("英文名", name)) for name, look in style["样式"].items()}
    return paragraphs | {name: _character_name(name) for name in style.get("字符", {})}


def _character_name(name: str) -> str:
    """Word knows each name once, and a paragraph style may have the same."""
    return f"{name}字"


@cache
def base(workspace: Workspace, form: str) -> Base:
    """The empty document of ``form``; raise ``ProblemError`` if ``style.yaml`` is at fault."""
    style = load(workspace, form)
    _check_needed(workspace, style)
    document = docx.Document()
    page = style["页面"]
    _strip(document)
    ids = {name: f"S{number}" for number, name in enumerate(style["样式"], 1)}
    for name, look in style["样式"].items():
        _add_paragraph_style(document, ids[name], name, look, page)
    for number, (name, look) in enumerate(style.get("字符", {}).items(), 1):
        ids[name] = f"C{number}"
        _add_character_style(document, ids[name], name, look["字体"])
    _set_defaults(document, style["样式"][BODY])
    _set_pages(document, page, line_height(page))
    return _assemble(document, page, ids)


def line_height(page: dict[str, Any]) -> float:
    """The height of one of the page's lines, in points."""
    height = float(page["高"] - page["上"] - page["下"])
    return height / float(page["每页行数"]) * 72 / 25.4


def _strip(document: DocxDocument) -> None:
    """python-docx's own template brings 790 KB of styles, a thumbnail and more."""
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.name_val not in KEPT_STYLES:
            document.styles.element.remove(style)
    latent = document.styles.element.find(qn("w:latentStyles"))
    document.styles.element.remove(latent)
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rpartition("/")[2] in UNUSED_PARTS:
                del holder.rels[key]


def _fonts(name: str) -> etree._Element:
    """Both scripts by name: a theme font would win over them, so none is given."""
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), name)
    return fonts


def _add_paragraph_style(
    document: DocxDocument, style_id: str, name: str, look: dict[str, Any], page: dict[str, Any]
) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), style_id)
    style.element.name_val = look.get("英文名", name)
    style.base_style = None
    style.quick_style = True
    size = look["字号"]
    style.element.get_or_add_rPr().append(_fonts(look["字体"]))
    style.font.size = Pt(size)
    if "颜色" in look:
        style.font.color.rgb = RGBColor.from_string(look["颜色"])
    layout = style.paragraph_format
    layout.alignment = ALIGNMENT[look.get("对齐", "靠左")]
    layout.space_before = Pt(look.get("段前", 0))
    layout.space_after = Pt(look.get("段后", 0))
    layout.line_spacing = Pt(round(look.get("行距", line_height(page)), 2))
    layout.page_break_before = look.get("段前分页") or None
    layout.keep_with_next = look.get("与下段同页") or None
    properties = style.element.get_or_add_pPr()
    if "行距" in look:
        _off_grid(properties)
    else:
        scale = OxmlElement("w:w")
        scale.set(qn("w:val"), str(character_scale(page, size)))
        style.element.rPr.insert_element_before(scale, "w:sz", "w:szCs")
    _indent(properties, look, size)
    if "目录层级" in look:
        layout.tab_stops.add_tab_stop(Mm(156), alignment=2, leader=1)
    if "大纲级别" in look:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look["大纲级别"] - 1))
        properties.append(level)


def _off_grid(properties: etree._Element) -> None:
    """A style with a line height of its own does not keep to the page's 28 by 22 grid."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    following = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(snap, *following)


def _indent(properties: etree._Element, look: dict[str, Any], size: float) -> None:
    """Indents in characters, with the same in twips for readers that ignore characters."""
    if "首行缩进" not in look and "左缩进" not in look:
        return
    indent = OxmlElement("w:ind")
    for key, characters, twips in (
        ("首行缩进", "firstLineChars", "firstLine"),
        ("左缩进", "leftChars", "left"),
    ):
        if key in look:
            indent.set(qn(f"w:{characters}"), str(int(look[key] * 100)))
            indent.set(qn(f"w:{twips}"), str(int(look[key] * size * 20)))
    properties.insert_element_before(indent, "w:jc", "w:outlineLvl")


def _add_character_style(document: DocxDocument, style_id: str, name: str, font: str) -> None:
    style = document.styles.add_style(_character_name(name), WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), style_id)
    style.element.get_or_add_rPr().append(_fonts(font))


def _set_defaults(document: DocxDocument, body: dict[str, Any]) -> None:
    """Document defaults and Normal: the body's font and language.

    Chinese text is zh-CN. Latin letters and digits are en-US: as zh-CN, “120.00” would break
    between any two digits.
    """
    defaults = document.styles.element.find(qn("w:docDefaults"))
    document.styles.element.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:cs="{LATIN_FONT}" '
            f'w:eastAsia="仿宋_GB2312"/><w:sz w:val="{int(body["字号"] * 2)}"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().clear()
    normal.element.rPr.append(_fonts(body["字体"]))
    normal.font.size = Pt(body["字号"])
    settings = document.settings.element
    for tag in ("w:themeFontLang", "w:clrSchemeMapping", "w:rsids", "w:proofState"):
        for element in settings.findall(qn(tag)):
            settings.remove(element)
    document.settings.odd_and_even_pages_header_footer = True


def _set_pages(document: DocxDocument, page: dict[str, Any], line: float) -> None:
    front = document.sections[0]
    front.page_width, front.page_height = Mm(page["宽"]), Mm(page["高"])
    front.top_margin, front.bottom_margin = Mm(page["上"]), Mm(page["下"])
    front.left_margin, front.right_margin = Mm(page["左"]), Mm(page["右"])
    # 7 mm between the type area and the dashes of the page number, whose line is 6.4 mm high
    front.footer_distance = Mm(page["下"] - 7 - 6.4)
    _set_grid(front._sectPr, line)
    document.add_section()
    front, body = document.sections
    for footer, alignment in (
        (front.footer, None),
        (front.even_page_footer, None),
        (body.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (body.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Normal"]
        if alignment is not None:
            paragraph.alignment = alignment
            _page_number(paragraph._p, page["页码字体"], page["页码字号"])
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    body._sectPr.insert_element_before(number, "w:cols", "w:docGrid")


def _set_grid(section: etree._Element, line: float) -> None:
    """A grid of lines only; the 28 characters come from the body's letter spacing.

    Where a glyph is wider than its cell, as with 28 characters of 16 points, LibreOffice gives it
    two cells.
    """
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(line * 20)))
    section.append(grid)


def character_scale(page: dict[str, Any], size: float) -> int:
    """The width of the body's characters in per cent, so that a line holds as many as it should.

    Letter spacing would do as well, but LibreOffice then leaves out signs at the end of a line.
    """
    width = float(page["宽"] - page["左"] - page["右"]) * 72 / 25.4
    return min(100, math.floor(width / float(page["每行字数"]) / size * 100))


def _page_number(paragraph: etree._Element, font: str, size: float) -> None:
    look = (
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
        f'<w:sz w:val="{int(size * 2)}"/></w:rPr>'
    )
    runs = (
        "<w:t>— </w:t>",
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    for run in runs:
        xml = run.replace("<w:t>— ", '<w:t xml:space="preserve">— ')
        paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{look}{xml}</w:r>"))


def _assemble(document: DocxDocument, page: dict[str, Any], ids: dict[str, str]) -> Base:
    body = document.element.body
    sections = [copy.deepcopy(element) for element in body.iter(qn("w:sectPr"))]
    for child in list(body):
        body.remove(child)
    body.text = "BODY"
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, _, after = parts.pop("word/document.xml").decode("utf-8").partition("BODY")
    parts.pop("docProps/core.xml")
    width = (page["宽"] - page["左"] - page["右"]) / 25.4 * 1440
    front, last = (_bare(section) for section in sections)
    return Base(parts, before, after, front, last, round(width), ids)


def _bare(section: etree._Element) -> str:
    """The section's XML without namespace declarations: the document's root has them."""
    text = etree.tostring(section, encoding="unicode")
    head, _, rest = text.partition(">")
    return f"<{section.prefix}:sectPr>{rest}" if head.startswith("<w:sectPr") else text
