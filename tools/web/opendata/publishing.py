"""All open data below the root of a site, or by itself in ``build/data``."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct, structs

from tools import framework
from tools.output import new_folder, work_folder
from tools.progress import Progress, silent
from tools.source.positions import Positions
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web import working
from tools.web.opendata import (
    catalogue,
    description,
    explanation,
    feed,
    interface,
    manifest,
    package,
    places,
    producing,
    trees,
    whole,
)
from tools.web.opendata.columns import TABLES
from tools.web.opendata.manifest import Writer
from tools.web.opendata.subjects import Year, years
from tools.web.public import last_commits


class Built(Struct, frozen=True):
    """What was written; ``undated`` are the department-years whose last commit nobody knows."""

    files: int
    bytes: int
    rows: dict[str, int]
    undated: int


def publish(workspace: Workspace, repository: Repository, progress: Progress = silent) -> Built:
    """Write ``build/data`` anew with what is in ``repository``.

    Raise ``ValueError`` where that still holds what is withheld from the public.
    """
    target = workspace.build / places.DATA
    with new_folder(target) as folder, work_folder(target) as work:
        built = write_into(work, workspace, repository, progress)
        folder.rmdir()
        (work / places.DATA).rename(folder)
    return built


def write_into(
    site: Path,
    workspace: Workspace,
    repository: Repository,
    progress: Progress = silent,
    copies: Callable[[], Iterable[tuple[str, str]]] = tuple,
) -> Built:
    """Write below the site's root: ``data/``, and beside each page its Word and YAML file.

    ``copies`` makes copies of them under other names before the sums are written, and tells each
    with what it is a copy of.
    Raise ``ValueError`` where ``repository`` still holds what is withheld from the public.
    """
    repository.require_public()
    site.mkdir(parents=True, exist_ok=True)
    commits = last_commits(workspace, repository)
    listed = list(years(repository, framework.load(workspace.schema), commits))
    writer = Writer(site)
    counts = {table.name: 0 for table in TABLES}
    with TemporaryDirectory(dir=site) as folder, working.sharing(len(listed)) as pool:
        tasks = list(_tasks(workspace, listed, site, Path(folder)))
        for number, produced in enumerate(working.each(pool, producing.produce, tasks), 1):
            writer.known.extend(produced.files)
            counts = {name: count + produced.counts[name] for name, count in counts.items()}
            progress(number, len(tasks) + 1)
        jobs = [
            whole.Job(kind=kind, site=site, rows=Path(folder), tasks=len(tasks))
            for kind in whole.KINDS
        ]
        for files in working.each(pool, whole.write, jobs):
            writer.known.extend(files)
    for path, data in _of_all(workspace, listed, counts):
        writer.write(path, data)
    writer.copied(copies())
    writer.write(places.MANIFEST, manifest.write(interface.TITLE, listed, writer.known))
    writer.write(places.SUMS, manifest.sums(writer.known))
    sizes = [file.bytes for file in writer.known if file.path.startswith(f"{places.DATA}/")]
    titles = {table.title: counts[table.name] for table in TABLES}
    return Built(len(sizes), sum(sizes), titles, sum(year.commit is None for year in listed))


def _tasks(
    workspace: Workspace, listed: list[Year], site: Path, rows: Path
) -> Iterator[producing.Task]:
    """One for each department, whose years are compared; without what only checks need."""
    groups = groupby(listed, key=lambda year: (year.entry.region, year.entry.department))
    for number, (_, group) in enumerate(groups):
        yield producing.Task(
            workspace=workspace,
            site=site,
            rows=rows,
            number=number,
            years=[
                structs.replace(year, entry=structs.replace(year.entry, positions=Positions()))
                for year in group
            ],
        )


def _of_all(
    workspace: Workspace, listed: list[Year], counts: dict[str, int]
) -> Iterator[tuple[str, bytes]]:
    """What is not of rows: indexes and descriptions, those that people look at in lines."""
    for path, content in interface.of_all(listed):
        yield path, trees.pretty(content) if path == places.INDEX else trees.compact(content)
    documents: dict[str, Any] = {
        places.OPENAPI: description.openapi(),
        places.PACKAGE: package.datapackage([t for t in TABLES if counts[t.name]], listed),
    }
    for path, content in documents.items():
        yield path, trees.pretty(content)
    yield places.CATALOGUE, trees.compact(catalogue.catalogue(listed))
    yield places.FEED, feed.atom(listed)
    yield from explanation.files(workspace).items()
