"""The grid to a Word file, byte for byte the same for the same data.

WordprocessingML (ISO/IEC 29500-1) is written directly: python-docx needs seconds for such tables.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from tools.form.style import Base
from tools.grid import Cell, Contents, Document, Paragraph, Row, Run, Slot, Table, place

# The earliest date a zip can hold; a real one would change the bytes from day to day.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
# A third larger than at level 6, in half the time.
LEVEL = 3

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
ROW = '<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="397" w:hRule="atLeast"/></w:trPr>'
HEADER_ROW = ROW.replace("</w:trPr>", "<w:tblHeader/></w:trPr>")
# A heading of two lines stands in the table of contents on one.
LINE_BREAK = "　"
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


class Properties(Struct, frozen=True, kw_only=True):
    """What the file says of itself (docProps/core.xml). ``date`` is YYYY-MM-DD, from the data."""

    title: str
    creator: str
    date: str


def write(document: Document, base: Base, properties: Properties) -> bytes:
    """The whole .docx file."""
    return package(_Writer(document, base).body(), base, properties)


def package(body: Iterable[str], base: Base, properties: Properties) -> bytes:
    """The .docx file with the given body, which is encoded piece by piece.

    As one text it would take two bytes a sign, all at once.
    """
    pieces = chain((base.before,), body, (base.after,))
    parts = {
        **base.parts,
        "word/document.xml": b"".join([piece.encode("utf-8") for piece in pieces]),
        "docProps/core.xml": _core(properties).encode("utf-8"),
    }
    return _zip(parts)


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, parts[name], compresslevel=LEVEL)
    return stream.getvalue()


def _core(properties: Properties) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{properties.date}T00:00:00Z</dcterms'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title>"
        f"<dc:creator>{escape(properties.creator)}</dc:creator>"
        f"<dcterms:created {stamp}:created><dcterms:modified {stamp}:modified>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


class _Writer:
    def __init__(self, document: Document, base: Base) -> None:
        self.document = document
        self.base = base
        self.headings = 0
        self.cells: dict[tuple[int, bool, int], str] = {}
        self.starts = {
            name: f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            for name, style in base.ids.items()
        }

    def body(self) -> Iterator[str]:
        last = len(self.document.sections) - 1
        for number, section in enumerate(self.document.sections):
            for block in section.blocks:
                if isinstance(block, Table):
                    yield from self.table(block)
                elif isinstance(block, Contents):
                    yield from self.contents(block)
                else:
                    yield self.paragraph(block)
            if number < last:
                yield f"<w:p><w:pPr>{self.base.front_section}</w:pPr></w:p>"
        yield self.base.last_section

    def paragraph(self, paragraph: Paragraph) -> str:
        text = "".join([self.run(run) for run in paragraph.runs])
        if paragraph.level:
            self.headings += 1
            number = self.headings
            text = (
                f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(number)}"/>{text}'
                f'<w:bookmarkEnd w:id="{number}"/>'
            )
        return f"{self.starts[paragraph.style]}{text}</w:p>"

    def run(self, run: Run) -> str:
        look = f'<w:rPr><w:rStyle w:val="{self.base.ids[run.style]}"/></w:rPr>' if run.style else ""
        return f"<w:r>{look}{text_xml(run.text)}</w:r>"

    def table(self, table: Table) -> Iterator[str]:
        widths = absolute(table.widths, self.base.text_width)
        yield table_start(table.caption, widths)
        for row, slots in zip(table.rows, place(table), strict=True):
            yield self.row(row, slots, widths)
        yield "</w:tbl>"

    def row(self, row: Row, slots: list[Slot], widths: list[int]) -> str:
        cells, column = [], 0
        for cell, continues in slots:
            end = column + cell.grid_span
            width = sum(widths[column:end])
            known = (id(cell), continues, width)  # the document keeps its cells alive
            written = self.cells.get(known)
            if written is None:
                written = self.cells[known] = self.cell(cell, continues, width)
            cells.append(written)
            column = end
        return f"{HEADER_ROW if row.is_header else ROW}{''.join(cells)}</w:tr>"

    def cell(self, cell: Cell, continues: bool, width: int) -> str:
        if continues:
            # Word wants at least one paragraph in every cell, also in one merged from above.
            content = f"{self.starts[cell.paragraphs[0].style]}</w:p>"
        else:
            content = "".join([self.paragraph(paragraph) for paragraph in cell.paragraphs])
        merge = (CONTINUE if continues else RESTART) if cell.row_span > 1 else ""
        return f"{cell_start(width, cell.grid_span, merge)}{content}</w:tc>"

    def contents(self, contents: Contents) -> Iterator[str]:
        """Entries that are right before Word updates anything; Word fills in the pages."""
        entries = [
            (number, heading)
            for number, heading in enumerate(self.document.headings(9), 1)
            if heading.level <= contents.depth
        ]
        start = contents_start(contents.depth)
        for index, (number, heading) in enumerate(entries):
            end = FIELD.format("end") if index == len(entries) - 1 else ""
            yield self.entry(heading, number, start if index == 0 else "", end)

    def entry(self, heading: Paragraph, number: int, start: str, end: str) -> str:
        style = self.base.ids["目录一" if heading.level == 1 else "目录二"]
        title = text_xml(heading.text.replace("\n", LINE_BREAK))
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{start}'
            f'<w:hyperlink w:anchor="{bookmark(number)}" w:history="1"><w:r>{title}</w:r>'
            f"{page_reference(number)}</w:hyperlink>{end}</w:p>"
        )


def contents_start(depth: int) -> str:
    """The runs that open the field of the table of contents; ``FIELD`` closes it."""
    instruction = f' TOC \\o "1-{depth}" \\h \\z \\u '
    return (
        f'{FIELD.format("begin")}<w:r><w:instrText xml:space="preserve">{instruction}'
        f"</w:instrText></w:r>{FIELD.format('separate')}"
    )


def page_reference(number: int) -> str:
    """A tab, and the page of the heading ``number``, for Word to fill in."""
    return (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark(number)} \\h '
        f"</w:instrText></w:r>{FIELD.format('separate')}<w:r><w:t> </w:t></w:r>"
        f"{FIELD.format('end')}"
    )


def table_start(caption: str, widths: list[int]) -> str:
    """A table up to its first row; ``widths`` are in twips."""
    columns = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="15" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="15" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


@cache
def cell_start(width: int, grid_span: int, merge: str) -> str:
    """A cell up to its first paragraph; ``merge`` is empty, ``RESTART`` or ``CONTINUE``."""
    span = f'<w:gridSpan w:val="{grid_span}"/>' if grid_span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def bookmark(number: int) -> str:
    """The name by which the table of contents finds the heading ``number``."""
    return f"_Toc{number:09d}"


def text_xml(text: str) -> str:
    """Text with its spaces kept; a line break or tab is an element of its own in Word."""
    if "\n" in text:
        return "<w:br/>".join([text_xml(line) for line in text.split("\n")])
    if "\t" in text:
        return "<w:tab/>".join(
            [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t")]
        )
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def absolute(widths: tuple[int, ...], total: int) -> list[int]:
    """Relative widths as twips that add up to ``total`` exactly."""
    share = [width * total // sum(widths) for width in widths]
    share[-1] += total - sum(share)
    return share
