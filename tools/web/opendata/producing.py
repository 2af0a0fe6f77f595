"""All files of some department-years, and their rows for the tables of everything."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tools.form.documents import words
from tools.source.workspace import Workspace
from tools.web.links import project_anchors
from tools.web.opendata import (
    catalogue,
    delimited,
    interface,
    places,
    projectfiles,
    trees,
    workbook,
)
from tools.web.opendata.columns import TABLES
from tools.web.opendata.comparing import compared
from tools.web.opendata.manifest import Published, Writer
from tools.web.opendata.subjects import Year
from tools.web.opendata.tables import Filled, YearRows, filled, rows_of

# The tables that a department-year has even where nothing is in them, since pages link to them.
LINKED = ("projects", "indicators")
ENDINGS = ("csv", "json")


class Task(Struct, frozen=True, kw_only=True):
    """The years of one department, to be written below ``site``, their rows into ``rows``."""

    workspace: Workspace
    site: Path
    rows: Path
    number: int
    years: list[Year]


class Produced(Struct, frozen=True):
    """What was written, and how many rows there are of each table."""

    files: list[Published]
    counts: dict[str, int]


class Encoded(Struct, frozen=True):
    """A table's rows as each kind of file has them; ``texts`` are the cells of CSV."""

    filled: Filled
    texts: list[list[str]]
    ways: dict[str, bytes]


def produce(task: Task) -> Produced:
    """Write everything of the task."""
    writer = Writer(task.site)
    tables: list[list[Encoded]] = []
    for year in compared(task.years):
        rows = rows_of(year)
        encoded = [encode(part) for part in filled([rows])]
        for path, data in (*beside_page(task.workspace, year), *of_year(rows, encoded)):
            writer.write(path, data, year.address)
        tables.append(encoded)
    counts = {}
    for index, table in enumerate(TABLES):
        parts = [encoded[index] for encoded in tables]
        counts[table.name] = sum(len(part.filled.rows) for part in parts)
        for ending in ENDINGS:
            between = b",\n" if ending == "json" else b""
            data = between.join(part.ways[ending] for part in parts if part.ways[ending])
            piece(task.rows, task.number, table.name, ending).write_bytes(data)
    return Produced(writer.known, counts)


def piece(folder: Path, number: int, table: str, ending: str) -> Path:
    """Where a task leaves its rows of a table."""
    return folder / f"{number}-{table}.{ending}"


def encode(part: Filled) -> Encoded:
    """The rows of a table in every way."""
    texts = delimited.texts(part)
    rows = (delimited.lines(texts), trees.encoded(part))
    return Encoded(part, texts, dict(zip(ENDINGS, rows, strict=True)))


def beside_page(workspace: Workspace, year: Year) -> Iterator[tuple[str, bytes]]:
    """The official form and the data file, without the remarks of those who work on it.

    And the form of each project, which is cut out of the whole one.
    """
    made = words(workspace, year.entry, year.place.sample)
    yield places.word(year.address), made.whole
    for index, anchor in enumerate(project_anchors(year.record.projects)):
        if index in made.projects:
            yield places.project_file(year.address, anchor, "docx"), made.projects[index]
    yield places.source(year.address), year.entry.clean.encode("utf-8")


def of_year(rows: YearRows, parts: list[Encoded]) -> Iterator[tuple[str, bytes]]:
    """The other files of one department-year: ``parts`` are its tables."""
    year = rows.subject
    address = year.address
    yield places.workbook(address), workbook.write((part.filled for part in parts), year.title)
    for part in parts:
        table = part.filled.table
        if part.filled.rows or table.name in LINKED:
            head = delimited.head(column.label for column in table.columns)
            yield places.part(address, table.name), head + part.ways["csv"]
    yield places.dataset(address), trees.compact(catalogue.dataset(year))
    for path, content in interface.of_year(rows):
        yield path, trees.compact(content)
    texts = {part.filled.name: part.texts for part in parts}
    yield from projectfiles.of_projects(rows, texts)
