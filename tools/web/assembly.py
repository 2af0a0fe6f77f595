"""The complete site: pages, and beside and below them everything that can be downloaded.

The downloads do not go through MkDocs, which would look at each of them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from tools.problem import Problem
from tools.progress import Progress, silent
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web import redirects, site
from tools.web.opendata import publishing
from tools.web.public import departments


class Assembled(Struct, frozen=True):
    """How many pages there are, and what of open data."""

    pages: int
    data: publishing.Built


def assemble(
    workspace: Workspace,
    repository: Repository,
    findings: Iterable[Problem] = (),
    progress: Progress = silent,
) -> Assembled:
    """Write ``build/site`` anew, whole or not at all, with what is in ``repository``.

    Raise ``ProblemError`` where a template, a form or MkDocs objects.
    """
    pages = site.write_sources(workspace, repository, findings, progress)
    written: list[publishing.Built] = []

    def downloads(folder: Path) -> None:
        written.append(complete(workspace, repository, folder, progress))

    site.build(workspace, downloads)
    return Assembled(pages, written[0])


def complete(
    workspace: Workspace, repository: Repository, folder: Path, progress: Progress = silent
) -> publishing.Built:
    """Put beside the pages in ``folder`` what can be downloaded, and what stood elsewhere before.

    Raise ``ProblemError`` where a template or a form objects.
    """

    def moved() -> Iterator[tuple[str, str]]:
        redirects.write_projects(workspace, folder, departments(repository))
        yield from redirects.write_project_files(folder, repository.entries)
        yield from redirects.write(workspace, folder, repository.regions)

    return publishing.write_into(folder, workspace, repository, progress, moved)
