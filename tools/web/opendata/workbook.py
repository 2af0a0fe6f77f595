"""Tables as one Excel file: numbers are numbers that show the digits as written, dates are dates.

XlsxWriter, since it writes text as text whatever it begins with, fixes the dates in the zip, and
puts away each row when the next one begins: memory holds one row of however many.
"""

import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tools.web.opendata.columns import Column, Kind, Row, Table, Value
from tools.web.opendata.delimited import shown
from tools.web.opendata.tables import Filled

ROWS = 500_000  # a sheet has room for as many again, but old readers only for 2 GB
CHARACTERS = 32_767
CUT = "……（Excel 的一格放不下，全文见 JSON）"
DIGITS = 15  # what Excel keeps of a number
LARGEST = 300  # powers of ten; Excel's numbers end at 308
A3 = 8
FIXED_DATE = datetime(1980, 1, 1)
# A small workbook is made at once; a large one row by row, its parts waiting on the disk.
AT_ONCE = {"in_memory": True}
BY_ROWS = {"constant_memory": True, "use_zip64": True}
FONT = {"font_name": "等线", "font_size": 11, "font_scheme": False}
HEAD = {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}

# XlsxWriter takes text between these for its own XML, and what is in a run for not yet escaped.
OPENING, CLOSING = "<r>", "</r>"
RUNS = re.compile("(?<=^<)|(?<=^<r)|(?<=_)(?=x)")


class Formats(Struct, frozen=True):
    """The formats of one workbook; ``places`` show as many decimal places as their index."""

    head: Format
    text: Format
    date: Format
    places: tuple[Format, ...]


def write(tables: Iterable[Filled], title: str) -> bytes:
    """The tables as one file's bytes; those without rows are left out."""
    stream = BytesIO()
    save(stream, title, ((filled.table, filled.rows) for filled in tables))
    return stream.getvalue()


def save(
    target: IO[bytes],
    title: str,
    tables: Iterable[tuple[Table[Any], Iterable[Row]]],
    folder: Path | None = None,
) -> None:
    """A sheet for each table that has rows, and more where one is not enough.

    ``target`` is open for reading too. With a ``folder``, memory holds one row at a time and parts
    wait there until all are there: as much again as the file unpacked.
    """
    with TemporaryDirectory(dir=folder) as parts:
        way = {**BY_ROWS, "tmpdir": parts} if folder else AT_ONCE
        options = {**way, "default_format_properties": FONT.copy()}
        try:
            with xlsxwriter.Workbook(target, options) as book:
                book.set_properties({"title": title, "created": FIXED_DATE})
                _fill(book, tables)
        except FileCreateError as error:
            raise error.args[0] from error
    _level(target)


def _level(target: IO[bytes]) -> None:
    """Leave no trace of the system and of the rights that its files have."""
    with zipfile.ZipFile(target, "a") as archive:
        for info in archive.infolist():
            info.create_system, info.external_attr = 0, 0
        archive.comment = b""  # has the list written anew


def _fill(book: xlsxwriter.Workbook, tables: Iterable[tuple[Table[Any], Iterable[Row]]]) -> None:
    formats = _formats(book)
    for table, rows in tables:
        for part, numbered in groupby(enumerate(rows), lambda pair: pair[0] // ROWS):
            suffix = f" {part + 1}" if part else ""
            _sheet(book.add_worksheet(table.title + suffix), table, numbered, formats)
    if not book.worksheets():
        book.add_worksheet("没有数据")


def _formats(book: xlsxwriter.Workbook) -> Formats:
    def top(pattern: str) -> Format:
        return book.add_format({"valign": "top", "num_format": pattern})

    decimals = (top(f"0.{'0' * places}") for places in range(1, DIGITS + 1))
    return Formats(book.add_format(HEAD), top("@"), top("yyyy-mm-dd"), (top("0"), *decimals))


def _sheet(
    sheet: Worksheet, table: Table[Any], rows: Iterable[tuple[int, Row]], formats: Formats
) -> None:
    columns = table.columns
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, 30)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.label, formats.head)
    ways = [_way(sheet, table, column, formats) for column in columns]
    last = 0
    for last, (_, row) in enumerate(rows, 1):
        for index, value in enumerate(row):
            if value is not None:
                ways[index](last, index, value)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _way(
    sheet: Worksheet, table: Table[Any], column: Column[Any], formats: Formats
) -> Callable[[int, int, Any], None]:
    """How the cells of a column are written."""

    def text(row: int, index: int, value: str) -> None:
        fit = fitting(value)
        if fit.startswith(OPENING) and fit.endswith(CLOSING):
            sheet.write_rich_string(row, index, *RUNS.split(fit), formats.text)
        else:
            sheet.write_string(row, index, fit, formats.text)

    def number(row: int, index: int, value: Value) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, index, value, formats.date)
        elif found := _number(value):
            plain, places = found
            sheet.write_number(row, index, plain, formats.places[places])
        else:
            text(row, index, shown(table, column, value))

    return text if column.kind is Kind.TEXT else number


def _number(value: Value) -> tuple[int | Decimal, int] | None:
    """A number that Excel keeps as written, and its decimal places; None for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value, 0
    if not isinstance(value, Decimal) or value.adjusted() > LARGEST:
        return None
    places = max(0, -int(value.as_tuple().exponent))
    if places > DIGITS or len(value.normalize().as_tuple().digits) > DIGITS:
        return None
    return value if places else int(value), places


def fitting(text: str) -> str:
    """Text that a cell has room for; what is cut says so. Excel counts in UTF-16."""
    if len(text) <= CHARACTERS // 2:
        return text
    data = text.encode("utf-16-le")
    if len(data) <= 2 * CHARACTERS:
        return text
    room = 2 * (CHARACTERS - len(CUT))
    return data[:room].decode("utf-16-le", "ignore") + CUT
