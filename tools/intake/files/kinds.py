"""What kind of file some bytes are, by what is in them: names of files promise nothing."""

import codecs
import re
from enum import Enum

from tools.intake.files import compound
from tools.intake.files.ooxml.package import LOCKED, Package
from tools.intake.scan import UnreadableError


class Kind(Enum):
    """The kinds that there is a reader for."""

    WORD = "Word"
    WORKBOOK = "Excel"
    PORTABLE = "PDF"
    OLD_WORD = "Word 97-2003"
    TEXT = "文本"


SAVE_WORD = "用 WPS 或 Word 打开它，另存为 .docx，再导入"
CHOOSE = "选部门报送的 Word、Excel 或 PDF 文件"
DAMAGED = ("文件损坏了，认不出是什么文件", "重新拷一份，或者用 Word、WPS 打开后另存为 .docx")
PICTURES = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
ARCHIVES = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
}
RICH_TEXT = b"{\\rtf"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
WORDS = ("wordprocessingml", "ms-word")
BOOKS = ("spreadsheetml", "ms-excel")
SHOWS = ("presentationml", "ms-powerpoint")
WEB = re.compile(r"\s*(<!doctype html|<html|<\?xml|mime-version:)", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def recognise(data: bytes) -> Kind:
    """The kind of file; raise ``UnreadableError``, saying what it is, if there is no reader."""
    if not data.strip(b"\0"):
        raise UnreadableError("文件是空的，没有内容", "可能没有拷完整：请部门重新发一份")
    if data.startswith(ZIP):
        return _zipped(Package(data))
    if data.startswith(compound.MAGIC):
        return _compound(compound.names(data))
    # The standard lets a PDF begin within the first 1024 bytes; some scanners write a line first.
    if b"%PDF-" in data[:1024]:
        return Kind.PORTABLE
    if data.startswith(RICH_TEXT):
        return Kind.OLD_WORD
    _refuse_others(data)
    _refuse_web(text(data))
    return Kind.TEXT


def text(data: bytes) -> str:
    """The text of a plain text file; raise ``UnreadableError`` if it is none."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encodings = ("utf-16",) if data.startswith(marks) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(found):
            return found
    raise UnreadableError("认不出这是什么文件，没有读", f"{CHOOSE}；是别的格式的，{SAVE_WORD}")


def _zipped(package: Package) -> Kind:
    main = package.main()
    content = package.content_type(main) if main else ""
    if any(word in content for word in WORDS):
        return Kind.WORD
    if any(word in content for word in BOOKS) or main.startswith("/xl/"):
        return Kind.WORKBOOK
    if any(word in content for word in SHOWS):
        raise UnreadableError("这是幻灯片，不是 Word 文件", CHOOSE)
    if main.startswith("/word/"):
        return Kind.WORD
    raise UnreadableError(*_not_office(package))


def _not_office(package: Package) -> tuple[str, str]:
    """What else comes as a zip."""
    if "opendocument" in package.part("mimetype")[:200].decode("ascii", "replace"):
        return "这是 OpenDocument 文件（.odt、.ods），这里不读", SAVE_WORD
    if "OFD.xml" in package:
        return (
            "这是 OFD 版式文件，这里不读",
            "用制作它的 Word 文件导入；没有就转成 PDF 再导入",
        )
    if "[Content_Types].xml" in package:
        return "文件里面没有正文，不是完整的 Word 文件", SAVE_WORD
    if any(name.endswith((".docx", ".doc", ".xlsx", ".xls", ".pdf")) for name in package):
        return "这是压缩包，里面还有文件", "先解压，再导入解压出来的文件"
    return "这是压缩包，里面没有 Word 正文", f"先解压，{CHOOSE}"


def _compound(names: set[str]) -> Kind:
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise UnreadableError("文件加了打开密码，读不出来", LOCKED)
    if "WordDocument" in names:
        return Kind.OLD_WORD
    if names & {"Workbook", "Book"}:
        return Kind.WORKBOOK
    if "PowerPoint Document" in names:
        raise UnreadableError("这是幻灯片，不是 Word 文件", CHOOSE)
    raise UnreadableError(*DAMAGED)


def _refuse_others(data: bytes) -> None:
    picture = next((name for magic, name in PICTURES.items() if data.startswith(magic)), None)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        picture = "WebP"
    if picture:
        raise UnreadableError(
            f"这其实是一张 {picture} 图片，里面没有可以取的文字",
            "找到它的 Word、Excel 或 PDF 原件来导入；改文件名不能把图片变成 Word 文件",
        )
    archive = next((name for magic, name in ARCHIVES.items() if data.startswith(magic)), None)
    if archive:
        raise UnreadableError(f"这是 {archive} 压缩包", "先解压，再导入解压出来的文件")


def _refuse_web(found: str) -> None:
    if WEB.match(found):
        raise UnreadableError("这其实是网页或 XML 文件，不是 Word 文件", SAVE_WORD)
    if not found.strip():
        raise UnreadableError("文件里只有空白，没有内容", CHOOSE)
