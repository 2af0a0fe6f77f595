"""Pages and downloads under ``build/docs``, and MkDocs from there to ``build/site``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from msgspec import Struct

from tools import framework
from tools.form.documents import word
from tools.output import inside, new_folder
from tools.problem import Problem, ProblemError
from tools.progress import Progress, silent
from tools.source.repository import Repository
from tools.source.workspace import Workspace
from tools.web import redirects
from tools.web.environment import render
from tools.web.pages import all_pages, download_stem

# MkDocs stamps pages with the build date unless told otherwise; a fixed one keeps bytes the same.
FIXED_ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "315532800",
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "PYTHONWARNINGS": "ignore",
}


class Built(Struct, frozen=True):
    """What was written."""

    pages: int
    downloads: int


def write_sources(
    workspace: Workspace,
    repository: Repository,
    findings: Iterable[Problem] = (),
    progress: Progress = silent,
) -> Built:
    """Write ``build/docs`` anew: generated pages, hand-written ones, downloads.

    ``findings`` are those of the review, on any files; only what is in ``repository`` is shown.
    """
    frameworks = framework.load(workspace.schema)
    pages = list(all_pages(repository, frameworks, findings))
    steps = len(pages) + len(repository.entries)
    with new_folder(workspace.build / "docs") as docs:
        shutil.copytree(workspace.site_sources / "pages", docs, dirs_exist_ok=True)
        shutil.copytree(workspace.site_sources / "assets", docs / "assets")
        for number, page in enumerate(pages, 1):
            text = render(workspace, page.template, page.values)
            folder = inside(docs, page.folder)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.md").write_text(text, "utf-8")
            progress(number, steps)
        for number, entry in enumerate(repository.entries, len(pages) + 1):
            stem = inside(docs, entry.address, download_stem(entry))
            data = word(workspace, entry, repository.is_sample(entry))
            stem.with_suffix(".docx").write_bytes(data)
            stem.with_suffix(".yaml").write_bytes(entry.clean.encode("utf-8"))
            progress(number, steps)
        redirects.write(workspace, docs, repository.regions)
    return Built(len(pages), 2 * len(repository.entries))


def build(workspace: Workspace) -> None:
    """Run MkDocs on ``build/docs``; raise ``ProblemError`` with its words if it objects."""
    with new_folder(workspace.build / "site") as site:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        done = subprocess.run(
            [
                *command,
                "--config-file",
                str(workspace.root / "mkdocs.yml"),
                "--site-dir",
                str(site),
            ],
            cwd=workspace.root,
            env={**os.environ, **FIXED_ENVIRONMENT},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ProblemError(_mkdocs_problem(done.stdout + done.stderr))


def _mkdocs_problem(output: str) -> Problem:
    return Problem(
        path="mkdocs.yml",
        rule="mkdocs",
        message=f"MkDocs 没有生成网站：\n{output.strip()}",
        hint="多半是 mkdocs.yml、templates/site/ 或 site/ 里的改动引起的",
    )
