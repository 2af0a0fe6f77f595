"""All tables in one SQLite file: typed, with foreign keys and a full-text index.

SQLite rather than Parquet: the standard library writes it, anything reads it, and it holds the
relations between tables. Decimals are NUMERIC, which is exact for up to 15 digits. Names are
English, with the Chinese ones in the table ``columns``.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from tools.web.opendata.columns import Column, Kind, Table, Value
from tools.web.opendata.tables import Filled

TYPES = {Kind.INTEGER: "INTEGER", Kind.BOOLEAN: "INTEGER", Kind.DECIMAL: "NUMERIC"}
SEARCHED = ("project_name", "level3", "description", "value", "basis")
# Where the header names the version of SQLite that wrote the file; nothing reads it.
VERSION = 96
FIXED_VERSION = (3_034_000).to_bytes(4, "big")
SETTINGS = (
    "page_size = 4096",
    "cache_size = -32000",  # kilobytes
    "journal_mode = OFF",  # a file that is not whole is thrown away
    "synchronous = OFF",
    "foreign_keys = ON",
)
COLUMNS = (
    "CREATE TABLE columns (table_name TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, "
    "about TEXT NOT NULL, PRIMARY KEY (table_name, name))"
)


def write(tables: Iterable[Filled]) -> bytes:
    """The database as a file's bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "database"
        save(path, ((filled.table, filled.rows) for filled in tables))
        return path.read_bytes()


def save(path: Path, tables: Iterable[tuple[Table[Any], Iterable[Sequence[Value]]]]) -> None:
    """Write the database to a new file; cells are a table's or those of its JSON."""
    path.unlink(missing_ok=True)
    known = []
    with closing(sqlite3.connect(path)) as connection:
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        with connection:
            for table, rows in tables:
                _table(connection, table, rows)
                known.append(table)
            _describe(connection, known)
            _index(connection)
        connection.execute("VACUUM")
    with path.open("r+b") as file:
        file.seek(VERSION)
        file.write(FIXED_VERSION)


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


def _table(
    connection: sqlite3.Connection, table: Table[Any], rows: Iterable[Sequence[Value]]
) -> None:
    connection.execute(definition(table))
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608 - our own names
    connection.executemany(insert, ([_stored(value) for value in row] for row in rows))
    for column in table.columns:
        if column.refers:
            name = f"{table.name}_{column.name}"
            connection.execute(f'CREATE INDEX {name} ON {table.name} ("{column.name}")')


def _stored(value: Value | list[str]) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else msgspec.json.encode(value).decode()


def _describe(connection: sqlite3.Connection, tables: Iterable[Table[Any]]) -> None:
    connection.execute(COLUMNS)
    rows = [(table.name, c.name, c.label, c.about) for table in tables for c in table.columns]
    connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)


def _index(connection: sqlite3.Connection) -> None:
    """Words of three characters and more; ``LIKE '%词%'`` finds shorter ones."""
    listed = ", ".join(SEARCHED)
    connection.execute(
        f"CREATE VIRTUAL TABLE indicators_search USING fts5({listed}, "
        "content = 'indicators', tokenize = 'trigram')"
    )
    connection.execute("INSERT INTO indicators_search(indicators_search) VALUES ('rebuild')")
