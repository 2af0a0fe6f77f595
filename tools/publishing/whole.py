"""The whole public site in one folder: pages, Word files, open data."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from tools.problem import Problem
from tools.progress import Progress, silent
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web import redirects, site
from tools.web.opendata import places, publishing


class Size(Struct, frozen=True):
    """How much there is in a folder."""

    files: int
    bytes: int


def write_pages(
    workspace: Workspace,
    repository: Repository,
    findings: Iterable[Problem],
    progress: Progress = silent,
) -> None:
    """Write the sources of the pages, and what can be downloaded beside them."""
    site.write_sources(workspace, repository, findings, progress)


def write_site(workspace: Workspace) -> None:
    """Turn the sources into the site."""
    site.build(workspace)


def write_data(workspace: Workspace, repository: Repository, progress: Progress = silent) -> None:
    """Write the open data."""
    publishing.publish(workspace, repository, progress)


def put_together(workspace: Workspace, repository: Repository, folder: Path) -> None:
    """Copy the site, with the data in its place, into ``folder``, which is empty.

    ``repository`` is what all of it was made from.
    """
    shutil.copytree(workspace.build / "site", folder, dirs_exist_ok=True)
    data = workspace.build / places.DATA
    shutil.copytree(data, folder / places.DATA, dirs_exist_ok=True)
    redirects.write(workspace, folder, repository.regions)


def size(folder: Path) -> Size:
    """Files, and their bytes together."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Size(files=len(sizes), bytes=sum(sizes))
