"""All tables in one SQLite file: typed, with foreign keys and a full-text index.

SQLite rather than Parquet: the standard library writes it, anything reads it, and it holds the
relations between tables. Decimals are NUMERIC, which is exact for up to 15 digits. Names are
English, with the Chinese ones in the table ``columns``.
"""

import sqlite3
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from tools.web.opendata.columns import Column, Kind, Table, Value
from tools.web.opendata.tables import Filled

TYPES = {Kind.INTEGER: "INTEGER", Kind.BOOLEAN: "INTEGER", Kind.DECIMAL: "NUMERIC"}
SEARCHED = ("project_name", "level3", "description", "value", "basis")
# Where the header names the version of SQLite that wrote the file; nothing reads it.
VERSION = slice(96, 100)
FIXED_VERSION = (3_034_000).to_bytes(4, "big")
COLUMNS = (
    "CREATE TABLE columns (table_name TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, "
    "about TEXT NOT NULL, PRIMARY KEY (table_name, name))"
)


def write(tables: tuple[Filled, ...]) -> bytes:
    """The database as a file's bytes."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA foreign_keys = ON")
        with connection:
            for filled in tables:
                _table(connection, filled)
            _describe(connection, tables)
            _index(connection)
        connection.execute("VACUUM")
        data = bytearray(connection.serialize())
    finally:
        connection.close()
    data[VERSION] = FIXED_VERSION
    return bytes(data)


def definition(table: Table[Any]) -> str:
    """The statement that creates the table."""
    parts = [_column(column, is_key=not index) for index, column in enumerate(table.columns)]
    body = ",\n  ".join(parts)
    return f"CREATE TABLE {table.name} (\n  {body}\n)"


def _column(column: Column[Any], *, is_key: bool) -> str:
    words = [f'"{column.name}"', TYPES.get(column.kind, "TEXT")]
    if column.required:
        words.append("NOT NULL")
    if is_key:
        words.append("PRIMARY KEY")
    if column.refers:
        words.append(f"REFERENCES {column.refers} (id)")
    if column.choices:
        listed = ", ".join(f"'{choice}'" for choice in column.choices)
        words.append(f'CHECK ("{column.name}" IN ({listed}))')
    if column.kind is Kind.BOOLEAN:
        words.append(f'CHECK ("{column.name}" IN (0, 1))')
    return " ".join(words)


def _table(connection: sqlite3.Connection, filled: Filled) -> None:
    connection.execute(definition(filled.table))
    marks = ", ".join("?" * len(filled.table.columns))
    insert = f"INSERT INTO {filled.name} VALUES ({marks})"  # noqa: S608 - our own names
    connection.executemany(insert, ([_stored(value) for value in row] for row in filled.rows))
    for column in filled.table.columns:
        if column.refers:
            name = f"{filled.name}_{column.name}"
            connection.execute(f'CREATE INDEX {name} ON {filled.name} ("{column.name}")')


def _stored(value: Value) -> str | int | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return msgspec.json.encode(value).decode() if isinstance(value, tuple) else value


def _describe(connection: sqlite3.Connection, tables: tuple[Filled, ...]) -> None:
    connection.execute(COLUMNS)
    rows = [(f.name, c.name, c.label, c.about) for f in tables for c in f.table.columns]
    connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)


def _index(connection: sqlite3.Connection) -> None:
    """Words of three characters and more; ``LIKE '%词%'`` finds shorter ones."""
    listed = ", ".join(SEARCHED)
    connection.execute(
        f"CREATE VIRTUAL TABLE indicators_search USING fts5({listed}, "
        "content = 'indicators', tokenize = 'trigram')"
    )
    connection.execute("INSERT INTO indicators_search(indicators_search) VALUES ('rebuild')")
