"""Tables as CSV (RFC 4180): UTF-8 with a mark for Excel, and no cell that Excel would run.

Excel takes a cell that begins with one of :data:`SIGNS` for a formula. Such text gets an apostrophe
in front; so does text that begins with apostrophes and then such a sign, so that one can always be
taken away again. Only text is guarded: our own numbers and dates never begin so.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tools.web.opendata.columns import Column, Kind, Table, Value
from tools.web.opendata.tables import Filled

MARK = b"\xef\xbb\xbf"
# With the full-width signs, which a Chinese Excel reads alike.
SIGNS = "=+-@\t\r\n＝＋－＠"
DANGEROUS = re.compile(f"'*[{re.escape(SIGNS)}]")
FIRST = frozenset(f"'{SIGNS}")
YES_NO = {True: "是", False: "否"}


def write(filled: Filled) -> bytes:
    """The table with the labels that people read as its first line."""
    return head(column.label for column in filled.table.columns) + encoded(filled)


def head(labels: Iterable[str]) -> bytes:
    """How a file begins."""
    return MARK + lines([labels])


def encoded(filled: Filled) -> bytes:
    """The rows alone."""
    return lines(texts(filled))


def texts(filled: Filled) -> list[list[str]]:
    """The cells as people read them, none of which a spreadsheet takes for a formula."""
    ways = [_way(filled.table, column) for column in filled.table.columns]
    return [
        ["" if v is None else way(v) for way, v in zip(ways, row, strict=True)]
        for row in filled.rows
    ]


def _way(table: Table[Any], column: Column[Any]) -> Callable[[Any], str]:
    if column.kind is Kind.TEXT:
        return guarded
    return lambda value: guarded(shown(table, column, value))


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of safe text."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text and text[0] in FIRST and DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and DANGEROUS.match(text) else text


def shown(table: Table[Any], column: Column[Any], value: Value) -> str:
    """A cell as text that people read; nothing for a blank or absent one."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, tuple):
        if column.kind is Kind.COLUMNS:
            return "、".join(table.labels(value))
        return "\n".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
