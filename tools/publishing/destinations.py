"""Where a site goes: a folder or a branch, and never over something that is not ours."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from tools.problem import Problem, ProblemError
from tools.publishing import addresses, swapping
from tools.publishing.addresses import NAME, NO_JEKYLL, Addresses
from tools.source import branches
from tools.source.branches import HEADS, Branch
from tools.source.cleanliness import Revision
from tools.source.plumbing import refusal
from tools.source.workspace import Workspace

# What is plainly a path: from the root, from here, from home, on a drive, or with an end like one.
PATH = re.compile(r"[/~]|\.\.?(?:[/\\]|$)|[A-Za-z]:|.*[/\\]$|.*\\")
SHOWN = 5
NOT_OURS = "换一个空文件夹；自己加的文件（如 CNAME）放进 site/pages/ 一起发布"


class Folder(Struct, frozen=True):
    """A folder, links followed, and its addresses.json as it was found, if there was one."""

    path: Path
    found: bytes


Destination = Folder | Branch


def destination(workspace: Workspace, text: str) -> Destination:
    """The folder or branch that ``text`` names.

    A path like ``./x``, ``/x`` or ``x/`` is a folder, ``refs/heads/x`` a branch. Any other name
    is whichever there is; where there is neither, it is a branch if it has no slash. Raise
    ``ProblemError`` where there are both, or where the site may not go there.
    """
    if not text.strip():
        hint = "加 --to，例如 --to /srv/www/targets；发布到分支的，例如 --to gh-pages"
        raise refusal("no-destination", "没有写发布到哪里", hint, "--to")
    if PATH.match(text):
        return _folder(workspace, Path(text).expanduser())
    if text.startswith(HEADS):
        return _branch(workspace, text.removeprefix(HEADS))
    has_branch = branches.exists(workspace, text)
    if has_branch and Path(text).exists():
        message = f"“{text}”既有这个分支，也有这个文件夹"
        hint = f"要发布到文件夹，写 ./{text}；要发布到分支，写 {HEADS}{text}"
        raise refusal("ambiguous-destination", message, hint, text)
    if has_branch or not (Path(text).exists() or "/" in text):
        return _branch(workspace, text)
    return _folder(workspace, Path(text))


def previous(workspace: Workspace, place: Destination) -> Addresses | None:
    """The addresses of the site that is there, None where nothing is.

    Raise ``ProblemError`` where something else is there, or something beside the site.
    """
    if isinstance(place, Folder):
        return _previous_in_folder(place)
    names = branches.files(workspace, place)
    if not names:
        return None
    data = branches.read(workspace, place, NAME) if NAME in names else b""
    try:
        return _known(data, names)
    except ValueError as error:
        raise branches.not_ours(place, str(error)) from error


@contextmanager
def staging(workspace: Workspace, place: Destination) -> Iterator[tuple[Destination, Path]]:
    """A fresh folder for the new site, from which :func:`put` takes it.

    With the destination as it is from then on: no other run changes it before the block ends.
    Raise ``ProblemError`` while another run is at it.
    """
    if isinstance(place, Folder):
        with swapping.beside(place.path) as fresh:
            yield _folder(workspace, place.path), fresh
    else:
        name = f"branch.{place.name.replace('/', '.')}"
        with swapping.beside(workspace.build / name) as fresh:
            yield _branch(workspace, place.name), fresh


def put(
    workspace: Workspace,
    place: Destination,
    fresh: Path,
    revision: Revision,
    *,
    forget: bool = False,
) -> str:
    """Let the site in ``fresh`` take the place of the old one, in one step.

    Answers the new commit of a branch, nothing where the branch holds just that already; with
    ``forget``, its history holds nothing else. Raise ``ProblemError`` where somebody else has
    published there meanwhile.
    """
    if isinstance(place, Branch):
        (fresh / NO_JEKYLL).touch()
        message = f"发布网站：版本 {revision.short}\n\n由版本 {revision.commit} 生成。"
        return branches.write(workspace, place, fresh, revision, message, is_first=forget)
    if _mark(place.path) != place.found:
        raise _meanwhile(place.path)
    swapping.swap(fresh, place.path)
    return ""


def _meanwhile(path: Path) -> ProblemError:
    message, hint = "生成网站的时候，别处又发布了一次", "看看这个文件夹里现在是什么，再发布一次"
    with suppress(ValueError):
        revision = addresses.read(_mark(path)).revision
        if revision:
            look = f"git log HEAD..{revision[:7]}"
            hint = f"先 git pull，再用 {look} 看那一次多了什么；看过再发布一次"
    return refusal("published-meanwhile", message, hint, str(path))


def _branch(workspace: Workspace, name: str) -> Branch:
    found = branches.branch(workspace, name)
    branches.check_writable(workspace, found)
    return found


def _folder(workspace: Workspace, path: Path) -> Folder:
    real = Path(os.path.realpath(path))
    nearest = next(folder for folder in (real, *real.parents) if folder.exists())
    if not nearest.is_dir():
        message = "这是文件，不是文件夹" if nearest == real else f"{nearest} 是文件，不是文件夹"
        raise refusal("not-a-folder", message, "换一个文件夹", str(path))
    if real == Path(real.anchor) or _is_needed(workspace, real):
        message = "这个文件夹里有项目自己的文件，不能换成网站"
        hint = "写项目外面的文件夹，或 build/public"
        raise refusal("folder-in-use", message, hint, str(path))
    return Folder(path=real, found=_mark(real))


def _is_needed(workspace: Workspace, path: Path) -> bool:
    """Whether the folder holds the checkout, or is one that the project works with."""
    root = workspace.root
    if root.is_relative_to(path):
        return True
    if not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    if parts[0] == workspace.build.name:
        return len(parts) == 1 or parts[1] in ("docs", "site", "data", "documents")
    return parts[0].startswith(".") or parts[0] in PROJECT


PROJECT = ("requirements", "schema", "site", "targets", "templates", "tests", "tools")


def _mark(path: Path) -> bytes:
    file = path / NAME
    return file.read_bytes() if file.is_file() else b""


def _previous_in_folder(place: Folder) -> Addresses | None:
    if not place.path.exists() or not any(place.path.iterdir()):
        return None
    names = (
        (Path(folder) / name).relative_to(place.path).as_posix()
        for folder, _, files in os.walk(place.path)
        for name in files
    )
    try:
        return _known(place.found, names)
    except ValueError as error:
        raise ProblemError(
            Problem(
                path=str(place.path),
                rule="not-a-published-site",
                message=f"这个文件夹{error}",
                hint=NOT_OURS,
            )
        ) from error


def _known(data: bytes, names: Iterable[str]) -> Addresses:
    """The addresses of a site of ours; raise ``ValueError`` saying why it is none."""
    try:
        known = addresses.read(data)
    except ValueError as error:
        raise ValueError("里面不是以前发布的网站，不能换掉") from error
    strange = sorted(set(names) - known.paths)
    if strange:
        more = f"等 {len(strange)} 个" if len(strange) > SHOWN else ""
        listed = "、".join(strange[:SHOWN])
        raise ValueError(f"里有不是发布出来的文件，换掉就没有了：{listed}{more}")
    return known
