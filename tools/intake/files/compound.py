"""The streams in a compound file, which .doc and .xls are; structures as in [MS-CFB]."""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NONE = 0xFFFFFFFF
STREAM = 2
END = 0xFFFFFFFA  # sector numbers from here on are marks


class DamagedError(Exception):
    """The file is not what its first bytes promise."""


def streams(data: bytes) -> dict[str, bytes]:
    """The files in a compound file by name, whatever their folder.

    Raise ``DamagedError`` where it is broken.
    """
    try:
        return _streams(data)
    except (struct.error, IndexError, UnicodeError) as error:
        raise DamagedError(str(error)) from error


def stream(data: bytes, wanted: str) -> bytes:
    """The first file of that name, or nothing; only this one is read, however many there are.

    Raise ``DamagedError`` where the compound file is broken.
    """
    try:
        sectors = _Sectors(data)
        for entry in sectors.entries[1:]:
            if entry[66] == STREAM and _name(entry) == wanted:
                return sectors.content(entry)
    except (struct.error, IndexError, UnicodeError) as error:
        raise DamagedError(str(error)) from error
    return b""


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le")


def names(data: bytes) -> set[str]:
    """The names right under the root, those of embedded documents not among them.

    Empty where the file is damaged.
    """
    try:
        return set(_siblings(_Sectors(data).entries))
    except (struct.error, IndexError, UnicodeError, DamagedError):
        return set()


def _siblings(entries: list[bytes]) -> Iterator[str]:
    """A folder's entries hang on its first one as a tree."""
    waiting = list(struct.unpack_from("<I", entries[0], 76))
    seen = {NONE}
    while waiting:
        index = waiting.pop()
        if index in seen or index >= len(entries):
            continue
        seen.add(index)
        yield _name(entries[index])
        waiting += struct.unpack_from("<II", entries[index], 68)


class _Sectors:
    """A compound file as chains of sectors."""

    def __init__(self, data: bytes) -> None:
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not data.startswith(MAGIC) or shift not in (9, 12) or mini_shift != 6:
            raise DamagedError("header")
        self.data = data
        self.shift = shift
        tables, directory = struct.unpack_from("<II", data, 44)
        self.cutoff, mini = struct.unpack_from("<II", data, 56)
        self.table: list[int] = []
        for number in [entry for entry in self.listed() if entry < END][:tables]:
            self.table += self.numbers(number)
        entries = self.read(directory)
        self.entries = [entries[at : at + 128] for at in range(0, len(entries) - 127, 128)]
        self.small = self.read(struct.unpack_from("<I", self.entries[0], 116)[0])
        self.mini = [link for (link,) in struct.iter_unpack("<I", self.read(mini))]

    def sector(self, number: int) -> bytes:
        return self.data[(number + 1) << self.shift : (number + 2) << self.shift]

    def numbers(self, number: int) -> tuple[int, ...]:
        return struct.unpack(f"<{(1 << self.shift) // 4}I", self.sector(number))

    def listed(self) -> list[int]:
        """The sectors that hold the table of chains: 109 in the header, then more."""
        listed = list(struct.unpack_from("<109I", self.data, 76))
        (more,) = struct.unpack_from("<I", self.data, 68)
        seen: set[int] = set()
        while more < END and more not in seen:
            seen.add(more)
            *further, more = self.numbers(more)
            listed += further
        return listed

    def read(self, first: int) -> bytes:
        return b"".join(self.sector(number) for number in _chain(first, self.table))

    def content(self, entry: bytes) -> bytes:
        first, count = struct.unpack_from("<II", entry, 116)
        if count >= self.cutoff:
            return self.read(first)[:count]
        parts = (self.small[n << 6 : (n + 1) << 6] for n in _chain(first, self.mini))
        return b"".join(parts)[:count]


def _chain(first: int, links: list[int]) -> Iterator[int]:
    left = len(links)
    while first < END and left:
        yield first
        first, left = links[first], left - 1


def _streams(data: bytes) -> dict[str, bytes]:
    sectors = _Sectors(data)
    found: dict[str, bytes] = {}
    for entry in sectors.entries[1:]:
        name = _name(entry)
        if entry[66] == STREAM and name not in found:
            found[name] = sectors.content(entry)
    return found
