"""What a zip says of itself, before anything in it is unpacked."""

import io
import zipfile

from tools.intake.files.package import DAMAGED
from tools.intake.scan import UnreadableError

MAX_ENTRIES = 10_000
MAX_PART = 100_000_000
MAX_TOTAL = 200_000_000
# Word's XML packs well, yet a page of text is not a thousandth of itself.
MAX_RATIO = 300
SMALL = 1_000_000


def names(data: bytes) -> set[str]:
    """The names in the zip; raise ``UnreadableError`` where it is broken, locked or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries, len(data))
            for entry in entries:
                _check_size(archive, entry)
    except UnreadableError:
        raise
    except Exception as error:  # zipfile raises what its decompressors raise
        raise UnreadableError("文件不完整或已损坏，解不开", DAMAGED) from error
    return {entry.filename for entry in entries}


def _check(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("文件加了密码，读不出来", "去掉密码，另存为新的文件再导入")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    is_bomb = (
        len(entries) > MAX_ENTRIES
        or total > MAX_TOTAL
        or max((entry.file_size for entry in entries), default=0) > MAX_PART
        or packed > size
        or any(
            entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
            for entry in entries
        )
    )
    if is_bomb:
        raise UnreadableError(
            "文件解开后大得不正常，没有读",
            "不是正常的 Office 文件，请找原件；图片太多的话，删去图片另存后再导入",
        )


def _check_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack without keeping: a zip may lie about the sizes of what is in it."""
    left = entry.file_size
    with archive.open(entry) as stream:
        while chunk := stream.read(min(left, 1 << 20) + 1):
            left -= len(chunk)
            if left < 0:
                raise UnreadableError("文件解开后与自己写明的大小不符，没有读", DAMAGED)
