"""Every published file but the pages with its sum: what tells ours from one that was altered.

Pages change with every release of the program and say nothing that the files do not.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct, structs

from tools.output import inside
from tools.web.opendata.subjects import Year

VERSION = 1


class Sort(StrEnum):
    """What a published file is to people."""

    WORD = "Word 文件"
    YAML = "YAML 数据文件"
    DATA = "数据文件"


SORTS = {".docx": Sort.WORD, ".yaml": Sort.YAML}


class Published(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file: its path from the site's root, and the department-year it is of, if of one."""

    path: str
    sha256: str
    bytes: int
    department_year: str = ""

    @property
    def name(self) -> str:
        """The name under which a browser saves it."""
        return PurePosixPath(self.path).name

    @property
    def sort(self) -> Sort:
        """What it is to people."""
        return SORTS.get(PurePosixPath(self.path).suffix, Sort.DATA)


class Version(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From which state of its data file a department-year was published, where git knows."""

    title: str
    commit: str = ""
    short_id: str = ""
    date: str = ""


class Earlier(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A department-year's Word or YAML file that an earlier publication had, and its version.

    Without its title: what a withdrawn department-year was called is not told.
    """

    path: str
    sha256: str
    department_year: str
    commit: str = ""
    short_id: str = ""
    date: str = ""


class Manifest(Struct, frozen=True, kw_only=True):
    """All published files, and the department-years by their address.

    ``earlier`` are files that have been superseded or withdrawn.
    """

    version: int
    title: str
    department_years: dict[str, Version]
    files: tuple[Published, ...]
    earlier: tuple[Earlier, ...] = ()


class Writer:
    """Writes below the site's root, and remembers the sum of each file."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.known: list[Published] = []
        self._folders: dict[str, Path] = {}

    def write(self, path: str, data: bytes, address: str = "") -> None:
        """A file of a department-year, or of all."""
        self.place(path).write_bytes(data)
        digest = sha256(data)
        self.known.append(
            Published(path=path, sha256=digest, bytes=len(data), department_year=address)
        )

    def note(self, path: str) -> None:
        """A file of all that was written piece by piece."""
        target = self.place(path)
        with target.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.known.append(Published(path=path, sha256=digest, bytes=target.stat().st_size))

    def copied(self, copies: Iterable[tuple[str, str]]) -> None:
        """Files that others copied: each new path, and that of what it is a copy of."""
        known = {file.path: file for file in self.known}
        for path, original in copies:
            if original in known:
                known[path] = structs.replace(known[original], path=path)
        self.known = list(known.values())

    def place(self, path: str) -> Path:
        """Where a file is written, in a folder that exists."""
        parent, _, name = path.rpartition("/")
        if parent not in self._folders:
            folder = inside(self.site, parent)
            folder.mkdir(parents=True, exist_ok=True)
            self._folders[parent] = folder
        return self._folders[parent] / name


def sha256(data: bytes) -> str:
    """The sum by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def version(year: Year) -> Version:
    """What the manifest says of a department-year."""
    if year.commit is None:
        return Version(title=year.title)
    commit = year.commit
    return Version(title=year.title, commit=commit.id, short_id=commit.short_id, date=commit.date)


def write(title: str, years: Iterable[Year], files: Iterable[Published]) -> bytes:
    """manifest.json."""
    listed = tuple(sorted(files, key=lambda file: file.path))
    versions = {year.address: version(year) for year in years}
    manifest = Manifest(version=VERSION, title=title, department_years=versions, files=listed)
    return encode(manifest)


def encode(manifest: Manifest) -> bytes:
    """manifest.json as it is published."""
    return msgspec.json.encode(manifest) + b"\n"


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
