"""One file of a clerk's, opened with care: whatever is in it, the answer is a scan or a reason."""

import stat
import tempfile
from importlib import import_module
from os import stat_result
from pathlib import Path

from msgspec.structs import replace

from tools.intake.files import apart
from tools.intake.scan import Scan, UnreadableError

MAX_SIZE = 50_000_000
TOO_LARGE = (
    "文件有 {size} MB，太大了，没有读（最多 {limit} MB）",
    "绩效目标的文字和表格用不了这么大，多半是夹了图片：删去图片，另存为新的 .docx，再导入",
)


def scan(name: str, path: Path) -> Scan:
    """Read the file at ``path``, called ``name``, whatever its kind; raise ``UnreadableError``.

    The kind is told by the content. Reading is done in a process of its own (see ``apart``).
    """
    if name.startswith("~$"):
        message = f"“{name}”是 Word 打开文件时留下的临时文件，不是报送的文件"
        raise UnreadableError(message, f"选“{name[2:]}”那个文件；没有的话，先关掉 Word")
    try:
        _check(name, path.stat())
        with path.open("rb") as source:
            found = apart.scan(source)
            if isinstance(found, Scan):
                return found
            source.seek(0)
            return _converted(source.read(MAX_SIZE))
    except FileNotFoundError as error:
        raise UnreadableError(f"没有“{name}”这个文件", "看看文件名和文件夹写对没有") from error
    except OSError as error:
        hint = "看看它是不是正在别的程序里打开着，或者没有权限读；关掉以后再试"
        raise UnreadableError(f"“{name}”打不开", hint) from error


def _check(name: str, status: stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(f"“{name}”不是文件", "选一个 Word、Excel 或 PDF 文件")
    if status.st_size == 0:
        raise UnreadableError("文件是空的，没有内容", "可能没有拷完整：请部门重新发一份")
    if status.st_size > MAX_SIZE:
        message, hint = TOO_LARGE
        limit = MAX_SIZE // 1_000_000
        size = -(-status.st_size // 1_000_000)
        raise UnreadableError(message.format(size=size, limit=limit), hint)


def _converted(data: bytes) -> Scan:
    """A .doc by way of .docx; the program that converts is a process of its own already."""
    legacy = import_module("tools.intake.files.legacy")
    with tempfile.TemporaryFile() as file:
        file.write(legacy.convert(data, ".doc"))
        file.seek(0)
        found = apart.scan(file)
    if not isinstance(found, Scan):
        raise UnreadableError("旧格式的 .doc 转换以后还是读不出来", "用 WPS 或 Word 另存为 .docx")
    return replace(found, remarks=(legacy.THROUGH, *found.remarks))
