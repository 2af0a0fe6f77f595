"""Pages and downloads at the folders of before, where recorded renames lead from.

A page there leads on to the page of now, with the anchor that was asked for where there is
JavaScript. A download cannot lead on: its copy is there under its old name.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tools import model
from tools.output import inside
from tools.source.repository import Entry
from tools.source.workspace import Workspace
from tools.web.environment import render
from tools.web.former import folders, old_paths, project_aliases
from tools.web.links import project_anchors, relative
from tools.web.opendata import places
from tools.web.public import Department
from tools.web.threads import aliases, folder_name

PAGES = ("index.md", "index.html")


def write(
    workspace: Workspace, root: Path, regions: Mapping[str, model.Region]
) -> Iterator[tuple[str, str]]:
    """Put below ``root``, which has all pages and files, what stood at the folders of before.

    Nothing that is there is replaced. Yield each copy of a file, and what it is a copy of.
    """
    moved = folders(regions)
    if not moved:
        return
    files = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    for old, path in old_paths(files, moved).items():
        if Path(path).name in PAGES:
            write_page(workspace, root, old.rpartition("/")[0], path.rpartition("/")[0])
        elif _copied(root, old, path):
            yield old, path


def write_projects(workspace: Workspace, root: Path, departments: Iterable[Department]) -> None:
    """Put below ``root`` a page for each other code or name that a project has or had."""
    for department in departments:
        slugs = {thread.slug for thread in department.threads}
        for old, slug in _other_slugs(department).items():
            if old not in slugs:
                write_page(workspace, root, *(f"{department.address}/{s}" for s in (old, slug)))


def write_project_files(root: Path, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Put below ``root`` the downloads of projects by the names that they had in their year.

    Yield each copy, and what it is a copy of.
    """
    for entry in entries:
        for old, anchor in project_aliases(entry.record.projects).items():
            files = (places.project_files(entry.address, name) for name in (old, anchor))
            for before, now in zip(*files, strict=True):
                if _copied(root, before.link, now.link):
                    yield before.link, now.link


def _other_slugs(department: Department) -> dict[str, str]:
    """The anchors that each project has in any year, and those of its former names."""
    found = aliases(department.threads)
    for entry in department.years:
        anchors = project_anchors(entry.record.projects)
        for old, anchor in project_aliases(entry.record.projects).items():
            thread, _ = department.places[entry.address, anchors.index(anchor)]
            found.setdefault(folder_name(old), thread.slug)
    return found


def _copied(root: Path, old: str, path: str) -> bool:
    """Copy a file to where it was before, unless something is there; whether that was done."""
    target = inside(root, old)
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(inside(root, path), target)
    return True


def write_page(workspace: Workspace, root: Path, old: str, new: str) -> None:
    """A page at the folder ``old`` that leads to ``new``, unless a page is there."""
    folder = inside(root, old)
    if not any((folder / name).exists() for name in PAGES):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page(workspace, old, new), "utf-8", newline="\n")


def page(workspace: Workspace, old: str, new: str) -> str:
    """The page at the folder ``old`` that leads to the folder ``new``, both from the root."""
    return render(workspace, "moved.html.j2", {"link": relative(old, new)})
