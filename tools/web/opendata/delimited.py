"""Tables as CSV (RFC 4180): UTF-8 with a mark for Excel, and no cell that Excel would run.

Excel takes a cell that begins with one of :data:`SIGNS` for a formula. Such text gets an apostrophe
in front; so does text that begins with apostrophes and then such a sign, so that one can always be
taken away again. Only text is guarded: our own numbers and dates never begin so.
"""

import csv
import io
import re
from decimal import Decimal
from typing import Any

from tools.web.opendata.columns import Column, Kind, Value
from tools.web.opendata.tables import Filled

MARK = b"\xef\xbb\xbf"
# With the full-width signs, which a Chinese Excel reads alike.
SIGNS = "=+-@\t\r\n＝＋－＠"
DANGEROUS = re.compile(f"'*[{re.escape(SIGNS)}]")
YES_NO = {True: "是", False: "否"}


def write(filled: Filled) -> bytes:
    """The table with the labels that people read as its first line."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = filled.table.columns
    writer.writerow([column.label for column in columns])
    for row in filled.rows:
        writer.writerow([guarded(shown(filled, c, v)) for c, v in zip(columns, row, strict=True)])
    return MARK + stream.getvalue().encode("utf-8")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:] if text.startswith("'") and DANGEROUS.match(text) else text


def shown(filled: Filled, column: Column[Any], value: Value) -> str:
    """A cell as text that people read; nothing for a blank or absent one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, tuple):
        if column.kind is Kind.COLUMNS:
            return "、".join(filled.table.labels(value))
        return "\n".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
