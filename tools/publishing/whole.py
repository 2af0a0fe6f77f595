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


def build(
    workspace: Workspace,
    repository: Repository,
    findings: Iterable[Problem],
    folder: Path,
    progress: Progress = silent,
) -> None:
    """Make all that is to be published of ``repository``, and copy it into the empty ``folder``.

    ``findings`` are those of the review. Raise ``ProblemError`` where a template, a form or MkDocs
    objects.
    """
    site.write_sources(workspace, repository, findings, progress)
    site.build(workspace)
    publishing.publish(workspace, repository, progress)
    shutil.copytree(workspace.build / "site", folder, dirs_exist_ok=True)
    data = workspace.build / places.DATA
    shutil.copytree(data, folder / places.DATA, dirs_exist_ok=True)
    redirects.write(workspace, folder, repository.regions)


def size(folder: Path) -> Size:
    """Files, and their bytes together."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Size(files=len(sizes), bytes=sum(sizes))
