"""Addresses that were published once: each stays a page, if only one that says what became of it.

Nothing of what stood there is kept: what was withdrawn is gone.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct, structs

from tools.output import inside
from tools.publishing import addresses
from tools.publishing.addresses import INDEX, Addresses, above, survey
from tools.source.cleanliness import Revision
from tools.source.repository import Entry, Repository
from tools.source.workspace import Workspace
from tools.web import redirects
from tools.web.environment import render
from tools.web.links import project_anchors, project_name_anchors, relative
from tools.web.threads import folder_name

# Files that belong to pages and that nobody links to.
PARTS = ("assets/", "search/", "sitemap.", "404.html")


class Vanished(Struct, frozen=True, kw_only=True):
    """What was published before and is not any more, and no recorded rename leads from.

    ``anchors`` are those of pages that are still there.
    """

    pages: list[str]
    anchors: dict[str, list[str]]
    files: list[str]

    def __bool__(self) -> bool:
        return bool(self.pages or self.anchors or self.files)


NOTHING = Vanished(pages=[], anchors={}, files=[])


def forget(before: Addresses, repository: Repository) -> Addresses:
    """The addresses of before but for those that tell a project's code or name now withheld.

    ``repository`` is the whole one: the public one does not know them.
    """
    names = {name for entry in repository.entries for name in _withheld(entry)}
    return structs.replace(
        before,
        pages={old: ids for old, ids in before.pages.items() if not _tells(old, names)},
        moved={old: new for old, new in before.moved.items() if not _tells(old, names)},
        gone={old: new for old, new in before.gone.items() if not _tells(old, names)},
        files=[file for file in before.files if not _tells(file, names)],
    )


def _withheld(entry: Entry) -> Iterator[str]:
    """Folders of projects, by every name of which something is withheld."""
    hidden = entry.redacted.hidden if entry.redacted else {}
    anchors = project_anchors(entry.record.projects)
    for index, (project, anchor) in enumerate(zip(entry.record.projects, anchors, strict=True)):
        if any(f"/项目/{index}{cell}" in hidden for cell in ("", "/项目编码", "/项目名称")):
            names = (project.identity, project.name, *(project.former or ()))
            yield from map(folder_name, (anchor, *project_name_anchors(names)))


def _tells(address: str, names: AbstractSet[str]) -> bool:
    return any(part.partition(".")[0] in names for part in address.split("/"))


def keep(
    workspace: Workspace, root: Path, before: Addresses | None, revision: Revision
) -> tuple[Addresses, Vanished]:
    """Complete the new site in ``root`` with the addresses of the one before, and list them all.

    The list names ``revision``, which the site is made of. Also says what has vanished since.
    """
    now = survey(root)
    vanished = NOTHING
    if before is not None:
        _keep_redirects(workspace, root, before, now)
        vanished = _vanished(before, now)
        _keep_gone(workspace, root, before, now)
    now = structs.replace(now, revision=revision.commit, sha256=addresses.content_sum(root))
    (root / addresses.NAME).write_bytes(addresses.write(now))
    return now, vanished


def gone_page(workspace: Workspace, old: str, new: str) -> str:
    """The page at the folder ``old`` where nothing is any more; ``new`` is the next page above."""
    values = {"link": relative(old, new), "is_home": not new}
    return render(workspace, "gone.html.j2", values)


def _keep_redirects(workspace: Workspace, root: Path, before: Addresses, now: Addresses) -> None:
    """Redirects stay even where their record was taken out of the data."""
    for old, target in before.moved.items():
        place = now.moved.get(target, target)
        if old not in now.pages and old not in now.moved and place in now.pages:
            now.moved[old] = place
            _write(root, old, redirects.page(workspace, old.rstrip("/"), place.rstrip("/")))


def _keep_gone(workspace: Workspace, root: Path, before: Addresses, now: Addresses) -> None:
    for old in sorted({*before.pages, *before.moved, *before.gone}):
        if old and old not in now.pages and old not in now.moved:
            nearest = next(filter(now.pages.__contains__, above(old)), "")
            now.gone[old] = nearest
            _write(root, old, gone_page(workspace, old.rstrip("/"), nearest.rstrip("/")))


def _write(root: Path, address: str, text: str) -> None:
    """A page at an address, unless a file stands in its way."""
    folder = inside(root, address)
    if not any(path.is_file() for path in (folder, *folder.parents)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / INDEX).write_text(text, "utf-8", newline="\n")


def _vanished(before: Addresses, now: Addresses) -> Vanished:
    there = {*now.pages, *now.moved}
    pages = sorted(address for address in (*before.pages, *before.moved) if address not in there)
    lost: dict[str, list[str]] = {}
    for address, anchors in before.pages.items():
        living = now.pages.get(now.moved.get(address, address))
        missing = sorted(set(anchors) - set(living)) if living is not None else []
        if missing:
            lost[address] = missing
    files = [file for file in {*before.files} - {*now.files} if not file.startswith(PARTS)]
    files.sort(key=lambda file: (file.startswith("data/"), file))
    return Vanished(pages=pages, anchors=lost, files=files)
