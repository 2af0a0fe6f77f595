"""One folder in place of another in one step: whoever looks sees the old one or the new one."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.source.plumbing import refusal

if sys.platform != "win32":
    import fcntl

# renameat2(2): paths from the working folder; both names change places.
HERE = -100
EXCHANGE = 2

FOLDER_MODE = 0o755
FILE_MODE = 0o644


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A fresh folder on the same disk as ``target``; nothing is left of it afterwards.

    Nobody but who publishes can look into it. What a killed run left beside ``target`` is cleared
    away once the block has succeeded. Raise ``ProblemError`` while another run is at it.
    """
    missing = [folder for folder in target.parents if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}.publishing."
    try:
        with _alone(target, target.parent / f"{prefix}lock") as is_alone:
            found = target.parent.glob(f"{prefix}*") if is_alone else ()
            left = sorted(path for path in found if path.is_dir())
            _restore(target, left)
            with tempfile.TemporaryDirectory(
                dir=target.parent, prefix=prefix, ignore_cleanup_errors=True
            ) as work:
                fresh = Path(work, "new")
                fresh.mkdir()
                yield fresh
            for folder in left:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        with suppress(OSError):
            for folder in missing:
                folder.rmdir()


@contextmanager
def _alone(target: Path, path: Path) -> Iterator[bool]:
    """Hold the lock file ``path``; answers False where the system or the disk knows no locks.

    The lock ends with its process, however that ends.
    """
    handle = _locked(target, path)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            path.unlink(missing_ok=True)
            os.close(handle)


def _locked(target: Path, path: Path) -> int | None:
    if sys.platform == "win32":
        return None
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass  # its holder ended, and took the name away, between the two lines above
        except BlockingIOError:
            os.close(handle)
            message, hint = "另一个发布正在进行", "等它做完再发布"
            raise refusal("publishing-now", message, hint, str(target)) from None
        except OSError:
            os.close(handle)
            path.unlink(missing_ok=True)
            return None
        os.close(handle)


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
