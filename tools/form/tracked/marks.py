"""A form of two years in one: each word, paragraph and row knows what became of it.

Without all that is gone it is the form after; without all that is new, the form before.
"""

from typing import NamedTuple

from msgspec import Struct

from tools.grid import Contents
from tools.likeness.phrases import Part


class Piece(NamedTuple):
    """Text in one character style."""

    part: Part
    text: str
    style: str


class Line(Struct, frozen=True, gc=False):
    """A paragraph; ``mark`` is what became of its end, which parts it from the next one.

    ``old_style`` differs from ``style`` only where an end must stay, whatever becomes of the
    paragraph: the last in a cell, and the last of the document.
    """

    pieces: tuple[Piece, ...]
    style: str
    old_style: str
    level: int
    mark: Part


class MarkedCell(Struct, frozen=True, gc=False):
    """A cell in one row: it ``continues`` the one above, or ``is_merged`` with what is below."""

    lines: tuple[Line, ...]
    grid_span: int
    continues: bool
    is_merged: bool


class MarkedRow(Struct, frozen=True, gc=False):
    """A row, and what became of it as a whole."""

    part: Part
    cells: tuple[MarkedCell, ...]
    is_header: bool


class MarkedTable(Struct, frozen=True):
    """A table; its columns are the same in both years."""

    caption: str
    widths: tuple[int, ...]
    rows: tuple[MarkedRow, ...]


class Break(Struct, frozen=True):
    """Where one section ends and the next begins."""


class Textless(Struct, frozen=True):
    """What has no text of its own."""

    block: Contents | Break
    part: Part


Marked = Line | MarkedTable | Textless
