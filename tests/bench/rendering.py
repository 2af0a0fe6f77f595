"""Prints the seconds that the site of a workspace needs, and how many pages it has.

``site FOLDER`` is the project's own way; ``mkdocs FOLDER``, behind it, renders the same pages by
MkDocs alone.
"""

import subprocess
import sys
import time
from pathlib import Path

from tools.source.repository import load
from tools.source.workspace import Workspace
from tools.web import site


def whole(workspace: Workspace) -> tuple[float, int]:
    """Pages from the data, and the site from the pages."""
    public = load(workspace).public()
    start = time.perf_counter()
    pages = site.write_sources(workspace, public)
    site.build(workspace)
    return time.perf_counter() - start, pages


def plain(workspace: Workspace) -> tuple[float, int]:
    """The site from pages that are there."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", "plain"]
    subprocess.run(command, cwd=workspace.root, check=True, capture_output=True)
    return time.perf_counter() - start, 0


def main(way: str, folder: str) -> None:
    """Measure one way."""
    workspace = Workspace(Path(folder).resolve())
    seconds, pages = whole(workspace) if way == "site" else plain(workspace)
    print(seconds, pages)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
