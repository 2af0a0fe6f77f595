"""What a reader hands over: paragraphs and tables in order, with where each stands.

A reader knows one kind of file and nothing of targets; what stands where is decided later.
"""

from msgspec import Struct

from tools.grid import Paragraph, Table


class Place(Struct, frozen=True, kw_only=True):
    """Where something stands in the source document; all count from 1, and 0 is not known.

    ``paragraph`` and ``table`` count through the document. ``sheet`` is a workbook's sheet.
    """

    page: int = 0
    sheet: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0

    def __str__(self) -> str:
        """As a person would look for it: 第 3 页，第 2 个表第 4 行第 1 格."""
        where = [f"第 {self.page} 页"] if self.page else []
        where += [f"第 {self.paragraph} 段"] if self.paragraph else []
        table = f"第 {self.table} 个表" if self.table else ""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        row = f"第 {self.row} 行" if self.row else ""
        cell = f"第 {self.cell} 格" if self.cell else ""
        where += [f"{sheet}{table}{row}{cell}"] if sheet or table else []
        return "，".join(where)


NOWHERE = Place()


class Block(Struct, frozen=True):
    """A paragraph or a table; a table split by a page break may come as two blocks.

    Styles are those of the file itself, by name; ``""`` where the file has none.
    """

    content: Paragraph | Table
    place: Place


class Remark(Struct, frozen=True):
    """Something that a reader met and could not hand over as a block, in Chinese."""

    place: Place
    message: str


class Scan(Struct, frozen=True, tag=True):
    """One source document, read."""

    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()


class UnreadableError(Exception):
    """The file cannot be read at all; ``hint`` says what to do, both in Chinese."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
