"""Tables as one Excel file: numbers are numbers that show the digits as written, dates are dates.

XlsxWriter, since it needs half the time of openpyxl, writes cells of text as text whatever they
begin with, and fixes the dates in the zip.
"""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tools.web.opendata.columns import Column, Value
from tools.web.opendata.delimited import shown
from tools.web.opendata.tables import Filled

ROWS = 1_000_000  # a sheet has room for 48,576 more
CHARACTERS = 32_767
A3 = 8
CUT = "……（Excel 的一格放不下，全文见 JSON）"
DIGITS = 15  # what Excel keeps of a number
FIXED_DATE = datetime(1980, 1, 1)
OPTIONS = {"in_memory": True}


class Formats:
    """The formats of one workbook, each made when first asked for."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        top = {"valign": "top"}
        self.head = book.add_format(
            {
                "bold": True,
                "bg_color": "#DCE6F1",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
            }
        )
        self.text = book.add_format({**top, "num_format": "@"})
        self.date = book.add_format({**top, "num_format": "yyyy-mm-dd"})
        self.whole = book.add_format({**top, "num_format": "0"})
        self._decimals: dict[int, Format] = {}
        self._new: Callable[[dict[str, str]], Format] = lambda more: book.add_format(
            {**top, **more}
        )

    def decimal(self, places: int) -> Format:
        """Shows as many places as were written."""
        if places not in self._decimals:
            pattern = f"0.{'0' * places}" if places else "0"
            self._decimals[places] = self._new({"num_format": pattern})
        return self._decimals[places]


def write(tables: Iterable[Filled], title: str) -> bytes:
    """A sheet for each table that has rows, and more where one is not enough."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"title": title, "created": FIXED_DATE})
    formats = Formats(book)
    for filled in tables:
        for number, start in enumerate(range(0, len(filled.rows), ROWS), 1):
            name = filled.table.title + (f" {number}" if number > 1 else "")
            _sheet(book.add_worksheet(name), filled, start, formats)
    if not book.worksheets():
        book.add_worksheet("没有数据")
    book.close()
    return stream.getvalue()


def _sheet(sheet: Worksheet, filled: Filled, start: int, formats: Formats) -> None:
    columns = filled.table.columns
    rows = filled.rows[start : start + ROWS]
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(0, 30)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column.label, formats.head)
    for number, row in enumerate(rows, 1):
        for index, column in enumerate(columns):
            _cell(sheet, (number, index), filled, column, row[index], formats)


def _cell(
    sheet: Worksheet,
    place: tuple[int, int],
    filled: Filled,
    column: Column[Any],
    value: Value,
    formats: Formats,
) -> None:
    if value is None:
        return
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(*place, value, formats.whole)
    elif isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= DIGITS:
        places = max(0, -int(value.as_tuple().exponent))
        sheet.write_number(*place, value, formats.decimal(places))
    elif isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), formats.date)
    else:
        sheet.write_string(*place, fitting(shown(filled, column, value)), formats.text)


def fitting(text: str) -> str:
    """Text that a cell has room for; what is cut says so. Excel counts in UTF-16."""
    data = text.encode("utf-16-le")
    if len(data) <= 2 * CHARACTERS:
        return text
    room = 2 * (CHARACTERS - len(CUT))
    return data[:room].decode("utf-16-le", "ignore") + CUT
