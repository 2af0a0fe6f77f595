"""The strict XHTML that form templates render to, parsed into the grid.

Elements: ``document`` > ``section`` (``numbered="yes"``) > ``h1``-``h4``, ``p``, ``contents``,
``table`` (``caption``, ``colgroup``/``col width span``, ``thead``, ``tbody``, ``tr``, ``th`` and
``td`` with ``rowspan``, ``colspan``). ``class`` names a style of ``style.yaml``. ``span`` holds a
value and keeps its white space; ``b class`` is a run in a character style; ``br`` breaks the line.
Everywhere else white space is only there to make the template readable.
"""

import re
from collections.abc import Container
from itertools import groupby

from lxml import etree

from tools.grid import (
    Block,
    Cell,
    Contents,
    Document,
    GridError,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    place,
)

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
LABEL_STYLE = "表头"
VALUE_STYLE = "表内文字"
CELL = ("class", "rowspan", "colspan")
BREAK = re.compile(r"\s*\n\s*")
NUMBER = re.compile(r"[1-9][0-9]{0,3}")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)

# What libxml2 says of a text that is not XML; a group is the line of the tag left open.
UNCLOSED = re.compile(r"Opening and ending tag mismatch: (\w+) line (\d+) and (\w+)")
UNFINISHED = re.compile(r"Premature end of data in tag (\w+) line (\d+)")
SYNTAX = {
    r"Entity '(\S+)' not defined": "不认识 &{0};，直接写这个字",
    r"xmlParseEntityRef|EntityRef:": "单独的 & 要写成 &amp;",
    r"StartTag: invalid element name": "单独的 < 要写成 &lt;",
    r"Attribute (\S+) redefined": "属性 {0} 写了两遍",
    r"AttValue|Specification mandate|attributes construct": '属性要写成 名称="值"',
    r"Couldn't find end of Start Tag (\S+)": "<{0}> 的尖括号没有写完",
}


class FormError(ValueError):
    """The rendered form is not what this module's language allows; says in which of its lines."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse(text: str, styles: Container[str]) -> Document:
    """Parse a rendered form; ``styles`` are the names that ``class`` may use.

    Raise ``FormError``: nothing of the template is dropped silently.
    """
    try:
        root = etree.fromstring(text.encode("utf-8"), PARSER)
    except etree.XMLSyntaxError as error:
        raise _not_xml(error) from error
    if root.getroottree().docinfo.doctype:
        raise FormError(1, "不能有 DOCTYPE")
    if root.tag != "document":
        raise FormError(root.sourceline or 0, "最外层应当是 <document>")
    parser = _Parser(styles)
    _attributes(root)
    return Document(tuple([parser.section(child) for child in _children(root, "section")]))


def _not_xml(error: etree.XMLSyntaxError) -> FormError:
    text = error.msg or ""
    if found := UNCLOSED.search(text):
        tag, line, other = found.groups()
        return FormError(int(line), f"标签没有成对：<{tag}> 还没有关上，先遇到了 </{other}>")
    if found := UNFINISHED.search(text):
        return FormError(int(found[2]), f"标签没有成对：<{found[1]}> 没有 </{found[1]}>")
    for pattern, message in SYNTAX.items():
        if found := re.search(pattern, text):
            return FormError(error.lineno or 0, message.format(*found.groups()))
    return FormError(error.lineno or 0, "标签没有成对，或有不认识的符号")


def _attributes(element: etree._Element, known: tuple[str, ...] = ()) -> dict[str, str]:
    """The element's attributes; a misspelt one would be lost without anybody noticing."""
    found = dict(element.items())
    for name in found:
        if name not in known:
            choice = f"，可以写 {'、'.join(known)}" if known else ""
            raise FormError(element.sourceline or 0, f"<{element.tag}> 不能有 {name}{choice}")
    return found


def _children(element: etree._Element, *tags: str) -> list[etree._Element]:
    """The element's children, which must be of ``tags``, with no text between them."""
    children = list(element)
    _no_text(element, element.text, element)
    for child in children:
        if child.tag not in tags:
            choice = "、".join(f"<{tag}>" for tag in tags)
            what = f"<{element.tag}> 里不能有 <{child.tag}>，可以有 {choice}"
            raise FormError(child.sourceline or 0, what)
        _no_text(element, child.tail, child)
    return children


def _no_text(element: etree._Element, text: str | None, near: etree._Element) -> None:
    if text and not text.isspace():
        message = f"<{element.tag}> 里的文字“{text.strip()[:20]}”没有放在段落里"
        raise FormError(near.sourceline or 0, message)


def _number(element: etree._Element, name: str, text: str) -> int:
    if not NUMBER.fullmatch(text):
        message = f"<{element.tag}> 的 {name} 应当是正整数，不能是“{text}”"
        raise FormError(element.sourceline or 0, message)
    return int(text)


def _collapse(text: str | None) -> str:
    """Drop line breaks with the indentation round them; keep spaces meant as such."""
    if not text or "\n" not in text:
        return text or ""
    return BREAK.sub("", text)


class _Parser:
    def __init__(self, styles: Container[str]) -> None:
        self.styles = styles
        self.leaves: dict[tuple[object, ...], Cell] = {}

    def style(self, element: etree._Element, known: dict[str, str], default: str = "") -> str:
        """The style that the element names; ``default`` is one that every form has."""
        name = known.get("class")
        if name is None and not default:
            raise FormError(element.sourceline or 0, f"<{element.tag}> 要用 class 写明样式")
        if name is not None and name not in self.styles:
            raise FormError(element.sourceline or 0, f"style.yaml 里没有“{name}”这个样式")
        return name or default

    def section(self, element: etree._Element) -> Section:
        numbered = _attributes(element, ("numbered",)).get("numbered")
        if numbered not in (None, "yes"):
            raise FormError(element.sourceline or 0, "numbered 只能是 yes，或者不写")
        children = _children(element, *HEADINGS, "p", "contents", "table")
        return Section(tuple([self.block(child) for child in children]), numbered == "yes")

    def block(self, element: etree._Element) -> Block:
        tag = str(element.tag)
        if tag == "table":
            return self.table(element)
        if tag == "contents":
            depth = _attributes(element, ("depth",)).get("depth", "2")
            return Contents(_number(element, "depth", depth))
        return self.paragraph(element, HEADINGS.get(tag, 0))

    def paragraph(self, element: etree._Element, level: int = 0, inherited: str = "") -> Paragraph:
        style = self.style(element, _attributes(element, ("class",)), inherited)
        return Paragraph(self.runs(element), style, level)

    def runs(self, element: etree._Element) -> tuple[Run, ...]:
        """Runs in order, adjacent text of one style joined."""
        if not len(element):
            text = _collapse(element.text)
            return (Run(text),) if text else ()
        grouped = groupby(self.pieces(element, ""), key=lambda piece: piece[1])
        return tuple([Run("".join([text for text, _ in same]), style) for style, same in grouped])

    def pieces(self, element: etree._Element, style: str) -> list[tuple[str, str]]:
        """The element's text in document order, each piece with its character style."""
        pieces = [(_collapse(element.text), style)]
        for child in element:
            tag = child.tag
            if tag == "span":
                if len(child) or child.attrib:
                    raise FormError(child.sourceline or 0, "<span> 里只能有文字，不能有属性")
                pieces.append((child.text or "", style))
            elif tag == "br":
                pieces.append(("\n", style))
            elif tag == "b":
                pieces += self.pieces(child, self.style(child, _attributes(child, ("class",))))
            else:
                raise FormError(child.sourceline or 0, f"段落里不能有 <{tag}>")
            pieces.append((_collapse(child.tail), style))
        return [piece for piece in pieces if piece[0]]

    def table(self, element: etree._Element) -> Table:
        caption = ""
        widths: list[int] = []
        rows: list[Row] = []
        lines: list[int | None] = []
        _attributes(element)
        for child in _children(element, "caption", "colgroup", "thead", "tbody"):
            _attributes(child)
            if child.tag == "caption":
                caption = "".join([run.text for run in self.runs(child)])
            elif child.tag == "colgroup":
                for col in _children(child, "col"):
                    known = _attributes(col, ("width", "span"))
                    count = _number(col, "span", known.get("span", "1"))
                    widths += [_number(col, "width", known.get("width", ""))] * count
            else:
                for row in _children(child, "tr"):
                    rows.append(self.row(row, child.tag == "thead"))
                    lines.append(row.sourceline)
        table = Table(caption, tuple(widths), tuple(rows))
        try:
            place(table)
        except GridError as error:
            line = lines[error.row - 1] if error.row else element.sourceline
            where = f"表格“{caption}”：{error}（连同上面 rowspan 合并下来的格子一起数）"
            raise FormError(line or 0, where) from error
        return table

    def row(self, element: etree._Element, is_header: bool) -> Row:
        _attributes(element)
        return Row(tuple([self.cell(cell) for cell in _children(element, "td", "th")]), is_header)

    def cell(self, element: etree._Element) -> Cell:
        """One cell; labels come again with every project, and are the same cell then."""
        if len(element):
            return self.new_cell(element)
        key = (element.tag, element.text, *element.items())
        found = self.leaves.get(key)
        if found is None:
            found = self.leaves[key] = self.new_cell(element)
        return found

    def new_cell(self, element: etree._Element) -> Cell:
        known = _attributes(element, CELL)
        style = self.style(element, known, LABEL_STYLE if element.tag == "th" else VALUE_STYLE)
        if len(element) and element[0].tag == "p":
            children = _children(element, "p")
            paragraphs = tuple([self.paragraph(child, inherited=style) for child in children])
        else:
            paragraphs = (Paragraph(self.runs(element), style),)
        return Cell(
            paragraphs,
            _number(element, "rowspan", known["rowspan"]) if "rowspan" in known else 1,
            _number(element, "colspan", known["colspan"]) if "colspan" in known else 1,
        )
