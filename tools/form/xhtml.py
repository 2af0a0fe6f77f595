"""The strict XHTML that form templates render to, parsed into the grid.

Elements: ``document`` > ``section`` (``numbered="yes"``) > ``h1``-``h4``, ``p``, ``contents``,
``table`` (``caption``, ``colgroup``/``col width``, ``thead``, ``tbody``, ``tr``, ``th``, ``td``
with ``rowspan``, ``colspan``). ``class`` names a style of ``style.yaml``. ``span`` holds a value
and keeps its white space; ``b class`` is a run in a character style; ``br`` breaks the line.
Everywhere else white space is only there to make the template readable.
"""

import re
from collections.abc import Container, Iterator

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

HEADING = re.compile(r"h([1-4])")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


class FormError(ValueError):
    """The rendered form is not what this module's language allows; says which line."""

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
        raise FormError(error.lineno or 0, "标签没有成对，或有不认识的符号") from error
    if root.getroottree().docinfo.doctype:
        raise FormError(1, "不能有 DOCTYPE")
    if root.tag != "document":
        raise FormError(root.sourceline or 0, "最外层应当是 <document>")
    document = Document(tuple(_section(child) for child in _children(root, "section")))
    _check_styles(root, styles)
    return document


def _check_styles(root: etree._Element, styles: Container[str]) -> None:
    for element in root.iter():
        name = element.get("class")
        if name is None and element.tag in ("h1", "h2", "h3", "h4", "p", "b"):
            if element.getparent().tag in ("td", "th"):
                continue
            raise FormError(element.sourceline or 0, f"<{element.tag}> 要用 class 写明样式")
        if name is not None and name not in styles:
            raise FormError(element.sourceline or 0, f"style.yaml 里没有“{name}”这个样式")


def _children(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The element's children, which must be of ``tags``, with no text between them."""
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            where = f"<{element.tag}> 里的文字“{text.strip()[:20]}”没有放在段落里"
            raise FormError(element.sourceline or 0, where)
    for child in element:
        if child.tag not in tags:
            raise FormError(child.sourceline or 0, f"<{element.tag}> 里不能有 <{child.tag}>")
        yield child


def _section(element: etree._Element) -> Section:
    children = _children(element, "h1", "h2", "h3", "h4", "p", "contents", "table")
    blocks = tuple(_block(child) for child in children)
    return Section(blocks, element.get("numbered") == "yes")


def _block(element: etree._Element) -> Block:
    tag = str(element.tag)
    heading = HEADING.fullmatch(tag)
    if heading or tag == "p":
        return _paragraph(element, int(heading[1]) if heading else 0)
    if tag == "contents":
        return Contents(_number(element, "depth", 2))
    return _table(element)


def _paragraph(element: etree._Element, level: int = 0, style: str = "") -> Paragraph:
    return Paragraph(_runs(element), element.get("class") or style, level)


def _runs(element: etree._Element) -> tuple[Run, ...]:
    """Runs in order, adjacent text of one style joined."""
    joined: list[Run] = []
    for run in _pieces(element, ""):
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        elif run.text:
            joined.append(run)
    return tuple(joined)


def _pieces(element: etree._Element, style: str) -> Iterator[Run]:
    yield Run(_collapse(element.text), style)
    for child in element:
        if child.tag == "span":
            if len(child):
                raise FormError(child.sourceline or 0, "<span> 里只能有文字")
            yield Run(child.text or "", style)
        elif child.tag == "br":
            yield Run("\n", style)
        elif child.tag == "b":
            yield from _pieces(child, child.get("class") or "")
        else:
            raise FormError(child.sourceline or 0, f"段落里不能有 <{child.tag}>")
        yield Run(_collapse(child.tail), style)


def _collapse(text: str | None) -> str:
    """Drop line breaks with the indentation round them; keep spaces meant as such."""
    return re.sub(r"\s*\n\s*", "", text or "")


def _table(element: etree._Element) -> Table:
    caption, widths, rows = "", [], []
    for child in _children(element, "caption", "colgroup", "thead", "tbody"):
        if child.tag == "caption":
            caption = "".join(run.text for run in _runs(child))
        elif child.tag == "colgroup":
            widths = [_number(col, "width") for col in _children(child, "col")]
        else:
            rows += [_row(tr, child.tag == "thead") for tr in _children(child, "tr")]
    table = Table(caption, tuple(widths), tuple(rows))
    try:
        place(table)
    except GridError as error:
        raise FormError(element.sourceline or 0, f"表格“{caption}”：{error}") from error
    return table


def _number(element: etree._Element, name: str, default: int | None = None) -> int:
    text = element.get(name)
    if text is None and default is not None:
        return default
    if not text or not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise FormError(element.sourceline or 0, f"<{element.tag}> 的 {name} 应当是正整数")
    return int(text)


def _row(element: etree._Element, is_header: bool) -> Row:
    return Row(tuple(_cell(child) for child in _children(element, "td", "th")), is_header)


def _cell(element: etree._Element) -> Cell:
    style = element.get("class") or ("表头" if element.tag == "th" else "表内文字")
    nested = [child for child in element if child.tag == "p"]
    if nested:
        paragraphs = tuple(_paragraph(child, style=style) for child in _children(element, "p"))
    else:
        paragraphs = (Paragraph(_runs(element), style),)
    return Cell(paragraphs, _number(element, "rowspan", 1), _number(element, "colspan", 1))
