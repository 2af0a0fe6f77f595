"""The whole public site in one folder: pages, Word files, open data."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from tools.problem import Problem
from tools.progress import Progress, silent
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web.assembly import assemble


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
    assemble(workspace, repository, findings, progress)
    shutil.copytree(workspace.build / "site", folder, dirs_exist_ok=True)


def size(folder: Path) -> Size:
    """Files, and their bytes together."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Size(files=len(sizes), bytes=sum(sizes))
