"""The zip package of an office file (ISO/IEC 29500-2), opened with distrust.

Nothing is unpacked to disk, and every size is checked before anything is inflated.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from tools.intake.files.ooxml.markup import parse
from tools.intake.scan import UnreadableError

MAX_ENTRIES = 10_000
MAX_TOTAL = 200_000_000
MAX_PART = 100_000_000
# Word's own XML shrinks to a thirtieth or so; zeros shrink to a thousandth.
MAX_RATIO = 300
HARMLESS = 5_000_000
LOCAL_HEADER = 30
ENTRY_MARK = b"PK\x01\x02"

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

AGAIN = "文件可能没有传完或者坏了：重新拷一份；还不行，就用 Word 或 WPS 打开后另存为新的 .docx"
SUSPICIOUS = "这不像 Word 或 WPS 存出来的文件；用 Word 或 WPS 打开它，另存为新的 .docx，再导入"
LOCKED = "在 Word 或 WPS 里打开它，去掉打开密码，保存以后再导入"


class Relation(Struct, frozen=True):
    """What a part refers to; ``kind`` is the last word of the relationship's type."""

    kind: str
    target: str


class Package:
    """The parts of an office file by name; raise ``UnreadableError`` for whatever is amiss."""

    def __init__(self, data: bytes) -> None:
        if data.count(ENTRY_MARK) > MAX_ENTRIES:
            raise UnreadableError("文件里面的条目太多，没有读", SUSPICIOUS)
        with _faults():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        _check(entries)
        self._relations: dict[str, dict[str, Relation]] = {}
        self._entries = {_plain(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise UnreadableError("文件里面有重名的条目，分不清取哪一个，没有读", SUSPICIOUS)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def part(self, name: str) -> bytes:
        """The bytes of one part; empty if there is no such part."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            return b""
        with _faults(), self._archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
            if len(data) != entry.file_size:
                raise zipfile.BadZipFile
            return data

    def relations(self, name: str) -> dict[str, Relation]:
        """What the part ``name`` refers to inside the package, by id; ``""`` is the package."""
        if name not in self._relations:
            self._relations[name] = self._read_relations(name)
        return self._relations[name]

    def _read_relations(self, name: str) -> dict[str, Relation]:
        folder, _, file = name.rpartition("/")
        data = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        if not data:
            return {}
        return {
            relation.get("Id", ""): Relation(
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))),
            )
            for relation in parse(data).iter(f"{RELATIONSHIPS}Relationship")
            if relation.get("TargetMode") != "External"
        }

    def related(self, name: str, kind: str) -> list[str]:
        """The parts of one kind that the part ``name`` refers to, in order."""
        found = (each.target for each in self.relations(name).values() if each.kind == kind)
        return [target for target in found if target in self]

    def content_type(self, name: str) -> str:
        """What ``[Content_Types].xml`` says the part is."""
        data = self.part("[Content_Types].xml")
        if not data:
            return ""
        root, wanted = parse(data), _plain(name)
        for override in root.iter(f"{TYPES}Override"):
            if _plain(override.get("PartName", "")) == wanted:
                return str(override.get("ContentType", ""))
        for default in root.iter(f"{TYPES}Default"):
            if wanted.endswith("." + default.get("Extension", "").lower()):
                return str(default.get("ContentType", ""))
        return ""

    def main(self) -> str:
        """The name of the main part; empty if the package names none that exists."""
        return next(iter(self.related("", "officeDocument")), "")


def _plain(name: str) -> str:
    """Part names are equal whatever their case; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Zip bombs, flat or overlapping, and what cannot be opened without a password."""
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableError("文件加了密码，读不出来", LOCKED)
    sizes = [entry.file_size for entry in entries]
    if sum(sizes) > MAX_TOTAL or max(sizes, default=0) > MAX_PART:
        raise UnreadableError("文件解开以后太大，没有读", SUSPICIOUS)
    for entry in entries:
        if entry.file_size > max(HARMLESS, entry.compress_size * MAX_RATIO):
            raise UnreadableError("文件压缩得反常，解开会变得极大，没有读", SUSPICIOUS)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnreadableError("文件里面的条目互相重叠，没有读", SUSPICIOUS)
        end = entry.header_offset + LOCAL_HEADER + entry.compress_size


@contextmanager
def _faults() -> Iterator[None]:
    """``zipfile`` answers damaged bytes with errors of many kinds."""
    faults = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError)
    try:
        yield
    except (*faults, RuntimeError, ValueError, OverflowError, LookupError) as error:
        raise UnreadableError("文件不完整或者损坏了，打不开", AGAIN) from error
