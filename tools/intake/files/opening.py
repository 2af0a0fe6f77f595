"""Opening one file that somebody wants to import."""

from pathlib import Path

from tools.intake.files import apart, legacy
from tools.intake.files.kinds import WORD_97
from tools.intake.scan import Scan, UnreadableError

MAX_BYTES = 50_000_000


def scan(path: Path) -> Scan:
    """Read a file of any kind that can be imported; raise ``UnreadableError``."""
    if not path.exists():
        raise UnreadableError("没有这个文件", "检查文件名和文件夹；名字里有空格时加引号")
    if not path.is_file():
        raise UnreadableError("这不是文件", "写文件的名字；整个文件夹可以写成 文件夹/*.docx")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableError(
            f"文件有 {size / 1e6:.0f} MB，超过 {MAX_BYTES / 1e6:.0f} MB，没有读",
            "多半是图片或扫描件；找 Word 原件，或删去图片另存后再导入",
        )
    data = path.read_bytes()
    found = apart.read(data)
    if found == WORD_97:
        converted = apart.read(legacy.convert(data, ".doc"))
        if isinstance(converted, Scan):
            return Scan(converted.blocks, (legacy.THROUGH, *converted.remarks))
    if not isinstance(found, Scan):
        raise UnreadableError("不认识这种文件", "在 WPS 或 Word 里打开，另存为 .docx 再导入")
    return found
