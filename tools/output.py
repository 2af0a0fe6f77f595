"""Outputs appear whole or not at all, and never outside the folder they belong to."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Replace ``path`` in one step, so that a reader sees the old file or the new one."""
    write_files({path: data})


def write_files(files: dict[Path, bytes]) -> None:
    """Replace files that belong together: none of them before all are on the disk."""
    staged: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged[path] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            staged[path].chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        for path, temporary in staged.items():
            temporary.replace(path)
    except BaseException:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Fill a fresh folder that takes the place of ``target`` only if the block succeeds."""
    with work_folder(target) as work:
        fresh, old = work / "new", work / "old"
        fresh.mkdir()
        yield fresh
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise


@contextmanager
def work_folder(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` for the time of the block; those of killed runs go first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for folder in target.parent.glob(f".{target.name}.*"):
        owner = re.fullmatch(r"([1-9][0-9]*)\..+", folder.name.removeprefix(f".{target.name}."))
        if owner and not _lives(int(owner[1])):
            shutil.rmtree(folder, ignore_errors=True)
    prefix = f".{target.name}.{os.getpid()}."
    work = Path(tempfile.mkdtemp(dir=target.parent, prefix=prefix))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _lives(process: int) -> bool:
    """Whether there is such a process; taken for granted where asking would end it."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def mirror(source: Path, target: Path) -> None:
    """Make ``target`` anew with the files of ``source``, without a copy where the disk can."""
    with new_folder(target) as fresh:
        shutil.copytree(source, fresh, copy_function=_linked, dirs_exist_ok=True)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def inside(folder: Path, *parts: str) -> Path:
    """Join ``parts`` below ``folder``; raise ``ValueError`` if that would lead out of it."""
    path = folder.joinpath(*parts)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{path} 不在 {folder} 之内")
    return path
