"""Files that no library at hand writes."""

import struct

from tools.intake.files import compound


def compound_file(name: str, content: bytes) -> bytes:
    """A compound file ([MS-CFB]) with one stream of up to 4096 bytes, which is filled up to that.

    Sector 0 is the table of chains, 1 the directory, 2 to 9 the stream.
    """
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = compound.MAGIC + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 10 + struct.pack("<II", 1, 1) + b"\0" * 4
    header += struct.pack("<IIIII", 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    links = [table, end, *range(3, 10), end]
    links += [free] * (128 - len(links))
    directory = b"".join(
        _entry(*entry) for entry in (("Root Entry", 5, end, 0), (name, 2, 2, 4096))
    )
    sectors = struct.pack("<128I", *links) + directory.ljust(512, b"\0")
    return header + sectors + content.ljust(4096, b"\0")


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return entry.ljust(116, b"\0") + struct.pack("<III", first, size, 0)
