"""Rows as JSON: English names, texts exactly as written, decimals as text with their digits."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec import structs

from tools.web.opendata.columns import TABLES, Kind, Row, Table, Value
from tools.web.opendata.tables import Filled

Tree = dict[str, Any]
TYPES = {
    Kind.TEXT: str | None,
    Kind.LINES: tuple[str, ...] | None,
    Kind.COLUMNS: tuple[str, ...] | None,
    Kind.INTEGER: int | None,
    Kind.DECIMAL: Decimal | None,
    Kind.BOOLEAN: bool | None,
    Kind.DATE: date | None,
}
ODD = {Kind.DECIMAL, Kind.DATE, Kind.LINES, Kind.COLUMNS}


def write(filled: Filled) -> bytes:
    """A table as one array with a row on each line."""
    return b"".join(array([encoded(filled)]))


def encoded(filled: Filled) -> bytes:
    """The rows alone, with commas between them."""
    encode = msgspec.json.Encoder().encode
    return b",\n".join([encode(tree(filled.table, row)) for row in filled.rows])


def decoded(table: Table[Any], piece: bytes) -> Iterator[Row]:
    """The rows that :func:`encoded` was given."""
    return map(structs.astuple, _decoder(table.name).decode(b"[" + piece + b"]"))


@cache
def _decoder(name: str) -> msgspec.json.Decoder[list[Any]]:
    (table,) = (table for table in TABLES if table.name == name)
    fields = [(column.name, TYPES[column.kind]) for column in table.columns]
    row: Any = msgspec.defstruct(name, fields)
    return msgspec.json.Decoder(list[row])


def array(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One array of such rows, piece by piece."""
    between = b"[\n"
    for piece in pieces:
        if piece:
            yield between + piece
            between = b",\n"
    yield b"\n]\n" if between == b",\n" else b"[\n\n]\n"


def pretty(content: object) -> bytes:
    """A document that people may look at too."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def compact(content: object) -> bytes:
    """A document for programs alone: a third shorter."""
    return msgspec.json.encode(content) + b"\n"


def tree(table: Table[Any], row: Row, *, nested: bool = False) -> Tree:
    """A row by the names of its columns; ``nested`` without what stands further up."""
    return {
        name: plain(row[place]) if is_odd else row[place]
        for name, place, is_odd in _shape(table.name, nested)
    }


@cache
def _shape(name: str, nested: bool) -> list[tuple[str, int, bool]]:
    """Names and places of columns, and whether JSON lacks what is in them."""
    (table,) = (table for table in TABLES if table.name == name)
    return [
        (column.name, place, column.kind in ODD)
        for place, column in enumerate(table.columns)
        if not (nested and column.context)
    ]


def trees(table: Table[Any], rows: Iterable[Row], *, nested: bool = False) -> list[Tree]:
    """The same of several rows."""
    return [tree(table, row, nested=nested) for row in rows]


def plain(value: Value) -> str | int | bool | list[str] | None:
    """A cell as JSON has it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else list(value)
