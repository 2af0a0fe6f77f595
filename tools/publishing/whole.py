"""The whole public site in one folder: pages, Word files, open data."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct, structs

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
    """Make all that is to be published of ``repository`` in the empty ``folder``.

    It is made beside it and not in ``build/``, where somebody may make a preview with drafts
    meanwhile. ``findings`` are those of the review. Raise ``ProblemError`` where a template, a
    form or MkDocs objects.
    """
    with TemporaryDirectory(dir=folder.parent) as name:
        own = structs.replace(workspace, output=Path(name))
        assemble(own, repository, findings, progress)
        folder.rmdir()
        (own.build / "site").rename(folder)


def size(folder: Path) -> Size:
    """Files, and their bytes together."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Size(files=len(sizes), bytes=sum(sizes))
