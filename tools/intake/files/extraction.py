"""Text extracted from Word or PDF files: cells behind tabs, or the wrapped lines of a PDF."""

import re
from collections import Counter
from collections.abc import Iterator

from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.scan import Block, Place, Scan

# What programs that extract text leave of bookmarks, table-of-contents fields and page numbers.
RESIDUE = re.compile(
    r"\[bookmark: [^\]\n]*\]|\bTC [^\n]*?\\f [A-Z] \\l [0-9]+|^page number$", re.MULTILINE
)
# One blank line ends a row, or stands inside a cell; behind a table there is one more.
TABLE_END = 2


def read(text: str) -> Scan:
    """Read an extraction: each line that starts with a tab is a cell, a blank line ends a row.

    A text without such cells comes back as its lines, blank ones kept.
    """
    lines = RESIDUE.sub("", text.replace("\r\n", "\n")).replace("\f", "\n").split("\n")
    if not any(line.startswith("\t") for line in lines):
        blocks = (Block(_paragraph(line), Place(paragraph=n)) for n, line in enumerate(lines, 1))
        return Scan(tuple(blocks))
    return Scan(tuple(_blocks(lines)))


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text.strip()),) if text.strip() else (), "")


def _blocks(lines: list[str]) -> Iterator[Block]:
    builder = _Rows(_usual_length(lines))
    paragraphs = tables = 0
    for line in lines:
        if line.startswith("\t"):
            builder.cell(line[1:])
        elif not line.strip():
            builder.end_row()
        elif builder.rows and builder.blanks < TABLE_END:
            builder.rows[-1][-1] += f"\n{line}"
        else:
            if builder.rows:
                tables += 1
                yield Block(_table(builder.take()), Place(table=tables))
            paragraphs += 1
            yield Block(_paragraph(line), Place(paragraph=paragraphs))
    if builder.rows:
        yield Block(_table(builder.take()), Place(table=tables + 1))


def _usual_length(lines: list[str]) -> int:
    """How many cells most rows have: those of the indicator tables."""
    lengths: Counter[int] = Counter()
    length = 0
    for line in lines:
        if line.startswith("\t"):
            length += 1
        elif not line.strip() and length:
            lengths[length] += 1
            length = 0
    return max(lengths, key=lambda length: (lengths[length], length))


class _Rows:
    """The rows of one table; a cell can hold blank lines, so a blank line need not end a row."""

    def __init__(self, usual: int) -> None:
        self.usual = usual
        self.rows: list[list[str]] = []
        self.is_open = False
        self.is_usual = False
        self.blanks = 0

    def cell(self, text: str) -> None:
        if self.is_open or self._is_incomplete():
            self.rows[-1].append(text)
        else:
            self.rows.append([text])
        self.is_open = True
        self.blanks = 0

    def end_row(self) -> None:
        self.is_open = False
        self.blanks += 1
        self.is_usual |= bool(self.rows) and len(self.rows[-1]) == self.usual

    def take(self) -> list[list[str]]:
        rows, self.rows = self.rows, []
        self.is_open = self.is_usual = False
        return rows

    def _is_incomplete(self) -> bool:
        if not self.is_usual or not self.rows:
            return False
        last = self.rows[-1]
        return len(last) < self.usual and any(cell.strip() for cell in last)


def _table(rows: list[list[str]]) -> Table:
    """Rows of their own length: the last cell takes what is left of the widest row."""
    width = max(map(len, rows))
    return Table(
        "",
        (1,) * width,
        tuple(Row(tuple(_cells(row, width))) for row in rows),
    )


def _cells(row: list[str], width: int) -> Iterator[Cell]:
    for index, text in enumerate(row):
        span = width - index if index == len(row) - 1 else 1
        lines = text.strip().split("\n")
        yield Cell(tuple(_paragraph(line) for line in lines), grid_span=span)
