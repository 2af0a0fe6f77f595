"""Rows as JSON: English names, texts exactly as written, decimals as text with their digits."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from tools.web.opendata.columns import Row, Table, Value
from tools.web.opendata.tables import Filled

Tree = dict[str, Any]


def write(filled: Filled) -> bytes:
    """A table as one array with a row on each line."""
    encoder = msgspec.json.Encoder()
    rows = (encoder.encode(tree(filled.table, row)) for row in filled.rows)
    return b"[\n" + b",\n".join(rows) + b"\n]\n"


def pretty(content: object) -> bytes:
    """A document that people may look at too."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def tree(table: Table[Any], row: Row, *, nested: bool = False) -> Tree:
    """A row by the names of its columns; ``nested`` without what stands further up."""
    return {
        column.name: plain(value)
        for column, value in zip(table.columns, row, strict=True)
        if not (nested and column.context)
    }


def trees(table: Table[Any], subjects: Iterable[Any], *, nested: bool = False) -> list[Tree]:
    """The rows of all subjects."""
    return [tree(table, table.row(subject), nested=nested) for subject in subjects]


def plain(value: Value) -> str | int | bool | list[str] | None:
    """A cell as JSON has it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
