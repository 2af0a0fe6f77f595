"""One folder in place of another in one step: whoever looks sees the old one or the new one."""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# renameat2(2): paths from the working folder; both names change places.
HERE = -100
EXCHANGE = 2

FOLDER_MODE = 0o755
FILE_MODE = 0o644


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A fresh folder on the same disk as ``target``; nothing is left of it afterwards.

    What a killed run left beside ``target`` is cleared away once the block has succeeded.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}.publishing."
    left = sorted(target.parent.glob(f"{prefix}*"))
    _restore(target, left)
    work = Path(tempfile.mkdtemp(dir=target.parent, prefix=prefix))
    fresh = work / "new"
    fresh.mkdir()
    try:
        yield fresh
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def swap(fresh: Path, target: Path) -> None:
    """Put ``fresh``, made by :func:`beside`, where ``target`` is or is to be."""
    mode = target.stat().st_mode & 0o7777 if target.exists() else FOLDER_MODE
    _open_to_all(fresh)
    fresh.chmod(mode)
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        old = fresh.parent / "old"
        target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            old.rename(target)
            raise


def _open_to_all(folder: Path) -> None:
    """The web server may be another user; whoever publishes may have any umask."""
    for path in folder.rglob("*"):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    status: int = renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE)
    return status == 0


def _restore(target: Path, left: list[Path]) -> None:
    """Where two steps were needed and a run was killed between them, the old folder comes back."""
    for folder in left:
        if not target.exists():
            with suppress(OSError):
                (folder / "old").rename(target)
