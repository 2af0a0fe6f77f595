"""Signs that nobody sees: left by web pages and word processors, of no meaning in a target."""

import re

from tools.grid import Cell, Paragraph, Row, Run, Table
from tools.intake.scan import Block, Scan
from tools.intake.wording import plain
from tools.source.text import CONTROL, INVISIBLE

UNSEEN = re.compile(f"[{CONTROL}{INVISIBLE}]")
LEADER = re.compile(r"[.·…．_—-]*[0-9]*$")
SPACES = str.maketrans("\u00a0\u2002\u2003\u2009\t", "     ")


def tidy(scan: Scan) -> tuple[Scan, int]:
    """The scan without them, special spaces as plain ones, and how many signs were changed."""
    changed = 0

    def text(old: str) -> str:
        nonlocal changed
        new = UNSEEN.sub("", old).translate(SPACES)
        changed += sum(1 for sign in old if UNSEEN.match(sign) or sign == "\u00a0")
        return new

    def paragraph(old: Paragraph) -> Paragraph:
        runs = tuple(Run(text(run.text), run.style) for run in old.runs)
        return Paragraph(runs, old.style, old.level)

    def cell(old: Cell) -> Cell:
        return Cell(tuple(map(paragraph, old.paragraphs)), old.row_span, old.grid_span)

    def content(old: Paragraph | Table) -> Paragraph | Table:
        if isinstance(old, Paragraph):
            return paragraph(old)
        rows = tuple(Row(tuple(map(cell, row.cells)), row.is_header) for row in old.rows)
        return Table(old.caption, old.widths, rows)

    blocks = tuple(Block(content(block.content), block.place) for block in scan.blocks)
    return Scan(blocks, scan.remarks), changed


def without_contents(scan: Scan) -> tuple[Scan, int]:
    """The scan without a table of contents typed by hand, and how many entries that had.

    Its entries are headings that come again further down.
    """
    words = [_entry(block.content) for block in scan.blocks]
    start = next((n for n, word in enumerate(words) if word in ("目录", "目次")), None)
    if start is None:
        return scan, 0
    end = start + 1
    while end < len(words) and (not words[end] or words[end] in words[end + 1 :]):
        end += 1
    count = sum(bool(word) for word in words[start + 1 : end])
    if not count:
        return scan, 0
    return Scan((*scan.blocks[:start], *scan.blocks[end:]), scan.remarks), count


def _entry(content: Paragraph | Table) -> str:
    """A heading, or an entry of the contents without its dots and page number."""
    text = plain(content.text) if isinstance(content, Paragraph) else ""
    return LEADER.sub("", text)
