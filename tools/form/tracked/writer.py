"""The marked form as the body of a Word file.

``w:ins`` and ``w:del`` are those of ISO/IEC 29500-1, 17.13.5.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from msgspec import Struct

from tools.form.style import Base
from tools.form.tracked.marks import (
    Break,
    Line,
    Marked,
    MarkedCell,
    MarkedRow,
    MarkedTable,
    Piece,
)
from tools.form.tracked.texts import closed
from tools.form.word import (
    CONTINUE,
    FIELD,
    HEADER_ROW,
    LINE_BREAK,
    RESTART,
    ROW,
    absolute,
    bookmark,
    cell_start,
    contents_start,
    page_reference,
    table_start,
    text_xml,
)
from tools.likeness.phrases import Part

TAGS = {Part.GONE: "w:del", Part.NEW: "w:ins"}
# Text that is gone stands in elements of other names: a reader that does not know of changes
# would show it otherwise.
GONE_TAGS = {
    "<w:t>": "<w:delText>",
    "<w:t ": "<w:delText ",
    "</w:t>": "</w:delText>",
    "<w:instrText ": "<w:delInstrText ",
    "</w:instrText>": "</w:delInstrText>",
}


class Signature(Struct, frozen=True, kw_only=True):
    """What each change is signed with.

    ``date`` is YYYY-MM-DD, from the data and not the clock; ``author`` is text that XML can hold.
    """

    author: str
    date: str


class Heading(Struct, frozen=True):
    """A heading as the table of contents has it; ``number`` names its bookmark."""

    number: int
    line: Line

    @property
    def style(self) -> str:
        """The style of its entry."""
        return "目录一" if self.line.level == 1 else "目录二"

    @property
    def pieces(self) -> list[Piece]:
        """Its words, in one line and without styles."""
        return [Piece(p.part, p.text.replace("\n", LINE_BREAK), "") for p in self.line.pieces]


Entry = tuple[Heading | None, Heading | None, Part]


class Writer:
    """Writes one document; headings are numbered first, then all marks of changes."""

    def __init__(self, blocks: Sequence[Marked], base: Base, signature: Signature) -> None:
        self.blocks = blocks
        self.base = base
        lines = [block for block in blocks if isinstance(block, Line) and block.level]
        self.headings = [Heading(number, line) for number, line in enumerate(lines, 1)]
        self.written = 0
        self.marks = len(lines)
        author = quoteattr(signature.author)
        self.signature = f'w:author={author} w:date="{signature.date}T00:00:00Z"'

    def body(self) -> Iterator[str]:
        """The document's body, piece by piece."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield self.line(block)
            elif isinstance(block, MarkedTable):
                yield from self.table(block)
            elif isinstance(block.block, Break):
                end = self.mark(block.part)
                yield f"<w:p><w:pPr>{end}{self.base.front_section}</w:pPr></w:p>"
            else:
                yield from self.contents(block.part, block.block.depth)
        yield self.base.last_section

    def attributes(self) -> str:
        """Of one mark; Word wants each to have a number of its own."""
        self.marks += 1
        return f'w:id="{self.marks}" {self.signature}'

    def mark(self, part: Part) -> str:
        """What became of a paragraph's end."""
        if part is Part.SAME:
            return ""
        return f"<w:rPr><{TAGS[part]} {self.attributes()}/></w:rPr>"

    def start(self, style: str, old_style: str, end: Part) -> str:
        """A paragraph up to its first run."""
        look, old = (f'<w:pStyle w:val="{self.base.ids[name]}"/>' for name in (style, old_style))
        mark, change = self.mark(end), ""
        if look != old:
            change = f"<w:pPrChange {self.attributes()}><w:pPr>{old}</w:pPr></w:pPrChange>"
        return f"<w:p><w:pPr>{look}{mark}{change}</w:pPr>"

    def line(self, line: Line) -> str:
        """A paragraph; a heading carries the bookmark that the table of contents needs."""
        text = self.runs(line.pieces)
        if line.level:
            self.written += 1
            number = self.written
            text = (
                f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(number)}"/>{text}'
                f'<w:bookmarkEnd w:id="{number}"/>'
            )
        return f"{self.start(line.style, line.old_style, line.mark)}{text}</w:p>"

    def runs(self, pieces: Iterable[Piece]) -> str:
        """Runs, those of one kind within one mark."""
        return "".join(
            self.within(part, "".join(map(self.run, some)))
            for part, some in groupby(pieces, key=lambda piece: piece.part)
        )

    def run(self, piece: Piece) -> str:
        """One run as it was before it was gone."""
        style = self.base.ids[piece.style] if piece.style else ""
        look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
        return f"<w:r>{look}{text_xml(piece.text)}</w:r>"

    def within(self, part: Part, runs: str) -> str:
        """Runs as what became of them."""
        if part is Part.SAME or not runs:
            return runs
        if part is Part.GONE:
            for tag, gone in GONE_TAGS.items():
                runs = runs.replace(tag, gone)
        return f"<{TAGS[part]} {self.attributes()}>{runs}</{TAGS[part]}>"

    def table(self, table: MarkedTable) -> Iterator[str]:
        """A table; only rows, cells' paragraphs and words come and go in it."""
        widths = absolute(table.widths, self.base.text_width)
        yield table_start(table.caption, widths)
        for row in table.rows:
            yield self.row(row, widths)
        yield "</w:tbl>"

    def row(self, row: MarkedRow, widths: list[int]) -> str:
        """A row; one that came or went says so itself, not only its words."""
        start, column = HEADER_ROW if row.is_header else ROW, 0
        if row.part is not Part.SAME:
            mark = f"<{TAGS[row.part]} {self.attributes()}/></w:trPr>"
            start = start.replace("</w:trPr>", mark)
        cells = []
        for cell in row.cells:
            cells.append(self.cell(cell, sum(widths[column : column + cell.grid_span])))
            column += cell.grid_span
        return f"{start}{''.join(cells)}</w:tr>"

    def cell(self, cell: MarkedCell, width: int) -> str:
        """A cell with its paragraphs."""
        merge = CONTINUE if cell.continues else RESTART if cell.is_merged else ""
        lines = "".join(map(self.line, cell.lines))
        return f"{cell_start(width, cell.grid_span, merge)}{lines}</w:tc>"

    def contents(self, whole: Part, depth: int) -> Iterator[str]:
        """The table of contents of both years, in the field by which Word knows it."""
        rows = self.entries(whole, depth)
        opening, closing = contents_start(depth), FIELD.format("end")
        last = len(rows) - 1
        for number, ((old, new, end), styles) in enumerate(zip(rows, _styles(rows), strict=True)):
            yield self.start(*styles, end)
            yield self.within(whole, opening) if number == 0 else ""
            yield self.entry(old, new)
            yield self.within(whole, closing) if number == last else ""
            yield "</w:p>"

    def entries(self, whole: Part, depth: int) -> list[Entry]:
        """The lines of the table of contents: they come and go with their headings.

        The field ends in the last line, which must stay; two entries that have nothing to do
        with each other may share it.
        """
        sides = [
            (
                None if Part.NEW in (whole, heading.line.mark) else heading,
                None if Part.GONE in (whole, heading.line.mark) else heading,
            )
            for heading in self.headings
            if heading.line.level <= depth
        ]
        return closed([both for both in sides if any(both)])

    def entry(self, old: Heading | None, new: Heading | None) -> str:
        """What stands in one line."""
        if old is new:
            return self.link(new, Part.SAME)
        return self.link(old, Part.GONE) + self.link(new, Part.NEW)

    def link(self, heading: Heading | None, part: Part) -> str:
        """A heading's words and page; as a whole unless ``part`` is what stayed."""
        if heading is None:
            return ""
        title = heading.pieces
        if part is not Part.SAME:
            title = [
                piece._replace(part=Part.SAME) for piece in title if piece.part in (part, Part.SAME)
            ]
        inner = self.within(part, self.runs(title) + page_reference(heading.number))
        start = f'<w:hyperlink w:anchor="{bookmark(heading.number)}" w:history="1">'
        return f"{start}{inner}</w:hyperlink>"


def _styles(rows: Sequence[Entry]) -> list[tuple[str, str]]:
    """New and old style of each line; the last has the end that the last of both years had."""
    styles = [(one.style, one.style) for old, new, _ in rows if (one := new or old)]
    olds = [old.style for old, _, _ in rows if old]
    news = [new.style for _, new, _ in rows if new]
    return [*styles[:-1], (news[-1], olds[-1])] if olds and news else styles
