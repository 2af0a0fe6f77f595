"""The tables of everything, put together of the rows that each department left on the disk.

Nothing is held in memory but the rows of one department at a time.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tools.web.opendata import database, delimited, places, trees, workbook
from tools.web.opendata.columns import TABLES, Row, Table
from tools.web.opendata.interface import TITLE
from tools.web.opendata.manifest import Published, Writer
from tools.web.opendata.producing import piece


class Job(Struct, frozen=True, kw_only=True):
    """One kind of files to write below ``site`` of what ``tasks`` tasks left in ``rows``."""

    kind: str
    site: Path
    rows: Path
    tasks: int

    def pieces(self, table: Table[Any], ending: str) -> Iterator[bytes]:
        """The rows of a table, department by department."""
        for number in range(self.tasks):
            yield piece(self.rows, number, table.name, ending).read_bytes()


def write(job: Job) -> list[Published]:
    """Write the files of one kind."""
    writer = Writer(job.site)
    KINDS[job.kind](job, writer)
    return writer.known


def _delimited(job: Job, writer: Writer) -> None:
    for table in TABLES:
        path = places.table(table.name, "csv")
        with writer.place(path).open("wb") as file:
            file.write(delimited.head(column.label for column in table.columns))
            file.writelines(job.pieces(table, "csv"))
        writer.note(path)


def _arrays(job: Job, writer: Writer) -> None:
    for table in TABLES:
        path = places.table(table.name, "json")
        with writer.place(path).open("wb") as file:
            file.writelines(trees.array(job.pieces(table, "json")))
        writer.note(path)


def _workbook(job: Job, writer: Writer) -> None:
    tables = ((table, _rows(table, job.pieces(table, "json"))) for table in TABLES)
    with writer.place(places.WORKBOOK).open("w+b") as file:
        workbook.save(file, TITLE, tables, job.rows)
    writer.note(places.WORKBOOK)


def _rows(table: Table[Any], pieces: Iterator[bytes]) -> Iterator[Row]:
    return chain.from_iterable(trees.decoded(table, piece) for piece in pieces)


def _database(job: Job, writer: Writer) -> None:
    rows = ((table, _values(job.pieces(table, "json"))) for table in TABLES)
    database.save(writer.place(places.DATABASE), rows)
    writer.note(places.DATABASE)


def _values(pieces: Iterator[bytes]) -> Iterator[list[Any]]:
    for found in pieces:
        for row in msgspec.json.decode(b"[" + found + b"]"):
            yield list(row.values())


# The longest first.
KINDS: dict[str, Callable[[Job, Writer], None]] = {
    "xlsx": _workbook,
    "sqlite": _database,
    "json": _arrays,
    "csv": _delimited,
}
