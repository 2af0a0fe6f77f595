"""Tables of WordprocessingML to grids of cells that add up, however the file counts.

Word joins cells downwards where two stand at the same grid column of two rows, and leaves out
cells at the start and the end of a row (``gridBefore``, ``gridAfter``).
"""

from collections.abc import Callable

from msgspec import Struct, structs

from tools.grid import Cell, Paragraph, Row, Table
from tools.intake.files.ooxml.markup import (
    PLACEHOLDER,
    STRUCTURED,
    VAL,
    Element,
    W,
    integer,
    is_on,
    text_of,
    value,
    walk,
    within,
)
from tools.intake.files.ooxml.paragraphs import REMOVED, Reader
from tools.intake.scan import Block, Place, UnreadableError

ROW = f"{W}tr"
CELL = f"{W}tc"
ROWS, CELLS = frozenset((ROW,)), frozenset((CELL,))
PROPERTIES_OF_CELLS = REMOVED | {f"{W}tblPr", f"{W}tblGrid", f"{W}trPr", f"{W}tcPr"}
MAX_DEPTH = 20
MAX_SPAN = 1000
DEEP = ("表格里套着表格，套得太深，没有读", "把里层的表格移到外面来，存成新的 .docx，再导入")


class Nested(Struct):
    """A table as it stands in the file, with the tables in its cells."""

    place: Place
    caption: str
    widths: list[int]
    rows: list[list["_Cell"]]
    headers: list[bool]

    @property
    def cells(self) -> list["_Cell"]:
        """All cells, row by row."""
        return [cell for row in self.rows for cell in row]


Content = Paragraph | Nested
ReadContent = Callable[[Element, int], list[Content]]


class _Cell(Struct):
    """``merge`` is "" or what ``w:vMerge`` says: restart or continue."""

    content: list[Content]
    span: int
    merge: str = ""
    rows: int = 1

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [each for each in self.content if isinstance(each, Paragraph)]

    @property
    def tables(self) -> list[Nested]:
        return [each for each in self.content if isinstance(each, Nested)]

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs).strip()


class TableReader:
    """Reads tables with what is in their cells; numbers the document's tables from 1."""

    def __init__(self, reader: Reader, content: ReadContent) -> None:
        self._reader = reader
        self._content = content
        self._count = 0

    def read(self, element: Element, depth: int) -> list[Block]:
        """A table as blocks: itself, then the tables that stood in its cells.

        A table that only lays out others gives way to them. Raise ``UnreadableError`` for
        tables within tables without end.
        """
        return self.blocks(self.nested(element, depth))

    def nested(self, element: Element, depth: int) -> Nested:
        """A table with the tables in its cells, as it stands in the file."""
        if depth > MAX_DEPTH:
            raise UnreadableError(*DEEP)
        self._count += 1
        outside = self._reader.place
        place = Place(page=outside.page, table=self._count)
        properties = element.find(f"{W}tblPr")
        table = Nested(place, value(properties, f"{W}tblCaption") or "", [], [], [])
        for row in walk(element, ROWS, PROPERTIES_OF_CELLS):
            if row.find(f"{W}trPr/{W}del") is None:
                table.headers.append(bool(is_on(row, f"{W}trPr/{W}tblHeader")))
                table.rows.append(
                    self._row(row, structs.replace(place, row=len(table.rows) + 1), depth)
                )
        self._reader.place = outside
        table.widths = self._fill(table, element)
        self._merge(table)
        return table

    def _row(self, row: Element, place: Place, depth: int) -> list[_Cell]:
        cells = self._gap(row, "gridBefore")
        number = 0
        for element in walk(row, CELLS, PROPERTIES_OF_CELLS):
            look = within(element, f"{W}tcPr")
            if f"{W}cellDel" in look:
                continue
            number += 1
            self._reader.place = structs.replace(place, cell=number)
            content = self._read_cell(element, depth)
            span, across = _span(look), _merge_kind(look, "hMerge")
            if across == "continue" and number > 1:
                cells[-1].span += span
                cells[-1].content += [each for each in content if _says_something(each)]
            else:
                cells.append(_Cell(content, span, _merge_kind(look, "vMerge")))
        return cells + self._gap(row, "gridAfter")

    def _read_cell(self, cell: Element, depth: int) -> list[Content]:
        """What is in a cell; nothing if the cell as a whole is a prompt not yet answered."""
        control = next(cell.iterancestors(STRUCTURED, ROW))
        if control.tag == STRUCTURED and control.find(PLACEHOLDER) is not None:
            self._reader.skip_control(control)
            return [self._reader.blank()]
        return self._content(cell, depth)

    def _gap(self, row: Element, name: str) -> list[_Cell]:
        span = integer(value(row, f"{W}trPr/{W}{name}"))
        return [self._blank(min(span, MAX_SPAN))] if span > 0 else []

    def _blank(self, span: int) -> _Cell:
        return _Cell([self._reader.blank()], span)

    def _fill(self, table: Nested, element: Element) -> list[int]:
        """Fill up short rows with a blank cell; the widths of the grid's columns."""
        width = max((sum(cell.span for cell in row) for row in table.rows), default=0)
        for row in table.rows:
            missing = width - sum(cell.span for cell in row)
            if missing:
                row.append(self._blank(missing))
        return _widths(element, width)

    def _merge(self, table: Nested) -> None:
        """Join cells downwards; what a joined cell hides in Word is told."""
        above: dict[int, _Cell] = {}
        for number, row in enumerate(table.rows, 1):
            here: dict[int, _Cell] = {}
            kept, column = [], 0
            for cell in row:
                start, column = column, column + cell.span
                upper = above.get(start)
                if cell.merge == "continue" and upper is not None and upper.span == cell.span:
                    upper.rows += 1
                    here[start] = upper
                    self._tell_covered(cell, structs.replace(table.place, row=number))
                    upper.content += cell.tables
                    continue
                kept.append(cell)
                if cell.merge:
                    here[start] = cell
            row[:] = kept
            above = here

    def _tell_covered(self, cell: _Cell, place: Place) -> None:
        if cell.text:
            self._reader.place, outside = place, self._reader.place
            self._reader.remark(f"合并的格子下面盖着看不见的文字，没有取：{cell.text}")
            self._reader.place = outside

    def blocks(self, table: Nested) -> list[Block]:
        """The table, flattened: Word shows a nested table inside a cell, a grid cannot."""
        if _is_frame(table):
            return self._contents(table)
        blocks = [Block(_grid(table, self._reader), table.place)] if table.cells else []
        for inner in (inner for cell in table.cells for inner in cell.tables):
            self._reader.place, outside = inner.place, self._reader.place
            self._reader.remark(f"这个表原来套在{table.place}的格子里，取出来接在了后面，请核对")
            self._reader.place = outside
            blocks += self.blocks(inner)
        return blocks

    def _contents(self, table: Nested) -> list[Block]:
        place = structs.replace(table.place, row=1, cell=1)
        is_single = len(table.cells) == 1
        blocks: list[Block] = []
        for cell in table.cells:
            for each in cell.content:
                if isinstance(each, Nested):
                    blocks += self.blocks(each)
                elif is_single and each.text.strip():
                    blocks.append(Block(each, place))
        return blocks


def _is_frame(table: Nested) -> bool:
    """Whether a table is only there to lay out the tables in it."""
    cells = table.cells
    if not any(cell.tables for cell in cells):
        return False
    return len(cells) == 1 or all(not cell.text and len(cell.tables) <= 1 for cell in cells)


def _grid(table: Nested, reader: Reader) -> Table:
    rows = (
        Row(tuple(_cell(cell, reader) for cell in row), is_header)
        for row, is_header in zip(table.rows, table.headers, strict=True)
    )
    return Table(table.caption, tuple(table.widths), tuple(rows))


def _cell(cell: _Cell, reader: Reader) -> Cell:
    return Cell(tuple(cell.paragraphs) or (reader.blank(),), cell.rows, cell.span)


def _says_something(content: Content) -> bool:
    return isinstance(content, Nested) or bool(content.text)


def _span(look: dict[str, Element]) -> int:
    return min(max(integer(text_of(look.get(f"{W}gridSpan")), 1), 1), MAX_SPAN)


def _merge_kind(look: dict[str, Element], name: str) -> str:
    """``restart``, ``continue`` or ``""``; a tracked merge (``w:cellMerge``) counts as done."""
    tracked = look.get(f"{W}cellMerge")
    if tracked is not None and name == "vMerge":
        return "restart" if tracked.get(f"{W}vMerge") == "rest" else "continue"
    found = look.get(f"{W}{name}")
    if found is None:
        return ""
    return "restart" if found.get(VAL) == "restart" else "continue"


def _widths(table: Element, count: int) -> list[int]:
    """The columns' widths; one that is not said is as wide as the others on average."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    said = [integer(column.get(f"{W}w")) for column in columns][:count]
    said += [0] * (count - len(said))
    known = [width for width in said if width > 0]
    usual = sum(known) // len(known) if known else 1
    return [width if width > 0 else usual for width in said]
