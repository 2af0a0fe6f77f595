"""Word files of Word, WPS, LibreOffice and this project: paragraphs and tables in order.

WordprocessingML (ISO/IEC 29500-1) is read directly: python-docx repeats merged cells, raises on
irregular tables and does not know tracked changes.
"""

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.files.numbering import Numbering
from tools.intake.files.package import Package, attribute, local
from tools.intake.scan import Block, Place, Remark, Scan, UnreadableError

# Wrappers whose content counts as if they were not there.
THROUGH = {"ins", "moveTo", "smartTag", "customXml", "hyperlink", "sdtContent", "fldSimple", "dir"}
GONE = {"del", "moveFrom"}
# Fields whose result is no content: page numbers, and entries of the table of contents.
WITHOUT_RESULT = ("TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
PICTURES = {"drawing", "pict", "object"}
MAX_COLUMNS = 200


class Look(Struct, frozen=True):
    """What a style says that matters here; ``level`` is 0 for text."""

    name: str
    based_on: str
    level: int
    is_hidden: bool
    list_id: str
    depth: int


class RawCell(Struct):
    """A cell while its table is being read."""

    column: int
    span: int
    merge: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[etree._Element] = field(default_factory=list)
    rows: int = 1


def read(data: bytes) -> Scan:
    """Read a .docx file; raise ``UnreadableError`` where it is none or is damaged."""
    package = Package(data)
    part = package.main_part()
    root = package.part(part) if part else None
    if part is None or root is None or local(root) != "document":
        raise UnreadableError(
            "文件里没有 Word 正文", "确认是 Word 文件；在 WPS 或 Word 里打开，另存为 .docx 再导入"
        )
    reader = _Reader(package, part)
    for child in root:
        if local(child) == "body":
            reader.body(child)
    reader.finish()
    return Scan(tuple(reader.blocks), tuple(reader.remarks))


class _Reader:
    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self.blocks: list[Block] = []
        self.remarks: list[Remark] = []
        self.looks = _looks(package.related_part(part, "styles"))
        self.defaults = _defaults(package.related_part(part, "styles"))
        self.numbering = Numbering(package.related_part(part, "numbering"))
        self.notes = {
            kind: _note_texts(package.related_part(part, kind))
            for kind in ("footnotes", "endnotes", "comments")
        }
        self.paragraphs = self.tables = 0
        self.page = 1
        self.pages_known = False
        self.fields: list[list[str]] = []
        self.carried: list[Run] = []
        self.changes = 0
        self.boxes: list[etree._Element] = []
        self.place = Place()

    # Blocks

    def body(self, parent: etree._Element) -> None:
        for child in parent:
            tag = local(child)
            if tag == "p":
                self._paragraph_block(child)
            elif tag == "tbl":
                self._table_block(child)
            elif tag == "sdt":
                for content in child:
                    if local(content) == "sdtContent" and not _is_contents(child):
                        self.body(content)
            elif tag in THROUGH:
                self.changes += tag in ("ins", "moveTo")
                self.body(child)
            elif tag in GONE:
                self.changes += 1
            elif tag == "AlternateContent":
                self.body(_chosen(child))

    def finish(self) -> None:
        if not self.pages_known:
            self.blocks = [
                Block(block.content, _without_page(block.place)) for block in self.blocks
            ]
            self.remarks = [
                Remark(_without_page(remark.place), remark.message) for remark in self.remarks
            ]
        for text in self.notes["comments"].values():
            self.remarks.append(Remark(Place(), f"批注没有放进：“{text}”"))
        if self.changes:
            message = f"原件有修订标记 {self.changes} 处，按接受全部修订后的文字读"
            self.remarks.insert(0, Remark(Place(), message))
        for kind in ("header", "footer"):
            for text in self._margins(kind):
                name = "页眉" if kind == "header" else "页脚"
                self.remarks.append(Remark(Place(), f"{name}没有放进：“{text}”"))

    def _margins(self, kind: str) -> list[str]:
        texts: dict[str, None] = {}
        for name in self.package.related(self.part, kind):
            root = self.package.part(name)
            if root is not None:
                text = _plain_text(root).strip(" —－-·0123456789\n")
                texts |= {text: None} if text else {}
        return list(texts)

    def _paragraph_block(self, element: etree._Element) -> None:
        self.paragraphs += 1
        self.place = Place(page=self.page, paragraph=self.paragraphs)
        paragraph = self.paragraph(element)
        if paragraph is not None:
            self.blocks.append(Block(paragraph, self.place))
        self._text_boxes()

    def _text_boxes(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.remarks.append(Remark(self.place, "这里有文本框，里面的文字接在这一段后面读"))
            self.body(box)

    def _table_block(self, element: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        self.place = Place(page=self.page, table=number)
        here = self.place
        rows = self._raw_rows(element, number)
        cells = [cell for row in rows for cell in row]
        nested = [table for cell in cells for table in cell.tables]
        is_frame = nested and not any(_has_text(cell) for cell in cells)
        if not is_frame and rows:
            self.blocks.append(Block(_table(element, rows), here))
        if nested and not is_frame:
            self.remarks.append(Remark(here, "格子里还有表格，接在这个表后面读"))
        self._text_boxes()
        for table in nested:
            self._table_block(table)

    # Tables

    def _raw_rows(self, table: etree._Element, number: int) -> list[list[RawCell]]:
        rows: list[list[RawCell]] = []
        for row in _inside(table, "tr"):
            if _has(row, "trPr", "del"):
                self.changes += 1
                continue
            before = _value(row, "trPr", "gridBefore")
            column = min(int(before) if before.isdigit() else 0, MAX_COLUMNS)
            raw = [RawCell(0, column, "")] if column else []
            for index, cell in enumerate(_inside(row, "tc"), 1):
                self.place = Place(page=self.page, table=number, row=len(rows) + 1, cell=index)
                found = self._raw_cell(cell, column)
                raw.append(found)
                column += found.span
            rows.append(raw)
        return rows

    def _raw_cell(self, element: etree._Element, column: int) -> RawCell:
        span = _value(element, "tcPr", "gridSpan")
        merge = ""
        for properties in _inside(element, "tcPr"):
            for child in properties:
                if local(child) == "vMerge":
                    merge = attribute(child, "val") or "continue"
        wide = max(1, min(int(span) if span.isdigit() else 1, MAX_COLUMNS))
        cell = RawCell(column, wide, merge)
        self._cell_content(element, cell)
        return cell

    def _cell_content(self, element: etree._Element, cell: RawCell) -> None:
        for child in element:
            tag = local(child)
            if tag == "p":
                paragraph = self.paragraph(child)
                if paragraph is not None:
                    cell.paragraphs.append(paragraph)
            elif tag == "tbl":
                cell.tables.append(child)
            elif tag == "sdt" or tag in THROUGH:
                self._cell_content(child, cell)
            elif tag == "AlternateContent":
                self._cell_content(_chosen(child), cell)

    # Paragraphs

    def paragraph(self, element: etree._Element) -> Paragraph | None:
        """None for a paragraph that belongs to the table of contents or joins the next one."""
        properties = next((child for child in element if local(child) == "pPr"), None)
        style = self._style(properties)
        in_contents = self._in_contents()
        runs, self.carried = self.carried, []
        runs += self._inline(element)
        if in_contents or self._in_contents() or style.name.startswith("toc "):
            return None
        if _has(element, "pPr", "rPr", "del"):
            self.changes += 1
            self.carried = runs
            return None
        prefix = self._number(properties, style)
        runs = [Run(prefix, ""), *runs] if prefix else runs
        return Paragraph(_joined(runs), style.name, self._level(properties, style))

    def _style(self, properties: etree._Element | None) -> Look:
        wanted = self.defaults["paragraph"]
        for child in properties if properties is not None else ():
            if local(child) == "pStyle":
                wanted = attribute(child, "val") or ""
        return self.looks.get(wanted, Look("", "", 0, False, "", 0))

    def _level(self, properties: etree._Element | None, style: Look) -> int:
        for child in properties if properties is not None else ():
            if local(child) == "outlineLvl":
                return _level(attribute(child, "val"))
        return next((look.level for look in self._chain(style) if look.level), 0)

    def _chain(self, style: Look) -> Iterator[Look]:
        """The style and those it is based on; a file may have them go round in a circle."""
        for _ in range(20):
            yield style
            if style.based_on not in self.looks:
                return
            style = self.looks[style.based_on]

    def _number(self, properties: etree._Element | None, style: Look) -> str:
        listed = (look for look in self._chain(style) if look.list_id)
        own_list = next(listed, style)
        list_id, depth = own_list.list_id, own_list.depth
        for child in properties if properties is not None else ():
            if local(child) == "numPr":
                own = {local(part): attribute(part, "val") or "" for part in child}
                list_id, depth = own.get("numId", list_id), int(own.get("ilvl") or 0)
        return self.numbering.next(list_id, depth) if list_id not in ("", "0") else ""

    def _in_contents(self) -> bool:
        return any(parts[0].split()[:1] == ["TOC"] for parts in self.fields)

    def _inline(self, parent: etree._Element) -> list[Run]:
        runs: list[Run] = []
        for child in parent:
            tag = local(child)
            if tag == "r":
                runs += self._run(child)
            elif tag == "fldSimple" and _is_silent(attribute(child, "instr") or ""):
                continue
            elif tag == "sdt" or tag in THROUGH:
                self.changes += tag in ("ins", "moveTo")
                runs += self._inline(child)
            elif tag in GONE:
                self.changes += 1
            elif tag == "AlternateContent":
                runs += self._inline(_chosen(child))
            elif tag in ("oMath", "oMathPara"):
                runs.append(
                    Run("".join(part.text or "" for part in child.iter() if local(part) == "t"))
                )
        return runs

    def _run(self, element: etree._Element) -> list[Run]:
        style, hidden = self._run_look(element)
        text = "".join(self._pieces(element))
        if not text:
            return []
        if hidden:
            self.remarks.append(Remark(self.place, f"隐藏的文字没有放进：“{text}”"))
            return []
        return [Run(text, style)]

    def _run_look(self, element: etree._Element) -> tuple[str, bool]:
        style = Look("", "", 0, False, "", 0)
        hidden = None
        for properties in element:
            for child in properties if local(properties) == "rPr" else ():
                if local(child) == "rStyle":
                    style = self.looks.get(attribute(child, "val") or "", style)
                elif local(child) == "vanish":
                    hidden = attribute(child, "val") not in ("0", "false", "off")
        if hidden is None:
            hidden = any(look.is_hidden for look in self._chain(style))
        return style.name, hidden

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            tag = local(child)
            if tag == "fldChar":
                self._field(attribute(child, "fldCharType") or "")
            elif tag == "instrText" and self.fields:
                self.fields[-1][0] += child.text or ""
            elif tag == "lastRenderedPageBreak":
                self._next_page()
            elif tag == "AlternateContent":
                yield from self._pieces(_chosen(child))
            elif tag in PICTURES:
                self._picture(child)
            elif tag in ("footnoteReference", "endnoteReference"):
                self._note(tag.removesuffix("Reference") + "s", attribute(child, "id") or "")
            elif self._is_shown():
                yield self._sign(child, tag)

    def _sign(self, child: etree._Element, tag: str) -> str:
        if tag == "t":
            text = child.text or ""
            return text if attribute(child, "space") == "preserve" else text.strip(" \t\r\n")
        if tag == "tab":
            return "\t"
        if tag in ("br", "cr"):
            if attribute(child, "type") in ("page", "column"):
                self._next_page()
                return ""
            return "\n"
        if tag == "noBreakHyphen":
            return "-"
        if tag == "sym":
            self.remarks.append(Remark(self.place, "这里有符号字体的字符，读不出来"))
        return ""

    def _next_page(self) -> None:
        self.page += 1
        self.pages_known = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(["", ""])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_shown(self) -> bool:
        return all(state == "result" and not _is_silent(code) for code, state in self.fields)

    def _note(self, kind: str, key: str) -> None:
        text = self.notes[kind].get(key, "")
        self.remarks.append(Remark(self.place, f"脚注或尾注没有放进：“{text}”"))

    def _picture(self, element: etree._Element) -> None:
        boxes = [part for part in element.iter() if local(part) == "txbxContent"]
        self.boxes.extend(boxes)
        if not boxes:
            self.remarks.append(Remark(self.place, "这里有图片或嵌入的对象，没有放进"))


def _looks(root: etree._Element | None) -> dict[str, Look]:
    looks = {}
    for style in root if root is not None else ():
        if local(style) == "style":
            values = {local(part): part for part in style}
            numbering = [part for part in style.iter() if local(part) in ("numId", "ilvl")]
            numbers = {local(part): attribute(part, "val") or "" for part in numbering}
            levels = [part for part in style.iter() if local(part) == "outlineLvl"]
            hidden = [part for part in style.iter() if local(part) == "vanish"]
            based_on = values.get("basedOn")
            looks[attribute(style, "styleId") or ""] = Look(
                _val(values.get("name")).lower(),  # programs write “heading 1” and “Heading 1”
                _val(based_on),
                _level(attribute(levels[0], "val")) if levels else 0,
                bool(hidden),
                numbers.get("numId", ""),
                int(numbers.get("ilvl") or 0),
            )
    return looks


def _defaults(root: etree._Element | None) -> dict[str, str]:
    result = {"paragraph": ""}
    for style in root if root is not None else ():
        if local(style) == "style" and attribute(style, "default") in ("1", "true", "on"):
            result[attribute(style, "type") or ""] = attribute(style, "styleId") or ""
    return result


def _val(element: etree._Element | None) -> str:
    return (attribute(element, "val") or "") if element is not None else ""


def _level(text: str | None) -> int:
    """Word counts outline levels from 0; 9 is text."""
    return int(text) + 1 if text and text.isdigit() and int(text) < 9 else 0


def _note_texts(root: etree._Element | None) -> dict[str, str]:
    return {
        attribute(note, "id") or "": _plain_text(note)
        for note in (root if root is not None else ())
        if _plain_text(note)
    }


def _plain_text(element: etree._Element) -> str:
    return "".join(part.text or "" for part in element.iter() if local(part) == "t").strip()


def _is_contents(sdt: etree._Element) -> bool:
    return any(
        local(part) == "docPartGallery" and attribute(part, "val") == "Table of Contents"
        for part in sdt.iter()
    )


def _is_silent(code: str) -> bool:
    return code.split()[:1] in [[name] for name in WITHOUT_RESULT]


def _chosen(element: etree._Element) -> etree._Element:
    """Of two ways to say the same, the one that older programs understand too."""
    ways = {local(child): child for child in element}
    return ways.get("Fallback", ways.get("Choice", element[0] if len(element) else element))


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of ``tag``, also inside content controls and insertions."""
    for child in element:
        if local(child) == tag:
            yield child
        elif local(child) in ("sdt", *THROUGH):
            yield from _inside(child, tag)


def _has(element: etree._Element, *path: str) -> bool:
    found = [element]
    for tag in path:
        found = [child for parent in found for child in parent if local(child) == tag]
    return bool(found)


def _value(element: etree._Element, *path: str) -> str:
    found = [element]
    for tag in path:
        found = [child for parent in found for child in parent if local(child) == tag]
    return (attribute(found[0], "val") or "") if found else ""


def _has_text(cell: RawCell) -> bool:
    return any(paragraph.text.strip() for paragraph in cell.paragraphs)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        else:
            joined.append(run)
    return tuple(joined)


def _without_page(place: Place) -> Place:
    return Place(paragraph=place.paragraph, table=place.table, row=place.row, cell=place.cell)


def _table(element: etree._Element, rows: list[list[RawCell]]) -> Table:
    """The cells as a grid: merges joined, rows that are too short filled up."""
    width = max(max((cell.column + cell.span for cell in row), default=1) for row in rows)
    above: dict[int, RawCell] = {}
    kept: list[list[RawCell]] = []
    for row in rows:
        end = max((cell.column + cell.span for cell in row), default=0)
        full = [*row, RawCell(end, width - end, "")] if end < width else row
        here: dict[int, RawCell] = {}
        starts = []
        for cell in full:
            start = above.get(cell.column)
            if cell.merge == "continue" and start and start.span == cell.span:
                start.rows += 1
                here[cell.column] = start
                if _has_text(cell):
                    start.paragraphs += cell.paragraphs
            else:
                starts.append(cell)
                if cell.merge:
                    here[cell.column] = cell
        above = here
        kept.append(starts)
    headers = [_has(row, "trPr", "tblHeader") for row in _inside(element, "tr")]
    headers += [False] * len(kept)
    captions = [_val(part) for part in element.iter() if local(part) == "tblCaption"]
    return Table(
        captions[0] if captions else "",
        _widths(element, width),
        tuple(
            Row(tuple(_cell(cell) for cell in row), is_header)
            for row, is_header in zip(kept, headers, strict=False)
        ),
    )


def _cell(cell: RawCell) -> Cell:
    paragraphs = tuple(cell.paragraphs) or (Paragraph((), ""),)
    return Cell(paragraphs, cell.rows, cell.span)


def _widths(element: etree._Element, width: int) -> tuple[int, ...]:
    found = []
    for grid in element:
        if local(grid) == "tblGrid":
            found = [attribute(column, "w") or "" for column in grid if local(column) == "gridCol"]
    widths = [max(1, int(text)) if text.isdigit() else 1 for text in found[:width]]
    return tuple(widths + [1] * (width - len(widths)))
