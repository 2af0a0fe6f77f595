"""Word files (.docx), from Word, WPS or LibreOffice, to paragraphs and tables in order."""

from collections.abc import Iterator

from tools.grid import Paragraph
from tools.intake.files.ooxml import asides
from tools.intake.files.ooxml.fields import Fields
from tools.intake.files.ooxml.markup import STRUCTURED, Element, W, parse, walk
from tools.intake.files.ooxml.numbering import Numbering
from tools.intake.files.ooxml.package import Package
from tools.intake.files.ooxml.paragraphs import REMOVED, Reader
from tools.intake.files.ooxml.styles import Styles
from tools.intake.files.ooxml.tables import Content, TableReader
from tools.intake.scan import Block, Place, Remark, Scan, UnreadableError

PARAGRAPH, TABLE, FOREIGN = f"{W}p", f"{W}tbl", f"{W}altChunk"
BLOCKS = frozenset((PARAGRAPH, TABLE, FOREIGN, STRUCTURED))
NOT_BLOCKS = REMOVED | {f"{W}tcPr", f"{W}sectPr"}
DELETED = (f"{W}del", f"{W}moveFrom")
BREAK, TEXT = f"{W}lastRenderedPageBreak", f"{W}t"
NO_DOCUMENT = (
    "这不是 Word 文件，里面没有正文",
    "选部门报送的 Word 文件；用 Word 或 WPS 能打开的才能导入",
)
MACROS = "文件里带有宏，没有运行，也没有取；来历不明的文件请不要点“启用宏”"


def read(data: bytes) -> Scan:
    """Read a whole .docx; raise ``UnreadableError``.

    What is read is the text as printed: tracked changes accepted, list numbers written out,
    hidden text, comments, notes, headers and pictures told in remarks. The table of contents,
    which repeats the headings, is left out. Styles are the names that Word shows.
    """
    package = Package(data)
    main = package.main()
    root = parse(package.part(main)) if main else None
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise UnreadableError(*NO_DOCUMENT)
    document = _Document(root, package, main)
    blocks = tuple(document.blocks(body))
    remarks = [*document.reader.remarks, *_beside(package, main, root, document.reader)]
    return Scan(blocks, tuple(remarks))


def _beside(package: Package, main: str, root: Element, reader: Reader) -> Iterator[Remark]:
    yield from asides.changes(root)
    yield from asides.notes(package, main, reader.references)
    yield from asides.margins(package, main)
    if any(name.endswith("vbaproject.bin") for name in package):
        yield Remark(Place(), MACROS)


def _part(package: Package, main: str, kind: str) -> Element | None:
    name = next(iter(package.related(main, kind)), None)
    return parse(package.part(name)) if name else None


class _Document:
    """The body of one document, read from its start to its end."""

    def __init__(self, root: Element, package: Package, main: str) -> None:
        styles = Styles(_part(package, main, "styles"))
        numbering = Numbering(_part(package, main, "numbering"), styles)
        self.reader = Reader(root, styles, numbering)
        self.tables = TableReader(self.reader, self._cell)
        self._has_pages = next(root.iter(BREAK), None) is not None
        self._page = 1
        self._has_deleted = next(root.iter(*DELETED), None) is not None

    def blocks(self, body: Element) -> Iterator[Block]:
        number = 0
        joined: list[Element] = []
        for element in walk(body, BLOCKS, NOT_BLOCKS):
            number += element.tag == PARAGRAPH
            page = self._turn(element)
            self.reader.place = Place(page=page, paragraph=number)
            if element.tag == PARAGRAPH:
                joined.append(element)
                if not self._runs_on(element):
                    yield from self._paragraph(joined)
                    joined = []
                continue
            yield from self._paragraph(joined, is_cut=True)
            joined = []
            self.reader.place = Place(page=page, paragraph=number)
            if element.tag == TABLE:
                yield from self.tables.read(element, 1)
                yield from self._boxes()
            else:
                self._skip(element)
        yield from self._paragraph(joined, is_cut=True)

    def _paragraph(self, elements: list[Element], is_cut: bool = False) -> Iterator[Block]:
        """A paragraph; one whose mark was deleted before a table goes if nothing is left of it."""
        paragraph = self.reader.read(elements) if elements else None
        place = self.reader.place
        if paragraph is not None and (paragraph.runs or not is_cut):
            yield Block(paragraph, place)
        yield from self._boxes()

    def _skip(self, element: Element) -> None:
        if element.tag == FOREIGN:
            self.reader.remark("这里嵌入了另一个文件的内容，没有取；请打开原文另存一次，再导入")
        else:
            self.reader.skip_control(element)

    def _boxes(self) -> Iterator[Block]:
        """The text boxes met so far, each after the block that it is anchored in."""
        while self.reader.boxes:
            element, place = self.reader.boxes.popleft()
            blocks = list(self._box(element, place))
            if any(not isinstance(b.content, Paragraph) or b.content.text.strip() for b in blocks):
                self.reader.remarks.append(
                    Remark(place, "有文本框，其中的文字接在了这里的后面，请核对先后")
                )
                yield from blocks

    def _box(self, box: Element, place: Place) -> Iterator[Block]:
        self.reader.place = place
        self.reader.fields, outside = Fields(box), self.reader.fields
        for each in self._content(box, 1):
            if isinstance(each, Paragraph):
                yield Block(each, place)
            else:
                yield from self.tables.blocks(each)
        self.reader.fields = outside

    def _cell(self, cell: Element, depth: int) -> list[Content]:
        return self._content(cell, depth + 1)

    def _content(self, parent: Element, depth: int) -> list[Content]:
        """Paragraphs and tables of a cell or text box; tables in it stand ``depth`` deep."""
        result: list[Content] = []
        joined: list[Element] = []
        for element in walk(parent, BLOCKS, NOT_BLOCKS):
            if element.tag == PARAGRAPH:
                joined.append(element)
                if self._runs_on(element):
                    continue
            paragraph = self.reader.read(joined) if joined else None
            joined = []
            if paragraph is not None:
                result.append(paragraph)
            if element.tag == TABLE:
                result.append(self.tables.nested(element, depth))
            elif element.tag != PARAGRAPH:
                self._skip(element)
        last = self.reader.read(joined) if joined else None
        return [*result, last] if last is not None and last.runs else result

    def _turn(self, element: Element) -> int:
        """The page on which a block begins, where Word left marks of its pages."""
        if not self._has_pages:
            return 0
        start, has_text = self._page, False
        for each in element.iter(BREAK, TEXT):
            if each.tag == TEXT:
                has_text = True
            else:
                self._page += 1
                start = start if has_text else self._page
        return start

    def _runs_on(self, paragraph: Element) -> bool:
        """Whether the paragraph's mark was deleted, so that it runs on into the next one."""
        if not self._has_deleted:
            return False
        return any(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in DELETED)
