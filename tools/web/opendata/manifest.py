"""Every published file with its sum, so that anybody can tell ours from one that was altered."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath

import msgspec
from msgspec import Struct

from tools.web.opendata.trees import pretty

VERSION = 1


class Sort(StrEnum):
    """What a published file is to people."""

    WORD = "Word 文件"
    YAML = "YAML 数据文件"
    DATA = "数据文件"


class Published(Struct, frozen=True, kw_only=True):
    """One file: its path from the site's root, and the department-year it is of, if of one."""

    path: str
    sha256: str
    bytes: int
    sort: Sort
    department_year: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """The name under which a browser saves it."""
        return PurePosixPath(self.path).name


class Manifest(Struct, frozen=True, kw_only=True):
    """All published files."""

    version: int
    title: str
    files: tuple[Published, ...]


def sha256(data: bytes) -> str:
    """The sum by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def published(
    path: str, data: bytes, *, sort: Sort = Sort.DATA, department_year: str = "", title: str = ""
) -> Published:
    """The line for one file."""
    return Published(
        path=path,
        sha256=sha256(data),
        bytes=len(data),
        sort=sort,
        department_year=department_year,
        title=title,
    )


def write(title: str, files: Iterable[Published]) -> bytes:
    """manifest.json."""
    listed = tuple(sorted(files, key=lambda file: file.path))
    return pretty(Manifest(version=VERSION, title=title, files=listed))


def read(data: bytes) -> Manifest:
    """The manifest again; raise ``ValueError`` if it is none of ours."""
    manifest = msgspec.json.decode(data, type=Manifest)
    if manifest.version != VERSION:
        raise ValueError(manifest.version)
    return manifest


def sums(files: Iterable[Published]) -> bytes:
    """SHA256SUMS, as ``sha256sum -c`` reads it from the site's root."""
    lines = sorted((file.path, file.sha256) for file in files)
    return "".join(f"{digest}  {path}\n" for path, digest in lines).encode("utf-8")
