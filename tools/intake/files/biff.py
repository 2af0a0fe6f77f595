"""What calamine does not tell of an .xls file: number formats, errors, and what is hidden.

Records as in [MS-XLS], the format of Excel 97 to 2003, which is called BIFF8.
"""

import struct
from collections.abc import Iterator

from msgspec import Struct

from tools.intake.files.compound import DamagedError
from tools.intake.files.numberformat import BUILT_IN
from tools.intake.files.sheets import Spot

BOF, EOF, BOUNDSHEET, FORMAT, XF, DATE1904 = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x22
ROW, COLUMNS, NUMBER, RK, MULRK, FORMULA, ERROR = 0x208, 0x7D, 0x203, 0x27E, 0xBD, 0x06, 0x205
CELLS = {NUMBER, RK, MULRK, FORMULA, ERROR, 0xFD, 0x204, 0xD6}
ENCRYPTED, OBJECT = 0x2F, 0x5D
BIFF8 = 0x600
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Looks(Struct):
    """One sheet, by what calamine leaves out. ``formats`` are codes; rows, columns from 0."""

    formats: dict[Spot, str]
    errors: dict[Spot, str]
    hidden_rows: set[int]
    hidden_columns: set[int]
    last: Spot = (0, 0)
    has_drawing: bool = False


class Book(Struct, frozen=True):
    """The sheets in the file's order; none where it is older than Excel 97."""

    sheets: list[Looks]
    is_1904: bool
    is_encrypted: bool


def book(stream: bytes) -> Book:
    """The looks of the sheets in a ``Workbook`` stream. Raise ``DamagedError``."""
    try:
        return _book(stream)
    except (struct.error, IndexError, UnicodeError) as error:
        raise DamagedError(str(error)) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from one BOF to its EOF, without those of charts inside."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, content


def _book(stream: bytes) -> Book:
    own: dict[int, str] = {}
    numbers: list[int] = []
    places: list[int] = []
    is_1904 = is_encrypted = False
    for kind, content in _records(stream, 0):
        if kind == BOF and struct.unpack_from("<H", content)[0] != BIFF8:
            return Book([], is_1904=False, is_encrypted=False)
        if kind == ENCRYPTED:
            is_encrypted = True
        elif kind == DATE1904:
            is_1904 = content[:1] == b"\1"
        elif kind == FORMAT:
            own[struct.unpack_from("<H", content)[0]] = _text(content[2:])
        elif kind == XF:
            numbers.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == BOUNDSHEET:
            places.append(struct.unpack_from("<I", content)[0])
    codes = [own.get(number) or BUILT_IN.get(number, "General") for number in numbers]
    if is_encrypted:
        return Book([], is_1904, is_encrypted)
    return Book([_looks(stream, at, codes) for at in places], is_1904, is_encrypted)


def _text(content: bytes) -> str:
    length, flags = struct.unpack_from("<HB", content)
    if flags & 1:
        return content[3 : 3 + 2 * length].decode("utf-16-le")
    return content[3 : 3 + length].decode("latin-1")


def _looks(stream: bytes, at: int, codes: list[str]) -> Looks:
    looks = Looks({}, {}, set(), set())
    for kind, content in _records(stream, at):
        if kind == OBJECT:
            looks.has_drawing = True
        elif kind == ROW and content[12] & 0x20:
            looks.hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == COLUMNS and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            looks.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind in CELLS:
            _take(looks, kind, content, codes)
    return looks


def _take(looks: Looks, kind: int, content: bytes, codes: list[str]) -> None:
    row, column, style = struct.unpack_from("<HHH", content)
    styles = [style]
    if kind == MULRK:
        styles = [style for style, _ in struct.iter_unpack("<HI", content[4:-2])]
    for at, number in enumerate(styles, column):
        looks.formats[row, at] = codes[number] if number < len(codes) else "General"
        looks.last = (max(looks.last[0], row), max(looks.last[1], at))
    # [MS-XLS] 2.5.133: a formula's result that is no number ends in FFFF
    if kind == FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
        looks.errors[row, column] = ERRORS.get(content[8], "#?")
    elif kind == ERROR and content[7]:
        looks.errors[row, column] = ERRORS.get(content[6], "#?")
