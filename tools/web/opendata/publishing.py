"""All open data into ``build/data``, whole or not at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from tools import framework
from tools.form.documents import word
from tools.output import inside, new_folder
from tools.progress import Progress, silent
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web.opendata import (
    catalogue,
    database,
    dates,
    delimited,
    description,
    explanation,
    feed,
    interface,
    manifest,
    package,
    places,
    trees,
    workbook,
)
from tools.web.opendata.manifest import Published, Sort
from tools.web.opendata.subjects import Year, years
from tools.web.opendata.tables import Filled, fill, joined

# A file to write: its path from the site's root, its bytes, the department-year it is of.
File = tuple[str, bytes, Year | None]


class Built(Struct, frozen=True):
    """What was written."""

    files: int
    bytes: int
    rows: dict[str, int]


def publish(workspace: Workspace, repository: Repository, progress: Progress = silent) -> Built:
    """Write ``build/data`` anew with what is in ``repository``.

    Raise ``ValueError`` where it still holds what is withheld from the public.
    """
    repository.require_public()
    listed = list(years(repository, framework.load(workspace.schema)))
    days = dates.last_days(workspace, repository)
    filled = [fill([year]) for year in listed]
    tables = joined(filled) if filled else fill([])
    known: list[Published] = []
    with new_folder(workspace.build / places.DATA) as folder:

        def write(path: str, data: bytes, year: Year | None = None) -> None:
            target = inside(folder, path.removeprefix(f"{places.DATA}/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            known.append(_known(path, data, year))

        for number, (year, parts) in enumerate(zip(listed, filled, strict=True), 1):
            for file in of_year(year, parts, days):
                write(*file)
            known.extend(_beside_page(workspace, repository, year))
            progress(number, len(listed) + 1)
        for file in (*_of_all(listed, tables, days), *_explained(workspace)):
            write(*file)
        write(places.MANIFEST, manifest.write(interface.TITLE, known))
        write(places.SUMS, manifest.sums(known))
    size = sum(file.bytes for file in known if file.sort is Sort.DATA)
    count = sum(file.sort is Sort.DATA for file in known)
    return Built(count, size, {part.table.title: len(part.rows) for part in tables})


def of_year(year: Year, parts: tuple[Filled, ...], days: Mapping[str, str]) -> Iterator[File]:
    """The files of one department-year: ``parts`` are its tables."""
    yield places.workbook(year), workbook.write(parts, year.title), year
    for part in parts:
        if part.rows:
            yield places.part(year, part.name), delimited.write(part), year
    yield places.dataset(year), trees.pretty(catalogue.dataset(year, days)), year
    for path, content in interface.of_year(year):
        yield path, trees.pretty(content), year


def _of_all(
    listed: list[Year], tables: tuple[Filled, ...], days: Mapping[str, str]
) -> Iterator[File]:
    for part in tables:
        yield places.table(part.name, "csv"), delimited.write(part), None
        yield places.table(part.name, "json"), trees.write(part), None
    yield places.WORKBOOK, workbook.write(tables, interface.TITLE), None
    yield places.DATABASE, database.write(tables), None
    documents: dict[str, Any] = {
        **dict(interface.of_all(listed)),
        places.OPENAPI: description.openapi(),
        places.PACKAGE: package.datapackage(tables, listed),
        places.CATALOGUE: catalogue.catalogue(listed, days),
    }
    for path, content in documents.items():
        yield path, trees.pretty(content), None
    yield places.FEED, feed.atom(listed, days), None


def _explained(workspace: Workspace) -> Iterator[File]:
    for path, data in explanation.files(workspace).items():
        yield path, data, None


def _beside_page(workspace: Workspace, repository: Repository, year: Year) -> Iterator[Published]:
    """The downloads that ``site`` writes; both are made of the same bytes."""
    data = word(workspace, year.entry, repository.is_sample(year.entry))
    yield _known(places.word(year), data, year, Sort.WORD)
    yield _known(places.source(year), year.entry.clean.encode("utf-8"), year, Sort.YAML)


def _known(path: str, data: bytes, year: Year | None, sort: Sort = Sort.DATA) -> Published:
    address, title = (year.address, year.title) if year else ("", "")
    return manifest.published(path, data, sort=sort, department_year=address, title=title)
