"""Pages under ``build/docs``, and MkDocs from there to ``build/site``."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from tools import framework
from tools.output import inside, new_folder
from tools.problem import Problem, ProblemError
from tools.progress import Progress, silent
from tools.review.telling import told_publicly
from tools.source.repository import YEAR, Repository
from tools.source.workspace import Workspace
from tools.web.contents import department_pages, shared_pages
from tools.web.environment import render
from tools.web.page import Page
from tools.web.public import Public, last_commits
from tools.web.search import index
from tools.web.search.rows import groups
from tools.web.shards import collect, lay_out, shards
from tools.web.working import each, sharing

# MkDocs stamps pages with the build date unless told otherwise; a fixed one keeps bytes the same.
FIXED_ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "315532800",
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUTF8": "1",
}

# Below the folder of the scripts that read it.
INDEX = "assets/search/data"


class Task(Struct, frozen=True):
    """Departments whose pages are to be written below ``docs``."""

    workspace: Workspace
    docs: Path
    public: Public


def write_sources(
    workspace: Workspace,
    repository: Repository,
    findings: Iterable[Problem] = (),
    progress: Progress = silent,
) -> int:
    """Write ``build/docs`` anew, and return how many pages were generated beside those by hand.

    ``findings`` are those of the review, on any files; only what is in ``repository`` is shown.
    Raise ``ValueError`` where that still holds what is withheld from the public.
    """
    repository.require_public()
    public = public_of(workspace, repository, findings)
    with new_folder(workspace.build / "docs") as docs:
        shutil.copytree(workspace.site_sources / "pages", docs, dirs_exist_ok=True)
        shutil.copytree(workspace.site_sources / "assets", docs / "assets")
        count = _write_pages(workspace, docs, shared_pages(public))
        with sharing(len(repository.entries)) as pool:
            tasks = (Task(workspace, docs, public.only(one)) for one in public.departments)
            for number, written in enumerate(each(pool, write_departments, tasks), 1):
                count += written
                progress(number, len(public.departments) + 1)
        _write_index(docs / INDEX, public)
    return count


def write_departments(task: Task) -> int:
    """Write the pages of the task's departments, and return how many there are."""
    listed = task.public.departments
    pages = (page for one in listed for page in department_pages(task.public, one))
    return _write_pages(task.workspace, task.docs, pages)


def _write_pages(workspace: Workspace, docs: Path, pages: Iterable[Page]) -> int:
    count = 0
    for page in pages:
        text = render(workspace, page.template, page.values)
        folder = inside(docs, page.folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.md").write_text(text, "utf-8")
        count += 1
    return count


def public_of(
    workspace: Workspace, repository: Repository, findings: Iterable[Problem] = ()
) -> Public:
    """What is public, with what git knows of its files."""
    frameworks = framework.load(workspace.schema)
    return Public(
        repository=repository,
        frameworks=frameworks,
        findings=tuple(told_publicly(repository, frameworks, findings)),
        commits=last_commits(workspace, repository),
    )


def _write_index(folder: Path, public: Public) -> None:
    """What the search reads."""
    for name, data in index.files(list(groups(public))):
        path = inside(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def build(workspace: Workspace, add: Callable[[Path], object] = lambda _: None) -> None:
    """Run MkDocs on ``build/docs``; raise ``ProblemError`` with its words if it objects.

    ``add`` puts the rest into the folder before it takes the place of the old one.
    """
    with new_folder(workspace.build / "site") as site:
        _render_into(workspace, site)
        add(site)


def _render_into(workspace: Workspace, site: Path) -> None:
    docs = workspace.build / "docs"
    departments = _departments(docs)
    parts = shards(docs, departments)
    with TemporaryDirectory(dir=workspace.build, prefix=".parts.") as name:
        if len(parts) == 1:
            _finish([_start(workspace, _settings(workspace, Path(name), docs), site)])
            return
        work = [Path(name, str(number)) for number in range(len(parts))]
        for folder, part in zip(work, parts, strict=True):
            lay_out(docs, part, departments, folder / "docs")
        sites = [site, *(folder / "site" for folder in work[1:])]
        settings = [_settings(workspace, folder, folder / "docs") for folder in work]
        _finish([_start(workspace, *pair) for pair in zip(settings, sites, strict=True)])
        for part, rendered in zip(parts[1:], sites[1:], strict=True):
            collect(rendered, part, site)


def _departments(docs: Path) -> list[Path]:
    """Folders of departments, those with a year in them, below the folder of pages."""
    years = (path for path in docs.glob("*/*/*/index.md") if YEAR.fullmatch(path.parent.name))
    return sorted({path.parent.parent.relative_to(docs) for path in years})


def _settings(workspace: Workspace, folder: Path, docs: Path) -> Path:
    """MkDocs' settings for the pages in ``docs``, in the empty ``folder``."""
    settings = folder / "mkdocs.yml"
    inherited = {
        "INHERIT": str(workspace.root / "mkdocs.yml"),
        "docs_dir": str(docs),
        "theme": {"custom_dir": str(workspace.site_sources / "overrides")},
    }
    settings.write_text(json.dumps(inherited, ensure_ascii=False), "utf-8")
    return settings


def _start(workspace: Workspace, settings: Path, site: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.Popen(
        [*command, "--config-file", str(settings), "--site-dir", str(site)],
        cwd=workspace.root,
        env={**os.environ, **FIXED_ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _finish(processes: list[subprocess.Popen[str]]) -> None:
    outputs = [process.communicate()[0] for process in processes]
    for process, output in zip(processes, outputs, strict=True):
        if process.returncode:
            raise ProblemError(_mkdocs_problem(output))


def _mkdocs_problem(output: str) -> Problem:
    return Problem(
        path="mkdocs.yml",
        rule="mkdocs",
        message=f"MkDocs 没有生成网站：\n{output.strip()}",
        hint="多半是 mkdocs.yml、templates/site/ 或 site/ 里的改动引起的",
    )
