"""The official form between template and Word: blocks, and tables as grids of cells.

Names follow WordprocessingML (ISO/IEC 29500): ``grid_span`` columns, ``row_span`` rows.
The small parts are ``gc=False``: they come by the thousand and cannot form a cycle.
"""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct


class Run(Struct, frozen=True, gc=False):
    """Text in one character style; a newline is a line break inside the paragraph."""

    text: str
    style: str = ""


class Paragraph(Struct, frozen=True, gc=False, tag=True):
    """``level`` is 0 for text, 1 to 9 for a heading of that outline level."""

    runs: tuple[Run, ...]
    style: str
    level: int = 0

    @property
    def text(self) -> str:
        """The paragraph without its styles."""
        return "".join(run.text for run in self.runs)


class Cell(Struct, frozen=True, gc=False):
    """One cell, standing at its first row and column."""

    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    grid_span: int = 1

    @property
    def text(self) -> str:
        """The cell's paragraphs, one to a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class Row(Struct, frozen=True, gc=False):
    """The cells that start in this row; ``is_header`` rows repeat on each page."""

    cells: tuple[Cell, ...]
    is_header: bool = False


class Table(Struct, frozen=True, tag=True, dict=True):
    """``widths`` are the relative widths of the grid's columns."""

    caption: str
    widths: tuple[int, ...]
    rows: tuple[Row, ...]

    @cached_property
    def slots(self) -> "list[list[Slot]]":
        """As :func:`place` gives them; worked out once."""
        return _placed(self)


class Contents(Struct, frozen=True):
    """Where the table of contents (目录) stands, and down to which outline level it goes."""

    depth: int


Block = Paragraph | Table | Contents


class Section(Struct, frozen=True):
    """A run of pages; only numbered sections carry page numbers, counted from 1."""

    blocks: tuple[Block, ...]
    is_numbered: bool


class Document(Struct, frozen=True):
    """A whole form, filled in."""

    sections: tuple[Section, ...]

    def headings(self, depth: int) -> Iterator[Paragraph]:
        """Headings down to outline level ``depth``, in order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph) and 0 < block.level <= depth:
                    yield block


class GridError(ValueError):
    """The rows of a table do not add up to its grid; ``row`` is the one at fault, from 1."""

    def __init__(self, row: int, message: str) -> None:
        super().__init__(message)
        self.row = row


Slot = tuple[Cell, bool]


def place(table: Table) -> list[list[Slot]]:
    """Each row's slots from left to right, as (cell, whether it continues from above).

    Raise ``GridError`` naming the row (from 1) where spans overlap, leave a gap or reach out of
    the table.
    """
    return table.slots


def _placed(table: Table) -> list[list[Slot]]:
    width = len(table.widths)
    hanging: dict[int, tuple[Cell, int]] = {}
    result = []
    for number, row in enumerate(table.rows, 1):
        slots: list[Slot] = []
        waiting = list(reversed(row.cells))
        column = 0
        while column < width:
            if column in hanging:
                cell, left = hanging.pop(column)
                slots.append((cell, True))
            elif waiting:
                cell = waiting.pop()
                left = cell.row_span
                slots.append((cell, False))
            else:
                raise GridError(number, f"第 {number} 行只有 {column} 列，表格有 {width} 列")
            end = column + cell.grid_span
            if end > width:
                raise GridError(number, f"第 {number} 行超出表格的 {width} 列")
            if hanging and not hanging.keys().isdisjoint(range(column + 1, end)):
                raise GridError(number, f"第 {number} 行有格子与上面合并下来的格子重叠")
            if left > 1:
                hanging[column] = (cell, left - 1)
            column = end
        if waiting:
            raise GridError(number, f"第 {number} 行多出 {len(waiting)} 格，表格有 {width} 列")
        result.append(slots)
    for cell, _ in hanging.values():
        number = next(n for n, slots in enumerate(result, 1) if (cell, False) in slots)
        raise GridError(number, f"第 {number} 行有格子向下合并，超出了表格的最后一行")
    return result


def outline(document: Document) -> str:
    """The document as plain text, for people and golden tests: one line a paragraph or row.

    In a row, ``|`` parts cells, ``^`` stands for a cell merged from above and ``<`` for each
    further column a cell spans.
    """
    return "\n".join(line for section in document.sections for line in _section_lines(section))


def _section_lines(section: Section) -> Iterator[str]:
    yield f"[{'正文' if section.is_numbered else '前页'}]"
    for block in section.blocks:
        if isinstance(block, Contents):
            yield f"[目录 {block.depth}]"
        elif isinstance(block, Paragraph):
            mark = "#" * block.level + " " if block.level else ""
            runs = "".join(f"{{{r.style}:{r.text}}}" if r.style else r.text for r in block.runs)
            yield f"{mark}({block.style}) {runs}".replace("\n", "⏎")
        else:
            yield f"[表 {block.caption} {' '.join(map(str, block.widths))}]"
            yield from _table_lines(block)


def _table_lines(table: Table) -> Iterator[str]:
    for row, slots in zip(table.rows, place(table), strict=True):
        parts = []
        for cell, continues in slots:
            parts.append("^" if continues else cell.text.replace("\n", "⏎"))
            parts.extend("<" * (cell.grid_span - 1))
        yield ("= " if row.is_header else "  ") + " | ".join(parts)
