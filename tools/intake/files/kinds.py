"""Telling what kind of file some bytes are, whatever the file's name says, and reading them."""

from collections.abc import Callable

from tools.intake.files import archive, extraction
from tools.intake.files.compound import MAGIC, DamagedError, streams
from tools.intake.scan import Place, Remark, Scan, UnreadableError

PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
)
WORD_97 = "Word 97"
SAVE_AS = "在 WPS 或 Word 里打开，另存为 .docx 再导入"


def read(data: bytes) -> Scan | str:
    """Read the bytes; ``WORD_97`` where LibreOffice has to convert them first.

    Raise ``UnreadableError``.
    """
    if not data:
        raise UnreadableError("文件是空的", "找到有内容的原件再导入")
    if data.startswith(b"PK"):
        return _zip(data)
    if data.startswith(MAGIC):
        return _compound(data)
    if data.lstrip()[:5] == b"%PDF-" or data[:1024].find(b"%PDF-") >= 0:
        from tools.intake.files import portable

        return portable.read(data)
    if data.startswith(PICTURES):
        raise UnreadableError(
            "这是图片，不是文档", "找 Word 或 Excel 原件；只有图片的话，先做文字识别，另存为 .docx"
        )
    if data.lstrip().startswith((b"{\\rtf", b"<html", b"<!DOCTYPE", b"<?xml")):
        raise UnreadableError("这种格式（RTF、网页或 XML）不能直接导入", SAVE_AS)
    return extraction.read(_text(data))


def _zip(data: bytes) -> Scan:
    names = archive.names(data)
    readers: tuple[tuple[str, Callable[[bytes], Scan]], ...] = (("word/", _word), ("xl/", _book))
    for folder, reader in readers:
        if any(name.lower().startswith(folder) for name in names):
            return _with_macros_told(reader(data), names)
    if "mimetype" in names:
        raise UnreadableError("这是 LibreOffice 的文件（.odt、.ods），不能直接导入", SAVE_AS)
    if any(name.lower().endswith("ofd.xml") for name in names):
        raise UnreadableError("这是 OFD 版式文件，不能直接导入", "找 Word 原件，或转成 PDF 再导入")
    raise UnreadableError("压缩包里没有 Word 或 Excel 的内容", "解开压缩包，导入里面的文件")


def _with_macros_told(scan: Scan, names: set[str]) -> Scan:
    if not any(name.endswith("vbaProject.bin") for name in names):
        return scan
    told = Remark(Place(), "文件里有宏，没有运行，也没有读")
    return Scan(scan.blocks, (told, *scan.remarks))


def _word(data: bytes) -> Scan:
    from tools.intake.files import wordfile

    return wordfile.read(data)


def _book(data: bytes) -> Scan:
    from tools.intake.files import workbook

    return workbook.read(data)


def _compound(data: bytes) -> Scan | str:
    """The file format of Office 97 to 2003, and of encrypted files ([MS-CFB])."""
    try:
        names = {name.lower() for name in streams(data)}
    except DamagedError as error:
        raise UnreadableError("文件不完整或已损坏", SAVE_AS) from error
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise UnreadableError("文件加了打开密码，读不出来", "去掉密码，另存为新的文件再导入")
    if names & {"workbook", "book"}:
        return _book(data)
    if "worddocument" in names:
        return WORD_97
    raise UnreadableError("不认识这种文件", SAVE_AS)


def _text(data: bytes) -> str:
    """Text in UTF-8 or GB 18030, as Windows and Linux write Chinese."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and text.strip():
            return text
    raise UnreadableError("不认识这种文件", f"能导入 .docx、.xlsx、.xls、.pdf、.txt；{SAVE_AS}")
